/**
 * The blocks of a paper edit's text, as `docs/reference/paper-edit.md` draws them, for showing it while it is typed. What
 * a bite plays and proves is the server's to say; this only knows where scenes, narration and bites stand in the text.
 *
 * Every position is one of this browser's own text. None of them ever crosses the wire.
 */

import { blockEnd, COMMENT, HEADING, isBlank, isParagraph, isTable, QUOTE, UNDERLINE } from './blockends.js';

/** @typedef {'scene' | 'narration' | 'bite' | 'note' | 'picture' | 'other'} Kind */

/**
 * @typedef {object} Line
 * @property {number} from
 * @property {number} to without its line end
 * @property {number} skip how many signs of quotation stand at its beginning
 * @property {'text' | 'gap' | 'source'} role
 */

/**
 * @typedef {object} Block
 * @property {Kind} kind
 * @property {number} from
 * @property {number} end of its last line with something on it
 * @property {number} to with the blank lines behind it
 * @property {number} line its first line, counted from 1
 * @property {number} level of a heading
 * @property {Line[]} lines
 * @property {Source | null} source what a bite's last line names
 */

/**
 * @typedef {object} Source
 * @property {string} speaker
 * @property {string} tape
 * @property {string} fragment
 * @property {string} label
 */

/** @typedef {{front: {from: number, to: number} | null, blocks: Block[]}} Parsed */

