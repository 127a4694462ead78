/** The tapes as rows: which are shown, in which order, and how one is drawn. */
import { html, nothing } from '../../frame/dom.js';
import { jobOnTape, pace, shareOf } from '../../frame/jobs.js';
import { clock } from '../../frame/time.js';

/** @typedef {import('../../frame/jobs.js').Job} Job */

/**
 * @typedef {object} File
 * @property {string} path
 * @property {number} size
 * @property {string} container
 * @property {object | null} video
 * @property {object | null} audio
 */

/**
 * @typedef {object} Tape one row of `/api/tapes`
 * @property {string} id
 * @property {string} title
 * @property {number} ticks
 * @property {string} start_timecode
 * @property {string} rate
 * @property {boolean} drop_frame
 * @property {string} reel
 * @property {string} note
 * @property {File[]} files
 * @property {boolean} has_video
 * @property {string[]} speakers
 * @property {string | null} by machine or person
 * @property {number} checked
 * @property {string | null} recorded_at
 * @property {number} codings
 * @property {'here' | 'missing' | 'elsewhere' | 'unknown'} media
 * @property {string[]} missing
 * @property {{version: number, words: number, turns: number, language: string, engine: string, model: string} | null} transcript
 * @property {{state: string, path: string, detail: string, expected: string, found: string, when: string}} seal
 */

/** @typedef {'all' | 'silent' | 'hearing' | 'unchecked' | 'checked' | 'trouble'} Group */

/** The filters on top: `[name, label]`. */
export const GROUPS = /** @type {[Group, string][]} */ ([
  ['all', 'All'],
  ['silent', 'No words yet'],
  ['hearing', 'At work'],
  ['unchecked', 'To check'],
  ['checked', 'Checked'],
  ['trouble', 'Not whole'],
]);

/** @param {Tape} tape @returns {boolean} whether there is sound that could be heard now */
export const canHear = (tape) => tape.media !== 'missing' && tape.files.some((file) => file.audio);

/** @param {Tape} tape */
export const isBroken = (tape) => ['changed', 'missing', 'unreadable'].includes(tape.seal.state);

/** @type {Record<Group, (tape: Tape) => boolean>} */
const BELONGS = {
  all: () => true,
  silent: (tape) => !tape.transcript,
  hearing: (tape) => jobOnTape(tape.id) !== null,
  unchecked: (tape) => tape.transcript !== null && tape.by !== 'person' && tape.checked < 1,
  checked: (tape) => tape.transcript !== null && (tape.by === 'person' || tape.checked >= 1),
  trouble: isBroken,
};

/** How many tapes each filter would show. @param {Tape[]} tapes */
export function counts(tapes) {
  return /** @type {Record<Group, number>} */ (
    Object.fromEntries(GROUPS.map(([name]) => [name, tapes.filter(BELONGS[name]).length]))
  );
}

/** @type {Record<string, (tape: Tape) => string | number>} */
const BY = {
  id: (tape) => tape.id,
  who: (tape) => (tape.speakers[0] || tape.title).toLocaleLowerCase(),
  date: (tape) => tape.recorded_at || '',
  format: formatOf,
  length: (tape) => tape.ticks,
  start: (tape) => tape.start_timecode,
  words: (tape) => (tape.transcript ? 1 + (tape.by === 'person' ? 1 : tape.checked) : 0),
  codings: (tape) => tape.codings,
  seal: (tape) => tape.seal.state,
};

/**
 * The tapes to show, in their order.
 * @param {Tape[]} tapes
 * @param {{text: string, group: Group, sort: string}} wish `sort` is a column's name, with a minus for the other way
 */
export function chosen(tapes, { text, group, sort }) {
  const wanted = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = tapes.filter((tape) => {
    if (!BELONGS[group](tape)) return false;
    if (!wanted.length) return true;
    const said = [tape.id, tape.title, tape.reel, tape.note, ...tape.speakers].join('\n').toLocaleLowerCase();
    return wanted.every((word) => said.includes(word));
  });
  const column = BY[sort.replace('-', '')];
  if (!column || sort === 'id') return found;
  const way = sort.startsWith('-') ? -1 : 1;
  const order = new Intl.Collator(undefined, { numeric: true });
  return found.sort((one, other) => {
    const [a, b] = [column(one), column(other)];
    return way * (typeof a === 'number' && typeof b === 'number' ? a - b : order.compare(String(a), String(b)));
  });
}

/** The columns: `[name, label, class]`. */
export const COLUMNS = /** @type {[string, string, string][]} */ ([
  ['id', 'Tape', ''],
  ['who', 'Who and what', ''],
  ['date', 'Recorded', ''],
  ['format', 'Format', ''],
  ['length', 'Length', 'num'],
  ['start', 'Starts at', ''],
  ['words', 'Words', ''],
  ['codings', 'Codes', 'num'],
  ['seal', 'Seal', ''],
]);

