/** A paper edit: the bin of selects, the script, airtime and proof. */
import { get } from '../../frame/api.js';
import { on } from '../../frame/live.js';
import { factsOf, toolsOf } from './bar.js';
import { bindings, foot } from './keys.js';
import { Room } from './room.js';

/**
 * @param {import('../../frame/screens.js').Place} place
 * @param {import('../../frame/shell.js').Frame} frame
 * @returns {Promise<import('../../frame/screens.js').Screen>}
 */
export async function open(place, frame) {
  const name = place.params.name;
  // Somebody may write the file, or correct a tape, while the text is on its way here: the room does not listen yet.
  let isOther = false;
  const stops = [on('edit', (data) => data.edit === name && (isOther = true)), on('changed', () => (isOther = true))];
  const view = await get(`/api/edits/${encodeURIComponent(name)}`).finally(() => stops.forEach((stop) => stop()));
  const room = new Room(place.element, name, view);
  if (isOther) void room.keeper.after(() => room.keeper.read()).catch(room.failed);
  room.takeBite(Number(place.query.get('bite')) || 0);
  /** @param {import('../../frame/screens.js').Place} now */
  const changed = (now) => room.takeBite(Number(now.query.get('bite')) || 0);
  const screen = { title: '', facts: factsOf(room), tools: toolsOf(room), keys: bindings(room), foot: foot(room), changed, begin: () => room.sheet.focus(), close: () => room.close() };
  room.told = () => {
    screen.title = room.view.order?.title || name;
    screen.facts = factsOf(room);
    screen.tools = toolsOf(room);
    screen.foot = foot(room);
    frame.redraw();
  };
  room.draw();
  return screen;
}
