/** The player of a tape: its sound as it was recorded, whatever the format, and its picture where a proxy was made. */
import { request } from '../frame/api.js';
import { pictureOfTape, playbackOfTape, soundOfTape } from './address.js';
import { Shuttle } from './shuttle.js';
import { Transport } from './transport.js';

/** How long it returns when it is paused while somebody types along. */
const RETURN_S = 1.5;
const BACK_S = 5;
const DOUBLE_MS = 350;

export class Player extends Transport {
  constructor() {
    super();
    this.tape = '';
    /** Play the cleaned listening copy in the place of the tape's sound. */
    this.usesCopy = false;
    this.tabbedAt = -Infinity;
    this.jkl = new Shuttle(this);
  }

  /** J, K and L. @param {number} way -1 back, 0 stand, 1 forwards, 0.5 slowly */
  shuttle(way) {
    if (way < 0) this.jkl.backwards();
    else if (way === 0) this.jkl.stand();
    else if (way < 1) this.jkl.slowly();
    else this.jkl.forwards();
  }

  destroy() {
    this.tape = '';
    this.jkl.destroy();
    super.destroy();
  }

  /**
   * Make a tape ready; nothing sounds by itself. Throws what the server says.
   * @param {string} tape
   * @param {{at?: number}} [options] where to stand, in ticks
   */
  async load(tape, { at = 0 } = {}) {
    this.letGo();
    this.tape = tape;
    this.become('loading');
    let record;
    try {
      record = await this.ask();
    } catch (error) {
      if (this.tape !== tape) return;
      this.error = error;
      this.become('failed');
      throw error;
    }
    if (this.tape === tape) this.take(record, at);
  }

  /** Ask again what there is: a proxy may have been made, a file have come back. It stays where it is. */
  async refresh() {
    const { tape } = this;
    if (!tape) return;
    const record = await this.ask();
    if (this.tape !== tape || JSON.stringify(record) === JSON.stringify(this.record)) return;
    const was = this.isPlaying;
    this.take(record, this.ticks);
    if (was) await this.play();
  }

  /** Hear the cleaned copy, or the tape as it is. @param {boolean} copy */
  async hearCopy(copy) {
    if (copy === this.usesCopy || !this.record) return;
    const was = this.isPlaying;
    this.usesCopy = copy;
    this.take(this.record, this.ticks);
    if (was) await this.play();
  }

  /**
   * The key of somebody who types along: play; pause and return 1.5 s; twice quickly, 5 s back.
   * @param {number} [now] milliseconds
   */
  tab(now = performance.now()) {
    const isDouble = now - this.tabbedAt < DOUBLE_MS;
    this.tabbedAt = isDouble ? -Infinity : now;
    if (isDouble) this.nudge(-BACK_S);
    else if (this.isPlaying) {
      this.pause();
      this.nudge(-RETURN_S);
    } else void this.play();
  }

  /** A pedal is pressed: it plays until `release`. */
  hold() {
    if (!this.isPlaying) void this.play();
  }

  /** The pedal is let go. @param {number} [back] seconds that it returns */
  release(back = 0) {
    this.pause();
    if (back) this.nudge(-back);
  }

  async ask() {
    return request('GET', playbackOfTape(this.tape));
  }

  hasSound() {
    return Boolean(this.record?.sound.is_there);
  }

  /** The paths of files that are not there. @returns {string[]} */
  get missing() {
    return this.record?.missing || [];
  }

  /** Files with a picture that the browser cannot show yet. */
  get unmade() {
    return (this.record?.files || []).filter((/** @type {any} */ one) => one.picture && !one.picture.has_proxy && one.is_there);
  }

  /** @param {{start?: number, end?: number}} [part] */
  address(part = {}) {
    return soundOfTape(this.tape, { ...part, copy: this.usesCopy && this.record?.sound.has_listening_copy });
  }

  pieces() {
    /** @type {import('./picture.js').Piece[]} */
    const pieces = [];
    for (const file of this.record?.files || []) {
      if (!file.picture?.has_proxy) continue;
      pieces.push({ ...file.ticks, url: pictureOfTape(this.tape, file.number), into: 0, frame: file.picture.frame_ticks });
    }
    return pieces;
  }
}

