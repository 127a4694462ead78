/** The keys of the People screen. */

/** @param {any} people @returns {import('../../frame/keys.js').Binding[]} */
export function peopleKeys(people) {
  const isHere = () => people.tab === 'people' && Boolean(people.record);
  const isAsked = () => isHere() && Boolean(people.question);
  const hasPerson = () => isHere() && Boolean(people.person);
  return [
    { id: 'people.yes', keys: ['y'], does: 'The same voice', when: isAsked, run: () => void people.deeds.yes() },
    { id: 'people.no', keys: ['n'], does: 'Not the same', when: isAsked, run: () => void people.deeds.no() },
    { id: 'people.all', keys: ['a'], does: 'The same for all that sound so', when: isAsked, run: () => void people.deeds.all() },
    { id: 'people.later', keys: ['l'], does: 'Ask later', when: isAsked, run: () => people.later() },
    { id: 'people.hear', keys: ['Space'], does: 'Hear the sample', when: isHere, run: () => void people.hear() },
    { id: 'people.next', keys: ['ArrowDown', 'j'], does: 'Next person', repeats: true, when: isHere, run: () => people.move(1) },
    { id: 'people.before', keys: ['ArrowUp', 'k'], does: 'Person before', repeats: true, when: isHere, run: () => people.move(-1) },
    { id: 'people.voice-next', keys: ['ArrowRight'], does: 'Next voice of the person', when: hasPerson, run: () => people.voice(1) },
    { id: 'people.voice-before', keys: ['ArrowLeft'], does: 'Voice before', when: hasPerson, run: () => people.voice(-1) },
    { id: 'people.name', keys: ['Enter', 'r'], does: 'Name', when: hasPerson, run: () => people.startNaming() },
    { id: 'people.merge', keys: ['m'], does: 'Same person as…', when: hasPerson, run: () => void people.deeds.merge() },
    { id: 'people.away', keys: ['x'], does: 'Move the voice away', when: hasPerson, run: () => void people.deeds.awayAtCursor() },
    { id: 'people.tab', keys: ['t'], does: 'People, or names and terms', run: () => people.show(people.tab === 'people' ? 'names' : 'people') },
    { id: 'people.out', keys: ['Escape'], does: 'Stop; out of the field', inText: true, run: () => people.out() },
  ];
}
