/** One place to hear: its words among those around it, why it is asked about, what it could be instead, the answers. */
import { html, nothing } from '../../frame/dom.js';

/** @typedef {{play: () => void, right: () => void, unsure: () => void, type: (words: string) => void, twins: (on: boolean) => void, choose: (item: string) => void}} Acts */

/**
 * @param {any} item
 * @param {{isCurrent: boolean, isTyping: boolean, isPlayed: boolean, twins: boolean}} state
 * @param {Acts} acts
 */
export function itemOf(item, { isCurrent, isTyping, isPlayed, twins }, acts) {
  return html`<article
    class="hear ${isCurrent ? 'is-current' : ''}"
    data-item=${item.item}
    aria-current=${isCurrent ? 'true' : nothing}
    @pointerdown=${() => acts.choose(item.item)}
  >
    <header class="hear-head">
      <button class="button-quiet source-button" @click=${() => (acts.choose(item.item), acts.play())}>
        <span aria-hidden="true">▸</span> <span class="mono">${item.tape}</span> <span class="timecode">${item.timecode}</span>
      </button>
      <span class="mute">${item.speaker || 'nobody is named'}</span>
      ${isPlayed ? html`<span class="mute">heard</span>` : nothing}
    </header>
    <p class="said hear-words">
      <span class="mute">… ${item.before}</span> <mark class="hear-asked">${item.text}</mark> <span class="mute">${item.after} …</span>
    </p>
    <p class="soft hear-why">${sentence(item.why)}</p>
    ${isCurrent ? answers(item, isTyping, twins, acts) : nothing}
  </article>`;
}

/** @param {any} item @param {boolean} isTyping @param {boolean} twins @param {Acts} acts */
function answers(item, isTyping, twins, acts) {
  return html`${item.instead.length
      ? html`<p class="hear-instead">
          <span class="label">could be</span>
          ${item.instead.slice(0, 9).map(
            (/** @type {string} */ words, /** @type {number} */ n) => html`<button class="button" @click=${() => acts.type(words)}>
              <span class="serif">${words}</span> <kbd>${n + 1}</kbd>
            </button>`,
          )}
        </p>`
      : nothing}
    ${isTyping ? typing(item, acts) : nothing}
    <div class="entry-actions">
      <button class="button" @click=${acts.play}>Play <kbd>Space</kbd></button>
      <button class="button" @click=${acts.right}>It is right <kbd>r</kbd></button>
      <button class="button" @click=${() => acts.type('')}>It says… <kbd>t</kbd></button>
      <button class="button-quiet" @click=${acts.unsure}>I cannot tell <kbd>u</kbd></button>
      ${item.twins
        ? html`<label class="check"
            ><input type="checkbox" .checked=${twins} @change=${(/** @type {any} */ event) => acts.twins(event.target.checked)} /> and the
            ${item.twins} ${item.twins === 1 ? 'place' : 'places'} that read the same <kbd>w</kbd></label
          >`
        : nothing}
    </div>`;
}

/** @param {any} item @param {Acts} acts */
function typing(item, acts) {
  return html`<form
    class="hear-typing"
    @submit=${(/** @type {any} */ event) => {
      event.preventDefault();
      acts.type(String(new FormData(event.target).get('words') || ''));
    }}
  >
    <label class="labelled"
      ><span>What it says, all of it; [nothing] where nothing is said</span>
      <input class="field serif" name="words" autocomplete="off" spellcheck="true" value=${item.text} />
    </label>
    <button class="button button-main">Keep it <kbd>Enter</kbd></button>
  </form>`;
}

/** @param {string} text */
const sentence = (text) => (text ? text[0].toUpperCase() + text.slice(1) : '');
