/** What a person says of voices, sent to the server; each answer is told with the way back. */
import { tell, tellError } from '../../frame/tell.js';
import { wayBack } from '../../frame/undo.js';

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
    tell(inWords(tolds), { undo: wayBack(tolds, read) });
    for (const remark of new Set(tolds.flatMap((told) => told.remarks))) tell(remark);
  }
  return tolds;
}
