/** Clicks on the sheet: on what stands for signs of the text, and into the text itself. */
import { openOnTape, renameTape } from './acts.js';
import { blockInHand, indexAt, takeInHand } from './inhand.js';
import { blocksField, layerField, setEdge } from './layers.js';
import { goToLayer } from './sheet.js';

/**
 * @param {import('./room.js').Room} room
 * @param {HTMLElement} element
 * @returns {() => void} stop
 */
export function listenToClicks(room, element) {
  let typedIn = -1;
  const pressed = () => {
    const { state } = room.sheet;
    typedIn = state.field(layerField) === 'text' ? (blockInHand(state)?.from ?? -1) : -1;
  };
  /** @param {MouseEvent} event */
  const clicked = (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const sign = target?.closest('[data-does]');
    if (!(sign instanceof HTMLElement)) {
      if (target?.closest('.cm-line')) intoText(room, typedIn);
      return;
    }
    if (sign.dataset.does === 'head') openHead(room);
    else onSource(room, event, sign);
  };
  element.addEventListener('mousedown', pressed, true);
  element.addEventListener('click', clicked);
  return () => {
    element.removeEventListener('mousedown', pressed, true);
    element.removeEventListener('click', clicked);
  };
}

/** @param {import('./room.js').Room} room @param {MouseEvent} event @param {HTMLElement} sign */
function onSource(room, event, sign) {
  const { sheet } = room;
  const target = /** @type {Element} */ (event.target);
  const position = sheet.posAtDOM(sign);
  const tape = target.closest('[data-tape]');
  if (tape instanceof HTMLElement) {
    renameTape(room, position, tape.dataset.tape || '');
    return;
  }
  takeInHand(sheet, indexAt(sheet.state, position));
  const edge = target.closest('[data-edge]');
  if (edge instanceof HTMLElement) sheet.dispatch({ effects: setEdge.of(edge.dataset.edge === 'start' ? 'start' : 'end') });
  if (event.detail === 2) openOnTape(room);
  else goToLayer(sheet, 'margin');
}

/** A click into narration types; a bite is taken in hand, so that nobody types over what was said by accident. @param {import('./room.js').Room} room @param {number} typedIn */
function intoText(room, typedIn) {
  const { state } = room.sheet;
  const block = blockInHand(state);
  if (!state.selection.main.empty) return;
  const isBite = block?.kind === 'bite';
  const layer = state.field(layerField);
  if (!isBite && layer === 'margin') goToLayer(room.sheet, 'text');
  if (isBite && layer === 'text' && typedIn !== block.from) goToLayer(room.sheet, 'margin');
}

/** @param {import('./room.js').Room} room */
function openHead(room) {
  const { front } = room.sheet.state.field(blocksField);
  if (!front) return;
  goToLayer(room.sheet, 'text');
  room.sheet.dispatch({ selection: { anchor: Math.min(front.from + 4, front.to) } });
}
