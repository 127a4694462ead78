/** The keys of the sheet, in its two layers. */
import * as act from './acts.js';
import { openExport } from './exporting.js';
import { inHand, takeInHand } from './inhand.js';
import { asTextField, blocksField, layerField, setAsText } from './layers.js';
import { openQuotes } from './quotes.js';
import { goToLayer } from './sheet.js';

/** The keys that matter most while one types. */
const IN_TEXT = ['paper.out', 'paper.move-up', 'paper.strike-text', 'paper.insert', 'paper.as-text', 'paper.next'];
/** The keys that matter most in the margin. */
const IN_MARGIN = ['paper.move-up', 'paper.play', 'paper.insert', 'paper.strike', 'paper.step-in', 'paper.next'];

/** The keys that matter most now. @param {import('./room.js').Room} room */
export const foot = (room) => (room.sheet.state.field(layerField) === 'text' ? IN_TEXT : IN_MARGIN);

/**
 * @param {import('./room.js').Room} room
 * @returns {import('../../frame/keys.js').Binding[]}
 */
export function bindings(room) {
  const { sheet } = room;
  const isMargin = () => sheet.state.field(layerField) === 'margin';
  const isText = () => !isMargin();
  /** @param {() => unknown} run */
  const quiet = (run) => () => void Promise.resolve(run()).catch(room.failed);
  /** A key that is held down goes on when the trim before is done: it does not go on after it is let go. @param {() => unknown} run */
  const steady = (run) => (/** @type {KeyboardEvent} */ event) => void (event.repeat && room.keeper.state === 'saving' ? null : quiet(run)());
  /** @param {-1 | 1} by */
  const step = (by) => {
    const last = sheet.state.field(blocksField).blocks.length - 1;
    takeInHand(sheet, Math.max(0, Math.min(last, inHand(sheet.state) + by)));
  };
  return [
    { id: 'paper.up', keys: ['ArrowUp', 'k'], does: 'The block before', repeats: true, when: isMargin, run: () => step(-1) },
    { id: 'paper.down', keys: ['ArrowDown', 'j'], does: 'The block behind', repeats: true, when: isMargin, run: () => step(1) },
    { id: 'paper.move-up', keys: ['Alt-ArrowUp'], does: 'Move the block up', repeats: true, inText: true, run: () => act.moveBlock(room, -1) },
    { id: 'paper.move-down', keys: ['Alt-ArrowDown'], does: 'Move the block down', repeats: true, inText: true, run: () => act.moveBlock(room, 1) },
    { id: 'paper.play', keys: ['Space'], does: 'Play the block', when: isMargin, run: quiet(() => act.playBlock(room)) },
    { id: 'paper.play-cut', keys: ['Shift-Space'], does: 'Play the cut from here', when: isMargin, run: quiet(() => act.playFromHere(room)) },
    { id: 'paper.insert', keys: ['Mod-k'], does: 'Put in a quote', inText: true, run: () => openQuotes(room.bin.selects, (quote) => void act.putQuote(room, quote).catch(room.failed)) },
    { id: 'paper.strike', keys: ['x'], does: 'Strike the marked words, or not', when: isMargin, run: quiet(() => act.strike(room)) },
    { id: 'paper.strike-text', keys: ['Mod-d'], does: 'Strike, or not, while typing', inText: true, run: quiet(() => act.strike(room)) },
    { id: 'paper.mark-right', keys: ['Shift-ArrowRight'], does: 'Mark one word more', repeats: true, when: isMargin, run: () => act.markWords(room, 1) },
    { id: 'paper.mark-left', keys: ['Shift-ArrowLeft'], does: 'Mark one word less', repeats: true, when: isMargin, run: () => act.markWords(room, -1) },
    { id: 'paper.edge', keys: ['t'], does: 'Trim the other end', when: isMargin, run: () => act.turnEdge(room) },
    { id: 'paper.trim-earlier', keys: ['Alt-['], does: 'That end one word earlier', repeats: true, inText: true, run: steady(() => act.trimWords(room, -1)) },
    { id: 'paper.trim-later', keys: ['Alt-]'], does: 'That end one word later', repeats: true, inText: true, run: steady(() => act.trimWords(room, 1)) },
    { id: 'paper.frame-earlier', keys: ['Alt-Shift-['], does: 'That end one frame earlier', repeats: true, inText: true, run: steady(() => act.trimFrames(room, -1)) },
    { id: 'paper.frame-later', keys: ['Alt-Shift-]'], does: 'That end one frame later', repeats: true, inText: true, run: steady(() => act.trimFrames(room, 1)) },
    { id: 'paper.frame-earlier-margin', keys: [','], does: 'That end one frame earlier', repeats: true, when: isMargin, run: steady(() => act.trimFrames(room, -1)) },
    { id: 'paper.frame-later-margin', keys: ['.'], does: 'That end one frame later', repeats: true, when: isMargin, run: steady(() => act.trimFrames(room, 1)) },
    { id: 'paper.split', keys: ['s'], does: 'Split the bite at the marked word', when: isMargin, run: quiet(() => act.split(room)) },
    { id: 'paper.narration', keys: ['n'], does: 'Write narration behind it', when: isMargin, run: () => act.addNarration(room) },
    { id: 'paper.remove', keys: ['Delete', 'Backspace'], does: 'Take the block out', when: isMargin, run: () => act.removeBlock(room) },
    { id: 'paper.open', keys: ['o', 'Mod-Enter'], does: 'Open the bite on its tape', when: isMargin, run: () => act.openOnTape(room) },
    { id: 'paper.next', keys: ['F8'], does: 'Next finding', repeats: true, inText: true, run: () => room.nextFinding(1) },
    { id: 'paper.previous', keys: ['Shift-F8'], does: 'Finding before', repeats: true, inText: true, run: () => room.nextFinding(-1) },
    { id: 'paper.step-in', keys: ['Enter'], does: 'Type here', when: isMargin, run: () => goToLayer(sheet, 'text') },
    { id: 'paper.out', keys: ['Escape'], does: 'Out to the margin', inText: true, when: isText, run: () => goToLayer(sheet, 'margin') },
    { id: 'paper.unmark', keys: ['Escape'], does: 'Mark nothing', when: () => isMargin() && (room.playing.isPlaying || !sheet.state.selection.main.empty), run: () => room.stepOut() },
    { id: 'paper.undo', keys: ['Mod-z'], does: 'Undo', when: isMargin, repeats: true, run: () => room.turnBack('undo') },
    { id: 'paper.redo', keys: ['Mod-Shift-z', 'Mod-y'], does: 'Do it again', when: isMargin, repeats: true, run: () => room.turnBack('redo') },
    { id: 'paper.as-text', keys: ['Mod-.'], does: 'Show it as text, or not', inText: true, run: () => sheet.dispatch({ effects: setAsText.of(!sheet.state.field(asTextField)) }) },
    { id: 'paper.bin', keys: ['/', 'b'], does: 'Look in the bin', when: isMargin, run: () => room.focusBin() },
    { id: 'paper.export', keys: ['Mod-e'], does: 'Export', inText: true, run: () => void openExport(room.name, room.view).catch(room.failed) },
  ].map((one) => ({ group: 'Paper edit', ...one }));
}
