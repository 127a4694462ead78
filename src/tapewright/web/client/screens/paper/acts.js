/** What a person does to blocks: moved, trimmed, struck, put in, taken out. Everything is a change of the text. */
import { isolateHistory } from '@codemirror/commands';
import { EditorView } from '@codemirror/view';
import { go } from '../../frame/router.js';
import { tell } from '../../frame/tell.js';
import { clock } from '../../frame/time.js';
import { bodyOf } from './blocks.js';
import { insertedBlock, movedBlock } from './changes.js';
import { factsField, rowAt, wordsIn } from './facts.js';
import { biteNumber, blockInHand, inHand, indexAt } from './inhand.js';
import { blocksField, edgeField, layerField, setEdge, textOf } from './layers.js';
import { goToLayer } from './sheet.js';

/** @typedef {import('./room.js').Room} Room */

/**
 * Change the text in one step of the history, and have it written at once.
 * @param {Room} room
 * @param {import('./changes.js').Change} change
 * @param {number} at where the block in hand begins then
 */
function change(room, change, at) {
  room.sheet.dispatch({
    changes: change,
    selection: { anchor: at },
    effects: EditorView.scrollIntoView(at, { y: 'nearest', yMargin: 80 }),
    annotations: isolateHistory.of('full'),
    userEvent: 'move.block',
  });
  void room.keeper.saved().catch(room.failed);
}

/** Move the block in hand one up (-1) or down (1). @param {Room} room @param {-1 | 1} by */
export function moveBlock(room, by) {
  const { state } = room.sheet;
  const index = inHand(state);
  moveTo(room, index, by < 0 ? index - 1 : index + 2);
}

/** Put a block before another. @param {Room} room @param {number} index @param {number} before */
export function moveTo(room, index, before) {
  const { state } = room.sheet;
  const { blocks } = state.field(blocksField);
  const made = movedBlock(textOf(state), blocks, index, before);
  const isTyping = state.field(layerField) === 'text' && index === inHand(state);
  const into = isTyping ? Math.min(state.selection.main.head, blocks[index].end) - blocks[index].from : 0;
  if (made) change(room, made.change, made.at + into);
}

/** Put text that is a block before another block; -1: behind the one in hand. @param {Room} room @param {string} source @param {number} [before] */
export function putIn(room, source, before = -1) {
  const { state } = room.sheet;
  const { blocks } = state.field(blocksField);
  const made = insertedBlock(textOf(state), blocks, before < 0 ? inHand(state) + 1 : before, source);
  change(room, made.change, made.at);
}

/** Put in what was found: a select as its own text has it, a hit with its words and the silence around. @param {Room} room @param {import('./quotes.js').Quote} quote */
export async function putQuote(room, quote) {
  if (quote.kind === 'select') return putIn(room, quote.select.source);
  const block = blockInHand(room.sheet.state);
  const { tape, ticks } = quote.hit;
  const at = placeOf(block?.from ?? 0);
  const done = await room.holding([at], () =>
    room.keeper.verb('insert', () => {
      const now = block && heldBlock(room, at);
      return { tape, start: ticks.start, end: ticks.end, air: true, where: now ? { after: `L${now.line}` } : {} };
    }),
  );
  if (done) room.takeBite(done.bite);
}

/** Write narration behind the block in hand. @param {Room} room */
export function addNarration(room) {
  putIn(room, 'Narration.');
  const { head } = room.sheet.state.selection.main;
  goToLayer(room.sheet, 'text');
  room.sheet.dispatch({ selection: { anchor: head, head: head + 'Narration.'.length } });
}

/** Take the block in hand out. @param {Room} room */
export function removeBlock(room) {
  const { state } = room.sheet;
  const block = blockInHand(state);
  if (!block) return;
  const isLast = block.to === state.doc.length && block.from > 0;
  change(room, { from: block.from, to: block.to, insert: '' }, isLast ? Math.max(0, block.from - 1) : block.from);
  tell(block.kind === 'bite' ? 'The bite is taken out.' : 'The block is taken out.', { undo: () => room.turnBack('undo') });
}

