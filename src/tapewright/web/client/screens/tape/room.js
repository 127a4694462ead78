/** One open tape: its page, its player, what is chosen, what is not saved; what the keys and buttons do. */
import { get } from '../../frame/api.js';
import { query } from '../../frame/router.js';
import { tell, tellError } from '../../frame/tell.js';
import { timecode } from '../../frame/time.js';
import { waitingFor } from '../../frame/waiting.js';
import { indexOf, wordAt } from '../../words/model.js';
import { Address } from './address.js';
import { Beside } from './beside.js';
import { Choice } from './choosing.js';
import { wordsWithin } from './codelight.js';
import { TapeCoding } from './coding.js';
import { Correcting, nextDoubt } from './correcting.js';
import { Dating } from './dating.js';
import { decide } from './deciding.js';
import { redress } from './dress.js';
import { EditorView } from '@codemirror/view';
import { foundField, nextHit, setQuery } from './finding.js';
import { Light } from './light.js';
import { makePage, wasTyped } from './page.js';
import { People } from './people.js';
import { Playing, Still } from './playing.js';
import { keyOf, Saver } from './saving.js';
import { Selecting } from './selecting.js';
import { clusters, onTooMany, Turns } from './turns.js';

/** @type {Record<string, string>} */
const SILENT = {
  here: 'The sound is on its way.',
  missing: 'The recording is not where it was, so that nothing can be played.',
  none: 'No recording belongs to this tape.',
};

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
    /** @type {any} */
    this.deck = null;
    /** @type {Array<() => void>} */
    this.whenClosed = [];
    this.deciding = false;
    /** Turns on which a person decides later. @type {Set<number>} */
    this.postponed = new Set();
    this.isClosed = false;
    this.down = { x: 0, y: 0 };
    this.turns = new Turns(reading.transcript.turns);
    this.people = new People(this.turns, reading.speakers);
    this.beside = new Beside(this, parts.side);
    this.selecting = new Selecting(this);
    this.coding = new TapeCoding(this);
    this.dating = new Dating(this);
    this.address = new Address(this);
    const page = makePage(parts.page, this.pageOptions());
    this.view = page.view;
    this.setPageMode = page.setMode;
    this.choice = new Choice(this.view, this.tape);
    this.light = new Light(this.view, { followed: (follows) => (parts.back.hidden = follows) });
    this.playing = new Playing(new Still(SILENT[this.tape.media] || ''), this.tape, {
      at: (ticks, isPlaying) => this.light.at(ticks, isPlaying),
      rested: () => this.rested(),
    });
    this.saver = new Saver(this.view, this.turns, {
      tape: this.tape.id,
      told: () => this.changed(),
      refused: tellError,
      conflict: (cluster, current) => void this.conflict(cluster.ids, current),
      heard: (state) => this.heardOf(state),
    });
    this.correcting = new Correcting(this.view, this.turns, this.saver, {
      names: () => this.people.names(),
      nameOf: (turn) => this.people.of(turn).name,
      people: async () => void this.heardOf(await get(`/api/tapes/${encodeURIComponent(this.tape.id)}/state`)),
    });
    void this.selecting.read();
    void this.coding.again();
    this.changed();
    onTooMany.add(this.tooMany);
    window.addEventListener('beforeunload', this.leaving);
    document.addEventListener('visibilitychange', this.hidden);
  }

  pageOptions() {
    return {
      turns: this.reading.transcript.turns,
      label: `Transcript of ${this.tape.id}`,
      language: this.reading.transcript.language,
      about: {
        tape: this.tape,
        unsureBelow: this.reading.unsure_below,
        speakerOf: (/** @type {number} */ turn) => this.people.of(turn),
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
    this.deck?.choose(chosen);
    if (chosen) tell(`${timecode(chosen.start, this.tape)} to ${timecode(chosen.end, this.tape)}`, { seconds: 2 });
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

  /** Play a span, its words selected. @param {number} start @param {number} end */
  playSpan(start, end) {
    this.selectSpan(start, end);
    void this.playing.player.playSpan(start, end);
  }

  /** Go to a span, its words selected. @param {number} start @param {number} end */
  showSpan(start, end) {
    this.selectSpan(start, end);
    this.playing.seek(start);
  }

  /** @param {number} start @param {number} end */
  selectSpan(start, end) {
    const inside = wordsWithin(indexOf(this.view.state), start, end);
    if (inside.length) this.choice.words(inside[0], inside[inside.length - 1]);
  }

  playChosen() {
    const chosen = this.choice.now();
    if (!chosen) {
      tell('Select words first: drag, or Shift with the arrows.');
      return;
    }
    void this.playing.player.playSpan(chosen.start, chosen.end);
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
    if (this.playing.isPlaying) this.light.stop();
    this.view.dispatch({ selection: { anchor: hit.from, head: hit.to }, effects: EditorView.scrollIntoView(hit.from, { y: 'center' }) });
  }

  /** @param {1 | -1} way */
  nextDoubt(way) {
    const found = nextDoubt(this.view, this.reading.unsure_below, way);
    if (found && !this.playing.isPlaying) this.playing.seek(found.word.start);
  }

  // --- what changes -----------------------------------------------------------------------------------------------------

  /** @param {import('@codemirror/view').ViewUpdate} update */
  updated(update) {
    if (update.docChanged) this.correcting?.moved(update.changes);
    if (wasTyped(update)) {
      this.saver.typed();
      this.playing.typed();
    }
    if (update.selectionSet) {
      this.deck?.choose(this.choice.now());
      const before = update.startState.doc.lineAt(update.startState.selection.main.head).number;
      const now = update.state.doc.lineAt(update.state.selection.main.head).number;
      if (this.mode === 'correct' && before !== now && !update.docChanged) queueMicrotask(() => void this.saver.flush());
      if (!this.playing.isPlaying) this.rested();
    }
    if (update.focusChanged && !update.view.hasFocus && this.mode === 'correct') queueMicrotask(() => void this.saver.flush());
  }

  /** Whether this is still the version that is read. @param {any} state of the tape, as the server has it now */
  heardOf(state) {
    if (this.people.learn(state.speakers)) this.view.dispatch({ effects: redress.of(null) });
    const { transcript } = this.reading;
    if (state.version === transcript.version) return true;
    transcript.is_current = false;
    tell(`There is a new version of the transcript of ${this.tape.id}.`, { action: { label: 'Read it', run: () => location.reload() } });
    return false;
  }

  /** The playhead rests elsewhere. */
  rested() {
    this.address.keep();
    this.beside.moved();
  }

  /** Words have changed: what is counted and listed beside follows, in a moment. */
  changed() {
    this.beside.changed();
  }

  drawSide() {
    this.beside.draw();
  }

  /** How much of it a person has checked, in whole percent. */
  get checked() {
    const { words } = indexOf(this.view.state);
    const done = words.reduce((sum, one) => sum + (one.word.confidence === 255 ? 1 : 0), 0);
    return words.length ? Math.floor((100 * done) / words.length) : 0;
  }

  /**
   * Two people changed one paragraph: the person decides, now or later. Who put it off is not asked again while they
   * type, but from the bar (`isAsked`).
   * @param {number[]} ids @param {import('./turns.js').Columns[]} current @param {boolean} [isAsked]
   */
  async conflict(ids, current, isAsked = false) {
    if (this.deciding || (this.postponed.has(ids[0]) && !isAsked)) return;
    this.deciding = true;
    const row = waitingFor(keyOf(ids[0]));
    const cluster = clusters(this.view.state).find((one) => one.ids.includes(ids[0]));
    const mine = row ? [row.body.text, ...row.body.following].join(' ') : cluster ? cluster.lines.map((one) => one.text).join(' ') : '';
    const decided = await decide({ tape: this.tape.id, theirs: current.map((turn) => turn.text).join(' '), mine });
    this.deciding = false;
    if (this.isClosed) return;
    if (!decided) {
      this.postponed.add(ids[0]);
      return;
    }
    this.postponed.delete(ids[0]);
    try {
      await this.saver.decided(ids, current, decided.take === 'theirs' ? null : decided.text);
    } catch (error) {
      tellError(error);
    }
    this.view.focus();
  }

  /** The deck is there. @param {any} deck */
  takeDeck(deck) {
    this.deck = deck;
    if (deck.player.hasSound()) this.playing.take(deck.player);
    deck.choose(this.choice.now());
  }

  /** Something was changed on this tape, here or elsewhere. */
  async refresh() {
    if (!this.reading.transcript.is_current) return;
    try {
      await this.saver.refresh();
      this.changed();
    } catch {
      // The server is away: the frame says so, and the next event brings what is missing.
    }
  }

  tooMany = () => tell('That would empty very many paragraphs at one stroke. Nothing was changed.', { kind: 'bad' });

  /** @param {BeforeUnloadEvent} event */
  leaving = (event) => {
    if (!this.saver.isUnsafe()) return;
    void this.saver.flush();
    event.preventDefault();
  };

  hidden = () => {
    if (document.visibilityState === 'hidden') void this.saver.flush();
  };

  close() {
    this.isClosed = true;
    for (const tell of this.whenClosed) tell();
    onTooMany.delete(this.tooMany);
    window.removeEventListener('beforeunload', this.leaving);
    document.removeEventListener('visibilitychange', this.hidden);
    this.beside.close();
    this.address.close();
    this.saver.close();
    this.playing.close();
    this.deck?.close();
    this.view.destroy();
  }
}

