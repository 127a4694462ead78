/** One open tape: its page, its player, what is chosen, what is not saved; what the keys and buttons do. */
import { del, get, post, put } from '../../frame/api.js';
import { query } from '../../frame/router.js';
import { askText, tell, tellError } from '../../frame/tell.js';
import { fromTimecode, timecode, timecode as written } from '../../frame/time.js';
import { waitingFor } from '../../frame/waiting.js';
import { indexOf, wordAt } from '../../words/model.js';
import { Choice, copy } from './choosing.js';
import { Correcting, nextDoubt } from './correcting.js';
import { decide } from './deciding.js';
import { redress } from './dress.js';
import { EditorView } from '@codemirror/view';
import { foundField, nextHit, setQuery } from './finding.js';
import { Light } from './light.js';
import { makePage, wasTyped } from './page.js';
import { Playing, Still } from './playing.js';
import { keyOf, Saver } from './saving.js';
import { doubtsOf, drawSide } from './side.js';
import { clusters, placeOf, turnAt, Turns } from './turns.js';

const ASKS = /^(q|interviewer|asker|question|interviewer \d+|q \(.*\))$/i;

export class Room {
  /**
   * @param {any} reading the record of `/api/tapes/ID/transcript`
   * @param {{page: HTMLElement, side: HTMLElement, back: HTMLElement}} parts
   * @param {() => void} redraw
   */
  constructor(reading, parts, redraw) {
    this.reading = reading;
    this.tape = reading.tape;
    this.parts = parts;
    this.redraw = redraw;
    /** @type {'read' | 'correct'} */
    this.mode = 'read';
    /** @type {any[]} */
    this.selects = [];
    this.selectsDigest = '';
    this.sideTimer = 0;
    this.addressTimer = 0;
    this.isClosed = false;
    this.down = { x: 0, y: 0 };
    this.turns = new Turns(reading.transcript.turns);
    this.speakers = new Map();
    this.learnSpeakers(reading.speakers);
    const page = makePage(parts.page, this.pageOptions());
    this.view = page.view;
    this.setPageMode = page.setMode;
    this.choice = new Choice(this.view, this.tape);
    this.light = new Light(this.view, { followed: (follows) => (parts.back.hidden = follows) });
    this.playing = new Playing(new Still(), this.tape, {
      at: (ticks, isPlaying) => this.light.at(ticks, isPlaying),
      rested: () => this.keepAddress(),
    });
    this.saver = new Saver(this.view, this.turns, {
      tape: this.tape.id,
      told: () => this.changed(),
      refused: tellError,
      conflict: (cluster, current) => void this.conflict(cluster.ids, current),
      heard: (state) => this.heardOf(state),
    });
    this.correcting = new Correcting(this.view, this.turns, this.saver, {
      names: () => [...this.speakers.values()].map((one) => one.name),
      nameOf: (turn) => this.nameOf(turn),
      people: async () => this.heardOf(await get(`/api/tapes/${encodeURIComponent(this.tape.id)}/state`)),
    });
    void this.readSelects();
    this.changed();
  }

  pageOptions() {
    return {
      turns: this.reading.transcript.turns,
      label: `Transcript of ${this.tape.id}`,
      language: this.reading.transcript.language,
      about: {
        tape: this.tape,
        unsureBelow: this.reading.unsure_below,
        speakerOf: (/** @type {number} */ turn) => this.speakerOf(turn),
      },
      scrolled: () => this.playing.isPlaying && this.light.stop(),
      updated: (/** @type {import('@codemirror/view').ViewUpdate} */ update) => this.updated(update),
      beside: {
        seek: (/** @type {number} */ position) => this.seekTo(position),
        name: (/** @type {number} */ position) => (this.mode === 'correct' ? void this.correcting.speaker(position) : this.seekTo(position)),
      },
      pointer: {
        mousedown: (/** @type {MouseEvent} */ event) => this.pressed(event),
        click: (/** @type {MouseEvent} */ event) => this.clicked(event),
        dblclick: (/** @type {MouseEvent} */ event) => this.doubleClicked(event),
      },
    };
  }

