/**
 * Addresses: every view has one, Back works, a reload shows the same.
 *
 * A screen is opened when its address is; when only the query changes it is told so. Openings that are overtaken by
 * another one are dropped.
 */
import { html, nothing, render } from './dom.js';
import { match } from './screens.js';
import { empty, failed, loading } from './states.js';

/** @typedef {import('./screens.js').Screen} Screen */
/** @typedef {import('./screens.js').Entry} Entry */

/**
 * @typedef {object} Shown
 * @property {Entry | null} entry
 * @property {Screen | null} screen
 * @property {string} path
 * @property {HTMLElement} element
 */

/** @type {Shown | null} */
let shown = null;
let turn = 0;
/** @type {Set<(entry: Entry | null, screen: Screen | null) => void>} */
const listeners = new Set();
/** @type {HTMLElement} */
let host;
/** @type {any} */
let frame;

/** @param {(entry: Entry | null, screen: Screen | null) => void} tell */
export function onScreen(tell) {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** Go to an address of the app, as a link does. @param {string} address */
export function go(address) {
  if (address === here()) return;
  history.pushState(null, '', address);
  void show();
}

/** The same place, said more exactly: no new step for Back, and the screen is not told. @param {string} address */
export function replace(address) {
  if (address !== here()) history.replaceState(null, '', address);
}

/** The address that is shown. */
export function here() {
  return location.pathname + location.search;
}

/** Change only the query of this address. @param {Record<string, string | null>} query @param {{step?: boolean}} [options] */
export function query(query, { step = false } = {}) {
  const all = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === '') all.delete(name);
    else all.set(name, value);
  }
  const text = all.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
  const address = location.pathname + (text ? `?${text}` : '');
  if (step) history.pushState(null, '', address);
  else replace(address);
}

/**
 * Begin: show the address that the browser stands at, and follow it.
 * @param {HTMLElement} element
 * @param {import('./shell.js').Frame} theFrame
 */
export function start(element, theFrame) {
  host = element;
  frame = theFrame;
  window.addEventListener('popstate', () => void show());
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute('download')) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || !match(url.pathname)) return;
    event.preventDefault();
    go(url.pathname + url.search);
  });
  if (location.pathname === '/') history.replaceState(null, '', '/tapes');
  void show();
}

/** Show what the address says. */
async function show() {
  const found = match(location.pathname);
  const query = new URLSearchParams(location.search);
  if (shown?.screen && shown.path === location.pathname && shown.screen.changed) {
    turn += 1;
    shown.screen.changed({ element: shown.element, params: found?.params || {}, query });
    return;
  }
  const mine = (turn += 1);
  close();
  const element = document.createElement('main');
  element.id = 'screen';
  element.tabIndex = -1;
  if (found) element.dataset.screen = found.entry.name;
  host.replaceChildren(element);
  shown = { entry: found?.entry || null, screen: null, path: location.pathname, element };
  tell();
  if (!found) {
    render(noSuchPlace(), element);
    return;
  }
  const patience = setTimeout(() => mine === turn && render(loading(), element), 150);
  try {
    const module = await found.entry.load();
    // Screens draw into an element of their own, so that what the frame drew before does not confuse them.
    const drawn = document.createElement('div');
    drawn.className = 'screen';
    const opening = module.open({ element: drawn, params: found.params, query }, frame);
    const screen = await opening;
    if (mine !== turn) {
      screen.close();
      return;
    }
    clearTimeout(patience);
    render(nothing, element);
    element.replaceChildren(drawn);
    shown.screen = screen;
    tell();
    window.dispatchEvent(new CustomEvent('tw-shown', { detail: found.entry.name }));
    begin(screen, element);
  } catch (error) {
    clearTimeout(patience);
    if (mine !== turn) return;
    reportUnlessSaid(error);
    render(failed(error, () => void again()), element);
  }
}

/**
 * At once, so that no later moment takes the focus away from where somebody has gone.
 * @param {import('./screens.js').Screen} screen
 * @param {HTMLElement} element
 */
function begin(screen, element) {
  const isFree = () => !document.activeElement || document.activeElement === document.body;
  if (isFree()) screen.begin?.();
  if (isFree()) element.focus({ preventScroll: true });
}

/** @param {unknown} error */
function reportUnlessSaid(error) {
  const name = error instanceof Error ? error.name : '';
  if (name !== 'ApiError' && name !== 'AwayError') reportError(error);
}

async function again() {
  if (shown) shown.path = '';
  await show();
}

function close() {
  const before = shown?.screen;
  shown = null;
  if (!before) return;
  try {
    before.close();
  } catch (error) {
    reportError(error);
  }
}

function tell() {
  for (const one of listeners) one(shown?.entry || null, shown?.screen || null);
}

function noSuchPlace() {
  return empty({
    title: 'There is nothing at this address',
    text: location.pathname,
    actions: html`<a class="button" href="/tapes">To the tapes</a>`,
  });
}
