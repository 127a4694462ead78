/** The side of a proof: how much was read, the counts, what a reader must know besides, and the check on paper. */
import { html, nothing } from '../../frame/dom.js';

/** @typedef {import('../../frame/dom.js').Drawn} Drawn */

/** Verdicts in the order of their strength, with the sign of what they come to. */
export const VERDICTS = /** @type {const} */ ([
  ['verbatim', 'verbatim', '✓'],
  ['cleaned', 'cleaned', '✓'],
  ['elided', 'elided', '…'],
  ['condensed', 'condensed', '…'],
  ['unsettled', 'unsettled', '?'],
  ['altered', 'altered', '✗'],
  ['reordered', 'reordered', '✗'],
  ['recombined', 'recombined', '✗'],
  ['misattributed', 'misattributed', '✗'],
  ['not_found', 'not found', '✗'],
]);

/** How much of the tapes could be searched, in words. @param {{tapes: number, unread: string[]}} coverage */
export function coverageTold({ tapes, unread }) {
  if (!tapes) return 'There are no tapes: nothing can be proved.';
  if (!unread.length) return `Every tape has a transcript (${tapes}).`;
  const named = unread.slice(0, 6).join(', ') + (unread.length > 6 ? ` and ${unread.length - 6} more` : '');
  return `Cannot prove, ${unread.length} of ${tapes} ${tapes === 1 ? 'tape' : 'tapes'} unread: ${named}.`;
}

/**
 * The panel.
 * @param {any} proof
 * @param {{download: (form: string) => void, print: () => void, remove: () => void, readings: Drawn, more: Drawn}} acts
 */
export function summary(proof, acts) {
  const { summary: found, transcript_coverage: coverage } = proof;
  return html`<section>
      <div class="panel-head"><h2>What was found</h2><span class="num">${found.open} open</span></div>
      <dl class="proof-counts">
        ${VERDICTS.filter(([name]) => found.verdicts[name]).map(
          ([name, label, sign]) => html`<dt><span aria-hidden="true">${sign}</span> ${label}</dt><dd class="num">${found.verdicts[name]}</dd>`,
        )}
        ${proof.joins.length ? html`<dt>joins</dt><dd class="num">${proof.joins.length}</dd>` : nothing}
        ${found.accepted ? html`<dt>accepted</dt><dd class="num">${found.accepted}</dd>` : nothing}
      </dl>
    </section>
    <section>
      <div class="panel-head"><h2>How much was read</h2></div>
      <p class="panel-text ${coverage.unread.length || !coverage.tapes ? 'bad' : ''}">${coverageTold(coverage)}</p>
      ${acts.readings}
      ${remarks(proof)}
    </section>
    ${acts.more}
    <section>
      <div class="panel-head"><h2>On paper</h2></div>
      <div class="panel-actions">
        ${(proof.kind === 'edit' ? ['pdf', 'docx', 'html'] : ['html']).map(
          (form) => html`<button class="button" @click=${() => acts.download(form)}>${form.toUpperCase()}</button>`,
        )}
        <button class="button" @click=${acts.print}>Print</button>
      </div>
      ${proof.kind === 'edit'
        ? html`<p class="panel-text mute">The annotated script: each line beside its tape and timecode.</p>`
        : html`<div class="panel-actions">
            <button class="button-quiet" @click=${acts.remove}>Remove this script…</button>
          </div>`}
    </section>`;
}

/** @param {any} proof */
function remarks(proof) {
  const all = [...proof.unplaced.map((/** @type {string} */ one) => `Cannot be placed: ${one}`), ...proof.remarks];
  if (!all.length) return nothing;
  return html`<ul class="proof-remarks">
    ${all.map((one) => html`<li>${one[0].toUpperCase()}${one.slice(1)}</li>`)}
  </ul>`;
}

/**
 * Whether a person has heard what the cut plays: the sign-off of a paper edit.
 * @param {string} name
 * @param {any} heard
 */
export function signedOff(name, heard) {
  const { words, human, contradicted } = heard.cut;
  return html`<section>
    <div class="panel-head"><h2>Heard by a person</h2><span class="num">${human} of ${words} words</span></div>
    ${words ? html`<progress class="progress panel-progress" max=${words} value=${human} aria-label="How much of the cut was heard"></progress>` : nothing}
    <p class="panel-text ${contradicted ? 'bad' : ''}">
      ${heard.heard
        ? 'Every word of the cut was heard as it reads.'
        : contradicted
          ? `${contradicted} ${contradicted === 1 ? 'word was' : 'words were'} heard otherwise.`
          : 'Not every word of the cut was heard yet.'}
    </p>
    ${heard.heard ? nothing : html`<div class="panel-actions"><a class="button" href="/review?of=${encodeURIComponent(name)}">Hear first</a></div>`}
  </section>`;
}
