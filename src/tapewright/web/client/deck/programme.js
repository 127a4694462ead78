/** The player of a paper edit: its cut as one line of sound, the very samples of the export, and which bite sounds. */
import { request } from '../frame/api.js';
import { TICKS_PER_SECOND } from '../frame/time.js';
import { pictureOfTape, playbackOfEdit, soundOfEdit } from './address.js';
import { Transport } from './transport.js';

/**
 * A piece of the cut: `source` on its tape, `record` in the programme, in ticks.
 * @typedef {{bite: number, tape: string, source: {start: number, end: number}, record: {start: number, end: number}, file: any}} Event
 */

/** Besides what every player tells, `bite` when another bite sounds (its number, 0 for none). */
export class ProgrammePlayer extends Transport {
  constructor() {
    super();
    this.edit = '';
    this.sounding = 0;
    this.loads = 0;
    const look = () => this.look();
    this.addEventListener('tick', look);
    this.addEventListener('seeked', look);
  }

  /**
   * Make a paper edit ready as its file is now; again after every change. Throws what the server says.
   * @param {string} edit
   * @param {{at?: number}} [options] where to stand, in ticks of the programme; by default where it is
   */
  async load(edit, { at } = {}) {
    const stands = edit === this.edit ? this.ticks : 0;
    this.edit = edit;
    const mine = (this.loads += 1);
    const record = await this.ask();
    if (this.edit !== edit || mine !== this.loads) return; // what was asked for last plays
    this.take(record, at ?? Math.min(stands, record.ticks));
    this.look();
  }

  async ask() {
    return request('GET', playbackOfEdit(this.edit));
  }

  /** The pieces of the cut. @returns {Event[]} */
  get events() {
    return this.record?.events || [];
  }

  /** The paths of recordings that are not there: silence stands for them. @returns {string[]} */
  get missing() {
    return this.record?.missing || [];
  }

  /** The state of the file that plays. @returns {string} */
  get digest() {
    return this.record?.digest || '';
  }

  /** The piece that sounds at a time of the programme. @param {number} [ticks] @returns {Event | null} */
  eventAt(ticks = this.ticks) {
    const { events } = this;
    let low = 0;
    let high = events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (events[middle].record.start <= ticks) low = middle + 1;
      else high = middle;
    }
    const found = events[low - 1];
    return found && ticks < found.record.end ? found : null;
  }

  /** The number of the bite that sounds at a time; 0 for none. @param {number} [ticks] */
  biteAt(ticks = this.ticks) {
    return this.eventAt(ticks)?.bite || 0;
  }

  /** The time on its tape of what sounds. @param {number} [ticks] @returns {{tape: string, ticks: number} | null} */
  onTape(ticks = this.ticks) {
    const event = this.eventAt(ticks);
    return event && { tape: event.tape, ticks: event.source.start + ticks - event.record.start };
  }

  /** From where to where a bite plays in the programme; null where it is not in the cut. @param {number} bite */
  spanOf(bite) {
    const its = this.events.filter((event) => event.bite === bite);
    return its.length ? { start: its[0].record.start, end: its[its.length - 1].record.end } : null;
  }

  /** Play one bite. @param {number} bite */
  async playBite(bite) {
    const span = this.spanOf(bite);
    if (span) await this.playSpan(span.start, span.end);
  }

  /** Play the cut from a bite on. @param {number} bite */
  async playFrom(bite) {
    const span = this.spanOf(bite);
    if (!span) return;
    this.seek(span.start);
    await this.play();
  }

  /** A millisecond on, so that a bite sounds from its very start: samples and frames do not begin together. */
  look() {
    const bite = this.biteAt(this.ticks + TICKS_PER_SECOND / 1000);
    if (bite === this.sounding) return;
    this.sounding = bite;
    this.dispatchEvent(new CustomEvent('bite', { detail: bite }));
  }

  /** @param {{start?: number, end?: number}} [part] */
  address(part = {}) {
    return soundOfEdit(this.edit, { ...part, digest: this.digest });
  }

  pieces() {
    /** @type {import('./picture.js').Piece[]} */
    const pieces = [];
    for (const { tape, source, record, file } of this.events) {
      if (!file?.picture?.has_proxy) continue;
      const into = source.start - file.ticks.start;
      pieces.push({ ...record, url: pictureOfTape(tape, file.number), into, frame: file.picture.frame_ticks });
    }
    return pieces;
  }
}
