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
    this.isAtWork = false;
    this.isDueAgain = false;
    this.isClosed = false;
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
    if (this.isAtWork) {
      this.isDueAgain = true; // one at a time: the server has other things to do
      return;
    }
    this.isAtWork = true;
    this.isDueAgain = false;
    await this.proveOnce();
    this.isAtWork = false;
    if (this.isDueAgain && !this.isClosed) this.due(this.view);
  }

  async proveOnce() {
    const began = performance.now();
    this.state = 'running';
    try {
      const answer = await post(`${this.path}/check`);
      this.took = performance.now() - began;
      this.state = answer.digest === this.view.digest ? 'done' : 'late';
      this.findings = findingsOf(answer.check, this.view);
    } catch {
      this.state = 'failed';
    }
    if (!this.isClosed) this.told();
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
    this.isClosed = true;
  }
}
