/**
 * What the server says of a paper edit, laid on its text: blocks with their place in the running time, bites with each
 * word's times. It is said of one state of the text; from then on its places ride along with what is typed, until the
 * server has seen the new text.
 */
import { StateEffect, StateField } from '@codemirror/state';

/**
 * @typedef {object} Word a sign of a bite's text where it stands now
 * @property {number} from
 * @property {number} to
 * @property {'heard' | 'struck' | 'omission' | 'ours'} kind
 * @property {number} said its place among the words that were said; -1 for what is no word
 * @property {number | null} start ticks of the tape
 * @property {number | null} end
 */

/**
 * @typedef {object} Row a block as the server reads it
 * @property {number} from
 * @property {string} kind
 * @property {number} runs seconds of the programme before it
 * @property {number} length seconds
 * @property {any} bite the bite's part of the running order; null for what is none
 * @property {any} said the bite's words and differences as the server says them
 * @property {Word[]} words
 */

/** @typedef {{digest: string, view: any, rows: Row[], at: Map<number, Row>}} Facts `at`: rows by where they begin */

/** @type {Facts} */
export const NO_FACTS = { digest: '', view: null, rows: [], at: new Map() };

/** @type {import('@codemirror/state').StateEffectType<Facts>} */
export const setFacts = StateEffect.define();

/** @type {StateField<Facts>} */
export const factsField = StateField.define({
  create: () => NO_FACTS,
  update(facts, transaction) {
    for (const effect of transaction.effects) if (effect.is(setFacts)) return effect.value;
    return transaction.docChanged ? moved(facts, transaction.changes) : facts;
  },
});

/**
 * The server's record on the text that it was said of.
 * @param {any} view
 * @returns {Facts}
 */
export function laid(view) {
  if (!view.order) return { ...NO_FACTS, digest: view.digest, view };
  const starts = lineStarts(view.text);
  let runs = 0;
  let bites = 0;
  const rows = view.order.blocks.map((/** @type {any} */ block) => {
    const from = starts[block.line - 1] ?? view.text.length;
    const said = block.bite ? view.bites[bites++] : null;
    /** @type {Row} */
    const row = { from, kind: block.kind, runs, length: block.length, bite: block.bite, said, words: [] };
    if (said) row.words = placed(view.text, from, said.words);
    runs += block.length;
    return row;
  });
  return { digest: view.digest, view, rows, at: byPlace(rows) };
}

/**
 * The same behind changes.
 * @param {Facts} facts
 * @param {import('@codemirror/state').ChangeDesc} changes
 * @returns {Facts}
 */
export function moved(facts, changes) {
  if (changes.empty) return facts;
  const rows = facts.rows.map((row) => ({
    ...row,
    from: changes.mapPos(row.from, 1),
    words: row.words.map((word) => ({ ...word, from: changes.mapPos(word.from, 1), to: changes.mapPos(word.to, -1) })),
  }));
  return { ...facts, rows, at: byPlace(rows) };
}

/** @param {Row[]} rows */
const byPlace = (rows) => new Map(rows.map((row) => [row.from, row]));

/** What the server says of the block that begins at a position, if it has seen it. @param {Facts} facts @param {number} from */
export function rowAt(facts, from) {
  return facts.at.get(from) || null;
}

/**
 * The words of a bite that a selection touches, as a range of those that were said; null where it touches none.
 * @param {Row} row
 * @param {number} from
 * @param {number} to
 * @returns {{first: number, end: number} | null}
 */
export function wordsIn(row, from, to) {
  const touched = row.words.filter((word) => word.said >= 0 && word.from < word.to && word.to > from && word.from < to);
  if (!touched.length) return null;
  return { first: touched[0].said, end: touched[touched.length - 1].said + 1 };
}

/** @param {string} text */
function lineStarts(text) {
  const starts = [0];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === 10 || (sign === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}

/**
 * Where each sign of a bite stands: between them there are only spaces, line ends and Markdown's own signs.
 * @param {string} text
 * @param {number} from
 * @param {Array<{kind: Word['kind'], source: string, start: number | null, end: number | null}>} words
 * @returns {Word[]}
 */
function placed(text, from, words) {
  let at = from;
  let said = 0;
  /** @type {Word[]} */
  const found = [];
  for (const { kind, source, start, end } of words) {
    const number = kind === 'heard' || kind === 'struck' ? said++ : -1;
    const place = text.indexOf(source, at);
    if (place < 0) continue;
    at = place + source.length;
    found.push({ from: place, to: at, kind, said: number, start, end });
  }
  return found;
}
