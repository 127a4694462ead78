/**
 * The frame around every screen: the rail of rooms, the bar with title and state, the foot with the keys that matter
 * here and one line of what runs.
 */
import { html, nothing, render } from './dom.js';
import { get } from './api.js';
import { addKeys, bindingsNow, onKeysChanged, printed } from './keys.js';
import { keysOf, onProfile } from './profiles.js';
import { liveState, on } from './live.js';
import { go, onScreen, start } from './router.js';
import { ROOMS } from './screens.js';
import { openSettings, toggleTheme } from './settings.js';
import { openHelp } from './help.js';
import { openPalette } from './palette.js';
import { tellError } from './tell.js';
import { undoLast } from './undo.js';
import { isStored, onWaiting, waiting } from './waiting.js';

/**
 * What screens are given.
 * @typedef {object} Frame
 * @property {() => void} redraw the bar and the foot: title, facts or keys have changed
 * @property {(binding: import('./keys.js').Binding[]) => () => void} addKeys
 * @property {any} project the record of `/api/project`
 */

/** @type {import('./screens.js').Screen | null} */
let screen = null;
/** @type {import('./screens.js').Entry | null} */
let entry = null;
/** @type {(() => void) | null} */
let removeKeys = null;
/** @type {string | null} */
let job = null;
/** @type {Frame} */
let frame;

/** One line of what runs, for the foot; null where nothing does. @param {string | null} text */
export function jobLine(text) {
  if (text === job) return;
  job = text;
  draw();
}

/**
 * Build the frame into the page and show the address.
 * @param {HTMLElement} host
 * @param {any} project
 */
export function build(host, project) {
  host.innerText = '';
  const parts = ['rail', 'bar', 'host', 'foot'].map((name) => {
    const part = document.createElement(name === 'host' ? 'div' : name === 'rail' ? 'nav' : name === 'bar' ? 'header' : 'footer');
    part.className = name;
    host.append(part);
    return part;
  });
  frame = { redraw: draw, addKeys: (bindings) => addKeys(bindings), project };
  parts[0].setAttribute('aria-label', 'Rooms');
  const [rail, bar, , foot] = parts;
  drawInto = () => {
    render(railOf(), rail);
    render(barOf(), bar);
    render(footOf(), foot);
  };
  addKeys(globalKeys());
  onScreen((newEntry, newScreen) => {
    removeKeys?.();
    removeKeys = newScreen?.keys ? addKeys(newScreen.keys) : null;
    entry = newEntry;
    screen = newScreen;
    draw();
  });
  for (const listen of [onKeysChanged, onWaiting, onProfile]) listen(draw);
  on('state', draw);
  draw();
  start(parts[2], frame);
}

let drawInto = () => {};
let isDue = false;

/** Draw the frame anew, once for all that changed in this moment. */
function draw() {
  if (isDue) return;
  isDue = true;
  queueMicrotask(() => {
    isDue = false;
    drawInto();
    const title = screen?.title || ROOMS.find(([name]) => name === entry?.room)?.[2] || 'tapewright';
    document.title = `${title} · ${frame.project.title || 'tapewright'}`;
  });
}

function railOf() {
  return html`<a class="rail-mark" href="/tapes" title=${frame.project.title || 'tapewright'} aria-label="tapewright: to the tapes">tw</a>
    ${ROOMS.map(
      ([name, short, label, address, key]) => html`<a
        class="rail-room"
        href=${address}
        aria-label=${label}
        title="${label} (g ${key})"
        aria-current=${entry?.room === name ? 'page' : nothing}
        ><span aria-hidden="true">${short}</span></a
      >`,
    )}
    <span class="rail-space"></span>
    <button class="rail-room" aria-label="Settings" title="Settings (g ,)" @click=${openSettings}>
      <span aria-hidden="true">Set up</span>
    </button>`;
}

function barOf() {
  return html`<h1 class="bar-title">${screen?.title || ''}</h1>
    <div class="bar-facts">${screen?.facts ?? nothing}</div>
    <div class="bar-gap"></div>
    <div class="bar-state" role="status">${stateOf()}</div>
    <div class="bar-tools">${screen?.tools ?? nothing}</div>`;
}

function stateOf() {
  const rows = waiting();
  const undecided = rows.find((row) => row.state !== 'waiting');
  const open = rows.filter((row) => row.state === 'waiting' && isStored(row)); // it is said to wait once it is safe
  return html`${undecided
      ? html`<a class="bar-bad" href=${undecided.href}>A ${undecided.what} waits for your decision</a>`
      : nothing}
    ${open.length ? html`<span class="bar-waits">${howMany(open)} not saved yet</span>` : nothing}
    ${liveState() === 'away' ? html`<span class="bar-bad">The server is away. Corrections and paper edits wait here.</span>` : nothing}`;
}

/** @param {import('./waiting.js').Kept[]} rows */
function howMany(rows) {
  const [first, ...rest] = rows[0].what.split(' ');
  return rows.length === 1 ? `1 ${rows[0].what}` : `${rows.length} ${first}s${rows.every((row) => row.what === rows[0].what) ? ` ${rest.join(' ')}` : ''}`;
}

function footOf() {
  const all = bindingsNow();
  const wanted = (screen?.foot || []).map((id) => all.find((one) => one.id === id)).filter((one) => one !== undefined);
  return html`<div class="foot-keys">
      ${wanted.map((one) => html`<span class="foot-key"><kbd>${printed(keysOf(one)[0] || '')}</kbd> ${one.short || one.does.toLowerCase()}</span>`)}
    </div>
    <button class="foot-key button-quiet" @click=${openHelp}><kbd>?</kbd> all keys</button>
    ${job ? html`<a class="foot-job" href="/jobs">${job}</a>` : nothing}`;
}

/** @returns {import('./keys.js').Binding[]} */
function globalKeys() {
  const rooms = ROOMS.map(([name, , label, address, key]) => ({
    id: `go.${name}`,
    keys: [`g ${key}`],
    does: label,
    group: 'Rooms',
    run: () => go(address),
  }));
  return [
    { id: 'frame.help', keys: ['?'], does: 'All keys', group: 'Everywhere', run: () => openHelp() },
    { id: 'frame.palette', keys: ['Mod-k'], does: 'Go to a tape, person, timecode or command', group: 'Everywhere', inText: true, run: () => openPalette() },
    { id: 'frame.undo', keys: ['Mod-z'], does: 'Undo', group: 'Everywhere', run: () => void undoLast().catch(tellError) },
    { id: 'frame.settings', keys: ['g ,'], does: 'Settings', group: 'Everywhere', run: () => openSettings() },
    { id: 'frame.theme', keys: ['g d'], does: 'Night or day', group: 'Everywhere', run: toggleTheme },
    ...rooms,
    { id: 'go.review', keys: ['g f'], does: 'Hear first', group: 'Rooms', run: () => go('/review') },
  ];
}

/** The project's record, or an error that says why not. */
export async function readProject() {
  return get('/api/project');
}
