/**
 * The two layers of the sheet. In the **margin** a block is in hand and single keys act on it; in the **text** one types.
 * Esc steps out, Enter steps in. And which of a bite's ends the trimming keys move.
 */
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { blockAt, bodyOf, parse } from './blocks.js';

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

/** Whether a bite's last lines are shown as its source line alone. @param {import('./blocks.js').Block} block */
export function hasTail(block) {
  return block.kind === 'bite' && block.source !== null && block.lines.some((line) => line.role === 'text');
}

/**
 * A caret in what is not shown would type where nobody looks: it goes to the end of the bite's words, or on to the next
 * block when it comes from there.
 */
const outOfTails = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.selection || transaction.docChanged || transaction.startState.field(asTextField)) return transaction;
  const state = transaction.startState;
  const { blocks } = state.field(blocksField);
  const { anchor, head } = transaction.newSelection.main;
  const block = blocks[blockAt(blocks, head)];
  if (!block || !hasTail(block) || anchor < block.from || anchor > block.to) return transaction;
  const { to } = bodyOf(block);
  if (head <= to || head > block.end) return transaction;
  const before = state.selection.main.head;
  const isGoingOn = before === to && head > before && anchor === head;
  const place = isGoingOn ? Math.min(block.end + 1, state.doc.length) : to;
  return [transaction, { selection: { anchor: anchor === head ? place : anchor, head: place }, sequential: true }];
});

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
  outOfTails,
  EditorState.readOnly.from(layerField, (layer) => layer === 'margin'),
  EditorView.contentAttributes.compute([layerField], (state) =>
    state.field(layerField) === 'margin' ? SINGLE_KEYS : TYPED_KEYS,
  ),
  EditorView.editorAttributes.compute([layerField, asTextField], (state) => ({
    'data-layer': state.field(layerField),
    'data-as-text': String(state.field(asTextField)),
  })),
];
