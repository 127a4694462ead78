/** Ctrl K: go to a tape, a person, a code, a paper edit, a timecode, or run a command, by typing a part of its name. */
import { html, nothing, render, repeat } from './dom.js';
import { get } from './api.js';
import { bindingsNow, printed } from './keys.js';
import { keysOf } from './profiles.js';
import { go } from './router.js';
import { fromTimecode } from './time.js';
import { openDialog } from './tell.js';

/** @typedef {{label: string, kind: string, detail?: string, run: () => void}} Item */

/** @type {Map<string, (typed: string) => Item[] | Promise<Item[]>>} */
const sources = new Map();

/**
 * Offer more in the palette.
 * @param {string} name
 * @param {(typed: string) => Item[] | Promise<Item[]>} source
 * @returns {() => void} take it back
 */
export function addSource(name, source) {
  sources.set(name, source);
  return () => sources.delete(name);
}

/** The dialog. */
export function openPalette() {
  new Palette().open();
}

class Palette {
  constructor() {
    this.commands = bindingsNow().filter((one) => one.id !== 'frame.palette' && (!one.when || one.when()));
    this.host = document.createElement('div');
    /** @type {Item[]} */
    this.items = [];
    this.chosen = 0;
    this.typed = '';
    this.turn = 0;
    /** What was typed last is being looked for. */
    this.looking = Promise.resolve();
    this.isOpen = true;
    this.close = () => {};
  }

  open() {
    this.close = openDialog(html`${this.host}`, { opened: (dialog) => dialog.classList.add('palette'), closed: () => (this.isOpen = false) });
    this.draw();
    this.host.querySelector('input')?.focus();
    this.look('');
  }

  /** @param {string} text */
  look(text) {
    this.looking = this.lookFor(text);
  }

  /** @param {string} text */
  async lookFor(text) {
    this.typed = text.trim();
    const mine = (this.turn += 1);
    const found = await Promise.all([places(this.typed), ...[...sources.values()].map((source) => source(this.typed))]);
    if (mine !== this.turn) return;
    const own = this.commands.map((one) => ({
      label: one.does,
      kind: 'do',
      detail: keysOf(one).map(printed).join(', '),
      run: () => void one.run(new KeyboardEvent('keydown')),
    }));
    this.items = [...found.flat(), ...own.filter((item) => fits(item.label, this.typed))].slice(0, 60);
    this.chosen = 0;
    this.draw();
  }

  /** @param {Item} item */
  run(item) {
    this.close();
    item.run();
  }

  /** What fits what was typed is run, and nothing that stood there before. */
  async enter() {
    for (let mine = 0; mine !== this.turn; ) {
      mine = this.turn;
      await this.looking;
    }
    const item = this.items[this.chosen];
    if (item && this.isOpen) this.run(item);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.isComposing) return;
    const { items, chosen } = this;
    if (event.key === 'Enter') void this.enter();
    else if (event.key === 'ArrowDown') this.chosen = Math.min(chosen + 1, items.length - 1);
    else if (event.key === 'ArrowUp') this.chosen = Math.max(chosen - 1, 0);
    else return;
    event.preventDefault();
    this.draw();
  }

  draw() {
    const { items, chosen, typed } = this;
    render(
      html`<h2 id="dialog-title" class="sr-only">Go to</h2>
        <input
          class="field palette-field"
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant=${items.length ? `palette-${chosen}` : nothing}
          aria-label="Go to a tape, person, code, paper edit, timecode or command"
          placeholder="Tape, person, code, paper edit, timecode or command"
          autocomplete="off"
          spellcheck="false"
          @input=${(/** @type {any} */ event) => this.look(event.target.value)}
          @keydown=${(/** @type {KeyboardEvent} */ event) => this.pressed(event)}
        />
        <ul class="palette-list" id="palette-list" role="listbox" aria-label="What fits">
          ${repeat(items, (item) => `${item.kind} ${item.label}`, (item, place) => this.row(item, place))}
        </ul>
        ${typed && !items.length ? html`<p class="mute palette-none">Nothing here is called so.</p>` : nothing}`,
      this.host,
    );
    this.host.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {Item} item @param {number} place */
  row(item, place) {
    return html`<li
      id="palette-${place}"
      role="option"
      aria-selected=${place === this.chosen ? 'true' : 'false'}
      class="palette-item"
      @click=${() => this.run(item)}
    >
      <span class="mute palette-kind">${item.kind}</span><span class="palette-label">${item.label}</span
      ><span class="mute">${item.detail || ''}</span>
    </li>`;
  }
}

/** Whether every part that was typed begins a word of the name. @param {string} label @param {string} typed */
export function fits(label, typed) {
  const words = label.toLocaleLowerCase();
  return typed.toLocaleLowerCase().split(/\s+/).every((part) => !part || words.includes(part));
}

/** @param {string} typed @returns {Promise<Item[]>} */
async function places(typed) {
  const [tapes, people, edits, books] = await Promise.all([
    known('/api/tapes', 'tapes'),
    known('/api/people', 'speakers'),
    known('/api/edits', 'edits'),
    known('/api/codebooks', 'codebooks'),
  ]);
  /** @type {Item[]} */
  const items = [];
  const timed = /^(?:(\S+)\s+)?(\d{1,2}:\d{2}:\d{2}[:;.]\d{2,3})$/.exec(typed);
  if (timed) {
    const id = timed[1] || (/^\/tapes\/([^/]+)/.exec(location.pathname)?.[1] ?? '');
    const tape = tapes.find((one) => one.id.toLowerCase() === decodeURIComponent(id).toLowerCase());
    const at = tape ? fromTimecode(timed[2], tape) : null;
    if (tape && at !== null && at <= tape.ticks) {
      items.push({ label: `${tape.id} ${timed[2]}`, kind: 'timecode', run: () => go(`/tapes/${encodeURIComponent(tape.id)}?t=${timed[2]}`) });
    }
  }
  for (const tape of tapes) {
    const label = tape.title && tape.title !== tape.id ? `${tape.id} ${tape.title}` : tape.id;
    if (fits(label, typed)) items.push({ label, kind: 'tape', run: () => go(`/tapes/${encodeURIComponent(tape.id)}`) });
    if (items.length > 25) break;
  }
  for (const person of people.slice(0, 400)) {
    if (fits(person.name || '', typed)) items.push({ label: person.name, kind: 'person', run: () => go(`/people?who=${encodeURIComponent(person.id)}`) });
  }
  for (const code of books.flatMap((book) => book.codes)) {
    if (typed && fits(code.path, typed)) items.push({ label: code.name, kind: 'code', detail: code.path.split('/').slice(0, -1).join(' / '), run: () => go(`/codes?code=${code.id}`) });
  }
  for (const edit of edits) {
    const name = edit.edit || edit.name;
    if (fits(`${edit.title || ''} ${name}`, typed)) items.push({ label: edit.title || name, kind: 'paper edit', run: () => go(`/paper/${encodeURIComponent(name)}`) });
  }
  return items;
}

/** @type {Map<string, {at: number, rows: any[]}>} */
const remembered = new Map();

/** @param {string} path @param {string} name @returns {Promise<any[]>} */
async function known(path, name) {
  const before = remembered.get(path);
  if (before && Date.now() - before.at < 5000) return before.rows;
  const record = await get(path).catch(() => ({}));
  const rows = Array.isArray(record[name]) ? record[name] : [];
  remembered.set(path, { at: Date.now(), rows });
  return rows;
}
