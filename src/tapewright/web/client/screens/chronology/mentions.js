/** Dates that were told on the tapes, offered: to be taken as an event, or left. They are no events until somebody says so. */
import { clip } from '../../deck/clip.js';
import { get, post } from '../../frame/api.js';
import { html, nothing, render } from '../../frame/dom.js';
import { Latest } from '../../frame/latest.js';
import { openDialog, tellError } from '../../frame/tell.js';
import { toTicks } from '../../frame/time.js';
import { newEvent } from './form.js';

const PAUSE_MS = 900;
const SHOWN = 60;
const BEFORE = toTicks(4);

export class Mentions {
  /** @param {() => void} changed @param {() => any} known */
  constructor(changed, known) {
    this.changed = changed;
    this.known = known;
    this.count = 0;
    /** @type {any[]} */
    this.all = [];
    this.timer = 0;
    this.latest = new Latest();
  }

  /** Look again in a moment: what is shown comes first. */
  soon() {
    clearTimeout(this.timer);
    if (!this.latest.isClosed) this.timer = window.setTimeout(() => void this.read().catch(() => {}), PAUSE_MS);
  }

  /** What is offered now. */
  read() {
    return this.latest.ask(async (signal, arrives) => {
      const said = await get('/api/mentions', { most: SHOWN }, signal);
      if (!arrives()) return;
      const before = this.count;
      [this.all, this.count] = [said.mentions, said.total];
      if (this.count !== before) this.changed();
    });
  }

  show() {
    const body = document.createElement('div');
    const draw = () => render(this.list(draw, () => close()), body);
    draw();
    const close = openDialog(html`${body}`, { wide: true, closed: () => clip.stop() });
  }

  /** @param {() => void} draw @param {() => void} close */
  list(draw, close) {
    return html`<h2 id="dialog-title">Dates told on the tapes</h2>
      <div class="dialog-body">
        <p class="mute">Found by the machine and offered to you. None is an event until you take it.</p>
        ${this.all.map((one) => this.row(one, draw))}
        ${this.all.length ? nothing : html`<p>Nothing is left to decide.</p>`}
        ${this.count > this.all.length && this.all.length ? html`<p class="mute">and ${this.count - this.all.length} more, as soon as these are decided</p>` : nothing}
      </div>
      <div class="dialog-choices"><button class="button button-main" @click=${close}>Done</button></div>`;
  }

  /** @param {any} one @param {() => void} draw */
  row(one, draw) {
    const from = one.hangs_on?.text ? `, counted from “${one.hangs_on.text}”` : '';
    return html`<div class="chron-mention" data-about=${one.about}>
      <p class="chron-mention-said">“${one.before} <b>${one.text}</b>${one.after ? ` ${one.after}` : ''}”</p>
      <p class="chron-where">
        <button class="icon-button chron-play" aria-label="Play ${one.tape} at ${one.timecode}" @click=${() => void clip.play(around(one)).catch(tellError)}>▶</button>
        <span class="mono">${one.tape}</span> <span class="timecode">${one.timecode}</span>
        <span>${one.said || 'no date by itself'}${one.is_guess ? ' (a guess)' : ''}${from}</span>
        <span class="chron-mention-acts">
          <button class="button" @click=${() => void this.take(one, draw)}>Take…</button>
          <button class="button-quiet" @click=${() => void this.decide(one, 'left', draw)}>Leave</button>
        </span>
      </p>
    </div>`;
  }

  /** @param {any} one @param {() => void} draw */
  async take(one, draw) {
    if (await newEvent(draftFrom(one), this.known())) await this.decide(one, 'taken', draw);
  }

  /** @param {any} one @param {string} answer @param {() => void} draw */
  async decide(one, answer, draw) {
    try {
      await decided(one.about, answer);
      await this.read();
    } catch (error) {
      tellError(error);
    }
    draw();
  }

  close() {
    this.latest.close();
    clearTimeout(this.timer);
  }
}

/** Say what became of a date, so that it is not offered again. @param {string} about @param {'taken' | 'left' | string} answer */
export const decided = (about, answer) => post('/api/mentions/decide', { about, answer });

/** A date with the words that lead to it. @param {any} one */
const around = (one) => ({ tape: one.tape, start: Math.max(0, one.ticks.start - BEFORE), end: one.ticks.end });

/** An event as a date that was told on a tape suggests it: its source is the date with the words before it. @param {any} one */
function draftFrom(one) {
  return { title: one.passage, date: one.date, words: one.text, sources: [{ ...around(one), text: one.passage, timecode: one.timecode }] };
}
