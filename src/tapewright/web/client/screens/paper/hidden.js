/**
 * What the sheet hides of a bite: the signs of quotation before its lines, and its last lines, which its source line
 * stands for. Nobody types or deletes where nobody looks: a caret goes on to what is shown, a deletion stops before it.
 */
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { blockAt, bodyOf } from './blocks.js';
import { asTextField, blocksField, layerField } from './layers.js';

/** @typedef {import('./blocks.js').Block} Block */

/** Whether a bite's last lines are shown as its source line alone. @param {Block} block */
export function hasTail(block) {
  return block.kind === 'bite' && block.source !== null && block.lines.some((line) => line.role === 'text');
}

/** The bite at a position, where some of it is hidden. @param {EditorState} state @param {number} position */
function biteAt(state, position) {
  if (state.field(asTextField)) return null;
  const { blocks } = state.field(blocksField);
  const block = blocks[blockAt(blocks, position)];
  return block?.kind === 'bite' && position <= block.end ? block : null;
}

const carets = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.selection || transaction.docChanged) return transaction;
  const state = transaction.startState;
  const { anchor, head } = transaction.newSelection.main;
  const block = biteAt(state, head);
  if (!block || anchor < block.from || anchor > block.to) return transaction;
  const isText = latestLayer(transaction) === 'text';
  const place = shownPlace(block, head, state.selection.main.head, isText, state.doc.length, anchor === head);
  if (place === head) return transaction;
  return [transaction, { selection: { anchor: anchor === head ? place : anchor, head: place }, sequential: true }];
});

/** @param {import('@codemirror/state').Transaction} transaction */
const latestLayer = (transaction) => transaction.state.field(layerField);

/**
 * @param {Block} block
 * @param {number} head
 * @param {number} before where the caret was
 * @param {boolean} isText
 * @param {number} length of the document
 * @param {boolean} isCaret
 */
function shownPlace(block, head, before, isText, length, isCaret) {
  const { to } = bodyOf(block);
  if (hasTail(block) && head > to) return before === to && isCaret ? Math.min(block.end + 1, length) : to;
  const line = block.lines.find((one) => one.from <= head && head < one.from + one.skip);
  if (!line || !isText) return head;
  const isBack = before === line.from + line.skip && isCaret && line.from > 0;
  return isBack ? line.from - 1 : line.from + line.skip;
}

/** A key deletes no sign that is hidden; at the start of a later line of a bite it joins that line to the one before. */
const deletions = EditorState.transactionFilter.of((transaction) => {
  const state = transaction.startState;
  if (!transaction.isUserEvent('delete') || !state.selection.main.empty) return transaction;
  const block = biteAt(state, state.selection.main.head);
  if (!block) return transaction;
  const { to } = bodyOf(block);
  let touched = null;
  transaction.changes.iterChangedRanges((from, end) => {
    const line = block.lines.find((one) => one.skip && from < one.from + one.skip && end > one.from);
    if (line) touched = { line, isFirst: line === block.lines[0] };
    else if (hasTail(block) && end > to && from < block.end) touched = { line: null, isFirst: true };
  });
  if (!touched) return transaction;
  return joined(block, touched);
});

/** @param {Block} block @param {{line: import('./blocks.js').Line | null, isFirst: boolean}} touched */
function joined(block, { line, isFirst }) {
  const before = line && block.lines[block.lines.indexOf(line) - 1];
  if (!line || !before || isFirst || line.role !== 'text' || before.role !== 'text') return [];
  return [{ changes: { from: before.to, to: line.from + line.skip, insert: ' ' }, userEvent: 'delete.join' }];
}

/** Lines that are pasted into a bite are lines of it. */
const pasted = EditorView.clipboardInputFilter.of((text, state) => {
  const block = biteAt(state, state.selection.main.head);
  return block ? text.replace(/\s*\n\s*/g, ' ') : text;
});

/** Where the caret goes when somebody steps into a block. @param {Block | null} block @param {number} head */
export function firstPlace(block, head) {
  if (block?.kind !== 'bite') return head;
  const { from, to } = bodyOf(block);
  return Math.max(from, Math.min(head, hasTail(block) ? to : block.end));
}

export const hiding = [carets, deletions, pasted];
