/** Plays passages of tapes one behind the other; what played before stops. */

const PAUSE_MS = 600;
let turn = 0;

/** The one sound of the page, fetched when something is first played. @type {Promise<typeof import('../../deck/clip.js')> | null} */
let deck = null;

/**
 * Play groups of passages, each in one go, with a pause between two groups.
 * @param {import('./passages.js').Passage[][]} groups
 */
export async function play(...groups) {
  const mine = (turn += 1);
  deck ??= import('../../deck/clip.js');
  const { clip } = await deck;
  for (const [place, group] of groups.filter((one) => one.length).entries()) {
    if (place) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    if (mine !== turn) return;
    const parts = group.map(({ tape, start, end }) => ({ tape, start: Math.floor(start), end: Math.ceil(end) }));
    await clip.play(parts.length === 1 ? parts[0] : { ...parts[0], parts });
  }
}

/** Stop what plays. */
export async function stop() {
  turn += 1;
  if (deck) (await deck).clip.stop();
}
