/** What the app says to a person: a notice that goes by itself, a question that waits. Read out by screen readers. */
import { html, nothing, render } from './dom.js';
import { inWords } from './api.js';
import { addKeys } from './keys.js';

/** @typedef {import('./dom.js').Drawn} Drawn */

/** @type {HTMLElement | null} */
let shelf = null;

function notices() {
  if (!shelf) {
    shelf = document.createElement('div');
    shelf.className = 'notices';
    shelf.setAttribute('role', 'status');
    shelf.setAttribute('aria-live', 'polite');
    document.body.append(shelf);
  }
  return shelf;
}

/**
 * Say something; it goes after some seconds, or when the person turns to it and away.
 * @param {string} text
 * @param {{undo?: () => void, action?: {label: string, run: () => void}, kind?: 'plain' | 'bad', seconds?: number}} [options]
 * @returns {() => void} take it away
 */
export function tell(text, { undo, action, kind = 'plain', seconds } = {}) {
  const line = document.createElement('div');
  line.className = kind === 'bad' ? 'notice notice-bad' : 'notice';
  const offer = undo ? { label: 'Undo', run: undo } : action;
  const away = () => line.remove();
  const act = () => {
    away();
    offer?.run();
  };
  render(
    html`<span>${text}</span>${offer ? html`<button class="button-quiet" @click=${act}>${offer.label}</button>` : nothing}
      <button class="button-quiet notice-close" aria-label="Close this notice" @click=${away}>×</button>`,
    line,
  );
  notices().append(line);
  while (notices().childElementCount > 4) notices().firstElementChild?.remove();
  const wait = (seconds ?? (offer ? 10 : 5)) * 1000;
  if (kind !== 'bad') setTimeout(() => !line.matches(':hover, :focus-within') && away(), wait);
  return away;
}

/** Say what went wrong and what to do next. @param {unknown} error */
export function tellError(error) {
  if (error instanceof DOMException && error.name === 'AbortError') return;
  const { text, hint } = inWords(error);
  tell(hint ? `${text.replace(/\.$/, '')}. ${hint}` : text, { kind: 'bad' });
}

/**
 * @typedef {object} Choice
 * @property {string} label
 * @property {string} value
 * @property {'main' | 'bad' | 'plain'} [kind]
 */

/**
 * Ask, and wait for the answer: the value of a choice, or null when the person stepped out (Esc).
 * @param {{title: string, body?: Drawn, choices: Choice[], wide?: boolean, opened?: (dialog: HTMLDialogElement) => void}} question
 * @returns {Promise<string | null>}
 */
export function ask({ title, body = nothing, choices, wide = false, opened }) {
  return new Promise((resolve) => {
    const close = openDialog(
      html`<h2 id="dialog-title">${title}</h2>
        <div class="dialog-body">${body}</div>
        <div class="dialog-choices">
          ${choices.map(
            (choice) => html`<button
              type="button"
              class="button ${choice.kind === 'main' ? 'button-main' : ''} ${choice.kind === 'bad' ? 'button-bad' : ''}"
              @click=${() => close(choice.value)}
            >
              ${choice.label}
            </button>`,
          )}
        </div>`,
      { closed: resolve, wide, opened },
    );
  });
}

/**
 * Ask for one line of text.
 * @param {{title: string, label: string, value?: string, body?: Drawn, ok?: string, list?: string[]}} question
 * @returns {Promise<string | null>}
 */
export async function askText({ title, label, value = '', body = nothing, ok = 'OK', list = [] }) {
  let said = value;
  const answer = await ask({
    title,
    body: html`${body}<label class="label-line"
        >${label}
        <input
          class="field"
          name="answer"
          autocomplete="off"
          list=${list.length ? 'ask-list' : nothing}
          .value=${value}
          @input=${(/** @type {any} */ event) => (said = event.target.value)}
          @keydown=${(/** @type {KeyboardEvent} */ event) => {
            if (event.key !== 'Enter' || event.isComposing) return;
            event.preventDefault();
            /** @type {HTMLElement} */ (event.target).closest('dialog')?.querySelector('button')?.click();
          }}
      /></label>
      ${list.length ? html`<datalist id="ask-list">${list.map((one) => html`<option value=${one}></option>`)}</datalist>` : nothing}`,
    choices: [
      { label: ok, value: 'ok', kind: 'main' },
      { label: 'Leave it', value: '' },
    ],
    opened: (dialog) => /** @type {HTMLInputElement | null} */ (dialog.querySelector('input'))?.select(),
  });
  return answer === 'ok' ? said : null;
}

/**
 * A dialog with anything in it. Esc closes with null; the focus goes back to where it was.
 * @param {Drawn} content
 * @param {{closed?: (value: string | null) => void, wide?: boolean, opened?: (dialog: HTMLDialogElement) => void}} [options]
 * @returns {(value?: string | null) => void} close it
 */
export function openDialog(content, { closed, wide = false, opened } = {}) {
  const dialog = document.createElement('dialog');
  dialog.className = wide ? 'dialog dialog-wide' : 'dialog';
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  const before = document.activeElement;
  let isOpen = true;
  const removeKeys = addKeys([], { modal: true });
  /** @param {string | null} [value] */
  const close = (value = null) => {
    if (!isOpen) return;
    isOpen = false;
    removeKeys();
    dialog.close();
    dialog.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    closed?.(value);
  };
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    close(null);
  });
  render(content, dialog);
  document.body.append(dialog);
  dialog.showModal();
  opened?.(dialog);
  return close;
}
