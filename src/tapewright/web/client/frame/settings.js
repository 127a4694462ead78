/** How this person likes the room: night or day, bench or lectern, whose keys. Kept in this browser. */
import { html, render } from './dom.js';
import { get, put } from './api.js';
import { chooseProfile, profileName, PROFILES } from './profiles.js';
import { openDialog, tellError } from './tell.js';

const root = document.documentElement;

/** @param {string} name @param {string} fallback */
function kept(name, fallback) {
  try {
    return localStorage.getItem(name) || fallback;
  } catch {
    return fallback;
  }
}

/** @param {string} name @param {string} value */
function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing: it holds for this page.
  }
}

/** Put the page as the person likes it: before the first thing is drawn. */
export function applySettings() {
  root.dataset.theme = theme();
  root.dataset.size = kept('tw-size', 'bench');
  matchMedia('(prefers-color-scheme: light)').addEventListener('change', () => (root.dataset.theme = theme()));
}

/** `night` or `day`: as chosen, else as the system has it. */
function theme() {
  const chosen = kept('tw-theme', 'system');
  if (chosen === 'night' || chosen === 'day') return chosen;
  return matchMedia('(prefers-color-scheme: light)').matches ? 'day' : 'night';
}

/** Night becomes day, day becomes night. */
export function toggleTheme() {
  chooseTheme(root.dataset.theme === 'night' ? 'day' : 'night');
}

/** @param {string} name */
function chooseTheme(name) {
  keep('tw-theme', name);
  root.dataset.theme = theme();
  window.dispatchEvent(new CustomEvent('tw-theme'));
}

/** @param {string} name */
function chooseSize(name) {
  keep('tw-size', name);
  root.dataset.size = name;
  window.dispatchEvent(new CustomEvent('tw-theme'));
}

/** The dialog. */
export async function openSettings() {
  let me = { name: '' };
  /** What is typed before it is kept: an answer that comes meanwhile must not stand in its place. @type {string | null} */
  let typed = null;
  const host = document.createElement('div');
  const close = openDialog(html`${host}`);
  /** @param {string} legend @param {string} name @param {Array<[string, string]>} values @param {string} now @param {(value: string) => void} choose */
  const choices = (legend, name, values, now, choose) =>
    html`<fieldset class="choices">
      <legend>${legend}</legend>
      ${values.map(
        ([value, label]) => html`<label
          ><input type="radio" name=${name} .checked=${value === now} @change=${() => (choose(value), draw())} /> ${label}</label
        >`,
      )}
    </fieldset>`;
  const draw = () =>
    render(
      html`<h2 id="dialog-title">Settings</h2>
        <div class="dialog-body">
          ${choices('Light', 'theme', [['system', 'As the system'], ['night', 'Night'], ['day', 'Day']], kept('tw-theme', 'system'), chooseTheme)}
          ${choices('Size', 'size', [['bench', 'Bench'], ['lectern', 'Lectern: larger, to read aloud']], kept('tw-size', 'bench'), chooseSize)}
          ${choices('Keys as in', 'profile', Object.keys(PROFILES).map((name) => [name, name]), profileName(), chooseProfile)}
          <label class="label-line"
            >Your name, as the history keeps it
            <input class="field" name="who" autocomplete="off" .value=${typed ?? me.name}
              @input=${(/** @type {any} */ event) => (typed = event.target.value)} @change=${(/** @type {any} */ event) => void rename(event.target.value)}
          /></label>
        </div>
        <div class="dialog-choices"><button class="button button-main" @click=${() => close()}>Done</button></div>`,
      host,
    );
  /** @param {string} name */
  const rename = async (name) => {
    try {
      me = await put('/api/me', { name });
    } catch (error) {
      tellError(error);
    }
  };
  draw();
  try {
    me = await get('/api/me');
    draw();
  } catch (error) {
    tellError(error);
  }
}
