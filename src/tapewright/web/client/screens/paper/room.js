/** One paper edit on the screen: the bin, the sheet and the side, and what holds them together. */
import { html, render } from '../../frame/dom.js';
import { get } from '../../frame/api.js';
import { on } from '../../frame/live.js';
import { query } from '../../frame/router.js';
import { tell, tellError } from '../../frame/tell.js';
import { onWaiting, waitingFor } from '../../frame/waiting.js';
import { openFairness } from '../../study/reports.js';
import { putIn } from './acts.js';
import { bannersOf, troubleOf } from './bar.js';
import { BinDesk, drawBin, keepPlace } from './bin.js';
import { listenToClicks } from './clicks.js';
import { decide } from './deciding.js';
import { listenForDrags } from './dragging.js';
import { factsField, laid, setFacts } from './facts.js';
import { Fairness, drawFairness } from './fairness.js';
import { biteNumber, blockOfBite, inHand, indexAt, takeInHand } from './inhand.js';
import { placesOf, setJoins } from './joins.js';
import { Keeper, beside } from './keeper.js';
import { Playing } from './playing.js';
import { Proving } from './proving.js';
import { goToLayer, makeSheet, turnBack } from './sheet.js';
import { drawSide } from './side.js';

/** @typedef {{at: number, side: -1 | 1}} Place `side`: whether what is put in right here comes behind it or before it */

const QUIET_MS = 300;
const NOTHING = () => {};

export class Room {
  /** @param {HTMLElement} element @param {string} name @param {any} view the server's record */
  constructor(element, name, view) {
    this.name = name;
    this.view = view;
    /** @param {unknown} error */
    this.failed = (error) => tellError(error);
    this.redraw = this.redraw.bind(this);
    this.isDue = false;
    this.isClosed = false;
    this.laterTimer = 0;
    /** What else is to be drawn anew. @type {() => void} */
    this.told = NOTHING;
    this.inAddress = 0;
    /** Places that go along with the text. @type {Set<Place>} */
    this.places = new Set();
    const { banners, left, middle, right } = build(element);
    this.banners = banners;
    this.left = left;
    this.middle = middle;
    this.right = right;
    this.sheet = makeSheet(middle, view.text, {
      typed: (changes) => this.typed(changes),
      left: () => this.keeper?.hurry(),
      moved: () => this.moved(),
    });
    this.sheet.dispatch({ effects: setFacts.of(laid(view)) });
    this.playing = new Playing(name, this.sheet);
    this.keeper = new Keeper(name, this.sheet, view, {
      seen: (seen) => this.seen(seen),
      state: this.redraw,
      decide: (current, mine, base) => decide(name, current, mine, base),
      failed: this.failed,
    });
    this.proving = new Proving(this.keeper.path, () => this.proved());
    this.fairness = new Fairness(name, this.redraw);
    this.bin = new BinDesk(name, this.redraw);
    this.stops = this.listen();
    this.takeUp();
    this.proving.due(view);
    void this.bin.fill();
  }

  /** @param {import('@codemirror/state').ChangeSet} changes */
  typed(changes) {
    for (const place of this.places) place.at = changes.mapPos(place.at, place.side);
    this.keeper?.typed();
  }

  /**
   * Hold places of the text until some work is done: they go along with whatever is typed or done before them.
   * @template T
   * @param {Place[]} places
   * @param {() => Promise<T>} work
   */
  async holding(places, work) {
    for (const place of places) this.places.add(place);
    try {
      return await work();
    } finally {
      for (const place of places) this.places.delete(place);
    }
  }

  /** The block in hand is in the address. */
  moved() {
    if (this.isClosed) return;
    const number = biteNumber(this.sheet.state, inHand(this.sheet.state));
    if (number !== this.inAddress && this.told !== NOTHING) {
      this.inAddress = number;
      query({ bite: number ? String(number) : null });
    }
    this.redraw();
  }

  listen() {
    /** @param {BeforeUnloadEvent} event */
    const leaving = (event) => {
      if (this.keeper.isClean || this.keeper.state === 'waiting') return;
      this.keeper.hurry();
      event.preventDefault();
    };
    window.addEventListener('beforeunload', leaving);
    const read = () => void this.keeper.after(() => this.keeper.read()).catch(() => null);
    this.playing.addEventListener('state', this.redraw);
    this.playing.addEventListener('bite', (event) => this.follow(/** @type {CustomEvent} */ (event).detail));
    return [
      listenForDrags(this, this.middle),
      listenToClicks(this, this.middle),
      () => window.removeEventListener('beforeunload', leaving),
      on('edit', (data) => this.heard(data)),
      onWaiting(() => ['saved', 'typing'].includes(this.keeper.state) && this.keeper.sent === null && this.takeUp()),
      on('reload', read),
      on('changed', () => this.later(read)),
    ];
  }

  /**
   * What an earlier page left unsaved is shown again, beside what has been typed since, and goes on its way; a browser
   * that is slow about its store knows of it late.
   */
  takeUp() {
    const row = waitingFor(this.keeper.key);
    const text = row?.body?.text;
    if (typeof text !== 'string' || text === this.view.text) return;
    this.sheet.dispatch({ changes: beside(this.view.text, this.keeper.text, text) });
    if (row?.ifMatch !== this.view.digest) this.keeper.base = { text: row?.base ?? this.view.text, digest: String(row?.ifMatch) };
    void this.keeper.saved().catch(this.failed);
  }

  /** The server has seen the text. @param {any} view */
  seen(view) {
    if (this.isClosed) return;
    const isOther = view.digest !== this.view.digest || this.proving.state === 'failed';
    this.view = view;
    if (isOther) this.proving.due(view);
    this.redraw();
  }

