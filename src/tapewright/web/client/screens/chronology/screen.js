/** Chronology (`/chronology?event=12&from=…&to=…&as=table`): who did what when, what says so, and where nothing is told. */
import { ApiError, get } from '../../frame/api.js';
import { html, nothing, render } from '../../frame/dom.js';
import { Latest } from '../../frame/latest.js';
import { on } from '../../frame/live.js';
import { query } from '../../frame/router.js';
import { empty, failed, loading } from '../../frame/states.js';
import { tell } from '../../frame/tell.js';
import { caseLanes, sayOffset } from './aligned.js';
import { toolsOf } from './bar.js';
import { Board } from './board.js';
import { sayDay } from './days.js';
import { Deeds } from './deeds.js';
import { detail } from './detail.js';
import { Files } from './files.js';
import { asked, everything, filters, isNarrow, wishOf, written } from './filters.js';
import { chronologyKeys } from './keys.js';
import { laysOutPaper } from './printing.js';
import { Chronology, daysOf } from './record.js';
import { told } from './told.js';
import { Table, tableOf } from './table.js';

const PAUSE_MS = 250;

/** @param {import('../../frame/screens.js').Place} place @param {import('../../frame/shell.js').Frame} frame */
export async function open(place, frame) {
  const screen = new ChronologyScreen(place.element, frame);
  screen.come(place.query);
  await screen.read();
  return screen.screen;
}

export class ChronologyScreen {
  /** @param {HTMLElement} element @param {import('../../frame/shell.js').Frame} frame */
  constructor(element, frame) {
    this.element = element;
    this.frame = frame;
    /** @type {Chronology | null} */
    this.chronology = null;
    /** @type {unknown} */
    this.error = null;
    this.wish = everything();
    this.align = '';
    this.isTable = false;
    /** The number of the event that is looked at. @type {number | null} */
    this.at = null;
    /** @type {any} the gap that is looked at, instead of an event */
    this.gap = null;
    this.timers = { refresh: 0, address: 0, words: 0 };
    this.closing = new AbortController();
    this.latest = new Latest();
    this.deeds = new Deeds(this);
    this.files = new Files(this);
    render(placeOf(), element);
    const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (element.querySelector(name));
    this.parts = { filters: part('.chron-top-place'), board: part('.chron-board'), table: part('.chron-table'), instead: part('.chron-instead'), detail: part('.chron-detail'), said: part('.chron-said') };
    this.board = new Board(this.parts.board, {
      chosen: (spot) => this.spotChosen(spot),
      gap: (gap) => this.lookAtGap(gap),
      moved: () => this.moved(),
      party: (party) => void this.deeds.party(party),
    });
    this.table = new Table(this.parts.table, { choose: (row) => (row.gap ? this.lookAtGap(row.gap) : this.look(row.event.id)) });
    this.field = fieldOf((words) => this.typed(words));
    this.stops = [on('changed', (said) => concerns(said) && this.soon()), on('reload', () => this.soon()), laysOutPaper(part('.chron-paper'), () => this.chronology)];
    this.screen = this.shown();
  }

  /** Take what the address says. @param {URLSearchParams} said */
  come(said) {
    const before = asked(this.wish) + this.align;
    this.wish = wishOf(said);
    this.align = said.get('align') || '';
    this.isTable = said.get('as') === 'table';
    this.at = Number(said.get('event')) || null;
    if (document.activeElement !== this.field) this.field.value = this.wish.words;
    this.gap = null;
    if (!this.board.window.take(said) && this.chronology) this.fit();
    if (this.chronology && asked(this.wish) + this.align !== before) void this.read();
    else if (this.chronology) this.draw();
  }

