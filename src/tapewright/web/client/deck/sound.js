/**
 * One line of sound on a clock of ticks: a tape's, a programme's, or a part of one. A part is a file of its own on the
 * server and ends at its last sample.
 */
import { fromSamples, toSamples } from '../frame/time.js';

const RATE_HZ = 48_000;
const GIVE_UP_MS = 20_000;

export class Sound {
  /**
   * @param {string} url
   * @param {{start?: number, end: number}} span ticks that it holds
   * @param {{ended: () => void, seeked: () => void, failed: () => void, paused: () => void, played: () => void}} tell
   *   `paused` and `played` where nobody here did it: a key for all media, a headset that was taken off
   */
  constructor(url, { start = 0, end }, tell) {
    this.url = url;
    this.start = start;
    this.end = end;
    this.element = new Audio();
    this.element.preload = 'metadata';
    this.element.preservesPitch = true;
    this.element.src = url;
    this.at = start;
    this.closed = false;
    /** Whether it was asked to sound, and nobody asked for anything else since. */
    this.sounds = false;
    this.element.addEventListener('ended', () => this.closed || tell.ended());
    this.element.addEventListener('seeked', () => this.closed || tell.seeked());
    this.element.addEventListener('play', () => !this.sounds && !this.closed && !this.element.paused && tell.played());
    this.element.addEventListener('pause', () => this.sounds && this.element.paused && !this.element.ended && tell.paused());
    this.element.addEventListener('error', () => this.closed || tell.failed());
  }

  /**
   * Where it is: while it stands, exactly where it was put. An element stands by itself before it says that it has
   * ended, and where a key for all media stops it: it is where it sounded last then.
   */
  get ticks() {
    if (!this.sounds) return this.at;
    return Math.min(this.end, this.start + fromSamples(Math.floor(this.element.currentTime * RATE_HZ), RATE_HZ));
  }

  /** Go to the sample nearest to a time. @param {number} ticks */
  seek(ticks) {
    this.at = Math.max(this.start, Math.min(this.end, ticks));
    // The middle of the sample: the element counts in microseconds, and a sample begins between two of them.
    const sample = toSamples(this.at - this.start, RATE_HZ);
    this.element.currentTime = (sample + 0.5) / RATE_HZ;
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.element.defaultPlaybackRate = speed;
    this.element.playbackRate = speed;
  }

  /** Resolves when it sounds; throws where the browser may not, or cannot. */
  async play() {
    const late = new Promise((_, reject) => {
      setTimeout(() => reject(new Error('The sound does not come.')), GIVE_UP_MS);
    });
    this.sounds = true;
    try {
      await Promise.race([this.element.play(), late]);
    } catch (error) {
      if (this.element.paused && !this.element.ended) this.sounds = false;
      throw error;
    }
  }

  pause() {
    this.at = this.ticks;
    this.sounds = false;
    this.element.pause();
  }

  /** It was played to its end. */
  finish() {
    this.at = this.end;
    this.sounds = false;
  }

  /** Let go of it and of its connection. */
  close() {
    if (this.closed) return;
    this.at = this.ticks;
    this.sounds = false;
    this.closed = true;
    this.element.pause();
    this.element.removeAttribute('src');
    this.element.load();
  }
}
