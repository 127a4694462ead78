/** Take back what was done to the project, and say what it was. */
import { changesOf, get, isOurs, post } from './api.js';
import { tell, tellError } from './tell.js';

const LOOKED_AT = 200;

/** @type {Promise<void>} */
let before = Promise.resolve();

/**
 * Undo the last change of this window that stands; a notice offers to do it again. What another person, a job or the
 * command line did last is named and only offered. Who asks twice takes back two changes: the second waits for the first.
 * @returns {Promise<void>}
 */
export function undoLast() {
  before = before.catch(() => undefined).then(undoNow);
  return before;
}

async function undoNow() {
  const said = await get('/api/history', { last: LOOKED_AT });
  const open = said.transactions.filter((/** @type {any} */ one) => !one.undone_by && one.undoes === null && !one.mark).reverse();
  const own = open.find((/** @type {any} */ one) => isOurs(one.number));
  if (own) await undo(own.number, own.what);
  else if (!open.length) tell('There is nothing to undo.');
  else {
    const [{ number, what, who }] = open;
    const run = () => void undo(number, what).catch(tellError);
    tell(`Nothing was done in this window that could be undone. Last in the project: ${what}${who ? `, by ${who}` : ''}.`, { action: { label: 'Take it back', run } });
  }
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