/** What kind of recording it is: `MOV 29.97 df`. @param {Tape} tape */
export function formatOf(tape) {
  const file = tape.files[0];
  if (!file) return 'elsewhere';
  const name = /\.([A-Za-z0-9]{1,5})$/.exec(file.path)?.[1].toUpperCase() || file.container;
  return tape.has_video ? `${name} ${tape.rate}${tape.drop_frame ? ' df' : ''}` : name;
}

/**
 * One row.
 * @param {Tape} tape
 * @param {{index: number, isChosen: boolean, choose: (id: string) => void, open: (id: string) => void}} told
 */
export function row(tape, { index, isChosen, choose, open }) {
  return html`<div
    class="row tapes-row"
    role="row"
    id="tape-${tape.id}"
    data-tape=${tape.id}
    aria-rowindex=${index + 2}
    aria-selected=${isChosen ? 'true' : 'false'}
    @click=${() => choose(tape.id)}
    @dblclick=${() => open(tape.id)}
  >
    <span role="gridcell" class="tapes-id"><a href="/tapes/${encodeURIComponent(tape.id)}" tabindex="-1">${tape.id}</a></span>
    <span role="gridcell" class="tapes-who" title=${[...tape.missing, tape.speakers.join(', '), tape.title].filter(Boolean).join('\n')}>${whoAndWhat(tape)}</span>
    <span role="gridcell" class="mono soft">${tape.recorded_at ? tape.recorded_at.slice(0, 10) : ''}</span>
    <span role="gridcell" class="mono soft">${formatOf(tape)}</span>
    <span role="gridcell" class="mono soft num">${clock(tape.ticks)}</span>
    <span role="gridcell" class="timecode">${tape.start_timecode}</span>
    <span role="gridcell" class="tapes-words">${words(tape)}</span>
    <span role="gridcell" class="mono soft num" title=${tape.codings === 1 ? '1 coding' : `${tape.codings} codings`}>${tape.codings || ''}</span>
    <span role="gridcell">${seal(tape)}</span>
  </div>`;
}

/** @param {Tape} tape */
function whoAndWhat(tape) {
  const title = tape.title === tape.id ? '' : tape.title;
  if (tape.media === 'missing') {
    return html`<span class="bad">media not found at ${tape.missing[0]}</span> ${tape.speakers.join(', ') || title}`;
  }
  if (!tape.speakers.length) return title ? html`<span class="soft">${title}</span>` : nothing;
  if (title.includes(tape.speakers[0])) return title; // as in "Marian Voss, in the bakery"
  return html`${tape.speakers.join(', ')}${title ? html`<span class="mute"> · ${title}</span>` : nothing}`;
}

/** How far the words of a tape are: what runs on it, else what there is. @param {Tape} tape */
function words(tape) {
  const job = jobOnTape(tape.id);
  if (job) return atWork(job, tape);
  if (!tape.transcript) return html`<span class="mute">${canHear(tape) ? 'not transcribed' : 'no words'}</span>`;
  if (tape.by === 'person') return html`<span>typed</span>`;
  if (tape.checked >= 1) return html`<span>checked</span>`;
  const percent = Math.floor(tape.checked * 100);
  return html`<span class="soft">machine</span>
    <progress class="progress" max="1" .value=${tape.checked} aria-label="Checked"></progress>
    <span class="mono mute tapes-percent">${percent} %</span>`;
}

/** @type {Record<string, string>} */
const DOES = {
  transcribe: 'hearing',
  'find-voices': 'voices',
  align: 'aligning',
  refine: 'edges',
  'listen-aid': 'cleaning',
  proxy: 'picture',
  verify: 'checking',
};

/** What runs on a tape, in one word. @param {Job} job */
export const doing = (job) => DOES[job.command] || job.command;

/** @param {Job} job @param {Tape} tape */
function atWork(job, tape) {
  if (job.state !== 'running') return html`<span class="mute">${doing(job)}: waits</span>`;
  const share = shareOf(job, tape.id);
  const rate = share === null ? null : job.progress?.real_time;
  return html`<span title=${pace(job.progress)}>${doing(job)}</span>
    <progress class="progress" max="1" .value=${share ?? 0} aria-label="How far"></progress>
    <span class="mono soft tapes-percent">${share === null ? '' : `${Math.floor(share * 100)} %`}${rate && rate >= 1 ? ` ${Math.round(rate)}×` : ''}</span>`;
}

/** @type {Record<string, string>} */
const SEALS = { whole: 'whole', noted: 'noted', changed: 'differs', missing: 'missing', unreadable: 'unreadable' };

/** @param {Tape} tape */
function seal(tape) {
  const { state } = tape.seal;
  if (!SEALS[state]) return html`<span class="mute">–</span>`;
  return html`<span class="seal ${isBroken(tape) ? 'seal-bad' : ''}" data-seal=${state}>${SEALS[state]}</span>`;
}
