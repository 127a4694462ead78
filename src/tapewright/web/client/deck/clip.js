/**
 * One clip for the whole page: a search hit, a sample of a voice, a quotation. It is a file of its own on the server, so
 * that it begins and ends at its very samples.
 */
import { TICKS_PER_SECOND } from '../frame/time.js';
import { soundOfPassages, soundOfTape, whyNot } from './address.js';
import { leaveFloor, takeFloor } from './floor.js';

/** @typedef {{tape: string, start: number, end: number, copy?: boolean, parts?: Part[]}} Part ticks of a tape; `parts` are several in one go */

class Clip extends EventTarget {
  constructor() {
    super();
    /** What sounds now. @type {Part | null} */
    this.part = null;
    /** @type {HTMLAudioElement | null} */
    this.sound = null;
    /** @type {(() => void) | null} */
    this.done = null;
    this.stop = this.stop.bind(this);
  }

  /** Where on the tape it is. */
  get ticks() {
    if (!this.part || !this.sound) return 0;
    return Math.min(this.part.end, this.part.start + Math.round(this.sound.currentTime * TICKS_PER_SECOND));
  }

  /**
   * Play a part of a tape; whatever sounds stops. Resolves when it has ended or was stopped, throws what the server says.
   * @param {Part} part
   */
  async play(part) {
    this.stop();
    takeFloor(this.stop);
    const url = part.parts ? soundOfPassages(part.parts) : soundOfTape(part.tape, part);
    const sound = new Audio(url);
    this.sound = sound;
    this.part = part;
    this.told();
    try {
      const ended = new Promise((resolve, reject) => {
        this.done = () => resolve(undefined);
        sound.addEventListener('ended', () => this.sound === sound && this.stop());
        sound.addEventListener('error', reject);
      });
      await Promise.race([ended, sound.play().then(() => ended)]);
    } catch (error) {
      if (this.sound !== sound) return; // another was begun meanwhile
      this.stop();
      const why = await whyNot(url);
      throw why || (error instanceof Error ? error : new Error('This browser could not play it.'));
    }
  }

  /** Silence. */
  stop() {
    const { sound, done } = this;
    this.sound = this.part = this.done = null;
    leaveFloor(this.stop);
    if (!sound) return;
    sound.pause();
    sound.removeAttribute('src'); // lets go of its connection
    sound.load();
    this.told();
    done?.();
  }

  told() {
    this.dispatchEvent(new CustomEvent('state', { detail: this.part }));
  }
}

export const clip = new Clip();
