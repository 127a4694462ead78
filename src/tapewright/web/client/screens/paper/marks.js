/**
 * The look of the sheet: the Markdown stays the document, its signs are hidden behind what they mean. Scenes are
 * headings, narration has its label, a bite its speaker's rule and its source line over it.
 */
import { RangeSetBuilder, StateField } from '@codemirror/state';
import { Decoration, EditorView } from '@codemirror/view';
import { bodyOf } from './blocks.js';
import { factsField, rowAt, setFacts } from './facts.js';
import { hasTail } from './hidden.js';
import { inHand } from './inhand.js';
import { asTextField, blocksField, dropField, edgeField, layerField, setAsText, setDrop, setEdge, setLayer } from './layers.js';
import { HeadLine, Label, Missing, SourceLine } from './widgets.js';

/** @typedef {import('@codemirror/state').EditorState} State */
/** @typedef {import('./blocks.js').Block} Block */
/** @typedef {{from: number, to: number, mark: Decoration}} Placed */

const hidden = Decoration.replace({});
const marks = {
  struck: Decoration.mark({ class: 'paper-struck' }),
  altered: Decoration.mark({ class: 'paper-altered' }),
  omission: Decoration.mark({ class: 'paper-join' }),
  ours: Decoration.mark({ class: 'paper-ours' }),
  sign: Decoration.mark({ class: 'paper-sign' }),
};

/** @type {StateField<import('@codemirror/view').DecorationSet>} */
export const marksField = StateField.define({
  create: draw,
  update: (before, transaction) => (isDue(transaction) ? draw(transaction.state) : before),
  provide: (field) => [EditorView.decorations.from(field), EditorView.atomicRanges.of((view) => view.state.field(field).update({ filter: isHidden }))],
});

/** @param {number} from @param {number} to @param {Decoration} mark */
const isHidden = (from, to, mark) => to > from && mark.spec.class === undefined;

/** @param {import('@codemirror/state').Transaction} transaction */
function isDue(transaction) {
  if (transaction.docChanged || transaction.selection) return true;
  return transaction.effects.some((effect) => [setFacts, setLayer, setAsText, setEdge, setDrop].some((kind) => effect.is(/** @type {any} */ (kind))));
}

/** @param {State} state */
function draw(state) {
  const { front, blocks } = state.field(blocksField);
  const asText = state.field(asTextField);
  const own = state.field(layerField) === 'margin' ? inHand(state) : -1;
  /** @type {Placed[]} */
  const placed = [];
  if (front) placed.push(...head(state, front, asText));
  blocks.forEach((block, place) => placed.push(...drawBlock(state, block, place === own, asText)));
  const drop = state.field(dropField);
  if (drop !== null) placed.push(dropLine(state, drop));
  placed.sort((one, other) => one.from - other.from || one.mark.startSide - other.mark.startSide || one.to - other.to);
  /** @type {RangeSetBuilder<Decoration>} */
  const builder = new RangeSetBuilder();
  for (const { from, to, mark } of placed) builder.add(from, to, mark);
  return builder.finish();
}

/** @param {State} state @param {{from: number, to: number}} front @param {boolean} asText @returns {Placed[]} */
function head(state, front, asText) {
  const place = state.selection.main.head;
  const facts = state.field(factsField);
  const isOpen = asText || Boolean(facts.view?.trouble) || (place <= front.to && place > front.from);
  if (isOpen) return linesBetween(state, front.from, front.to, 'paper-line paper-head');
  const order = facts.view?.order;
  const words = order ? [order.title, `${order.rate}${order.drop_frame ? ' drop' : ''} frames`, `from ${order.start_timecode}`] : ['Head'];
  return [{ from: front.from, to: front.to, mark: Decoration.replace({ widget: new HeadLine(words.join(' · ')), block: true }) }];
}

/** @param {State} state @param {number} from @param {number} to @param {string} name @returns {Placed[]} */
function linesBetween(state, from, to, name) {
  const found = [];
  for (let at = from; at <= to; ) {
    const line = state.doc.lineAt(at);
    found.push({ from: line.from, to: line.from, mark: lineMark(name) });
    at = line.to + 1;
  }
  return found;
}

/** @type {Map<string, Decoration>} */
const lineMarks = new Map();

/** @param {string} name */
function lineMark(name) {
  const known = lineMarks.get(name) || Decoration.line({ class: name });
  lineMarks.set(name, known);
  return known;
}

/** @param {State} state @param {number} drop @returns {Placed} */
function dropLine(state, drop) {
  const isEnd = drop >= state.doc.length;
  const from = state.doc.lineAt(Math.min(drop, state.doc.length)).from;
  return { from, to: from, mark: lineMark(isEnd ? 'paper-drop-behind' : 'paper-drop') };
}

/** @param {State} state @param {Block} block @param {boolean} isInHand @param {boolean} asText @returns {Placed[]} */
function drawBlock(state, block, isInHand, asText) {
  const held = isInHand ? ' paper-held' : '';
  if (block.kind === 'bite') return drawBite(state, block, held, asText);
  const name = `paper-line paper-${block.kind}${block.kind === 'scene' ? ` paper-level-${Math.min(block.level, 3)}` : ''}${held}`;
  const found = linesBetween(state, block.from, block.end, name);
  const label = { narration: 'Narration', note: 'Note', picture: 'Picture' }[/** @type {string} */ (block.kind)];
  if (label && !asText) found.push({ from: block.from, to: block.from, mark: Decoration.widget({ widget: new Label(label), side: -1 }) });
  if (block.kind === 'note' && !asText) found.push(...hideComment(state, block));
  return found;
}

