/** The chips over a proof: one for each verdict, what is open, joins, what was accepted, the claims. */
import { html, nothing } from '../../frame/dom.js';
import { VERDICTS } from './summary.js';

/**
 * @param {any} proof
 * @param {string} shown
 * @param {(show: string) => void} choose
 */
export function chips(proof, shown, choose) {
  const { summary: found } = proof;
  /** @type {any[]} */
  const all = [...proof.quotes, ...proof.joins];
  /** @param {string} value @param {import('../../frame/dom.js').Drawn} label @param {number} count */
  const chip = (value, label, count) =>
    html`<button class="chip" aria-pressed=${shown === value} @click=${() => choose(shown === value ? '' : value)}>
      ${label} <span class="chip-count">${count}</span>
    </button>`;
  return html`<div class="toolbar" role="group" aria-label="Show">
    ${chip('', 'All', all.length)} ${chip('open', 'Open', all.filter((one) => passes(one, 'open')).length)}
    ${VERDICTS.filter(([name]) => found.verdicts[name]).map(([name, label, sign]) =>
      chip(name, html`<span aria-hidden="true">${sign}</span> ${label}`, found.verdicts[name]),
    )}
    ${proof.joins.length ? chip('joins', 'joins', proof.joins.length) : nothing}
    ${found.accepted ? chip('accepted', 'accepted', found.accepted) : nothing}
    <span class="toolbar-gap"></span>
    ${proof.kind === 'edit'
      ? html`<button class="chip" aria-pressed=${shown === 'claims'} @click=${() => choose(shown === 'claims' ? '' : 'claims')}>
          Claims of the narration
        </button>`
      : nothing}
    <button class="button drawer-button" data-toggles="side">Summary</button>
  </div>`;
}

/** @param {any} one @param {string} show */
export function passes(one, show) {
  if (!show || show === 'claims') return true;
  if (show === 'open') return Boolean(one.finding_id) && !one.accepted;
  if (show === 'accepted') return Boolean(one.accepted);
  if (show === 'joins') return Boolean(one.between);
  return one.verdict === show;
}