  // --- people ---------------------------------------------------------------------------------------------------------

  /** @param {any[]} speakers */
  learnSpeakers(speakers) {
    this.speakers = new Map(speakers.map((one) => [one.id, one]));
    let voice = 0;
    for (const one of speakers) {
      one.isAsker = one.group === 'interviewers' || ASKS.test(one.name);
      one.voice = one.is_here && !one.isAsker ? (voice = (voice % 8) + 1) : 0;
    }
  }

  /** @param {number} turn */
  speakerOf(turn) {
    const speaker = this.speakers.get(this.turns.get(turn)?.speaker);
    return speaker || { name: '', isAsker: false, voice: 0 };
  }

  /** @param {number} turn */
  nameOf(turn) {
    return this.speakerOf(turn).name;
  }

  /** @param {any} state */
  heardOf(state) {
    const before = JSON.stringify([...this.speakers.values()].map((one) => [one.id, one.name, one.group, one.is_here]));
    if (before !== JSON.stringify(state.speakers.map((/** @type {any} */ one) => [one.id, one.name, one.group, one.is_here]))) {
      this.learnSpeakers(state.speakers);
      this.view.dispatch({ effects: redress.of(null) });
    }
    if (state.version !== this.reading.transcript.version && this.reading.transcript.is_current) {
      tell(`There is a new version of the transcript of ${this.tape.id}.`, { action: { label: 'Read it', run: () => location.reload() } });
      this.reading.transcript.is_current = false;
    }
  }

  // --- the pointer ----------------------------------------------------------------------------------------------------

  /** @param {MouseEvent} event */
  pressed(event) {
    this.down = { x: event.clientX, y: event.clientY };
    return false;
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const isStill = Math.abs(event.clientX - this.down.x) < 4 && Math.abs(event.clientY - this.down.y) < 4;
    if (event.button || event.shiftKey) return false;
    if (!isStill) {
      if (this.mode === 'read') this.choice.snap();
      return false;
    }
    if (this.mode === 'correct' && (this.playing.isPlaying || event.detail > 1)) return false;
    const position = this.view.posAtCoords({ x: event.clientX, y: event.clientY }, false);
    if (event.detail === 1) this.seekTo(position);
    return false;
  }

  /** @param {MouseEvent} event */
  doubleClicked(event) {
    if (this.mode !== 'read') return false;
    const position = this.view.posAtCoords({ x: event.clientX, y: event.clientY }, false);
    this.view.dispatch({ selection: { anchor: position } });
    this.seekTo(position);
    void this.playing.player.play();
    return true;
  }

  /** Go to the word at a place of the text. @param {number} position */
  seekTo(position) {
    const found = wordAt(this.view.state, Math.min(position, this.view.state.doc.length));
    if (!found) return;
    this.light.follows || this.light.resume(found.word.start);
    this.playing.seek(found.word.start);
  }

  // --- playing and choosing ---------------------------------------------------------------------------------------------

  /** To the word before or behind the playhead. @param {number} by */
  stepWord(by) {
    const index = indexOf(this.view.state);
    if (!index.count) return;
    const now = index.begunBy(this.playing.ticks + 1000);
    const word = index.words[Math.max(0, Math.min(index.count - 1, now + by))];
    this.view.dispatch({ selection: { anchor: word.from }, scrollIntoView: true });
    this.playing.seek(word.word.start);
  }

  /** @param {number} by @param {boolean} [other] */
  moveEdge(by, other = false) {
    const index = indexOf(this.view.state);
    const lit = index.at(this.playing.ticks);
    this.choice.move(by, other, lit >= 0 ? index.words[lit].from : undefined);
  }

