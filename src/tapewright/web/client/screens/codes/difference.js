/** One place that two coders see differently: what was said, and beside each other what each has there. */
import { html } from '../../frame/dom.js';
import { Codes } from '../../study/codes.js';

/**
 * @param {any} one @param {[string, string]} pair
 * @param {{left: number, codes: Codes | null, play: () => void}} options
 */
export function difference(one, pair, { left, codes, play }) {
  return html`<p class="said">${one.text}</p>
    <p><button type="button" class="button" @click=${play}>Play</button> <a class="button-quiet" @click=${stepOut} href="/tapes/${encodeURIComponent(one.tape)}?t=${one.timecode}">Open on the tape</a> <span class="mute">${left === 1 ? 'the last one' : `${left} to decide`}</span></p>
    <div class="agree-both">${pair.map((name) => {
      const theirs = one.codings.filter((/** @type {any} */ coding) => coding.coder === name);
      return html`<section aria-label=${name}><h3>${name}</h3>
        ${theirs.length ? theirs.map((/** @type {any} */ coding) => coded(coding, codes)) : html`<p class="mute">nothing here</p>`}
      </section>`;
    })}</div>`;
}

/** Whoever goes to the tape leaves the question open. @param {Event} event */
function stepOut(event) {
  /** @type {HTMLElement} */ (event.target).closest('dialog')?.dispatchEvent(new Event('cancel', { cancelable: true }));
}

/** @param {any} coding @param {Codes | null} codes */
function coded(coding, codes) {
  const code = codes?.get(coding.code);
  return html`<div class="agree-coded voice-${code?.hue || 8}">
    <p><span class="swatch"></span> <span class="mono">${Codes.sign(code)}</span> ${coding.code_name}</p>
    <p class="said">${coding.text}</p>
    ${coding.note ? html`<p class="mute">${coding.note}</p>` : ''}
  </div>`;
}
