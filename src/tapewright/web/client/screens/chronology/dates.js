/** A field for a date: what one has typed is read by the server, and said in words beside it. There is one reader of dates. */
import { ApiError, get } from '../../frame/api.js';
import { html } from '../../frame/dom.js';

const PAUSE_MS = 120;

export class DateReading {
  /** @param {() => void} redraw */
  constructor(redraw) {
    this.redraw = redraw;
    this.text = '';
    this.said = '';
    this.why = '';
    this.timer = 0;
    this.asking = new AbortController();
  }

  /** @param {string} text */
  take(text) {
    this.text = text.trim();
    this.asking.abort();
    clearTimeout(this.timer);
    if (!this.text) {
      this.said = this.why = '';
      this.redraw();
      return;
    }
    this.timer = window.setTimeout(() => void this.ask(), PAUSE_MS);
  }

  async ask() {
    this.asking = new AbortController();
    try {
      const said = await get('/api/dates/read', { text: this.text }, this.asking.signal);
      [this.said, this.why] = [said.said, said.why];
    } catch (error) {
      if (error instanceof DOMException) return;
      [this.said, this.why] = ['', error instanceof ApiError ? error.message : ''];
    }
    this.redraw();
  }

  /** What it means, or why it is kept as words. */
  told() {
    if (!this.text) return html`<span class="mute">1978, 1978-06, 1978-06-04, 1978~ about, 1978? uncertain, 1978/1980 between</span>`;
    if (this.said) return html`<span>${this.said}</span>`;
    if (this.why) return html`<span class="bad">Not a date: ${this.why}. It will be kept as words.</span>`;
    return html`<span class="mute">…</span>`;
  }

  close() {
    clearTimeout(this.timer);
    this.asking.abort();
  }
}
