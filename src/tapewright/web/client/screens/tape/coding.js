/** Coding on the tape: a code put on what is selected, or on the paragraph at the playhead; taken off; a memo. */
import { del, get, post } from '../../frame/api.js';
import { html } from '../../frame/dom.js';
import { Latest } from '../../frame/latest.js';
import { ask, tell } from '../../frame/tell.js';
import { timecode } from '../../frame/time.js';
import { Codes, readCodes } from '../../study/codes.js';
import { did } from '../../study/did.js';
import { askMemo, pickCode } from '../../study/pick.js';
import { indexOf } from '../../words/model.js';
import { inLanes, setCodings } from './codelight.js';

/** @typedef {{id: number, code: number, code_name: string, coder: string, revision: number, note: string, ticks: {start: number, end: number}, text: string}} Coding */
/** @typedef {{start: number, end: number, said: string}} Stretch ticks, and how it is called */

export class TapeCoding {
  /** @param {import('./room.js').Room} room */
  constructor(room) {
    this.room = room;
    /** @type {Codes} */
    this.codes = new Codes({ codebooks: [] });
    /** @type {Coding[]} */
    this.codings = [];
    /** @type {any[]} */
    this.memos = [];
    this.hasRead = false;
    this.latest = new Latest();
    /** Codings that are being taken off: a key that is pressed again means another. @type {Set<number>} */
    this.going = new Set();
    room.whenClosed.push(() => this.latest.close());
    /** Codings of one code are gone through one after the other: which was last. */
    this.last = 0;
  }

  /** Keys wait for it. */
  get reading() {
    return this.latest.reading;
  }

  /** What is coded here, as the server has it. @param {AbortSignal} signal @param {() => boolean} arrives */
  async read(signal, arrives) {
    const tape = this.room.tape.id;
    const [codes, said, memos] = await Promise.all([readCodes(), get('/api/codings', { tape }, signal), get('/api/memos', { tape }, signal)]);
    if (!arrives()) return;
    this.codes = codes;
    this.codings = said.codings;
    this.memos = memos.memos.filter((/** @type {any} */ one) => one.tape === tape && one.ticks);
    this.hasRead = true;
    this.draw();
  }

  /** Read again; where the server is away, the frame says so and the next event brings it. */
  again = () => this.latest.ask((signal, arrives) => this.read(signal, arrives).catch(() => undefined));

  draw() {
    const placed = inLanes(this.codings.map((one) => ({ id: one.id, code: one.code, start: one.ticks.start, end: one.ticks.end, ...this.look(one) })));
    this.room.view.dispatch({ effects: setCodings.of(placed) });
    this.room.drawSide();
  }

  /** @param {Coding} coding */
  look(coding) {
    const code = this.codes.get(coding.code);
    return { hue: code?.hue || 8, sign: Codes.sign(code), name: code?.name || coding.code_name };
  }

  /** What a key would code: the selection, else the paragraph at the playhead. @returns {Stretch | null} */
  stretch() {
    const { choice, view, playing, tape } = this.room;
    const chosen = choice.now();
    if (chosen) return { start: Math.round(chosen.start), end: Math.round(chosen.end), said: 'what is selected' };
    const index = indexOf(view.state);
    if (!index.count) return null;
    const line = view.state.doc.lineAt(index.words[Math.max(0, index.begunBy(playing.ticks + 1000))].from);
    const first = index.numberAt(line.from);
    let last = index.numberAt(line.to);
    if (last >= index.count || index.words[last].from >= line.to) last -= 1;
    if (last < first) return null;
    const { start, end } = index.span(first, last);
    return { start, end, said: `the paragraph at ${timecode(start, tape).slice(0, 8)}` };
  }

  /** @param {string} key */
  async favourite(key) {
    const where = this.stretch(); // as it is when the key is pressed, however long the codes take
    await this.reading;
    const code = this.codes.ofKey(key);
    if (code) await this.put(code, where);
    else if (this.hasRead) tell(this.codes.all.length ? `No code has the key ${key}. C picks one by name; keys are given on the Codes screen.` : 'There is no codebook yet: begin one on the Codes screen.');
  }

