/**
 * Codings on the page: underlines in two lanes, and one bar per code in the margin. A coding is a stretch of the tape;
 * which letters it covers follows from the words, so that no correction moves it. Only what is in sight is drawn.
 */
import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, gutter, GutterMarker, ViewPlugin } from '@codemirror/view';
import { indexOf, wordField } from '../../words/model.js';

/** @typedef {import('@codemirror/state').EditorState} State */
/** @typedef {{id: number, code: number, start: number, end: number, lane: number, hue: number, sign: string, name: string}} Coded ticks; `lane` from 0 */
/** @typedef {{from: number, to: number, coded: Coded}} Laid */

const LANES = 2;
/** So many bars have room beside a paragraph. */
const MOST_BARS = 3;

/** These codings are on the tape. @type {import('@codemirror/state').StateEffectType<Coded[]>} */
export const setCodings = StateEffect.define();

/** Where codings lie in the text. @type {StateField<{all: Coded[], laid: Laid[]}>} */
export const codedField = StateField.define({
  create: () => ({ all: /** @type {Coded[]} */ ([]), laid: /** @type {Laid[]} */ ([]) }),
  update(value, transaction) {
    const set = transaction.effects.find((one) => one.is(setCodings));
    const all = set ? set.value : value.all;
    if (!all.length) return set ? { all, laid: [] } : value;
    const { state, startState, changes } = transaction;
    if (!set && transaction.docChanged) return { all, laid: value.laid.map((one) => ({ ...one, from: changes.mapPos(one.from, 1), to: changes.mapPos(one.to, -1) })).filter((one) => one.to > one.from) };
    if (set || startState.field(wordField) !== state.field(wordField)) return { all, laid: lay(state, all) };
    return value;
  },
});

/** The letters of every coding: one stretch for each run of its words. @param {State} state @param {Coded[]} all */
function lay(state, all) {
  const index = indexOf(state);
  /** @type {Laid[]} */
  const laid = [];
  for (const coded of all) {
    const numbers = wordsWithin(index, coded.start, coded.end);
    for (let n = 0; n < numbers.length; ) {
      let last = n;
      while (last + 1 < numbers.length && numbers[last + 1] === numbers[last] + 1) last += 1;
      laid.push({ from: index.words[numbers[n]].from, to: index.words[numbers[last]].to, coded });
      n = last + 1;
    }
  }
  return laid.sort((a, b) => a.from - b.from || b.to - a.to);
}

/**
 * Numbers of the words whose middle lies in a stretch of the tape, in the order of the text.
 * @param {import('../../words/model.js').TimeIndex} index @param {number} start @param {number} end
 */
export function wordsWithin(index, start, end) {
  const found = [];
  const { order, words } = index;
  for (let at = firstFrom(index, start - LONGEST); at < order.length; at += 1) {
    const { word } = words[order[at]];
    if (word.start >= end) break;
    const middle = (word.start + word.end) / 2;
    if (middle >= start && middle < end) found.push(order[at]);
  }
  return found.sort((a, b) => a - b);
}

/** No word is held for longer: five seconds. */
const LONGEST = 5 * 705_600_000;

/** The place in `order` of the first word that starts then or later. @param {import('../../words/model.js').TimeIndex} index @param {number} ticks */
function firstFrom({ order, words }, ticks) {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[order[middle]].word.start < ticks) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * A lane for each coding, so that no two codes that meet have the same; codings of one code share theirs.
 * @template {{code: number, start: number, end: number}} Span
 * @param {Span[]} codings
 * @returns {Array<Span & {lane: number}>}
 */
export function inLanes(codings) {
  const ordered = [...codings].sort((a, b) => a.start - b.start || b.end - a.end);
  /** Where each lane is taken until, and by which code. @type {Array<{code: number, end: number}>} */
  const lanes = [];
  return ordered.map((one) => {
    let lane = lanes.findIndex((taken) => taken.code === one.code && taken.end > one.start);
    if (lane < 0) lane = lanes.findIndex((taken) => taken.end <= one.start);
    if (lane < 0) lane = lanes.length;
    const before = lanes[lane];
    lanes[lane] = { code: one.code, end: Math.max(one.end, before && before.code === one.code ? before.end : 0) };
    return { ...one, lane };
  });
}

/** Underlines for what is in sight. */
const underlines = ViewPlugin.fromClass(
  class {
    /** @param {import('@codemirror/view').EditorView} view */
    constructor(view) {
      this.decorations = underline(view);
    }

    /** @param {import('@codemirror/view').ViewUpdate} update */
    update(update) {
      if (update.viewportChanged || update.docChanged || update.startState.field(codedField) !== update.state.field(codedField)) this.decorations = underline(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** @param {import('@codemirror/view').EditorView} view */
function underline(view) {
  const marks = [];
  for (const { from, to } of view.visibleRanges) {
    for (const one of within(view.state, from, to)) {
      if (one.coded.lane < LANES) marks.push(markOf(one.coded).range(Math.max(from, one.from), Math.min(to, one.to)));
    }
  }
  return Decoration.set(marks, true);
}

/** @param {Coded} coded */
function markOf({ id, lane, hue, sign, name }) {
  return Decoration.mark({ class: `tape-coded tape-lane-${lane} voice-${hue}`, attributes: { title: sign === name ? name : `${sign} ${name}`, 'data-coding': String(id) } });
}

/** Stretches of codings that meet a stretch of the text. @param {State} state @param {number} from @param {number} to */
function within(state, from, to) {
  return state.field(codedField).laid.filter((one) => one.from < to && one.to > from);
}

/** The bars of one paragraph. */
class Bars extends GutterMarker {
  /** @param {Coded[]} codes one for each code */
  constructor(codes) {
    super();
    this.codes = codes;
    this.said = codes.map((one) => `${one.code} ${one.hue} ${one.sign} ${one.name}`).join('|');
  }

  /** @param {GutterMarker} other */
  eq(other) {
    return other instanceof Bars && other.said === this.said;
  }

  toDOM() {
    const box = document.createElement('div');
    box.className = 'tape-bars';
    box.title = this.codes.map((one) => `${one.sign} ${one.name}`).join('\n');
    for (const one of this.codes.slice(0, MOST_BARS)) {
      const bar = document.createElement('span');
      bar.className = `tape-bar voice-${one.hue}`;
      bar.dataset.code = String(one.code);
      bar.dataset.sign = one.sign;
      box.append(bar);
    }
    if (this.codes.length > MOST_BARS) box.dataset.more = `+${this.codes.length - MOST_BARS}`;
    return box;
  }
}

const bars = gutter({
  class: 'tape-stripes',
  lineMarker(view, line) {
    const all = new Map(within(view.state, line.from, line.to).map((one) => [one.coded.code, one.coded]));
    return all.size ? new Bars([...all.values()]) : null;
  },
  lineMarkerChange: (update) => update.startState.field(codedField) !== update.state.field(codedField),
});

/** What draws codings. */
export const codings = [codedField, underlines, bars];
