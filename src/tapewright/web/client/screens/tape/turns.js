/**
 * Turns in the text of a tape: one line each. Which turn a line is rides on the document as a mark at its beginning, so
 * that splitting, joining and their undo are plain edits; what the server has of each turn stands beside, in `Turns`.
 */
import { Annotation, EditorState, RangeSet, StateEffect, StateField, Transaction } from '@codemirror/state';
import { laid, setWords, withWords, wordsOf } from '../../words/model.js';

/** @typedef {import('@codemirror/state').EditorState} State */
/** @typedef {{at: number, id: number}} Mark where a turn begins; an id below 0 is not on the server yet */
/** @typedef {{id: number, revision: number, speaker: number | null, text: string, check: number, start: number, unit: number, times: number[], confidence: any, timing: string | null, marks: any}} Columns */
/** @typedef {{ids: number[], lines: Array<{from: number, to: number, text: string, mark: number}>}} Cluster lines that are, together, some turns of the server */

/** This transaction brings what the server has; nobody typed it. */
export const fromServer = Annotation.define();
/** This transaction may put in and take out ends of paragraphs. */
export const structural = Annotation.define();
/** Turns begin elsewhere than they ride. @type {import('@codemirror/state').StateEffectType<Mark[]>} */
export const setMarks = StateEffect.define();
/** Turns have other ids. @type {import('@codemirror/state').StateEffectType<Map<number, number | null>>} */
export const renameMarks = StateEffect.define();

let provisional = 0;
/** An id for a turn that the server does not know yet. */
export const newId = () => (provisional -= 1);

/** Where turns begin, in order. @type {StateField<Mark[]>} */
export const markField = StateField.define({
  create: () => /** @type {Mark[]} */ ([]),
  update(marks, transaction) {
    let now = marks;
    if (transaction.docChanged && now.length) {
      const first = firstChange(transaction);
      now = now.map((mark) => (mark.at < first ? mark : { ...mark, at: transaction.changes.mapPos(mark.at, -1) }));
    }
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) now = effect.value;
      if (effect.is(renameMarks)) now = renamed(now, effect.value);
    }
    return now;
  },
});

/** @param {Transaction} transaction */
function firstChange(transaction) {
  let first = Infinity;
  transaction.changes.iterChangedRanges((from) => (first = Math.min(first, from)));
  return first;
}

/** @param {Mark[]} marks @param {Map<number, number | null>} names */
function renamed(marks, names) {
  return marks
    .map((mark) => (names.has(mark.id) ? { at: mark.at, id: names.get(mark.id) ?? 0 } : mark))
    .filter((mark) => mark.id !== 0);
}

/**
 * The lines of the document, together with the turns of the server that they are.
 * @param {State} state
 * @returns {Cluster[]}
 */
export function clusters(state) {
  const marks = state.field(markField);
  /** @type {Cluster[]} */
  const found = [];
  let next = 0;
  for (let number = 1; number <= state.doc.lines; number += 1) {
    const line = state.doc.line(number);
    const ids = [];
    let mark = 0;
    while (next < marks.length && marks[next].at <= line.to) {
      if (marks[next].id > 0) ids.push(marks[next].id);
      else if (marks[next].at === line.from && !mark) mark = marks[next].id;
      next += 1;
    }
    const here = { from: line.from, to: line.to, text: line.text, mark };
    const last = found[found.length - 1];
    if (ids.length || !last) found.push({ ids, lines: [here] });
    else last.lines.push(here);
  }
  return found;
}

/** The cluster of a position. @param {State} state @param {number} position */
export function clusterAt(state, position) {
  return clusters(state).find((one) => position <= one.lines[one.lines.length - 1].to) || null;
}

/**
 * The turn that a line is, or belongs to; 0 where it is none yet.
 * @param {State} state @param {number} position
 */
export function turnAt(state, position) {
  const marks = state.field(markField);
  const line = state.doc.lineAt(position);
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (marks[middle].at <= line.from) low = middle + 1;
    else high = middle;
  }
  for (let n = low - 1; n >= 0; n -= 1) if (marks[n].id > 0) return marks[n].id;
  return 0;
}

/** Where the line of a turn begins; -1 where there is none. @param {State} state @param {number} id */
export function placeOf(state, id) {
  const mark = state.field(markField).find((one) => one.id === id);
  return mark ? state.doc.lineAt(mark.at).from : -1;
}

/** How the server reads a line. @param {string} text */
export const plain = (text) => text.trim().replace(/\s+/g, ' ');

/** What the server has: every turn as it was last told. */
export class Turns {
  /** @param {Columns[]} all */
  constructor(all) {
    /** @type {Map<number, Columns>} */
    this.byId = new Map(all.map((turn) => [turn.id, turn]));
  }

