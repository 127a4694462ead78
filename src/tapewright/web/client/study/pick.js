/** Choosing a code by typing a part of its name; and writing more than a line. */
import { html, nothing, render, repeat } from '../frame/dom.js';
import { fits } from '../frame/palette.js';
import { ask, openDialog } from '../frame/tell.js';
import { Codes } from './codes.js';

/** @typedef {import('./codes.js').Code} Code */

const MOST = 200;

/**
 * Which code? Resolves with it, or null when the person stepped out.
 * @param {Code[] | Promise<Code[]>} among codes that are on their way come into the list when they are there
 * @param {{title: string}} options
 * @returns {Promise<Code | null>}
 */
export function pickCode(among, { title }) {
  return new Promise((resolve) => new Picker(among, title, resolve).open());
}

class Picker {
  /** @param {Code[] | Promise<Code[]>} among @param {string} title @param {(code: Code | null) => void} done */
  constructor(among, title, done) {
    this.among = Array.isArray(among) ? among : [];
    this.isComing = !Array.isArray(among);
    /** Enter was pressed before the codes were there: the first that fits is meant. */
    this.isEntered = false;
    this.title = title;
    this.done = done;
    this.found = this.among.slice(0, MOST);
    this.chosen = 0;
    this.typed = '';
    this.host = document.createElement('div');
    this.close = (/** @type {string | null} */ _value = null) => {};
    if (!Array.isArray(among)) void among.then((all) => this.come(all));
  }

  /** @param {Code[]} all */
  come(all) {
    this.among = all;
    this.isComing = false;
    const { isEntered } = this;
    this.look(this.typed);
    if (isEntered) this.enter();
  }

  enter() {
    this.isEntered = this.isComing;
    const code = this.found[this.chosen];
    if (code) this.close(String(code.id));
  }

  open() {
    this.draw();
    this.close = openDialog(html`${this.host}`, {
      opened: (dialog) => dialog.classList.add('palette'),
      closed: (value) => this.done(this.found.find((one) => String(one.id) === value) || null),
    });
    this.host.querySelector('input')?.focus();
  }

  /** @param {string} typed */
  look(typed) {
    this.typed = typed.trim();
    this.isEntered = false;
    const byName = this.among.filter((one) => fits(one.name, this.typed));
    const byPath = this.among.filter((one) => !byName.includes(one) && fits(one.path || '', this.typed));
    this.found = [...byName, ...byPath].slice(0, MOST);
    this.chosen = 0;
    this.draw();
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.isComposing) return;
    if (event.key === 'Enter') this.enter();
    else if (event.key === 'ArrowDown') this.chosen = Math.min(this.chosen + 1, this.found.length - 1);
    else if (event.key === 'ArrowUp') this.chosen = Math.max(this.chosen - 1, 0);
    else return;
    event.preventDefault();
    this.draw();
  }

  draw() {
    const { found, chosen } = this;
    render(
      html`<h2 id="dialog-title" class="sr-only">${this.title}</h2>
        <input class="field palette-field" role="combobox" aria-expanded="true" aria-controls="pick-list" autocomplete="off" spellcheck="false"
          aria-activedescendant=${found.length ? `pick-${chosen}` : nothing} aria-label=${this.title} placeholder=${this.title}
          @input=${(/** @type {any} */ event) => this.look(event.target.value)} @keydown=${(/** @type {KeyboardEvent} */ event) => this.pressed(event)} />
        <ul class="palette-list" id="pick-list" role="listbox" aria-label="Codes">
          ${repeat(found, (code) => code.id, (code, place) => this.row(code, place))}
        </ul>
        ${found.length ? nothing : html`<p class="mute palette-none">${this.isComing ? 'Reading the codes…' : this.among.length ? 'No code is called so.' : 'There is no codebook yet: begin one on the Codes screen.'}</p>`}`,
      this.host,
    );
    this.host.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {Code} code @param {number} place */
  row(code, place) {
    const above = (code.path || '').split('/').slice(0, -1).join(' / ');
    return html`<li id="pick-${place}" role="option" aria-selected=${place === this.chosen ? 'true' : 'false'} class="palette-item" @click=${() => this.close(String(code.id))}>
      <span class="pick-sign voice-${code.hue}"><span class="swatch"></span><span class="mono">${Codes.sign(code)}</span></span>
      <span class="palette-label">${code.name}</span><span class="mute">${above}</span>
    </li>`;
  }
}

/**
 * Ask for a memo until it is kept or left: what was typed is never lost to a server that does not answer.
 * @param {string} title
 * @param {(text: string) => Promise<unknown>} keep null where it was refused, which has been told
 * @param {() => void} after the dialog has closed
 */
export async function askMemo(title, keep, after) {
  for (let text = ''; ; ) {
    const said = await askLong({ title, label: 'Memo', value: text });
    after();
    if (!said || (await keep(said))) return;
    text = said;
  }
}

/**
 * Ask for more than a line; null when the person leaves it.
 * @param {{title: string, label: string, value?: string, ok?: string}} question
 * @returns {Promise<string | null>}
 */
export async function askLong({ title, label, value = '', ok = 'Keep it' }) {
  let said = value;
  const answer = await ask({
    title,
    body: html`<label class="labelled"><span>${label}</span>
      <textarea class="field ask-long" rows="6" .value=${value}
        @input=${(/** @type {any} */ event) => (said = event.target.value)}
        @keydown=${(/** @type {KeyboardEvent} */ event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          /** @type {HTMLElement} */ (event.target).closest('dialog')?.querySelector('button')?.click();
        }}></textarea></label>`,
    choices: [
      { label: ok, value: 'ok', kind: 'main' },
      { label: 'Leave it', value: '' },
    ],
    opened: (dialog) => dialog.querySelector('textarea')?.focus(),
  });
  return answer === 'ok' ? said.trim() : null;
}
