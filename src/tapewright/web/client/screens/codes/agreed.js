/** Figures of agreement: κ and α with their intervals; a dash, and why, where there is none. */
import { html, nothing } from '../../frame/dom.js';
import { Codes } from '../../study/codes.js';

/** @typedef {{value: number | null, low: number | null, high: number | null, of: number, why: string, no_interval: string}} Measure */

/** @param {number} value */
const figure = (value) => value.toFixed(2).replace('-', '−');

/** @param {Measure} one */
export function measure({ value, low, high, why, no_interval }) {
  if (value === null) return html`<span class="mute" title=${why} aria-hidden="true">–</span><span class="sr-only">none: ${why}</span>`;
  const between = low === null || high === null ? '' : `${figure(low)} to ${figure(high)}`;
  return html`<span class="mono agree-value" data-value=${value}>${figure(value)}</span><span class="mono mute agree-interval" title=${no_interval || nothing}>${between}</span>`;
}

/** @param {any} overall @param {string} intervals how they were reckoned */
export function overAll(overall, intervals) {
  /** @param {string} sign @param {string} said @param {Measure} one */
  const row = (sign, said, one) => html`<tr><th scope="row">${sign}</th><td class="mute">${said}</td><td class="num">${measure(one)}</td></tr>`;
  return html`<table class="table agree-all" aria-label="Over all codes"><tbody>
    ${row('κ', 'Cohen, words', overall.kappa)} ${row('α', 'Krippendorff, words', overall.alpha)} ${row('α', 'Krippendorff, stretches', overall.unitized)}
  </tbody></table>
  ${[...new Set([overall.kappa, overall.alpha, overall.unitized].map((one) => one.why).filter(Boolean))].map((why) => html`<p class="mute agree-why">–: ${why}.</p>`)}
  ${reckoned(overall, intervals)}`;
}

/** How intervals were reckoned, or why there is none. @param {any} overall @param {string} intervals */
function reckoned({ kappa, alpha }, intervals) {
  const without = [kappa, alpha].find((one) => one.value !== null && one.low === null);
  if (without) return html`<p class="mute agree-how">${without.no_interval.replace(/^n/, 'N')}.</p>`;
  return kappa.value === null && alpha.value === null ? nothing : html`<p class="mute agree-how">Intervals: ${intervals}</p>`;
}

/** @param {any[]} rows @param {Codes | null} codes @param {(id: number) => void} choose */
export function codesTable(rows, codes, choose) {
  return html`<table class="table agree-table" aria-label="By code">
    <thead><tr><th>Code</th><th class="num">κ</th><th class="num">α</th></tr></thead>
    <tbody>${rows.map((one) => {
      const code = codes?.get(one.code);
      return html`<tr class="voice-${code?.hue || 8}" data-code=${one.code} title=${one.path}>
        <td><button class="button-quiet agree-code" @click=${() => choose(one.code)}><span class="swatch"></span><span class="mono mute">${Codes.sign(code)}</span><span class="truncate">${one.code_name}</span></button></td>
        <td class="num">${measure(one.kappa)}</td><td class="num">${measure(one.alpha)}</td>
      </tr>`;
    })}</tbody>
  </table>`;
}
