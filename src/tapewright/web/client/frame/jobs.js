/**
 * The long work of this project, as every screen may need it: what runs, what waits, and one line of it for the foot.
 * Read once, then kept by what the server tells.
 */
import { get } from './api.js';
import { Latest } from './latest.js';
import { on } from './live.js';
import { go } from './router.js';
import { jobLine } from './shell.js';
import { tell } from './tell.js';
import { clock, TICKS_PER_SECOND } from './time.js';

/**
 * @typedef {object} Part
 * @property {string} tape
 * @property {number} done
 * @property {number} total
 */

/**
 * @typedef {object} Moment
 * @property {string} what
 * @property {number} done
 * @property {number} total
 * @property {string} unit
 * @property {string} note
 * @property {number | null} real_time seconds of tape in a second
 * @property {number | null} speed
 * @property {number | null} left_s
 * @property {Part | null} part
 */

/**
 * @typedef {object} Job
 * @property {string} id
 * @property {string} command
 * @property {string} title
 * @property {string[]} tapes
 * @property {boolean} heavy
 * @property {'waiting' | 'running' | 'done' | 'failed' | 'stopped' | 'interrupted' | 'removed'} state
 * @property {string} made_at
 * @property {string | null} began_at
 * @property {string | null} ended_at
 * @property {Moment | null} progress
 * @property {number | null} exit_status
 * @property {{code: string, message: string, hint: string, place: string} | null} error
 * @property {string} last_line
 * @property {string} then
 * @property {string} followed_by
 * @property {Record<string, unknown>} arguments
 */

/** @type {Map<string, Job>} */
const jobs = new Map();
/** @type {Map<string, Part>} how far each tape is that is being heard */
const parts = new Map();
/** @type {Set<(job: Job | null) => void>} */
const listeners = new Set();
let isRead = false;
/** What is told while an answer is on its way is newer than it: for each answer, what that is. @type {Set<Map<string, Job>>} */
const toldMeanwhile = new Set();
const latest = new Latest();

/** Begin to follow them, once for a page. */
export function startJobs() {
  on('job', heard);
  on('reload', () => void readJobs());
  on('state', (state) => state === 'live' && void readJobs());
  void readJobs();
}

/** Read all of them anew. */
export const readJobs = () => latest.ask(readNow);

/** @param {AbortSignal} _signal @param {() => boolean} arrives */
async function readNow(_signal, arrives) {
  /** @type {Map<string, Job>} */
  const told = new Map();
  toldMeanwhile.add(told);
  /** @type {{jobs: Job[]} | null} */
  const said = await get('/api/jobs').catch(() => null);
  toldMeanwhile.delete(told);
  if (!said || !arrives()) return;
  const before = new Map(jobs);
  jobs.clear();
  for (const job of [...said.jobs, ...told.values()]) keep(job);
  if (isRead) for (const job of said.jobs.slice(-3)) if (job.state === 'failed') tellFailure(job, before.get(job.id));
  isRead = true;
  announce(null);
}

/** Say that a job failed, unless that was known. @param {Job} job @param {Job | undefined} before */
function tellFailure(job, before) {
  if (before?.state === 'failed' || location.pathname === '/jobs') return;
  tell(`${job.title}: ${job.error?.message || 'it failed'}`, {
    kind: 'bad',
    action: { label: 'Look', run: () => go(`/jobs?job=${job.id}`) },
  });
}

/** @param {Job} job */
function heard(job) {
  const before = jobs.get(job.id);
  for (const told of toldMeanwhile) told.set(job.id, job);
  keep(job);
  if (isRead && job.state === 'failed') tellFailure(job, before);
  if (isRead && job.state === 'done' && before && isActive(before) && job.command === 'transcribe') tellDone(job);
  announce(job);
}

/** Words have come: say so wherever the person is. @param {Job} job */
function tellDone(job) {
  const [tape] = job.tapes;
  const isSeen = job.tapes.length !== 1 || location.pathname === '/jobs' || location.pathname === '/tapes';
  if (isSeen) return;
  const address = `/tapes/${encodeURIComponent(tape)}`;
  if (location.pathname !== address) tell(`${tape} is transcribed.`, { action: { label: 'Open', run: () => go(address) } });
}

