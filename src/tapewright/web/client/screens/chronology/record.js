/** The record of `/api/chronology` as the screen needs it: events by number, lanes with marks, gaps and conflicts in words. */
import { extent, isDated, markOf, stacked, startOf } from './layout.js';

/** @typedef {import('./layout.js').Lane} Lane */

export class Chronology {
  /** @param {any} record */
  constructor(record) {
    this.record = record;
    /** @type {any[]} in order of time, those without a date last */
    this.events = record.events;
    this.byId = new Map(this.events.map((event) => [event.id, event]));
    this.places = new Map(this.events.map((event, place) => [event.id, place]));
    /** @type {Map<number, any[]>} */
    this.conflicts = grouped(record.conflicts, (one) => [one.event, ...(one.other === null ? [] : [one.other])]);
    /** @type {Map<number, any[]>} */
    this.ages = grouped(record.ages, (one) => [one.event]);
    this.parties = new Map(record.parties.map((/** @type {any} */ one) => [one.id, one]));
    for (const gap of record.gaps) this.tellGap(gap);
    this.extent = extent(this.events);
    this.undated = this.events.filter((event) => !isDated(event));
    /** Gaps in order of time, those of lanes as well. @type {any[]} */
    this.gaps = [...record.gaps].sort((one, other) => one.begins - other.begins || (one.lane || 0) - (other.lane || 0));
  }

  /** Lanes of people and institutions, laid out. @param {number} [room] how high the board is @returns {{lanes: Lane[], height: number}} */
  lanes(room = 0) {
    const gaps = grouped(this.record.gaps, (gap) => (gap.lane === null ? [] : [gap.lane]));
    const lanes = this.record.lanes.map((/** @type {any} */ lane) => {
      const events = lane.events.map((/** @type {number} */ id) => this.byId.get(id)).filter((/** @type {any} */ one) => one && isDated(one));
      return laneOf({ key: String(lane.party), party: lane.party, name: lane.name || 'Nobody named', facts: sourcesTold(events) || kindTold(lane) }, events, this.conflicts, gaps.get(lane.party));
    });
    const [first, last] = this.extent || [0, 1];
    return { lanes, height: stacked(lanes, first, last, room) };
  }

  /** What a gap says, in long and in short. @param {any} gap */
  tellGap(gap) {
    const name = gap.lane === null ? '' : this.parties.get(gap.lane)?.name || '';
    const tapes = tapesOf(gap.inside.map((/** @type {number} */ id) => this.byId.get(id)).filter(Boolean));
    gap.key = `${gap.lane}:${gap.before}:${gap.after}`;
    gap.shortText = `Nothing told for ${gap.said}.`;
    gap.title = name ? `${name}: nothing told for ${gap.said}` : `Nothing told for ${gap.said}`;
    const count = gap.inside_count === 1 ? 'one event' : `${gap.inside_count} events`;
    const who = tapes.length ? `${listed(tapes)} ${tapes.length === 1 ? 'tells' : 'tell'} of ${count}` : `${count} ${gap.inside_count === 1 ? 'is' : 'are'} told of elsewhere`;
    gap.tells = gap.inside_count ? `${who} in this time.` : '';
    gap.text = gap.tells ? `${gap.shortText} ${gap.tells}` : gap.shortText;
  }

  /** The event `by` steps from one, in order of time. @param {number | null} id @param {number} by */
  step(id, by) {
    if (!this.events.length) return null;
    const at = id === null ? undefined : this.places.get(id);
    if (at === undefined) return this.events[by > 0 ? 0 : this.events.length - 1];
    return this.events[Math.min(this.events.length - 1, Math.max(0, at + by))];
  }

  /** The first event in a stretch of time. @param {{from: number, to: number}} stretch */
  firstBetween({ from, to }) {
    return this.events.find((event) => {
      const days = daysOf(event);
      return days && days[0] <= to && days[1] >= from;
    });
  }

  /** The next event whose sources conflict, round from the end to the beginning. @param {number | null} id @param {number} by */
  nextConflict(id, by = 1) {
    const all = this.events.filter((event) => this.conflicts.has(event.id));
    return nextOf(all, (event) => this.places.get(event.id) ?? 0, id === null ? null : (this.places.get(id) ?? null), by);
  }

