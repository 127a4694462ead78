/** On paper: every event that is chosen and every gap, in order of time, with its sources in full, not what is in sight. */
import { html, nothing, render } from '../../frame/dom.js';
import { KINDS, ROLE_WORDS } from './kinds.js';
import { dateTold } from './record.js';
import { rowsOf } from './table.js';

/**
 * Lay the paper out when somebody prints, and take it away after.
 * @param {HTMLElement} element `.chron-paper`, which a screen does not show
 * @param {() => import('./record.js').Chronology | null} chronology
 * @returns {() => void} stops it
 */
export function laysOutPaper(element, chronology) {
  const lay = () => {
    const now = chronology();
    render(now ? paper(now) : nothing, element);
  };
  const clear = () => render(nothing, element);
  window.addEventListener('beforeprint', lay);
  window.addEventListener('afterprint', clear);
  return () => {
    window.removeEventListener('beforeprint', lay);
    window.removeEventListener('afterprint', clear);
  };
}

/** @param {import('./record.js').Chronology} chronology */
function paper(chronology) {
  return html`<table class="table">
    <thead><tr>${['When', 'What', 'Who', 'Sources'].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>
      ${rowsOf(chronology).map((row) => (row.event ? eventRow(row.event, chronology) : gapRow(row.gap)))}
    </tbody>
  </table>`;
}

/** @param {any} event @param {import('./record.js').Chronology} chronology */
function eventRow(event, chronology) {
  const kind = [KINDS[event.kind]?.short || event.kind, event.certainty === 'certain' ? '' : event.certainty, chronology.conflicts.has(event.id) ? 'sources conflict' : ''];
  return html`<tr>
    <td>${dateTold(event)}</td>
    <td>${event.title}<br /><span class="mute">${kind.filter(Boolean).join(' · ')}</span></td>
    <td>${event.parties.map((/** @type {any} */ one) => html`<div>${one.name} <span class="mute">${ROLE_WORDS[one.role] || ''}</span></div>`)}</td>
    <td>${event.sources.map((/** @type {any} */ source) => sourceTold(source, event.date))}</td>
  </tr>`;
}

/** @param {any} source @param {string} date the event's */
function sourceTold(source, date) {
  const says = [source.said && source.date !== date ? `gives ${source.said}` : '', source.disputes ? 'disputes it' : '', source.note].filter(Boolean).join('; ');
  return html`<div>
    ${source.tape ? html`<span class="mono">${source.tape} ${source.timecode}</span> “${source.text}”` : source.document}
    ${says ? html` <span class="mute">(${says})</span>` : nothing}
  </div>`;
}

/** @param {any} gap */
const gapRow = (gap) => html`<tr><td class="mute">gap</td><td class="mute" colspan="3">${gap.title}. ${gap.tells}</td></tr>`;
