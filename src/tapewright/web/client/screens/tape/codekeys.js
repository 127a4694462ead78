/** The keys that code on a tape, while it is read. */

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** @param {import('./room.js').Room} room @returns {import('../../frame/keys.js').Binding[]} */
export function coding(room) {
  const group = 'Coding';
  const when = () => room.mode === 'read';
  return [
    {
      id: 'tape.code',
      keys: KEYS,
      does: 'Code it with the favourite of that number',
      short: 'to 9: code',
      group,
      when,
      run: (event) => {
        if (!KEYS.includes(event.key)) return false;
        void room.coding.favourite(event.key);
        return undefined;
      },
    },
    { id: 'tape.code-pick', keys: ['c'], does: 'Code it: pick by name', group, when, run: () => void room.coding.pick() },
    { id: 'tape.uncode', keys: ['x'], does: 'Take a coding off', group, when, run: () => void room.coding.uncode() },
    { id: 'tape.memo', keys: ['m'], does: 'A memo on it', group, when, run: () => void room.coding.memo() },
  ];
}
