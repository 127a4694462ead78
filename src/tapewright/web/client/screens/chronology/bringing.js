/** A table of events in: looked at first, with what would come in, what is left and why; then taken in, at once. */
import { inWords, request } from '../../frame/api.js';
import { html, live, nothing, render } from '../../frame/dom.js';
import { openDialog, tell, tellError } from '../../frame/tell.js';
import { wayBack } from '../../frame/undo.js';
import { NEW_CASE, newCase } from './cases.js';
import { wordsOf } from './fields.js';
import { KINDS, KIND_NAMES } from './kinds.js';
import { sentence, told } from './told.js';

const TAKEN = '.csv,.tsv,.txt,.xlsx,.xlsm,.xlsb,.xls,.ods,.json';
const LARGEST = 8 * 2 ** 20;
const PAUSE_MS = 250;
const MOST = 40;
const DATES = [
  ['', 'kept as words'],
  ['day-first', 'read, the day first: 4 June 1984'],
  ['month-first', 'read, the month first: 6 April 1984'],
];

/** Ask for a table and take it in. @param {{cases?: any[]}} known @param {() => Promise<void>} came */
export function bringTable(known, came) {
  void new Bringing(known, came);
}

class Bringing {
  /** @param {{cases?: any[]}} known @param {() => Promise<void>} came */
  constructor(known, came) {
    this.cases = known.cases || [];
    this.came = came;
    /** @type {File | null} */
    this.file = null;
    /** @type {any} */
    this.look = null;
    /** @type {unknown} */
    this.error = null;
    /** @type {'' | 'looking' | 'taking'} */
    this.doing = '';
    /** The look that is under way. */
    this.looking = Promise.resolve();
    /** What its columns mean was not understood at first: they are shown. */
    this.isUnclear = false;
    this.said = { agency: '', case: '', kind: '', document: '', dates: '', leave_told: false };
    /** What the person says that columns mean. @type {Map<string, string>} */
    this.columns = new Map();
    this.timer = 0;
    this.asking = new AbortController();
    this.body = document.createElement('form');
    this.body.className = 'chron-form';
    this.body.addEventListener('submit', (event) => (event.preventDefault(), void this.take()));
    this.body.addEventListener('change', (event) => this.changed(/** @type {any} */ (event.target)));
    this.body.addEventListener('input', (event) => this.typed(/** @type {any} */ (event.target)));
    this.body.addEventListener('dragover', (event) => event.preventDefault());
    this.body.addEventListener('drop', (event) => {
      event.preventDefault();
      if (event.dataTransfer?.files[0]) this.choose(event.dataTransfer.files[0]);
    });
    this.draw();
    this.close = openDialog(html`${this.body}`, {
      wide: true,
      opened: (dialog) => /** @type {HTMLElement | null} */ (dialog.querySelector('input[type=file]'))?.focus(),
      closed: () => {
        clearTimeout(this.timer);
        this.asking.abort();
      },
    });
  }

  /** @param {File} file */
  choose(file) {
    if (this.doing === 'taking') return;
    this.asking.abort(); // what is still looked at is another file
    this.doing = '';
    this.file = file;
    this.look = null;
    this.error = null;
    this.columns.clear();
    this.said = { ...this.said, document: file.name.replace(/\.[^.]+$/, ''), leave_told: false };
    if (file.size > LARGEST) this.error = new Error(`${file.name} is larger than 8 MB. Bring it in with tapewright chronicle import, or by parts`);
    else this.again();
    this.draw();
  }

  /** @param {HTMLInputElement} field */
  changed(field) {
    if (field.type === 'file') {
      if (field.files?.[0]) this.choose(field.files[0]);
    } else if (field.name === 'case' && field.value === NEW_CASE) void this.addCase();
    else if (field.name.startsWith('column.')) {
      this.columns.set(this.look.columns[Number(field.name.slice(7))].name, field.value);
      this.again();
    } else if (field.name && field.type !== 'text') {
      /** @type {any} */ (this.said)[field.name] = field.type === 'checkbox' ? field.checked : field.value;
      this.again();
    }
  }

