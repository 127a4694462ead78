/** The chronology as files: a table, a timeline, a calendar, a picture; of what is chosen now, or of all. */
import { get, inWords, post } from '../../frame/api.js';
import { html, live, nothing, render } from '../../frame/dom.js';
import { failed, loading } from '../../frame/states.js';
import { openDialog } from '../../frame/tell.js';
import { drawWritten } from '../../study/written.js';
import { isNarrow, said } from './filters.js';
import { sentence, told } from './told.js';

/** @param {import('./filters.js').Wish} wish @param {{shown: number, all: number}} counts */
export function handOut(wish, counts) {
  void new Handing(wish, counts).begin();
}

class Handing {
  /** @param {import('./filters.js').Wish} wish @param {{shown: number, all: number}} counts */
  constructor(wish, counts) {
    this.wish = wish;
    this.counts = counts;
    this.isPart = isNarrow(wish);
    this.chosen = new Set(['csv']);
    this.isBusy = false;
    /** @type {any} */
    this.known = null;
    /** @type {any[] | null} */
    this.files = null;
    /** @type {unknown} */
    this.error = null;
    this.body = document.createElement('form');
    this.body.addEventListener('submit', (event) => (event.preventDefault(), void this.write()));
    this.draw();
    this.close = openDialog(html`${this.body}`);
  }

  async begin() {
    try {
      this.known = await get('/api/chronology/formats');
    } catch (error) {
      this.error = error;
    }
    this.draw();
    /** @type {HTMLElement | null} */ (this.body.querySelector('input'))?.focus();
  }

  async write() {
    if (this.isBusy || !this.ready) return;
    this.isBusy = true;
    this.error = this.files = null;
    this.draw();
    const { kinds, lane, words, certainty } = this.wish;
    const which = { kinds, parties: lane ? [lane] : [], case: this.wish.case, certainty: certainty ? [certainty] : [], words: words.trim() };
    const to = this.known.out.map((/** @type {any} */ one) => one.name).filter((/** @type {string} */ name) => this.chosen.has(name));
    try {
      const done = await post('/api/chronology/export', this.isPart ? { to, which, name: 'chronology-chosen' } : { to });
      this.files = done.files;
    } catch (error) {
      this.error = error;
    }
    this.isBusy = false;
    this.draw();
  }

  get ready() {
    return Boolean(this.known && this.chosen.size && (this.isPart ? this.counts.shown : this.counts.all));
  }

  /** Another choice: what was written was of the one before. @param {() => void} choose */
  choose(choose) {
    choose();
    this.files = null;
    this.draw();
  }

  draw() {
    const { known, error, isBusy } = this;
    render(
      html`<h2 id="dialog-title">Export the chronology</h2>
        <div class="dialog-body">
          ${known ? html`${this.formats()} ${this.which()} <p class="mute">Written into <span class="mono">${known.folder}</span>.</p> ${this.result()}` : error ? failed(error) : loading()}
        </div>
        <div class="dialog-choices">
          <button class="button button-main" ?disabled=${!this.ready || isBusy}>${isBusy ? 'Writing…' : 'Export'}</button>
          <button type="button" class="button" @click=${() => this.close()}>Close</button>
        </div>`,
      this.body,
    );
  }

  formats() {
    const { chosen } = this;
    const mark = (/** @type {string} */ name, /** @type {boolean} */ on) => this.choose(() => void (on ? chosen.add(name) : chosen.delete(name)));
    return html`<fieldset class="formats">
      <legend class="label">As</legend>
      ${this.known.out.map((/** @type {any} */ one) => html`<label class="check"><input type="checkbox" name=${one.name} .checked=${live(chosen.has(one.name))} @change=${(/** @type {any} */ event) => mark(one.name, event.target.checked)} /><span><span class="mono">${one.name}</span> <span class="mute">${one.title}</span></span></label>`)}
    </fieldset>`;
  }

  which() {
    const { wish, counts } = this;
    if (!isNarrow(wish)) return html`<p>${counts.all === 1 ? 'The one event there is.' : `All ${told(counts.all, 'event')}.`}</p>`;
    const radio = (/** @type {boolean} */ isPart, /** @type {any} */ text) => html`<label class="check"><input type="radio" name="which" .checked=${live(this.isPart === isPart)} @change=${() => this.choose(() => (this.isPart = isPart))} /><span>${text}</span></label>`;
    return html`<fieldset class="formats formats-one">
      <legend class="label">Which</legend>
      ${radio(true, html`What is shown now: ${counts.shown} of ${told(counts.all, 'event')} <span class="mute">${said(wish)}</span>`)} ${radio(false, `All ${told(counts.all, 'event')}`)}
    </fieldset>`;
  }

  result() {
    if (this.files) return drawWritten(this.files);
    if (!this.error) return nothing;
    const { text, hint } = inWords(this.error);
    return html`<p class="bad" role="alert">Nothing was written: ${text}. ${sentence(hint)}</p>`;
  }
}
