/**
 * A waveform that is drawn once for what it shows; while it plays only the playhead moves, on a layer of its own, so that
 * nothing is laid out anew. `Overview` shows the whole tape, `Page` thirty seconds of it, and flips.
 */
import { TICKS_PER_SECOND } from '../frame/time.js';
import { Peaks, toColumns } from './peaks.js';

const PAGE = 30 * TICKS_PER_SECOND;
const FINE_BIN = TICKS_PER_SECOND / 100;

/**
 * @typedef {object} Wishes
 * @property {string} label what a screen reader calls it
 * @property {number} step seconds of an arrow key
 * @property {number} leap seconds of Page up and down
 * @property {(ticks: number) => string} inWords a time as people read it
 */

/** What both share: canvas, playhead, slider, seeking by pointer and keys. */
class Waveform {
  /** @param {import('./transport.js').Transport} player @param {Wishes} wishes */
  constructor(player, wishes) {
    this.player = player;
    this.wishes = wishes;
    this.element = document.createElement('div');
    this.element.className = 'wave';
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'slider');
    this.element.setAttribute('aria-label', wishes.label);
    this.element.setAttribute('aria-valuemin', '0');
    this.canvas = document.createElement('canvas');
    this.head = document.createElement('div');
    this.head.className = 'wave-head';
    this.element.append(this.canvas, this.head);
    /** What stands for what is chosen on the tape. @type {{start: number, end: number} | null} */
    this.chosen = null;
    this.wide = 0;
    this.told = -1;
    this.wanted = -1;
    this.stops = [this.watchSize(), this.watchTheme(), this.listen()];
  }

  /** From where it shows. */
  get start() {
    return 0;
  }

  /** To where. */
  get end() {
    return this.player.duration;
  }

  /** Draw what is shown. */
  draw() {}

  /** Mark a stretch of the tape. @param {{start: number, end: number} | null} chosen */
  choose(chosen) {
    if (chosen?.start === this.chosen?.start && chosen?.end === this.chosen?.end) return;
    this.chosen = chosen;
    this.draw();
  }

  /** Put the playhead where the player is. */
  follow() {
    const { ticks } = this.player;
    const span = this.end - this.start;
    const share = span > 0 ? Math.max(0, Math.min(1, (ticks - this.start) / span)) : 0;
    this.head.style.transform = `translateX(${(share * Math.max(0, this.wide - 2)).toFixed(2)}px)`;
    const second = Math.floor(ticks / TICKS_PER_SECOND);
    if (second !== this.told || !this.player.isPlaying) this.tellWhere(second);
  }

  /** For screen readers, once a second. @param {number} second */
  tellWhere(second) {
    this.told = second;
    this.element.setAttribute('aria-valuemax', String(Math.floor(this.player.duration / TICKS_PER_SECOND)));
    this.element.setAttribute('aria-valuenow', String(second));
    this.element.setAttribute('aria-valuetext', this.wishes.inWords(this.player.ticks));
  }

  /** @param {Int8Array} pairs a pair for each column of pixels */
  paint(pairs) {
    const { canvas } = this;
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const { width, height } = canvas;
    pen.clearRect(0, 0, width, height);
    const colours = getComputedStyle(this.element);
    this.paintChosen(pen, colours.getPropertyValue('--select'));
    pen.fillStyle = colours.color;
    const middle = height / 2;
    const least = Math.max(1, Math.round(devicePixelRatio));
    for (let column = 0; column < pairs.length / 2; column += 1) {
      const top = middle - (pairs[2 * column + 1] / 127) * middle;
      const high = Math.max(least, ((pairs[2 * column + 1] - pairs[2 * column]) / 127) * middle);
      pen.fillRect(column, Math.min(top, height - least), 1, high);
    }
  }

  /** @param {CanvasRenderingContext2D} pen @param {string} colour */
  paintChosen(pen, colour) {
    const span = this.end - this.start;
    if (!this.chosen || span <= 0) return;
    const { width, height } = this.canvas;
    const from = ((this.chosen.start - this.start) / span) * width;
    const upto = ((this.chosen.end - this.start) / span) * width;
    pen.fillStyle = colour;
    pen.fillRect(from, 0, Math.max(1, upto - from), height);
  }

  listen() {
    /** @param {PointerEvent} event */
    const move = (event) => this.element.hasPointerCapture(event.pointerId) && this.seekTo(event);
    /** @param {PointerEvent} event */
    const down = (event) => {
      if (event.button !== 0) return;
      this.element.setPointerCapture(event.pointerId);
      this.seekTo(event);
    };
    /** @param {KeyboardEvent} event */
    const key = (event) => this.onKey(event);
    this.element.addEventListener('pointerdown', down);
    this.element.addEventListener('pointermove', move);
    this.element.addEventListener('keydown', key);
    return () => {
      this.element.removeEventListener('pointerdown', down);
      this.element.removeEventListener('pointermove', move);
      this.element.removeEventListener('keydown', key);
    };
  }

  /** Seek to where the pointer is, once a frame at most. @param {PointerEvent} event */
  seekTo(event) {
    const box = this.element.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - box.left) / (box.width || 1)));
    const isFirst = this.wanted < 0;
    this.wanted = this.start + share * (this.end - this.start);
    if (!isFirst) return;
    requestAnimationFrame(() => {
      this.player.seek(this.wanted);
      this.wanted = -1;
      this.follow();
    });
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const { step, leap } = this.wishes;
    const by = /** @type {Record<string, number>} */ ({
      ArrowLeft: -step,
      ArrowDown: -step,
      ArrowRight: step,
      ArrowUp: step,
      PageUp: leap,
      PageDown: -leap,
    })[event.key];
    if (by !== undefined) this.player.nudge(by);
    else if (event.key === 'Home') this.player.seek(0);
    else if (event.key === 'End') this.player.seek(this.player.duration);
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.follow();
  }

  /** Draw anew where the size or the fineness of the screen changes. */
  watchSize() {
    const watching = new ResizeObserver(([entry]) => {
      const exact = entry.devicePixelContentBoxSize?.[0];
      this.wide = entry.contentRect.width;
      this.canvas.width = exact ? exact.inlineSize : Math.round(entry.contentRect.width * devicePixelRatio);
      this.canvas.height = exact ? exact.blockSize : Math.round(entry.contentRect.height * devicePixelRatio);
      this.draw();
      this.follow();
    });
    try {
      watching.observe(this.element, { box: 'device-pixel-content-box' });
    } catch {
      watching.observe(this.element);
    }
    return () => watching.disconnect();
  }

  /** And where night becomes day. */
  watchTheme() {
    const again = () => requestAnimationFrame(() => this.draw());
    const chosen = new MutationObserver(again);
    chosen.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', again);
    return () => {
      chosen.disconnect();
      system.removeEventListener('change', again);
    };
  }

  destroy() {
    for (const stop of this.stops) stop();
    this.element.remove();
  }
}