  /** @param {number} by @param {boolean} first */
  nudge(by, first) {
    if (!this.choice.nudge(by, first)) return false;
    const chosen = this.choice.now();
    if (chosen) tell(`${written(chosen.start, this.tape)} to ${written(chosen.end, this.tape)}`, { seconds: 2 });
    return true;
  }

  /** The selection begins or ends at the playhead. @param {'in' | 'out'} edge */
  edgeHere(edge) {
    const index = indexOf(this.view.state);
    const here = Math.max(0, index.begunBy(this.playing.ticks + 1000));
    const chosen = this.choice.now();
    if (edge === 'in') this.choice.words(here, Math.max(here, chosen?.last ?? here), false);
    else this.choice.words(Math.min(here, chosen?.first ?? here), here, false);
  }

  playChosen() {
    const chosen = this.choice.now();
    if (!chosen) {
      tell('Select words first: drag, or Shift with the arrows.');
      return;
    }
    void this.playing.player.playSpan(chosen.start, chosen.end);
  }

  /** @param {boolean} asRow */
  async copy(asRow) {
    const chosen = this.choice.now();
    if (!chosen) return false;
    const speaker = this.nameOf(turnAt(this.view.state, indexOf(this.view.state).words[chosen.first].from));
    const isDone = await copy(asRow ? this.choice.row(chosen, this.tape.id, speaker) : chosen.text);
    tell(isDone ? (asRow ? 'Copied as a row with tape and timecodes.' : 'Copied.') : 'This browser did not let us copy.', { seconds: 3 });
    return true;
  }

  /** A person listened to what is chosen, and it is as it is written. */
  async heardIt() {
    const chosen = this.choice.now();
    if (!chosen) {
      tell('Select the words that you heard first.');
      return;
    }
    try {
      await post(`/api/tapes/${encodeURIComponent(this.tape.id)}/listens`, { start: Math.round(chosen.start), end: Math.round(chosen.end) });
      tell(`Noted that you heard “${shortened(chosen.text)}” as it is written.`);
    } catch (error) {
      tellError(error);
    }
  }

  // --- selects ---------------------------------------------------------------------------------------------------------

  /** @param {string} [note] */
  async quote(note = '') {
    const chosen = this.choice.now();
    if (!chosen) {
      tell('Select words first: drag, or Shift with the arrows.');
      return;
    }
    try {
      const done = await post('/api/selects', {
        tape: this.tape.id,
        start: Math.round(chosen.start),
        end: Math.round(chosen.end),
        note,
        exact: chosen.exact,
      });
      await this.readSelects();
      tell(`Kept in the selects: “${shortened(chosen.text)}”`, { undo: () => void this.removeSelect({ number: done.bite }, this.selectsDigest) });
    } catch (error) {
      tellError(error);
    }
  }

  /** A note to the select of what is chosen; where there is none, the select is made with it. */
  async note() {
    const chosen = this.choice.now();
    const there = this.selects.find((/** @type {any} */ one) => chosen && one.ticks.start <= chosen.start + 1000 && one.ticks.end >= chosen.end - 1000);
    if (!chosen) tell('Select words first: drag, or Shift with the arrows.');
    else if (there) await this.noteSelect(there);
    else {
      const said = await askText({ title: 'Note to this select', label: 'Note' });
      this.view.focus();
      if (said) await this.quote(said);
    }
  }

  async readSelects() {
    try {
      const said = await get('/api/selects', { tape: this.tape.id });
      this.selects = said.selects;
      this.selectsDigest = said.digest;
      this.drawSide();
    } catch (error) {
      tellError(error);
    }
  }

  /** @param {{number: number}} select @param {string} [digest] */
  async removeSelect(select, digest = this.selectsDigest) {
    try {
      await del(`/api/selects/${select.number}`, { ifMatch: digest });
      tell('Taken out of the selects.', { seconds: 3 });
    } catch (error) {
      tellError(error);
    }
    await this.readSelects();
  }

