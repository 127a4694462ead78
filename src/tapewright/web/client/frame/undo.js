/** Take back what was done to the project, and say what it was. */
import { changesOf, get, post } from './api.js';
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

/**
 * The undo of a notice: it takes back what was done for these answers, and nothing that others did meanwhile.
 * @param {any[]} answers
 * @param {() => Promise<void> | void} [read] show what is so now
 * @returns {(() => void) | undefined} undefined where nothing was changed
 */
export function wayBack(answers, read = () => {}) {
  const numbers = answers.flatMap(changesOf);
  return numbers.length ? () => void takeBack(numbers, read) : undefined;
}

/** @param {number[]} numbers @param {() => Promise<void> | void} read */
async function takeBack(numbers, read) {
  try {
    for (const number of [...numbers].reverse()) await post('/api/undo', { number });
    await read();
    tell('Taken back', { seconds: 3 });
  } catch (error) {
    tellError(error);
    await read();
  }
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
