/**
 * The two layers of the sheet. In the **margin** a block is in hand and single keys act on it; in the **text** one types.
 * Esc steps out, Enter steps in. And which of a bite's ends the trimming keys move.
 */
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { parse } from './blocks.js';

/** @typedef {'margin' | 'text'} Layer */
/** @typedef {import('./blocks.js').Parsed} Parsed */

/** @type {import('@codemirror/state').StateEffectType<Layer>} */
export const setLayer = StateEffect.define();
/** @type {import('@codemirror/state').StateEffectType<boolean>} */
export const setAsText = StateEffect.define();
/** @type {import('@codemirror/state').StateEffectType<'start' | 'end'>} */
export const setEdge = StateEffect.define();
/** @type {import('@codemirror/state').StateEffectType<number | null>} */
export const setDrop = StateEffect.define();

/** @type {StateField<Layer>} */
export const layerField = StateField.define({
  create: () => /** @type {Layer} */ ('margin'),
  update: (layer, transaction) => latest(transaction, setLayer, layer),
});

/** Whether everything is shown as the file has it. @type {StateField<boolean>} */
export const asTextField = StateField.define({
  create: () => false,
  update: (shown, transaction) => latest(transaction, setAsText, shown),
});

/** Which end of the bite in hand the trimming keys move. @type {StateField<'start' | 'end'>} */
export const edgeField = StateField.define({
  create: () => /** @type {'start' | 'end'} */ ('end'),
  update: (edge, transaction) => latest(transaction, setEdge, edge),
});

/** Before which position something that is dragged would be dropped. @type {StateField<number | null>} */
export const dropField = StateField.define({
  create: () => /** @type {number | null} */ (null),
  update: (drop, transaction) => latest(transaction, setDrop, drop),
});

/** The blocks of the text. @type {StateField<Parsed>} */
export const blocksField = StateField.define({
  create: (state) => parse(textOf(state)),
  update: (parsed, transaction) => (transaction.docChanged ? parse(textOf(transaction.state)) : parsed),
});

/** The text as the file has it. @param {EditorState} state */
export const textOf = (state) => state.sliceDoc();

/**
 * @template T
 * @param {import('@codemirror/state').Transaction} transaction
 * @param {import('@codemirror/state').StateEffectType<T>} kind
 * @param {T} before
 */
function latest(transaction, kind, before) {
  let value = before;
  for (const effect of transaction.effects) if (effect.is(kind)) value = effect.value;
  return value;
}

/** @type {Record<string, string>} */
const SINGLE_KEYS = { 'data-keys': 'single' };
/** @type {Record<string, string>} */
const TYPED_KEYS = {};

export const layers = [
  blocksField,
  layerField,
  asTextField,
  edgeField,
  dropField,
  EditorState.readOnly.from(layerField, (layer) => layer === 'margin'),
  EditorView.contentAttributes.compute([layerField], (state) =>
    state.field(layerField) === 'margin' ? SINGLE_KEYS : TYPED_KEYS,
  ),
  EditorView.editorAttributes.compute([layerField, asTextField], (state) => ({
    'data-layer': state.field(layerField),
    'data-as-text': String(state.field(asTextField)),
  })),
];
