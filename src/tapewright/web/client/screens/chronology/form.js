/** The form for an event: new or old, from this screen or from a passage of a tape. Two keys are enough for a simple one. */
import { ApiError, get, inWords, post, request } from '../../frame/api.js';
import { html, live, nothing, render } from '../../frame/dom.js';
import { openDialog, tell } from '../../frame/tell.js';
import { NEW_CASE, newCase } from './cases.js';
import { DateReading } from './dates.js';
import { bodyOf, draftOf, follow, isPlace, newDraft } from './draft.js';
import { CERTAINTIES, KINDS, KIND_NAMES, ROLES, ROLE_WORDS } from './kinds.js';
import { sentence } from './told.js';

/** @typedef {import('./draft.js').Draft} Draft */

/**
 * Ask for an event and keep it. Resolves with the event, null where the person stepped out.
 * @param {Partial<Draft>} given @param {{parties?: any[], cases?: any[]}} [known]
 * @returns {Promise<any>}
 */
export function newEvent(given, known) {
  return new Promise((resolve) => void new EventForm(newDraft(given), known, resolve));
}

/** @param {any} event @param {{parties?: any[], cases?: any[]}} [known] @returns {Promise<any>} */
export function editEvent(event, known) {
  return new Promise((resolve) => void new EventForm(draftOf(event), known, resolve));
}

