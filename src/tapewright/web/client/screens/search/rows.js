/** How hits and the headings of their tapes lie under each other. Arithmetic only: nothing is drawn here. */

/**
 * @typedef {object} Group
 * @property {string} tape
 * @property {string} title
 * @property {number} hits
 */

/** @typedef {{kind: 'tape', group: Group} | {kind: 'hit', number: number}} Row */

export class Rows {
  /**
   * @param {number} total how many hits there are
   * @param {Group[]} groups tapes in the order of their hits; none for a list without headings
   */
  constructor(total, groups) {
    this.total = total;
    this.groups = groups;
    /** The row at which each group's heading stands. @type {number[]} */
    this.starts = [];
    let row = 0;
    for (const group of groups) {
      this.starts.push(row);
      row += 1 + group.hits;
    }
    this.count = groups.length ? row : total;
  }

  /** @param {number} row @returns {Row} */
  at(row) {
    if (!this.groups.length) return { kind: 'hit', number: row };
    const place = this.#groupAt(row);
    const behind = row - this.starts[place];
    if (behind === 0) return { kind: 'tape', group: this.groups[place] };
    return { kind: 'hit', number: row - place - 1 };
  }

  /** The row of a hit. @param {number} number */
  rowOf(number) {
    if (!this.groups.length) return number;
    let low = 0;
    let high = this.groups.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      // Before a group's first hit stand its own heading and those before it.
      if (this.starts[middle] - middle <= number) low = middle;
      else high = middle - 1;
    }
    return number + low + 1;
  }

  /** @param {number} row */
  #groupAt(row) {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Between two words that were asked for, so many others are shown; of more, the first and the last few. */
const BETWEEN = 6;
const AT_EACH_END = 2;

/** @param {string[]} words */
function shortened(words) {
  if (words.length <= BETWEEN) return words.join(' ');
  return [...words.slice(0, AT_EACH_END), '…', ...words.slice(-AT_EACH_END)].join(' ');
}

/**
 * The words of a hit as pieces, those that were asked for lit.
 * @param {string} text
 * @param {Array<[number, number]>} lit
 * @returns {Array<{text: string, isLit: boolean}>}
 */
export function pieces(text, lit) {
  const words = text.split(' ');
  /** @type {Array<{text: string, isLit: boolean}>} */
  const made = [];
  let done = 0;
  for (const [first, end] of lit) {
    if (first > done) made.push({ text: `${shortened(words.slice(done, first))} `, isLit: false });
    made.push({ text: words.slice(first, end).join(' '), isLit: true });
    done = end;
    if (done < words.length) made.push({ text: ' ', isLit: false });
  }
  if (done < words.length) made.push({ text: words.slice(done).join(' '), isLit: false });
  return made;
}
