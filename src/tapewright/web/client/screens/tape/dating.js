/** Events that rest on this tape, beside its text; and `D`: what is selected becomes the source of one. */
import { get } from '../../frame/api.js';
import { html, nothing, render, repeat } from '../../frame/dom.js';
import { Latest } from '../../frame/latest.js';
import { on } from '../../frame/live.js';
import { tell, tellError } from '../../frame/tell.js';
import { timecode } from '../../frame/time.js';
import { wayBack } from '../../frame/undo.js';
import { newEvent } from '../chronology/form.js';
import { sign } from '../chronology/kinds.js';
import { decided } from '../chronology/mentions.js';

const LONGEST_TITLE = 160;
const PAUSE_MS = 300;

export class Dating {
  /** @param {import('./room.js').Room} room */
  constructor(room) {
    this.room = room;
    /** @type {any[]} */
    this.events = [];
    /** Dates that are told on this tape, and that nobody has decided about. @type {any[]} */
    this.mentions = [];
    this.timer = 0;
    this.latest = new Latest();
    const stops = [on('changed', (said) => concerns(said) && this.soon()), on('reload', () => this.soon())];
    room.whenClosed.push(() => {
      clearTimeout(this.timer);
      this.latest.close();
      for (const stop of stops) stop();
    });
    this.soon();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.read(), PAUSE_MS);
  }

  /** @returns {Promise<void>} */
  read() {
    return this.latest.ask((signal, arrives) => this.readNow(signal, arrives));
  }

  /** @param {AbortSignal} signal @param {() => boolean} arrives */
  async readNow(signal, arrives) {
    try {
      const { events } = await get(`/api/tapes/${encodeURIComponent(this.room.tape.id)}/events`, {}, signal);
      if (!arrives()) return;
      this.events = events;
      this.draw();
      const { mentions } = await get('/api/mentions', { tape: this.room.tape.id, most: 5000 }, signal);
      if (arrives()) this.mentions = mentions;
    } catch {
      // The server is away: what is shown stays.
    }
  }

  draw() {
    if (this.room.isClosed) return;
    const place = /** @type {HTMLElement | null} */ (this.room.parts.side.querySelector('.tape-events'));
    if (!place) {
      this.soon();
      return;
    }
    render(this.drawn(), place);
  }

  drawn() {
    const { tape } = this.room;
    const placed = this.events.flatMap((event) => event.sources.filter((/** @type {any} */ one) => one.tape === tape.id).map((/** @type {any} */ source) => ({ event, source })));
    placed.sort((one, other) => one.source.ticks.start - other.source.ticks.start);
    return html`<section aria-label="Events told here">
      <div class="panel-head"><h2>Events told here</h2><span class="num">${this.events.length}</span></div>
      ${placed.length ? nothing : html`<p class="mute tape-hint">Select words and press D to date them.</p>`}
      ${repeat(
        placed,
        ({ event, source }) => `${event.id}.${source.number}`,
        ({ event, source }) => html`<div class="tape-event">
          <button class="item" data-event=${event.id} @click=${() => this.room.playSpan(source.ticks.start, source.ticks.end)}>
            <span class="item-head"><span class="timecode">${timecode(source.ticks.start, tape)}</span><span>${event.said || event.date_words || 'no date'}</span></span>
            <span>${sign(event.kind)} ${event.title}</span>
            ${source.disputes ? html`<span class="mute">says otherwise</span>` : nothing}
          </button>
          <a class="icon-button" href="/chronology?event=${event.id}" aria-label="${event.title}: in the chronology" title="In the chronology">→</a>
        </div>`,
      )}
    </section>`;
  }

  /** What is selected becomes the source of an event. */
  async date() {
    const chosen = this.room.choice.now();
    if (!chosen) {
      tell('Select the words that tell of it first.');
      return;
    }
    const [start, end] = [Math.round(chosen.start), Math.round(chosen.end)];
    const text = chosen.text.replace(/\s+/g, ' ').trim();
    const mention = this.mentions.find((one) => one.ticks.start < end && one.ticks.end > start);
    const made = await newEvent({
      title: text.length > LONGEST_TITLE ? `${text.slice(0, LONGEST_TITLE - 1).trimEnd()}…` : text,
      date: mention?.date || '',
      words: mention?.text || '',
      sources: [{ tape: this.room.tape.id, start, end, text, timecode: timecode(start, this.room.tape) }],
    });
    this.room.view.focus();
    if (!made) return;
    const answers = mention ? [made, await decided(mention.about, 'taken').catch(tellError)] : [made];
    tell(`Kept as an event: ${made.said || 'no date yet'}`, { undo: wayBack(answers, () => this.read()) });
    await this.read();
  }
}

/** @param {any} said */
const concerns = (said) => Object.keys(said.changed || {}).some((table) => /event|part(y|ies)/.test(table)) || !said.changed;
