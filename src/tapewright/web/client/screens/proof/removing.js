/** A script that was handed in is taken out of the project again, for good. */
import { html } from '../../frame/dom.js';
import { del } from '../../frame/api.js';
import { ask, tellError } from '../../frame/tell.js';

/** Ask, and delete it. @param {string} name @returns {Promise<boolean | null>} whether it is gone; null where it was left */
export async function removeScript(name) {
  const answer = await ask({
    title: `Remove ${name} from the project?`,
    body: html`<p>The file is deleted from the folder scripts. What was accepted in it is kept.</p>`,
    choices: [
      { label: 'Remove it', value: 'yes', kind: 'bad' },
      { label: 'Leave it', value: '' },
    ],
  });
  if (answer !== 'yes') return null;
  try {
    await del(`/api/scripts/${encodeURIComponent(name)}`);
    return true;
  } catch (error) {
    tellError(error);
    return false;
  }
}
