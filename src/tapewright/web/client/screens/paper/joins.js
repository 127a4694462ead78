/** The joins that the proof would have looked at, on the sheet: a sign where two pieces meet that were said apart. */
import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView } from '@codemirror/view';
import { bodyOf } from './blocks.js';
import { factsField } from './facts.js';
import { blockOfBite } from './inhand.js';
import { Join } from './widgets.js';

/** @typedef {{at: number, side: -1 | 1, why: string}} Place */

/** @type {import('@codemirror/state').StateEffectType<Place[]>} */
export const setJoins = StateEffect.define();

/** @type {StateField<import('@codemirror/view').DecorationSet>} */
export const joinsField = StateField.define({
  create: () => Decoration.none,
  update(joins, transaction) {
    let now = joins.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(setJoins)) now = drawn(effect.value, transaction.state.doc.length);
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** @param {Place[]} places @param {number} length */
function drawn(places, length) {
  const marks = places
    .filter((place) => place.at <= length)
    .map(({ at, side, why }) => Decoration.widget({ widget: new Join(why), side }).range(at));
  return Decoration.set(marks, true);
}

/**
 * Where the joins of a proof stand in the text: before the word that comes, or behind the bite that ends.
 * @param {import('@codemirror/state').EditorState} state
 * @param {import('./findings.js').Finding[]} findings
 * @param {any} view
 * @returns {Place[]}
 */
export function placesOf(state, findings, view) {
  /** @type {Place[]} */
  const places = [];
  for (const finding of findings) {
    const event = finding.event;
    const block = finding.kind === 'join' && event ? blockOfBite(state, event.bite) : null;
    if (!block || !event) continue;
    const why = finding.told.join(' ');
    const row = state.field(factsField).rows.find((one) => one.bite?.number === event.bite);
    const isFirst = view.events.find((/** @type {any} */ one) => one.bite === event.bite) === event;
    const before = isFirst ? blockOfBite(state, event.bite - 1) : null;
    const word = row?.words.find((one) => one.kind === 'heard' && one.start !== null && one.start + 1 >= event.source.start);
    if (before) places.push({ at: bodyOf(before).to, side: 1, why });
    else if (word) places.push({ at: word.from, side: -1, why });
  }
  return places;
}
