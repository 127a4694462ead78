/** The question when a paper edit was changed in two places: both texts, word against word, and what can be done. */
import { html, nothing } from '../../frame/dom.js';
import { ask } from '../../frame/tell.js';
import { parse } from './blocks.js';
import { changesBetween } from './changes.js';

/** @typedef {'theirs' | 'mine' | 'both'} Choice */

/**
 * @param {string} name
 * @param {{digest: string, text: string}} current
 * @param {string} mine
 * @param {string} base the text that mine was made from
 * @returns {Promise<Choice | null>}
 */
export async function decide(name, current, mine, base) {
  const canBoth = areApart(base, current.text, mine);
  const choices = [
    { label: 'Take the file’s text', value: 'theirs' },
    { label: 'Keep mine, over the file’s', value: 'mine' },
  ];
  const both = { label: 'Keep both changes', value: 'both', kind: /** @type {'main'} */ ('main') };
  const answer = await ask({
    title: `${name} was changed elsewhere`,
    wide: true,
    body: html`<p>Somebody wrote the file while you were typing. Nothing is lost: choose what it shall read.</p>
      ${canBoth ? html`<p class="mute">The changes are in different blocks, so both can be kept.</p>` : nothing}
      <table class="paper-decide">
        <thead><tr><th scope="col">In the file now</th><th scope="col">Yours</th></tr></thead>
        <tbody>
          ${rows(current.text, mine).map(([theirs, own]) => {
            const [left, right] = wordByWord(theirs, own);
            return html`<tr><td>${left}</td><td>${right}</td></tr>`;
          })}
        </tbody>
      </table>`,
    choices: [...(canBoth ? [both] : []), ...choices],
  });
  return /** @type {Choice | null} */ (answer || null);
}

/** Whether two changes of a text touch different blocks of it. @param {string} base @param {string} one @param {string} other */
export function areApart(base, one, other) {
  const { blocks } = parse(base);
  const touched = (/** @type {string} */ text) => {
    const found = new Set();
    for (const change of changesBetween(base, text)) {
      blocks.forEach((block, place) => {
        if (block.from <= change.to && change.from <= block.to) found.add(place);
      });
      if (!blocks.length || change.from < blocks[0].from) found.add(-1);
    }
    return found;
  };
  const left = touched(one);
  return [...touched(other)].every((place) => !left.has(place));
}

/**
 * The stretches where two texts differ, whole blocks of each.
 * @param {string} theirs
 * @param {string} mine
 * @returns {Array<[string, string]>}
 */
export function rows(theirs, mine) {
  const left = paragraphs(theirs);
  const right = paragraphs(mine);
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head += 1;
  let tail = 0;
  while (tail < left.length - head && tail < right.length - head && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail += 1;
  const one = left.slice(head, left.length - tail);
  const other = right.slice(head, right.length - tail);
  /** @type {Array<[string, string]>} */
  const found = [];
  const only = new Set(one.filter((text) => other.includes(text)));
  const rest = [one, other].map((texts) => texts.filter((text) => !only.has(text)));
  for (let place = 0; place < Math.max(rest[0].length, rest[1].length); place += 1) found.push([rest[0][place] || '', rest[1][place] || '']);
  if (!found.length) found.push(['The same blocks, in another order.', 'The same blocks, in your order.']);
  return found.slice(0, 60);
}

/** @param {string} text */
const paragraphs = (text) => text.split(/\n[ \t\r]*\n/).map((one) => one.trim()).filter(Boolean);

/** Two texts with the words marked that only one has. @param {string} one @param {string} other */
function wordByWord(one, other) {
  const left = one.split(/(\s+)/);
  const right = other.split(/(\s+)/);
  if (left.length * right.length > 250_000) return [one, other];
  const wide = right.length + 1;
  const table = new Uint16Array((left.length + 1) * wide);
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      const here = row * wide + column;
      table[here] = left[row] === right[column] ? table[here + wide + 1] + 1 : Math.max(table[here + wide], table[here + 1]);
    }
  }
  const drawn = /** @type {[any[], any[]]} */ ([[], []]);
  let row = 0;
  let column = 0;
  while (row < left.length || column < right.length) {
    if (row < left.length && column < right.length && left[row] === right[column]) {
      drawn[0].push(left[row]);
      drawn[1].push(right[column]);
      row += 1;
      column += 1;
    } else if (column >= right.length || (row < left.length && table[(row + 1) * wide + column] >= table[row * wide + column + 1])) {
      drawn[0].push(html`<del class="differs">${left[row]}</del>`);
      row += 1;
    } else {
      drawn[1].push(html`<ins class="differs">${right[column]}</ins>`);
      column += 1;
    }
  }
  return drawn;
}
