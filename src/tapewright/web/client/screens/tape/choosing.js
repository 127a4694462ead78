/** Choosing words: the selection as words, with ends that move by a word or by a frame; copying what is chosen. */
import { EditorSelection } from '@codemirror/state';
import { frameLength, timecode } from '../../frame/time.js';
import { indexOf } from '../../words/model.js';

/** @typedef {{first: number, last: number, start: number, end: number, text: string, exact: boolean}} Chosen ticks of the ends; word numbers, the last one included */

export class Choice {
  /**
   * @param {import('@codemirror/view').EditorView} view
   * @param {import('../../frame/time.js').Format & {start_timecode: string, ticks: number}} tape
   */
  constructor(view, tape) {
    this.view = view;
    this.tape = tape;
    /** Frames by which the ends were moved from the edges of their words. */
    this.frames = [0, 0];
    this.of = '';
  }

  /** What is chosen, null where nothing is. @returns {Chosen | null} */
  now() {
    const { main } = this.view.state.selection;
    if (main.empty) return null;
    const index = indexOf(this.view.state);
    const first = index.numberAt(main.from);
    let last = index.numberAt(main.to);
    if (last >= index.count || index.words[last].from >= main.to) last -= 1;
    if (last < first) return null;
    if (this.of !== `${first}-${last}`) {
      this.of = `${first}-${last}`;
      this.frames = [0, 0];
    }
    const { start, end } = index.span(first, last);
    const { ticksPerFrame } = frameLength(this.tape.rate);
    const from = Math.max(0, start + this.frames[0] * ticksPerFrame);
    const to = Math.min(this.tape.ticks || Infinity, Math.max(from + ticksPerFrame, end + this.frames[1] * ticksPerFrame));
    return {
      first,
      last,
      start: from,
      end: to,
      text: this.view.state.sliceDoc(index.words[first].from, index.words[last].to),
      exact: this.frames[0] !== 0 || this.frames[1] !== 0,
    };
  }

  /** Choose words by their numbers. @param {number} first @param {number} last @param {boolean} [backwards] the first end moves next */
  words(first, last, backwards = false) {
    const index = indexOf(this.view.state);
    if (!index.count) return;
    const low = index.words[Math.max(0, Math.min(first, index.count - 1))];
    const high = index.words[Math.max(0, Math.min(last, index.count - 1))];
    const range = backwards ? EditorSelection.range(high.to, low.from) : EditorSelection.range(low.from, high.to);
    this.view.dispatch({ selection: EditorSelection.create([range]), scrollIntoView: true, userEvent: 'select' });
  }

  /** Let both ends lie on edges of words. */
  snap() {
    const { main } = this.view.state.selection;
    const chosen = this.now();
    if (chosen) this.words(chosen.first, chosen.last, main.head < main.anchor);
  }

  /**
   * Move an end by words: the one that was moved last, or the other one.
   * @param {number} by @param {boolean} [other] @param {number} [at] where to begin when nothing is chosen
   */
  move(by, other = false, at = this.view.state.selection.main.head) {
    const index = indexOf(this.view.state);
    const { main } = this.view.state.selection;
    const chosen = this.now();
    if (!chosen) {
      const here = Math.min(index.numberAt(at), index.count - 1);
      if (here >= 0) this.words(by < 0 ? Math.max(0, here - 1) : here, by < 0 ? Math.max(0, here - 1) : here, by < 0);
      return;
    }
    const movesFirst = main.head < main.anchor !== other;
    const backwards = main.head < main.anchor;
    let { first, last } = chosen;
    if (movesFirst) first = Math.max(0, Math.min(last, first + by));
    else last = Math.min(index.count - 1, Math.max(first, last + by));
    if (movesFirst && !other && chosen.first === chosen.last && by > 0) return this.words(first, Math.min(index.count - 1, last + by), false);
    if (!movesFirst && !other && chosen.first === chosen.last && by < 0) return this.words(Math.max(0, first + by), last, true);
    this.words(first, last, backwards);
  }

  /** Move an end by frames, away from the edge of its word. @param {number} by @param {boolean} first */
  nudge(by, first) {
    if (!this.now()) return false;
    this.frames[first ? 0 : 1] += by;
    return true;
  }

  /** As a row for a table: tape, both timecodes, who, the words. @param {Chosen} chosen @param {string} id @param {string} speaker */
  row(chosen, id, speaker) {
    const words = chosen.text.replace(/\s+/g, ' ');
    return [id, timecode(chosen.start, this.tape), timecode(chosen.end, this.tape), speaker, words].join('\t');
  }
}

/** Put text on the clipboard, also where the page is no secure context. @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByCommand(text);
  }
}

/** @param {string} text */
function copyByCommand(text) {
  let isDone = false;
  const put = (/** @type {ClipboardEvent} */ event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData?.setData('text/plain', text);
    isDone = true;
  };
  document.addEventListener('copy', put, { capture: true, once: true });
  document.execCommand('copy');
  document.removeEventListener('copy', put, { capture: true });
  return isDone;
}
