/** Search: one box, three ways, hits where they were said, each heard in its place. */
import { html, nothing, render } from '../../frame/dom.js';
import { get } from '../../frame/api.js';
import { on } from '../../frame/live.js';
import { LongList } from '../../frame/longlist.js';
import { query } from '../../frame/router.js';
import { toTicks } from '../../frame/time.js';
import { inAddress, isSame, isWorthAsking, readAsked, readHit } from './asked.js';
import { Deeds } from './deeds.js';
import { readCodes } from '../../study/codes.js';
import { Hearing } from './hear.js';
import { Hits } from './hits.js';
import { searchKeys } from './keys.js';
import { Marked } from './marked.js';
import { HEADING_HEIGHT, HIT_HEIGHT, TOLD_HEIGHT, hitRow, tapeRow } from './row.js';
import { Rows } from './rows.js';
import { facets, head, instead } from './view.js';

/** @typedef {import('./asked.js').Asked} Asked */

const SHORTEST_PAUSE_MS = 15;
const LONGEST_PAUSE_MS = 250;
const BETWEEN_KEYS_MS = 150;
/** A single word is over before one hears it: a little of what is around it is played too. */
const BEFORE = toTicks(0.4);
const BEHIND = toTicks(0.8);
const STEP_AFTER_MS = 2500;

/**
 * @param {import('../../frame/screens.js').Place} place
 * @param {import('../../frame/shell.js').Frame} frame
 * @returns {Promise<import('../../frame/screens.js').Screen>}
 */
export async function open(place, frame) {
  const search = new Search(place.element, frame);
  search.come(readAsked(place.query), readHit(place.query));
  return search.screen;
}

export class Search {
  /** @param {HTMLElement} element @param {import('../../frame/shell.js').Frame} frame */
  constructor(element, frame) {
    this.frame = frame;
    this.element = element;
    this.hits = new Hits(() => this.draw());
    this.hits.answers = (way) => way !== 'meaning' || this.canMean();
    this.hearing = new Hearing(() => this.draw());
    this.deeds = new Deeds(this);
    this.typed = '';
    this.current = 0;
    this.wanted = -1;
    this.typedAt = 0;
    this.timer = 0;
    this.poll = 0;
    this.refresh = 0;
    this.isClosed = false;
    this.rows = new Rows(0, []);
    /** Null where it could not be had, undefined until then. @type {import('./view.js').Searchable | null | undefined} */
    this.searchable = undefined;
    /** Of what was asked about it the last question counts. */
    this.turn = 0;
    /** Of what the list was set last. */
    this.signature = '';
    /** @type {import('./view.js').Example[] | null} */
    this.examples = null;
    /** Codes that lie on passages, in the order of their trees. @type {import('../../study/codes.js').Code[]} */
    this.codes = [];
    this.marked = new Marked(() => this.draw());
    element.classList.add('search');
    render(frameOf(), element);
    const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (element.querySelector(`.${name}`));
    this.parts = { head: part('search-top'), side: part('side-left'), list: part('search-list'), instead: part('search-instead') };
    this.list = new LongList(this.parts.list, { count: 0, height: HIT_HEIGHT, draw: () => nothing });
    this.stops = [
      on('changed', () => this.changed()),
      on('reload', () => this.changed()),
      on('edit', (said) => said.edit === 'selects' && void this.marked.read()),
    ];
    /** @type {import('../../frame/screens.js').Screen} */
    this.screen = {
      title: 'Search',
      keys: searchKeys(this),
      foot: ['search.play', 'search.open', 'search.quote', 'search.all', 'search.box'],
      changed: (to) => this.come(readAsked(to.query), readHit(to.query)),
      begin: () => this.begin(),
      close: () => this.close(),
    };
    void this.readState();
    void this.readExamples();
    void this.readCodes();
    void this.marked.read();
  }

  close() {
    this.isClosed = true;
    clearTimeout(this.timer);
    clearTimeout(this.poll);
    clearTimeout(this.refresh);
    this.hits.stop();
    this.list.close();
    for (const stop of this.stops) stop();
    void this.hearing.stop();
  }

  // --- what is asked ------------------------------------------------------------------------------------------------

  /** The address says this. @param {Asked} asked @param {number} hit */
  come(asked, hit) {
    this.typed = asked.q;
    if (isSame(asked, this.hits.asked) && this.hits.state === 'ready') {
      this.choose(Math.max(0, hit));
      return;
    }
    this.wanted = hit;
    this.current = Math.max(0, hit);
    void this.hits.ask(asked);
    this.draw();
    this.begin();
  }

  /** Whoever has asked goes on among the hits, whoever has not begins in the field. */
  begin() {
    (this.typed ? this.parts.list : this.box())?.focus({ preventScroll: true });
  }

  /** @param {string} text */
  type(text) {
    this.typed = text;
    clearTimeout(this.timer);
    // Where answers come between two keys, every key may ask; where they take longer, only a pause does.
    const pause = this.hits.tookMs < BETWEEN_KEYS_MS ? SHORTEST_PAUSE_MS : LONGEST_PAUSE_MS;
    this.timer = window.setTimeout(() => this.askFor({ q: text }), pause);
    this.draw();
  }