  /** The next gap behind a day, or behind a gap. @param {string} key @param {number | null} day */
  nextGap(key, day) {
    const { gaps } = this;
    if (!gaps.length) return null;
    const at = gaps.findIndex((gap) => gap.key === key);
    if (at >= 0) return gaps[(at + 1) % gaps.length];
    return gaps.find((gap) => day === null || gap.begins >= day) || gaps[0];
  }

  /** Sources of an event that agree with it, and those that do not. @param {any} event @returns {{agree: any[], conflict: any[]}} */
  sources(event) {
    const against = new Set();
    for (const one of this.conflicts.get(event.id) || []) {
      if (one.event !== event.id) continue;
      if (one.kind === 'event date' || one.kind === 'disputed') one.sources.forEach((/** @type {number} */ n) => against.add(n));
      if (one.kind === 'dates') {
        const other = one.sources.filter((/** @type {number} */ n) => event.sources[n - 1]?.date !== event.date);
        (other.length ? other : one.sources.slice(1)).forEach((/** @type {number} */ n) => against.add(n));
      }
    }
    const isAgainst = (/** @type {any} */ source) => source.disputes || against.has(source.number);
    return { agree: event.sources.filter((/** @type {any} */ one) => !isAgainst(one)), conflict: event.sources.filter(isAgainst) };
  }
}

/** @param {{key: string, party: number | null, name: string, facts: string}} said @param {any[]} events @param {Map<number, any[]>} conflicts @param {any[]} [gaps] @param {number} [shift] @returns {Lane} */
export function laneOf(said, events, conflicts, gaps = [], shift = 0) {
  return { ...said, marks: events.map((event) => markOf(event, conflicts.has(event.id), shift)), top: 0, height: 0, gaps };
}

/** The tapes that events rest on. @param {any[]} events @returns {string[]} */
export function tapesOf(events) {
  const found = new Set(events.flatMap((event) => event.sources.filter((/** @type {any} */ one) => one.tape).map((/** @type {any} */ one) => one.tape)));
  return [...found].sort();
}

/** @param {any[]} events */
function sourcesTold(events) {
  const tapes = tapesOf(events);
  const papers = new Set(events.flatMap((event) => event.sources.filter((/** @type {any} */ one) => one.document).map((/** @type {any} */ one) => one.document))).size;
  const told = tapes.length > 2 ? [`${tapes.length} tapes`] : tapes.length ? [tapes.join(' ')] : [];
  if (papers) told.push(papers === 1 ? '1 document' : `${papers} documents`);
  return told.join(', ');
}

/** @param {any} lane */
const kindTold = (lane) => lane.kind || '';

/** `T001`, `T001 and T002`, `T001, T002 and T003`. @param {string[]} names */
function listed(names) {
  if (names.length > 4) return `${names.length} tapes`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/** @template T @param {T[]} all @param {(one: T) => any[]} keys @returns {Map<any, T[]>} */
function grouped(all, keys) {
  const found = new Map();
  for (const one of all) {
    for (const key of keys(one)) {
      const there = found.get(key);
      if (there) there.push(one);
      else found.set(key, [one]);
    }
  }
  return found;
}

/** @template T @param {T[]} all @param {(one: T) => number} placeOf @param {number | null} at @param {number} by @returns {T | null} */
function nextOf(all, placeOf, at, by) {
  if (!all.length) return null;
  if (at === null) return all[0];
  if (by > 0) return all.find((one) => placeOf(one) > at) || all[0];
  return [...all].reverse().find((one) => placeOf(one) < at) || all[all.length - 1];
}

/** What stands at an event's place in time, for a list. @param {any} event */
export const dateTold = (event) => event.said || event.date_words || 'no date';

/** The first day and the last of an event, to be brought into view. @param {any} event @returns {[number, number] | null} */
export function daysOf(event) {
  if (!isDated(event)) return null;
  const mark = markOf(event, false);
  const start = startOf(mark);
  return [start, event.latest === null ? start : event.latest];
}
