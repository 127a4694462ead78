/** What stands over the list of people, and in its place where there is nobody yet. */
import { html, nothing } from '../../frame/dom.js';
import { banner, empty, failed, loading } from '../../frame/states.js';

/** @typedef {import('./people.js').People} People */
/** @typedef {import('./people.js').Question} Question */

/** @param {People} record @param {any} job @param {() => void} begin */
export function unheard(record, job, begin) {
  if (job) return banner(html`${progressOf(job)}`, { action: html`<a class="button-quiet" href="/jobs">Jobs</a>` });
  if (!record.unheard.length || !record.speakers.length) return nothing;
  const names = record.unheard.slice(0, 5).join(' ');
  const more = record.unheard.length - 5;
  const count = record.unheard.length === 1 ? '1 tape' : `${record.unheard.length} tapes`;
  return banner(html`Voices were not told apart on ${count} yet: <span class="mono">${names}</span>${more > 0 ? ` and ${more} more` : ''}`, { action: finderAction(record, begin) });
}

/** @param {People} record @param {() => void} begin */
function finderAction(record, begin) {
  if (!record.finder.here) return html`<span class="mute">The weights are not on this machine: <span class="mono">tapewright models fetch ${record.finder.weights}</span></span>`;
  return html`<button class="button" @click=${() => begin()}>Tell them apart</button>`;
}

/**
 * What stands in the place of the list where there is none.
 * @param {{record: People | null, error: unknown, job: any}} known
 * @param {{begin: () => void, again: () => void}} does
 */
export function instead({ record, error, job }, does) {
  if (error) return failed(error, does.again);
  if (!record) return loading();
  if (!record.tapes) {
    return empty({ title: 'Nobody yet', text: 'People come with tapes: who is heard on them, and what they are called.', actions: html`<a class="button" href="/tapes">To the tapes</a>` });
  }
  if (!record.unheard.length) return empty({ title: 'Nobody is heard on these tapes', text: 'Voices were looked for on every tape, and none was found.' });
  return empty({
    title: 'Voices are not told apart yet',
    text: 'Who speaks when is found out by sound alone, on this machine. Then you say once whose each voice is, and every tape knows it.',
    actions: job ? html`<span class="mute">${progressOf(job)}</span>` : finderAction(record, does.begin),
  });
}

/** @param {import('./people.js').People} record */
export function factsOf(record) {
  const open = record.speakers.filter((one) => one.labelled).length;
  const named = record.speakers.length - open;
  return html`<span>${named === 1 ? '1 person' : `${named} people`}${open ? `, ${open === 1 ? '1 voice' : `${open} voices`} not named yet` : ''}</span>`;
}

/** @param {Question | null} question */
export function footOf(question) {
  return question ? ['people.yes', 'people.no', 'people.hear', 'people.name', 'people.merge'] : ['people.hear', 'people.name', 'people.merge', 'people.away', 'people.tab'];
}

/** @param {any} job */
function progressOf(job) {
  const { done, total } = job.progress || {};
  const share = total ? ` ${Math.floor((100 * done) / total)} %` : '';
  return job.state === 'waiting' ? 'Telling voices apart: it waits for other work.' : `Telling voices apart…${share}`;
}
