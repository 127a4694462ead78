/** The question at the top: are these two one voice? */
import { html, nothing } from '../../frame/dom.js';

/** @typedef {import('./people.js').Question} Question */

/**
 * @param {Question} question
 * @param {{place: number, count: number, playing: string}} look
 * @param {{yes: () => void, no: () => void, all: () => void, later: () => void, hear: (place: number) => void}} does
 */
export function sameStrip(question, look, does) {
  const [one, other] = question.samples;
  return html`<section class="same" aria-label="The same voice?">
    <div class="same-text">
      <h2>Is <span class="same-who">${question.label}</span> the same voice as <span class="same-who">${question.speaker.name}</span>?</h2>
      <p class="mute"><span class="mono same-why">${question.why}</span></p>
    </div>
    <div class="same-samples">
      ${sample(one, 0, 'This voice', look, question, does)} ${other ? sample(other, 1, question.speaker.name, look, question, does) : nothing}
    </div>
    <div class="same-choices">
      <button class="button" @click=${does.yes}>Same <kbd>Y</kbd></button>
      <button class="button" @click=${does.no}>Not the same <kbd>N</kbd></button>
      ${question.like > 1 ? html`<button class="button-quiet" @click=${does.all}>Same for all ${question.like} <kbd>A</kbd></button>` : nothing}
      ${look.count > 1 ? html`<button class="button-quiet" @click=${does.later}>Later <kbd>L</kbd></button>` : nothing}
      <span class="mute num">${look.place + 1} of ${look.count}</span>
    </div>
  </section>`;
}

/**
 * @param {string} place
 * @param {number} number
 * @param {string} label
 * @param {{playing: string}} look
 * @param {Question} question
 * @param {{hear: (place: number) => void}} does
 */
function sample(place, number, label, look, question, does) {
  const isPlaying = look.playing === `question ${question.key} ${number}`;
  return html`<button class="same-sample ${isPlaying ? 'is-playing' : ''}" @click=${() => does.hear(number)}>
    <span class="person-sign" aria-hidden="true">${isPlaying ? '■' : '▶'}</span>
    <span class="truncate">${label}</span><span class="mono mute">${place.split('@')[0]}</span>
  </button>`;
}
