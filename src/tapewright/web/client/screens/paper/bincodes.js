/** Which bites of the bin a code lies on, so that only these are listed. */
import { get } from '../../frame/api.js';
import { html, nothing } from '../../frame/dom.js';
import { readCodes } from '../../study/codes.js';

export class BinCodes {
  constructor() {
    /** @type {import('../../study/codes.js').Codes | null} */
    this.codes = null;
    /** @type {Map<string, any[]>} */
    this.byTape = new Map();
    this.chosen = 0;
  }

  /** What is coded now; where it cannot be read, the bin is as it is without codes. @param {AbortSignal} signal */
  static async read(signal) {
    const codes = await readCodes().catch(() => null);
    const said = codes?.all.some((one) => one.codings) ? await get('/api/codings', {}, signal).catch(() => null) : null;
    return { codes: said ? codes : null, codings: said?.codings || [] };
  }

  /** @param {{codes: import('../../study/codes.js').Codes | null, codings: any[]}} coded */
  take({ codes, codings }) {
    this.codes = codes;
    this.byTape = new Map();
    for (const one of codings) this.byTape.set(one.tape, [...(this.byTape.get(one.tape) || []), one]);
    if (!this.codes?.get(this.chosen)) this.chosen = 0;
  }

  /** Those on which the chosen code lies, or one under it. @param {import('./bin.js').Select[]} selects */
  kept(selects) {
    if (!this.chosen || !this.codes) return selects;
    const wanted = new Set(this.codes.subtree(this.chosen).map((one) => one.id));
    return selects.filter(({ tape, ticks }) =>
      (this.byTape.get(tape) || []).some((one) => wanted.has(one.code) && one.ticks.start < ticks.end && one.ticks.end > ticks.start),
    );
  }

  /** @param {() => void} changed */
  field(changed) {
    if (!this.codes) return nothing;
    const used = new Set(this.codes.all.filter((one) => this.codes?.subtree(one.id).some((other) => other.codings)));
    return html`<select class="field paper-bin-filter" aria-label="Only those with this code" @change=${(/** @type {any} */ event) => ((this.chosen = Number(event.target.value)), changed())}>
      <option value="0" .selected=${!this.chosen}>Any code</option>
      ${[...used].map((one) => html`<option value=${one.id} .selected=${one.id === this.chosen}>${'\u2003'.repeat(one.depth)}${one.name}</option>`)}
    </select>`;
  }
}
