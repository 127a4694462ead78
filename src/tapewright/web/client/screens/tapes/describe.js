/** What a tape is called: its title, its reel, the note beside it. Its id stays, because paper edits name it. */
import { put } from '../../frame/api.js';
import { html } from '../../frame/dom.js';
import { ask } from '../../frame/tell.js';

/** @typedef {import('./rows.js').Tape} Tape */

/** Ask for it, and keep it where the person says so. @param {Tape} tape */
export async function describe(tape) {
  const said = { title: tape.title, reel: tape.reel, note: tape.note };
  const field = (/** @type {'title' | 'reel'} */ name, /** @type {string} */ label) => html`<label class="labelled"
    ><span>${label}</span><input class="field" name=${name} .value=${said[name]} @input=${(/** @type {any} */ event) => (said[name] = event.target.value)}
  /></label>`;
  const answer = await ask({
    title: `Describe ${tape.id}`,
    body: html`${field('title', 'Title')} ${field('reel', 'Reel, as editing programs name it')}
      <label class="labelled"
        ><span>Note</span
        ><textarea class="field" rows="4" name="note" .value=${said.note} @input=${(/** @type {any} */ event) => (said.note = event.target.value)}></textarea></label>`,
    choices: [
      { label: 'Keep', value: 'keep', kind: 'main' },
      { label: 'Leave it', value: '' },
    ],
    opened: (dialog) => /** @type {HTMLInputElement | null} */ (dialog.querySelector('input'))?.select(),
  });
  if (answer === 'keep') await put(`/api/tapes/${encodeURIComponent(tape.id)}`, said);
}