  /** @param {number} id */
  get(id) {
    return this.byId.get(id);
  }

  /** How the turns of a cluster read on the server. @param {Cluster} cluster */
  textOf(cluster) {
    return cluster.ids.map((id) => this.byId.get(id)?.text || '').join(' ');
  }

  /** Whether the lines read otherwise than the server has them. @param {Cluster} cluster */
  isDirty(cluster) {
    if (cluster.ids.length !== 1 || cluster.lines.length !== 1) return true;
    const { text } = cluster.lines[0];
    const known = this.byId.get(cluster.ids[0])?.text;
    return text !== known && plain(text) !== known;
  }
}

/** A document with its words and its turns. @param {Columns[]} turns */
export function begin(turns) {
  /** @type {Mark[]} */
  const marks = [];
  /** @type {import('@codemirror/state').Range<import('../../words/model.js').Word>[]} */
  const words = [];
  const texts = [];
  let at = 0;
  for (const turn of turns) {
    marks.push({ at, id: turn.id });
    texts.push(turn.text);
    for (const one of laid(turn.text, wordsOf(turn), at)) words.push(one);
    at += turn.text.length + 1;
  }
  return { doc: texts.join('\n'), marks, words: RangeSet.of(words) };
}

/** So many paragraphs are emptied at one stroke, and no more. */
export const MOST_EMPTIED = 10;

/** More paragraphs would be emptied than a person means to. @type {Set<() => void>} */
export const onTooMany = new Set();

/**
 * Ends of paragraphs change by Enter and Backspace alone: what is typed or pasted over several paragraphs, or holds line
 * breaks, is put in without them. Many paragraphs are not emptied at one stroke.
 */
export const keepParagraphs = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.annotation(structural) || transaction.annotation(fromServer)) return transaction;
  if (transaction.isUserEvent('undo') || transaction.isUserEvent('redo')) return transaction;
  const before = transaction.startState.doc;
  let touches = false;
  transaction.changes.iterChanges((from, to, _a, _b, text) => {
    touches ||= text.lines > 1 || before.lineAt(from).number !== before.lineAt(to).number;
  });
  if (!touches) return transaction;
  if (emptied(transaction) > MOST_EMPTIED) {
    queueMicrotask(() => onTooMany.forEach((tell) => tell()));
    return [];
  }
  /** @type {Array<{from: number, to: number, insert?: string}>} */
  const changes = [];
  let caret = 0;
  transaction.changes.iterChanges((from, to, _a, _b, text) => {
    const insert = plainLines(text.toString());
    const first = before.lineAt(from);
    changes.push({ from, to: Math.min(to, first.to), insert });
    caret = from + insert.length;
    for (let at = first.to + 1; at <= to; ) {
      const line = before.lineAt(at);
      changes.push({ from: line.from, to: Math.min(to, line.to) });
      at = line.to + 1;
    }
  });
  return [{ changes, selection: { anchor: caret }, userEvent: 'input', scrollIntoView: true }];
});

/** How many paragraphs lose all their text. @param {Transaction} transaction */
function emptied(transaction) {
  const before = transaction.startState.doc;
  let count = 0;
  transaction.changes.iterChanges((from, to) => {
    count += Math.max(0, before.lineAt(to).number - before.lineAt(from).number - 1);
  });
  return count;
}

/** @param {string} text */
const plainLines = (text) => text.replace(/\s*\n\s*/g, ' ');

/**
 * The change that makes a line read so, touching only what differs.
 * @param {number} from @param {string} old @param {string} text
 */
export function changeOf(from, old, text) {
  let head = 0;
  const most = Math.min(old.length, text.length);
  while (head < most && old[head] === text[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
  return { from: from + head, to: from + old.length - tail, insert: text.slice(head, text.length - tail) };
}

/**
 * The transaction that gives some lines the server's text and words, and leaves the rest as it is.
 * @param {State} state
 * @param {Array<{from: number, text: string, turn: Columns}>} lines in order, each with the text that it has now
 */
export function serverSays(state, lines) {
  const changes = lines.map((line) => changeOf(line.from, line.text, line.turn.text)).filter((one) => one.from !== one.to || one.insert);
  const set = state.changes(changes);
  const effects = lines.map((line) => {
    const from = set.mapPos(line.from, -1);
    return setWords.of({ from, to: from + line.turn.text.length, words: laid(line.turn.text, wordsOf(line.turn), from) });
  });
  return { changes: set, effects, annotations: [fromServer.of(true), withWords.of(true), Transaction.addToHistory.of(false)] };
}
