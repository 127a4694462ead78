/**
 * Which row of its lane each event lies in. Reckoned once for a record, never while one zooms: a mark keeps its row, so
 * that the eye can follow it.
 */
import { KIND_NAMES } from './kinds.js';

export const ROW = 13;
const PAD = 9;
const MOST_ROWS = 8;
const LEAST = 48;
const MOST_MORE = 40;
export const OPEN = 1e9;

/**
 * @typedef {object} Mark an event as it is drawn in one lane
 * @property {any} event
 * @property {number} first day; -OPEN where the beginning is open
 * @property {number} last day; OPEN where the end is
 * @property {number} kind its number in KIND_NAMES
 * @property {number} row
 * @property {boolean} isKnown one day, and no doubt
 * @property {boolean} conflicts
 */

/**
 * @typedef {object} Lane
 * @property {string} key
 * @property {number | null} party
 * @property {string} name
 * @property {string} facts the second line: tapes, or what it is
 * @property {Mark[]} marks in order of time
 * @property {number} top
 * @property {number} height
 * @property {any[]} gaps
 */

/** Whether something is known of when it was. @param {any} event */
export const isDated = (event) => event.earliest !== null || event.latest !== null;

/**
 * @param {any} event @param {boolean} conflicts @param {number} [shift] days to add, where cases lie beside each other
 * @returns {Mark}
 */
export function markOf(event, conflicts, shift = 0) {
  return {
    event,
    first: event.earliest === null ? -OPEN : event.earliest + shift,
    last: event.latest === null ? OPEN : event.latest + shift,
    kind: Math.max(0, KIND_NAMES.indexOf(event.kind)),
    row: 0,
    isKnown: event.earliest !== null && event.earliest === event.latest && !event.is_about,
    conflicts,
  };
}

/** The day of a mark at which it is drawn and sought. @param {{first: number, last: number}} mark */
export const startOf = (mark) => (mark.first > -OPEN ? mark.first : mark.last);

/**
 * Give marks their rows: the first that is free, else the one that is free soonest.
 * @param {Mark[]} marks @param {number} air days between two marks of a row
 * @returns {number} how many rows
 */
export function intoRows(marks, air) {
  marks.sort((one, other) => startOf(one) - startOf(other) || one.event.id - other.event.id);
  /** @type {number[]} */
  const free = [];
  for (const mark of marks) {
    const start = startOf(mark);
    const end = (mark.last < OPEN ? mark.last : start) + air;
    let row = free.findIndex((day) => day <= start);
    if (row < 0 && free.length < MOST_ROWS) row = free.push(0) - 1;
    if (row < 0) row = free.indexOf(Math.min(...free));
    free[row] = Math.max(free[row] || 0, end);
    mark.row = row;
  }
  return free.length;
}

/**
 * Lanes one under the other; where there is room, each is higher.
 * @param {Lane[]} lanes @param {number} first @param {number} last days of the whole
 * @param {number} [room]
 * @returns {number} how high they are together
 */
export function stacked(lanes, first, last, room = 0) {
  const air = (last - first) / 34;
  let top = 0;
  for (const lane of lanes) {
    const rows = intoRows(lane.marks, air);
    lane.height = Math.max(LEAST, 2 * PAD + rows * ROW);
    top += lane.height;
  }
  const more = lanes.length ? Math.min(MOST_MORE, Math.max(0, Math.floor((room - top) / lanes.length))) : 0;
  top = 0;
  for (const lane of lanes) {
    lane.top = top;
    lane.height += more;
    top += lane.height;
  }
  return top;
}

/** The height of a row's middle. @param {Lane} lane @param {number} row */
export const middleOf = (lane, row) => lane.top + PAD + row * ROW + ROW / 2;

/** The first and last day of all that is dated. @param {any[]} events @returns {[number, number] | null} */
export function extent(events) {
  let first = Infinity;
  let last = -Infinity;
  for (const event of events) {
    for (const day of [event.earliest, event.latest]) {
      if (day === null) continue;
      if (day < first) first = day;
      if (day > last) last = day;
    }
  }
  return first <= last ? [first, last] : null;
}
