/** Cases beside each other: a lane for each, and day 0 is the same thing in all of them. */
import { OPEN, stacked } from './layout.js';
import { laneOf } from './record.js';

/** @typedef {import('./layout.js').Lane} Lane */

/**
 * @param {any} answer of `/api/cases/compare`
 * @param {import('./record.js').Chronology} chronology only events that it shows are drawn
 * @param {number} [room] how high the board is
 * @returns {{lanes: Lane[], height: number, first: number, last: number}}
 */
export function caseLanes(answer, chronology, room = 0) {
  let [first, last] = [0, 0];
  const lanes = answer.cases.map((/** @type {any} */ one) => {
    const events = one.events.flatMap((/** @type {any} */ offset) => {
      const event = chronology.byId.get(offset.event);
      if (!event || (offset.least === null && offset.most === null)) return [];
      first = Math.min(first, offset.least ?? offset.most);
      last = Math.max(last, offset.most ?? offset.least);
      return [{ ...event, earliest: offset.least, latest: offset.most, said: offset.said }];
    });
    return laneOf({ key: `case-${one.case.id}`, party: null, name: one.case.name, facts: zeroTold(one, chronology) }, events, chronology.conflicts);
  });
  for (const lane of lanes) for (const mark of lane.marks) mark.isKnown = mark.first === mark.last && mark.first > -OPEN;
  return { lanes, height: stacked(lanes, first, last, room), first, last };
}

/** What day 0 of a case is. @param {any} one @param {import('./record.js').Chronology} chronology */
export const zeroTold = (one, chronology) => (one.anchor === null ? 'has no such event' : `day 0: ${chronology.byId.get(one.anchor)?.said || `E${one.anchor}`}`);

/** A distance from day 0 on the axis. @param {number} days */
export function sayOffset(days) {
  if (days === 0) return 'day 0';
  const sign = days < 0 ? '−' : '+';
  const far = Math.abs(days);
  const months = Math.round(far / 30.4375);
  if (far < 28) return `${sign}${far} ${far === 1 ? 'day' : 'days'}`;
  if (months % 12 === 0) return `${sign}${months / 12} ${months === 12 ? 'year' : 'years'}`;
  return months < 24 ? `${sign}${months} ${months === 1 ? 'month' : 'months'}` : `${sign}${Math.floor(months / 12)} y ${months % 12} m`;
}
