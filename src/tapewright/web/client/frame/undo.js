/** Take back the last thing that was done to the project, and say what it was. */
import { get, post } from './api.js';
import { tell, tellError } from './tell.js';

/** Undo the last change that stands; a notice offers to do it again. */
export async function undoLast() {
  const said = await get('/api/history', { last: 40 });
  const open = [...said.transactions].reverse().find((/** @type {any} */ one) => !one.undone_by && one.undoes === null && !one.mark);
  if (!open) {
    tell('There is nothing to undo.');
    return;
  }
  await undo(open.number, open.what);
}

/**
 * Undo one change by its number.
 * @param {number} number
 * @param {string} what
 */
export async function undo(number, what) {
  const done = await post('/api/undo', { number });
  tell(`Taken back: ${what}`, { action: { label: 'Do it again', run: () => void again(done, what) } });
}

/** @param {any} done @param {string} what */
async function again(done, what) {
  try {
    await post('/api/undo', { number: done.number });
    tell(`Done again: ${what}`);
  } catch (error) {
    tellError(error);
  }
}
