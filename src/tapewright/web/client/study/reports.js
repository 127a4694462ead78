/** Reports that go out: the warning-sign brief, the institution ledger, the fairness page. Each is written by a job. */
import { get } from '../frame/api.js';
import { html, live, nothing, render } from '../frame/dom.js';
import { failed, loading } from '../frame/states.js';
import { openDialog } from '../frame/tell.js';
import { JobRun } from './jobrun.js';

const FORMATS = [
  ['html', 'one page for a browser; it fetches nothing'],
  ['pdf', 'to print, to send, to keep'],
  ['docx', 'to work on'],
  ['csv', 'its tables, for a spreadsheet'],
];

/** The brief and the ledger. */
export function openReports() {
  void new StudyReports().begin();
}

/** The fairness page of a paper edit. @param {string} name @param {string} title */
export function openFairness(name, title) {
  void new FairnessReport(name, title).begin();
}

/** A dialog with formats, a job, and the files that came of it. */
class ReportDialog {
  constructor() {
    this.formats = new Set(['html']);
    /** @type {unknown} */
    this.error = null;
    this.isReady = false;
    this.run = new JobRun(() => this.went());
    this.body = document.createElement('form');
    this.body.addEventListener('submit', (event) => (event.preventDefault(), this.write()));
    this.draw();
    this.close = openDialog(html`${this.body}`, { closed: () => this.run.close() });
  }

  async begin() {
    try {
      await this.read();
      this.isReady = true;
    } catch (error) {
      this.error = error;
    }
    this.draw();
    /** @type {HTMLElement | null} */ (this.body.querySelector('input'))?.focus();
  }

  /** What has to be known before anything can be chosen. @returns {Promise<void>} */
  async read() {}

  /** The command and its arguments. @returns {[string, Record<string, unknown>]} */
  get wish() {
    throw new Error('each report has its own');
  }

  get canWrite() {
    return this.isReady && this.formats.size > 0;
  }

  write() {
    if (!this.canWrite || this.run.isRunning) return;
    const [command, wanted] = this.wish;
    const to = FORMATS.map(([name]) => name).filter((name) => this.formats.has(name));
    void this.run.begin(command, { ...wanted, to });
    this.draw();
  }

  /** The job went on: what is said of it comes into view. */
  went() {
    this.draw();
    this.body.querySelector('.dialog-body > :is([role=status], [role=alert], .written)')?.scrollIntoView({ block: 'nearest' });
  }

  /** Another choice: what was written was of the one before. @param {() => void} choose */
  choose(choose) {
    choose();
    this.run.forget();
    this.draw();
  }

  /** @param {Set<string>} chosen @param {string} name @param {boolean} isOn */
  mark(chosen, name, isOn) {
    this.choose(() => void (isOn ? chosen.add(name) : chosen.delete(name)));
  }

  get title() {
    return 'Reports';
  }

  /** What there is to choose. @returns {any} */
  content() {
    return nothing;
  }

  draw() {
    const { run } = this;
    render(
      html`<h2 id="dialog-title">${this.title}</h2>
        <div class="dialog-body">${this.isReady ? html`${this.content()} ${this.canBe ? html`${this.drawFormats()} ${run.draw()}` : nothing}` : this.error ? failed(this.error) : loading()}</div>
        <div class="dialog-choices">
          <button class="button button-main" ?disabled=${!this.canWrite || run.isRunning}>${run.isRunning ? 'Writing…' : 'Write it'}</button>
          ${run.isRunning ? html`<button type="button" class="button" @click=${() => void run.stop()}>Stop</button>` : nothing}
          <button type="button" class="button" @click=${() => this.close()}>Close</button>
        </div>`,
      this.body,
    );
  }

  /** Whether there is anything to report. */
  get canBe() {
    return true;
  }

  drawFormats() {
    return html`<fieldset class="formats">
      <legend class="label">As</legend>
      ${FORMATS.map(([name, what]) => html`<label class="check"><input type="checkbox" name=${name} .checked=${live(this.formats.has(name))} @change=${(/** @type {any} */ event) => this.mark(this.formats, name, event.target.checked)} /><span><span class="mono">${name}</span> <span class="mute">${what}</span></span></label>`)}
    </fieldset>`;
  }
}

class StudyReports extends ReportDialog {
  kind = 'warning-signs';
  case = '';
  withSound = false;
  withoutContacts = false;
  /** Where help is named. @type {Set<string>} */
  countries = new Set();
  /** @type {any} */
  material = null;
  /** @type {any} */
  known = null;

  async read() {
    const [countries, cases, material] = await Promise.all([get('/api/reports/countries'), get('/api/cases'), get('/api/reports/material')]);
    this.known = { countries: countries.countries, cases: cases.cases };
    this.material = material;
    if (!material.signs && material.contacts) this.kind = 'institutions';
  }

  /** @param {string} name */
  async chooseCase(name) {
    this.case = name;
    this.run.forget();
    try {
      const material = await get('/api/reports/material', { case: name });
      if (this.case !== name) return; // another one was chosen meanwhile
      this.material = material;
      this.error = null;
    } catch (error) {
      if (this.case !== name) return;
      this.error = error;
      this.isReady = false;
    }
    this.draw();
  }

  get isBrief() {
    return this.kind === 'warning-signs';
  }

