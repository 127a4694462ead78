/** The queue of what to hear first: read a page at a time, answered one by one, each answer a step that can be undone. */
import { get, post } from '../../frame/api.js';

const PAGE = 30;

export class Queue {
  /** @param {() => void} draw */
  constructor(draw) {
    this.draw = draw;
    /** @type {any} the last answer of the server, without what was answered since */
    this.record = null;
    /** @type {any[]} */
    this.items = [];
    /** @type {unknown} */
    this.error = null;
    this.current = '';
    /** Items that this person has played here: only of these an answer says that they were heard. @type {Set<string>} */
    this.played = new Set();
    this.turn = 0;
    this.asked = { of: '', kind: '', again: false };
  }

  /** @param {{of: string, kind: string, again: boolean}} asked */
  async read(asked = this.asked) {
    this.asked = asked;
    const mine = (this.turn += 1);
    try {
      const record = await get('/api/review', { of: asked.of, kinds: asked.kind, again: asked.again || '', first: PAGE });
      if (mine !== this.turn) return;
      this.record = record;
      this.items = record.items;
      this.error = null;
    } catch (error) {
      if (mine !== this.turn) return;
      this.error = error;
    }
    if (!this.item) this.current = this.items[0]?.item || '';
    this.draw();
  }

  get item() {
    return this.items.find((one) => one.item === this.current);
  }

  /** @param {number} by */
  step(by) {
    const at = this.items.findIndex((one) => one.item === this.current);
    const to = this.items[Math.min(this.items.length - 1, Math.max(0, at + by))];
    if (to) this.current = to.item;
    this.draw();
  }

  /**
   * Keep an answer and go on. Resolves to what was done.
   * @param {'right' | 'is' | 'unsure'} verdict
   * @param {string} words
   * @param {boolean} twins
   */
  async answer(verdict, words, twins) {
    const { item } = this;
    const heard = this.played.has(item.item);
    const done = await post('/api/review/answer', { item: item.item, verdict, words, twins, heard, reads: item.text });
    const at = this.items.indexOf(item);
    this.items = this.items.filter((one) => one !== item);
    this.record.total -= 1;
    this.current = (this.items[at] || this.items[at - 1])?.item || '';
    this.draw();
    if (this.items.length < 5) await this.read();
    return done;
  }
}
