/** The stretch of time that is looked at, and where a day lies on the drawing. */
import { readDay, writeDay } from './days.js';

const SHORTEST = 3;
const LONGEST = 8_000_000;

export class Window {
  constructor() {
    this.from = 0;
    this.to = 365;
    this.width = 1000;
    /** The day that lies at the left edge by itself when cases lie beside each other. */
    this.isChosen = false;
  }

  get perDay() {
    return this.width / (this.to - this.from);
  }

  /** @param {number} day */
  x(day) {
    return (day - this.from) * this.perDay;
  }

  /** @param {number} x */
  day(x) {
    return this.from + x / this.perDay;
  }

  /** Look from a day to a day. @param {number} from @param {number} to */
  set(from, to) {
    const length = Math.min(LONGEST, Math.max(SHORTEST, to - from));
    const middle = (from + to) / 2;
    this.from = middle - length / 2;
    this.to = middle + length / 2;
  }

  /** Nearer or further; what lies at `x` stays there. @param {number} factor @param {number} x */
  zoom(factor, x) {
    const still = this.day(x);
    const length = Math.min(LONGEST, Math.max(SHORTEST, (this.to - this.from) / factor));
    this.from = still - (x / this.width) * length;
    this.to = this.from + length;
    this.isChosen = true;
  }

  /** @param {number} pixels */
  pan(pixels) {
    const days = pixels / this.perDay;
    this.from += days;
    this.to += days;
    this.isChosen = true;
  }

  /** Everything between two days, with air at both ends. @param {number} first @param {number} last */
  fit(first, last) {
    const air = Math.max(20, (last - first) * 0.04);
    this.set(first - air, last + 2.5 * air);
    this.isChosen = false;
  }

  /** Move so that a stretch can be seen, and no further than needed. @param {number} first @param {number} last @returns {boolean} whether it moved */
  reveal(first, last) {
    const air = (this.to - this.from) * 0.08;
    if (first >= this.from + air && last <= this.to - air) return false;
    const length = this.to - this.from;
    if (last - first > length * 0.8) this.set(first - (last - first) * 0.15, last + (last - first) * 0.15);
    else this.set((first + last) / 2 - length / 2, (first + last) / 2 + length / 2);
    this.isChosen = true;
    return true;
  }

  /** As the address has it; null where the whole is looked at. */
  written() {
    return this.isChosen ? { from: writeDay(this.from), to: writeDay(this.to) } : { from: null, to: null };
  }

  /** @param {URLSearchParams} said @returns {boolean} whether the address says it */
  take(said) {
    const from = readDay(said.get('from'));
    const to = readDay(said.get('to'));
    if (from === null || to === null || to <= from) return false;
    this.set(from, to);
    this.isChosen = true;
    return true;
  }
}