/** The signs of a comment, unless the caret stands in it. @param {State} state @param {Block} block @returns {Placed[]} */
function hideComment(state, block) {
  const text = state.sliceDoc(block.from, block.end);
  const place = state.selection.main.head;
  const isIn = state.field(layerField) === 'text' && place >= block.from && place <= block.end;
  const shape = /^(\s*<!--[ \t]*)([^]*?)([ \t]*-->\s*)$/.exec(text);
  if (!shape || isIn || shape[1].includes('\n') || shape[3].includes('\n')) return [];
  const end = block.end - shape[3].length;
  return [
    { from: block.from, to: block.from + shape[1].length, mark: hidden },
    ...(end < block.end ? [{ from: end, to: block.end, mark: hidden }] : []),
  ];
}

/** @param {State} state @param {Block} block @param {string} held @param {boolean} asText @returns {Placed[]} */
function drawBite(state, block, held, asText) {
  const facts = state.field(factsField);
  const row = rowAt(facts, block.from);
  const isBroken = !block.source || (row?.bite && row.bite.standing === 'broken') || false;
  const voice = voiceOf(facts, block.source?.speaker || '');
  const name = `paper-line paper-bite${voice ? ` voice-${voice}` : ''}${isBroken ? ' paper-broken' : ''}${held}`;
  const body = bodyOf(block);
  const tail = hasTail(block) && !asText ? body.to : -1;
  /** @type {Placed[]} */
  const found = [];
  for (const line of block.lines) {
    if (tail >= 0 && line.from > tail) break;
    const isRaw = asText || line.role === 'source';
    found.push({ from: line.from, to: line.from, mark: lineMark(`${name}${isRaw && line.role === 'source' ? ' paper-raw' : ''}`) });
    if (!asText && line.skip) found.push({ from: line.from, to: line.from + line.skip, mark: hidden });
  }
  if (!asText) {
    const words = new SourceLine(block, row, state.field(edgeField), held !== '', broken(block, row));
    found.push({ from: block.from, to: block.from, mark: Decoration.widget({ widget: words, side: -1 }) });
  }
  if (tail >= 0 && tail < block.end) found.push({ from: tail, to: block.end, mark: hidden });
  found.push(...inline(state, block, body, asText), ...(row ? differences(row) : []));
  return found;
}

/** Why a bite cannot be played; empty where it can. @param {Block} block @param {import('./facts.js').Row | null} row */
function broken(block, row) {
  if (row?.said && (row.bite.standing !== 'read' || row.said.why)) return row.said.why;
  return block.source || row ? '' : 'its source line cannot be read';
}

const INLINE = /\\[!-/:-@[-`{-~]|~~|…|\.{3,}|\[[^\]\n]*\](?!\()/g;

/**
 * The signs inside a bite: struck words, what is left out, what is ours.
 * @param {State} state @param {Block} block @param {{from: number, to: number}} body @param {boolean} asText
 * @returns {Placed[]}
 */
function inline(state, block, body, asText) {
  const text = state.sliceDoc(body.from, body.to);
  const caret = state.field(layerField) === 'text' ? state.selection.main.head : -1;
  /** @type {Placed[]} */
  const found = [];
  let opened = -1;
  for (const sign of text.matchAll(INLINE)) {
    const from = body.from + sign.index;
    const to = from + sign[0].length;
    if (sign[0] === '~~') {
      if (opened < 0) {
        opened = from;
        continue;
      }
      const isOpen = asText || (caret >= opened && caret <= to);
      for (const [start, end] of [[opened, opened + 2], [from, to]]) found.push({ from: start, to: end, mark: isOpen ? marks.sign : hidden });
      if (from > opened + 2) found.push({ from: opened + 2, to: from, mark: marks.struck });
      opened = -1;
    } else if (sign[0][0] === '\\') {
      if (!asText && (caret < from || caret > to)) found.push({ from, to: from + 1, mark: hidden });
    } else if (sign[0][0] === '[') {
      found.push({ from, to, mark: marks.ours });
    } else {
      found.push({ from, to, mark: marks.omission });
    }
  }
  return found;
}

/** Words that do not read as the tape does, and the places where only the tape has some. @param {import('./facts.js').Row} row @returns {Placed[]} */
function differences(row) {
  /** @type {Placed[]} */
  const found = [];
  for (const one of row.said?.differences || []) {
    const [first, end] = one.words;
    const words = row.words.filter((word) => word.said >= first && word.said < end && word.from < word.to);
    for (const word of words) found.push({ from: word.from, to: word.to, mark: marks.altered });
    if (first < end) continue;
    const next = row.words.find((word) => word.said === first);
    const last = [...row.words].reverse().find((word) => word.said >= 0);
    const at = next ? next.from : last?.to;
    if (at !== undefined) found.push({ from: at, to: at, mark: Decoration.widget({ widget: new Missing(one.tape), side: next ? -1 : 1 }) });
  }
  return found;
}

/** @type {WeakMap<any, string[]>} */
const speakers = new WeakMap();

/** Which of the eight voices a speaker has here; 0 for nobody. @param {import('./facts.js').Facts} facts @param {string} speaker */
export function voiceOf(facts, speaker) {
  if (!speaker) return 0;
  const names = (facts.view && speakers.get(facts.view)) || [...new Set(facts.rows.map((row) => row.bite?.speaker).filter(Boolean))];
  if (facts.view) speakers.set(facts.view, names);
  const place = names.indexOf(speaker);
  return ((place < 0 ? names.length : place) % 8) + 1;
}
