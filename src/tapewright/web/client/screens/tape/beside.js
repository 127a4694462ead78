/** What stands beside the text follows it: at once where something was done, in a moment where words or the place change. */
import { render } from '../../frame/dom.js';
import { indexOf } from '../../words/model.js';
import { codesHere } from './codeside.js';
import { doubtsOf, drawSide } from './side.js';

export class Beside {
  /** @param {import('./room.js').Room} room @param {HTMLElement} element */
  constructor(room, element) {
    this.room = room;
    this.element = element;
    this.timer = 0;
    this.hereTimer = 0;
  }

  /** Words have changed: what is counted and listed follows. */
  changed() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (this.room.isClosed) return;
      this.draw();
      this.room.redraw();
    }, 250);
  }

  /** Another place: what is coded there is listed. Not while the tape plays, which must not touch layout. */
  moved() {
    clearTimeout(this.hereTimer);
    if (!this.room.playing?.isPlaying) this.hereTimer = window.setTimeout(() => this.room.isClosed || this.drawCodes(), 60);
  }

  draw() {
    const { room } = this;
    const index = indexOf(room.view.state);
    drawSide(
      this.element,
      {
        tape: room.tape,
        selects: room.selecting.selects,
        doubts: doubtsOf(index, room.view.state.doc, room.reading.unsure_below),
        versions: [...room.reading.versions].reverse(),
        version: room.reading.transcript.version,
        speakers: room.people.spoken(),
      },
      {
        play: (start, end) => room.playSpan(start, end),
        remove: (select) => void room.selecting.remove(select),
        note: (select) => void room.selecting.noteOn(select),
        doubt: (first, last) => {
          room.choice.words(first, last);
          room.playing.seek(index.words[first].word.start);
        },
        version: (version) => location.assign(`/tapes/${encodeURIComponent(room.tape.id)}?version=${version}`),
      },
    );
    this.drawCodes();
  }

  drawCodes() {
    const place = /** @type {HTMLElement | null} */ (this.element.querySelector('.tape-codes'));
    if (place) render(codesHere(this.room.coding, { play: (start, end) => this.room.playSpan(start, end) }), place);
  }

  close() {
    clearTimeout(this.timer);
    clearTimeout(this.hereTimer);
  }
}
