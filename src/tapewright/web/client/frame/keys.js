/**
 * Keys: what each does here, who may change it, and which of them act while a person types.
 *
 * A binding has an id that stays, so that a person's own keys and the profiles (oTranscribe, Avid and Premiere) can name
 * it. Layers lie on each other: the frame's below, the screen's above it, a dialog's on top; the topmost that knows the
 * key has it.
 */

import { keysOf } from './profiles.js';

/**
 * @typedef {object} Binding
 * @property {string} id stays the same for ever: `tape.play`
 * @property {string[]} keys `Space`, `Shift-ArrowLeft`, `Mod-k` (Ctrl, on a Mac Command), `?`, `g t` (one after the other)
 * @property {string} does what it does, in the words of the help
 * @property {string} [short] the same in the foot, where there is little room
 * @property {(event: KeyboardEvent) => void | boolean} run false: it was not for us after all
 * @property {() => boolean} [when]
 * @property {boolean} [inText] acts while a person types, too
 * @property {(event: KeyboardEvent) => void} [release] with a pedal: what happens when the key is let go
 * @property {boolean} [repeats] whether a key that is held down acts again and again
 * @property {string} [group] a heading in the help
 */

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** @type {Array<{bindings: Binding[], modal: boolean}>} */
const layers = [];
/** @type {Set<() => void>} */
const listeners = new Set();
let pending = '';
let pendingAt = 0;
/** @type {Map<string, Binding>} */
const held = new Map();

/**
 * Put a layer of bindings on top. `modal`: keys that it does not know go no further.
 * @param {Binding[]} bindings
 * @param {{modal?: boolean}} [options]
 * @returns {() => void} take it away
 */
export function addKeys(bindings, { modal = false } = {}) {
  const layer = { bindings, modal };
  layers.push(layer);
  changed();
  return () => {
    const place = layers.indexOf(layer);
    if (place >= 0) layers.splice(place, 1);
    changed();
  };
}

/** @param {() => void} tell @returns {() => void} */
export function onKeysChanged(tell) {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

function changed() {
  for (const tell of listeners) tell();
}

/** All bindings that act now, the topmost layer first. */
export function bindingsNow() {
  /** @type {Binding[]} */
  const all = [];
  for (const layer of [...layers].reverse()) {
    all.push(...layer.bindings);
    if (layer.modal) break;
  }
  return all;
}

/**
 * What a key press is called: `Shift-ArrowLeft`, `Mod-k`, `a`, `?`.
 * @param {KeyboardEvent} event
 */
export function nameOf(event) {
  let key = event.key;
  if (key === ' ') key = 'Space';
  const isLetter = key.length === 1 && key.toLowerCase() !== key.toUpperCase();
  if (isLetter) key = key.toLowerCase();
  // With Alt a layout may write another character: the key's place says which one was meant.
  if (event.altKey && key.length === 1 && /^(Key|Digit|Bracket)/.test(event.code)) key = fromCode(event.code) || key;
  let name = '';
  if (isMac ? event.metaKey : event.ctrlKey) name += 'Mod-';
  if (isMac && event.ctrlKey) name += 'Ctrl-';
  if (event.altKey) name += 'Alt-';
  const isSign = key.length === 1 && !isLetter && !event.altKey;
  if (event.shiftKey && !isSign) name += 'Shift-';
  return name + key;
}

/** @param {string} code */
function fromCode(code) {
  if (code.startsWith('Key')) return code.slice(3).toLowerCase();
  if (code.startsWith('Digit')) return code.slice(5);
  return { BracketLeft: '[', BracketRight: ']' }[code] || '';
}

/**
 * Whether a person types where the event happened. A reader's text (`aria-readonly`, `data-keys="single"`) is none.
 * @param {EventTarget | null} target
 */
export function isTyping(target) {
  if (!(target instanceof Element)) return false;
  const field = target.closest('input, textarea, select, [contenteditable="true"]');
  if (!field || field.closest('[data-keys="single"]')) return false;
  if (field.getAttribute('aria-readonly') === 'true') return false;
  if (field instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range'].includes(field.type);
  return true;
}

/** Keys that a focused button, link or list of choices needs for itself. @param {KeyboardEvent} event */
function isTheirs(event) {
  const target = event.target;
  if (!(target instanceof Element)) return false;
  if ((event.key === ' ' || event.key === 'Enter') && !event.ctrlKey && !event.metaKey && !event.altKey) {
    return Boolean(target.closest('button, a[href], summary, input[type=checkbox], input[type=radio], select'));
  }
  return event.key.startsWith('Arrow') && Boolean(target.closest('input[type=radio], input[type=range], select, [role=slider]'));
}

/** @param {KeyboardEvent} event */
function onKeyDown(event) {
  if (event.isComposing || event.defaultPrevented) return;
  const name = nameOf(event);
  if (['Shift', 'Control', 'Alt', 'Meta', 'Dead', 'Process'].some((key) => event.key === key)) return;
  const typing = isTyping(event.target);
  const first = pending && event.timeStamp - pendingAt < 1500 ? pending : '';
  pending = '';
  for (const sequence of first ? [`${first} ${name}`, name] : [name]) {
    for (const binding of bindingsNow()) {
      if (!keysOf(binding).includes(sequence) || !acts(binding, event, typing)) continue;
      if (event.repeat && !binding.repeats) return event.preventDefault();
      if (binding.run(event) === false) continue;
      if (binding.release) held.set(event.code, binding);
      event.preventDefault();
      return;
    }
  }
  if (!typing && bindingsNow().some((one) => keysOf(one).some((keys) => keys.startsWith(`${name} `)))) {
    pending = name;
    pendingAt = event.timeStamp;
  }
}

/** @param {Binding} binding @param {KeyboardEvent} event @param {boolean} typing */
function acts(binding, event, typing) {
  if (typing && !binding.inText) return false;
  if (!binding.inText && isTheirs(event)) return false;
  return !binding.when || binding.when();
}

/** @param {KeyboardEvent} event */
function onKeyUp(event) {
  const binding = held.get(event.code);
  held.delete(event.code);
  binding?.release?.(event);
}

/** Listen to the keyboard, once for a page. */
export function listen() {
  window.addEventListener('keydown', onKeyDown);
  window.addEventListener('keyup', onKeyUp);
  window.addEventListener('blur', () => {
    for (const binding of held.values()) binding.release?.(new KeyboardEvent('keyup'));
    held.clear();
  });
}

/**
 * A key as it is printed on it: `Ctrl K`, `⇧ ←`, `g t`.
 * @param {string} keys
 */
export function printed(keys) {
  return keys
    .split(' ')
    .map((stroke) =>
      stroke
        .split(/-(?=.)/)
        .map((part) => SIGNS[part] || (part.length === 1 ? part.toUpperCase() : part))
        .join(' '),
    )
    .join(' then ');
}

/** @type {Record<string, string>} */
const SIGNS = {
  Mod: isMac ? '⌘' : 'Ctrl',
  Alt: isMac ? '⌥' : 'Alt',
  Shift: 'Shift',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
  PageDown: 'Page ↓',
  PageUp: 'Page ↑',
};
