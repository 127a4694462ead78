/**
 * The drawing of a chronology: one path for all marks of a kind, so that ten thousand events are fifty elements. Called
 * once a frame while one zooms; what lies outside is left out, and marks that would lie on each other become one block.
 */
import { axisMarks } from './days.js';
import { KINDS, KIND_NAMES, classOf } from './kinds.js';
import { middleOf, OPEN, ROW } from './layout.js';

const SVG = 'http://www.w3.org/2000/svg';
const R = 3.7;
const BAR = 3.5;
const SHORT = 18;
const OPEN_LENGTH = 64;
const CLOSE = 8;
const NARROW = 10;
const CROWDED = 300;
const WIDEST_BLOCK = 22;
const MOST_LABELS = 90;
const MOST_NUMBERS = 160;
const LETTER = 6.5;
const FADES = 5;

/** @typedef {import('./layout.js').Mark} Mark */
/** @typedef {import('./layout.js').Lane} Lane */
/** @typedef {{marks: Mark[], lane: Lane, left: number, right: number, at: number, y: number}} Spot one mark, or several as a block */

/**
 * @typedef {object} Scene
 * @property {Lane[]} lanes
 * @property {import('./window.js').Window} window
 * @property {number} top what can be seen, from the top of the first lane
 * @property {number} bottom
 * @property {number | null} event that is looked at
 * @property {any} gap that is looked at
 * @property {any[]} gaps those of all lanes together
 * @property {(day: number) => string | null} [dayText] for cases beside each other: days from day 0
 */

export class Drawing {
  /** @param {SVGSVGElement} board @param {SVGSVGElement} axis */
  constructor(board, axis) {
    this.board = board;
    this.axis = axis;
    /** @type {Map<string, SVGPathElement>} */
    this.paths = new Map();
    /** What each path will be, and what it was. @type {Map<string, string>} */
    this.data = new Map();
    /** @type {Map<string, string>} */
    this.before = new Map();
    this.isCrowded = false;
    /** What was drawn, to be hit. @type {Spot[]} */
    this.spots = [];
    /** Where names of events stand. @type {{left: number, right: number, y: number}[]} */
    this.named = [];
    this.layer(axis, 'axis-gaps', 'chron-gap');
    this.layer(axis, 'axis-ticks', 'chron-tick');
    this.axisTexts = new Texts(axis, 'chron-axis-text');
    this.layer(board, 'grid', 'chron-grid');
    this.layer(board, 'grid-main', 'chron-grid is-main');
    this.layer(board, 'gaps', 'chron-gap');
    this.layer(board, 'gap-now', 'chron-gap is-now');
    this.gapTexts = new Texts(board, 'chron-gap-text');
    this.layer(board, 'lanes', 'chron-lane-line');
    KIND_NAMES.forEach((kind, n) => {
      for (let fade = 1; fade <= FADES; fade += 1) this.layer(board, `bar-${n}-${fade}`, `chron-bar ${classOf(kind)} fade-${fade}`);
      this.layer(board, `bar-${n}`, `chron-bar ${classOf(kind)}`, kind);
    });
    this.layer(board, 'now', 'chron-now');
    this.layer(board, 'blocks', 'chron-block');
    KIND_NAMES.forEach((kind, n) => this.layer(board, `sign-${n}`, `chron-mark ${classOf(kind)} ${KINDS[kind].isHollow ? 'is-hollow' : ''}`, kind));
    this.layer(board, 'rings', 'chron-ring');
    this.layer(board, 'current', 'chron-current');
    this.labels = new Texts(board, 'chron-label');
    this.numbers = new Texts(board, 'chron-number');
  }

  /** @param {SVGSVGElement} parent @param {string} name @param {string} className @param {string} [kind] */
  layer(parent, name, className, kind = '') {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('class', className);
    if (kind) path.dataset.kind = kind;
    parent.append(path);
    this.paths.set(name, path);
    this.data.set(name, '');
  }

  /** @param {string} name @param {string} path */
  put(name, path) {
    this.data.set(name, this.data.get(name) + path);
  }