/** The whole tape. */
export class Overview extends Waveform {
  /** @param {import('./transport.js').Transport} player @param {Peaks | null} peaks @param {Wishes} wishes */
  constructor(player, peaks, wishes) {
    super(player, wishes);
    this.element.classList.add('wave-overview');
    /** @type {Int8Array} */
    this.pairs = new Int8Array(0);
    peaks?.whole().then((pairs) => {
      this.pairs = pairs;
      this.draw();
    }, noPeaks);
  }

  draw() {
    if (!this.canvas.width) return;
    const bins = Math.max(1, Math.ceil((this.player.duration * 10) / TICKS_PER_SECOND));
    this.paint(toColumns(this.pairs, this.canvas.width, bins));
  }
}

/** Thirty seconds, the page on which the player is. */
export class Page extends Waveform {
  /** @param {import('./transport.js').Transport} player @param {Peaks | null} peaks @param {Wishes} wishes */
  constructor(player, peaks, wishes) {
    super(player, wishes);
    this.peaks = peaks;
    this.page = 0;
    this.element.classList.add('wave-page');
    /** @type {Int8Array} */
    this.pairs = new Int8Array(0);
    void this.turn();
  }

  get start() {
    return this.page * PAGE;
  }

  get end() {
    return this.start + PAGE;
  }

  follow() {
    const page = Math.floor(this.player.ticks / PAGE);
    if (page !== this.page && this.wanted < 0) {
      this.page = page;
      void this.turn();
    }
    super.follow();
  }

  /** Show another page: at once empty if it has to be fetched; the one behind it is made ready. */
  async turn() {
    const { page } = this;
    /** @type {Int8Array} */
    this.pairs = new Int8Array(0);
    try {
      const coming = this.peaks?.part(this.start, Math.min(this.end, this.player.duration));
      if (!coming) return;
      const { pairs } = await coming;
      if (page !== this.page) return;
      this.pairs = pairs;
      this.draw();
      if (this.end < this.player.duration) await this.peaks?.part(this.end, this.end + FINE_BIN);
    } catch (error) {
      noPeaks(error);
    }
  }

  draw() {
    if (!this.canvas.width) return;
    this.paint(toColumns(this.pairs, this.canvas.width, PAGE / FINE_BIN));
  }
}

/** Without peaks there is a line and a playhead; that is no reason to stop anybody. @param {unknown} _error */
function noPeaks(_error) {}