  /** Search for this besides what is asked already. @param {Partial<Asked>} more @param {{step?: boolean}} [how] */
  askFor(more, { step } = {}) {
    clearTimeout(this.timer);
    const asked = { ...this.hits.asked, q: this.typed, ...more };
    if (isSame(asked, this.hits.asked) && this.hits.state !== 'failed') return;
    const now = Date.now();
    // Typing on is one step for Back; coming again after a pause is another.
    query(inAddress(asked, -1), { step: step ?? (now - this.typedAt > STEP_AFTER_MS && Boolean(this.hits.asked.q)) });
    this.typedAt = now;
    this.current = 0;
    this.parts.list.scrollTop = 0;
    void this.hearing.stop();
    void this.hits.ask(asked);
  }

  /** @param {import('./view.js').Example} example */
  take(example) {
    this.typed = example.query;
    this.askFor({ q: example.query, way: example.way, speaker: '', tape: '', code: '' }, { step: true });
    this.parts.list.focus();
  }

  async readState() {
    clearTimeout(this.poll);
    const mine = (this.turn += 1);
    const said = await get('/api/search/state').catch(() => null);
    if (mine !== this.turn || this.isClosed) return;
    this.searchable = said || this.searchable || null; // where it could not be had, the search itself says what is wrong
    this.draw();
    if (said && this.canMean()) this.hits.countMore();
    if (said?.ways.some((/** @type {{ready: boolean}} */ one) => !one.ready)) this.poll = window.setTimeout(() => void this.readState(), 1000);
  }

  /** Whether the server has what it takes to search by meaning, and has read the tapes for it. */
  canMean() {
    const found = this.searchable?.ways.find((one) => one.way === 'meaning');
    return !!found && found.ready && !found.needs;
  }

  async readExamples() {
    this.examples = (await get('/api/search/examples').catch(() => null))?.examples || [];
    this.draw();
  }

  async readCodes() {
    const codes = await readCodes().catch(() => null);
    this.codes = codes?.all.filter((one) => codes.subtree(one.id).some((other) => other.codings)) || [];
    this.draw();
  }

  /** Something was changed by somebody: words, or what a speaker is called. */
  changed() {
    clearTimeout(this.refresh);
    this.refresh = window.setTimeout(() => {
      void this.readState();
      void this.readCodes();
      void this.askAgain();
    }, 400);
  }

  /** The same search again. Whoever looks at a hit looks at it still, though another may have come before it. */
  async askAgain() {
    const before = await this.hits.again();
    const { current } = this;
    const was = before?.(current);
    const place = was ? await this.hits.placeOf(was, current) : -1;
    if (place >= 0 && this.current === current) this.current = place;
    this.draw();
  }

  // --- what is looked at --------------------------------------------------------------------------------------------

  /** @param {number} by */
  move(by) {
    if (!this.hits.total) return false;
    const wasTyping = this.isTyping();
    this.parts.list.focus({ preventScroll: true });
    if (wasTyping && by > 0) this.choose(this.current);
    else if (this.current + by < 0 && by === -1) this.box()?.focus();
    else this.choose(this.current + by);
    return true;
  }

  /** @param {number} number */
  choose(number) {
    this.current = Math.max(0, Math.min(number, this.hits.total - 1));
    this.list.reveal(this.rows.rowOf(this.current), this.rows.groups.length ? HEADING_HEIGHT : 0);
    this.draw();
  }

  hit() {
    return this.hits.state === 'idle' ? undefined : this.hits.at(this.current);
  }

  isTyping() {
    return document.activeElement === this.box();
  }

  box() {
    return /** @type {HTMLInputElement | null} */ (this.element.querySelector('.search-field'));
  }

  // --- what is done -------------------------------------------------------------------------------------------------

  /** In the box: to the first hit, once it is there. In the list: hear it. */
  async enter() {
    if (this.isTyping()) {
      this.askFor({ q: this.typed });
      const { asked } = this.hits;
      await this.hits.answering;
      // Who types on, or has gone elsewhere, has something else in mind by now.
      if (!isSame(asked, this.hits.asked) || !this.isTyping() || this.hits.state !== 'ready' || !this.hits.total) return;
      this.parts.list.focus({ preventScroll: true });
    }
    this.play(this.current);
  }

  /** @param {number} number */
  play(number) {
    this.choose(number);
    const hit = this.hits.at(number);
    if (hit) void this.hearing.toggle(keyOf(hit), { tape: hit.tape, start: Math.max(0, hit.ticks.start - BEFORE), end: hit.ticks.end + BEHIND });
  }

  // --- how it looks -------------------------------------------------------------------------------------------------

