/** People and institutions of the chronology: born, group, who it is on the tapes. */
import { ApiError, del, get, inWords, post, request } from '../../frame/api.js';
import { html, nothing, render } from '../../frame/dom.js';
import { loading } from '../../frame/states.js';
import { ask, openDialog, tell, tellError } from '../../frame/tell.js';
import { wayBack } from '../../frame/undo.js';
import { DateReading } from './dates.js';

const TEXTS = ['name', 'kind', 'born', 'died', 'group', 'speaker', 'note'];

/** All of them, to be edited. @param {() => void} changed */
export async function showParties(changed) {
  const body = document.createElement('div');
  /** @type {any[] | null} */
  let parties = null;
  const again = async () => {
    parties = (await get('/api/parties')).parties;
    draw();
  };
  const edited = async (/** @type {any} */ party) => {
    if (!(await editParty(party))) return;
    changed();
    await again();
  };
  const draw = () =>
    render(
      html`<h2 id="dialog-title">People and institutions</h2>
        <div class="dialog-body">
          ${parties ? (parties.length ? nothing : html`<p class="mute">Nobody yet. Whoever is named in an event is kept here.</p>`) : loading()}
          <table class="table">
            ${parties?.length ? html`<thead><tr><th>Name</th><th>Is a</th><th>Born</th><th>Group</th><th class="num">Events</th></tr></thead>` : nothing}
            <tbody>
              ${(parties || []).map((one) => html`<tr>
                <td><button class="chron-link" @click=${() => void edited(one)}>${one.name}</button></td>
                <td>${one.kind}</td>
                <td class="mono">${one.born}</td>
                <td>${one.group}</td>
                <td class="num">${one.events}</td>
              </tr>`)}
            </tbody>
          </table>
        </div>
        <div class="dialog-choices">
          <button class="button" @click=${() => void edited(null)}>Add a person or institution…</button>
          <button class="button button-main" @click=${() => close()}>Done</button>
        </div>`,
      body,
    );
  draw();
  // At once: it takes the keys, so that no second one is opened, nor one over the screen to which somebody has gone on.
  const close = openDialog(html`${body}`, { wide: true });
  const at = document.activeElement;
  try {
    await again();
    if (document.activeElement === at) /** @type {HTMLElement | null} */ (body.querySelector('.chron-link'))?.focus();
  } catch (error) {
    close();
    tellError(error);
  }
}

/** A form for one; null is a new one. @param {any} party @returns {Promise<boolean>} whether something was changed */
export function editParty(party) {
  return new Promise((resolve) => void new PartyForm(party, resolve));
}

