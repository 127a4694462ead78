/** Files of the chronology, in and out: a small menu in the bar, and what each line of it opens. */
import { html, nothing } from '../../frame/dom.js';
import { bringTable } from './bringing.js';

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
    if (isOpen) document.addEventListener('pointerdown', this.away);
    else document.removeEventListener('pointerdown', this.away);
    this.screen.frame.redraw();
  }

  bring = () => {
    this.show(false);
    bringTable(this.screen.deeds.people_known() || {}, () => this.screen.read());
  };

  menu() {
    return html`<div class="chron-files" @keydown=${(/** @type {KeyboardEvent} */ event) => this.pressed(event)} @focusout=${(/** @type {FocusEvent} */ event) => this.left(event)}>
      <button class="button-quiet" aria-expanded=${this.isOpen ? 'true' : 'false'} aria-controls="chron-files" @click=${() => this.show(!this.isOpen)}>Files…</button>
      <div id="chron-files" class="menu chron-files-menu" ?hidden=${!this.isOpen}>
        ${this.lines().map(([text, run, key]) => html`<button class="menu-item" @click=${run}><span>${text}</span>${key ? html`<kbd>${key}</kbd>` : nothing}</button>`)}
      </div>
    </div>`;
  }

  /** @returns {Array<[string, () => void, string]>} */
  lines() {
    return [['Import…', this.bring, 'I']];
  }

  /** Esc closes it, arrows go up and down. @param {KeyboardEvent} event */
  pressed(event) {
    if (!this.isOpen) return;
    const items = [...this.screenItems()];
    const at = items.indexOf(/** @type {any} */ (document.activeElement));
    if (event.key === 'Escape') {
      /** @type {HTMLElement | null} */ (document.querySelector('.chron-files > button'))?.focus();
      this.show(false);
    } else if (event.key === 'ArrowDown') items[(at + 1) % items.length]?.focus();
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
