/**
 * Answers come in any order, and what somebody else does has a screen ask again while an answer is still on its way. What
 * is shown never goes back to an older answer, and whoever has asked goes on only when what is shown is at least as new
 * as the question: nobody finds nothing, or the wrong one, because another answer was given in between.
 */

/** @typedef {(signal: AbortSignal, arrives: () => boolean) => Promise<void>} Work `arrives` says, once for each, whether what has come is to be shown: not where a later answer is there already */

export class Latest {
  constructor() {
    this.what = '';
    this.asked = 0;
    this.shown = 0;
    this.asking = new AbortController();
    this.reading = Promise.resolve();
    this.isClosed = false;
  }

  /**
   * Ask. Where something else is asked for now, what was asked for before is given up; the same is not: each answer is
   * shown that is newer than the one before, so that something is shown however often it is asked for.
   * @param {Work} work
   * @param {string} [what] is asked for
   * @returns {Promise<void>} resolves when this has come, or what was asked for in its stead; at once after `close`
   */
  ask(work, what = '') {
    if (this.isClosed) return Promise.resolve();
    if (what !== this.what) {
      this.asking.abort();
      this.asking = new AbortController();
      this.what = what;
    }
    this.reading = this.follow(work, this.asking.signal, (this.asked += 1));
    return this.reading;
  }

  /** @param {Work} work @param {AbortSignal} signal @param {number} mine @returns {Promise<void>} */
  async follow(work, signal, mine) {
    const arrives = () => {
      if (signal.aborted || mine < this.shown) return false;
      this.shown = mine;
      return true;
    };
    try {
      await work(signal, arrives);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    // What is asked for now never waits for itself: where that is given up, the screen is closed.
    if (signal !== this.asking.signal) return this.reading;
  }

  /** What is still on its way is wanted no more. */
  forget() {
    this.asking.abort();
    this.asking = new AbortController();
    this.what = '';
    this.reading = Promise.resolve();
  }

  /** Nothing is shown any more. */
  close() {
    this.isClosed = true;
    this.asking.abort();
  }
}
