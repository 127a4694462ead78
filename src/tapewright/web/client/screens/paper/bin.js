/** Left of the sheet: the selects, or the bites of any other paper edit, to be dragged or put behind the block in hand. */
import { html, nothing, repeat } from '../../frame/dom.js';
import { empty } from '../../frame/states.js';
import { parse } from './blocks.js';
import { named } from './side.js';

/** The mark of what is dragged, so that nothing else is taken for a bite. */
export const BITE = 'application/x-tapewright-bite';

/**
 * @typedef {object} Select
 * @property {number} number
 * @property {string} tape
 * @property {string} timecode
 * @property {string} speaker
 * @property {string} text
 * @property {string} scene
 * @property {string} source its exact text in its own file
 * @property {string} note what stands behind it
 * @property {any} ticks
 */

/**
 * The bites of a paper edit, each with the text that stands for it.
 * @param {any} view
 * @returns {Select[]}
 */
export function selectsOf(view) {
  if (!view?.order) return [];
  const sources = new Map(parse(view.text).blocks.map((block) => [block.line, view.text.slice(block.from, block.end)]));
  return view.order.blocks
    .filter((/** @type {any} */ block) => block.bite?.ticks && sources.has(block.line))
    .map((/** @type {any} */ block) => ({ ...block.bite, text: block.text, source: sources.get(block.line), note: noteBehind(view.order.blocks, block) }));
}

/** @param {any[]} blocks @param {any} block */
function noteBehind(blocks, block) {
  const next = blocks[blocks.indexOf(block) + 1];
  return next?.kind === 'note' ? next.text : '';
}

/** Those in which every typed word is. @param {Select[]} selects @param {string} typed */
export function filtered(selects, typed) {
  const parts = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (!parts.length) return selects;
  return selects.filter((one) => {
    const all = `${one.tape} ${one.speaker} ${one.scene} ${one.text} ${one.note}`.toLocaleLowerCase();
    return parts.every((part) => all.includes(part));
  });
}

/**
 * @typedef {object} Bin
 * @property {string} from the paper edit that is shown
 * @property {Array<{edit: string, title: string}>} edits
 * @property {Select[]} selects
 * @property {string} typed
 * @property {'reading' | 'there' | 'none' | 'failed'} state
 * @property {string} sounding which select is heard
 */

/**
 * @param {Bin} bin
 * @param {{choose: (edit: string) => void, filter: (typed: string) => void, put: (one: Select) => void, play: (one: Select) => void}} acts
 */
export function drawBin(bin, acts) {
  const found = filtered(bin.selects, bin.typed);
  return html`<div class="panel-head">
      <h2><label class="visually-hidden" for="paper-bin-from">Bites of</label>
        <select id="paper-bin-from" class="paper-bin-from" .value=${bin.from} @change=${(/** @type {any} */ event) => acts.choose(event.target.value)}>
          ${bin.edits.map((one) => html`<option value=${one.edit} .selected=${one.edit === bin.from}>${one.title}</option>`)}
        </select>
      </h2>
      <span class="num">${bin.state === 'there' ? (bin.typed ? `${found.length} of ${bin.selects.length}` : bin.selects.length) : ''}</span>
    </div>
    <input
      class="field paper-bin-filter"
      type="search"
      aria-label="Only those with these words"
      placeholder="Words, person, tape"
      autocomplete="off"
      .value=${bin.typed}
      @input=${(/** @type {any} */ event) => acts.filter(event.target.value)}
    />
    ${bin.state === 'failed' ? html`<p class="bad paper-none">These could not be read.</p>` : nothing}
    ${bin.state === 'none' || (bin.state === 'there' && !bin.selects.length)
      ? empty({ title: 'Nothing is put by yet', text: 'On a tape, mark words and press Q: they come here. Ctrl K puts in a quote by searching.' })
      : nothing}
    ${bin.state === 'there' && bin.selects.length && !found.length ? html`<p class="mute paper-none">None has these words.</p>` : nothing}
    <ul class="paper-selects" aria-label="Bites to put in">
      ${repeat(found, (one) => `${bin.from}-${one.number}`, (one) => drawSelect(one, bin, acts))}
    </ul>`;
}

/** @param {Select} one @param {Bin} bin @param {{put: (one: Select) => void, play: (one: Select) => void}} acts */
function drawSelect(one, bin, acts) {
  /** @param {DragEvent} event */
  const drag = (event) => {
    event.dataTransfer?.setData(BITE, one.source);
    event.dataTransfer?.setData('text/plain', one.text);
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copy';
  };
  /** @param {KeyboardEvent} event */
  const pressed = (event) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter') acts.put(one);
    else if (event.key === ' ') acts.play(one);
    else if (event.key === 'ArrowDown') step(event, 'nextElementSibling');
    else if (event.key === 'ArrowUp') step(event, 'previousElementSibling');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<li
    class="paper-select ${bin.sounding === `${bin.from}-${one.number}` ? 'paper-sounding' : ''}"
    tabindex="0"
    draggable="true"
    title="Enter puts it behind the block in hand; Space plays it"
    @dragstart=${drag}
    @dblclick=${() => acts.put(one)}
    @keydown=${pressed}
  >
    <span class="item-head"><span class="timecode">${one.tape} ${one.timecode.slice(0, 8)}</span><span class="truncate">${one.speaker ? named(one.speaker) : ''}</span></span>
    <span class="said">${one.text}</span>
    ${one.note ? html`<span class="mute paper-select-note">${one.note}</span>` : nothing}
  </li>`;
}

/** @param {KeyboardEvent} event @param {'nextElementSibling' | 'previousElementSibling'} which */
function step(event, which) {
  const next = /** @type {HTMLElement} */ (event.currentTarget)[which];
  if (next instanceof HTMLElement) next.focus();
}
