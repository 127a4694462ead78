/** Left of the sheet: the selects, or the bites of any other paper edit, to be dragged or put behind the block in hand. */
import { ProgrammePlayer } from '../../deck/programme.js';
import { get } from '../../frame/api.js';
import { html, nothing, repeat } from '../../frame/dom.js';
import { Latest } from '../../frame/latest.js';
import { tellError } from '../../frame/tell.js';
import { empty } from '../../frame/states.js';
import { BinCodes } from './bincodes.js';
import { parse } from './blocks.js';
import { named } from './side.js';

const SELECTS = 'selects';

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

/** What is in the bin, and what sounds of it. */
export class BinDesk {
  /** @param {string} own the paper edit that is worked on @param {() => void} told */
  constructor(own, told) {
    this.own = own;
    this.told = told;
    this.from = 'selects';
    /** @type {Array<{edit: string, title: string}>} */
    this.edits = [];
    /** @type {Select[]} */
    this.selects = [];
    this.typed = '';
    this.codes = new BinCodes();
    /** @type {'reading' | 'there' | 'none' | 'failed'} */
    this.state = 'reading';
    this.latest = new Latest();
    this.turn = 0;
    this.player = new ProgrammePlayer();
    this.player.addEventListener('state', told);
  }

  /** The select that sounds; 0 for none. */
  get sounding() {
    return this.player.isPlaying ? this.player.sounding : 0;
  }

  /** What is so now. */
  fill = () => this.latest.ask((signal, arrives) => this.fillNow(signal, arrives), this.from);

  /** @param {AbortSignal} signal @param {() => boolean} arrives */
  async fillNow(signal, arrives) {
    try {
      const { edits } = await get('/api/edits', {}, signal);
      const others = edits.filter((/** @type {any} */ one) => one.edit !== this.own);
      const selects = others.filter((/** @type {any} */ one) => one.edit === SELECTS);
      const rest = others.filter((/** @type {any} */ one) => one.edit !== SELECTS);
      const bin = this.own === SELECTS ? [] : [{ edit: SELECTS, title: 'Selects' }];
      const from = this.own === SELECTS && this.from === SELECTS ? rest[0]?.edit || SELECTS : this.from;
      const isThere = others.some((/** @type {any} */ one) => one.edit === from);
      const found = isThere ? selectsOf(await get(addressOf(from), {}, signal)) : [];
      const coded = await BinCodes.read(signal);
      if (!arrives()) return;
      this.edits = [...(selects.length ? selects : bin), ...rest];
      this.from = from;
      this.selects = found;
      this.state = isThere ? 'there' : 'none';
      this.codes.take(coded);
    } catch {
      if (!arrives()) return;
      this.state = 'failed';
    }
    this.told();
  }

  /** A file has changed. @param {string} edit */
  async heard(edit) {
    if (edit === this.from || !this.edits.some((one) => one.edit === edit)) await this.fill();
  }

  /** @param {string} edit */
  choose(edit) {
    this.from = edit;
    this.typed = '';
    void this.fill();
  }

  /** @param {string} typed */
  filter(typed) {
    this.typed = typed;
    this.told();
  }

  /** Hear one, or silence. @param {Select} one */
  async play(one) {
    const mine = (this.turn += 1);
    if (this.sounding === one.number) return this.player.pause();
    try {
      await this.player.load(this.from, { at: 0 });
      if (mine === this.turn) await this.player.playBite(one.number); // else another is to be heard, or none any more
    } catch (error) {
      if (mine === this.turn) tellError(error);
    }
  }

  close() {
    this.turn += 1;
    this.latest.close();
    this.player.edit = ''; // what it still asks for is for nobody
    this.player.destroy();
  }
}

/** @param {string} edit */
const addressOf = (edit) => `/api/edits/${encodeURIComponent(edit)}`;

/** Down goes to the bites, Esc back to the sheet. @param {KeyboardEvent} event @param {BinDesk} bin @param {() => void} back */
function inFilter(event, bin, back) {
  const field = /** @type {HTMLElement} */ (event.currentTarget);
  if (event.key === 'ArrowDown') /** @type {HTMLElement | null} */ (field.parentElement?.querySelector('.paper-select'))?.focus();
  else if (event.key === 'Escape') (bin.filter(''), back());
  else return;
  event.preventDefault();
}

