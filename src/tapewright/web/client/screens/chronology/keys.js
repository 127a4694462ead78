/** The keys of the chronology. */

/** @typedef {import('./screen.js').ChronologyScreen} ChronologyScreen */

/** @param {ChronologyScreen} screen @returns {import('../../frame/keys.js').Binding[]} */
export function chronologyKeys(screen) {
  const group = 'Chronology';
  const event = () => screen.event !== null;
  return [
    { id: 'chronology.back', keys: ['ArrowLeft'], does: 'The event before', group, repeats: true, run: () => screen.step(-1) },
    { id: 'chronology.next', keys: ['ArrowRight'], does: 'The next event', short: 'next event', group, repeats: true, run: () => screen.step(1) },
    { id: 'chronology.up', keys: ['ArrowUp'], does: 'A row up, in the table', group, repeats: true, when: () => screen.isTable, run: () => screen.row(-1) },
    { id: 'chronology.down', keys: ['ArrowDown'], does: 'A row down, in the table', group, repeats: true, when: () => screen.isTable, run: () => screen.row(1) },
    { id: 'chronology.nearer', keys: ['+', '='], does: 'Nearer, at the pointer', short: 'nearer', group, repeats: true, run: () => screen.zoom(1.25) },
    { id: 'chronology.further', keys: ['-'], does: 'Further away', group, repeats: true, run: () => screen.zoom(0.8) },
    { id: 'chronology.whole', keys: ['0'], does: 'The whole time', group, run: () => screen.whole() },
    { id: 'chronology.earlier', keys: ['Shift-ArrowLeft'], does: 'Earlier, without choosing', group, repeats: true, run: () => screen.pan(-0.2) },
    { id: 'chronology.later', keys: ['Shift-ArrowRight'], does: 'Later, without choosing', group, repeats: true, run: () => screen.pan(0.2) },
    { id: 'chronology.gap', keys: ['Shift-g', 'g g'], does: 'The next gap', short: 'next gap', group, run: () => screen.nextGap() },
    { id: 'chronology.conflict', keys: ['c'], does: 'The next event whose sources conflict', short: 'next conflict', group, run: () => screen.nextConflict(1) },
    { id: 'chronology.conflict-back', keys: ['Shift-c'], does: 'The one before whose sources conflict', group, run: () => screen.nextConflict(-1) },
    { id: 'chronology.table', keys: ['t'], does: 'The same as a table, or as lanes', short: 'as a table', group, run: () => screen.toggleTable() },
    { id: 'chronology.play', keys: ['Space', 'p'], does: 'Play the first source', group, when: event, run: () => screen.playFirst() },
    { id: 'chronology.open', keys: ['Enter'], does: 'Open the source on its tape', short: 'open the source', group, when: event, run: () => screen.openSource() },
    { id: 'chronology.new', keys: ['n'], does: 'A new event', group, run: () => void screen.add() },
    { id: 'chronology.edit', keys: ['e'], does: 'Edit this event', group, when: event, run: () => void screen.edit() },
    { id: 'chronology.remove', keys: ['Delete', 'Backspace'], does: 'Remove this event', group, when: event, run: () => void screen.remove() },
    { id: 'chronology.people', keys: ['w'], does: 'People and institutions', group, run: () => void screen.people() },
    { id: 'chronology.import', keys: ['i'], does: 'Import a table of events', group, run: () => screen.files.bring() },
    { id: 'chronology.export', keys: ['Mod-e'], does: 'Export the chronology', group, run: () => screen.files.hand() },
    { id: 'chronology.reports', keys: ['r'], does: 'Write a report: warning signs, institutions', group, run: () => screen.files.report() },
    { id: 'chronology.filter', keys: ['/'], does: 'Filter by words', group, run: () => screen.focusFilter() },
  ];
}