  /** @param {HTMLInputElement} field */
  typed(field) {
    if (field.name !== 'agency' && field.name !== 'document') return;
    this.said[field.name] = field.value;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.again(), PAUSE_MS);
  }

  async addCase() {
    try {
      const made = await newCase();
      if (made) {
        this.cases = [...this.cases, made];
        this.said.case = made.name;
      }
    } catch (error) {
      tellError(error);
    }
    this.again();
  }

  /** @param {boolean} isLook */
  address(isLook) {
    const asked = new URLSearchParams({ name: this.file?.name || '' });
    for (const [name, value] of Object.entries(this.said)) if (value) asked.set(name, String(value));
    for (const [name, field] of this.columns) asked.append('column', `${name}=${field}`);
    if (isLook) asked.set('dry_run', 'true');
    return `/api/chronology/import?${asked}`;
  }

  /** What would come in, as things are said now. */
  again() {
    clearTimeout(this.timer);
    this.looking = this.see();
  }

  async see() {
    this.asking.abort();
    this.asking = new AbortController();
    this.doing = 'looking';
    this.draw();
    try {
      const look = await request('POST', this.address(true), { body: this.file, signal: this.asking.signal });
      if (!this.look) this.isUnclear = !look.result;
      this.look = look;
      this.error = null;
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      this.error = readable(error);
    }
    this.doing = '';
    this.draw();
  }

  async take() {
    // A look that is overtaken ends early: the one that overtook it is waited for.
    for (let seen = null; this.doing !== 'taking' && seen !== this.looking; await seen) seen = this.looking;
    if (!this.coming || this.doing) return;
    clearTimeout(this.timer);
    this.doing = 'taking';
    this.draw();
    try {
      const done = await request('POST', this.address(false), { body: this.file });
      this.close();
      tell(`${told(done.events.length, 'event')} came in${done.refused.length ? `, ${told(done.refused.length, 'row')} kept out` : ''}.`, { undo: wayBack([done]) });
      await this.came();
    } catch (error) {
      this.error = readable(error);
      this.doing = '';
      this.draw();
    }
  }

  get coming() {
    return this.error ? 0 : this.look?.result?.events.length || 0;
  }

  draw() {
    const { file, look, error, doing, coming } = this;
    const { text, hint } = error ? inWords(error) : { text: '', hint: '' };
    render(
      html`<h2 id="dialog-title">${file ? `Import ${file.name}` : 'Import a table of events'}</h2>
        <div class="dialog-body">
          ${file ? nothing : intro()}
          ${error ? html`<p class="bad" role="alert">${text.startsWith(file?.name || '\n') ? `${text}.` : sentence(text)}${hint ? html` ${sentence(hint)}` : nothing}</p>` : nothing}
          ${look && !error ? this.seen() : nothing}
          <p class="mute chron-doing" role="status">${doing ? (doing === 'taking' ? 'Taking it in…' : 'Reading the table…') : nothing}</p>
        </div>
        <div class="dialog-choices">
          ${look && !error ? html`<button class="button button-main" ?disabled=${!coming || doing === 'taking'}>${coming ? `Take in ${told(coming, 'event')}` : 'Nothing to take in'}</button>` : nothing}
          <label class="button chron-file">${file ? 'Another file…' : 'Choose a file…'}<input class="sr-only" type="file" accept=${TAKEN} .value=${live('')} /></label>
          <button type="button" class="button" @click=${() => this.close()}>Leave it</button>
        </div>`,
      this.body,
    );
  }

  seen() {
    const { look } = this;
    return html`${this.summary()} ${this.common()} ${this.meanings()}
      ${look.result ? html`${kept('Kept out', look.result.refused)} ${this.before()} ${kept('Come in, with something to look at', look.result.asks)} ${dates(look.result.dates)}` : nothing}
      ${look.remarks.map((/** @type {string} */ one) => html`<p class="mute">${sentence(one)}</p>`)}`;
  }

  summary() {
    const { rows, result } = this.look;
    if (!result) return html`<p role="status">${told(rows, 'row')} read. <span class="bad">No column tells what happened: say below which one does.</span></p>`;
    const left = rows - result.events.length - result.refused.length;
    const said = [`${told(rows, 'row')} read`, `${told(result.events.length, 'event')} would come in`, result.refused.length ? `${told(result.refused.length, 'row')} kept out` : '', left ? `${told(left, 'row')} left out as told already` : ''];
    return html`<p role="status" class="chron-coming">${said.filter(Boolean).join('; ')}.</p>
      ${named('New people and institutions', result.people)} ${named('New cases', result.cases)}`;
  }

  /** What is said of all rows. */
  common() {
    const { said, cases } = this;
    const choices = [['', 'none'], ...cases.map((one) => [one.name, one.name]), [NEW_CASE, 'a new case…']];
    return html`<div class="chron-form-two">
      <label class="label-line">Whose chronology it is<input class="field" name="agency" maxlength="300" autocomplete="off" .value=${live(said.agency)} /></label>
      <label class="label-line">Case of rows that name none${select('case', said.case, choices)}</label>
      <label class="label-line">Document of rows that name none<input class="field" name="document" maxlength="4000" autocomplete="off" .value=${live(said.document)} /></label>
      <label class="label-line">Kind of rows that name none${select('kind', said.kind, [['', 'other'], ...KIND_NAMES.filter((kind) => kind !== 'other').map((kind) => [kind, KINDS[kind].label.toLocaleLowerCase()])])}</label>
      ${this.hasOtherDates ? html`<label class="label-line">Dates like 04/06/1984${select('dates', said.dates, DATES)}</label>` : nothing}
    </div>`;
  }

  /** Some of its dates are not written as this chronology writes them. */
  get hasOtherDates() {
    const { result } = this.look;
    return Boolean(this.said.dates || result?.asks.length || result?.refused.some((/** @type {any} */ one) => one.reason.includes('not a date')));
  }

  /** Each column, and what it means. */
  meanings() {
    const { columns, fields } = this.look;
    const left = columns.filter((/** @type {any} */ one) => !one.field).map((/** @type {any} */ one) => one.name);
    const choices = [['', 'left out'], ...fields.map((/** @type {string} */ field) => [field, wordsOf(field)])];
    return html`<details class="chron-columns" ?open=${this.isUnclear}>
      <summary>${told(columns.length - left.length, 'column')} of ${columns.length} understood${left.length ? html`<span class="mute">; left out: ${left.slice(0, 8).join(', ')}${left.length > 8 ? ' …' : ''}</span>` : nothing}</summary>
      <table class="table">
        <thead><tr><th>Column</th><th>First cell</th><th>Means</th></tr></thead>
        <tbody>${columns.map((/** @type {any} */ one, /** @type {number} */ n) => html`<tr><td>${one.name}</td><td class="mute">${one.sample}</td><td>${select(`column.${n}`, one.field, choices, `What ${one.name} means`)}</td></tr>`)}</tbody>
      </table>
    </details>`;
  }

  /** Rows that may tell of an event that is there already. */
  before() {
    const found = this.look.result.told_before;
    if (!found.length) return nothing;
    const same = found.filter((/** @type {any} */ one) => one.same).length;
    return html`<section class="chron-kept">
      <h3>May be told already</h3>
      <ul>${found.slice(0, MOST).map((/** @type {any} */ one) => html`<li>Row ${one.line}, “${one.title}”: ${one.event ? `E${one.event}` : `row ${one.other_line}`}, ${one.said || 'no date'}, “${one.other}”</li>`)}</ul>
      ${rest(found)}
      ${same ? html`<label class="check"><input type="checkbox" name="leave_told" .checked=${live(this.said.leave_told)} />${same === 1 ? 'Leave out the row that says' : `Leave out the ${same} rows that say`} the same again</label>` : nothing}
    </section>`;
  }
}