/** @param {BinDesk} bin @param {(one: Select) => void} put @param {() => void} back to the sheet */
export function drawBin(bin, put, back) {
  const found = bin.codes.kept(filtered(bin.selects, bin.typed));
  return html`<div class="panel-head">
      <h2><label for="paper-bin-from">Bites of</label>
        <select id="paper-bin-from" class="paper-bin-from" @change=${(/** @type {any} */ event) => bin.choose(event.target.value)}>
          ${bin.edits.map((one) => html`<option value=${one.edit} .selected=${one.edit === bin.from}>${one.title}</option>`)}
        </select>
      </h2>
      <span class="num">${bin.state === 'there' ? (bin.typed || bin.codes.chosen ? `${found.length} of ${bin.selects.length}` : bin.selects.length) : ''}</span>
    </div>
    <input
      class="field paper-bin-filter"
      type="search"
      aria-label="Only those with these words"
      placeholder="Words, person, tape"
      autocomplete="off"
      .value=${bin.typed}
      @input=${(/** @type {any} */ event) => bin.filter(event.target.value)}
      @keydown=${(/** @type {KeyboardEvent} */ event) => inFilter(event, bin, back)}
    />
    ${bin.codes.field(() => bin.told())}
    ${bin.state === 'failed' ? html`<p class="bad paper-none">These could not be read. <button type="button" class="button-quiet" @click=${() => void bin.fill()}>Try again</button></p>` : nothing}
    ${bin.state === 'none' || (bin.state === 'there' && !bin.selects.length)
      ? bin.own === SELECTS
        ? empty({ title: 'These are the selects', text: 'There is no other paper edit yet to take bites from.' })
        : empty({ title: 'Nothing is put by yet', text: 'On a tape, mark words and press Q: they come here. Ctrl K puts in a quote by searching.' })
      : nothing}
    ${bin.state === 'there' && bin.selects.length && !found.length ? html`<p class="mute paper-none">${bin.codes.chosen ? 'None has this code and these words.' : 'None has these words.'}</p>` : nothing}
    <ul class="paper-selects" aria-label="Bites to put in">
      ${repeat(found, (one) => `${bin.from}-${one.number}`, (one) => drawSelect(one, bin, put, back))}
    </ul>`;
}

/**
 * Draw the bin. Whoever stands on a bite that is gone then, through whomever, stands on the one beside it: with no place
 * at all, the keys that were meant for the bin would act on the sheet.
 * @param {HTMLElement} element @param {() => void} draw
 */
export function keepPlace(element, draw) {
  const bites = () => /** @type {HTMLElement[]} */ ([...element.querySelectorAll('.paper-select')]);
  const before = bites().findIndex((one) => one === document.activeElement);
  draw();
  if (before < 0 || document.activeElement !== document.body) return;
  (bites()[before] || bites().at(-1) || /** @type {HTMLElement | null} */ (element.querySelector('.paper-bin-filter')))?.focus();
}

/** @param {Select} one @param {BinDesk} bin @param {(one: Select) => void} put @param {() => void} back */
function drawSelect(one, bin, put, back) {
  /** @param {DragEvent} event */
  const drag = (event) => {
    event.dataTransfer?.setData(BITE, one.source);
    event.dataTransfer?.setData('text/plain', one.text);
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copy';
  };
  /** @param {KeyboardEvent} event */
  const pressed = (event) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter') put(one);
    else if (event.key === ' ') void bin.play(one);
    else if (event.key === 'Escape') back();
    else if (event.key === 'ArrowDown') step(event, 'nextElementSibling');
    else if (event.key === 'ArrowUp') step(event, 'previousElementSibling');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<li
    class="paper-select ${bin.sounding === one.number ? 'paper-sounding' : ''}"
    tabindex="0"
    draggable="true"
    title="Enter puts it behind the block in hand; Space plays it"
    @dragstart=${drag}
    @dblclick=${() => put(one)}
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
