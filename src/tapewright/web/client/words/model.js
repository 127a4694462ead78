/**
 * Words in a text that is being edited: each has its times on a tape and rides on a range of the document.
 *
 * An edit moves the ranges with the text. In a line that was typed in, every run of letters is one word: what stood
 * there before keeps its times, what is new lies between its neighbours (`interpolated`) until the server, which alone
 * decides, has answered. Positions never leave the browser: word numbers and ticks do.
 */
import { Annotation, RangeSet, RangeValue, StateEffect, StateField } from '@codemirror/state';
import { TICKS_PER_SECOND } from '../frame/time.js';

/** @typedef {import('@codemirror/state').EditorState} EditorState */
/** @typedef {import('@codemirror/state').Text} Text */
/** @typedef {{from: number, to: number, word: Word}} Placed */

export const CHECKED = 255;
/** A hair more than the moment that is sounding: a seek to a word's exact start lights that word. */
export const HAIR = TICKS_PER_SECOND / 1000;
/** A word stays lit so long into the silence behind it, so that the light does not flicker. */
const AFTERGLOW = TICKS_PER_SECOND * 0.35;
const DOUBTS = ['unsupported', 'recovered', 'unsure', 'differs', 'absent'];

/** One word of a tape. */
export class Word extends RangeValue {
  /**
   * @param {number} start in ticks
   * @param {number} end
   * @param {number | null} confidence 0 to 254, 255 checked by a person, null unknown
   * @param {readonly string[]} marks doubts, and how it got its time where that is not the usual way of its turn
   */
  constructor(start, end, confidence = null, marks = NONE) {
    super();
    this.start = start;
    this.end = end;
    this.confidence = confidence;
    this.marks = marks;
  }

  /** @param {RangeValue} other */
  eq(other) {
    return (
      other instanceof Word &&
      other.start === this.start &&
      other.end === this.end &&
      other.confidence === this.confidence &&
      other.marks.join() === this.marks.join()
    );
  }

  /** Whether somebody should listen to it: the strongest reason, or an empty string. @param {number} unsureBelow */
  doubt(unsureBelow) {
    if (this.confidence === CHECKED) return '';
    const mark = DOUBTS.find((one) => this.marks.includes(one));
    if (mark) return mark;
    return this.confidence !== null && this.confidence < unsureBelow ? 'low' : '';
  }
}
// What is typed at the edge of a word belongs to it only once the line is read again: see `reread`.
Word.prototype.startSide = 1;
Word.prototype.endSide = -1;

/** @type {readonly string[]} */
const NONE = Object.freeze([]);
const INTERPOLATED = Object.freeze(['interpolated']);

/**
 * The words of a turn out of its columns (see `tapewright.verbs.reading`).
 * @param {{text: string, start: number, unit: number, times: number[], confidence: number | null | Array<number | null>, timing: string | null, marks: Array<[number, string[]]>}} columns
 * @returns {Word[]}
 */
export function wordsOf(columns) {
  const count = columns.times.length / 2;
  const marks = new Map(columns.marks);
  const usual = columns.timing === 'interpolated' ? INTERPOLATED : NONE;
  const made = new Array(count);
  let at = columns.start;
  for (let n = 0; n < count; n += 1) {
    const start = at + columns.times[2 * n] * columns.unit;
    at = start + columns.times[2 * n + 1] * columns.unit;
    const confidence = Array.isArray(columns.confidence) ? columns.confidence[n] : columns.confidence;
    made[n] = new Word(start, at, confidence, marks.get(n) || usual);
  }
  return made;
}

/**
 * Words laid on a text, one on each run of letters, from a position of the document on.
 * @param {string} text
 * @param {readonly Word[]} words
 * @param {number} from
 * @returns {import('@codemirror/state').Range<Word>[]}
 */
export function laid(text, words, from) {
  const made = [];
  const find = /\S+/g;
  for (let n = 0; n < words.length; n += 1) {
    const found = find.exec(text);
    if (!found) break;
    made.push(words[n].range(from + found.index, from + found.index + found[0].length));
  }
  return made;
}

/** Put words in the place of those between two positions. @type {import('@codemirror/state').StateEffectType<{from: number, to: number, words: import('@codemirror/state').Range<Word>[]}>} */
export const setWords = StateEffect.define();

/** The text of this transaction comes with its words (`setWords`): it is not read again. */
export const withWords = Annotation.define();

/** All words of the document, in its order. @type {StateField<RangeSet<Word>>} */
export const wordField = StateField.define({
  create: () => RangeSet.empty,
  update(words, transaction) {
    let now = words;
    if (transaction.docChanged) {
      now = now.map(transaction.changes);
      if (!transaction.annotation(withWords)) now = reread(now, transaction);
    }
    for (const effect of transaction.effects) {
      if (!effect.is(setWords)) continue;
      const { from, to, words: add } = effect.value;
      now = now.update({ filterFrom: from, filterTo: to, filter: () => false, add });
    }
    return now;
  },
});

/**
 * The words of the lines in which something was typed.
 * @param {RangeSet<Word>} words
 * @param {import('@codemirror/state').Transaction} transaction
 */
