/**
 * What plays a line of sound, with the picture following it: the part that a tape's player and a programme's share.
 *
 * The sound is the master. It is one stream over all files of a tape or all bites of a cut, so that it goes on over
 * every joint; the picture is silent and keeps step with it.
 */
import { TICKS_PER_SECOND } from '../frame/time.js';
import { whyNot } from './address.js';
import { leaveFloor, takeFloor } from './floor.js';
import { Picture } from './picture.js';
import { Sound } from './sound.js';

const TICK_MS = 40;
const RENEW_MS = 10_000;

export const SLOWEST = 0.5;
export const FASTEST = 4;

/** @typedef {'empty' | 'loading' | 'ready' | 'playing' | 'missing' | 'failed'} State */

/**
 * Events: `tick` 25 times a second while it plays, `seeked` when it has come to where it was sent, `state` when it plays,
 * stops, fails or has other things to play, `speed`.
 */
export class Transport extends EventTarget {
  constructor() {
    super();
    /** @type {State} */
    this.state = 'empty';
    /** Why it cannot be played: an `ApiError` or an `AwayError`. @type {any} */
    this.error = null;
    /** The record of what there is to play. @type {any} */
    this.record = null;
    this.picture = new Picture();
    /** @type {Sound | null} */
    this.sound = null;
    /** A part that is played to its end, on top of the whole. @type {Sound | null} */
    this.part = null;
    this.timer = 0;
    this.rate = 1;
    this.renewedAt = -Infinity;
    this.pause = this.pause.bind(this);
  }

  /**
   * Where the sound of the whole is, or of a part of it.
   * @param {{start?: number, end?: number}} [part]
   * @returns {string}
   */
  address(part) {
    throw new Error(`nothing says where the sound of ${part} is`);
  }

  /** What the picture shows when. @returns {import('./picture.js').Piece[]} */
  pieces() {
    return [];
  }

  /** How long it is, in ticks. @returns {number} */
  get duration() {
    return this.record?.ticks ?? 0;
  }

  /** Where it is, in ticks. @returns {number} */
  get ticks() {
    return (this.part || this.sound)?.ticks ?? 0;
  }

  get isPlaying() {
    return this.state === 'playing';
  }

  /** How fast, 0.5 to 4; the pitch stays. */
  get speed() {
    return this.rate;
  }

  set speed(wanted) {
    const rate = Math.max(SLOWEST, Math.min(FASTEST, wanted));
    if (rate === this.rate) return;
    this.rate = rate;
    this.sound?.setSpeed(rate);
    this.part?.setSpeed(rate);
    this.picture.setSpeed(rate);
    this.dispatchEvent(new CustomEvent('speed', { detail: rate }));
  }

  /** Take what a record describes; where it was before stays, if it can. @param {any} record @param {number} [at] */
  take(record, at = 0) {
    this.letGo();
    this.record = record;
    this.error = null;
    this.picture.show(this.pieces());
    if (!this.hasSound()) {
      this.become('missing');
      return;
    }
    this.become('loading');
    const sound = this.open({ end: this.duration });
    this.sound = sound;
    sound.element.addEventListener('loadedmetadata', () => this.sound === sound && this.loaded(), { once: true });
    this.seek(at);
  }

  /** Whether there is anything to hear. */
  hasSound() {
    return this.duration > 0;
  }

  loaded() {
    if (this.state === 'loading') this.become('ready');
  }

  /** Play on from where it is; at the end, from the beginning. */
  async play() {
    if (this.state === 'failed') this.take(this.record, this.ticks);
    if (!this.sound || this.isPlaying) return;
    this.endPart();
    if (this.sound.ticks >= this.duration) this.seek(0);
    await this.start(this.sound);
  }

  /** Play from one time to another and stop there, at the very sample. @param {number} start @param {number} end */
  async playSpan(start, end) {
    if (!this.sound || end <= start) return;
    this.stopSounding();
    this.endPart();
    this.sound.seek(start);
    this.part = this.open({ start: Math.max(0, start), end: Math.min(end, this.duration) });
    await this.start(this.part);
  }

  /** @param {Sound} sound */
  async start(sound) {
    takeFloor(this.pause);
    sound.setSpeed(this.rate);
    const sounds = sound.play();
    this.become('playing');
    this.picture.play(sound.ticks, this.rate);
    clearInterval(this.timer);
    this.timer = window.setInterval(() => this.tick(), TICK_MS);
    try {
      await sounds;
    } catch (error) {
      if (sound.closed || !this.isPlaying || (error instanceof DOMException && error.name === 'AbortError')) return;
      this.stopSounding();
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.become('ready');
      else await this.failed(sound);
    }
  }

