/** The same as a table: a row for each event and each gap, in order of time. What cannot be seen can be read. */
import { html, nothing } from '../../frame/dom.js';
import { LongList } from '../../frame/longlist.js';
import { KINDS, ROLE_WORDS, sign } from './kinds.js';
import { zeroTold } from './aligned.js';
import { dateTold } from './record.js';

/** @typedef {{event?: any, gap?: any, offset?: string, head?: string}} Row an event, a gap, or the name of a case over its events */

const HEIGHT = 34;

/**
 * Events with gaps between them: a gap stands behind the event that it begins after.
 * @param {import('./record.js').Chronology} chronology
 * @returns {Row[]}
 */
export function rowsOf(chronology) {
  /** @type {Map<number, any[]>} */
  const behind = new Map();
  for (const gap of chronology.gaps) behind.set(gap.before, [...(behind.get(gap.before) || []), gap]);
  return chronology.events.flatMap((event) => [{ event }, ...(behind.get(event.id) || []).map((gap) => ({ gap }))]);
}

/**
 * Cases beside each other: each with its events, as far from day 0 as they are.
 * @param {any} answer of `/api/cases/compare`
 * @param {import('./record.js').Chronology} chronology only events that it shows
 * @returns {Row[]}
 */
function rowsOfCases(answer, chronology) {
  return answer.cases.flatMap((/** @type {any} */ one) => {
    const events = one.events.flatMap((/** @type {any} */ offset) => {
      const event = chronology.byId.get(offset.event);
      return event ? [{ event, offset: offset.said }] : [];
    });
    return [{ head: `${one.case.name}: ${zeroTold(one, chronology)}` }, ...events];
  });
}

export class Table {
  /** @param {HTMLElement} element @param {{choose: (row: Row) => void}} does */
  constructor(element, does) {
    this.element = element;
    this.does = does;
    /** @type {import('./record.js').Chronology | null} */
    this.chronology = null;
    /** @type {Row[]} */
    this.rows = [];
    this.at = -1;
    this.list = new LongList(/** @type {HTMLElement} */ (element.querySelector('.chron-rows')), { count: 0, height: HEIGHT, draw: () => nothing });
  }

  /** @param {import('./record.js').Chronology} chronology @param {any} cases of `/api/cases/compare`, where they lie beside each other */
  show(chronology, cases) {
    this.chronology = chronology;
    this.rows = cases ? rowsOfCases(cases, chronology) : rowsOf(chronology);
    this.element.setAttribute('aria-rowcount', String(this.rows.length + 1));
    this.list.set({ count: this.rows.length, height: HEIGHT, draw: (index) => this.row(index) });
  }

  /** @param {number | null} event @param {any} gap */
  look(event, gap) {
    this.at = this.rows.findIndex((row) => (gap ? row.gap === gap : row.event && row.event.id === event));
    this.element.setAttribute('aria-activedescendant', this.at < 0 ? '' : `chron-row-${this.at}`);
    if (this.at >= 0) this.list.reveal(this.at, HEIGHT);
    this.list.draw();
  }

  /** @param {number} by */
  step(by) {
    let to = this.at < 0 ? 0 : Math.min(this.rows.length - 1, Math.max(0, this.at + by));
    while (this.rows[to]?.head) to += by < 0 ? -1 : 1;
    if (this.rows[to]) this.does.choose(this.rows[to]);
  }

  /** @param {number} index */
  row(index) {
    const row = this.rows[index];
    const is = index === this.at;
    if (row.head) return html`<div class="row chron-row is-gap" id=${`chron-row-${index}`} role="row" aria-rowindex=${index + 2}><span role="gridcell" class="label chron-cell-all" aria-colspan="6">${row.head}</span></div>`;
    const inner = row.event ? this.eventCells(row.event, row.offset) : gapCells(row.gap);
    return html`<div class="row chron-row ${row.gap ? 'is-gap' : ''} ${is ? 'is-current' : ''}" id=${`chron-row-${index}`} role="row" aria-rowindex=${index + 2} aria-selected=${is ? 'true' : 'false'} data-event=${row.event ? row.event.id : nothing} @click=${() => this.does.choose(row)}>${inner}</div>`;
  }

  /** @param {any} event @param {string} [offset] how far from day 0 */
  eventCells(event, offset) {
    const conflicts = this.chronology?.conflicts.get(event.id);
    const who = event.parties.map((/** @type {any} */ one) => `${one.name} ${ROLE_WORDS[one.role] || ''}`).join(', ');
    const tapes = event.sources.map((/** @type {any} */ one) => one.tape || 'document').join(' ');
    return html`<span role="gridcell" class="soft" title=${offset ? dateTold(event) : event.date}>${offset || dateTold(event)}</span>
      <span role="gridcell" class="chron-cell-kind">${sign(event.kind)}${KINDS[event.kind]?.short || event.kind}</span>
      <span role="gridcell" title=${event.title}>${event.title}</span>
      <span role="gridcell" class="soft" title=${who}>${who}</span>
      <span role="gridcell" class="mono soft">${tapes}</span>
      <span role="gridcell">${conflicts ? html`<span class="chron-cell-ring" aria-hidden="true"></span>sources conflict` : event.certainty === 'certain' ? '' : event.certainty}</span>`;
  }

  close() {
    this.list.close();
  }
}

/** @param {any} gap */
function gapCells(gap) {
  return html`<span role="gridcell" class="mute">gap</span><span role="gridcell"></span><span role="gridcell" class="mute chron-cell-wide" aria-colspan="4">${gap.title}. ${gap.tells}</span>`;
}

/** The head, and what rows are drawn into. */
export function tableOf() {
  return html`<div class="chron-table" role="grid" aria-label="Chronology" tabindex="0">
    <div class="rows-head chron-row" role="row" aria-rowindex="1">
      ${['When', 'Kind', 'What', 'Who', 'Sources', 'Doubt'].map((name) => html`<span role="columnheader">${name}</span>`)}
    </div>
    <div class="chron-rows" role="rowgroup" tabindex="0" aria-label="Rows"></div>
  </div>`;
}
