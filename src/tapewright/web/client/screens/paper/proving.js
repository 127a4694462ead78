/** The proof beside the sheet: made by itself after each change where that is quick, and on request where it is not. */
import { post } from '../../frame/api.js';
import { findingsOf } from './findings.js';

const AFTER_MS = 400;
const SLOW_MS = 2500;

/** @typedef {import('./findings.js').Finding} Finding */

export class Proving {
  /** @param {string} path of the paper edit over the API @param {() => void} told */
  constructor(path, told) {
    this.path = path;
    this.told = told;
    /** @type {Finding[] | null} */
    this.findings = null;
    /** @type {'running' | 'late' | 'done' | 'failed'} */
    this.state = 'running';
    /** The finding that the person went to. */
    this.chosen = '';
    this.took = 0;
    this.timer = 0;
    this.turn = 0;
    /** @type {any} */
    this.view = null;
  }

  /** There is another text. @param {any} view */
  due(view) {
    this.view = view;
    clearTimeout(this.timer);
    if (view.trouble) return;
    if (this.findings && this.took > SLOW_MS) this.state = 'late';
    else this.timer = window.setTimeout(() => void this.prove(), AFTER_MS);
  }

  async prove() {
    const mine = (this.turn += 1);
    const began = performance.now();
    this.state = 'running';
    try {
      const answer = await post(`${this.path}/check`);
      if (mine !== this.turn) return;
      this.took = performance.now() - began;
      this.state = answer.digest === this.view.digest ? 'done' : 'late';
      this.findings = findingsOf(answer.check, this.view);
    } catch {
      if (mine === this.turn) this.state = 'failed';
    }
    this.told();
  }

  /** The finding after the one that was gone to, or before it. @param {1 | -1} by @returns {Finding | null} */
  next(by) {
    const list = this.findings || [];
    if (!list.length) return null;
    const at = list.findIndex((one) => one.id === this.chosen);
    const place = at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length;
    this.chosen = list[place].id;
    return list[place];
  }

  close() {
    clearTimeout(this.timer);
    this.turn += 1;
  }
}