  /** @param {any} select */
  async noteSelect(select) {
    const said = await askText({ title: 'Note to this select', label: 'Note', value: select.note });
    if (said === null) return;
    try {
      await put(`/api/selects/${select.number}/note`, { note: said }, { ifMatch: this.selectsDigest });
    } catch (error) {
      tellError(error);
    }
    await this.readSelects();
  }

  // --- modes, finding, the address ---------------------------------------------------------------------------------------

  /** @param {'read' | 'correct'} mode */
  setMode(mode) {
    if (mode === this.mode) return;
    if (mode === 'correct' && !this.reading.transcript.is_current) {
      tell('This is an older version. Corrections are made in the current one.');
      return;
    }
    if (this.mode === 'correct') void this.saver.flush();
    this.mode = mode;
    this.setPageMode(mode);
    this.parts.page.classList.toggle('tape-correct', mode === 'correct');
    query({ mode: mode === 'correct' ? 'correct' : null });
    this.redraw();
    this.view.focus();
  }

  /** @param {string} text */
  find(text) {
    this.view.dispatch({ effects: setQuery.of(text) });
    this.redraw();
  }

  get found() {
    return this.view.state.field(foundField);
  }

  /** @param {1 | -1} way */
  goToHit(way) {
    const hit = nextHit(this.view, way);
    if (!hit) return;
    this.light.stop();
    this.view.dispatch({ selection: { anchor: hit.from, head: hit.to }, effects: EditorView.scrollIntoView(hit.from, { y: 'center' }) });
  }

  /** @param {1 | -1} way */
  nextDoubt(way) {
    const found = nextDoubt(this.view, this.reading.unsure_below, way);
    if (found && !this.playing.isPlaying) this.playing.seek(found.word.start);
  }

  /** The address says where the person is: the moment and the words. */
  keepAddress() {
    clearTimeout(this.addressTimer);
    this.addressTimer = window.setTimeout(() => {
      if (this.isClosed) return;
      const chosen = this.choice.now();
      const index = indexOf(this.view.state);
      const lit = index.at(this.playing.ticks);
      const words = chosen ? (chosen.last > chosen.first ? `${chosen.first + 1}-${chosen.last + 1}` : `${chosen.first + 1}`) : lit >= 0 ? `${lit + 1}` : null;
      query({ t: this.playing.ticks > 0 ? timecode(this.playing.ticks, this.tape) : null, w: words });
    }, 120);
  }

  /** Go where an address says. @param {URLSearchParams} said */
  go(said) {
    const words = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(said.get('w') || '');
    const index = indexOf(this.view.state);
    const at = fromTimecode(said.get('t') || '', this.tape);
    const first = words ? Math.min(Number(words[1]) - 1, index.count - 1) : -1;
    if (words?.[2] && first >= 0) this.choice.words(first, Number(words[2]) - 1);
    const word = first >= 0 ? index.words[first] : null;
    // A frame may begin before the word that was meant: where both are said, the word is.
    const isWord = word && (at === null || timecode(word.word.start, this.tape) === timecode(at, this.tape));
    const ticks = word && isWord ? word.word.start : at;
    if (ticks !== null) {
      this.playing.seek(ticks);
      this.light.show(ticks);
    } else if (word) this.view.dispatch({ effects: EditorView.scrollIntoView(word.from, { y: 'center' }) });
    if (said.get('mode') === 'correct') this.setMode('correct');
    const undecided = Number(said.get('decide'));
    if (undecided) {
      query({ decide: null });
      const row = waitingFor(keyOf(undecided));
      if (row && row.base?.tape === this.tape.id) void this.conflict(row.base.ids, row.current?.turns || []);
    }
  }

  // --- what changes -----------------------------------------------------------------------------------------------------

