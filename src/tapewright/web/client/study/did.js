/** A change of the study: done, told in a line, with the way back. */
import { get, post } from '../frame/api.js';
import { tell, tellError } from '../frame/tell.js';

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
    tellError(error);
    await read();
    return null;
  }
  const number = /** @type {any} */ (told)?.transaction || (await lastNumber());
  await read();
  tell(typeof said === 'string' ? said : said(told), { undo: number ? () => void takeBack(number, read) : undefined });
  return told ?? /** @type {any} */ (true);
}

/** The change that was made last; 0 where it cannot be said. */
async function lastNumber() {
  const history = await get('/api/history', { last: 1 }).catch(() => null);
  return history?.transactions?.[0]?.number || 0;
}

/** @param {number} number @param {() => Promise<void> | void} read */
async function takeBack(number, read) {
  try {
    await post('/api/undo', { number });
    await read();
    tell('Taken back', { seconds: 3 });
  } catch (error) {
    tellError(error);
    await read();
  }
}