function reread(words, transaction) {
  const doc = transaction.newDoc;
  /** @type {Array<[number, number]>} */
  const stretches = [];
  transaction.changes.iterChangedRanges((_fromA, _toA, fromB, toB) => {
    const from = doc.lineAt(fromB).from;
    const to = doc.lineAt(toB).to;
    const last = stretches[stretches.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else stretches.push([from, to]);
  });
  let now = words;
  for (const [from, to] of stretches) {
    const there = between(now, from, to);
    const add = tokens(doc, from, to, there);
    now = now.update({ filterFrom: from, filterTo: to, filter: () => false, add });
  }
  return now;
}

/**
 * One word for each run of letters between two positions.
 * @param {Text} doc @param {number} from @param {number} to @param {Placed[]} there
 */
function tokens(doc, from, to, there) {
  const made = [];
  const find = /\S+/g;
  const text = doc.sliceString(from, to);
  let next = 0;
  let before = there.length ? there[0].word.start : 0;
  for (let found = find.exec(text); found; found = find.exec(text)) {
    const start = from + found.index;
    const end = start + found[0].length;
    while (next < there.length && there[next].to <= start) next += 1;
    const first = next;
    let last = first;
    while (last < there.length && there[last].from < end) last += 1;
    /** @type {Word} */
    let word;
    if (last === first) {
      const after = there[first]?.word.start ?? before + TICKS_PER_SECOND / 4;
      word = new Word(before, Math.max(before, after), CHECKED, INTERPOLATED);
    } else if (last === first + 1) {
      word = there[first].word;
    } else {
      const ends = there.slice(first, last).map((one) => one.word.end);
      word = new Word(there[first].word.start, Math.max(...ends), CHECKED, NONE);
    }
    before = word.end;
    made.push(word.range(start, end));
  }
  return made;
}

/**
 * The words that lie between two positions, whole or in part.
 * @param {RangeSet<Word>} words @param {number} from @param {number} to
 * @returns {Placed[]}
 */
function between(words, from, to) {
  /** @type {Placed[]} */
  const found = [];
  words.between(from, to, (start, end, word) => {
    if (end > from && start < to) found.push({ from: start, to: end, word });
  });
  return found;
}

/** The words that lie between two positions, whole or in part. @param {EditorState} state @param {number} from @param {number} to */
export const wordsBetween = (state, from, to) => between(state.field(wordField), from, to);

/**
 * The word at a position: the one under it, else the next of its line, else the last of its line.
 * @param {EditorState} state @param {number} position
 * @returns {Placed | null}
 */
export function wordAt(state, position) {
  const line = state.doc.lineAt(position);
  const here = between(state.field(wordField), line.from, line.to);
  return here.find((one) => position < one.to) || here[here.length - 1] || null;
}

/** @type {WeakMap<RangeSet<Word>, TimeIndex>} */
const indexes = new WeakMap();

/** The words by their numbers and by the clock. @param {EditorState} state @returns {TimeIndex} */
export function indexOf(state) {
  const words = state.field(wordField);
  let index = indexes.get(words);
  if (!index) indexes.set(words, (index = new TimeIndex(words)));
  return index;
}

/** Words by their number in the text (counted from 0), by position and by the clock; made anew when a word changes. */
export class TimeIndex {
  /** @param {RangeSet<Word>} words */
  constructor(words) {
    /** @type {Placed[]} */
    this.words = [];
    for (let at = words.iter(); at.value; at.next()) this.words.push({ from: at.from, to: at.to, word: at.value });
    /** Numbers of words in the order in which they start. */
    this.order = Int32Array.from(this.words, (_, n) => n);
    let isSorted = true;
    for (let n = 1; n < this.words.length && isSorted; n += 1) {
      isSorted = this.words[n].word.start >= this.words[n - 1].word.start;
    }
    if (!isSorted) {
      const all = this.words;
      this.order.sort((a, b) => all[a].word.start - all[b].word.start || a - b);
    }
  }

  get count() {
    return this.words.length;
  }

  /** The number of the word that sounds at a moment, or has just sounded; -1 for none. @param {number} ticks */
  at(ticks) {
    const number = this.begunBy(ticks + HAIR);
    if (number < 0) return -1;
    return ticks < this.words[number].word.end + AFTERGLOW ? number : -1;
  }

  /** The number of the last word that has begun by then; -1 before the first. @param {number} ticks */
  begunBy(ticks) {
    let low = 0;
    let high = this.order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.words[this.order[middle]].word.start <= ticks) low = middle + 1;
      else high = middle;
    }
    return low ? this.order[low - 1] : -1;
  }

  /** The number of the word at a position, or of the first behind it; `count` behind the last. @param {number} position */
  numberAt(position) {
    let low = 0;
    let high = this.words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.words[middle].to <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * From the start of one word to the latest end, in ticks.
   * @param {number} first @param {number} last inclusive
   */
  span(first, last) {
    let start = Infinity;
    let end = 0;
    for (let n = first; n <= last; n += 1) {
      start = Math.min(start, this.words[n].word.start);
      end = Math.max(end, this.words[n].word.end);
    }
    return { start, end };
  }
}