  /** What is so now. */
  read = () => this.latest.ask(async (signal, arrives) => {
    try {
      const [record, cases] = await Promise.all([get(asked(this.wish), {}, signal), this.align ? get('/api/cases/compare', { at: this.align }, signal) : null]);
      if (!arrives()) return;
      this.show(record, cases);
      this.error = null;
    } catch (error) {
      if (!arrives() || (this.chronology && !(error instanceof ApiError))) return; // the server is away: what is shown stays
      this.error = error;
    }
    this.draw();
  }, asked(this.wish) + this.align);

  /** @param {any} record @param {any} cases */
  show(record, cases) {
    const [before, gap, named] = [this.chronology, this.gap?.key, this.at];
    this.chronology = new Chronology(record);
    const room = this.board.room;
    this.cases = cases ? caseLanes(cases, this.chronology, room) : null;
    const { lanes, height } = this.cases || this.chronology.lanes(room);
    this.board.show(lanes, height);
    this.table.show(this.chronology, cases);
    this.gap = gap ? this.chronology.gaps.find((one) => one.key === gap) || null : null;
    if (this.at !== null && !this.chronology.byId.has(this.at)) this.at = null;
    if (!this.board.window.isChosen) this.fit();
    if (!before) this.first(named);
    this.deeds.follow();
    this.deeds.mentions.soon();
  }

  /** At first the one that the address names is looked at, else the first. @param {number | null} named */
  first(named) {
    const { chronology } = this;
    if (!chronology) return;
    const isSaid = this.board.window.isChosen && !this.cases;
    if (this.at === null) this.at = (isSaid && named === null ? chronology.firstBetween(this.board.window) : chronology.events[0])?.id ?? null;
    if (named !== null && named !== this.at && chronology.events.length) tell(`E${named} is not among the events that are shown.`);
    const days = this.event ? daysOf(this.event) : null;
    if (days && isSaid && named !== null) this.board.reveal(days[0], days[1]);
  }

  /** The whole time in view. */
  fit() {
    const whole = this.cases ? /** @type {[number, number]} */ ([this.cases.first, this.cases.last]) : this.chronology?.extent;
    if (whole) this.board.window.fit(...whole);
  }

  /** @returns {any} */
  get event() {
    return this.at === null ? null : this.chronology?.byId.get(this.at) || null;
  }

  // --- what is looked at ----------------------------------------------------------------------------------------------

  /** @param {number} id @param {{reveal?: boolean}} [how] */
  look(id, { reveal = true } = {}) {
    this.at = id;
    this.gap = null;
    const days = this.markDays();
    if (days && reveal) this.board.reveal(days[0], days[1], this.laneOf(id));
    this.deeds.follow();
    this.keep();
    this.draw();
    this.say(this.event ? `${this.event.said || this.event.date_words || 'no date'}: ${this.event.title}` : '');
  }

  /** Where the event lies on this board: on the calendar, or from day 0. @returns {[number, number] | null} */
  markDays() {
    if (!this.cases) return this.event && daysOf(this.event);
    const mark = this.cases.lanes.flatMap((lane) => lane.marks).find((one) => one.event.id === this.at);
    return mark ? [Math.max(mark.first, -1e8), Math.min(mark.last, 1e8)] : null;
  }

  /** @param {number} id */
  laneOf(id) {
    return this.board.lanes.find((lane) => lane.marks.some((mark) => mark.event.id === id));
  }

  /** @param {any} gap */
  lookAtGap(gap) {
    this.gap = gap;
    this.at = null;
    this.board.reveal(gap.begins, gap.ends, this.board.lanes.find((lane) => lane.party === gap.lane));
    this.deeds.follow();
    this.keep();
    this.draw();
    this.say(`${gap.title}. ${gap.tells}`);
  }

  /** One mark, or several in one block: then nearer. @param {import('./drawing.js').Spot} spot */
  spotChosen(spot) {
    const [first] = spot.marks;
    const last = spot.marks[spot.marks.length - 1];
    if (spot.marks.length > 1 && last.first > first.first) {
      const air = Math.max(2, (last.first - first.first) * 0.4);
      this.board.window.set(first.first - air, last.first + air);
      this.moved();
    }
    this.look(first.event.id, { reveal: false });
  }

