/** The one clip that sounds: which hit it is, so that its row can say so. */
import { tellError } from '../../frame/tell.js';

/** @typedef {{tape: string, start: number, end: number}} Span */

/** @type {string} */
const CLIP = '../../deck/clip.js';

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
    try {
      const { clip } = await import(CLIP);
      await clip.play(span);
    } catch (error) {
      tellError(error);
      if (this.key === key) this.silent();
      return false;
    }
    if (this.key !== key) return false;
    this.silent();
    return true;
  }

  silent() {
    this.key = '';
    this.changed();
  }

  /** Silence. */
  async stop() {
    if (!this.key) return;
    this.silent();
    const { clip } = await import(CLIP);
    clip.stop();
  }
}
