/** One row of the list of hits, and the heading of a tape. */
import { html, nothing } from '../../frame/dom.js';
import { pieces } from './rows.js';

/** @typedef {import('./hits.js').Hit} Hit */
/** @typedef {import('../../frame/dom.js').Drawn} Drawn */

export const HEADING_HEIGHT = 40;
export const HIT_HEIGHT = 34;
export const TOLD_HEIGHT = 58;

/**
 * @typedef {object} Look
 * @property {boolean} isCurrent
 * @property {boolean} isPlaying
 * @property {boolean} isMarked already among the selects
 * @property {boolean} hasTape the tape's id stands in the row, as there is no heading
 * @property {boolean} isTold why it is a hit stands below it
 * @property {boolean} isMeant it was looked for by its meaning
 */

/** @param {import('./rows.js').Group} group @param {() => void} keep @param {boolean} isKept */
export function tapeRow(group, keep, isKept) {
  return html`<div class="hit-tape" role="row">
    <span role="gridcell"><button class="hit-tape-id mono" title=${isKept ? 'Search all tapes again' : `Search ${group.tape} alone`} tabindex="-1" @click=${keep}>${group.tape}</button></span>
    <span class="truncate" role="gridcell">${group.title === group.tape ? '' : group.title}</span>
    <span class="mute num" role="gridcell">${group.hits === 1 ? '1 hit' : `${group.hits.toLocaleString('en')} hits`}</span>
  </div>`;
}

/**
 * @param {number} number
 * @param {Hit | undefined} hit undefined while it is on its way
 * @param {Look} look
 * @param {{choose: () => void, play: () => void, open: () => void}} does
 */
export function hitRow(number, hit, look, does) {
  const name = `hit ${look.isTold ? 'hit-told' : ''} ${look.isCurrent ? 'is-current' : ''} ${look.isPlaying ? 'is-playing' : ''}`;
  if (!hit) return html`<div class="${name} is-coming" id="hit-${number}" role="row" aria-selected="false"><span role="gridcell" class="sr-only">Hit ${number + 1} is coming</span></div>`;
  return html`<div
    class=${name}
    id="hit-${number}"
    role="row"
    aria-selected=${look.isCurrent ? 'true' : 'false'}
    @click=${does.choose}
    @dblclick=${does.open}
  >
    <span role="gridcell"
      ><button class="hit-play" tabindex="-1" aria-label=${look.isPlaying ? 'Stop' : 'Play this hit'} @click=${onlyThis(does.play)}>
        <span aria-hidden="true">${look.isPlaying ? '■' : '▶'}</span>
      </button></span
    >
    <span class="hit-at" role="gridcell">${look.hasTape ? html`<span class="mono">${hit.tape}</span> ` : nothing}<span class="timecode">${hit.timecode}</span></span>
    <span class="hit-who truncate" role="gridcell" title=${hit.speaker || ''}>${hit.speaker || ''}</span>
    <span class="hit-line serif" role="gridcell">
      <span class="hit-before"><bdi>${hit.before}</bdi></span>
      <span class="hit-text">${pieces(hit.text, hit.lit).map((piece) => (piece.isLit ? html`<mark class="found">${piece.text}</mark>` : piece.text))}</span>
      <span class="hit-after">${hit.after}</span>
    </span>
    <span class="hit-mark mute" role="gridcell">${look.isMarked ? 'in selects' : ''}</span>
    ${look.isTold ? html`<span class="hit-why" role="gridcell">${look.isMeant ? html`${Math.round(hit.score * 100)} % alike in meaning and words` : why(hit)}</span>` : nothing}
  </div>`;
}

/** Why it is a hit, in words. @param {Hit} hit @returns {Drawn} */
export function why(hit) {
  if (!hit.differs && !hit.differences.length) return 'the same words';
  const count = hit.differs || hit.differences.length;
  return html`${count === 1 ? '1 word differs' : `${count} words differ`}:
  ${hit.differences.map(
    (one, place) => html`${place ? ', ' : ''}${one.asked ? html`<del class="differs">${one.asked}</del>` : nothing}
      ${one.said ? html`<ins class="differs">${one.said}</ins>` : html`<span>left out</span>`}`,
  )}`;
}

/** A click that the row need not hear of. @param {() => void} run */
function onlyThis(run) {
  return (/** @type {Event} */ event) => {
    event.stopPropagation();
    run();
  };
}

/**
 * A hit to be pasted elsewhere: its words in their line, who says them, tape and timecode.
 * @param {Hit} hit
 */
export function asText(hit) {
  const line = [hit.before, hit.text, hit.after].filter(Boolean).join(' ');
  return `“${line}”\n— ${[hit.speaker, `${hit.tape} ${hit.timecode}`].filter(Boolean).join(', ')}\n`;
}
