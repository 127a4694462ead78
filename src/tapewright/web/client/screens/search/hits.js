/**
 * The hits of one search: the first page at once, the others when they come into view, the counts of the other ways when
 * there is time. An answer that was overtaken by another question is dropped.
 */
import { AwayError, get } from '../../frame/api.js';
import { WAYS, forServer, isSame, isWorthAsking } from './asked.js';

/** @typedef {import('./asked.js').Asked} Asked */
/**
 * @typedef {object} Hit
 * @property {string} tape
 * @property {string | null} speaker
 * @property {{start: number, end: number}} ticks
 * @property {string} timecode
 * @property {string} text
 * @property {string} before
 * @property {string} after
 * @property {number} score from 0 to 1
 * @property {number} differs
 * @property {Array<{asked: string, said: string}>} differences
 * @property {Array<[number, number]>} lit
 * @property {number} score how near in meaning, from 0 to 1
 */
/** @typedef {{speaker: number, name: string, hits: number}} SpeakerCount */
/** @typedef {{tapes: import('./rows.js').Group[], speakers: SpeakerCount[]}} Facets */

const PAGE = 60;
const MOST_WAITING = 4;
const PAUSE_MS = 350;

export class Hits {
  /** @param {() => void} changed something else is known now */
  constructor(changed) {
    this.changed = changed;
    /** Whether a way of searching answers at once. @type {(way: string) => boolean} */
    this.answers = () => true;
    /** @type {Asked} */
    this.asked = { q: '', way: 'exact', speaker: '', tape: '', code: '' };
    /** @type {'idle' | 'asking' | 'ready' | 'failed'} */
    this.state = 'idle';
    /** @type {unknown} */
    this.error = null;
    this.total = 0;
    /** @type {Facets} */
    this.facets = { tapes: [], speakers: [] };
    /** How many hits each way has; null while it is being counted. @type {Map<string, number | null>} */
    this.counts = new Map();
    /** Whether the other ways are still to be counted. */
    this.isCounting = false;
    /** @type {Map<number, Hit[]>} */
    this.pages = new Map();
    /** Pages that are shown and must be read again. @type {Set<number>} */
    this.stale = new Set();
    /** Pages that are on their way. @type {Map<number, Promise<void>>} */
    this.waiting = new Map();
    /** What begins like the last word that was typed, where the word itself is not said. @type {{q: string, total: number} | null} */
    this.begun = null;
    this.control = new AbortController();
    /** Resolves when what was asked last is answered. */
    this.answering = Promise.resolve();
    this.timer = 0;
    /** How long the last answer took. */
    this.tookMs = 0;
  }

  /**
   * Search. What is shown stays until the answer is there.
   * @param {Asked} asked @param {{quietly?: boolean}} [how] quietly: what is shown is the answer until then, and keys act on it
   * @returns {Promise<void>} resolves when what was asked last is answered, this or what overtook it
   */
  ask(asked, { quietly = false } = {}) {
    this.answering = this.#ask(asked, quietly);
    return this.answering;
  }

  /** @param {Asked} asked @param {boolean} quietly @returns {Promise<void>} */
  async #ask(asked, quietly) {
    this.stop();
    const control = (this.control = new AbortController());
    const isAnotherQuery = !isSame({ ...asked, way: this.asked.way }, this.asked);
    this.asked = asked;
    if (isAnotherQuery) this.counts = new Map();
    if (!isWorthAsking(asked.q)) {
      this.#set('idle', { total: 0, hits: [], facets: { tapes: [], speakers: [] } });
      return;
    }
    if (!quietly) this.state = 'asking';
    this.changed();
    const began = performance.now();
    try {
      const page = await get('/api/search', { ...forServer(asked), limit: PAGE, facets: true }, control.signal);
      if (control.signal.aborted) return this.#overtaken(control);
      this.tookMs = performance.now() - began;
      if (quietly) this.counts = new Map();
      this.counts.set(asked.way, page.total);
      this.isCounting = true;
      this.#set('ready', page);
      this.timer = window.setTimeout(() => void this.#count(control), PAUSE_MS);
    } catch (error) {
      if (control.signal.aborted) return this.#overtaken(control);
      if (!quietly || !(error instanceof AwayError)) this.#fail(error);
    }
  }

