/** What is played of a finding: the stretch of the tape, the quotation as it is cut, or both one behind the other. */
import { TICKS_PER_SECOND } from '../../frame/time.js';

/** @typedef {{tape: string, start: number, end: number}} Passage */

/** How much of the tape is heard before and after a source. */
const AROUND = 2 * TICKS_PER_SECOND;
/** On both sides of what is cut, so that no word is clipped. */
const BREATH = Math.round(0.04 * TICKS_PER_SECOND);

/** A source with what stands around it. @param {any} source @returns {Passage} */
export function around(source) {
  return { tape: source.tape, start: Math.max(0, source.ticks.start - AROUND), end: source.ticks.end + AROUND };
}

/** All that a quotation rests on, each source with what stands around it. @param {any} quote @returns {Passage[]} */
export function onTape(quote) {
  return quote.sources.map(around);
}

/** The words of a quotation without all that it leaves out. @param {any} quote @returns {Passage[]} */
export function asCut(quote) {
  return quote.cut.map((/** @type {any} */ one) => ({
    tape: one.tape,
    start: Math.max(0, one.ticks.start - BREATH),
    end: one.ticks.end + BREATH,
  }));
}

/** The tape from before a join to behind it; two passages where it lies on two tapes. @param {any} join @returns {Passage[]} */
export function acrossTape(join) {
  const [before, after] = join.between;
  const start = Math.max(before.ticks.start, before.ticks.end - AROUND);
  const end = Math.min(after.ticks.end, after.ticks.start + AROUND);
  const isOneStretch = before.tape === after.tape && end > start && end - start < 60 * TICKS_PER_SECOND;
  return isOneStretch ? [{ tape: before.tape, start, end }] : acrossCut(join);
}

/** The last of what is before a join, and the first of what is behind it. @param {any} join @returns {Passage[]} */
export function acrossCut(join) {
  const [before, after] = join.between;
  return [
    { tape: before.tape, start: Math.max(before.ticks.start, before.ticks.end - AROUND), end: before.ticks.end },
    { tape: after.tape, start: after.ticks.start, end: Math.min(after.ticks.end, after.ticks.start + AROUND) },
  ];
}

/** From a word on to the end of its source. @param {any} cell @returns {Passage[]} */
export function fromWord(cell) {
  if (!cell.ticks || !cell.tape_id) return [];
  return [{ tape: cell.tape_id, start: cell.ticks.start, end: cell.ticks.end + AROUND }];
}
