/** Texts against each other: what must change to make one of the other, and where blocks go when they are moved. */

/** @typedef {{from: number, to: number, insert: string}} Change */
/** @typedef {import('./blocks.js').Block} Block */

const MOST_CELLS = 4_000_000;

/**
 * The changes that make `after` of `before`: whole lines where lines differ, and of a line only what differs in it.
 * @param {string} before
 * @param {string} after
 * @returns {Change[]}
 */
export function changesBetween(before, after) {
  if (before === after) return [];
  const one = linesOf(before);
  const two = linesOf(after);
  let head = 0;
  while (head < one.length && head < two.length && one[head] === two[head]) head += 1;
  let tail = 0;
  while (tail < one.length - head && tail < two.length - head && one[one.length - 1 - tail] === two[two.length - 1 - tail]) tail += 1;
  const start = lengthOf(one.slice(0, head));
  const left = one.slice(head, one.length - tail);
  const right = two.slice(head, two.length - tail);
  const found = [];
  let at = start;
  for (const [gone, come] of hunks(left, right)) {
    if (gone.same) at += gone.same.length;
    const old = gone.lines.join('');
    const change = trimmed(at, old, come.join(''));
    if (change) found.push(change);
    at += old.length;
  }
  return found;
}

/**
 * Text that reads `words` with what is equal left out at both ends. Never inside a pair that is one sign.
 * @param {number} at
 * @param {string} old
 * @param {string} now
 * @returns {Change | null}
 */
function trimmed(at, old, now) {
  if (old === now) return null;
  let head = 0;
  const most = Math.min(old.length, now.length);
  while (head < most && old[head] === now[head]) head += 1;
  if (head && isHigh(old, head - 1)) head -= 1;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  if (tail && isLow(old, old.length - tail)) tail -= 1;
  return { from: at + head, to: at + old.length - tail, insert: now.slice(head, now.length - tail) };
}

/** @param {string} text @param {number} place */
const isHigh = (text, place) => (text.charCodeAt(place) & 0xfc00) === 0xd800;
/** @param {string} text @param {number} place */
const isLow = (text, place) => (text.charCodeAt(place) & 0xfc00) === 0xdc00;

/** @param {string} text */
const linesOf = (text) => text.match(/[^\n]*\n|[^\n]+$/g) || [];

/** @param {string[]} lines */
const lengthOf = (lines) => lines.reduce((sum, line) => sum + line.length, 0);

/**
 * Stretches of lines that differ, each behind the text that is the same before it.
 * @param {string[]} left
 * @param {string[]} right
 * @returns {Array<[{same: string, lines: string[]}, string[]]>}
 */
function hunks(left, right) {
  if (left.length * right.length > MOST_CELLS) return [[{ same: '', lines: left }, right]];
  const wide = right.length + 1;
  const table = new Uint32Array((left.length + 1) * wide);
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      const here = row * wide + column;
      table[here] = left[row] === right[column] ? table[here + wide + 1] + 1 : Math.max(table[here + wide], table[here + 1]);
    }
  }
  /** @type {Array<[{same: string, lines: string[]}, string[]]>} */
  const found = [];
  /** @type {[{same: string, lines: string[]}, string[]]} */
  let open = [{ same: '', lines: [] }, []];
  let row = 0;
  let column = 0;
  while (row < left.length || column < right.length) {
    if (row < left.length && column < right.length && left[row] === right[column]) {
      if (open[0].lines.length || open[1].length) {
        found.push(open);
        open = [{ same: '', lines: [] }, []];
      }
      open[0].same += left[row];
      row += 1;
      column += 1;
    } else if (column >= right.length || (row < left.length && table[(row + 1) * wide + column] >= table[row * wide + column + 1])) {
      open[0].lines.push(left[row]);
      row += 1;
    } else {
      open[1].push(right[column]);
      column += 1;
    }
  }
  found.push(open);
  return found;
}

/**
 * The change that puts a block before another (or, at their number, at the end), with a blank line around it.
 * @param {string} text
 * @param {Block[]} blocks
 * @param {number} index the block that is moved
 * @param {number} before the block before which it goes, counted as they stand now
 * @returns {{change: Change, at: number} | null} `at` is where the block begins then
 */
export function movedBlock(text, blocks, index, before) {
  if (before === index || before === index + 1 || index < 0 || before < 0 || before > blocks.length) return null;
  const first = Math.min(index, before);
  const last = Math.max(index, before - 1);
  const order = [];
  for (let place = first; place <= last; place += 1) if (place !== index) order.push(place);
  if (before > index) order.push(index);
  else order.unshift(index);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const from = blocks[first].from;
  const to = blocks[last].to;
  const isAtEnd = last === blocks.length - 1;
  let insert = text.slice(0, from).trim() ? missing(text.slice(0, from), newline) : '';
  let at = from;
  order.forEach((place, number) => {
    const block = blocks[place];
    if (place === index) at = from + insert.length;
    const isLast = number === order.length - 1;
    const behind = isLast ? tailOf(text, blocks[last]) : tailOf(text, block) || '';
    insert += text.slice(block.from, block.end).replace(/\r$/, '') + (isLast && isAtEnd ? behind || newline : blank(behind, newline));
  });
  return { change: { from, to, insert }, at };
}

/** What stands behind a block's last sign: line ends. @param {string} text @param {Block} block */
function tailOf(text, block) {
  const end = text[block.end - 1] === '\r' ? block.end - 1 : block.end;
  return text.slice(end, block.to);
}

/** At least one blank line. @param {string} behind @param {string} newline */
function blank(behind, newline) {
  const ends = behind.split('\n').length - 1;
  if (ends >= 2) return behind;
  return ends === 1 ? behind + newline : newline + newline;
}

/**
 * The change that puts a block's text before another block, or at the end of the file.
 * @param {string} text
 * @param {Block[]} blocks
 * @param {number} before
 * @param {string} source
 * @returns {{change: Change, at: number}}
 */
export function insertedBlock(text, blocks, before, source) {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const own = source.replace(/\s+$/, '').replace(/\r?\n/g, newline);
  if (before < blocks.length) {
    const at = blocks[before].from;
    const lead = before > 0 ? missing(text.slice(0, at), newline) : '';
    return { change: { from: at, to: at, insert: `${lead}${own}${newline}${newline}` }, at: at + lead.length };
  }
  const lead = text.trim() ? missing(text, newline) : '';
  return { change: { from: text.length, to: text.length, insert: `${lead}${own}${newline}` }, at: text.length + lead.length };
}

/** The line ends that a blank line before needs. @param {string} text @param {string} newline */
function missing(text, newline) {
  const ends = /(?:\r?\n[ \t]*)*$/.exec(text)?.[0].split('\n').length || 1;
  return newline.repeat(Math.max(0, 3 - ends));
}