/**
 * A verb on the bite in hand, or on words that are marked in it. It is done when its turn has come: on that bite as it
 * reads then, though another is in hand by that time, or something was typed or done before it.
 * @param {Room} room
 * @param {string} verb
 * @param {(bite: {block: number, row: import('./facts.js').Row | null, words: {first: number, end: number} | null}) => any} said null for nothing
 * @returns {Promise<any>} what was done; null where it was not
 */
function onBite(room, verb, said) {
  const { state } = room.sheet;
  const block = blockInHand(state);
  if (block?.kind !== 'bite') return Promise.resolve(null);
  const { from, to } = state.selection.main;
  const [at, first, last] = [placeOf(block.from), placeOf(from), placeOf(from === to ? to + 1 : to, -1)];
  return room.holding([at, first, last], () =>
    room.keeper.verb(verb, () => {
      const now = room.sheet.state;
      const bite = heldBlock(room, at);
      if (bite?.kind !== 'bite') return null;
      const row = rowAt(now.field(factsField), bite.from);
      return said({ block: biteNumber(now, indexAt(now, bite.from)), row, words: row && wordsIn(row, first.at, last.at) });
    }),
  );
}

/** @param {number} at @param {-1 | 1} [side] @returns {import('./room.js').Place} */
const placeOf = (at, side = 1) => ({ at, side });

/** @param {Room} room @param {{at: number}} place */
function heldBlock(room, { at }) {
  const { state } = room.sheet;
  return state.field(blocksField).blocks[indexAt(state, at)] || null;
}

/** The bite in hand as the server has read it, and the words that are marked in it. @param {Room} room */
function marked(room) {
  const { state } = room.sheet;
  const block = blockInHand(state);
  const row = block?.kind === 'bite' ? rowAt(state.field(factsField), block.from) : null;
  const { from, to } = state.selection.main;
  return { row, words: row && wordsIn(row, from, from === to ? to + 1 : to) };
}

/**
 * Strike the words that are marked, or take the strike away where all of them are struck.
 * @param {Room} room
 */
export async function strike(room) {
  if (!marked(room).words) return tellNoWords();
  await onBite(room, 'strike', ({ block, row, words }) => {
    if (!row || !words) return null;
    const struck = row.words.filter((word) => word.said >= words.first && word.said < words.end);
    return { block, ...words, undo: struck.every((word) => word.kind === 'struck') };
  });
}

function tellNoWords() {
  tell('Mark the words of a bite first: with the mouse, or with Shift and the arrows.');
}

/** Move the end of the bite in hand that the keys move, by words. @param {Room} room @param {-1 | 1} by */
export async function trimWords(room, by) {
  const { state } = room.sheet;
  if (!biteNumber(state, inHand(state))) return tellNoBite();
  const edge = state.field(edgeField);
  await onBite(room, 'trim', ({ block }) => ({ block, [edge]: by }));
}

/** The same by frames of its tape. @param {Room} room @param {-1 | 1} by */
export async function trimFrames(room, by) {
  const { row } = marked(room);
  if (!row?.bite?.ticks || !row.said.frame) return tellNoBite();
  const edge = room.sheet.state.field(edgeField);
  await onBite(room, 'anchor', ({ block, row: now }) => {
    if (!now?.bite?.ticks || !now.said.frame) return null;
    const place = { ...now.bite.ticks };
    place[edge] += by * now.said.frame;
    return place.start < 0 || place.end <= place.start ? null : { block, tape: now.bite.tape, ...place };
  });
}

function tellNoBite() {
  tell('Take a bite in hand first: with the arrows, or a click on it.');
}

/** The keys move the other end. @param {Room} room */
export function turnEdge(room) {
  const edge = room.sheet.state.field(edgeField) === 'end' ? 'start' : 'end';
  room.sheet.dispatch({ effects: setEdge.of(edge) });
}

/** Make two bites of one, at the word that is marked. @param {Room} room */
export async function split(room) {
  const { words } = marked(room);
  if (!words?.first) {
    tell('Mark the word with which the second bite shall begin.');
    return;
  }
  const done = await onBite(room, 'split', ({ block, words: now }) => (now?.first ? { block, word: now.first + 1 } : null));
  if (done) room.takeBite(done.bite + 1);
}

