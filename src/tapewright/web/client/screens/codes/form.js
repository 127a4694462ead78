/** A code as a form: what it is called and means, where it stands, its colour and its number key. */
import { html } from '../../frame/dom.js';
import { ask } from '../../frame/tell.js';
import { HUE_NAMES, HUES } from '../../study/codes.js';

/** @typedef {import('../../study/codes.js').Code} Code */
/** @typedef {{id: number, name: string, codes: Code[]}} Within a codebook, and the codes of it that another may stand under */
/** @typedef {{name: string, codebook: number, parent: number | null, definition: string, use_when: string, not_when: string, example: string, source: string, colour: string, key: string, is_codable: boolean}} Said */

const TEXTS = /** @type {const} */ ([
  ['definition', 'What it means', 3],
  ['use_when', 'Use when', 2],
  ['not_when', 'Not when', 2],
  ['example', 'Example', 2],
  ['source', 'Published source', 2],
]);

/**
 * Ask for a code; null when the person steps out or gives no name.
 * @param {{title: string, ok: string, was: Said, within: Within[], keys: Map<string, string>}} question `keys`: whose each number key is now
 * @returns {Promise<Said | null>}
 */
export async function askCode({ title, ok, was, within, keys }) {
  const said = { ...was };
  const answer = await ask({
    title,
    wide: true,
    body: form(said, within, keys),
    choices: [
      { label: ok, value: 'ok', kind: 'main' },
      { label: 'Leave it', value: '' },
    ],
    opened: (dialog) => /** @type {HTMLInputElement | null} */ (dialog.querySelector('input'))?.select(),
  });
  said.name = said.name.trim();
  return answer === 'ok' && said.name ? said : null;
}

/** @param {Said} said @param {Within[]} within @param {Map<string, string>} keys */
function form(said, within, keys) {
  /** @param {keyof Said} name */
  const keep = (name) => (/** @type {any} */ event) => void Object.assign(said, { [name]: event.target.value });
  return html`<div class="code-form">
    <label class="labelled code-form-name"><span>Name</span>
      <input class="field" name="name" maxlength="200" autocomplete="off" .value=${said.name} @input=${keep('name')} @keydown=${onEnter} /></label>
    <label class="labelled"><span>Stands under</span>
      <select class="field" name="parent" @change=${(/** @type {any} */ event) => {
        const [codebook, parent] = event.target.value.split(' ').map(Number);
        Object.assign(said, { codebook, parent: parent || null });
      }}>${within.map((book) => (within.length > 1 ? html`<optgroup label=${book.name}>${under(said, book, `nothing: at the top of ${book.name}`)}</optgroup>` : under(said, book, 'nothing: at the top')))}
      </select></label>
    <label class="labelled"><span>Number key</span>
      <select class="field" name="key" @change=${keep('key')}>
        <option value="" ?selected=${!said.key}>none</option>
        ${['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((key) => html`<option value=${key} ?selected=${key === said.key}>${key}${keys.get(key) ? `, now ${keys.get(key)}` : ''}</option>`)}
      </select></label>
    <fieldset class="code-form-hues"><legend class="label">Colour</legend>
      <label class="check" title="As its parent"><input type="radio" name="colour" value="" ?checked=${!said.colour} @change=${keep('colour')} /><span>as its parent</span></label>
      ${HUES.map((hex, place) => html`<label class="check voice-${place + 1}"><input type="radio" name="colour" value=${hex} ?checked=${hex === said.colour} @change=${keep('colour')} /><span class="swatch"></span><span>${HUE_NAMES[place]}</span></label>`)}
    </fieldset>
    ${TEXTS.map(
      ([name, label, rows]) => html`<label class="labelled ${name === 'definition' ? 'code-form-wide' : ''}"><span>${label}</span>
        <textarea class="field" name=${name} rows=${rows} .value=${said[name]} @input=${keep(name)}></textarea></label>`,
    )}
    <label class="check code-form-wide"><input type="checkbox" name="heading" ?checked=${!said.is_codable} @change=${(/** @type {any} */ event) => (said.is_codable = !event.target.checked)} /><span>A heading only: it holds codes, and no passage is given it</span></label>
  </div>`;
}

/** @param {Said} said @param {Within} book @param {string} top */
function under(said, book, top) {
  return html`<option value="${book.id} 0" ?selected=${!said.parent && said.codebook === book.id}>${top}</option>
    ${book.codes.map((one) => html`<option value="${book.id} ${one.id}" ?selected=${one.id === said.parent}>${'\u2003'.repeat(one.depth)}${one.name}</option>`)}`;
}

/** @param {KeyboardEvent} event */
function onEnter(event) {
  if (event.key !== 'Enter' || event.isComposing) return;
  event.preventDefault();
  /** @type {HTMLElement} */ (event.target).closest('dialog')?.querySelector('.dialog-choices button')?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
}
