/** The board: names of the lanes, the axis and the drawing; what the pointer and the wheel do on it. */
import { html, render } from '../../frame/dom.js';
import { Drawing } from './drawing.js';
import { sayDay } from './days.js';
import { Window } from './window.js';

/** @typedef {import('./layout.js').Lane} Lane */

/**
 * @typedef {object} Does what the board tells the screen
 * @property {(spot: import('./drawing.js').Spot) => void} chosen
 * @property {(gap: any) => void} gap
 * @property {() => void} moved the stretch that is looked at is another
 * @property {(party: number) => void} party a lane's name was pressed
 */

export class Board {
  /** @param {HTMLElement} element @param {Does} does */
  constructor(element, does) {
    this.element = element;
    this.does = does;
    this.window = new Window();
    /** @type {Lane[]} */
    this.lanes = [];
    this.height = 0;
    /** @type {{event: number | null, gap: any, gaps: any[], dayText?: (day: number) => string | null}} */
    this.looked = { event: null, gap: null, gaps: [] };
    this.due = 0;
    /** Where the pointer is over the drawing, null elsewhere. @type {{x: number, y: number} | null} */
    this.pointer = null;
    /** @type {{x: number, y: number, moved: boolean} | null} */
    this.drag = null;
    render(boardOf(), element);
    const part = (/** @type {string} */ name) => /** @type {any} */ (element.querySelector(name));
    this.parts = { scroll: part('.chron-scroll'), names: part('.chron-names'), field: part('.chron-field'), svg: part('.chron-drawing'), axis: part('.chron-axis'), hover: part('.chron-hover') };
    this.drawing = new Drawing(this.parts.svg, this.parts.axis);
    this.closing = new AbortController();
    this.listen();
    this.watch = new ResizeObserver(() => this.soon());
    this.watch.observe(this.parts.scroll);
  }

  listen() {
    const { signal } = this.closing;
    const { field, scroll } = this.parts;
    /** @type {[HTMLElement, string, (event: any) => void, boolean][]} */
    const all = [
      [scroll, 'scroll', () => this.soon(), true],
      [field, 'wheel', (event) => this.wheeled(event), false],
      [field, 'pointerdown', (event) => this.pressed(event), true],
      [field, 'pointermove', (event) => this.pointed(event), true],
      [field, 'pointerup', (event) => this.released(event), true],
      [field, 'pointercancel', () => this.away(), true],
      [field, 'pointerleave', () => this.drag || this.away(), true],
    ];
    for (const [element, kind, tell, passive] of all) element.addEventListener(kind, tell, { passive, signal });
  }

  /** How high the lanes may be without scrolling. */
  get room() {
    const high = this.parts.scroll.clientHeight || Math.round((window.innerHeight - 78) * 0.64) - 42;
    return Math.max(0, high - 30);
  }

  /** Other lanes. @param {Lane[]} lanes @param {number} height */
  show(lanes, height) {
    this.lanes = lanes;
    this.height = height;
    const { svg, field } = this.parts;
    svg.setAttribute('height', String(Math.max(1, height)));
    field.style.height = `${height}px`;
    render(html`${lanes.map((lane) => this.nameOf(lane))}`, this.parts.names);
    this.soon();
  }

  /** @param {Lane} lane */
  nameOf(lane) {
    const inner = html`<span class="chron-name-text">${lane.name}</span><span class="chron-name-facts">${lane.facts}</span>`;
    const size = `height: ${lane.height}px`;
    return lane.party === null
      ? html`<div class="chron-name" .style=${size}>${inner}</div>`
      : html`<button class="chron-name" .style=${size} title="Edit ${lane.name}" @click=${() => this.does.party(/** @type {number} */ (lane.party))}>${inner}</button>`;
  }

  /** With the next frame. */
  soon() {
    if (!this.due) this.due = requestAnimationFrame(() => this.draw());
  }

  draw() {
    cancelAnimationFrame(this.due);
    this.due = 0;
    const { scroll, field, svg, axis } = this.parts;
    const width = field.clientWidth;
    if (!width) return;
    if (width !== this.window.width) {
      this.window.width = width;
      svg.setAttribute('width', String(width));
      axis.setAttribute('width', String(width));
    }
    const top = scroll.scrollTop;
    this.drawing.draw({ lanes: this.lanes, window: this.window, top, bottom: top + scroll.clientHeight, ...this.looked });
  }

