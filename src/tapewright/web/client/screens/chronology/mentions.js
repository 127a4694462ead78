/** Dates that were told on the tapes, offered: to be taken as an event, or left. They are no events until somebody says so. */
import { get, post } from '../../frame/api.js';
import { html, nothing, render } from '../../frame/dom.js';
import { openDialog, tellError } from '../../frame/tell.js';
import { newEvent } from './form.js';

export class Mentions {
  /** @param {() => void} changed @param {() => any} known */
  constructor(changed, known) {
    this.changed = changed;
    this.known = known;
    /** @type {any[]} */
    this.all = [];
    this.isClosed = false;
  }

  get count() {
    return this.all.length;
  }

  async read() {
    try {
      this.all = (await get('/api/mentions')).mentions || [];
    } catch {
      this.all = [];
    }
    if (!this.isClosed) this.changed();
  }

  async show() {
    const body = document.createElement('div');
    const draw = () => render(this.list(draw, () => close()), body);
    draw();
    const close = openDialog(html`${body}`, { wide: true });
  }

  /** @param {() => void} draw @param {() => void} close */
  list(draw, close) {
    return html`<h2 id="dialog-title">Dates told on tapes</h2>
      <div class="dialog-body">
        <p class="mute">Found by the machine, offered to you. None is an event until you take it.</p>
        ${this.all.slice(0, 100).map(
          (one) => html`<div class="chron-mention">
            <p><span class="mono">${one.tape}</span> <span class="timecode">${one.timecode}</span> <b>${one.said || one.date || one.text}</b></p>
            <p class="said">“${one.passage || one.text}”</p>
            <p>
              <button class="button" @click=${() => void this.take(one, draw)}>Take…</button>
              <button class="button-quiet" @click=${() => void this.decide(one, 'left', draw)}>Leave</button>
            </p>
          </div>`,
        )}
        ${this.all.length ? nothing : html`<p>Nothing is left to decide.</p>`}
      </div>
      <div class="dialog-choices"><button class="button button-main" @click=${close}>Done</button></div>`;
  }

  /** @param {any} one @param {() => void} draw */
  async take(one, draw) {
    const made = await newEvent(draftFrom(one), this.known());
    if (made) await this.decide(one, 'taken', draw);
  }

  /** @param {any} one @param {string} answer @param {() => void} draw */
  async decide(one, answer, draw) {
    try {
      await post('/api/mentions/decide', { about: one.about, answer });
      this.all = this.all.filter((other) => other !== one);
    } catch (error) {
      tellError(error);
    }
    draw();
    this.changed();
  }

  close() {
    this.isClosed = true;
  }
}

/** An event as a date that was told on a tape suggests it. @param {any} one */
export function draftFrom(one) {
  const text = one.passage || one.text;
  return { title: text, date: one.date || '', words: one.text, sources: [{ tape: one.tape, start: one.ticks.start, end: one.ticks.end, text, timecode: one.timecode }] };
}
