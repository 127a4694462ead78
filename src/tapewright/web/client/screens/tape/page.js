/** The page of text: one editor for reading and correcting. Reading, it is read-only but for the selection. */
import { Compartment, EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { pageNonce } from '../../frame/dom.js';
import { typedOver } from '../../words/typing.js';
import { wordField } from '../../words/model.js';
import { codings } from './codelight.js';
import { joinBefore, joinBehind, split } from './correcting.js';
import { besides, dressed } from './dress.js';
import { foundField, foundLight } from './finding.js';
import { light } from './light.js';
import { begin, fromServer, keepParagraphs, markField } from './turns.js';

// Keys that move the caret alone: everything else in the reader is a key of the screen.
const READING = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', 'Mod-Home', 'Mod-End', 'Mod-a'];

const CORRECTING = Prec.highest(
  keymap.of([
    { key: 'Enter', run: split },
    { key: 'Shift-Enter', run: split },
    { key: 'Backspace', run: joinBefore },
    { key: 'Delete', run: joinBehind },
  ]),
);

/**
 * @param {HTMLElement} element
 * @param {{turns: import('./turns.js').Columns[], label: string, language: string, about: import('./dress.js').About, scrolled: () => void, updated: (update: import('@codemirror/view').ViewUpdate) => void, beside: {seek: (position: number) => void, name: (position: number) => void}, pointer: Record<string, (event: MouseEvent, view: EditorView) => boolean>}} options
 */
export function makePage(element, options) {
  const mode = new Compartment();
  const made = begin(options.turns);
  const state = EditorState.create({
    doc: made.doc,
    extensions: [
      wordField.init(() => made.words),
      markField.init(() => made.marks),
      mode.of(reading()),
      keepParagraphs,
      history({ newGroupDelay: 700 }),
      light,
      foundField,
      foundLight,
      dressed(options.about),
      besides(options.about, options.beside),
      codings,
      EditorView.lineWrapping,
      EditorView.cspNonce.of(pageNonce()),
      typedOver,
      EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': options.label, lang: options.language || '', spellcheck: 'false' }),
      EditorView.domEventHandlers(options.pointer),
      EditorView.domEventObservers({ wheel: options.scrolled, touchmove: options.scrolled }),
      EditorView.updateListener.of(options.updated),
    ],
  });
  const view = new EditorView({ state, parent: element });
  return {
    view,
    /** @param {'read' | 'correct'} name */
    setMode(name) {
      view.dispatch({ effects: mode.reconfigure(name === 'correct' ? correcting() : reading()) });
    },
  };
}

function reading() {
  return [EditorState.readOnly.of(true), keymap.of(defaultKeymap.filter((one) => READING.includes(one.key || '')))];
}

function correcting() {
  return [
    EditorState.readOnly.of(false),
    CORRECTING,
    keymap.of([...historyKeymap, ...defaultKeymap.filter((one) => one.key !== 'Mod-Enter' && !/^(Shift-)?Alt-|Mod-i|Mod-\[|Mod-\]/.test(one.key || one.mac || ''))]),
  ];
}

/** Whether a person changed the text. @param {import('@codemirror/view').ViewUpdate} update */
export function wasTyped(update) {
  return update.docChanged && update.transactions.some((one) => one.docChanged && !one.annotation(fromServer));
}
