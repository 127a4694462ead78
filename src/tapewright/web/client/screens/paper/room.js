/** One paper edit on the screen: the bin, the sheet and the side, and what holds them together. */
import { html, nothing, render } from '../../frame/dom.js';
import { get, post } from '../../frame/api.js';
import { on } from '../../frame/live.js';
import { tell, tellError } from '../../frame/tell.js';
import { waitingFor } from '../../frame/waiting.js';
import { banner } from '../../frame/states.js';
import { markedLength, openOnTape, putIn, renameTape } from './acts.js';
import { drawBin, selectsOf } from './bin.js';
import { changesBetween } from './changes.js';
import { decide } from './deciding.js';
import { listenForDrags } from './dragging.js';
import { openExport } from './exporting.js';
import { factsField, laid, setFacts } from './facts.js';
import { count, findingsOf } from './findings.js';
import { blockInHand, blocksField, layerField, setEdge } from './layers.js';
import { Keeper } from './keeper.js';
import { Playing } from './playing.js';
import { blockOfBite, goToLayer, indexAt, makeSheet, runningTime, takeInHand, turnBack } from './sheet.js';
import { drawSide } from './side.js';

const PROVE_AFTER_MS = 400;
const SLOW_MS = 2500;

export class Room {
  /**
   * @param {HTMLElement} element
   * @param {import('../../frame/shell.js').Frame} frame
   * @param {string} name
   * @param {any} view
   */
  constructor(element, frame, name, view) {
    this.element = element;
    this.frame = frame;
    this.name = name;
    this.view = view;
    /** @type {import('./findings.js').Finding[] | null} */
    this.findings = null;
    this.chosen = '';
    /** @type {'running' | 'late' | 'done' | 'failed'} */
    this.proof = 'running';
    this.proofTook = 0;
    this.proofTimer = 0;
    /** @type {import('./bin.js').Bin} */
    this.bin = { from: 'selects', edits: [], selects: [], typed: '', state: 'reading', sounding: '' };
    /** @param {unknown} error */
    this.failed = (error) => tellError(error);
    const { banners, left, middle, right } = build(element);
    this.banners = banners;
    this.left = left;
    this.middle = middle;
    this.right = right;
    this.isDue = false;
    this.isClosed = false;
    this.proofTurn = 0;
    this.laterTimer = 0;
    /** @type {number | undefined} */
    this.typedIn = undefined;
    /** @type {Playing | null} */
    this.binPlaying = null;
    /** What else is to be drawn anew. @type {() => void} */
    this.told = () => {};
    this.sheet = makeSheet(this.middle, view.text, { typed: () => this.keeper?.typed(), moved: () => this.redraw() });
    this.playing = new Playing(name, this.sheet);
    this.keeper = new Keeper(name, this.sheet, view, {
      seen: (seen) => this.seen(seen),
      state: () => this.redraw(),
      decide: (current, mine, base) => decide(name, current, mine, base),
      failed: this.failed,
    });
    this.sheet.dispatch({ effects: setFacts.of(laid(view)) });
    this.stops = [
      listenForDrags(this, this.middle),
      this.listenToClicks(),
      on('edit', (data) => this.heard(data)),
      on('reload', () => void this.keeper.after(() => this.keeper.read()).catch(this.failed)),
      on('changed', () => this.later(() => void this.keeper.after(() => this.keeper.read()).catch(() => null))),
    ];
    this.playing.addEventListener('state', () => this.redraw());
    this.playing.addEventListener('failed', () => tell('The cut cannot be heard. Are the recordings where they were?', { kind: 'bad' }));
    this.playing.addEventListener('bite', (event) => this.follow(/** @type {CustomEvent} */ (event).detail));
    this.takeUp();
    this.prove();
    void this.fillBin();
  }

  /** What an earlier page left unsaved is shown again, and goes on its way. */
  takeUp() {
    const row = waitingFor(this.keeper.key);
    const text = row?.body?.text;
    if (typeof text !== 'string' || text === this.view.text) return;
    this.sheet.dispatch({ changes: changesBetween(this.view.text, text) });
    if (row?.ifMatch !== this.view.digest) void this.keeper.after(() => this.keeper.decide(this.view)).catch(this.failed);
  }

