/** The one clip that sounds: which hit it is, so that its row can say so. */
import { clip } from '../../deck/clip.js';
import { tellError } from '../../frame/tell.js';
import { toSeconds } from '../../frame/time.js';

/** @typedef {{tape: string, start: number, end: number}} Span */

const CUT_SHORT_MS = 400;

export class Hearing {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    /** What sounds now; '' for nothing. */
    this.key = '';
  }

  /**
   * Play a span, or stop where it is the one that sounds.
   * @param {string} key
   * @param {Span} span
   * @returns {Promise<boolean>} whether it was heard to its end
   */
  async toggle(key, span) {
    if (this.key === key) {
      await this.stop();
      return false;
    }
    this.key = key;
    this.changed();
    let began = 0;
    try {
      began = performance.now();
      await clip.play(span);
    } catch (error) {
      tellError(error);
      if (this.key === key) this.silent();
      return false;
    }
    if (this.key !== key) return false;
    this.silent();
    // A clip also ends when something else begins to sound, in another window for one: then it was cut short.
    return performance.now() - began > 1000 * toSeconds(span.end - span.start) - CUT_SHORT_MS;
  }

  silent() {
    this.key = '';
    this.changed();
  }

  /** Silence. */
  async stop() {
    if (!this.key) return;
    this.silent();
    clip.stop();
  }
}
