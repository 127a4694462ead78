/** What came of a job, in plain words, out of the record that its command answered. */
import { html, nothing } from '../../frame/dom.js';
import { exportLink } from '../../study/written.js';

/** @typedef {import('../../frame/dom.js').Drawn} Drawn */

/** @param {number} count @param {string} noun */
const counted = (count, noun) => `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'}`;

/** @param {string} tape */
const link = (tape) => html`<a href="/tapes/${encodeURIComponent(tape)}">${tape}</a>`;

/** @param {any} answer @returns {Drawn[]} */
const reported = (answer) => (answer.files || []).map((/** @type {any} */ one) => exportLink(one.path));

/** @type {Record<string, (answer: any) => Drawn[]>} */
const TOLD = {
  ingest: (answer) => [
    ...answer.added.map((/** @type {any} */ tape) => html`${link(tape.id)} is in${tape.remarks.length ? `: ${tape.remarks.join('; ')}` : ''}`),
    ...answer.skipped.map((/** @type {any} */ one) => html`${link(one.tape)}: ${one.reason}`),
    ...(answer.failed.length + answer.added.length > 1 ? answer.failed : []).map((/** @type {any} */ one) => html`<span class="bad">${one.error.message}</span> <span class="mono">${one.path}</span>`),
  ],
  transcribe: (answer) => [
    ...answer.tapes.map((/** @type {any} */ one) => tapeHeard(one)),
    ...(answer.speed ? [html`<span class="mute">by ${answer.engine} ${answer.model}, ${answer.speed.toFixed(1)} × real time</span>`] : []),
  ],
  'find-voices': (answer) => answer.tapes.map((/** @type {any} */ one) => html`${link(one.tape)}: ${one.error ? html`<span class="bad">${one.error.message}</span>` : one.note || one.status}`),
  verify: (answer) => {
    const wrong = answer.files.filter((/** @type {any} */ one) => one.state !== 'whole' && one.state !== 'unknown');
    const whole = answer.files.filter((/** @type {any} */ one) => one.state === 'whole').length;
    return [
      `${whole} of ${counted(answer.files.length, 'recording')} as they were`,
      ...wrong.slice(0, 40).map((/** @type {any} */ one) => html`${link(one.tape)}: <span class="bad">${one.state}</span>${one.detail ? `, ${one.detail}` : ''}`),
      ...answer.damage.map((/** @type {any} */ one) => html`<span class="bad">${one.where}: ${one.what}</span>`),
    ];
  },
  relink: (answer) => [
    ...answer.moved.map((/** @type {any} */ one) => html`${link(one.tape)} is at <span class="mono">${one.new}</span>`),
    ...answer.missing.map((/** @type {any} */ one) => html`${link(one.tape)} is still missing: <span class="mono">${one.path}</span>`),
    ...(answer.moved.length || answer.missing.length ? [] : ['nothing is missing']),
  ],
  export: (answer) => (answer.files || []).map((/** @type {any} */ one) => html`wrote <span class="mono">${one.path}</span>`),
  'warning-signs': reported,
  institutions: reported,
  fairness: reported,
  'fetch-model': (answer) => [`the model ${answer.model.name} is on this machine`],
};

/** @param {any} one */
function tapeHeard(one) {
  if (one.error) return html`${link(one.tape)}: <span class="bad">${one.error.message}</span>`;
  if (one.status !== 'transcribed') return html`${link(one.tape)}: ${one.note || one.status}`;
  const said = one.note || `${counted(one.words, 'word')} in ${counted(one.turns, 'turn')}`;
  const resumed = one.resumed ? `, ${one.resumed} of ${one.chunks} stretches from an earlier run` : '';
  return html`${link(one.tape)}: ${said}${resumed}${one.instead ? `. ${one.instead}` : ''}`;
}

/**
 * A line for each thing that came of it.
 * @param {{command: string, answer: any, answer_bytes: number} | null} detail a job as `/api/jobs/{id}` has it
 */
export function outcome(detail) {
  if (!detail?.answer || detail.answer.error) {
    return detail && detail.answer_bytes > 32_768 ? html`<p class="mute">Its answer is too long to be shown here.</p>` : nothing;
  }
  /** @type {Drawn[]} */
  let lines;
  try {
    lines = (TOLD[detail.command] || (() => []))(detail.answer);
  } catch {
    return nothing; // another version of tapewright answered it
  }
  if (!lines.length) return nothing;
  return html`<div class="panel-head"><h2>What came of it</h2></div>
    <ul class="jobs-outcome">
      ${lines.slice(0, 60).map((line) => html`<li>${line}</li>`)} ${lines.length > 60 ? html`<li class="mute">and ${lines.length - 60} more</li>` : nothing}
    </ul>`;
}
