/** The queue of what to hear first: read a page at a time, answered one by one, each answer a step that can be undone. */
import { get, post } from '../../frame/api.js';
import { Latest } from '../../frame/latest.js';

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
    this.latest = new Latest();
    this.onTheirWay = 0;
    /** Places whose answer is on its way. @type {Set<string>} */
    this.answering = new Set();
    this.asked = { of: '', kind: '', again: false };
  }

  /** @param {{of: string, kind: string, again: boolean}} asked @returns {Promise<void>} */
  read(asked = this.asked) {
    const isSame = asked === this.asked;
    this.asked = asked;
    return this.latest.ask((signal, arrives) => this.readNow(isSame, signal, arrives).finally(() => (this.onTheirWay -= 1)), JSON.stringify(asked));
  }

  /** @param {boolean} isSame as was asked before: where one is, one stays @param {AbortSignal} signal @param {() => boolean} arrives */
  async readNow(isSame, signal, arrives) {
    const { of, kind, again } = this.asked;
    this.onTheirWay += 1;
    let place = 0;
    try {
      const record = await get('/api/review', { of, kinds: kind, again: again || '', first: PAGE }, signal);
      if (!arrives()) return;
      this.record = record;
      if (isSame) place = Math.max(0, this.items.findIndex((one) => one.item === this.current));
      this.items = this.record.items;
      this.error = null;
    } catch (error) {
      if (!arrives()) return;
      this.error = error;
    }
    if (!this.item) this.current = (this.items[place] || this.items[this.items.length - 1])?.item || '';
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
    this.answering.add(item.item);
    try {
      const done = await post('/api/review/answer', { item: item.item, verdict, words, twins, heard, reads: item.text });
      this.takeOut(item.item);
      if (this.items.length < 5) await this.read();
      else if (this.onTheirWay) void this.read(); // what is on its way does not know of the answer
      return done;
    } finally {
      this.answering.delete(item.item);
    }
  }

  /** It is answered. Whoever looks at it goes on with the next; who has gone elsewhere stays there. @param {string} item */
  takeOut(item) {
    const at = this.items.findIndex((one) => one.item === item);
    if (at < 0) return; // the queue was read since, without it
    this.items = this.items.filter((one) => one.item !== item);
    this.record.total -= 1;
    if (this.current === item) this.current = (this.items[at] || this.items[at - 1])?.item || '';
    this.draw();
  }
}
