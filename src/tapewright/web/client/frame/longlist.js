/**
 * A list of very many rows, of which the page holds only those on screen.
 *
 * Rows have known heights, so that the scroll bar is right from the start and nothing jumps. Whoever makes the list says
 * how many rows there are and how one is drawn; rows may be drawn before their data is there, and again when it is.
 */
import { html, render, repeat } from './dom.js';

/** @typedef {import('./dom.js').Drawn} Drawn */

/**
 * @typedef {object} Rows
 * @property {number} count
 * @property {(index: number) => Drawn} draw one row: an element as high as `height` says
 * @property {number | ((index: number) => number)} height in CSS pixels
 * @property {(index: number) => string | number} [key] what a row is, however it moves
 * @property {(first: number, end: number) => void} [shown] these rows are about to be drawn, `end` not included
 */

const OVERSCAN = 12;

export class LongList {
  /**
   * @param {HTMLElement} scroller the element that scrolls; what was in it goes
   * @param {Rows} rows
   */
  constructor(scroller, rows) {
    this.scroller = scroller;
    this.whole = document.createElement('div');
    this.whole.className = 'longlist';
    this.window = document.createElement('div');
    this.window.className = 'longlist-window';
    this.whole.append(this.window);
    scroller.replaceChildren(this.whole);
    /** @type {Rows} */
    this.rows = rows;
    /** @type {Float64Array | null} where each row begins, if their heights differ */
    this.tops = null;
    this.due = 0;
    this.onScroll = () => this.soon();
    scroller.addEventListener('scroll', this.onScroll, { passive: true });
    this.watch = new ResizeObserver(() => this.soon());
    this.watch.observe(scroller);
    this.set(rows);
  }

  /** Other rows, from now on. The place that is looked at stays. @param {Rows} rows */
  set(rows) {
    this.rows = rows;
    const { count, height } = rows;
    if (typeof height === 'function') {
      this.tops = new Float64Array(count + 1);
      for (let index = 0; index < count; index += 1) this.tops[index + 1] = this.tops[index] + height(index);
    } else {
      this.tops = null;
    }
    this.whole.style.height = `${this.top(count)}px`;
    this.draw();
  }

  /** Where a row begins. @param {number} index */
  top(index) {
    return this.tops ? this.tops[index] : index * /** @type {number} */ (this.rows.height);
  }

  /** The row at a height of the whole list. @param {number} at */
  rowAt(at) {
    const last = Math.max(0, this.rows.count - 1);
    if (!this.tops) return Math.min(last, Math.max(0, Math.floor(at / /** @type {number} */ (this.rows.height))));
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.tops[middle] <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** How many rows fit the screen, at least one. */
  get page() {
    const first = this.rowAt(this.scroller.scrollTop);
    return Math.max(1, this.rowAt(this.scroller.scrollTop + this.scroller.clientHeight) - first - 1);
  }

  /** Bring a row into view, and `room` pixels over it. @param {number} index @param {number} [room] */
  reveal(index, room = 0) {
    if (index < 0 || index >= this.rows.count) return;
    const { scroller } = this;
    const top = Math.max(0, this.top(index) - room);
    const bottom = this.top(index + 1);
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (bottom > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = bottom - scroller.clientHeight;
    this.draw();
  }

  /** Draw what is on screen, with the next frame. */
  soon() {
    if (!this.due) this.due = requestAnimationFrame(() => this.draw());
  }

  /** Draw what is on screen, now: something in it has changed. */
  draw() {
    cancelAnimationFrame(this.due);
    this.due = 0;
    const { count, draw, key, shown } = this.rows;
    const from = this.scroller.scrollTop;
    const first = Math.max(0, this.rowAt(from) - OVERSCAN);
    const end = count ? Math.min(count, this.rowAt(from + this.scroller.clientHeight) + 1 + OVERSCAN) : 0;
    shown?.(first, end);
    this.window.style.transform = `translateY(${this.top(first)}px)`;
    const places = Array.from({ length: Math.max(0, end - first) }, (_, place) => first + place);
    render(html`${repeat(places, (index) => (key ? key(index) : index), draw)}`, this.window);
  }

  /** Let go of what is listened to. */
  close() {
    cancelAnimationFrame(this.due);
    this.scroller.removeEventListener('scroll', this.onScroll);
    this.watch.disconnect();
  }
}
