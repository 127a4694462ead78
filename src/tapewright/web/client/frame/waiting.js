/**
 * Edits on their way to the server. While it is away they wait in this browser (IndexedDB), visibly, survive a reload,
 * and arrive when it is back; what cannot arrive as it is (somebody was faster) waits for the person's decision. Nothing
 * is overwritten and nothing is lost.
 *
 * There is one waiting edit for each thing (`key`), the newest; one tab at a time sends it (a web lock).
 */
import { ApiError, AwayError, request } from './api.js';
import { on } from './live.js';
import { isKept, put, remove, takeOver } from './shelf.js';

/**
 * @typedef {object} Edit
 * @property {string} key the thing that is changed: `turn:12`, `edit:nine-years`
 * @property {string} method
 * @property {string} path
 * @property {any} body
 * @property {string | number} ifMatch the version that the person saw
 * @property {string} chain where the answer says the new version, as `turn.revision` or `digest`
 * @property {string} what in plain words, one of them: `paragraph of T017`
 * @property {string} href where a person decides on it
 * @property {[string, string]} [same] where a 412's `current` and our body hold what must read alike to have arrived
 * @property {any} [base] what the screen wants to find again with it
 */

/**
 * `follows`: the bodies that were on their way when this was typed, and that may have arrived without our knowing.
 * @typedef {Edit & {stamp: number, state: 'waiting' | 'conflict' | 'refused', current?: any, error?: string, follows?: any[]}} Kept
 */
const MOST_FOLLOWED = 3;

/** @typedef {{state: 'saved', answer: any} | {state: 'waiting'} | {state: 'conflict', current: any} | {state: 'refused', error: unknown} | {state: 'replaced'}} Outcome */

/** @type {Map<string, Kept>} */
const kept = new Map();
/** @type {Map<string, Promise<void>>} */
const sending = new Map();
/** @type {Map<string, Array<{stamp: number, resolve: (outcome: Outcome) => void}>>} */
const asking = new Map();
/** @type {Set<() => void>} */
const listeners = new Set();
/** @type {Set<(row: Kept, answer: any) => void>} */
const awaiting = new Set();
/** What this browser's store has: until then an edit would go with the page. @type {WeakSet<Kept>} */
const stored = new WeakSet();
let stamp = 0;

/** All edits that have not arrived. @returns {Kept[]} */
export const waiting = () => [...kept.values()];

/** Whether an edit outlives this page. @param {Kept} row */
export const isStored = (row) => stored.has(row);

/** The edit that waits for a thing, if one does. @param {string} key */
export const waitingFor = (key) => kept.get(key);

/** Resolves when the edit of a thing that is on its way now, if one is, has an answer or waits on. @param {string} key */
export const underWay = (key) => sending.get(key);

