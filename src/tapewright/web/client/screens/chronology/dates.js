/** A field for a date: what one has typed is read by the server, and said in words beside it. There is one reader of dates. */
import { ApiError, get } from '../../frame/api.js';
import { html } from '../../frame/dom.js';

const PAUSE_MS = 120;

export class DateReading {
  /**
   * @param {() => void} redraw @param {(date: string) => void} taken puts a date that was offered into the field
   * @param {string} otherwise what becomes of a text that is no date
   */
  constructor(redraw, taken, otherwise) {
    this.redraw = redraw;
    this.otherwise = otherwise;
    this.taken = taken;
    /** @type {{date: string, said: string}[]} */
    this.meant = [];
    this.text = '';
    this.said = '';
    this.why = '';
    this.isWords = false;
    this.timer = 0;
    this.asking = new AbortController();
  }

  /** @param {string} text @param {string} [words] what dates it, for as long as no date is given: they may mean one */
  take(text, words = '') {
    this.isWords = !text.trim() && Boolean(words.trim());
    this.text = (this.isWords ? words : text).trim();
    this.asking.abort();
    clearTimeout(this.timer);
    if (!this.text) {
      this.said = this.why = '';
      this.meant = [];
      this.redraw();
      return;
    }
    this.timer = window.setTimeout(() => void this.ask(), PAUSE_MS);
  }

  async ask() {
    this.asking = new AbortController();
    try {
      const said = await get('/api/dates/read', { text: this.text }, this.asking.signal);
      [this.said, this.why, this.meant] = [said.said, said.why, said.meant];
      if (this.isWords && said.said) this.meant = [{ date: said.text, said: said.said }];
    } catch (error) {
      if (error instanceof DOMException) return;
      [this.said, this.why, this.meant] = ['', error instanceof ApiError ? error.message : '', []];
    }
    this.redraw();
  }

  /** What it means, or why it is none, and what it seems to mean. */
  told() {
    if (this.isWords && this.meant.length) return html`<span>The words seem to mean ${this.offers()}.</span>`;
    if (!this.text || this.isWords) return html`<span class="mute">1978, 1978-06, 1978-06-04, 1978~ about, [1978..1980] between, or as people write it</span>`;
    if (this.said) return html`<span>${this.said}</span>`;
    if (this.meant.length) return html`<span>Did you mean ${this.offers()}? Otherwise it ${this.otherwise}.</span>`;
    if (this.why) return html`<span class="bad">Not a date: ${this.why}. It ${this.otherwise}.</span>`;
    return html`<span class="mute">…</span>`;
  }

  /** Dates that one may take by a press. */
  offers() {
    return this.meant.map((one, n) => html`${n ? ' or ' : ''}<button type="button" class="button-quiet" @click=${() => this.choose(one.date)}>${one.said}</button>`);
  }

  /** @param {string} date */
  choose(date) {
    this.taken(date);
    this.take(date);
  }

  close() {
    clearTimeout(this.timer);
    this.asking.abort();
  }
}
