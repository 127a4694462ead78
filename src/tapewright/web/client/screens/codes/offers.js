/** Passages like those of a code, to take or to leave. They are no codings: they stand apart until a person takes one. */
import { html, nothing, repeat } from '../../frame/dom.js';
import { get, post } from '../../frame/api.js';
import { failed, loading } from '../../frame/states.js';
import { did } from '../../study/did.js';

export class Offers {
  /** @param {import('./screen.js').CodesScreen} room */
  constructor(room) {
    this.room = room;
    /** @type {any} */
    this.record = null;
    /** @type {unknown} */
    this.error = null;
    this.isReading = false;
    this.of = 0;
    this.turn = 0;
    /** Keys of those that are being taken or left. */
    this.deciding = new Set();
  }

  forget() {
    this.turn += 1;
    this.isReading = false;
    this.of = 0;
    this.record = null;
    this.error = null;
  }

  async read() {
    const { code } = this.room;
    if (!code) return;
    const mine = (this.turn += 1);
    const at = document.activeElement;
    this.of = code.id;
    this.isReading = true;
    this.error = null;
    this.room.draw();
    try {
      const record = await get('/api/suggestions', { code: code.id });
      if (mine !== this.turn) return;
      this.record = record;
    } catch (error) {
      if (mine !== this.turn) return;
      this.error = error;
    }
    this.isReading = false;
    this.room.draw();
    this.room.parts.offers.scrollIntoView({ block: 'nearest' });
    const isHere = document.activeElement === at || document.activeElement === document.body;
    if (isHere) this.buttonOf(0, 0)?.focus();
  }

  /** A button of one of the rows: to play, to take, to leave. @param {number} row @param {number} which @returns {HTMLElement | undefined} */
  buttonOf(row, which) {
    const rows = this.room.parts.offers.querySelectorAll('.offer');
    return rows[Math.min(row, rows.length - 1)]?.querySelectorAll('button')[which];
  }

  /** @param {any} one @param {boolean} take */
  async decide(one, take) {
    if (this.deciding.has(one.key)) return;
    this.deciding.add(one.key);
    const said = take ? 'Taken: it is a coding now' : 'Left: it is not offered again';
    const done = await did(() => post('/api/suggestions/decide', { key: one.key, take }), said, this.room.again);
    this.deciding.delete(one.key);
    const row = this.record ? this.record.suggestions.indexOf(one) : -1;
    if (!done || row < 0) return;
    this.record.suggestions = this.record.suggestions.filter((/** @type {any} */ other) => other !== one);
    this.room.draw();
    (this.buttonOf(row, take ? 1 : 2) || /** @type {HTMLElement | null} */ (this.room.parts.offers.querySelector('button')))?.focus();
  }

  drawn() {
    const { code } = this.room;
    if (!code || !code.is_codable) return nothing;
    if (this.of !== code.id) {
      return html`<div class="offers-ask"><button class="button" ?disabled=${!code.codings && !code.example && !code.definition} @click=${() => void this.read()}>${code.codings ? 'Passages like these' : 'Passages that may fit'} <kbd>S</kbd></button>
        <span class="mute">${code.codings || code.example || code.definition ? 'Looked for by meaning, on this machine; you take or leave each.' : 'When the first passages have this code, others like them can be looked for.'}</span></div>`;
    }
    if (this.error) return failed(this.error, () => void this.read());
    if (this.isReading || !this.record) return loading('Looking for passages like these…');
    const all = this.record.suggestions;
    return html`<section class="offers" aria-label="Offered, not coded">
      <div class="codes-head"><h2>Offered, not coded</h2><span class="mute">${all.length}</span><span class="toolbar-gap"></span><button class="button-quiet" @click=${() => (this.forget(), this.room.draw(), this.room.focusTree())}>Close</button></div>
      ${all.length ? nothing : html`<p class="codes-none mute">${this.record.why ? `Nothing can be offered: ${this.record.why}.` : 'Nothing more is like these passages.'}</p>`}
      ${repeat(all, (/** @type {any} */ one) => one.key, (/** @type {any} */ one) => this.row(one))}
    </section>`;
  }

  /** @param {any} one */
  row(one) {
    const key = `offer ${one.key}`;
    const isPlaying = this.room.hearing.key === key;
    return html`<div class="offer ${isPlaying ? 'is-playing' : ''}">
      <div class="passage-head">
        <button class="icon-button" aria-label="${isPlaying ? 'Stop' : 'Play'} ${one.tape} ${one.timecode}" @click=${() => void this.room.hearing.toggle(key, { tape: one.tape, ...one.ticks })}><span class="passage-sign" aria-hidden="true">${isPlaying ? '■' : '▶'}</span></button>
        <span class="mono">${one.tape}</span> <span class="timecode">${one.timecode}</span> <span class="truncate">${one.speaker || ''}</span>
        <span class="toolbar-gap"></span>
        <button class="button" @click=${() => void this.decide(one, true)}>Take</button> <button class="button-quiet" @click=${() => void this.decide(one, false)}>Leave</button>
      </div>
      <p class="said">${one.text}</p>
      ${one.like ? html`<p class="offer-like mute">like “${one.like}”</p>` : nothing}
    </div>`;
  }
}
