/** How a file is read: which of two readings of a document, which tape a name in a timeline means. It stands in the address. */
import { html, nothing } from '../../frame/dom.js';
import { get } from '../../frame/api.js';

/**
 * What the address says of it, as the API takes it.
 * @param {URLSearchParams} said
 * @returns {{changes: string, reels: Record<string, string>}}
 */
export function readingOf(said) {
  /** @type {Record<string, string>} */
  const reels = {};
  for (const pair of (said.get('reels') || '').split(';')) {
    const at = pair.lastIndexOf('=');
    if (at > 0 && at < pair.length - 1) reels[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return { changes: said.get('changes') === 'rejected' ? 'rejected' : '', reels };
}

/** @param {Record<string, string>} reels */
export const writeReels = (reels) =>
  Object.entries(reels)
    .map(([name, tape]) => `${name}=${tape}`)
    .join(';');

/**
 * An address of the API with the reading in it.
 * @param {string} path
 * @param {{changes: string, reels: Record<string, string>}} reading
 * @param {Record<string, string>} [more]
 */
export function withReading(path, { changes, reels }, more = {}) {
  const said = new URLSearchParams(more);
  if (changes) said.set('changes', changes);
  for (const [name, tape] of Object.entries(reels)) said.append('reel', `${name}=${tape}`);
  const text = said.toString();
  return text ? `${path}?${text}` : path;
}

/**
 * The switch between the two readings of a document with tracked changes.
 * @param {any} proof
 * @param {string} changes
 * @param {(changes: string) => void} choose
 */
export function twoReadings(proof, changes, choose) {
  if (!proof.reading) return nothing;
  return html`<fieldset class="choices panel-text">
    <legend>Tracked changes</legend>
    ${[
      ['', 'accepted'],
      ['rejected', 'rejected'],
    ].map(
      ([value, label]) => html`<label
        ><input type="radio" name="changes" .checked=${changes === value} @change=${() => choose(value)} /> ${label}</label
      >`,
    )}
  </fieldset>`;
}

/**
 * The names in a timeline that mean no tape here: a person says which tape each is.
 * @param {any} proof
 * @param {(name: string, tape: string) => void} choose
 */
export function unknownReels(proof, choose) {
  if (!proof.unknown_reels.length) return nothing;
  return html`<section>
    <div class="panel-head"><h2>Which tape is it?</h2><span class="num">${proof.unknown_reels.length}</span></div>
    ${proof.unknown_reels.map(
      (/** @type {string} */ name) => html`<form class="reel" @submit=${(/** @type {any} */ event) => said(event, name, choose)}>
        <label class="labelled"
          ><span class="mono">${name}</span>
          <input class="field" name="tape" list="proof-tapes" autocomplete="off" placeholder="tape" @focus=${listTapes}
        /></label>
        <button class="button">It is this</button>
      </form>`,
    )}
    <datalist id="proof-tapes"></datalist>
  </section>`;
}

/** @param {any} event @param {string} name @param {(name: string, tape: string) => void} choose */
function said(event, name, choose) {
  event.preventDefault();
  const tape = new FormData(event.target).get('tape');
  if (typeof tape === 'string' && tape.trim()) choose(name, tape.trim());
}

/** The ids to choose from, read when somebody is about to choose. */
async function listTapes() {
  const list = document.getElementById('proof-tapes');
  if (!list || list.childElementCount) return;
  const record = await get('/api/tapes').catch(() => ({ tapes: [] }));
  list.replaceChildren(
    ...record.tapes.map((/** @type {any} */ tape) => {
      const option = document.createElement('option');
      option.value = tape.id;
      option.label = tape.title || '';
      return option;
    }),
  );
}
