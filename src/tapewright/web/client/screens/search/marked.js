/** Which hits lie in the selects already: by where they are on their tapes, whoever put them there. */
import { get } from '../../frame/api.js';
import { Latest } from '../../frame/latest.js';

/** @typedef {{start: number, end: number}} Span */

export class Marked {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    /** @type {Map<string, Span[]>} */
    this.spans = new Map();
    this.latest = new Latest();
  }

  read() {
    return this.latest.ask((signal, arrives) => this.readNow(signal, arrives));
  }

  /** @param {AbortSignal} signal @param {() => boolean} arrives */
  async readNow(signal, arrives) {
    const said = await get('/api/selects', {}, signal).catch(() => null);
    if (!said || !arrives()) return;
    this.spans = new Map();
    for (const { tape, ticks } of said.selects) this.spans.set(tape, [...(this.spans.get(tape) || []), ticks]);
    this.changed();
  }

  /** @param {{tape: string, ticks: Span}} hit */
  has(hit) {
    const middle = (hit.ticks.start + hit.ticks.end) / 2;
    return Boolean(this.spans.get(hit.tape)?.some((one) => one.start <= middle && middle < one.end));
  }
}