/** Mark words of the bite in hand: one more at an end. @param {Room} room @param {-1 | 1} by */
export function markWords(room, by) {
  const { state } = room.sheet;
  const block = blockInHand(state);
  const row = block && rowAt(state.field(factsField), block.from);
  const words = row ? row.words.filter((word) => word.said >= 0 && word.from < word.to) : [];
  if (!words.length) return;
  const { anchor, head, empty } = state.selection.main;
  const isFresh = empty && head === block?.from;
  if (isFresh) {
    const word = by > 0 ? words[0] : words[words.length - 1];
    return select(room, by > 0 ? word.from : word.to, by > 0 ? word.to : word.from);
  }
  const next = by > 0 ? words.find((word) => word.to > head) : [...words].reverse().find((word) => word.from < head);
  if (next) select(room, anchor, by > 0 ? next.to : next.from);
}

/** @param {Room} room @param {number} anchor @param {number} head */
function select(room, anchor, head) {
  room.sheet.dispatch({ selection: { anchor, head }, scrollIntoView: true });
}

/** Open the bite in hand on its tape, at its time. @param {Room} room */
export function openOnTape(room) {
  const block = blockInHand(room.sheet.state);
  const row = block && rowAt(room.sheet.state.field(factsField), block.from);
  const tape = block?.source?.tape;
  if (!tape) return tellNoBite();
  const at = row?.said?.from_timecode ? `?t=${row.said.from_timecode}` : '';
  go(`/tapes/${encodeURIComponent(tape)}${at}`);
}

/** Put the tape's name right that a source line has wrong. @param {Room} room @param {number} position in the bite @param {string} tape */
export function renameTape(room, position, tape) {
  const { state } = room.sheet;
  const { blocks } = state.field(blocksField);
  const block = blocks.find((one) => one.from <= position && position <= one.end);
  if (!block?.source) return;
  const from = bodyOf(block).to;
  const text = state.sliceDoc(from, block.end);
  const link = /\(\s*<?tape:([^\s<>()#]*)/.exec(text);
  if (!link) return;
  const start = from + link.index + link[0].length - link[1].length;
  /** @type {import('./changes.js').Change[]} */
  const changes = [{ from: start, to: start + link[1].length, insert: tape }];
  const label = text.lastIndexOf(`[${block.source.label}]`, link.index);
  if (label >= 0 && block.source.label === block.source.tape) {
    changes.unshift({ from: from + label + 1, to: from + label + 1 + block.source.label.length, insert: tape });
  }
  room.sheet.dispatch({ changes, annotations: isolateHistory.of('full'), userEvent: 'input' });
  void room.keeper.saved().catch(room.failed);
}

/** Play the block in hand, or be silent. @param {Room} room */
export function playBlock(room) {
  const { state } = room.sheet;
  if (room.playing.isPlaying) return room.playing.pause();
  const number = biteNumber(state, inHand(state));
  if (!number) return tell('Narration is read aloud later: nothing of it can be heard yet.');
  return room.play((player) => player.spanOf(number));
}

/** Play the cut from the block in hand on, or be silent. @param {Room} room */
export function playFromHere(room) {
  const { state } = room.sheet;
  if (room.playing.isPlaying) return room.playing.pause();
  const before = state.field(blocksField).blocks.slice(0, Math.max(inHand(state), 0));
  const first = before.filter((block) => block.kind === 'bite').length + 1;
  return room.play((player) => player.from(first), { on: true });
}

/** How long the words that are marked are, for the bar. @param {Room} room */
export function markedLength(room) {
  const { state } = room.sheet;
  const { from, to } = state.selection.main;
  const block = blockInHand(state);
  const row = block && rowAt(state.field(factsField), block.from);
  const words = row && from < to ? wordsIn(row, from, to) : null;
  if (!row || !words) return '';
  const timed = row.words.filter((word) => word.said >= words.first && word.said < words.end && word.start !== null);
  if (!timed.length) return '';
  const ticks = (timed[timed.length - 1].end || 0) - (timed[0].start || 0);
  return `${timed.length} ${timed.length === 1 ? 'word' : 'words'}, ${clock(Math.max(ticks, 0))}`;
}
