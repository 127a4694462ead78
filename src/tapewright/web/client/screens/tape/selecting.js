/** What is done with the words that are chosen: quoted, noted, copied, attested. */
import { del, get, post, put } from '../../frame/api.js';
import { Latest } from '../../frame/latest.js';
import { askText, tell, tellError } from '../../frame/tell.js';
import { indexOf } from '../../words/model.js';
import { copy } from './choosing.js';
import { turnAt } from './turns.js';

const FIRST = 'Select words first: drag, or Shift with the arrows.';

export class Selecting {
  /** @param {import('./room.js').Room} room */
  constructor(room) {
    this.room = room;
    /** @type {any[]} */
    this.selects = [];
    this.digest = '';
    this.latest = new Latest();
    room.whenClosed.push(() => this.latest.close());
  }

  /** @param {boolean} asRow */
  async copy(asRow) {
    const chosen = this.room.choice.now();
    if (!chosen) return false;
    const speaker = this.room.people.of(turnAt(this.room.view.state, indexOf(this.room.view.state).words[chosen.first].from)).name;
    const isDone = await copy(asRow ? this.room.choice.row(chosen, this.room.tape.id, speaker) : chosen.text);
    tell(isDone ? (asRow ? 'Copied as a row with tape and timecodes.' : 'Copied.') : 'This browser did not let us copy.', { seconds: 3 });
    return true;
  }

  /** A person listened to what is chosen, and it is as it is written. */
  async heardIt() {
    const chosen = this.room.choice.now();
    if (!chosen) {
      tell('Select the words that you heard first.');
      return;
    }
    try {
      await post(`/api/tapes/${encodeURIComponent(this.room.tape.id)}/listens`, { start: Math.round(chosen.start), end: Math.round(chosen.end) });
      tell(`Noted that you heard “${shortened(chosen.text)}” as it is written.`);
    } catch (error) {
      tellError(error);
    }
  }

  /** @param {string} [note] */
  async quote(note = '') {
    const chosen = this.room.choice.now();
    if (!chosen) {
      tell(FIRST);
      return;
    }
    try {
      const done = await post('/api/selects', {
        tape: this.room.tape.id,
        start: Math.round(chosen.start),
        end: Math.round(chosen.end),
        note,
        exact: chosen.exact,
      });
      await this.read();
      tell(`Kept in the selects: “${shortened(chosen.text)}”`, { undo: () => void this.remove({ number: done.bite }, this.digest) });
    } catch (error) {
      tellError(error);
    }
  }

  /** A note to the select of what is chosen; where there is none, the select is made with it. */
  async note() {
    const chosen = this.room.choice.now();
    await this.latest.reading;
    const there = this.selects.find((/** @type {any} */ one) => chosen && one.ticks.start <= chosen.start + 1000 && one.ticks.end >= chosen.end - 1000);
    if (!chosen) tell(FIRST);
    else if (there) await this.noteOn(there);
    else {
      const said = await askText({ title: 'Note to this select', label: 'Note' });
      this.room.view.focus();
      if (said) await this.quote(said);
    }
  }

  /** @returns {Promise<void>} */
  read() {
    return this.latest.ask((signal, arrives) => this.readNow(signal, arrives));
  }

  /** @param {AbortSignal} signal @param {() => boolean} arrives */
  async readNow(signal, arrives) {
    try {
      const said = await get('/api/selects', { tape: this.room.tape.id }, signal);
      if (!arrives()) return;
      this.selects = said.selects;
      this.digest = said.digest;
      this.room.drawSide();
    } catch (error) {
      tellError(error);
    }
  }

  /** @param {{number: number}} select @param {string} [digest] */
  async remove(select, digest = this.digest) {
    try {
      await del(`/api/selects/${select.number}`, { ifMatch: digest });
      tell('Taken out of the selects.', { seconds: 3 });
    } catch (error) {
      tellError(error);
    }
    await this.read();
  }

  /** @param {any} select */
  async noteOn(select) {
    const said = await askText({ title: 'Note to this select', label: 'Note', value: select.note });
    if (said === null) return;
    try {
      await put(`/api/selects/${select.number}/note`, { note: said }, { ifMatch: this.digest });
    } catch (error) {
      tellError(error);
    }
    await this.read();
  }
}

/** @param {string} text */
const shortened = (text) => {
  const plain = text.replace(/\s+/g, ' ');
  return plain.length > 60 ? `${plain.slice(0, 57)}…` : plain;
};

