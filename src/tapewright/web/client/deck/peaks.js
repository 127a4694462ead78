/** The peaks of a tape: fetched a stretch at a time, kept while they are near, and brought to columns of pixels. */
import { address, AwayError } from '../frame/api.js';
import { TICKS_PER_SECOND } from '../frame/time.js';

const BIN = { coarse: TICKS_PER_SECOND / 10, fine: TICKS_PER_SECOND / 100 };
/** Fine bins that are fetched at once: five minutes. */
const CHUNK = 30_000;
const MOST_CHUNKS = 12;

/** @typedef {'coarse' | 'fine'} Level */

export class Peaks {
  /** @param {string} tape */
  constructor(tape) {
    this.tape = tape;
    /** @type {Map<string, Promise<Int8Array>>} */
    this.chunks = new Map();
    this.stopping = new AbortController();
  }

  /** All of the tape, 100 ms a bin: least and greatest, one behind the other. */
  whole() {
    return this.fetch('coarse');
  }

  /**
   * A stretch, 10 ms a bin. `first` is its first bin on the tape.
   * @param {number} start ticks
   * @param {number} end
   * @returns {Promise<{first: number, pairs: Int8Array}>}
   */
  async part(start, end) {
    const first = Math.floor(start / BIN.fine);
    const last = Math.ceil(end / BIN.fine);
    const pairs = new Int8Array(2 * Math.max(0, last - first));
    for (let chunk = Math.floor(first / CHUNK); chunk * CHUNK < last; chunk += 1) {
      const held = await this.chunk(chunk);
      const from = Math.max(first, chunk * CHUNK);
      const upto = Math.min(last, chunk * CHUNK + held.length / 2);
      if (upto > from) pairs.set(held.subarray(2 * (from - chunk * CHUNK), 2 * (upto - chunk * CHUNK)), 2 * (from - first));
    }
    return { first, pairs };
  }

  close() {
    this.stopping.abort();
  }

  /** @param {number} number */
  chunk(number) {
    const start = number * CHUNK * BIN.fine;
    return this.fetch('fine', start, start + CHUNK * BIN.fine);
  }

  /** @param {Level} level @param {number} [start] @param {number} [end] */
  fetch(level, start, end) {
    const key = `${level} ${start ?? ''}`;
    let coming = this.chunks.get(key);
    if (!coming) {
      coming = this.ask(level, start, end);
      coming.catch(() => this.chunks.delete(key));
      while (this.chunks.size >= MOST_CHUNKS) this.chunks.delete(this.chunks.keys().next().value || '');
    }
    this.chunks.delete(key);
    this.chunks.set(key, coming);
    return coming;
  }

  /** @param {Level} level @param {number} [start] @param {number} [end] */
  async ask(level, start, end) {
    const url = address(`/api/tapes/${encodeURIComponent(this.tape)}/peaks`, { level, start, end });
    const answer = await fetch(url, { signal: this.stopping.signal });
    if (!answer.ok) throw new AwayError();
    return new Int8Array(await answer.arrayBuffer());
  }
}

/**
 * Least and greatest of the bins under each column of pixels.
 * @param {Int8Array} pairs
 * @param {number} columns
 * @param {number} bins how many bins the columns stand for, those without sound too
 * @returns {Int8Array} pairs again, one for each column
 */
export function toColumns(pairs, columns, bins) {
  const made = new Int8Array(2 * columns);
  const held = pairs.length / 2;
  for (let column = 0; column < columns; column += 1) {
    const from = Math.floor((column * bins) / columns);
    const upto = Math.min(held, Math.max(from + 1, Math.floor(((column + 1) * bins) / columns)));
    let least = 0;
    let greatest = 0;
    for (let bin = from; bin < upto; bin += 1) {
      least = Math.min(least, pairs[2 * bin]);
      greatest = Math.max(greatest, pairs[2 * bin + 1]);
    }
    made[2 * column] = least;
    made[2 * column + 1] = greatest;
  }
  return made;
}
