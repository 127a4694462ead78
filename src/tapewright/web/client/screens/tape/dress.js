/** How words and paragraphs look: doubts, new words, who asks; the speaker and the timecode beside each paragraph. */
import { RangeSetBuilder, StateEffect } from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker, ViewPlugin } from '@codemirror/view';
import { timecode } from '../../frame/time.js';
import { wordField, wordsBetween } from '../../words/model.js';
import { markField, turnAt } from './turns.js';

/** Something beside the text has changed (a name, a speaker): draw it anew. @type {import('@codemirror/state').StateEffectType<null>} */
export const redress = StateEffect.define();

/**
 * What is asked of the tape while drawing.
 * @typedef {object} About
 * @property {import('../../frame/time.js').Format & {start_timecode: string}} tape
 * @property {number} unsureBelow
 * @property {(turn: number) => {name: string, isAsker: boolean, voice: number}} speakerOf
 */

const MARKS = Object.fromEntries(
  ['low', 'unsupported', 'recovered', 'unsure', 'differs', 'absent', 'interpolated'].map((mark) => [
    mark,
    Decoration.mark({ class: `tape-word tape-${mark}`, attributes: { title: saidOf(mark) } }),
  ]),
);
const ASKER = Decoration.line({ class: 'tape-asker' });

/** @param {string} mark */
function saidOf(mark) {
  return {
    low: 'The recogniser is not sure of this word',
    unsupported: 'No speech was found under this word',
    recovered: 'Heard only when it was listened to again',
    unsure: 'Marked as unsure',
    differs: 'Typist and recogniser have different words here',
    absent: 'Nobody says this word',
    interpolated: 'A new word: its time lies between its neighbours',
  }[mark] || '';
}

/** Decorations for what is in sight. @param {About} about */
export function dressed(about) {
  return ViewPlugin.fromClass(
    class {
      /** @param {EditorView} view */
      constructor(view) {
        this.decorations = dress(view, about);
      }

      /** @param {import('@codemirror/view').ViewUpdate} update */
      update(update) {
        const isDue =
          update.docChanged ||
          update.viewportChanged ||
          update.startState.field(wordField) !== update.state.field(wordField) ||
          update.transactions.some((one) => one.effects.some((effect) => effect.is(redress)));
        if (isDue) this.decorations = dress(update.view, about);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

/** @param {EditorView} view @param {About} about */
function dress(view, about) {
  const build = new RangeSetBuilder();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      if (about.speakerOf(turnAt(view.state, line.from)).isAsker) build.add(line.from, line.from, ASKER);
      for (const one of wordsBetween(view.state, Math.max(from, line.from), Math.min(to, line.to))) {
        const mark = one.word.doubt(about.unsureBelow) || (one.word.marks.includes('interpolated') ? 'interpolated' : '');
        if (mark) build.add(one.from, one.to, MARKS[mark]);
      }
      at = line.to + 1;
    }
  }
  return /** @type {import('@codemirror/view').DecorationSet} */ (build.finish());
}

/** Who speaks, and since when. */
class Who extends GutterMarker {
  /** @param {string} name @param {string} at @param {number} turn @param {number} voice */
  constructor(name, at, turn, voice) {
    super();
    this.name = name;
    this.at = at;
    this.turn = turn;
    this.voice = voice;
  }

  /** @param {GutterMarker} other */
  eq(other) {
    return other instanceof Who && other.name === this.name && other.at === this.at && other.turn === this.turn;
  }

  toDOM() {
    const box = document.createElement('div');
    box.className = 'tape-who';
    const name = document.createElement('span');
    name.className = `tape-name${this.voice ? ` voice-${this.voice}` : ''}`;
    name.textContent = this.name;
    name.title = this.name;
    const at = document.createElement('span');
    at.className = 'tape-at';
    at.textContent = this.at;
    box.append(name, at);
    return box;
  }
}

/**
 * @param {About} about
 * @param {{seek: (position: number) => void, name: (position: number) => void}} does
 */
export function besides(about, does) {
  return gutter({
    class: 'tape-gutter',
    renderEmptyElements: true,
    lineMarker(view, line) {
      const turn = turnAt(view.state, line.from);
      const first = wordsBetween(view.state, line.from, view.state.doc.lineAt(line.from).to)[0];
      const { name, voice } = about.speakerOf(turn);
      return new Who(name, first ? timecode(first.word.start, about.tape).slice(0, 8) : '', turn, voice);
    },
    lineMarkerChange: (update) =>
      update.docChanged ||
      update.startState.field(markField) !== update.state.field(markField) ||
      update.startState.field(wordField) !== update.state.field(wordField) ||
      update.transactions.some((one) => one.effects.some((effect) => effect.is(redress))),
    domEventHandlers: {
      click(view, line, event) {
        const target = event.target instanceof Element ? event.target : null;
        if (target?.closest('.tape-name')) does.name(line.from);
        else does.seek(line.from);
        return true;
      },
    },
  });
}
