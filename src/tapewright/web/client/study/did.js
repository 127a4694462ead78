/** A change of the study: done, told in a line, with the way back. */
import { AwayError } from '../frame/api.js';
import { tell, tellError } from '../frame/tell.js';
import { wayBack } from '../frame/undo.js';

/**
 * Do something, show what is so now, and tell it with an undo.
 * @template Told
 * @param {() => Promise<Told>} work
 * @param {string | ((told: Told) => string)} said
 * @param {() => Promise<void> | void} read show what is so now
 * @returns {Promise<Told | null>} null where it was refused, which has been told
 */
export async function did(work, said, read) {
  let told;
  try {
    told = await work();
  } catch (error) {
    tellRefused(error);
    await read();
    return null;
  }
  await read();
  tell(typeof said === 'string' ? said : said(told), { undo: wayBack([told], read) });
  return told ?? /** @type {any} */ (true);
}

/** Say why a change was not made. Changes of the study do not wait for the server, as corrections do. @param {unknown} error */
export function tellRefused(error) {
  if (error instanceof AwayError) tell('This was not done: the server does not answer. Do it again when it is back.', { kind: 'bad' });
  else tellError(error);
}
