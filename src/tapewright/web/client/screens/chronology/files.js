/** Files of the chronology, in and out: a small menu in the bar, and what each line of it opens. */
import { html, nothing } from '../../frame/dom.js';
import { printed } from '../../frame/keys.js';
import { keysOf } from '../../frame/profiles.js';
import { openReports } from '../../study/reports.js';
import { bringTable } from './bringing.js';
import { handOut } from './handing.js';

/** What a line says, and the deed that it does. @type {Array<[string, string]>} */
const LINES = [
  ['Import…', 'chronology.import'],
  ['Export…', 'chronology.export'],
  ['Reports…', 'chronology.reports'],
];

export class Files {
  /** @param {import('./screen.js').ChronologyScreen} screen */
  constructor(screen) {
    this.screen = screen;
    this.isOpen = false;
    this.away = (/** @type {Event} */ event) => {
      if (!(event.target instanceof Element && event.target.closest('.chron-files'))) this.show(false);
    };
  }

  /** @param {boolean} isOpen */
  show(isOpen) {
    if (isOpen === this.isOpen) return;
    this.isOpen = isOpen;
    const trigger = /** @type {HTMLElement | null} */ (document.querySelector('.chron-files > button'));
    if (!isOpen && trigger?.parentElement?.contains(document.activeElement)) trigger.focus();
    if (isOpen) document.addEventListener('pointerdown', this.away);
    else document.removeEventListener('pointerdown', this.away);
    this.screen.frame.redraw();
    if (isOpen && trigger) requestAnimationFrame(() => this.place(trigger));
  }

  /** Below its button, and inside the window: on a narrow one the bar scrolls, and would cut it off. @param {HTMLElement} trigger */
  place(trigger) {
    const menu = /** @type {HTMLElement | null} */ (trigger.nextElementSibling);
    if (!menu) return;
    const { left, bottom } = trigger.getBoundingClientRect();
    menu.style.top = `${bottom + 4}px`;
    menu.style.left = `${Math.max(8, Math.min(left, window.innerWidth - menu.offsetWidth - 8))}px`;
  }

  bring = () => {
    this.show(false);
    bringTable(this.screen.deeds.people_known() || {}, () => this.screen.read());
  };

  hand = () => {
    this.show(false);
    const { chronology, wish } = this.screen;
    const shown = chronology?.events.length || 0;
    handOut(wish, { shown, all: shown + (chronology?.record.left_out || 0) });
  };

  report = () => {
    this.show(false);
    openReports();
  };

  menu() {
    return html`<div class="chron-files" @keydown=${(/** @type {KeyboardEvent} */ event) => this.pressed(event)} @focusout=${(/** @type {FocusEvent} */ event) => this.left(event)}>
      <button class="button-quiet" aria-expanded=${this.isOpen ? 'true' : 'false'} aria-controls="chron-files" @click=${() => this.show(!this.isOpen)}>Files…</button>
      <div id="chron-files" class="menu chron-files-menu" ?hidden=${!this.isOpen}>
        ${LINES.map(([text, id]) => this.line(text, id))}
      </div>
    </div>`;
  }

  /** @param {string} text @param {string} id of what it does, as the keys have it */
  line(text, id) {
    const one = this.screen.screen.keys.find((binding) => binding.id === id);
    const [key] = one ? keysOf(one) : [];
    return html`<button class="menu-item" @click=${() => one?.run(new KeyboardEvent('keydown'))}><span>${text}</span>${key ? html`<kbd>${printed(key)}</kbd>` : nothing}</button>`;
  }

  /** Esc closes it, arrows go up and down. @param {KeyboardEvent} event */
  pressed(event) {
    if (!this.isOpen) return;
    const items = [...this.screenItems()];
    const at = items.indexOf(/** @type {any} */ (document.activeElement));
    if (event.key === 'Escape') this.show(false);
    else if (event.key === 'ArrowDown') items[(at + 1) % items.length]?.focus();
    else if (event.key === 'ArrowUp') items.at(at < 1 ? -1 : at - 1)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @returns {NodeListOf<HTMLElement>} */
  screenItems() {
    return document.querySelectorAll('.chron-files .menu-item');
  }

  /** @param {FocusEvent} event */
  left(event) {
    const to = event.relatedTarget;
    if (this.isOpen && to instanceof Element && !to.closest('.chron-files')) this.show(false);
  }

  close() {
    document.removeEventListener('pointerdown', this.away);
  }
}
