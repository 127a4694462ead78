/** What an empty project says, and what is said where the model that hears words is not on this machine. */
import { html, nothing } from '../../frame/dom.js';
import { empty } from '../../frame/states.js';

/**
 * @typedef {object} Model
 * @property {string} purpose
 * @property {string} name
 * @property {boolean} here
 * @property {number} bytes
 * @property {string} source
 * @property {string} problem
 * @property {string} command
 */

/**
 * The first run: how recordings come in, and the one thing that may be missing.
 * @param {{add: () => void, take: (files: File[]) => void, model: Model | null, fetchModel: () => void}} told
 */
export function firstRun({ add, take, model, fetchModel }) {
  return html`${empty({
    title: 'No tapes yet',
    text: html`Drop recordings anywhere on this page, or run <code>tapewright ingest</code> in a terminal. A recording that is dropped is copied
      into the project; one that is added from this computer stays where it is. Nothing leaves this machine.`,
    actions: html`<button class="button-main" @click=${add}>Add from this computer…</button>
      <label class="button tapes-choose"
        >Choose files to copy…<input class="sr-only" type="file" multiple @change=${(/** @type {any} */ event) => take([...event.target.files])}
      /></label>`,
  })}
  ${model
    ? html`<section class="state tapes-first">
        <h2>One thing is missing</h2>
        <p>${needOf(model)}</p>
        <div class="state-actions">${fetchButton(model, fetchModel)}</div>
      </section>`
    : nothing}`;
}

/** A line over the list. @param {Model} model @param {() => void} fetchModel */
export function modelBanner(model, fetchModel) {
  return html`<div class="banner" role="status"><span>${needOf(model)}</span>${fetchButton(model, fetchModel)}</div>`;
}

/** @param {Model} model @param {() => void} fetchModel */
function fetchButton(model, fetchModel) {
  return model.source ? html`<button class="button" @click=${fetchModel}>Fetch the model</button>` : nothing;
}

/** @param {Model} model */
function needOf(model) {
  if (model.problem) return model.problem;
  const size = `${Math.round(model.bytes / 1e6).toLocaleString('en-GB')} MB`;
  return html`To transcribe, this machine needs the model ${model.name} (${size}): <code>${model.command}</code>. Fetching it is the one thing that uses a
    network, and nothing of yours is sent.`;
}
