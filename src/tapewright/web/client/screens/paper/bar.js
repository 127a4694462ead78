/** What stands over the sheet: in the bar how it is, how long it runs, what is open; below it what must be known first. */
import { html, nothing } from '../../frame/dom.js';
import { banner } from '../../frame/states.js';
import { markedLength } from './acts.js';
import { openExport } from './exporting.js';
import { count } from './findings.js';
import { blocksField } from './layers.js';
import { runningTime } from './sheet.js';

/** @typedef {import('./room.js').Room} Room */

const SAID = {
  saved: 'saved',
  typing: 'typing…',
  saving: 'saving…',
  waiting: 'not saved yet',
  undecided: 'not saved',
  refused: 'not saved',
};

/** @param {Room} room */
export function factsOf(room) {
  const marked = markedLength(room);
  return html`<span>paper edit · <span data-said=${room.keeper.state}>${SAID[room.keeper.state]}</span></span>${marked ? html`<span>${marked}</span>` : nothing}`;
}

/** @param {Room} room */
export function toolsOf(room) {
  const findings = room.proving.findings || [];
  const altered = count(findings, 'altered');
  const broken = count(findings, 'broken');
  const joins = count(findings, 'join');
  const running = room.view.order ? runningTime(room.view.order.running) : '–';
  return html`<span class="paper-running">running <span class="timecode">${running}</span></span>
    ${altered ? html`<span class="paper-count"><span class="paper-dot paper-dot-bad"></span>${altered} altered</span>` : nothing}
    ${broken ? html`<span class="paper-count"><span class="paper-dot paper-dot-bad"></span>${broken} without a place</span>` : nothing}
    ${joins ? html`<span class="paper-count"><span class="paper-dot paper-dot-join"></span>${joins} ${joins === 1 ? 'join' : 'joins'} to check</span>` : nothing}
    <button type="button" class="button" @click=${() => void room.playAll().catch(room.failed)}>${room.playing.isPlaying ? 'Stop' : 'Play the cut'}</button>
    <button type="button" class="button" @click=${() => void openExport(room.name, room.view).catch(room.failed)}>Export…</button>
    <button type="button" class="button-quiet drawer-button" data-toggles="side-left">Bin</button>
    <button type="button" class="button-quiet drawer-button" data-toggles="side">Proof</button>`;
}

/** @param {Room} room */
export function bannersOf(room) {
  const { keeper, view } = room;
  const missing = view.missing;
  return html`${keeper.state === 'undecided'
    ? banner('The file was changed elsewhere while you typed. Nothing is written until you have decided.', {
        kind: 'bad',
        action: html`<button type="button" class="button" @click=${() => keeper.again()}>Decide</button>`,
      })
    : nothing}
  ${keeper.state === 'waiting' ? banner('The server is away. What you type waits here and is written when it is back.', { kind: 'bad' }) : nothing}
  ${view.trouble ? banner(`${troubleOf(view)} Nothing can be reckoned from it until then; what you type is kept.`, { kind: 'bad' }) : nothing}
  ${missing.length ? banner(missingText(missing), { kind: 'bad' }) : nothing}
  ${!view.trouble && !room.sheet.state.field(blocksField).blocks.length ? emptyBanner(room) : nothing}`;
}

/** Why the head of the file cannot be meant; empty where it can. @param {any} view */
export function troubleOf(view) {
  return view.trouble ? `The head of the file: ${view.trouble.message}. ${view.trouble.hint ? `${capital(view.trouble.hint)}.` : ''}`.trim() : '';
}

/** @param {string[]} missing */
function missingText(missing) {
  const names = missing.slice(0, 2).join(', ') + (missing.length > 2 ? ` and ${missing.length - 2} more` : '');
  return `Not there: ${names}. The words stay; what is of it plays as silence. Find it again under Tapes.`;
}

/** @param {string} text */
const capital = (text) => text.slice(0, 1).toLocaleUpperCase() + text.slice(1);

/** @param {Room} room */
function emptyBanner(room) {
  return banner('There is nothing in it yet. Drag a bite in from the left, or press Ctrl K and type words that were said.', {
    action: html`<button type="button" class="button" @click=${() => void room.example().catch(room.failed)}>Begin with an example</button>`,
  });
}