  /** A paper edit's file is another one. @param {{edit: string, digest: string}} data */
  heard(data) {
    if (data.edit === this.name) this.keeper.heard(data.digest);
    else void this.bin.heard(data.edit);
  }

  /** Words on the tapes have changed: what is shown of them is read again, once things are quiet. @param {() => void} work */
  later(work) {
    clearTimeout(this.laterTimer);
    this.laterTimer = window.setTimeout(work, QUIET_MS);
  }

  proved() {
    this.fairness.due();
    const { findings, state } = this.proving;
    if (this.isClosed) return;
    if (findings && state === 'done' && this.keeper.isClean) {
      this.sheet.dispatch({ effects: setJoins.of(placesOf(this.sheet.state, findings, this.view)) });
    }
    this.redraw();
  }

  /** @param {1 | -1} by */
  nextFinding(by) {
    const finding = this.proving.next(by);
    if (finding) this.goTo(finding);
    else tell('Nothing is open.');
  }

  /** @param {import('./findings.js').Finding} finding */
  goTo(finding) {
    this.proving.chosen = finding.id;
    const { state } = this.sheet;
    const block = finding.bite ? blockOfBite(state, finding.bite) : null;
    const line = state.doc.line(Math.min(Math.max(finding.line, 1), state.doc.lines));
    takeInHand(this.sheet, indexAt(state, block?.from ?? line.from));
    this.redraw();
    queueMicrotask(() => this.right.querySelector('[aria-current=true]')?.scrollIntoView({ block: 'nearest' }));
  }

  /** @param {number} number */
  takeBite(number) {
    const block = blockOfBite(this.sheet.state, number);
    if (block) takeInHand(this.sheet, indexAt(this.sheet.state, block.from));
  }

  /** The bite that sounds is kept in sight. @param {number} number */
  follow(number) {
    const block = this.playing.isPlaying ? blockOfBite(this.sheet.state, number) : null;
    if (!block) return;
    const { top, bottom } = this.sheet.lineBlockAt(block.from);
    const { scrollTop, clientHeight } = this.sheet.scrollDOM;
    if (top < scrollTop || bottom > scrollTop + clientHeight - 60) this.sheet.scrollDOM.scrollTo({ top: top - clientHeight / 3 });
  }

  /** @param {'undo' | 'redo'} which */
  turnBack(which) {
    if (turnBack(this.sheet, which)) void this.keeper.saved().catch(this.failed);
  }

  stepOut() {
    if (this.playing.isPlaying) this.playing.pause();
    else goToLayer(this.sheet, 'margin');
  }

  /**
   * Play a part of the cut; what is typed is written first, for it plays as the file has it.
   * @param {(player: Playing) => {start: number, end: number} | null} choose
   * @param {{on?: boolean}} [options] go on to the end
   */
  async play(choose, options) {
    const isSaved = await this.keeper.saved();
    if (this.isClosed) return;
    if (isSaved) await this.playing.playPart(this.view.digest, choose, options);
    else tell('The cut plays as the file has it, and what you typed is not written yet.');
  }

  async playAll() {
    if (this.playing.isPlaying) this.playing.pause();
    else await this.play((player) => player.from(1), { on: true });
  }

  focusBin() {
    /** @type {HTMLElement | null} */ (this.left.querySelector('.paper-bin-filter'))?.focus();
  }

  /** Two lines that play: one of narration, and the first thing that somebody says on a tape. */
  async example() {
    const found = await get('/api/bites/example');
    if (!found.example) {
      tell('No tape has words yet: have one transcribed first.');
      return;
    }
    putIn(this, 'This is narration. Somebody reads it out later.', 0);
    if (!(await this.keeper.saved())) return;
    const done = await this.keeper.verb('insert', () => ({ ...found.example, air: true, where: {} }));
    if (done) this.takeBite(done.bite);
  }

  redraw() {
    if (this.isDue || this.isClosed) return;
    this.isDue = true;
    queueMicrotask(() => {
      this.isDue = false;
      if (!this.isClosed) this.draw();
    });
  }

  draw() {
    const facts = this.sheet.state.field(factsField);
    const shown = { view: this.view, facts, proving: this.proving, trouble: troubleOf(this.view) };
    const goTo = (/** @type {import('./findings.js').Finding} */ one) => (this.goTo(one), this.sheet.focus());
    const side = html`${drawSide(shown, { goTo, prove: () => void this.proving.prove() })} ${drawFairness(this.fairness, this.failed, () => openFairness(this.name, this.view.order?.title || this.name))}`;
    render(side, this.right);
    keepPlace(this.left, () => render(drawBin(this.bin, (one) => putIn(this, one.source), () => this.sheet.focus()), this.left));
    render(bannersOf(this), this.banners);
    this.told();
  }

  close() {
    this.isClosed = true;
    clearTimeout(this.laterTimer);
    for (const stop of this.stops) stop();
    this.proving.close();
    this.fairness.close();
    this.playing.destroy();
    this.bin.close();
    this.keeper.close();
    this.sheet.destroy();
  }
}

/** The parts of the screen. @param {HTMLElement} element */
function build(element) {
  const made = (/** @type {string} */ tag, /** @type {string} */ className, /** @type {string} */ label) => {
    const part = document.createElement(tag);
    part.className = className;
    if (label) part.setAttribute('aria-label', label);
    return part;
  };
  element.classList.add('paper');
  const banners = made('div', 'paper-banners', '');
  const columns = made('div', 'columns', '');
  const left = made('aside', 'side-left panel', 'Bites to put in');
  const middle = made('div', 'middle paper-sheet', '');
  const right = made('aside', 'side panel', 'Airtime, proof and fairness');
  columns.append(left, middle, right);
  element.append(banners, columns);
  return { banners, left, middle, right };
}