/** @param {Job} job */
function keep(job) {
  if (job.state === 'removed') jobs.delete(job.id);
  else jobs.set(job.id, job);
  const part = job.progress?.part;
  if (part && isActive(job)) parts.set(part.tape, part);
  if (!isActive(job)) for (const tape of job.tapes) parts.delete(tape);
}

/** @param {Job | null} job the one that changed; null where all were read anew */
function announce(job) {
  jobLine(footLine());
  for (const listen of listeners) listen(job);
}

/**
 * Be told of each change.
 * @param {(job: Job | null) => void} listen
 * @returns {() => void} stop listening
 */
export function onJobs(listen) {
  listeners.add(listen);
  return () => listeners.delete(listen);
}

/** All of them, the newest first. */
export function allJobs() {
  return [...jobs.values()].sort((one, other) => (one.id < other.id ? 1 : -1));
}

/** A job as it is known now: its end may be told before the answer that gives its number. @param {Job} job */
export const toldLast = (job) => jobs.get(job.id) || job;

/** Whether a job runs or waits. @param {Job} job */
export const isActive = (job) => ['waiting', 'running', 'interrupted'].includes(job.state);

/** What is being done to a tape: what runs before what waits. @param {string} tape */
export function jobOnTape(tape) {
  const on = [...jobs.values()].filter((job) => isActive(job) && job.tapes.includes(tape));
  return on.find((job) => job.state === 'running') || on[0] || null;
}

/**
 * How far a tape is in the job that works on it, 0 to 1; null where nobody knows.
 * @param {Job} job
 * @param {string} tape
 */
export function shareOf(job, tape) {
  const part = parts.get(tape);
  if (part?.total) return part.done / part.total;
  return job.tapes.length === 1 ? share(job.progress) : null;
}

/**
 * How far the work itself is, 0 to 1; null where nobody knows, and while it only looks what there is to do.
 * @param {Moment | null} moment
 */
export const share = (moment) => (moment?.total && moment.what !== 'find speech' ? Math.min(1, moment.done / moment.total) : null);

/**
 * How fast and how long yet, in words: `14 × real time, 1:18 left`.
 * @param {Moment | null} moment
 */
export function pace(moment) {
  if (!moment || moment.what === 'find speech') return '';
  const said = [];
  if (moment.real_time) said.push(`${number(moment.real_time)} × real time`);
  else if (moment.speed && moment.unit === 'bytes') said.push(`${number(moment.speed / 1e6)} MB/s`);
  if (moment.left_s !== null && moment.left_s !== undefined) said.push(`${clock(moment.left_s * TICKS_PER_SECOND)} left`);
  return said.join(', ');
}

/**
 * How much is done, in the unit's own words: `12:04 of 30:00 of tape`, `12 of 30 MB`.
 * @param {Moment | null} moment
 */
export function amount(moment) {
  if (!moment) return '';
  const { done, total, unit } = moment;
  if (moment.what === 'find speech') return `looking where somebody speaks, ${clock(done)} of ${clock(total)}`;
  if (unit === 'ticks') return total ? `${clock(done)} of ${clock(total)} of tape` : `${clock(done)} of tape`;
  const size = unit === 'bytes' ? 1e6 : 1;
  const name = unit === 'bytes' ? 'MB' : unit;
  return total ? `${number(done / size)} of ${number(total / size)} ${name}` : `${number(done / size)} ${name}`;
}

/** @param {number} value */
const number = (value) => (value < 10 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value).toLocaleString('en-GB'));

/** One line of what runs; null where nothing does. */
function footLine() {
  const running = [...jobs.values()].filter((job) => job.state === 'running');
  const waiting = [...jobs.values()].filter((job) => job.state === 'waiting').length;
  if (!running.length) return waiting ? `${waiting} waiting` : null;
  const first = running.find((job) => job.heavy) || running[0];
  const done = share(first.progress);
  const more = running.length - 1;
  return [
    first.title,
    done === null ? '' : `${Math.floor(done * 100)} %`,
    pace(first.progress),
    more ? `${more} more` : '',
    waiting ? `${waiting} waiting` : '',
  ]
    .filter(Boolean)
    .join(' · ');
}
