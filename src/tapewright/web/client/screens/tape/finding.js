/**
 * Finding words in this tape: the editor draws only what is in sight, so that the browser's own search would miss the
 * rest. Capitals, accents and the shape of apostrophes do not matter; what is found keeps its exact place.
 */
import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin } from '@codemirror/view';

/** @typedef {{query: string, hits: Array<{from: number, to: number}>, doc: import('@codemirror/state').Text | null}} Found */

/** @type {import('@codemirror/state').StateEffectType<string>} */
export const setQuery = StateEffect.define();

/** @type {Record<string, string>} */
const ALIKE = { '’': "'", '‘': "'", '“': '"', '”': '"', '–': '-', '—': '-', '\u00a0': ' ', '\n': ' ' };

/**
 * Every sign in its plainest form, one for one, so that places stay.
 * @param {string} text
 */
export function folded(text) {
  const low = text.toLowerCase();
  if (low.length === text.length && !/[^\x20-\x7e]/.test(low)) return low;
  let made = '';
  for (let n = 0; n < text.length; n += 1) {
    const sign = text[n];
    if (ALIKE[sign]) made += ALIKE[sign];
    else if (sign < '\x7f') made += sign.toLowerCase();
    else {
      const base = sign.normalize('NFD')[0].toLowerCase();
      made += base.length === 1 ? base : sign;
    }
  }
  return made;
}

/** @type {WeakMap<import('@codemirror/state').Text, string>} */
const plainTexts = new WeakMap();

/** @param {import('@codemirror/state').Text} doc */
function plainText(doc) {
  let text = plainTexts.get(doc);
  if (text === undefined) plainTexts.set(doc, (text = folded(doc.toString())));
  return text;
}

/** @param {import('@codemirror/state').Text} doc @param {string} query @returns {Found} */
function search(doc, query) {
  const wanted = folded(query.trim().replace(/\s+/g, ' '));
  const hits = [];
  if (wanted) {
    const text = plainText(doc);
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      hits.push({ from: at, to: at + wanted.length });
    }
  }
  return { query, hits, doc };
}

/** @type {StateField<Found>} */
export const foundField = StateField.define({
  create: () => /** @type {Found} */ ({ query: '', hits: [], doc: null }),
  update(found, transaction) {
    let query = found.query;
    for (const effect of transaction.effects) if (effect.is(setQuery)) query = effect.value;
    if (query === found.query && (!transaction.docChanged || !query)) return found;
    return search(transaction.newDoc, query);
  },
});

const FOUND = Decoration.mark({ class: 'tape-found' });
const HERE = Decoration.mark({ class: 'tape-found tape-found-here' });

/** Lights the hits that are in sight. */
export const foundLight = ViewPlugin.fromClass(
  class {
    /** @param {EditorView} view */
    constructor(view) {
      this.decorations = Decoration.none;
      this.draw(view);
    }

    /** @param {import('@codemirror/view').ViewUpdate} update */
    update(update) {
      if (update.viewportChanged || update.selectionSet || update.startState.field(foundField) !== update.state.field(foundField)) this.draw(update.view);
    }

    /** @param {EditorView} view */
    draw(view) {
      const { hits } = view.state.field(foundField);
      const { from: here, to: end } = view.state.selection.main;
      const marks = [];
      for (const { from, to } of view.visibleRanges) {
        for (let n = firstFrom(hits, from); n < hits.length && hits[n].from < to; n += 1) {
          const isHere = hits[n].from === here && hits[n].to === end;
          marks.push((isHere ? HERE : FOUND).range(hits[n].from, hits[n].to));
        }
      }
      this.decorations = Decoration.set(marks);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** @param {Array<{from: number, to: number}>} hits @param {number} position */
function firstFrom(hits, position) {
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (hits[middle].to <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The next hit behind the caret, or before it; goes round at the ends.
 * @param {EditorView} view @param {1 | -1} way
 * @returns {{from: number, to: number, number: number} | null}
 */
export function nextHit(view, way) {
  const { hits } = view.state.field(foundField);
  if (!hits.length) return null;
  const { main } = view.state.selection;
  let number = way > 0 ? hits.findIndex((hit) => hit.from >= (main.empty ? main.head : main.to)) : -1;
  if (way < 0) for (let n = hits.length - 1; n >= 0 && number < 0; n -= 1) if (hits[n].to <= main.from) number = n;
  if (number < 0) number = way > 0 ? 0 : hits.length - 1;
  return { ...hits[number], number };
}