  /** @param {import('@codemirror/view').ViewUpdate} update */
  updated(update) {
    if (wasTyped(update)) {
      this.saver.typed();
      this.playing.typed();
    }
    if (update.selectionSet) {
      const before = update.startState.doc.lineAt(update.startState.selection.main.head).number;
      const now = update.state.doc.lineAt(update.state.selection.main.head).number;
      if (this.mode === 'correct' && before !== now && !update.docChanged) queueMicrotask(() => void this.saver.flush());
      if (!this.playing.isPlaying) this.keepAddress();
    }
    if (update.focusChanged && !update.view.hasFocus && this.mode === 'correct') queueMicrotask(() => void this.saver.flush());
  }

  /** Words have changed: what is counted and listed beside follows, in a moment. */
  changed() {
    clearTimeout(this.sideTimer);
    this.sideTimer = window.setTimeout(() => {
      if (this.isClosed) return;
      this.drawSide();
      this.redraw();
    }, 250);
  }

  drawSide() {
    const index = indexOf(this.view.state);
    drawSide(
      this.parts.side,
      {
        tape: this.tape,
        selects: this.selects,
        doubts: doubtsOf(index, this.view.state.doc, this.reading.unsure_below),
        versions: [...this.reading.versions].reverse(),
        version: this.reading.transcript.version,
        speakers: this.spoken(),
      },
      {
        play: (start, end) => void this.playing.player.playSpan(start, end),
        remove: (select) => void this.removeSelect(select),
        note: (select) => void this.noteSelect(select),
        doubt: (first, last) => {
          this.choice.words(first, last);
          this.playing.seek(index.words[first].word.start);
        },
        version: (version) => location.assign(`/tapes/${encodeURIComponent(this.tape.id)}?version=${version}`),
      },
    );
  }

  /** Who says how much here. */
  spoken() {
    const all = new Map();
    for (const turn of this.turns.byId.values()) {
      let end = turn.start;
      for (const time of turn.times) end += time * turn.unit;
      const row = all.get(turn.speaker) || { id: turn.speaker, name: this.speakers.get(turn.speaker)?.name || 'nobody named', turns: 0, ticks: 0 };
      row.turns += 1;
      row.ticks += Math.max(0, end - turn.start);
      all.set(turn.speaker, row);
    }
    return [...all.values()].sort((a, b) => b.ticks - a.ticks);
  }

  /** How much of it a person has checked, in whole percent. */
  get checked() {
    const { words } = indexOf(this.view.state);
    const done = words.reduce((sum, one) => sum + (one.word.confidence === 255 ? 1 : 0), 0);
    return words.length ? Math.floor((100 * done) / words.length) : 0;
  }

  /** Two people changed one paragraph: the person decides, now or later. @param {number[]} ids @param {import('./turns.js').Columns[]} current */
  async conflict(ids, current) {
    const row = waitingFor(keyOf(ids[0]));
    const cluster = clusters(this.view.state).find((one) => one.ids.includes(ids[0]));
    const mine = row ? [row.body.text, ...row.body.following].join(' ') : cluster ? cluster.lines.map((one) => one.text).join(' ') : '';
    const decided = await decide({ tape: this.tape.id, theirs: current.map((turn) => turn.text).join(' '), mine });
    if (this.isClosed || !decided) return;
    try {
      await this.saver.decided(ids, current, decided.take === 'theirs' ? null : decided.text);
    } catch (error) {
      tellError(error);
    }
    this.view.focus();
  }

  /** Something was changed on this tape, here or elsewhere. */
  async refresh() {
    try {
      await this.saver.refresh();
      this.changed();
    } catch {
      // The server is away: the frame says so, and the next event brings what is missing.
    }
  }

  /** @param {any} player */
  take(player) {
    this.playing.take(player);
  }

  close() {
    this.isClosed = true;
    clearTimeout(this.sideTimer);
    clearTimeout(this.addressTimer);
    this.saver.close();
    this.playing.close();
    this.view.destroy();
  }
}

/** @param {string} text */
const shortened = (text) => {
  const plain = text.replace(/\s+/g, ' ');
  return plain.length > 60 ? `${plain.slice(0, 57)}…` : plain;
};

export { placeOf };
