/** The keys of the Codes screen. */

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** @param {import('./screen.js').CodesScreen} codes @returns {import('../../frame/keys.js').Binding[]} */
export function codesKeys(codes) {
  const has = () => Boolean(codes.codes?.books.length);
  const hasCode = () => Boolean(codes.code);
  const inTree = () => hasCode() && codes.pane === 'tree';
  const inList = () => codes.pane === 'passages' && Boolean(codes.passages.at());
  const { deeds } = codes;
  /** A key that is held down goes on when the move before is done: it does not go on after it is let go. @param {KeyboardEvent} event @returns {void | boolean} */
  const isAhead = (event) => event.repeat && deeds.waiting > 0;
  const tree = 'The tree';
  const list = 'Passages';
  return [
    { id: 'codes.next', keys: ['ArrowDown', 'j'], does: 'Next', repeats: true, when: has, run: () => codes.move(1) },
    { id: 'codes.before', keys: ['ArrowUp', 'k'], does: 'Before', repeats: true, when: has, run: () => codes.move(-1) },
    { id: 'codes.passages', keys: ['Enter', 'ArrowRight'], does: 'To the passages of the code', short: 'passages', group: tree, when: inTree, run: () => void codes.enter() },
    { id: 'codes.add', keys: ['a'], does: 'A new code', short: 'add', group: tree, when: has, run: () => void deeds.add() },
    { id: 'codes.edit', keys: ['e'], does: 'Name, meaning, colour, key of the code', group: tree, when: hasCode, run: () => void deeds.edit() },
    { id: 'codes.merge', keys: ['m'], does: 'Merge the code into another', short: 'merge', group: tree, when: hasCode, run: () => void deeds.merge() },
    { id: 'codes.up', keys: ['Alt-ArrowUp'], does: 'Move the code up', short: '↓ ← → move', group: tree, repeats: true, when: inTree, run: (event) => isAhead(event) || void deeds.shift(-1) },
    { id: 'codes.down', keys: ['Alt-ArrowDown'], does: 'Move the code down', group: tree, repeats: true, when: inTree, run: (event) => isAhead(event) || void deeds.shift(1) },
    { id: 'codes.under', keys: ['Alt-ArrowRight'], does: 'Put it under the code above', group: tree, when: inTree, run: () => void deeds.under() },
    { id: 'codes.outof', keys: ['Alt-ArrowLeft'], does: 'Take it out of its parent', group: tree, when: inTree, run: () => void deeds.outOf() },
    {
      id: 'codes.key',
      keys: DIGITS,
      does: 'Give the code this number key',
      group: tree,
      when: inTree,
      run: (event) => (DIGITS.includes(event.key) ? void deeds.giveKey(event.key) : false),
    },
    { id: 'codes.remove', keys: ['Delete', 'Backspace'], does: 'Remove the code', group: tree, when: inTree, run: () => void deeds.remove() },
    { id: 'codes.memo', keys: ['n'], does: 'A memo on the code', group: tree, when: hasCode, run: () => void deeds.memo() },
    { id: 'codes.hear', keys: ['Space'], does: 'Play the passage', short: 'play', group: list, when: has, run: () => codes.hear() },
    { id: 'codes.open', keys: ['Enter', 'ArrowRight'], does: 'Open the passage on its tape', short: 'open on the tape', group: list, when: inList, run: () => void codes.enter() },
    { id: 'codes.uncode', keys: ['x'], does: 'Take the coding off', short: 'take off', group: list, when: () => inList() && !codes.asking.text, run: () => void deeds.uncode() },
    { id: 'codes.offers', keys: ['s'], does: 'Passages like these', group: list, when: hasCode, run: () => void codes.offers.read() },
    { id: 'codes.back', keys: ['ArrowLeft'], does: 'Back to the tree', group: list, when: inList, run: () => codes.focusTree() },
    { id: 'codes.decide', keys: ['d'], does: 'Decide what two coders see differently', short: 'decide', group: 'Agreement', when: has, run: () => void codes.agreement.decide() },
    { id: 'codes.agreement', keys: ['t'], does: 'The code, or agreement', group: 'Agreement', when: has, run: () => codes.show(codes.tab === 'code' ? 'agreement' : 'code') },
    { id: 'codes.ask', keys: ['/'], does: 'Ask for passages', group: list, when: has, run: () => codes.asking.focus() },
    { id: 'codes.out', keys: ['Escape'], does: 'Stop; back to the tree', short: 'back', inText: true, run: () => codes.out() },
  ];
}