/** @param {() => void} tell @returns {() => void} */
export function onWaiting(tell) {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/**
 * What waited has arrived, and nobody asks for its outcome any more: the server has answered this.
 * @param {(row: Kept, answer: any) => void} tell
 * @returns {() => void}
 */
export function onArrived(tell) {
  awaiting.add(tell);
  return () => awaiting.delete(tell);
}

function changed() {
  for (const tell of listeners) tell();
}

/**
 * Send an edit, now or as soon as may be. Resolves once it is saved, or waits safely in this browser.
 * @param {Edit} edit
 * @returns {Promise<Outcome>}
 */
export async function save(edit) {
  stamp = Math.max(stamp + 1, Date.now());
  const mine = stamp;
  /** @type {Kept} */
  const row = { ...edit, stamp: mine, state: 'waiting' };
  const before = kept.get(edit.key);
  if (before && sending.has(edit.key)) row.ifMatch = before.ifMatch;
  if (before) row.follows = [...(before.follows || []), ...(sending.has(edit.key) ? [before.body] : [])].slice(-MOST_FOLLOWED);
  kept.set(edit.key, row);
  changed();
  // Asked for before it is kept: an edit before it that is on its way may take this one along, and be answered sooner
  // than this browser's store is.
  /** @type {Promise<Outcome>} */
  const outcome = new Promise((resolve) => asking.set(edit.key, [...(asking.get(edit.key) || []), { stamp: mine, resolve }]));
  await put(row);
  stored.add(row);
  changed();
  void send(edit.key);
  return outcome;
}

/** Give up an edit that waits (the person took the other version). @param {string} key */
export async function forget(key) {
  kept.delete(key);
  await remove(key);
  changed();
}

/** Try all that wait again. */
export function flush() {
  for (const row of kept.values()) if (row.state === 'waiting') void send(row.key);
}

/** @param {string} key */
function send(key) {
  const before = sending.get(key);
  if (before) return before;
  const work = locked(key, () => attempt(key)).finally(() => {
    sending.delete(key);
    const row = kept.get(key);
    if (row?.state === 'waiting' && row.stamp !== tried.get(key)) void send(key);
  });
  sending.set(key, work);
  return work;
}

/** @type {Map<string, number>} */
const tried = new Map();

/** @param {string} key */
async function attempt(key) {
  const row = kept.get(key);
  if (!row || row.state !== 'waiting') return;
  tried.set(key, row.stamp);
  try {
    const answer = await request(row.method, row.path, { body: row.body, ifMatch: row.ifMatch });
    await arrived(row, answer);
  } catch (error) {
    if (error instanceof AwayError || (error instanceof ApiError && [401, 502, 503, 507].includes(error.status))) {
      settle(key, row.stamp, { state: 'waiting' });
    } else if (error instanceof ApiError && error.status === 412 && !asking.has(key) && hasArrived(row, error.body?.current)) {
      if (kept.get(key) === row) await forget(key);
    } else if (error instanceof ApiError && error.status === 412) {
      settle(key, await mark(row, { state: 'conflict', current: error.body?.current }), { state: 'conflict', current: error.body?.current });
    } else {
      settle(key, await mark(row, { state: 'refused', error: error instanceof Error ? error.message : String(error) }), { state: 'refused', error });
    }
  }
  changed();
}

/**
 * Whether what stands there now is what was sent: the answer was lost on its way, with the server or with the page.
 * @param {Kept} row @param {any} current
 */
function hasArrived(row, current) {
  if (!row.same || !current) return false;
  const [there, sent] = row.same;
  const reads = at(current, there);
  return reads !== undefined && reads === at(row.body, sent);
}

/** @param {any} record @param {string} path */
const at = (record, path) => path.split('.').reduce((part, name) => part?.[name], record);

/** @param {Kept} row @param {any} answer */
async function arrived(row, answer) {
  const now = kept.get(row.key);
  if (now && now.stamp === row.stamp) {
    kept.delete(row.key);
    await remove(row.key);
  } else if (now) {
    // The person went on typing while this was on its way: what follows builds on what has arrived.
    const version = at(answer, row.chain);
    if (version !== undefined) now.ifMatch = version;
    await put(now);
  }
  const isAsked = asking.get(row.key)?.some((one) => one.stamp === row.stamp);
  if (!isAsked) for (const tell of awaiting) tell(row, answer);
  settle(row.key, row.stamp, { state: 'saved', answer });
}

/**
 * It cannot arrive as it is, nor can what was to follow it.
 * @param {Kept} row @param {Partial<Kept>} said @returns {Promise<number>} up to which stamp that holds
 */
async function mark(row, said) {
  const now = kept.get(row.key);
  if (!now) return row.stamp;
  Object.assign(now, said);
  tried.set(row.key, now.stamp);
  await put(now);
  return now.stamp;
}

/** @param {string} key @param {number} upTo @param {Outcome} outcome */
function settle(key, upTo, outcome) {
  const all = asking.get(key) || [];
  const later = [];
  for (const one of all) {
    if (one.stamp > upTo) later.push(one);
    else one.resolve(one.stamp === upTo || outcome.state !== 'saved' ? outcome : { state: 'replaced' });
  }
  if (later.length) asking.set(key, later);
  else asking.delete(key);
}

/** @param {string} key @param {() => Promise<void>} work */
async function locked(key, work) {
  if (!navigator.locks) return work();
  return navigator.locks.request(`tw-send-${key}`, work);
}

/** Take up what an earlier page left, and go on whenever the server is back. Once for a page. */
export async function start() {
  on('state', (state) => state === 'live' && flush());
  const keeps = await isKept();
  window.addEventListener('beforeunload', (event) => {
    if ([...kept.values()].some((row) => !keeps || !stored.has(row))) event.preventDefault();
  });
  await takeUp();
  setInterval(() => void takeUp(), 4000);
}

/** What pages that are gone have left is ours now; and whatever waits is tried again. */
async function takeUp() {
  const rows = await takeOver((key) => kept.has(key));
  for (const row of rows) {
    stored.add(row);
    if (!kept.has(row.key)) kept.set(row.key, row);
  }
  if (rows.length) changed();
  flush();
}
