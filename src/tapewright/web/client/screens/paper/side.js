/** Right of the sheet: who is heard for how long, and what the proof finds. */
import { html, nothing, repeat } from '../../frame/dom.js';
import { clock } from '../../frame/time.js';
import { runningTime } from './sheet.js';
import { voiceOf } from './marks.js';

/** @typedef {import('./findings.js').Finding} Finding */

/**
 * @typedef {object} Shown
 * @property {any} view
 * @property {import('./facts.js').Facts} facts
 * @property {import('./proving.js').Proving} proving
 * @property {string} trouble why nothing can be proved
 */

/** @param {Shown} shown @param {{goTo: (finding: Finding) => void, prove: () => void}} acts */
export function drawSide(shown, acts) {
  return html`<section class="paper-airtime" aria-labelledby="paper-airtime">
      <div class="panel-head">
        <h2 id="paper-airtime">Airtime</h2>
        <span class="num timecode" title="The programme's running time">${shown.view.order ? runningTime(shown.view.order.running) : '–'}</span>
      </div>
      ${drawAirtime(shown)}
    </section>
    <section aria-labelledby="paper-proof">
      <div class="panel-head">
        <h2 id="paper-proof">Proof</h2>
        <span class="num">${said(shown)}</span>
      </div>
      ${drawFindings(shown, acts)}
    </section>`;
}

/** @param {Shown} shown */
function drawAirtime({ view, facts }) {
  const parts = view.airtime;
  if (!parts.length) return html`<p class="mute paper-none">Nobody is heard yet.</p>`;
  const most = Math.max(...parts.map((/** @type {any} */ part) => part.ticks), 1);
  return html`<ul class="paper-bars">
    ${parts.map((/** @type {any} */ part) => {
      const voice = part.narration ? 0 : voiceOf(facts, part.speaker || '');
      const name = part.narration ? 'Narration' : named(part.speaker);
      return html`<li title="${part.words} words${part.bites ? ` in ${part.bites} ${part.bites === 1 ? 'bite' : 'bites'}` : ', estimated'}">
        <span class="truncate">${name}</span>
        <span class="paper-bar"><span class="paper-bar-full voice-${voice}" .style=${`width: ${(part.ticks / most) * 100}%`}></span></span>
        <span class="num mono">${clock(part.ticks)}</span>
      </li>`;
    })}
  </ul>`;
}

/** A name as it is read, not as a script shouts it. @param {string | null} speaker */
export function named(speaker) {
  if (!speaker) return 'Nobody named';
  if (speaker !== speaker.toLocaleUpperCase() || speaker.length < 3) return speaker;
  return speaker.toLocaleLowerCase().replace(/(^|[\s'’-])(\p{L})/gu, (_, before, letter) => before + letter.toLocaleUpperCase());
}

/** @param {Shown} shown */
function said({ view, proving: { findings, state }, trouble }) {
  if (trouble) return '';
  if (state === 'running' && !findings) return 'proving…';
  if (!findings) return '';
  if (!view.bites.length) return '';
  return findings.length ? `${findings.length} open` : 'nothing open';
}

/** @param {Shown} shown @param {{goTo: (finding: Finding) => void, prove: () => void}} acts */
function drawFindings(shown, acts) {
  const { trouble } = shown;
  const { findings, state, chosen } = shown.proving;
  if (trouble) return html`<p class="paper-none bad" role="alert">${trouble}</p>`;
  if (!findings) return html`<p class="mute paper-none">${state === 'failed' ? again('The proof could not be made.', acts) : 'The bites are being held against the tapes.'}</p>`;
  return html`${state === 'late' ? html`<p class="mute paper-none">${again('This is the proof of an earlier text.', acts)}</p>` : nothing}
    ${findings.length ? nothing : html`<p class="mute paper-none">${shown.view.bites.length ? 'Every bite reads as its tape does.' : 'There is nothing to prove yet.'}</p>`}
    <ol class="paper-findings">
      ${repeat(
        findings,
        (one) => one.id,
        (one) => html`<li>
          <button type="button" class="paper-finding paper-finding-${one.kind}" aria-current=${one.id === chosen ? 'true' : nothing} @click=${() => acts.goTo(one)}>
            <span class="paper-finding-head">${one.head} · <span class="mono">${one.where}</span></span>
            <span class="paper-finding-text serif">${drawPieces(one)}</span>
            ${one.told.map((line) => html`<span class="paper-finding-told">${line}</span>`)}
          </button>
        </li>`,
      )}
    </ol>`;
}

/** @param {string} text @param {{prove: () => void}} acts */
const again = (text, acts) => html`${text} <button type="button" class="button-quiet" @click=${acts.prove}>Prove again</button>`;

/** @param {Finding} finding */
function drawPieces({ pieces, text }) {
  if (!pieces.length) return text;
  return pieces.map((piece) => {
    if (piece.kind === 'same') return html`${piece.quote} `;
    if (piece.kind === 'join') return html`<span class="join">[+]</span> `;
    if (piece.kind === 'omitted') return html`<span class="join" title="Left out: ${piece.tape}">…</span> `;
    return html`${piece.quote ? html`<del class="differs">${piece.quote}</del> ` : nothing}${piece.tape ? html`<ins class="differs">${piece.tape}</ins> ` : nothing}`;
  });
}
