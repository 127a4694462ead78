/**
 * The lit word, and following it. Only the two words change: the one that was lit and the one that is; no layout is read
 * while the tape plays, but where the lit word may have left the window.
 */
import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView } from '@codemirror/view';
import { indexOf } from '../../words/model.js';

/** @type {import('@codemirror/state').StateEffectType<{from: number, to: number} | null>} */
const setLit = StateEffect.define();
const LIT = Decoration.mark({ class: 'tape-lit' });

/** @type {StateField<import('@codemirror/view').DecorationSet>} */
const litField = StateField.define({
  create: () => Decoration.none,
  update(lit, transaction) {
    let now = transaction.docChanged ? lit.map(transaction.changes) : lit;
    for (const effect of transaction.effects) {
      if (effect.is(setLit)) now = effect.value ? Decoration.set(LIT.range(effect.value.from, effect.value.to)) : Decoration.none;
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const light = litField;

/** Lights the word that sounds, and keeps it in sight while the person lets it. */
export class Light {
  /** @param {EditorView} view @param {{followed: (follows: boolean) => void}} tell */
  constructor(view, { followed }) {
    this.view = view;
    this.followed = followed;
    this.follows = true;
    this.from = -1;
    this.lineTop = -1;
  }

  /** The tape is at a moment. @param {number} ticks @param {boolean} isPlaying */
  at(ticks, isPlaying) {
    const index = indexOf(this.view.state);
    const number = index.at(ticks);
    const word = number < 0 ? null : index.words[number];
    const from = word ? word.from : -1;
    if (from === this.from) return;
    this.from = from;
    /** @type {StateEffect<any>[]} */
    const effects = [setLit.of(word ? { from: word.from, to: word.to } : null)];
    if (word && isPlaying && this.follows && this.isOut(word.from)) {
      effects.push(EditorView.scrollIntoView(word.from, { y: 'start', yMargin: this.view.scrollDOM.clientHeight / 4 }));
    }
    this.view.dispatch({ effects });
  }

  /** Whether a position is outside of the middle of the window. Asked once a line, not once a word. @param {number} position */
  isOut(position) {
    const block = this.view.lineBlockAt(position);
    const { scrollTop, clientHeight } = this.view.scrollDOM;
    const inner = block.height > clientHeight / 2 ? this.view.coordsAtPos(position) : null;
    const top = inner ? inner.top - this.view.scrollDOM.getBoundingClientRect().top : block.top - scrollTop;
    const bottom = inner ? inner.bottom - this.view.scrollDOM.getBoundingClientRect().top : block.bottom - scrollTop;
    return top < 0 || bottom > clientHeight - 24;
  }

  /** The person looks elsewhere. */
  stop() {
    if (!this.follows) return;
    this.follows = false;
    this.followed(false);
  }

  /** Back to the playhead. @param {number} ticks */
  resume(ticks) {
    this.follows = true;
    this.followed(true);
    this.show(ticks);
  }

  /** Bring a moment into sight. @param {number} ticks */
  show(ticks) {
    const index = indexOf(this.view.state);
    const number = Math.max(0, index.begunBy(ticks));
    if (!index.count || !this.isOut(index.words[number].from)) return;
    this.view.dispatch({
      effects: EditorView.scrollIntoView(index.words[number].from, { y: 'start', yMargin: this.view.scrollDOM.clientHeight / 4 }),
    });
  }
}