  /** @param {Scene} scene */
  draw(scene) {
    this.spots = [];
    this.named = [];
    this.drawAxis(scene);
    const seen = scene.lanes.filter((lane) => lane.top + lane.height >= scene.top && lane.top <= scene.bottom);
    for (const lane of seen) {
      this.put('lanes', `M0 ${lane.top + lane.height - 0.5}h${scene.window.width}`);
      this.drawLane(lane, scene);
    }
    this.drawTexts(scene);
    this.drawGaps(seen, scene);
    this.isCrowded = this.spots.length > CROWDED;
    for (const [name, written] of this.data) {
      if (this.before.get(name) !== written) /** @type {SVGPathElement} */ (this.paths.get(name)).setAttribute('d', written);
      this.before.set(name, written);
      this.data.set(name, '');
    }
  }

  /** @param {Scene} scene */
  drawAxis(scene) {
    const { window, lanes, dayText } = scene;
    const bottom = lanes.length ? lanes[lanes.length - 1].top + lanes[lanes.length - 1].height : 0;
    this.axisTexts.begin();
    const marks = dayText ? evenMarks(window, dayText) : axisMarks(window.from, window.to, 70 / window.perDay);
    for (const mark of marks) {
      const x = tenth(window.x(mark.day));
      this.put(mark.isMain ? 'grid-main' : 'grid', `M${x} 0V${bottom}`);
      this.put('axis-ticks', `M${x} 20V28`);
      this.axisTexts.put(x + 4, 18, mark.text, mark.isMain ? 'is-main' : '');
    }
    for (const gap of scene.gaps) {
      const [x0, x1] = [Math.max(0, window.x(gap.begins + 1)), Math.min(window.width, window.x(gap.ends))];
      if (x1 > x0) this.put('axis-gaps', `M${tenth(x0)} 23H${tenth(x1)}V28H${tenth(x0)}z`);
    }
    this.axisTexts.end();
  }

  /** @param {Lane} lane @param {Scene} scene */
  drawLane(lane, scene) {
    const { window } = scene;
    /** @type {Array<Spot | null>} */
    const open = [];
    for (const mark of lane.marks) {
      const [left, right] = ends(mark, window);
      if (right < -20 || left > window.width + 20) continue;
      const y = middleOf(lane, mark.row);
      const isLong = !mark.isKnown && right - left > SHORT;
      const at = mark.isKnown ? (left + right) / 2 : Math.min(right - 4, Math.max(isLong ? left + 5 : (left + right) / 2, 7));
      if (isLong) this.bar(mark, left, right, y);
      const last = open[mark.row];
      if (last && at - last.at < CLOSE && at >= last.left && at - last.left < WIDEST_BLOCK) {
        last.marks.push(mark);
        last.at = at;
        last.right = Math.max(last.right, right);
        continue;
      }
      if (last) this.spots.push(last);
      open[mark.row] = { marks: [mark], lane, left, right, at, y };
    }
    for (const spot of open) if (spot) this.spots.push(spot);
  }

  /** A bar whose ends fade: between them it lies, and nobody knows where. @param {Mark} mark @param {number} left @param {number} right @param {number} y */
  bar(mark, left, right, y) {
    const from = Math.max(left, -30);
    const to = Math.min(right, this.board.clientWidth + 30 || right);
    const whole = Math.min(36, (right - left) * 0.3);
    const strip = (/** @type {number} */ a, /** @type {number} */ b) => (b > from && a < to ? `M${Math.round(Math.max(a, from))} ${y - BAR}H${Math.round(Math.min(b, to))}v${2 * BAR}H${Math.round(Math.max(a, from))}z` : '');
    if (this.isCrowded || whole < FADES * 2) {
      this.put(`bar-${mark.kind}-3`, strip(left, left + whole) + strip(right - whole, right));
    } else {
      for (let n = 1; n <= FADES; n += 1) {
        const [inner, outer] = [((FADES - n + 1) * whole) / FADES, ((FADES - n) * whole) / FADES];
        this.put(`bar-${mark.kind}-${n}`, strip(left + outer, left + inner) + strip(right - inner, right - outer));
      }
    }
    this.put(`bar-${mark.kind}`, strip(left + whole, right - whole));
  }