  get canBe() {
    return Boolean(this.isBrief ? this.material?.signs : this.material?.contacts);
  }

  get canWrite() {
    return super.canWrite && this.canBe;
  }

  /** @returns {[string, Record<string, unknown>]} */
  get wish() {
    const of = { ...(this.case ? { case: this.case } : {}), ...(this.countries.size ? { country: [...this.countries] } : {}) };
    return [this.kind, this.isBrief ? { ...of, with_sound: this.withSound } : { ...of, without_contacts: this.withoutContacts }];
  }

  content() {
    const { material } = this;
    return html`<fieldset class="formats formats-one">
        <legend class="label">Which</legend>
        ${this.choice('warning-signs', 'Warning-sign brief', counted([[material.signs, 'sign'], [material.passages, 'passage']]), 'Each sign with its published source, its moments on the tapes, who knew of it when, and what was done.')}
        ${this.choice('institutions', 'Institution ledger', counted([[material.contacts, 'contact']]), 'Each contact with its answer and how long that took, and rates by group where there are enough.')}
      </fieldset>
      ${this.known.cases.length ? this.cases() : nothing} ${this.canBe ? html`${this.switch()} ${this.help()}` : this.instead()}`;
  }

  /** @param {string} kind @param {string} name @param {string} count @param {string} what */
  choice(kind, name, count, what) {
    return html`<label class="check"><input type="radio" name="kind" .checked=${live(this.kind === kind)} @change=${() => this.choose(() => (this.kind = kind))} /><span>${name} <span class="mute">${count}. ${what}</span></span></label>`;
  }

  cases() {
    return html`<label class="label-line">Case<select class="field" name="case" @change=${(/** @type {any} */ event) => void this.chooseCase(event.target.value)}>
      <option value="" .selected=${!this.case}>all of the project</option>
      ${this.known.cases.map((/** @type {any} */ one) => html`<option value=${one.name} .selected=${one.name === this.case}>${one.name}</option>`)}
    </select></label>`;
  }

  /** What each report can have or leave out. */
  switch() {
    if (this.isBrief) return this.check('with_sound', this.withSound, (on) => (this.withSound = on), 'With the sound of the moments', 'In the HTML, three minutes of each at most. Whoever has the file can hear them. It takes longer.');
    return this.check('without_contacts', this.withoutContacts, (on) => (this.withoutContacts = on), 'The rates alone, without the contacts', `Rates of fewer than ${this.material.threshold} contacts, or of one person, are hidden, so that nobody is found by them. Where the contacts stand beside the rates, a reader can count up what is hidden; without them nobody can. Do not give out both.`);
  }

  /** @param {string} name @param {boolean} value @param {(on: boolean) => void} set @param {string} label @param {string} what */
  check(name, value, set, label, what) {
    return html`<div class="formats formats-one"><label class="check"><input type="checkbox" name=${name} .checked=${live(value)} @change=${(/** @type {any} */ event) => this.choose(() => set(event.target.checked))} /><span>${label} <span class="mute">${what}</span></span></label></div>`;
  }

  help() {
    const none = this.isBrief ? '(none marked: all of them)' : '(none marked: none)';
    return html`<fieldset class="formats formats-short">
      <legend class="label">Where help is <span class="mute">${none}</span></legend>
      ${this.known.countries.map((/** @type {any} */ one) => html`<label class="check" title=${one.services.join(', ')}><input type="checkbox" name=${one.code} .checked=${live(this.countries.has(one.code))} @change=${(/** @type {any} */ event) => this.mark(this.countries, one.code, event.target.checked)} /><span>${one.name}</span></label>`)}
    </fieldset>`;
  }

  /** What to do where there is nothing to report yet. */
  instead() {
    const where = this.case ? `of ${this.case}` : 'in this project';
    if (this.isBrief)
      return html`<p role="status">No warning sign is marked ${where} yet, so there is no brief to write. Code passages with a codebook of warning signs, on a tape or under <a href="/codes" @click=${() => this.close()}>Codes</a>; or enter an event of the kind <em>Warning sign</em> in the <a href="/chronology" @click=${() => this.close()}>chronology</a>.</p>`;
    return html`<p role="status">No contact is entered ${where} yet, so there is no ledger to write. A contact is who told an institution what, when, and what was answered: enter it in the <a href="/chronology" @click=${() => this.close()}>chronology</a> as an event of the kind <em>Contact</em>, or import a table of them.</p>`;
  }
}

class FairnessReport extends ReportDialog {
  /** @param {string} name @param {string} title */
  constructor(name, title) {
    super();
    this.edit = name;
    this.called = title;
  }

  get title() {
    return this.edit ? `Fairness page of ${this.called}` : 'Fairness page';
  }

  /** @returns {[string, Record<string, unknown>]} */
  get wish() {
    return ['fairness', { edit: this.edit }];
  }

  content() {
    return html`<p>Who is heard and for how long beside what each said on the tapes, questions that are not heard, what the tape takes back, who is named, and what an audience may want to know.</p>
      <p class="mute">It counts. It does not say what is fair.</p>`;
  }
}

/** @param {Array<[number, string]>} counts */
const counted = (counts) => counts.filter(([n], at) => n || !at).map(([n, one]) => `${n} ${n === 1 ? one : `${one}s`}`).join(', ');