const PICTURE = /^[ \t]*(?:ARCHIVE|CARD):/;
const SOURCE = /^(?:[—–―]|--)\s*(.*?)\s*\[((?:\\.|[^\[\]\\])*)\]\(\s*<?tape:([^\s<>()#]*)#([^\s<>()]*)>?[^()]*\)\s*$/;
const LOOKS_LIKE_SOURCE = /^(?:[—–―]|--).*\(\s*<?tape:/;

/**
 * The blocks of a text.
 * @param {string} text
 * @returns {Parsed}
 */
export function parse(text) {
  const lines = linesOf(text);
  const front = frontOf(lines);
  /** @type {Block[]} */
  const blocks = [];
  let at = front ? front.lines : 0;
  while (at < lines.length) {
    if (isBlank(lines[at].text)) {
      at += 1;
      continue;
    }
    const next = blockEnd(lines, at);
    blocks.push(...made(lines, at, next));
    at = next;
  }
  close(blocks, text.length);
  return { front: front && { from: 0, to: lines[front.lines - 1].to }, blocks };
}

/**
 * The block that holds a position; the one before it where it stands between two.
 * @param {Block[]} blocks
 * @param {number} position
 * @returns {number} its place among them; -1 before the first
 */
export function blockAt(blocks, position) {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle].from <= position) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where the words of a bite stand: from its first to its last line of text. @param {Block} block */
export function bodyOf(block) {
  const body = block.lines.filter((line) => line.role !== 'source');
  while (body.length && body[body.length - 1].role === 'gap') body.pop();
  const first = body[0] || block.lines[0];
  const last = body[body.length - 1] || first;
  return { from: Math.min(first.from + first.skip, last.to), to: last.to };
}

/** @typedef {import('./blockends.js').Raw} Raw */

/** @param {string} text @returns {Raw[]} */
function linesOf(text) {
  const found = [];
  let from = 0;
  while (from <= text.length) {
    const next = text.indexOf('\n', from);
    const to = next < 0 ? text.length : next;
    found.push({ text: text.slice(from, to).replace(/\r$/, ''), from, to });
    from = to + 1;
  }
  return found;
}

/** The head of the file: settings between two rules. What is no setting before the first one is no head. @param {Raw[]} lines */
function frontOf(lines) {
  if (!/^\ufeff?---[ \t]*$/.test(lines[0].text)) return null;
  let settings = 0;
  for (let at = 1; at < lines.length; at += 1) {
    const { text } = lines[at];
    if (/^---[ \t]*$/.test(text)) return { lines: at + 1 };
    if (/^\p{L}[\p{L}\p{N}_-]*[ \t]*:(?:[ \t].*)?$/u.test(text.trimEnd())) settings += 1;
    else if (!settings && !isBlank(text) && !text.trimStart().startsWith('#')) return null;
  }
  return null;
}

/** @param {Raw[]} lines @param {number} at @param {number} end @returns {Block[]} */
function made(lines, at, end) {
  const first = lines[at].text;
  if (QUOTE.test(first)) return [quoted(lines, at, end)];
  const heading = HEADING.exec(first);
  if (heading) return [plain('scene', lines, at, end, heading[1].length)];
  if (COMMENT.test(first)) return [plain(isNote(lines, at, end) ? 'note' : 'other', lines, at, end)];
  if (!isParagraph(first)) return [plain('other', lines, at, end)];
  if (end - at > 1 && isTable(lines, at)) return [plain('picture', lines, at, end)];
  if (end - at > 1 && UNDERLINE.test(lines[end - 1].text)) {
    return [plain('scene', lines, at, end, lines[end - 1].text.trim()[0] === '=' ? 1 : 2)];
  }
  return paragraphs(lines, at, end);
}

/** Whether there is nothing but comments. @param {Raw[]} lines @param {number} at @param {number} end */
function isNote(lines, at, end) {
  const text = lines.slice(at, end).map((line) => line.text).join('\n').trim();
  return /^(?:<!--(?:[^-]|-(?!->))*-->\s*)+$/.test(text);
}

/** Narration, and from each line `ARCHIVE:` or `CARD:` on, picture. @param {Raw[]} lines @param {number} at @param {number} end */
function paragraphs(lines, at, end) {
  const found = [];
  let begin = at;
  for (let next = at + 1; next <= end; next += 1) {
    if (next < end && !PICTURE.test(lines[next].text)) continue;
    const isPicture = PICTURE.test(lines[begin].text);
    const isLost = LOOKS_LIKE_SOURCE.test(lines.slice(begin, next).map((line) => line.text).join(' ').trimStart());
    found.push(plain(isPicture ? 'picture' : isLost ? 'bite' : 'narration', lines, begin, next));
    begin = next;
  }
  return found;
}

/**
 * @param {Kind} kind
 * @param {Raw[]} lines
 * @param {number} at
 * @param {number} end
 * @param {number} [level]
 * @returns {Block}
 */
function plain(kind, lines, at, end, level = 0) {
  const own = lines.slice(at, end).map(({ from, to }) => ({ from, to, skip: 0, role: /** @type {'text'} */ ('text') }));
  return { kind, from: lines[at].from, end: lines[end - 1].to, to: 0, line: at + 1, level, lines: own, source: null };
}

/** @param {Raw[]} lines @param {number} at @param {number} end @returns {Block} */
function quoted(lines, at, end) {
  const block = plain('other', lines, at, end);
  const texts = lines.slice(at, end).map((line) => line.text.replace(QUOTE, '').trim());
  let from = -1;
  for (let place = texts.length - 1; place >= 0 && from < 0; place -= 1) {
    if (/^(?:[—–―]|--)/.test(texts[place])) from = place;
  }
  const named = from < 0 ? null : SOURCE.exec(texts.slice(from).join(' ').trim());
  block.lines.forEach((line, place) => {
    line.skip = QUOTE.exec(lines[at + place].text)?.[0].length || 0;
    const isSource = from >= 0 && place >= from && texts[from].includes('tape:');
    line.role = isSource ? 'source' : texts[place] ? 'text' : 'gap';
  });
  if (texts.some((text) => text.includes('(tape:'))) block.kind = 'bite';
  if (named) {
    const [, speaker, label, tape, fragment] = named;
    block.source = { speaker: shown(speaker), tape: decoded(tape), fragment: decoded(fragment), label: shown(label) };
  }
  return block;
}

/** @param {string} text */
const shown = (text) => text.replace(/\\([!-/:-@[-`{-~])/g, '$1');

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Blank lines behind a block belong to it. @param {Block[]} blocks @param {number} length */
function close(blocks, length) {
  blocks.forEach((block, place) => {
    block.to = place + 1 < blocks.length ? blocks[place + 1].from : length;
  });
}