  /** The server has seen the text. @param {any} view */
  seen(view) {
    const isOther = view.digest !== this.view.digest;
    this.view = view;
    if (isOther) this.prove();
    this.redraw();
  }

  /** A paper edit's file is another one. @param {{edit: string, digest: string}} data */
  heard(data) {
    if (data.edit === this.name) this.keeper.heard(data.digest);
    else if (data.edit === this.bin.from || !this.bin.edits.some((one) => one.edit === data.edit)) void this.fillBin();
  }

  /** Words on the tapes have changed: what is shown of them is read again, once things are quiet. @param {() => void} work */
  later(work) {
    clearTimeout(this.laterTimer);
    this.laterTimer = window.setTimeout(work, 300);
  }

  /** Have the bites held against the tapes; by itself where that is quick. */
  prove() {
    clearTimeout(this.proofTimer);
    if (this.view.trouble) return;
    if (this.findings && this.proofTook > SLOW_MS) {
      this.proof = 'late';
      return;
    }
    this.proofTimer = window.setTimeout(() => void this.proveNow(), PROVE_AFTER_MS);
  }

  async proveNow() {
    const mine = (this.proofTurn += 1);
    const began = performance.now();
    this.proof = 'running';
    try {
      const answer = await post(`${this.keeper.path}/check`);
      if (mine !== this.proofTurn) return;
      this.proofTook = performance.now() - began;
      this.proof = answer.digest === this.view.digest ? 'done' : 'late';
      this.findings = findingsOf(answer.check, this.view);
      if (this.proof === 'late') this.prove();
    } catch {
      this.proof = 'failed';
    }
    this.redraw();
  }

  /** @param {1 | -1} by */
  nextFinding(by) {
    const list = this.findings || [];
    if (!list.length) return tell('Nothing is open.');
    const at = list.findIndex((one) => one.id === this.chosen);
    const place = at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length;
    return this.goTo(list[place]);
  }