  /** The answer that is waited for instead; at once where the screen is closed. @param {AbortController} control */
  #overtaken(control) {
    return control === this.control ? undefined : this.answering;
  }

  /**
   * The same search again, quietly: something on the tapes has changed. What is shown stays until it is read anew.
   * @returns {Promise<((number: number) => Hit | undefined) | null>} what stood at a number until then
   */
  async again() {
    await this.answering; // it may be older than what has changed
    if (this.state !== 'ready' || this.control.signal.aborted) return null;
    const { asked, pages } = this;
    await this.ask({ ...asked }, { quietly: true });
    if (this.state !== 'ready' || !isSame(asked, this.asked)) return null;
    for (const [page, hits] of pages) {
      if (page === 0 || page * PAGE >= this.total) continue;
      this.pages.set(page, hits);
      this.stale.add(page);
    }
    this.changed();
    return (number) => pages.get(Math.floor(number / PAGE))?.[number % PAGE];
  }

  /** @param {number} number @returns {Hit | undefined} */
  at(number) {
    return this.pages.get(Math.floor(number / PAGE))?.[number % PAGE];
  }

  /** These hits will be looked at: fetch what is not here. @param {number} first @param {number} end */
  want(first, end) {
    if (this.state !== 'ready') return;
    for (let page = Math.floor(first / PAGE); page * PAGE < Math.min(end, this.total); page += 1) {
      if ((!this.pages.has(page) || this.stale.has(page)) && !this.waiting.has(page)) void this.#fetch(page);
    }
  }

  /** A hit, fetched if it must be. @param {number} number @returns {Promise<Hit | undefined>} */
  async sure(number) {
    const page = Math.floor(number / PAGE);
    if (!this.pages.has(page) && number < this.total) await this.#fetch(page);
    return this.at(number);
  }

  /** Drop every answer that is on its way. */
  stop() {
    this.control.abort();
    this.waiting.clear();
    clearTimeout(this.timer);
  }

  /** Where a hit stands now, looked for on the page of a number; -1 where it is not there. @param {Hit} hit @param {number} number */
  async placeOf(hit, number) {
    const page = Math.floor(number / PAGE);
    if (this.stale.has(page)) await this.#fetch(page);
    const place = (this.pages.get(page) || []).findIndex((one) => one.tape === hit.tape && one.ticks.start === hit.ticks.start && one.ticks.end === hit.ticks.end);
    return place < 0 ? -1 : page * PAGE + place;
  }

  /** @param {number} page */
  async #fetch(page) {
    // Who drags the scroll bar passes many pages by: only the last few are still worth having.
    if (!this.waiting.has(page) && this.waiting.size < MOST_WAITING) this.waiting.set(page, this.#read(page));
    await this.waiting.get(page);
  }

  /** @param {number} page */
  async #read(page) {
    const { signal } = this.control;
    const { asked } = this;
    try {
      const found = await get('/api/search', { ...forServer(asked), offset: page * PAGE, limit: PAGE }, signal);
      if (signal.aborted || !isSame(asked, this.asked)) return;
      this.pages.set(page, found.hits);
      this.stale.delete(page);
      this.waiting.delete(page);
      this.changed();
    } catch (error) {
      if (signal.aborted) return;
      this.waiting.delete(page);
      this.#fail(error);
    }
  }

  /** Another way of searching can be asked now: count it too. */
  countMore() {
    if (this.state === 'ready' && !this.isCounting) void this.#count(this.control);
  }

  /** How many hits the other ways have, one after the other. @param {AbortController} control */
  async #count(control) {
    for (const way of Object.keys(WAYS)) {
      if (this.counts.has(way) || !this.answers(way)) continue;
      this.counts.set(way, null);
      this.changed();
      try {
        const found = await get('/api/search', { ...forServer(this.asked), way, limit: 0 }, control.signal);
        if (control.signal.aborted) return;
        this.counts.set(way, found.total);
      } catch {
        if (control.signal.aborted) return;
        this.counts.delete(way); // this way cannot be asked so: it has no count
      }
      this.changed();
    }
    await this.#begin(control);
    this.isCounting = false;
    this.changed();
  }

  /** Where nothing is said so: what begins so. @param {AbortController} control */
  async #begin(control) {
    const { asked } = this;
    if (this.total || asked.way !== 'exact' || !/^[\p{L}\p{N}' -]*[\p{L}\p{N}]{3,}$/u.test(asked.q)) return;
    const q = `${asked.q}*`;
    try {
      const found = await get('/api/search', { ...forServer(asked), q, limit: 0 }, control.signal);
      if (!control.signal.aborted) this.begun = found.total ? { q, total: found.total } : null;
    } catch {
      // then it is not offered
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    this.error = error;
    this.state = 'failed';
    for (const [way, count] of this.counts) if (count === null) this.counts.delete(way);
    this.changed();
  }

  /** @param {'idle' | 'ready'} state @param {{total: number, hits: Hit[], facets?: Facets}} page */
  #set(state, page) {
    this.state = state;
    this.error = null;
    this.total = page.total;
    this.facets = page.facets || { tapes: [], speakers: [] };
    this.pages = new Map([[0, page.hits]]);
    this.stale.clear();
    this.begun = null;
    this.changed();
  }
}