  draw() {
    if (this.isClosed) return;
    const shown = { hits: this.hits, typed: this.typed, searchable: this.searchable, examples: this.examples, codes: this.codes };
    render(head(shown, this), this.parts.head);
    render(facets(shown, this), this.parts.side);
    const hasHits = this.hits.total > 0 && this.hits.state !== 'failed' && this.hits.state !== 'idle';
    this.parts.list.hidden = !hasHits;
    this.parts.instead.hidden = hasHits;
    this.parts.side.hidden = !hasHits;
    render(hasHits ? nothing : instead(shown, this), this.parts.instead);
    if (hasHits) this.drawList();
    this.screen.facts = this.hits.state === 'ready' && isWorthAsking(this.hits.asked.q) ? factsOf(this.hits) : nothing;
    this.frame.redraw();
  }

  drawList() {
    const { hits } = this;
    if (hits.state === 'ready') this.rows = rowsOf(hits);
    const height = hits.asked.way === 'exact' ? HIT_HEIGHT : TOLD_HEIGHT;
    const { rows } = this;
    const signature = `${rows.count} ${rows.groups.length} ${height} ${hits.asked.q} ${hits.asked.way}`;
    if (signature === this.signature) this.list.draw();
    else {
      this.signature = signature;
      this.list.set({
        count: rows.count,
        height: rows.groups.length ? (row) => (this.rows.at(row).kind === 'tape' ? HEADING_HEIGHT : height) : height,
        draw: (row) => this.drawRow(row),
        shown: (first, end) => this.shown(first, end),
      });
    }
    this.parts.list.setAttribute('aria-rowcount', String(rows.count));
    this.parts.list.setAttribute('aria-activedescendant', `hit-${this.current}`);
    const { wanted } = this;
    if (hits.state !== 'ready' || wanted < 0) return;
    this.wanted = -1;
    this.choose(wanted);
  }

  /** @param {number} first @param {number} end */
  shown(first, end) {
    if (end <= first) return;
    const numbers = [first, end - 1].map((row) => {
      const at = this.rows.at(row);
      return at.kind === 'hit' ? at.number : this.numberBehind(row);
    });
    this.hits.want(numbers[0], numbers[1] + 1);
  }

  /** The hit that stands behind a heading. @param {number} row */
  numberBehind(row) {
    const next = row + 1 < this.rows.count ? this.rows.at(row + 1) : null;
    return next?.kind === 'hit' ? next.number : 0;
  }

  /** @param {number} row */
  drawRow(row) {
    const at = this.rows.at(row);
    const { asked } = this.hits;
    if (at.kind === 'tape') {
      const isKept = asked.tape === at.group.tape;
      return tapeRow(at.group, () => this.keep({ tape: isKept ? '' : at.group.tape }), isKept);
    }
    const hit = this.hits.at(at.number);
    const look = {
      isCurrent: at.number === this.current,
      isPlaying: Boolean(hit) && this.hearing.key === keyOf(/** @type {any} */ (hit)),
      isMarked: Boolean(hit) && this.marked.has(/** @type {any} */ (hit)),
      hasTape: !this.rows.groups.length,
      isTold: asked.way !== 'exact',
      isMeant: asked.way === 'meaning',
    };
    return hitRow(at.number, hit, look, {
      choose: () => this.choose(at.number),
      play: () => this.play(at.number),
      open: () => {
        this.choose(at.number);
        void this.deeds.openTape();
      },
    });
  }

  /** @param {string} way */
  way(way) {
    if (way === 'meaning' && !this.canMean()) return;
    this.askFor({ way }, { step: true });
  }

  /** @param {{speaker?: string, tape?: string, code?: string}} facet */
  keep(facet) {
    this.askFor(facet, { step: true });
  }

  /** @param {import('./view.js').Example} example */
  example(example) {
    this.take(example);
  }

  selectAll() {
    void this.deeds.selectAll();
  }

  again() {
    const { asked } = this.hits;
    this.hits.state = 'idle';
    void this.hits.ask({ ...asked });
  }
}

/** @param {Hits} hits */
function rowsOf(hits) {
  if (hits.asked.way !== 'exact') return new Rows(hits.total, []);
  const groups = hits.facets.tapes.filter((one) => !hits.asked.tape || one.tape === hits.asked.tape);
  const counted = groups.reduce((sum, one) => sum + one.hits, 0);
  // Between two answers a tape may have changed: then there are no headings rather than wrong ones.
  return new Rows(hits.total, counted === hits.total ? groups : []);
}

/** @param {Hits} hits */
function factsOf(hits) {
  const tapes = hits.facets.tapes.filter((one) => !hits.asked.tape || one.tape === hits.asked.tape).length;
  if (!hits.total) return html`<span>no hits</span>`;
  const said = hits.total === 1 ? '1 hit' : `${hits.total.toLocaleString('en')} hits`;
  return html`<span>${said} on ${tapes === 1 ? '1 tape' : `${tapes} tapes`}</span>`;
}

/** @param {import('./hits.js').Hit} hit */
function keyOf(hit) {
  return `${hit.tape} ${hit.ticks.start} ${hit.ticks.end}`;
}

function frameOf() {
  return html`<div class="search-top"></div>
    <div class="columns">
      <aside class="side-left" aria-label="Filter"></aside>
      <div class="middle search-list" role="grid" aria-label="Hits" tabindex="0"></div>
      <div class="middle search-instead"></div>
    </div>`;
}
