/** Where two texts differ, word by word; and one text that keeps both for review. */

/** @typedef {{kind: 'same' | 'other', left: string[], right: string[]}} Piece */

/**
 * The pieces of two texts in order. Two paragraphs, not two books: the cost is the product of their words.
 * @param {string} left @param {string} right
 * @returns {Piece[]}
 */
export function pieces(left, right) {
  const a = left.split(/\s+/).filter(Boolean);
  const b = right.split(/\s+/).filter(Boolean);
  /** @type {Piece[]} */
  const made = [];
  /** @param {'same' | 'other'} kind @param {string[]} one @param {string[]} two */
  const add = (kind, one, two) => {
    const last = made[made.length - 1];
    if (last?.kind === kind) {
      last.left.push(...one);
      last.right.push(...two);
    } else if (one.length || two.length) made.push({ kind, left: [...one], right: [...two] });
  };
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  add('same', a.slice(0, head), b.slice(0, head));
  between(a.slice(head, a.length - tail), b.slice(head, b.length - tail), add);
  add('same', a.slice(a.length - tail), b.slice(b.length - tail));
  return made;
}

/** @param {string[]} a @param {string[]} b @param {(kind: 'same' | 'other', one: string[], two: string[]) => void} add */
function between(a, b, add) {
  if (a.length * b.length > 4_000_000) return add('other', a, b);
  const wide = b.length + 1;
  const best = new Uint32Array((a.length + 1) * wide);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      best[i * wide + j] =
        a[i] === b[j] ? best[(i + 1) * wide + j + 1] + 1 : Math.max(best[(i + 1) * wide + j], best[i * wide + j + 1]);
    }
  }
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) add('same', [a[i++]], [b[j++]]);
    else if (j >= b.length || (i < a.length && best[(i + 1) * wide + j] >= best[i * wide + j + 1])) add('other', [a[i++]], []);
    else add('other', [], [b[j++]]);
  }
}

/**
 * One text with both: where they differ, theirs and then mine, each in the brackets of an unsure word, so that the place
 * is among those to be heard first.
 * @param {string} theirs @param {string} mine
 */
export function bothForReview(theirs, mine) {
  return pieces(theirs, mine)
    .flatMap((piece) => (piece.kind === 'same' ? piece.left : [...unsure(piece.left), ...unsure(piece.right)]))
    .join(' ');
}

/** @param {string[]} words */
const unsure = (words) => (words.length ? [`[${words.join(' ').replace(/[[\]]/g, '')}??]`] : []);
