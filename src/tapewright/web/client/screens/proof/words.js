/**
 * The text over the tape, word over word, as the server laid them out: nothing is compared here.
 *
 * What the text has is set in sans, what was said on the tape in serif. Red is what was altered or is missing.
 */
import { html, nothing } from '../../frame/dom.js';

/** @typedef {import('../../frame/dom.js').Drawn} Drawn */

/**
 * @typedef {object} Cell
 * @property {string} kind same, spelt, filler, omitted, gone, added, changed, ours, moved
 * @property {string} quote
 * @property {string} tape
 * @property {string | null} tape_id
 * @property {{start: number, end: number} | null} ticks
 * @property {boolean} doubtful
 * @property {number[]} flags
 * @property {string | null} came_from
 */

const MOST_LEFT_OUT = 24;

/** What each kind is, said of the words that a pointer rests on. @type {Record<string, string>} */
const TOLD = {
  spelt: 'The same words, written otherwise',
  filler: 'A filler, a false start or a repeat: on the tape only',
  omitted: 'Left out, and the text says so',
  gone: 'On the tape, and not in the text',
  added: 'In the text, and not on the tape',
  changed: 'Other words than on the tape',
  ours: 'The writer’s own words',
};

/** Whether the two sides have anything to show beside each other. @param {Cell[]} cells */
export function differs(cells) {
  return cells.some((cell) => (cell.kind !== 'same' && cell.kind !== 'ours') || cell.came_from);
}

/**
 * The two lines. `play` is called with a cell that was clicked.
 * @param {Cell[]} cells
 * @param {{called: string}[]} flags
 * @param {(cell: Cell) => void} play
 */
export function twoLines(cells, flags, play) {
  return html`<p class="sr-only">${inOneLine(cells)}</p>
    <div class="pairs" aria-hidden="true">
      <span class="pair pair-names"><span class="pair-text">text</span><span class="pair-tape">tape</span></span>
      ${cells.map((cell) => pair(cell, flags, play))}
    </div>`;
}

/**
 * The words of the text as they were said, for what holds word by word.
 * @param {Cell[]} cells
 * @param {(cell: Cell) => void} play
 */
export function oneLine(cells, play) {
  return html`<p class="said">
    ${cells.map((cell) => html`<span class="word" @click=${() => play(cell)}>${cell.tape || cell.quote}</span> `)}
  </p>`;
}

/** @param {Cell} cell @param {{called: string}[]} flags @param {(cell: Cell) => void} play */
function pair(cell, flags, play) {
  const raised = cell.flags.map((number) => flags[number]?.called).filter(Boolean);
  const told = [raised.join(', '), TOLD[cell.kind], cell.doubtful ? 'rests on words that a machine was unsure of' : ''];
  const classes = `pair pair-${cell.kind} ${raised.length ? 'is-flagged' : ''} ${cell.doubtful ? 'is-doubtful' : ''}`;
  return html`${cell.came_from ? html`<span class="pair pair-from timecode">↷ ${cell.came_from}</span>` : nothing}<span
      class=${classes}
      title=${told.filter(Boolean).join('. ') || nothing}
      @click=${cell.ticks ? () => play(cell) : nothing}
      ><span class="pair-text">${cell.quote || (cell.kind === 'gone' ? missing(cell.tape) : nothing)}</span
      ><span class="pair-tape">${cell.tape ? tapeWords(cell) : nothing}${cell.doubtful ? html`<sup>?</sup>` : nothing}</span></span
    > `;
}

/** An empty place as wide as what is missing there. @param {string} words */
function missing(words) {
  return html`<span class="pair-missing">${words}</span>`;
}

/** @param {Cell} cell */
function tapeWords(cell) {
  const words = cell.tape.split(' ');
  if (cell.kind !== 'omitted' || words.length <= MOST_LEFT_OUT) return cell.tape;
  const half = MOST_LEFT_OUT / 3;
  return `${words.slice(0, half).join(' ')} … (${words.length - 2 * half} words) … ${words.slice(-half).join(' ')}`;
}

/** Both sides for those who hear the page: what differs is said where it stands. @param {Cell[]} cells */
function inOneLine(cells) {
  const said = cells.map((cell) => {
    if (cell.kind === 'gone') return `(on the tape only: ${cell.tape})`;
    if (cell.kind === 'filler') return '';
    if (cell.kind === 'omitted') return '(left out)';
    if (cell.kind === 'added') return `(in the text only: ${cell.quote})`;
    if (cell.kind === 'changed') return `(the text has: ${cell.quote}; the tape has: ${cell.tape})`;
    return cell.came_from ? `(from ${cell.came_from}) ${cell.quote}` : cell.quote;
  });
  return `Text and tape: ${said.filter(Boolean).join(' ')}`;
}