  /** Stop where it is. */
  pause() {
    if (!this.isPlaying) return;
    this.stopSounding();
    this.endPart();
    this.become('ready');
    this.settle();
  }

  /** Play or pause. */
  toggle() {
    if (this.isPlaying) this.pause();
    else void this.play();
  }

  /** Go to a time, exactly: the sound to the sample, the picture to the frame. @param {number} ticks */
  seek(ticks) {
    const at = Math.max(0, Math.min(this.duration, Math.round(ticks)));
    const goesOn = this.isPlaying && !this.part;
    if (this.part && this.isPlaying) this.pause();
    this.endPart();
    this.sound?.seek(at);
    if (goesOn) this.picture.play(at, this.rate);
    else this.picture.seek(at);
  }

  /** By so many seconds. @param {number} seconds */
  nudge(seconds) {
    this.seek(this.ticks + Math.round(seconds * TICKS_PER_SECOND));
  }

  /** By so many frames of the tape or the programme, onto the start of a frame. @param {number} frames */
  step(frames) {
    const length = this.record?.frame_ticks;
    if (!length) return;
    if (this.isPlaying) this.pause();
    const first = (this.record.start_ticks || 0) % length;
    const frame = Math.floor((this.ticks + first) / length) + frames;
    this.seek(frame * length - first);
  }

  tick() {
    this.picture.keepStep(this.ticks);
    this.dispatchEvent(new CustomEvent('tick', { detail: this.ticks }));
  }

  /** @param {{start?: number, end: number}} span */
  open(span) {
    const whole = !span.start && span.end >= this.duration;
    /** @type {Sound} */
    const sound = new Sound(this.address(whole ? undefined : span), span, {
      ended: () => this.ended(sound),
      seeked: () => this.seeked(sound),
      failed: () => void this.failed(sound),
      paused: () => (sound === this.part || sound === this.sound) && this.pause(),
      played: () => sound === this.sound && (this.isPlaying ? sound.pause() : void this.play()),
    });
    return sound;
  }

  /** @param {Sound} sound */
  ended(sound) {
    if (sound !== this.part && sound !== this.sound) return;
    this.stopSounding();
    sound.finish();
    this.endPart();
    this.become('ready');
    this.settle();
  }

  /** @param {Sound} sound */
  seeked(sound) {
    if (sound !== this.sound || this.part) return;
    this.dispatchEvent(new CustomEvent('seeked', { detail: this.ticks }));
  }

  /** @param {Sound} sound */
  async failed(sound) {
    if (sound.closed || (sound !== this.sound && sound !== this.part)) return;
    const wasPlaying = this.isPlaying && sound === this.sound;
    const why = await whyNot(sound.url);
    if (sound.closed || this.state === 'failed') return;
    this.stopSounding();
    this.endPart();
    if (!why && performance.now() - this.renewedAt > RENEW_MS) {
      // It can be had now: the file or the cut became another one on the way. As it is now, from where it was.
      this.renewedAt = performance.now();
      const whole = this.sound;
      const record = await this.ask();
      if (whole !== this.sound) return; // something else is to be played by now, or nothing
      this.take(record, this.ticks);
      if (wasPlaying) await this.play();
      return;
    }
    this.error = why || new Error(`This browser could not play it${said(sound)}.`);
    this.become('failed');
  }

  /** The record of what there is to play, as it is now. @returns {Promise<any>} */
  async ask() {
    return this.record;
  }

  stopSounding() {
    clearInterval(this.timer);
    this.timer = 0;
    this.part?.pause();
    this.sound?.pause();
    this.picture.pause();
    leaveFloor(this.pause);
  }

  /** Put the part away; the whole stands where it was. */
  endPart() {
    const part = this.part;
    this.part = null;
    if (!part) return;
    const at = part.ticks;
    part.close();
    this.sound?.seek(at);
  }

  /** Show the very frame where it stands, and tell. */
  settle() {
    this.picture.seek(this.ticks);
    this.dispatchEvent(new CustomEvent('tick', { detail: this.ticks }));
  }

  /** @param {State} state */
  become(state) {
    this.state = state;
    this.dispatchEvent(new CustomEvent('state', { detail: state }));
  }

  letGo() {
    this.stopSounding();
    this.endPart();
    this.sound?.close();
    this.sound = null;
  }

  /** Let go of everything; it plays no more. */
  destroy() {
    this.letGo();
    this.picture.close();
    this.state = 'empty';
  }

  close() {
    this.destroy();
  }
}

/** What the browser says of it, in its own words. @param {Sound} sound */
function said(sound) {
  const { message } = sound.element.error || {};
  return message ? ` (${message.slice(0, 80)})` : '';
}