class PartyForm {
  /** @param {any} party @param {(changed: boolean) => void} done */
  constructor(party, done) {
    this.party = party;
    this.fields = Object.fromEntries(TEXTS.map((name) => [name, party ? String(party[name] ?? '') : name === 'kind' ? 'person' : '']));
    this.before = { ...this.fields };
    this.error = '';
    this.isChanged = false;
    this.isBusy = false;
    /** @type {string[]} */
    this.speakers = [];
    /** @type {string[]} */
    this.groups = this.fields.group ? [this.fields.group] : [];
    this.readings = { born: this.reading('born'), died: this.reading('died') };
    this.body = document.createElement('form');
    this.body.className = 'chron-form';
    this.body.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.save();
    });
    this.body.addEventListener('input', (event) => this.typed(/** @type {any} */ (event.target)));
    this.draw();
    this.close = openDialog(html`${this.body}`, {
      opened: (dialog) => /** @type {HTMLInputElement | null} */ (dialog.querySelector('[name=name]'))?.focus(),
      closed: () => done(this.isChanged),
    });
    this.readings.born.take(this.fields.born);
    this.readings.died.take(this.fields.died);
    void this.fetchSpeakers();
  }

  /** @param {string} name */
  reading(name) {
    return new DateReading(
      () => this.draw(),
      (date) => {
        this.fields[name] = date;
        this.draw();
        /** @type {HTMLElement | null} */ (this.body.querySelector(`[name=${name}]`))?.focus();
      },
      'cannot be kept like that',
    );
  }

  async fetchSpeakers() {
    try {
      const [said, project] = await Promise.all([get('/api/people'), get('/api/project')]);
      this.groups = project.settings.groups;
      this.speakers = said.speakers.map((/** @type {any} */ one) => one.name).filter(Boolean);
      const now = said.speakers.find((/** @type {any} */ one) => String(one.id) === this.fields.speaker);
      if (now) this.fields.speaker = this.before.speaker = now.name || this.fields.speaker;
      this.draw();
    } catch {
      // A name can be typed without the list.
    }
  }

  /** @param {{name: string, value: string}} field */
  typed({ name, value }) {
    this.fields[name] = value;
    if (name === 'born' || name === 'died') this.readings[name].take(value);
    this.error = '';
    this.draw();
  }

  /** Somebody else was quicker: what one did not change oneself is as they have it. @param {any} current */
  follow(current) {
    for (const name of TEXTS) {
      const now = name === 'speaker' ? this.before.speaker : String(current[name] ?? '');
      if (this.fields[name] === this.before[name]) this.fields[name] = now;
      this.before[name] = now;
    }
    this.party = current;
  }

  /** Once: a key that is pressed twice makes no second one. @param {() => Promise<void>} deed */
  async doing(deed) {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      await deed();
    } catch (error) {
      const { text, hint } = inWords(error);
      const isOvertaken = error instanceof ApiError && error.status === 412 && error.body?.current;
      if (isOvertaken) this.follow(error.body.current);
      this.error = isOvertaken ? 'Somebody else changed this meanwhile. What they changed is in this form now; what you typed stands. Keep it once more.' : hint ? `${text}. ${hint}` : text;
      this.draw();
    }
    this.isBusy = false;
  }

  save() {
    return this.doing(async () => {
      const { party, fields, before } = this;
      const body = Object.fromEntries(Object.entries(fields).filter(([name, value]) => !party || value.trim() !== before[name].trim()).map(([name, value]) => [name, value.trim()]));
      if (party) await request('PATCH', `/api/parties/${party.id}`, { body, ifMatch: party.revision });
      else await post('/api/parties', body);
      this.isChanged = true;
      this.close();
    });
  }

  async remove() {
    const answer = await ask({ title: `Remove ${this.party.name}?`, choices: [{ label: 'Remove', value: 'yes', kind: 'bad' }, { label: 'Leave it', value: '' }] });
    if (answer !== 'yes') return;
    await this.doing(async () => {
      const gone = await del(`/api/parties/${this.party.id}`, { ifMatch: this.party.revision });
      this.isChanged = true;
      this.close();
      tell(`Removed: ${this.party.name}`, { undo: wayBack([gone]) });
    });
  }

  draw() {
    const { fields, readings } = this;
    const text = (/** @type {string} */ name, /** @type {string} */ label, list = '') => html`<label class="label-line">${label}<input class="field" name=${name} list=${list || nothing} maxlength="300" autocomplete="off" .value=${fields[name]} /></label>`;
    render(
      html`<h2 id="dialog-title">${this.party ? this.party.name : 'A person or institution'}</h2>
        <div class="dialog-body">
          ${text('name', 'Name')}
          <div class="chron-form-two">
            <label class="label-line">Is a
              <select class="field" name="kind">${['person', 'institution'].map((one) => html`<option value=${one} .selected=${fields.kind === one}>${one}</option>`)}</select></label>
            ${text('speaker', 'Who it is on the tapes', 'chron-speakers')} ${text('born', 'Born (date)')} ${text('died', 'Died (date)')}
          </div>
          ${fields.born || fields.died ? html`<p class="chron-date-said" role="status">${fields.born ? html`born ${readings.born.told()}` : nothing} ${fields.died ? html`died ${readings.died.told()}` : nothing}</p>` : nothing}
          <label class="label-line">Group
            <select class="field" name="group">${['', ...this.groups].map((one) => html`<option value=${one} .selected=${fields.group === one}>${one || 'none'}</option>`)}</select></label>
          ${text('note', 'Note')}
          ${this.error ? html`<p class="bad" role="alert">${this.error}</p>` : nothing}
          <datalist id="chron-speakers">${this.speakers.map((one) => html`<option value=${one}></option>`)}</datalist>
        </div>
        <div class="dialog-choices">
          <button class="button button-main">Keep</button>
          <button type="button" class="button" @click=${() => this.close()}>Leave it</button>
          ${this.party && !this.party.events ? html`<button type="button" class="button button-bad" @click=${() => void this.remove()}>Remove</button>` : nothing}
        </div>`,
      this.body,
    );
  }
}
