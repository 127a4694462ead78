/** The address of a tape's page: the moment, the words that are selected, the mode. A reload shows the same. */
import { EditorView } from '@codemirror/view';
import { query } from '../../frame/router.js';
import { fromTimecode, timecode } from '../../frame/time.js';
import { waitingFor } from '../../frame/waiting.js';
import { indexOf } from '../../words/model.js';
import { keyOf } from './saving.js';

export class Address {
  /** @param {import('./room.js').Room} room */
  constructor(room) {
    this.room = room;
    this.timer = 0;
  }

  /** The address says where the person is: the moment and the words. */
  keep() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (this.room.isClosed) return;
      const chosen = this.room.choice.now();
      const index = indexOf(this.room.view.state);
      const lit = index.at(this.room.playing.ticks);
      const words = chosen ? (chosen.last > chosen.first ? `${chosen.first + 1}-${chosen.last + 1}` : `${chosen.first + 1}`) : lit >= 0 ? `${lit + 1}` : null;
      query({ t: this.room.playing.ticks > 0 ? timecode(this.room.playing.ticks, this.room.tape) : null, w: words });
    }, 120);
  }

  /** Go where an address says. @param {URLSearchParams} said */
  go(said) {
    const words = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(said.get('w') || '');
    const index = indexOf(this.room.view.state);
    const at = fromTimecode(said.get('t') || '', this.room.tape);
    const first = words ? Math.min(Number(words[1]) - 1, index.count - 1) : -1;
    if (words?.[2] && first >= 0) this.room.choice.words(first, Number(words[2]) - 1);
    const word = first >= 0 ? index.words[first] : null;
    // A frame may begin before the word that was meant: where both are said, the word is.
    const isWord = word && (at === null || timecode(word.word.start, this.room.tape) === timecode(at, this.room.tape));
    const ticks = word && isWord ? word.word.start : at === null ? null : (this.begunIn(at) ?? at);
    if (ticks !== null) {
      this.room.playing.seek(ticks);
      this.room.light.show(ticks);
    } else if (word) this.room.view.dispatch({ effects: EditorView.scrollIntoView(word.from, { y: 'center' }) });
    if (said.get('mode') === 'correct') this.room.setMode('correct');
    const undecided = Number(said.get('decide'));
    if (undecided) {
      query({ decide: null });
      const row = waitingFor(keyOf(undecided));
      if (row && row.base?.tape === this.room.tape.id) void this.room.conflict(row.base.ids, row.current?.turns || [], true);
    }
  }

  /** Where a word begins in the frame that begins here: whoever names the frame of a passage means its first word. @param {number} at */
  begunIn(at) {
    const index = indexOf(this.room.view.state);
    const next = index.words[index.begunBy(at) + 1]?.word.start;
    return next !== undefined && timecode(next, this.room.tape) === timecode(at, this.room.tape) ? next : null;
  }

  close() {
    clearTimeout(this.timer);
  }
}