  /** @param {import('./findings.js').Finding} finding */
  goTo(finding) {
    this.chosen = finding.id;
    const { state } = this.sheet;
    const row = state.field(factsField).rows.find((one) => finding.bite && one.bite?.number === finding.bite);
    const block = finding.bite ? blockOfBite(state, finding.bite) : null;
    const line = state.doc.line(Math.min(Math.max(finding.line, 1), state.doc.lines));
    takeInHand(this.sheet, indexAt(state, row?.from ?? block?.from ?? line.from));
    this.redraw();
    this.right.querySelector('[aria-current=true]')?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {number} number */
  takeBite(number) {
    const block = blockOfBite(this.sheet.state, number);
    if (block) takeInHand(this.sheet, indexAt(this.sheet.state, block.from));
  }

  /** The bite that sounds is kept in sight. @param {number} number */
  follow(number) {
    const block = blockOfBite(this.sheet.state, number);
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
    if (this.playing.isPlaying) this.playing.stop();
    else goToLayer(this.sheet, 'margin');
  }

  /** Play what a record of the written text says. @param {(view: any) => {start: number, end: number} | null} choose */
  async play(choose) {
    if (!(await this.keeper.saved())) return tell('The cut is played as the file has it, and it is not written yet.');
    const span = choose(this.view);
    if (!span) return tell('Nothing of this can be played.');
    return this.playing.play(this.view, span.start, span.end);
  }

  async fillBin() {
    try {
      const { edits } = await get('/api/edits');
      const others = edits.filter((/** @type {any} */ one) => one.edit !== this.name);
      const selects = others.filter((/** @type {any} */ one) => one.edit === 'selects');
      this.bin.edits = [...(selects.length ? selects : [{ edit: 'selects', title: 'Selects' }]), ...others.filter((/** @type {any} */ one) => one.edit !== 'selects')];
      const isThere = others.some((/** @type {any} */ one) => one.edit === this.bin.from);
      this.bin.selects = isThere ? selectsOf(await get(`/api/edits/${encodeURIComponent(this.bin.from)}`)) : [];
      this.bin.state = isThere ? 'there' : 'none';
    } catch {
      this.bin.state = 'failed';
    }
    this.redraw();
  }

  focusBin() {
    /** @type {HTMLElement | null} */ (this.left.querySelector('.paper-bin-filter'))?.focus();
  }

  /** Clicks on what stands for signs of the text. */
  listenToClicks() {
    /** @param {MouseEvent} event */
    const clicked = (event) => {
      const target = event.target instanceof Element ? event.target : null;
      const source = target?.closest('[data-does]');
      const tape = target?.closest('[data-tape]');
      if (tape instanceof HTMLElement && source) return renameTape(this, this.sheet.posAtDOM(source), tape.dataset.tape || '');
      if (source instanceof HTMLElement && source.dataset.does === 'head') return this.openHead();
      if (source) {
        takeInHand(this.sheet, indexAt(this.sheet.state, this.sheet.posAtDOM(source)));
        const edge = target?.closest('[data-edge]');
        if (edge instanceof HTMLElement) this.sheet.dispatch({ effects: setEdge.of(edge.dataset.edge === 'start' ? 'start' : 'end') });
        if (event.detail === 2) openOnTape(this);
        return this.sheet.focus();
      }
      if (target?.closest('.cm-line')) this.clickedText();
    };
    this.middle.addEventListener('click', clicked);
    return () => this.middle.removeEventListener('click', clicked);
  }

  /** A click into narration types; a bite is taken in hand, so that nobody types over what was said. */
  clickedText() {
    const { state } = this.sheet;
    const isBite = blockInHand(state)?.kind === 'bite';
    const layer = state.field(layerField);
    if (!isBite && layer === 'margin' && state.selection.main.empty) goToLayer(this.sheet, 'text');
    if (isBite && layer === 'text' && state.selection.main.empty && this.typedIn !== blockInHand(state)?.from) goToLayer(this.sheet, 'margin');
  }

  openHead() {
    const { front } = this.sheet.state.field(blocksField);
    if (!front) return;
    this.sheet.dispatch({ selection: { anchor: Math.min(front.from + 4, front.to) } });
    goToLayer(this.sheet, 'text');
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
    const { state } = this.sheet;
    const layer = state.field(layerField);
    this.typedIn = layer === 'text' ? blockInHand(state)?.from : undefined;
    const facts = state.field(factsField);
    const trouble = this.view.trouble ? `${this.view.trouble.message}. The text is kept; mend its head.` : '';
    render(
      drawSide({ view: this.view, facts, findings: this.findings, chosen: this.chosen, proof: this.proof, trouble }, { goTo: (one) => (this.goTo(one), this.sheet.focus()), prove: () => void this.proveNow() }),
      this.right,
    );
    render(
      drawBin(this.bin, {
        choose: (edit) => ((this.bin.from = edit), (this.bin.typed = ''), void this.fillBin()),
        filter: (typed) => ((this.bin.typed = typed), this.redraw()),
        put: (one) => putIn(this, one.source),
        play: (one) => void this.playSelect(one).catch(this.failed),
      }),
      this.left,
    );
    render(this.bannersOf(trouble), this.banners);
    this.told();
  }

  /** @param {string} trouble */
  bannersOf(trouble) {
    const isUndecided = this.keeper.state === 'undecided';
    const { state } = this.sheet;
    return html`${isUndecided
      ? banner('The file was changed elsewhere while you typed. Nothing is written until you have decided.', {
          kind: 'bad',
          action: html`<button type="button" class="button" @click=${() => this.keeper.again()}>Decide</button>`,
        })
      : nothing}
    ${this.keeper.state === 'waiting' ? banner('The server is away. What you type waits here and is written when it is back.', { kind: 'bad' }) : nothing}
    ${trouble ? banner(trouble, { kind: 'bad' }) : nothing}
    ${!trouble && !state.field(blocksField).blocks.length ? this.emptyBanner() : nothing}`;
  }

  emptyBanner() {
    return banner('There is nothing in it yet. Drag a bite in from the left, or press Ctrl K and type words that were said.', {
      action: html`<button type="button" class="button" @click=${() => void this.example().catch(this.failed)}>Begin with an example</button>`,
    });
  }

  /** Two lines that play: one of narration, and the first thing that somebody says on a tape. */
  async example() {
    const tape = await firstWords();
    if (!tape) {
      tell('No tape has words yet: have one transcribed first.');
      return;
    }
    putIn(this, 'This is narration. Somebody reads it out later.', 0);
    if (!(await this.keeper.saved())) return;
    const done = await this.keeper.verb('insert', { ...tape, where: {} });
    if (done) this.takeBite(done.bite);
  }

  /** @param {import('./bin.js').Select} one */
  async playSelect(one) {
    const view = await get(`/api/edits/${encodeURIComponent(this.bin.from)}`);
    const events = view.events.filter((/** @type {any} */ event) => event.bite === one.number);
    if (!events.length) return tell('Nothing of this can be played.');
    const player = (this.binPlaying ||= new Playing(this.bin.from, this.sheet));
    player.name = this.bin.from;
    this.playing.stop();
    if (player.isPlaying) return player.stop();
    return player.play({ ...view, events: [] }, events[0].record.start, events[events.length - 1].record.end);
  }

  /** The bar: how it stands, how long it runs, what is open. */
  facts() {
    const said = { saved: 'saved', typing: 'typing…', saving: 'saving…', waiting: 'not saved yet', undecided: 'waits for your decision', refused: 'not saved' }[this.keeper.state];
    const marked = markedLength(this);
    return html`<span>paper edit · <span data-said=${this.keeper.state}>${said}</span></span>${marked ? html`<span>${marked}</span>` : nothing}`;
  }

  tools() {
    /** @type {import('./findings.js').Finding[]} */
    const findings = this.findings || [];
    const altered = count(findings, 'altered', 'broken');
    const joins = count(findings, 'join');
    const running = this.view.order ? runningTime(this.view.order.running) : '–';
    return html`<span class="paper-running">running <span class="timecode">${running}</span></span>
      ${altered ? html`<span class="paper-count"><span class="paper-dot paper-dot-bad"></span>${altered} altered</span>` : nothing}
      ${joins ? html`<span class="paper-count"><span class="paper-dot paper-dot-join"></span>${joins} ${joins === 1 ? 'join' : 'joins'} to check</span>` : nothing}
      <button type="button" class="button" @click=${() => void this.playAll().catch(this.failed)}>${this.playing.isPlaying ? 'Stop' : 'Play the cut'}</button>
      <button type="button" class="button" @click=${() => void openExport(this.name, this.view).catch(this.failed)}>Export…</button>
      <button type="button" class="button-quiet drawer-button" data-toggles="side-left">Bin</button>
      <button type="button" class="button-quiet drawer-button" data-toggles="side">Proof</button>`;
  }

  async playAll() {
    if (this.playing.isPlaying) return this.playing.stop();
    return this.play((view) => (view.events.length ? { start: 0, end: view.order.ticks.duration } : null));
  }

  close() {
    this.isClosed = true;
    clearTimeout(this.proofTimer);
    clearTimeout(this.laterTimer);
    for (const stop of this.stops) stop();
    this.playing.close();
    this.binPlaying?.close();
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
  element.classList.add('screen-fixed', 'paper');
  const banners = made('div', 'paper-banners', '');
  const columns = made('div', 'columns', '');
  const left = made('aside', 'side-left panel', 'Bites to put in');
  const middle = made('div', 'middle paper-sheet', '');
  const right = made('aside', 'side panel', 'Airtime and proof');
  columns.append(left, middle, right);
  element.append(banners, columns);
  return { banners, left, middle, right };
}

/** The first turn of the first tape that has one. */
async function firstWords() {
  const { tapes } = await get('/api/tapes');
  for (const tape of tapes.slice(0, 20)) {
    const read = await get(`/api/tapes/${encodeURIComponent(tape.id)}/transcript`).catch(() => null);
    const turn = read?.turns?.find((/** @type {any} */ one) => one.text?.split(' ').length > 4) || read?.turns?.[0];
    if (turn?.ticks) return { tape: tape.id, start: turn.ticks.start, end: turn.ticks.end, air: true };
  }
  return null;
}