  /** The list opens at once, so that what is typed next goes into it. */
  async pick() {
    const where = this.stretch(); // the tape may play on while a code is chosen
    const codable = () => this.codes.all.filter((one) => one.is_codable);
    const code = await pickCode(this.hasRead ? codable() : this.reading.then(codable), { title: 'Code it as' });
    this.room.view.focus();
    if (code) await this.put(code, where);
  }

  /** @param {import('../../study/codes.js').Code} code @param {Stretch | null} where */
  async put(code, where) {
    if (!where) {
      tell('There are no words to code.');
      return;
    }
    const { start, end } = where;
    const put = () => post('/api/codings', { code: code.id, tape: this.room.tape.id, start, end });
    await did(put, `Coded ${where.said} as “${code.name}”`, this.again);
  }

  /** Whether a coding lies under what is selected now, else under the caret and the playhead. @returns {(one: Coding) => boolean} */
  under() {
    const chosen = this.room.choice.now();
    const at = chosen ? null : this.place();
    return ({ ticks }) => (chosen ? ticks.start < chosen.end && ticks.end > chosen.start : at !== null && ticks.start <= at && ticks.end > at);
  }

  /** @returns {Coding[]} */
  here() {
    return this.codings.filter(this.under());
  }

  /** The middle of the word at the playhead. */
  place() {
    const index = indexOf(this.room.view.state);
    const number = index.begunBy(this.room.playing.ticks + 1000);
    if (number < 0) return null;
    const { word } = index.words[number];
    return Math.floor((word.start + word.end) / 2);
  }

  async uncode() {
    const isMeant = this.under();
    await this.reading;
    const here = this.codings.filter((one) => isMeant(one) && !this.going.has(one.id));
    if (!here.length) tell('Nothing is coded here.');
    else if (here.length === 1) await this.remove(here[0]);
    else {
      const said = await ask({
        title: 'Which coding shall go?',
        body: html`<p class="mute">${here.length} codings lie here.</p>`,
        choices: [...here.map((one) => ({ label: [this.look(one).name, one.coder].filter(Boolean).join(', '), value: String(one.id) })), { label: 'None', value: '' }],
      });
      this.room.view.focus();
      const one = here.find(({ id }) => String(id) === said);
      if (one) await this.remove(one);
    }
  }

  /** @param {Coding} coding */
  async remove(coding) {
    if (this.going.has(coding.id)) return;
    this.going.add(coding.id);
    await did(() => del(`/api/codings/${coding.id}`, { ifMatch: coding.revision }), `“${this.look(coding).name}” taken off${coding.coder ? `, coded by ${coding.coder}` : ''}`, this.again);
    this.going.delete(coding.id);
  }

  async memo() {
    const where = this.stretch();
    if (!where) return;
    const place = { tape: this.room.tape.id, start: where.start, end: where.end };
    const keep = (/** @type {string} */ text) => did(() => post('/api/memos', { about: 'span', place, text }), 'Memo kept', this.again);
    await askMemo(`A memo on ${where.said}`, keep, () => this.room.view.focus());
  }

  /** To the next coding of a code on this tape. @param {number} code */
  next(code) {
    const all = this.codings.filter((one) => one.code === code).sort((a, b) => a.ticks.start - b.ticks.start);
    const place = all.findIndex((one) => one.id === this.last);
    const one = all[(place + 1) % all.length];
    if (!one) return;
    this.last = one.id;
    this.room.showSpan(one.ticks.start, one.ticks.end);
  }

  /** Which codes this tape has, in the order of the tree. */
  counted() {
    /** @type {Map<number, number>} */
    const counts = new Map();
    for (const one of this.codings) counts.set(one.code, (counts.get(one.code) || 0) + 1);
    return this.codes.all.filter((one) => counts.has(one.id)).map((code) => ({ code, count: counts.get(code.id) || 0 }));
  }
}
