/** The sheet: the paper edit's text in an editor, with its two layers, its marks and the running time in its margin. */
import { EditorState, Prec, RangeSet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, gutter, keymap } from '@codemirror/view';
import { history, historyKeymap, redo, standardKeymap, undo } from '@codemirror/commands';
import { pageNonce } from '../../frame/dom.js';
import { typedOver } from '../../words/typing.js';
import { factsField, rowAt, setFacts } from './facts.js';
import { firstPlace, hiding } from './hidden.js';
import { blockInHand } from './inhand.js';
import { joinsField } from './joins.js';
import { blocksField, layerField, layers, setLayer } from './layers.js';
import { marksField } from './marks.js';
import { TimeMarker } from './widgets.js';

/** @typedef {{word: {from: number, to: number} | null, block: {from: number, end: number} | null}} Lit */

/** @type {import('@codemirror/state').StateEffectType<Lit>} */
export const setLit = StateEffect.define();

const litWord = Decoration.mark({ class: 'paper-lit' });
const litLine = Decoration.line({ class: 'paper-sounding' });

/** The word and the bite that are heard now. @type {StateField<import('@codemirror/view').DecorationSet>} */
const litField = StateField.define({
  create: () => Decoration.none,
  update(lit, transaction) {
    let now = transaction.docChanged ? lit.map(transaction.changes) : lit;
    for (const effect of transaction.effects) if (effect.is(setLit)) now = litMarks(transaction.state, effect.value);
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** @param {EditorState} state @param {Lit} lit */
function litMarks(state, { word, block }) {
  const found = [];
  if (block) {
    for (let at = block.from; at <= Math.min(block.end, state.doc.length); ) {
      const line = state.doc.lineAt(at);
      found.push(litLine.range(line.from));
      at = line.to + 1;
    }
  }
  if (word && word.from < word.to && word.to <= state.doc.length) found.push(litWord.range(word.from, word.to));
  return RangeSet.of(found, true);
}

/**
 * @typedef {object} Hooks
 * @property {(changes: import('@codemirror/state').ChangeSet) => void} typed the text has changed
 * @property {() => void} left the sheet is no longer typed in
 * @property {() => void} moved the block in hand, the selection or the layer is another
 */

/**
 * @param {HTMLElement} parent
 * @param {string} text
 * @param {Hooks} hooks
 */
export function makeSheet(parent, text, hooks) {
  return new EditorView({ parent, state: freshState(text, hooks) });
}

/** @param {string} text @param {Hooks} hooks */
function freshState(text, hooks) {
  const state = EditorState.create({
    doc: text,
    extensions: [
      EditorState.lineSeparator.of('\n'), // every other byte of the file stays as it is
      EditorView.cspNonce.of(pageNonce()),
      typedOver,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': 'The paper edit', spellcheck: 'false' }),
      history(),
      factsField,
      layers,
      hiding,
      marksField,
      litField,
      joinsField,
      times,
      Prec.high(keymap.compute([layerField], (now) => (now.field(layerField) === 'text' ? IN_TEXT : NO_KEYS))),
      EditorView.domEventHandlers({ blur: () => hooks.left() }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) hooks.typed(update.changes);
        const isOther = update.selectionSet || update.docChanged || update.startState.field(layerField) !== update.state.field(layerField);
        if (isOther || update.startState.field(factsField) !== update.state.field(factsField)) hooks.moved();
      }),
    ],
  });
  const first = state.field(blocksField).blocks[0];
  return first ? state.update({ selection: { anchor: first.from } }).state : state;
}

/** @type {import('@codemirror/view').KeyBinding[]} */
const IN_TEXT = [{ key: 'Enter', run: breakLine }, ...historyKeymap, ...standardKeymap];
/** @type {import('@codemirror/view').KeyBinding[]} */
const NO_KEYS = [];

/** In a quotation a new line begins with its sign; elsewhere with nothing. @param {EditorView} view */
function breakLine(view) {
  const { head, from, to } = view.state.selection.main;
  const block = blockInHand(view.state);
  const line = block?.lines.find((one) => one.from <= head && head <= one.to);
  const newline = view.state.sliceDoc().includes('\r\n') ? '\r\n' : '\n';
  const insert = newline + (line?.skip ? '> ' : '');
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, scrollIntoView: true, userEvent: 'input' });
  return true;
}

const times = gutter({
  class: 'paper-times',
  lineMarker(view, line) {
    const row = rowAt(view.state.field(factsField), line.from);
    return row?.bite?.record_timecode ? new TimeMarker(runningTime(row.runs)) : null;
  },
  lineMarkerChange: (update) => update.docChanged || update.transactions.some((one) => one.effects.some((effect) => effect.is(setFacts))),
});

/** Seconds as `00:23:41`. @param {number} seconds */
export function runningTime(seconds) {
  const whole = Math.floor(seconds + 1e-6);
  return [whole / 3600, (whole / 60) % 60, whole % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
}

/** Step into the text, or out of it. @param {EditorView} view @param {import('./layers.js').Layer} layer */
export function goToLayer(view, layer) {
  const { head } = view.state.selection.main;
  const anchor = layer === 'margin' ? head : firstPlace(blockInHand(view.state), head);
  view.dispatch({ effects: setLayer.of(layer), selection: { anchor } });
  view.focus();
}

/** Take the last change back, or do it again, in whichever layer. @param {EditorView} view @param {'undo' | 'redo'} which */
export function turnBack(view, which) {
  const layer = view.state.field(layerField);
  if (layer === 'margin') view.dispatch({ effects: setLayer.of('text') });
  const isDone = (which === 'undo' ? undo : redo)(view);
  if (layer === 'margin') view.dispatch({ effects: setLayer.of('margin') });
  return isDone;
}

