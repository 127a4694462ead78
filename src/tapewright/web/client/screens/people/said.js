/** What a person says of voices, sent to the server; each answer is told with the way back. */
import { post } from '../../frame/api.js';
import { tell, tellError } from '../../frame/tell.js';

/** @typedef {{did: string, speaker: any, turns: number, remarks: string[], transaction: number}} Told */

/**
 * Say something, and tell what came of it.
 * @param {Array<() => Promise<Told>>} saying one after the other
 * @param {(tolds: Told[]) => string} inWords
 * @param {() => Promise<void>} read show what is so now
 * @returns {Promise<Told[]>} what was told; less than all where one was refused
 */
export async function say(saying, inWords, read) {
  /** @type {Told[]} */
  const tolds = [];
  try {
    for (const one of saying) tolds.push(await one());
  } catch (error) {
    tellError(error);
  }
  await read();
  if (tolds.length) {
    const numbers = tolds.map((told) => told.transaction).filter(Boolean);
    tell(inWords(tolds), { undo: numbers.length ? () => void takeBack(numbers, read) : undefined });
    for (const remark of new Set(tolds.flatMap((told) => told.remarks))) tell(remark);
  }
  return tolds;
}

/** @param {number[]} numbers @param {() => Promise<void>} read */
async function takeBack(numbers, read) {
  try {
    for (const number of [...numbers].reverse()) await post('/api/undo', { number });
    await read();
    tell('Taken back');
  } catch (error) {
    tellError(error);
    await read();
  }
}