  /** Gaps of the lanes, with what is told of them where there is room. @param {Lane[]} lanes @param {Scene} scene */
  drawGaps(lanes, scene) {
    const { window } = scene;
    this.gapTexts.begin();
    if (scene.gap?.lane === null && lanes.length) this.put('gap-now', gapAcross(scene));
    for (const lane of lanes) {
      for (const gap of lane.gaps) {
        const [x0, x1] = [Math.max(-2, window.x(gap.begins + 1)), Math.min(window.width + 2, window.x(gap.ends))];
        if (x1 - x0 < NARROW) continue;
        const name = gap === scene.gap ? 'gap-now' : 'gaps';
        this.put(name, `M${tenth(x0)} ${lane.top + 1}H${tenth(x1)}V${lane.top + lane.height - 2}H${tenth(x0)}z`);
        const text = fitting([gap.text, gap.shortText, gap.said], x1 - x0 - 16);
        const y = text ? this.freeRow((x0 + x1) / 2, text, lane) : null;
        if (y !== null) this.gapTexts.put((x0 + x1) / 2, y, text);
      }
    }
    this.gapTexts.end();
  }

  /** Where in a lane words around a place touch no name of an event: at its foot, else at its head; null for nowhere. @param {number} x @param {string} text @param {Lane} lane */
  freeRow(x, text, lane) {
    const half = (text.length * LETTER) / 2 + 4;
    const rows = [lane.top + lane.height - 9, lane.top + 13];
    return rows.find((y) => !this.named.some((one) => Math.abs(one.y - y) < ROW && one.left < x + half && one.right > x - half)) ?? null;
  }

  /** Signs, blocks, rings, the one that is looked at, and names where there is room. @param {Scene} scene */
  drawTexts(scene) {
    let singles = 0;
    let blocks = 0;
    for (const spot of this.spots) {
      if (spot.marks.length > 1) blocks += 1;
      else singles += 1;
      this.spot(spot, scene);
    }
    this.numbers.begin();
    this.labels.begin();
    if (blocks <= MOST_NUMBERS) for (const spot of this.spots) if (spot.marks.length > 1) this.numbers.put(spot.at + 7, spot.y - 4, String(spot.marks.length));
    if (singles <= MOST_LABELS) this.names(scene.window.width);
    this.numbers.end();
    this.labels.end();
  }

  /** @param {Spot} spot @param {Scene} scene */
  spot(spot, scene) {
    const { marks, y } = spot;
    const at = tenth(spot.at);
    const [first] = marks;
    if (marks.length > 1) {
      const left = Math.max(-10, Math.min(spot.left, spot.at - 4));
      const width = Math.min(WIDEST_BLOCK, Math.max(8, spot.at - left + 4));
      const half = Math.min(5.5, 1.5 + Math.log2(marks.length) * 0.9);
      this.put('blocks', `M${Math.round(spot.at - width + 4)} ${tenth(y - half)}h${Math.round(width)}v${tenth(2 * half)}h${-Math.round(width)}z`);
    } else {
      const r = first.isKnown ? R : R - 0.4;
      if (!first.isKnown && spot.right - spot.left <= SHORT) this.bar(first, spot.left, spot.right, y);
      this.put(`sign-${first.kind}`, KINDS[KIND_NAMES[first.kind]].path(at, y, r));
    }
    if (marks.some((mark) => mark.conflicts)) this.put('rings', `M${at - 6.5} ${y}a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0 -13 0z`);
    if (scene.event !== null && marks.some((mark) => mark.event.id === scene.event)) {
      this.put('now', `M${at} 0V${scene.lanes[scene.lanes.length - 1].top + scene.lanes[scene.lanes.length - 1].height}`);
      const [left, right] = [tenth(Math.max(-4, Math.min(spot.left, spot.at - 4) - 5)), tenth(Math.min(scene.window.width + 4, Math.max(spot.right, spot.at + 4) + 5))];
      this.put('current', `M${left} ${y - 8}H${right}V${y + 8}H${left}z`);
    }
  }

  /** What happened, behind its mark, as long as the next of its row leaves room. @param {number} width */
  names(width) {
    /** @type {Map<string, Spot[]>} */
    const rows = new Map();
    for (const spot of this.spots) {
      const key = String(spot.y);
      const row = rows.get(key) || [];
      row.push(spot);
      rows.set(key, row);
    }
    for (const row of rows.values()) {
      row.sort((one, other) => one.left - other.left);
      row.forEach((spot, n) => {
        if (spot.marks.length > 1) return;
        const isLong = spot.right - spot.left > SHORT;
        const x = Math.max(spot.at + 12, isLong ? Math.min(spot.right + 9, width) : 0);
        const room = (n + 1 < row.length ? row[n + 1].left : width) - x - 8;
        const text = shortened(spot.marks[0].event.title, room);
        if (!text) return;
        this.labels.put(x, spot.y + 4, text);
        this.named.push({ left: x, right: x + text.length * LETTER, y: spot.y + 4 });
      });
    }
  }