const intro = () => html`<p>A CSV file, a spreadsheet (Excel, OpenDocument) or a TimelineJS file, with a row of headings: what happened, date, document, people, and whatever else an event has.</p>
  <p class="mute">You see what would come in before anything is written. Drop a file here, or choose one. The file itself is not kept, and nothing leaves this machine.</p>`;

/** Rows with what is the matter with each. @param {string} title @param {any[]} troubles */
function kept(title, troubles) {
  if (!troubles.length) return nothing;
  return html`<section class="chron-kept">
    <h3>${title}</h3>
    <ul>${troubles.slice(0, MOST).map((one) => html`<li>Row ${one.line}: ${sentence(one.reason)}${one.hint ? html` <span class="mute">${sentence(one.hint)}</span>` : nothing}</li>`)}</ul>
    ${rest(troubles)}
  </section>`;
}

/** Dates that were read out of words, but for those that say the same. @param {any[]} all */
function dates(all) {
  const read = all.filter((one) => one.text.toLocaleLowerCase() !== one.said.toLocaleLowerCase());
  if (!read.length) return nothing;
  return html`<section class="chron-kept">
    <h3>Dates as they were read</h3>
    <ul>${read.slice(0, MOST).map((one) => html`<li>Row ${one.line}: ${one.text} is ${one.said}</li>`)}</ul>
    ${rest(read)}
  </section>`;
}

/** @param {string} title @param {string[]} names */
function named(title, names) {
  if (!names.length) return nothing;
  const more = names.length - 12;
  return html`<p class="mute">${title}: ${names.slice(0, 12).join(', ')}${more > 0 ? ` and ${more} more` : ''}.</p>`;
}

/** @param {any[]} found */
const rest = (found) => (found.length > MOST ? html`<p class="mute">And ${found.length - MOST} more.</p>` : nothing);

/** @param {string} name @param {string} value @param {string[][]} choices @param {string} [label] */
const select = (name, value, choices, label = '') =>
  html`<select class="field" name=${name} aria-label=${label || nothing}>${choices.map(([one, text]) => html`<option value=${one} .selected=${one === value}>${text}</option>`)}</select>`;

/** The browser lets go of a file that was changed since it was chosen. @param {unknown} error */
const readable = (error) => (error instanceof DOMException ? new Error('The file was changed or moved since it was chosen: choose it again') : error);