  /** @param {number} by */
  step(by) {
    const from = this.at ?? (this.gap ? (by > 0 ? this.gap.before : this.gap.after) : null);
    const event = this.chronology?.step(from, by);
    if (event) this.look(event.id);
  }

  /** @param {number} by */
  row(by) {
    this.table.step(by);
  }

  nextGap() {
    const days = this.event && daysOf(this.event);
    const gap = this.chronology?.nextGap(this.gap?.key || '', days ? days[0] : null);
    if (gap) this.lookAtGap(gap);
    else tell('There is no gap of 90 days or more.');
  }

  /** @param {number} by */
  nextConflict(by) {
    const event = this.chronology?.nextConflict(this.at ?? this.gap?.before ?? null, by);
    if (event) this.look(event.id);
    else tell('No sources conflict.');
  }

  /** @param {number} factor */
  zoom(factor) {
    this.board.zoom(factor, this.markDays()?.[0] ?? null);
  }

  /** @param {number} part of what is looked at */
  pan(part) {
    this.board.pan(part * this.board.window.width);
  }

  whole() {
    this.fit();
    this.board.soon();
    this.keep();
  }

  toggleTable() {
    this.isTable = !this.isTable;
    query({ as: this.isTable ? 'table' : null }, { step: true });
    this.draw();
    /** @type {HTMLElement | null} */ (this.element.querySelector(this.isTable ? '.chron-table' : '.chron-scroll'))?.focus({ preventScroll: true });
  }

  focusFilter() {
    this.field.focus();
    this.field.select();
  }

  // --- what is shown --------------------------------------------------------------------------------------------------

  /** @param {import('./filters.js').Wish} wish */
  change(wish) {
    this.wish = wish;
    query(written(wish), { step: true });
    void this.read();
  }

  /** @param {string} words */
  typed(words) {
    clearTimeout(this.timers.words);
    this.timers.words = window.setTimeout(() => {
      this.wish = { ...this.wish, words };
      query(written(this.wish));
      void this.read();
    }, PAUSE_MS);
  }

  /** @param {string} at */
  setAlign(at) {
    this.align = at;
    this.board.window.isChosen = false;
    query({ align: at || null, from: null, to: null }, { step: true });
    void this.read();
  }

  moved() {
    clearTimeout(this.timers.address);
    this.timers.address = window.setTimeout(() => this.keep(), PAUSE_MS);
  }

  /** The address says what is looked at. */
  keep() {
    clearTimeout(this.timers.address);
    if (!this.closing.signal.aborted) query({ event: this.at === null ? null : String(this.at), ...this.board.window.written() });
  }

  /** Something was changed somewhere. A window that nobody sees waits until somebody does. */
  soon() {
    clearTimeout(this.timers.refresh);
    this.timers.refresh = window.setTimeout(() => {
      if (document.hidden) document.addEventListener('visibilitychange', () => this.soon(), { once: true, signal: this.closing.signal });
      else void this.read();
    }, PAUSE_MS);
  }

  /** For a screen reader. @param {string} text */
  say(text) {
    this.parts.said.textContent = text;
  }

  draw() {
    const { chronology, parts, board } = this;
    const has = Boolean(chronology?.events.length) && !this.error;
    render(filters(this.wish, chronology?.record, (wish) => this.change(wish), { align: this.align, setAlign: (at) => this.setAlign(at) }), parts.filters);
    parts.filters.hidden = !chronology || (!has && !isNarrow(this.wish));
    parts.board.hidden = !has || this.isTable;
    parts.table.hidden = !has || !this.isTable;
    parts.detail.hidden = !has;
    parts.instead.hidden = has;
    render(has ? nothing : this.instead(), parts.instead);
    if (has && chronology) {
      render(detail({ chronology, event: this.event, gap: this.gap, ...this.deeds.known() }, this.deeds.acts), parts.detail);
      board.looked = { event: this.at, gap: this.gap, gaps: this.cases ? [] : chronology.gaps.filter((gap) => gap.lane === null), dayText: this.cases ? sayOffset : undefined };
      if (this.isTable) this.table.look(this.at, this.gap);
      else board.soon();
    }
    this.frame.redraw();
  }