  // --- nearer, further, along -----------------------------------------------------------------------------------------

  /** Nearer or further at the pointer, else at what is looked at, else in the middle. @param {number} factor @param {number | null} [day] */
  zoom(factor, day = null) {
    const { window } = this;
    const looked = day === null ? -1 : window.x(day);
    const x = this.pointer ? this.pointer.x : looked >= 0 && looked <= window.width ? looked : window.width / 2;
    window.zoom(factor, x);
    this.does.moved();
    this.soon();
  }

  /** @param {number} pixels */
  pan(pixels) {
    this.window.pan(pixels);
    this.does.moved();
    this.soon();
  }

  /** Bring days, and a lane, into view. @param {number} first @param {number} last @param {Lane | undefined} [lane] */
  reveal(first, last, lane) {
    if (this.window.reveal(first, last)) this.does.moved();
    const { scroll } = this.parts;
    if (lane && (lane.top < scroll.scrollTop || lane.top + lane.height + 28 > scroll.scrollTop + scroll.clientHeight)) scroll.scrollTop = Math.max(0, lane.top - 20);
    this.soon();
  }

  /** @param {WheelEvent} event */
  wheeled(event) {
    this.pointer = this.place(event);
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0025)));
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      this.pan(event.deltaX || event.deltaY);
    }
  }

  /** @param {MouseEvent} event */
  place(event) {
    const box = this.parts.field.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** @param {PointerEvent} event */
  pressed(event) {
    if (event.button) return;
    this.drag = { ...this.place(event), moved: false };
  }

  /** @param {PointerEvent} event */
  pointed(event) {
    const at = this.place(event);
    this.pointer = at;
    if (this.drag && (this.drag.moved || Math.abs(at.x - this.drag.x) > 4)) {
      if (!this.drag.moved) this.parts.field.setPointerCapture(event.pointerId);
      this.pan(this.drag.x - at.x);
      this.drag = { ...at, moved: true };
      this.hover(null);
    } else if (!this.drag) this.hover(at);
  }

  /** @param {PointerEvent} event */
  released(event) {
    const { drag } = this;
    this.drag = null;
    if (!drag || drag.moved) return;
    const at = this.place(event);
    const spot = this.drawing.at(at.x, at.y);
    if (spot) this.does.chosen(spot);
    else {
      const day = this.window.day(at.x);
      const lane = this.lanes.find((one) => at.y >= one.top && at.y < one.top + one.height);
      const gap = lane?.gaps.find((one) => day > one.begins && day < one.ends);
      if (gap) this.does.gap(gap);
    }
  }

  away() {
    this.pointer = null;
    this.drag = null;
    this.hover(null);
  }

  /** Say what lies under the pointer. @param {{x: number, y: number} | null} at */
  hover(at) {
    const spot = at && this.drawing.at(at.x, at.y);
    const { hover, field } = this.parts;
    field.classList.toggle('is-over', Boolean(spot));
    if (!at || !spot) {
      if (hover.textContent) hover.textContent = '';
      return;
    }
    const [first] = spot.marks;
    hover.textContent = spot.marks.length > 1 ? `${spot.marks.length} events from ${this.looked.dayText ? first.event.said : sayDay(Math.max(first.first, -1e8))}: press to look closer` : `${first.event.said || first.event.date_words}: ${first.event.title}`;
    const x = Math.min(Math.max(0, spot.at - 20), Math.max(0, this.window.width - hover.offsetWidth - 8));
    hover.style.transform = `translate(${Math.round(x)}px, ${Math.round(spot.y > 34 ? spot.y - 36 : spot.y + 14)}px)`;
  }

  close() {
    cancelAnimationFrame(this.due);
    this.closing.abort();
    this.watch.disconnect();
  }
}

function boardOf() {
  return html`<div class="chron-scroll" tabindex="0" role="group" aria-label="Lanes in time. T shows the same as a table.">
    <div class="chron-top"><div class="chron-corner"></div><svg class="chron-axis" height="28" aria-hidden="true"></svg></div>
    <div class="chron-body">
      <div class="chron-names"></div>
      <div class="chron-field">
        <svg class="chron-drawing" aria-hidden="true">
          <defs>
            <pattern id="chron-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="1.4" height="7"></rect></pattern>
          </defs>
        </svg>
        <div class="chron-hover" aria-hidden="true"></div>
      </div>
    </div>
  </div>`;
}
