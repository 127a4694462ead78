/** A case that is not there yet: asked for where cases are chosen. */
import { post } from '../../frame/api.js';
import { askText } from '../../frame/tell.js';

/** The choice that asks for a new one; no case can be called so. */
export const NEW_CASE = '\n';

/** Ask for its name and make it. @returns {Promise<any>} null where the person stepped out */
export async function newCase() {
  const name = (await askText({ title: 'A new case', label: 'Name', ok: 'Add' }))?.trim();
  return name ? post('/api/cases', { name }) : null;
}