  instead() {
    if (this.error) return failed(this.error, () => void this.read());
    if (!this.chronology) return loading('Reading the chronology…');
    const clear = html`<button class="button" @click=${() => this.change(everything())}>Show everything</button>`;
    if (isNarrow(this.wish)) return empty({ title: 'No event is of this kind', text: html`${this.chronology.record.left_out} events are not shown.`, actions: clear });
    return empty({
      title: 'No events yet',
      text: html`Add a date from any passage: select, then <kbd>D</kbd>. A list of events in a table can be imported. Nothing is an event until a person says so.`,
      actions: html`<a class="button" href="/tapes">To the tapes</a><button class="button" @click=${() => void this.deeds.add()}>New event…</button><button class="button" @click=${this.files.bring}>Import a table…</button>`,
    });
  }

  // --- what is done (deeds.js) ----------------------------------------------------------------------------------------

  playFirst = () => this.deeds.playFirst();
  openSource = () => this.deeds.openSource();
  add = () => this.deeds.add();
  edit = () => this.deeds.edit();
  remove = () => this.deeds.remove();
  people = () => this.deeds.people();

  shown() {
    const screen = this;
    return {
      title: 'Chronology',
      get facts() {
        return screen.facts();
      },
      get tools() {
        return toolsOf(screen);
      },
      keys: chronologyKeys(this),
      foot: ['chronology.next', 'chronology.nearer', 'chronology.gap', 'chronology.conflict', 'chronology.table', 'chronology.open'],
      changed: (/** @type {import('../../frame/screens.js').Place} */ place) => this.come(place.query),
      close: () => this.close(),
    };
  }

  facts() {
    const { chronology } = this;
    if (!chronology?.events.length) return nothing;
    const years = chronology.extent ? chronology.extent.map((day) => sayDay(day).split(' ').slice(2).join(' ')) : [];
    const said = [told(chronology.events.length, 'event'), years.length ? (years[0] === years[1] ? years[0] : `${years[0]}–${years[1]}`) : '', told(chronology.record.conflicts.length, 'conflict'), told(chronology.gaps.length, 'gap')];
    if (chronology.undated.length) said.push(`${chronology.undated.length} without a date`);
    return html`<span>${said.filter(Boolean).join(' · ')}</span>`;
  }

  close() {
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    this.closing.abort();
    this.latest.close();
    for (const stop of this.stops) stop();
    this.board.close();
    this.table.close();
    this.deeds.close();
    this.files.close();
  }
}

/** Whether a change touches what is shown. @param {any} said */
function concerns(said) {
  const tables = Object.keys(said.changed || {});
  return !tables.length || tables.some((table) => /event|part(y|ies)|case|decision|turn|word/.test(table));
}

/** @param {(words: string) => void} typed */
function fieldOf(typed) {
  const field = document.createElement('input');
  field.className = 'field chron-find';
  field.type = 'search';
  field.placeholder = 'Filter events';
  field.setAttribute('aria-label', 'Filter events by words');
  field.addEventListener('input', () => typed(field.value));
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') field.blur();
  });
  return field;
}

function placeOf() {
  return html`<div class="fill chron">
    <div class="chron-top-place"></div>
    <div class="chron-board" hidden></div>
    ${tableOf()}
    <div class="chron-instead"></div>
    <div class="chron-detail" hidden tabindex="-1" role="region" aria-label="What is looked at"></div>
    <p class="sr-only chron-said" role="status"></p>
    <div class="chron-paper"></div>
  </div>`;
}
