/** Names and terms: what the recogniser is told before it listens, and what a review looks for. */
import { html, nothing, render } from '../../frame/dom.js';
import { del, get, post } from '../../frame/api.js';
import { failed, loading } from '../../frame/states.js';
import { tell, tellError } from '../../frame/tell.js';

/** @typedef {{name: string, kind: string, spellings: string[], sounds_like: string[], told: boolean}} Name */
/** @typedef {Name & {why: string, count: number}} Offered */

const KINDS = ['name', 'person', 'place', 'organisation', 'term'];
const ROOM = 50;

export class Names {
  /** @param {HTMLElement} element @param {() => void} changed how many names there are is another number */
  constructor(element, changed) {
    this.element = element;
    this.changed = changed;
    /** @type {Name[] | null} */
    this.names = null;
    /** @type {Offered[]} */
    this.offered = [];
    /** @type {unknown} */
    this.error = null;
    this.filter = '';
    /** How often the list was changed here: an answer to a question before that is older. */
    this.turn = 0;
  }

  async read() {
    const { turn } = this;
    try {
      const said = await get('/api/names');
      if (turn === this.turn) this.names = said.names; // else a name was added or removed meanwhile
      this.error = null;
    } catch (error) {
      this.error = error;
    }
    this.draw();
    this.changed();
    const said = await get('/api/names/suggested').catch(() => null);
    const known = new Set(this.names?.map((one) => one.name.toLowerCase()));
    this.offered = (said?.suggested || []).filter((/** @type {Offered} */ one) => !known.has(one.name.toLowerCase()));
    this.draw();
  }

  /** @param {any} body @param {string} [did] */
  async add(body, did) {
    try {
      const done = await post('/api/names', body);
      this.turn += 1;
      this.names = done.names;
      const is = done.added.length ? 'is in the list' : done.changed.length ? 'is changed in the list' : 'is in the list already';
      tell(did || `${body.name.trim()} ${is}`, { undo: done.added.length ? () => void this.remove({ ...body, spellings: [] }, true) : undefined });
      for (const remark of done.remarks) tell(remark);
      this.offered = this.offered.filter((one) => one.name.toLowerCase() !== body.name.trim().toLowerCase());
      this.draw();
      this.changed();
      return true;
    } catch (error) {
      tellError(error);
      return false;
    }
  }

  /** @param {Name} name @param {boolean} [isUndo] */
  async remove(name, isUndo = false) {
    try {
      const done = await del(`/api/names/${encodeURIComponent(name.name.trim())}`);
      this.turn += 1;
      this.names = done.names;
      const body = { name: name.name, kind: name.kind, spellings: name.spellings, sounds_like: name.sounds_like, told: name.told };
      tell(`${name.name} is out of the list`, isUndo ? {} : { undo: () => void this.add(body, `${name.name} is back in the list`) });
      this.draw();
      this.changed();
    } catch (error) {
      tellError(error);
    }
  }

  focus() {
    /** @type {HTMLElement | null} */ (this.element.querySelector('[name=name]'))?.focus();
  }

  draw() {
    if (this.error) render(failed(this.error, () => void this.read()), this.element);
    else if (!this.names) render(loading(), this.element);
    else render(this.#whole(this.names), this.element);
  }

  /** @param {Name[]} names */
  #whole(names) {
    const told = names.filter((one) => one.told).length;
    const shown = names.filter((one) => !this.filter || [one.name, ...one.spellings, ...one.sounds_like].join(' ').toLowerCase().includes(this.filter));
    return html`<div class="names">
      <form class="names-new" aria-label="Add a name" @submit=${(/** @type {SubmitEvent} */ event) => void this.#submit(event)}>
        <label class="labelled"><span>Name or term</span><input class="field" name="name" required maxlength="120" autocomplete="off" /></label>
        <label class="labelled"><span>What it is</span><select class="field" name="kind">${KINDS.map((kind) => html`<option value=${kind}>${kind}</option>`)}</select></label>
        <label class="labelled"><span>Misheard as, or said like</span><input class="field" name="sounds" maxlength="500" autocomplete="off" placeholder="or ferdness, orford nest" /></label>
        <button class="button">Add</button>
      </form>
      <p class="mute names-about">
        The recogniser is told these before it listens${told > ROOM ? html`; ${told} are told and it has room for about ${ROOM}` : nothing}. A review asks where one may have been misheard.
      </p>
      ${this.offered.length ? this.#offers() : nothing}
      ${names.length > 12 ? html`<label class="sr-only" for="names-filter">Filter</label><input id="names-filter" class="field names-filter" placeholder="Filter ${names.length} names" @input=${(/** @type {any} */ event) => this.#narrow(event.target.value)} />` : nothing}
      ${names.length ? table(shown, (name) => void this.remove(name)) : html`<p class="names-none">No names yet. Names of people and places are what recognisers mishear most.</p>`}
    </div>`;
  }

  #offers() {
    return html`<section class="names-offers" aria-label="Names that are said and not in the list">
      <span class="label">Said on the tapes and not in the list</span>
      <span class="names-chips">
        ${this.offered.slice(0, 24).map(
          (one) => html`<button class="chip" @click=${() => void this.add({ name: one.name, kind: one.kind })} title="Add it to the list">
            ${one.name}<span class="chip-count">${one.why === 'speaker' ? 'speaks' : `${one.count} ×`}</span>
          </button>`,
        )}
      </span>
    </section>`;
  }

  /** @param {string} text */
  #narrow(text) {
    this.filter = text.trim().toLowerCase();
    this.draw();
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const said = new FormData(form);
    const sounds = String(said.get('sounds') || '').split(',').map((one) => one.trim()).filter(Boolean);
    // At once, so that the next name can be typed; what was refused comes back where nothing else is typed yet.
    form.reset();
    this.focus();
    const isAdded = await this.add({ name: String(said.get('name') || ''), kind: String(said.get('kind') || 'name'), sounds_like: sounds });
    if (isAdded || [...new FormData(form)].some(([field, text]) => field !== 'kind' && text)) return;
    for (const [field, text] of said) /** @type {HTMLInputElement} */ (form.elements.namedItem(field)).value = String(text);
  }
}

/** @param {Name[]} names @param {(name: Name) => void} remove */
function table(names, remove) {
  return html`<table class="table names-table">
    <thead><tr><th>Name</th><th>What it is</th><th>Also written</th><th>Misheard as, or said like</th><th>Told</th><th><span class="sr-only">Remove</span></th></tr></thead>
    <tbody>
      ${names.map(
        (one) => html`<tr>
          <td>${one.name}</td><td class="mute">${one.kind === 'name' ? '' : one.kind}</td><td>${one.spellings.join(', ')}</td><td>${one.sounds_like.join(', ')}</td>
          <td class="mute">${one.told ? 'yes' : 'no'}</td>
          <td class="num"><button class="button-quiet" aria-label="Remove ${one.name}" @click=${() => remove(one)}>Remove</button></td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}
