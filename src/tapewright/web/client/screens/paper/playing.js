/**
 * The paper edit as it plays: the cut as one stream, with the very fades of the export, and the bite and the word that
 * sound lit on the sheet. It plays the text that the file has, so what is typed is written first.
 */
import { toSeconds, toTicks } from '../../frame/time.js';
import { factsField } from './facts.js';
import { blockOfBite, setLit } from './sheet.js';

const TICK_MS = 40;

export class Playing extends EventTarget {
  /** @param {string} name @param {import('@codemirror/view').EditorView} sheet */
  constructor(name, sheet) {
    super();
    this.name = name;
    this.sheet = sheet;
    this.sound = new Audio();
    this.sound.preload = 'metadata';
    this.digest = '';
    this.end = 0;
    this.timer = 0;
    this.lit = '';
    this.bite = 0;
    /** @type {any[]} */
    this.events = [];
    this.sound.addEventListener('ended', () => this.stop());
    this.sound.addEventListener('error', () => this.failed());
    this.sound.addEventListener('seeked', () => this.light());
  }

  get isPlaying() {
    return !this.sound.paused;
  }

  /** Where the programme is, in ticks. */
  get ticks() {
    return toTicks(this.sound.currentTime);
  }

  /**
   * Play from one place of the programme to another.
   * @param {any} view the record of the text that the file has
   * @param {number} start ticks
   * @param {number} end ticks
   */
  async play(view, start, end) {
    this.events = view.events;
    this.end = end;
    if (view.digest !== this.digest) {
      this.digest = view.digest;
      this.sound.src = `/media/edits/${encodeURIComponent(this.name)}/sound.wav?digest=${encodeURIComponent(view.digest)}`;
    }
    this.sound.currentTime = toSeconds(start);
    clearInterval(this.timer);
    this.timer = window.setInterval(() => this.tick(), TICK_MS);
    try {
      await this.sound.play();
      this.told();
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) this.failed();
    }
  }

  /** Stop, and put out the light. */
  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.sound.pause();
    this.sheet.dispatch({ effects: setLit.of({ word: null, block: null }) });
    this.lit = '';
    this.told();
  }

  close() {
    clearInterval(this.timer);
    this.sound.pause();
    this.sound.removeAttribute('src');
    this.sound.load();
  }

  tick() {
    if (this.ticks >= this.end && !this.sound.seeking) this.stop();
    else this.light();
  }

  /** Light what sounds now: by binary search, a millisecond on, so that a word is lit at its very start. */
  light() {
    if (!this.timer) return;
    const now = this.ticks + toTicks(0.001);
    const event = this.events[eventAt(this.events, now)];
    const row = event && this.sheet.state.field(factsField).rows.find((one) => one.bite?.number === event.bite);
    const onTape = event ? event.source.start + now - event.record.start : 0;
    const word = row ? wordAt(row.words, onTape) : null;
    const block = event ? blockOfBite(this.sheet.state, event.bite) : null;
    const lit = `${block?.from} ${word?.from} ${word?.to}`;
    if (lit === this.lit) return;
    this.lit = lit;
    this.sheet.dispatch({ effects: setLit.of({ word, block }) });
    if (block && this.bite !== event.bite) this.dispatchEvent(new CustomEvent('bite', { detail: event.bite }));
    this.bite = event?.bite || 0;
  }

  failed() {
    const had = this.sound.error;
    this.stop();
    this.digest = '';
    this.dispatchEvent(new CustomEvent('failed', { detail: had?.message || '' }));
  }

  told() {
    this.dispatchEvent(new Event('state'));
  }
}

/** The last event that has begun; -1 before the first. @param {any[]} events @param {number} now */
export function eventAt(events, now) {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle].record.start <= now) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The word that sounds at a moment of the tape, or has just sounded. @param {import('./facts.js').Word[]} words @param {number} onTape */
export function wordAt(words, onTape) {
  let found = null;
  for (const word of words) {
    if (word.kind !== 'heard' || word.start === null || word.start > onTape) continue;
    if (!found || word.start >= (found.start ?? 0)) found = word;
  }
  return found;
}
