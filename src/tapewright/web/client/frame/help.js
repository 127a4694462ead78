/** All keys of this screen, each of which can be changed. */
import { html, nothing, render } from './dom.js';
import { bindingsNow, nameOf, printed } from './keys.js';
import { changeKeys, isOwn, keysOf, profileName } from './profiles.js';
import { openDialog } from './tell.js';

/** @typedef {import('./keys.js').Binding} Binding */

/** The dialog. */
export function openHelp() {
  const groups = grouped(bindingsNow());
  const host = document.createElement('div');
  /** @type {string | null} */
  let changing = null;
  const draw = () => render(content(), host);
  /** @param {Binding} binding */
  const row = (binding) => html`<tr>
    <td>${binding.does}</td>
    <td class="help-keys">
      ${changing === binding.id
        ? html`<span class="now" role="status">press the new key, or Esc</span>`
        : keysOf(binding).map((keys) => html`<kbd>${printed(keys)}</kbd> `)}
    </td>
    <td>
      <button class="button-quiet" aria-label="Change the key of: ${binding.does}" @click=${() => ((changing = binding.id), draw())}>change</button>
      ${isOwn(binding.id)
        ? html`<button class="button-quiet" @click=${() => (changeKeys(binding.id, null), draw())}>as before</button>`
        : nothing}
    </td>
  </tr>`;
  const content = () => html`<h2 id="dialog-title">Keys</h2>
    <div class="dialog-body help" @keydown=${caught}>
      <p class="mute">As in ${profileName()}; another profile is in the settings. A foot pedal is a key: change one to what it sends.</p>
      ${[...groups].map(
        ([name, bindings]) => html`<h3>${name}</h3>
          <table class="table">
            <tbody>
              ${bindings.map(row)}
            </tbody>
          </table>`,
      )}
    </div>
    <div class="dialog-choices"><button class="button button-main" @click=${() => close()}>Close</button></div>`;
  /** @param {KeyboardEvent} event */
  const caught = (event) => {
    if (!changing || ['Shift', 'Control', 'Alt', 'Meta', 'Tab'].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key !== 'Escape') changeKeys(changing, [nameOf(event)]);
    changing = null;
    draw();
  };
  const close = openDialog(html`${host}`, { wide: true });
  draw();
}

/** @param {Binding[]} bindings @returns {Map<string, Binding[]>} */
function grouped(bindings) {
  /** @type {Map<string, Binding[]>} */
  const groups = new Map();
  const seen = new Set();
  for (const binding of bindings) {
    if (seen.has(binding.id) || !keysOf(binding).length) continue;
    seen.add(binding.id);
    const name = binding.group || 'Here';
    groups.set(name, [...(groups.get(name) || []), binding]);
  }
  return groups;
}