  /** What lies under a point of the drawing, the nearest. @param {number} x @param {number} y @returns {Spot | null} */
  at(x, y) {
    let best = null;
    let nearest = 9;
    for (const spot of this.spots) {
      if (Math.abs(spot.y - y) > 8) continue;
      const away = Math.abs(spot.at - x);
      const isOnBar = x >= spot.left && x <= spot.right && spot.marks.length === 1;
      const far = isOnBar ? Math.min(away, 6) : away;
      if (far < nearest) [best, nearest] = [spot, far];
    }
    return best;
  }
}

/** The edges of a mark on the drawing. @param {Mark} mark @param {import('./window.js').Window} window @returns {[number, number]} */
function ends(mark, window) {
  if (mark.isKnown) {
    const at = window.x(mark.first + 0.5);
    return [at - R, at + R];
  }
  const left = mark.first > -OPEN ? window.x(mark.first) : window.x(mark.last + 1) - OPEN_LENGTH;
  const right = mark.last < OPEN ? window.x(mark.last + 1) : window.x(mark.first) + OPEN_LENGTH;
  if (right - left >= SHORT) return [left, right];
  const middle = (left + right) / 2;
  return [middle - SHORT / 2, middle + SHORT / 2];
}

/** Marks of an axis that counts from day 0. @param {import('./window.js').Window} window @param {(day: number) => string | null} say */
function evenMarks(window, say) {
  const steps = [1, 7, 30.4375, 91.3125, 182.625, 365.25, 730.5, 1826.25, 3652.5, 18_262.5, 36_525, 365_250];
  const step = steps.find((days) => days * window.perDay >= 80) || 3_652_500;
  const found = [];
  for (let n = Math.ceil(window.from / step); n * step <= window.to && found.length < 200; n += 1) {
    found.push({ day: n * step, text: say(Math.round(n * step)) || '', isMain: n === 0 });
  }
  return found;
}

/** A gap of all lanes together, over all of them. @param {Scene} scene */
function gapAcross({ gap, lanes, window }) {
  const [x0, x1] = [Math.max(-2, window.x(gap.begins + 1)), Math.min(window.width + 2, window.x(gap.ends))];
  const last = lanes[lanes.length - 1];
  return x1 > x0 ? `M${tenth(x0)} 1H${tenth(x1)}V${last.top + last.height - 2}H${tenth(x0)}z` : '';
}

/** @param {number} x */
const tenth = (x) => Math.round(x * 10) / 10;

/** The longest of several texts that fits. @param {string[]} texts @param {number} room */
const fitting = (texts, room) => texts.find((text) => text && text.length * LETTER <= room) || '';

/** @param {string} text @param {number} room */
function shortened(text, room) {
  const most = Math.floor(room / LETTER);
  if (text.length <= most) return text;
  return most < 8 ? '' : `${text.slice(0, most - 1).trimEnd()}…`;
}

/** Text elements that are used again from frame to frame. */
class Texts {
  /** @param {SVGSVGElement} parent @param {string} className */
  constructor(parent, className) {
    this.className = className;
    this.group = document.createElementNS(SVG, 'g');
    parent.append(this.group);
    /** @type {SVGTextElement[]} */
    this.all = [];
    this.used = 0;
  }

  begin() {
    this.used = 0;
  }

  /** @param {number} x @param {number} y @param {string} text @param {string} [more] */
  put(x, y, text, more = '') {
    let element = this.all[this.used];
    if (!element) {
      element = document.createElementNS(SVG, 'text');
      this.group.append(element);
      this.all.push(element);
    }
    this.used += 1;
    element.setAttribute('class', `${this.className} ${more}`);
    element.setAttribute('x', String(tenth(x)));
    element.setAttribute('y', String(y));
    if (element.textContent !== text) element.textContent = text;
  }

  end() {
    while (this.all.length > this.used) this.all.pop()?.remove();
  }
}
