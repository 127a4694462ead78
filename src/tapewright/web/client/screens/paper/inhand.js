/** The block in hand, and blocks by what they are called by. */
import { EditorView } from '@codemirror/view';
import { blockAt } from './blocks.js';
import { blocksField } from './layers.js';

/** @typedef {import('@codemirror/state').EditorState} EditorState */

/** The block in hand: the one in which the selection's head stands; -1 where there is none. @param {EditorState} state */
export function inHand(state) {
  return blockAt(state.field(blocksField).blocks, state.selection.main.head);
}

/** The block in hand itself. @param {EditorState} state */
export function blockInHand(state) {
  return state.field(blocksField).blocks[inHand(state)] || null;
}

/** Put a block in hand. @param {EditorView} view @param {number} index */
export function takeInHand(view, index) {
  const block = view.state.field(blocksField).blocks[index];
  if (!block) return;
  view.dispatch({ selection: { anchor: block.from }, effects: EditorView.scrollIntoView(block.from, { y: 'nearest', yMargin: 80 }) });
}

/** The number of a bite among the bites, counted from 1; 0 for what is none. @param {EditorState} state @param {number} index */
export function biteNumber(state, index) {
  const { blocks } = state.field(blocksField);
  if (blocks[index]?.kind !== 'bite') return 0;
  return blocks.slice(0, index + 1).filter((block) => block.kind === 'bite').length;
}

/** The block of a bite's number. @param {EditorState} state @param {number} number */
export function blockOfBite(state, number) {
  return state.field(blocksField).blocks.filter((block) => block.kind === 'bite')[number - 1] || null;
}

/** Where a block stands among the others. @param {EditorState} state @param {number} position */
export const indexAt = (state, position) => blockAt(state.field(blocksField).blocks, position);
