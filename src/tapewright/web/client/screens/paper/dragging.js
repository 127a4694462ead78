/** Dragging: bites out of the bin, blocks within the sheet. A line shows where they would go. */
import { BITE } from './bin.js';
import { moveTo, putIn } from './acts.js';
import { indexAt } from './inhand.js';
import { blocksField, setDrop } from './layers.js';

const BLOCK = 'application/x-tapewright-block';

/**
 * Listen on the sheet's own element, before the editor does.
 * @param {import('./room.js').Room} room
 * @param {HTMLElement} element
 * @returns {() => void} stop
 */
export function listenForDrags(room, element) {
  const { sheet } = room;
  /** @param {DragEvent} event */
  const started = (event) => {
    const source = event.target instanceof Element ? event.target.closest('[data-does=source]') : null;
    if (!source || !event.dataTransfer) return;
    const index = indexAt(sheet.state, sheet.posAtDOM(source));
    const block = sheet.state.field(blocksField).blocks[index];
    event.dataTransfer.setData(BLOCK, String(index));
    event.dataTransfer.setData('text/plain', sheet.state.sliceDoc(block.from, block.end));
    event.dataTransfer.effectAllowed = 'move';
    event.stopPropagation();
  };
  /** @param {DragEvent} event */
  const over = (event) => {
    const types = event.dataTransfer?.types || [];
    if (!types.includes(BITE) && !types.includes(BLOCK)) return;
    event.preventDefault();
    event.stopPropagation();
    show(placeOf(room, event.clientX, event.clientY));
  };
  /** @param {DragEvent} event */
  const dropped = (event) => {
    const bite = event.dataTransfer?.getData(BITE);
    const block = event.dataTransfer?.getData(BLOCK);
    if (!bite && !block) return;
    event.preventDefault();
    event.stopPropagation();
    show(null);
    const before = placeOf(room, event.clientX, event.clientY);
    if (bite) putIn(room, bite, before);
    else moveTo(room, Number(block), before);
    sheet.focus();
  };
  /** @param {DragEvent} event */
  const left = (event) => {
    if (!(event.relatedTarget instanceof Node) || !element.contains(event.relatedTarget)) show(null);
  };
  const ended = () => show(null);
  /** @type {number | null} */
  let shown = null;
  /** @param {number | null} before */
  const show = (before) => {
    if (before === shown) return;
    shown = before;
    const { blocks } = sheet.state.field(blocksField);
    const at = before === null ? null : before < blocks.length ? blocks[before].from : sheet.state.doc.length;
    sheet.dispatch({ effects: setDrop.of(at) });
  };
  const listening = /** @type {Array<[string, (event: any) => void]>} */ ([
    ['dragstart', started],
    ['dragover', over],
    ['drop', dropped],
    ['dragleave', left],
    ['dragend', ended],
  ]);
  for (const [kind, listen] of listening) element.addEventListener(kind, listen, true);
  return () => {
    for (const [kind, listen] of listening) element.removeEventListener(kind, listen, true);
  };
}

/** Before which block something would go that is dropped here. @param {import('./room.js').Room} room @param {number} x @param {number} y */
function placeOf(room, x, y) {
  const { sheet } = room;
  const { blocks } = sheet.state.field(blocksField);
  const position = sheet.posAtCoords({ x, y }, false);
  const index = indexAt(sheet.state, position);
  if (index < 0) return 0;
  const top = sheet.lineBlockAt(blocks[index].from).top;
  const bottom = sheet.lineBlockAt(blocks[index].end).bottom;
  return y - sheet.documentTop > (top + bottom) / 2 ? index + 1 : index;
}
