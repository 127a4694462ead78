/** Ctrl K on the sheet: put in a quote. What is said on the tapes is searched, and the selects, as it is typed. */
import { html, nothing, render, repeat } from '../../frame/dom.js';
import { get } from '../../frame/api.js';
import { openDialog } from '../../frame/tell.js';
import { filtered } from './bin.js';
import { named } from './side.js';

/** @typedef {import('./bin.js').Select} Select */
/** @typedef {{kind: 'select', select: Select} | {kind: 'hit', hit: any}} Quote */

const WAYS = ['exact', 'close'];

/**
 * @param {Select[]} selects
 * @param {(quote: Quote) => void} put
 */
export function openQuotes(selects, put) {
  /** @type {Quote[]} */
  let found = filtered(selects, '').slice(0, 8).map((select) => ({ kind: 'select', select }));
  let chosen = 0;
  let typed = '';
  let turn = 0;
  let isLooking = false;
  const host = document.createElement('div');
  host.className = 'paper-quotes';
  const close = openDialog(html`${host}`, { opened: (dialog) => dialog.classList.add('palette') });
  /** @param {Quote | undefined} quote */
  const take = (quote) => {
    if (!quote) return;
    close();
    put(quote);
  };
  const draw = () => {
    render(
      html`<h2 id="dialog-title" class="sr-only">Put in a quote</h2>
        <input class="field palette-field" role="combobox" aria-expanded="true" aria-controls="paper-quote-list" aria-label="Words that were said"
          aria-activedescendant=${found.length ? `paper-quote-${chosen}` : nothing} placeholder="Words that were said, or a select" autocomplete="off" spellcheck="false"
          @input=${(/** @type {any} */ event) => void look(event.target.value)} @keydown=${pressed} />
        <ul class="palette-list" id="paper-quote-list" role="listbox" aria-label="What was found">
          ${repeat(found, keyOf, (quote, place) => drawQuote(quote, place, place === chosen, () => take(quote)))}
        </ul>
        ${typed && !found.length ? html`<p class="mute paper-none" role="status">${isLooking ? 'Searching…' : 'Nobody is heard to say this. Search shows more ways to find it.'}</p>` : nothing}`,
      host,
    );
    host.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  };
  /** @param {KeyboardEvent} event */
  const pressed = (event) => {
    if (event.isComposing) return;
    if (event.key === 'Enter') take(found[chosen]);
    else if (event.key === 'ArrowDown') chosen = Math.min(chosen + 1, found.length - 1);
    else if (event.key === 'ArrowUp') chosen = Math.max(chosen - 1, 0);
    else return;
    event.preventDefault();
    draw();
  };
  /** @param {string} text */
  const look = async (text) => {
    typed = text.trim();
    const mine = (turn += 1);
    const own = filtered(selects, typed).slice(0, 8).map((select) => /** @type {Quote} */ ({ kind: 'select', select }));
    found = own;
    chosen = 0;
    isLooking = typed.length > 1;
    draw();
    if (!isLooking) return;
    const hits = await hitsFor(typed);
    if (mine !== turn) return;
    isLooking = false;
    found = [...own, ...hits];
    draw();
  };
  draw();
  host.querySelector('input')?.focus();
}

/** The first way that finds something. @param {string} typed @returns {Promise<Quote[]>} */
async function hitsFor(typed) {
  for (const way of WAYS) {
    const q = way === 'exact' && !/["“”„«»]/.test(typed) ? `"${typed}"` : typed;
    const answer = await get('/api/search', { q, way, limit: 20 }).catch(() => null);
    const hits = answer?.hits || [];
    if (hits.length) return hits.map((/** @type {any} */ hit) => ({ kind: 'hit', hit }));
  }
  return [];
}

/** @param {Quote} quote */
const keyOf = (quote) => (quote.kind === 'select' ? `select ${quote.select.number}` : `hit ${quote.hit.tape} ${quote.hit.ticks.start}`);

/** @param {Quote} quote @param {number} place @param {boolean} isChosen @param {() => void} take */
function drawQuote(quote, place, isChosen, take) {
  const one = quote.kind === 'select' ? quote.select : quote.hit;
  return html`<li id="paper-quote-${place}" role="option" aria-selected=${isChosen ? 'true' : 'false'} class="palette-item paper-quote" @click=${take}>
    <span class="paper-quote-place"><span class="timecode">${one.tape} ${one.timecode.slice(0, 8)}</span>&ensp;<span class="mute">${one.speaker ? named(one.speaker) : ''}${quote.kind === 'select' ? ' · select' : ''}</span></span>
    <span class="serif paper-quote-text">${quote.kind === 'hit' ? html`<span class="mute">${one.before}</span> ${one.text} <span class="mute">${one.after}</span>` : one.text}</span>
  </li>`;
}