class EventForm {
  /** @param {Draft} draft @param {{parties?: any[], cases?: any[]} | undefined} known @param {(event: any) => void} done */
  constructor(draft, known, done) {
    this.draft = draft;
    this.known = known || { parties: [], cases: [] };
    this.error = '';
    this.isBusy = false;
    this.showsMore = Boolean(draft.event && [draft.agency, draft.answer, draft.outcome, draft.believed, draft.after, draft.tells_of, draft.place, draft.note].some(Boolean));
    this.result = null;
    this.reading = new DateReading(
      () => this.draw(),
      (date) => this.dated(date),
      'will be kept as words',
    );
    this.body = document.createElement('form');
    this.body.className = 'chron-form';
    this.body.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.save();
    });
    this.body.addEventListener('input', (event) => this.typed(event));
    this.body.addEventListener('keydown', (event) => this.key(event));
    this.draw();
    this.close = openDialog(html`${this.body}`, {
      opened: (dialog) => this.opened(dialog),
      closed: () => {
        this.reading.close();
        done(this.result);
      },
    });
    this.read();
    if (!known) void this.fetchKnown();
  }

  /** @param {HTMLDialogElement} dialog */
  opened(dialog) {
    const title = /** @type {HTMLInputElement | null} */ (dialog.querySelector('[name=title]'));
    title?.focus();
    title?.select();
  }

  async fetchKnown() {
    try {
      const [parties, cases] = await Promise.all([get('/api/parties'), get('/api/cases')]);
      this.known = { parties: parties.parties, cases: cases.cases };
      this.draw();
    } catch {
      // Names can be typed without the list.
    }
  }

  /** Cannot be saved yet: something is to be said first. */
  get lacks() {
    if (!this.draft.title.trim()) return 'say what happened';
    const hasSource = this.draft.event || this.draft.sources.some((one) => one.tape || (one.document || '').trim());
    return hasSource ? '' : 'name a document, or a place on a tape, that says so';
  }

  /** @param {Event} event */
  typed(event) {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const { name, value } = field;
    const [group, at, part] = name.split('.');
    if (group === 'party') /** @type {any} */ (this.draft.parties[Number(at)])[part] = value;
    else if (group === 'source') this.draft.sources[Number(at)][part] = field.type === 'checkbox' ? field.checked : value;
    else if (name === 'case' && value === NEW_CASE) void this.newCase();
    else if (name) /** @type {any} */ (this.draft)[name] = value;
    if (name === 'date' || name === 'words') this.read();
    this.error = '';
    this.draw();
  }

  /** Say what the date means; without one, what the words seem to mean, unless they count from an event. */
  read() {
    this.reading.take(this.draft.date, this.draft.after ? '' : this.draft.words);
  }

  /** What was typed seems to mean this date: it stays beside it as the words. @param {string} date */
  dated(date) {
    this.draft.words = this.draft.words || this.draft.date.trim();
    this.draft.date = date;
    this.draw();
    /** @type {HTMLElement | null} */ (this.body.querySelector('[name=date]'))?.focus();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    void this.save();
  }

  /** A case that is not there yet. */
  async newCase() {
    try {
      const made = await newCase();
      if (made) {
        this.known = { ...this.known, cases: [...(this.known.cases || []), made] };
        this.draft.case = made.name;
      }
    } catch (error) {
      this.error = told(error);
    }
    this.draw();
  }

  async save() {
    if (this.isBusy) return;
    if (this.lacks) {
      this.error = `First ${this.lacks}.`;
      this.draw();
      return;
    }
    this.isBusy = true;
    this.draw();
    const { event } = this.draft;
    try {
      const body = bodyOf(this.draft);
      this.result = event ? await request('PATCH', `/api/events/${event.id}`, { body, ifMatch: event.revision }) : await post('/api/events', body);
      this.close();
      if (this.result.asks) tell(`Kept. ${sentence(this.result.asks)}`, { seconds: 12 });
      if (this.result.counted_again?.length) tell(`${this.result.counted_again.length === 1 ? 'One event that counts from it was' : `${this.result.counted_again.length} events that count from it were`} dated anew.`);
    } catch (error) {
      this.isBusy = false;
      this.error = error instanceof ApiError && error.status === 412 && error.body?.current ? this.overtaken(error.body.current) : told(error);
      this.draw();
    }
  }

  /** Somebody else was quicker. @param {any} current */
  overtaken(current) {
    const both = follow(this.draft, current);
    this.read();
    const mine = both.length ? `, but for ${both.join(' and ')}: that stands as you typed it` : '';
    return `Somebody else changed this event meanwhile. What they changed is in this form now${mine}. Keep it once more.`;
  }

  draw() {
    const { draft } = this;
    render(
      html`<h2 id="dialog-title">${draft.event ? 'Edit this event' : 'New event'}</h2>
        <div class="dialog-body">
          ${line('What happened', html`<input class="field" name="title" maxlength="500" autocomplete="off" required .value=${live(draft.title)} />`)}
          <div class="chron-form-two">
            ${line('Date', html`<input class="field mono" name="date" maxlength="100" autocomplete="off" spellcheck="false" aria-describedby="chron-date-said" .value=${live(draft.date)} />`)}
            ${line('Words that date it', html`<input class="field" name="words" maxlength="300" autocomplete="off" .value=${live(draft.words)} />`)}
          </div>
          <p id="chron-date-said" class="chron-date-said" role="status">${this.reading.told()}</p>
          <div class="chron-form-two">
            ${line('Kind', select('kind', draft.kind, KIND_NAMES.map((kind) => [kind, KINDS[kind].label])))} ${line('How certain', select('certainty', draft.certainty, CERTAINTIES.map((one) => [one, one])))}
          </div>
          ${this.people()} ${this.sources()}
          ${this.showsMore ? this.more() : html`<button type="button" class="button-quiet chron-form-more" @click=${() => ((this.showsMore = true), this.draw())}>Place, case, answer, note…</button>`}
          ${this.error ? html`<p class="bad" role="alert">${this.error}</p>` : nothing}
        </div>
        <div class="dialog-choices">
          <button class="button button-main" ?disabled=${this.isBusy}>${draft.event ? 'Keep the changes' : 'Keep this event'}</button>
          <button type="button" class="button" @click=${() => this.close()}>Leave it</button>
        </div>`,
      this.body,
    );
  }

  people() {
    const known = new Set(this.known.parties?.map((one) => one.name.toLocaleLowerCase()));
    const add = () => {
      this.draft.parties.push({ name: '', role: 'did', kind: '' });
      this.draw();
      /** @type {HTMLElement | null} */ (this.body.querySelector(`[name="party.${this.draft.parties.length - 1}.name"]`))?.focus();
    };
    return html`<fieldset class="chron-form-list">
      <legend>Who had to do with it</legend>
      ${this.draft.parties.map((one, n) => {
        const isNew = one.name.trim() && !known.has(one.name.trim().toLocaleLowerCase());
        return html`<div class="chron-form-row">
          <input class="field" name="party.${n}.name" list="chron-parties" maxlength="200" autocomplete="off" aria-label="Name" .value=${live(one.name)} />
          ${select(`party.${n}.role`, one.role, ROLES.map((role) => [role, ROLE_WORDS[role]]), 'What they had to do with it')}
          ${isNew ? select(`party.${n}.kind`, one.kind || 'person', [['person', 'new person'], ['institution', 'new institution']], 'What they are') : nothing}
          <button type="button" class="icon-button" aria-label="Without ${one.name || 'this one'}" @click=${() => (this.draft.parties.splice(n, 1), this.draw())}>×</button>
        </div>`;
      })}
      <button type="button" class="button-quiet" @click=${add}>Add somebody</button>
      <datalist id="chron-parties">${(this.known.parties || []).map((one) => html`<option value=${one.name}></option>`)}</datalist>
    </fieldset>`;
  }

  sources() {
    const { sources, event } = this.draft;
    const kept = event ? event.sources.length : 0;
    return html`<fieldset class="chron-form-list">
      <legend>What says so</legend>
      ${kept ? html`<p class="mute">${kept === 1 ? '1 source stays' : `${kept} sources stay`}.</p>` : nothing}
      ${sources.map((one, n) =>
        one.tape
          ? html`<div class="chron-form-source"><p class="said">“${shortened(one.text)}”</p><p><span class="mono">${one.tape}</span> <span class="timecode">${one.timecode || ''}</span></p></div>`
          : html`<div class="chron-form-row">
              <input class="field" name="source.${n}.document" maxlength="4000" autocomplete="off" aria-label="Document, or a place on a tape" placeholder="A document, or a place on a tape: T017@12:40,12:55" .value=${live(one.document || '')} />
              <label class="check"><input type="checkbox" name="source.${n}.disputes" .checked=${live(Boolean(one.disputes))} />says otherwise</label>
              ${isPlace(one.document || '') ? html`<span class="mute">place on a tape</span>` : nothing}
            </div>`,
      )}
      <button type="button" class="button-quiet" @click=${() => (sources.push({ document: '' }), this.draw())}>Add a source</button>
    </fieldset>`;
  }

  more() {
    const { draft } = this;
    const text = (/** @type {string} */ name, /** @type {string} */ label) => line(label, html`<input class="field" name=${name} maxlength="4000" autocomplete="off" .value=${live(/** @type {any} */ (draft)[name])} />`);
    return html`<div class="chron-form-two">
        ${text('place', 'Place')} ${line('Case', select('case', draft.case, [['', 'none'], ...(this.known.cases || []).map((one) => /** @type {[string, string]} */ ([one.name, one.name])), [NEW_CASE, 'a new case…']]))}
        ${text('agency', 'From whose chronology')} ${text('after', 'Counted from event (E12)')} ${text('tells_of', 'Tells of event (E12)')}
        ${line('Whoever reported was believed', select('believed', draft.believed, ['', 'yes', 'no', 'partly'].map((one) => [one, one || 'not said'])))}
        ${text('answer', 'Answer')} ${text('answered_on', 'Answered on (date)')}
      </div>
      ${text('outcome', 'Outcome')} ${line('Note', html`<textarea class="field" name="note" rows="2" maxlength="4000" .value=${live(draft.note)}></textarea>`)}`;
  }
}

/** @param {string} label @param {any} field */
const line = (label, field) => html`<label class="label-line">${label}${field}</label>`;

/** @param {string} name @param {string} value @param {Array<string[]>} options @param {string} [label] */
function select(name, value, options, label = '') {
  return html`<select class="field" name=${name} aria-label=${label || nothing}>
    ${options.map(([one, text]) => html`<option value=${one} .selected=${one === value}>${text}</option>`)}
  </select>`;
}

/** @param {string} text */
const shortened = (text) => (text.length > 240 ? `${text.slice(0, 238).trimEnd()}…` : text);

/** @param {unknown} error */
function told(error) {
  const { text, hint } = inWords(error);
  return hint ? `${sentence(text)} ${sentence(hint)}` : sentence(text);
}
