/** The keys of the list of tapes. */

/** @typedef {import('./rows.js').Tape} Tape */

/**
 * @param {import('./screen.js').Tapes} screen
 * @returns {import('../../frame/keys.js').Binding[]}
 */
export function bindingsOf(screen) {
  const has = () => screen.current !== null;
  const act = (/** @type {(tape: Tape) => void} */ run) => () => {
    if (screen.current) run(screen.current);
  };
  const acts = screen.acts();
  const page = () => screen.list?.page || 10;
  return [
    { id: 'tapes.down', keys: ['ArrowDown', 'j'], does: 'Next tape', repeats: true, run: () => screen.step(1) },
    { id: 'tapes.up', keys: ['ArrowUp', 'k'], does: 'Tape before', repeats: true, run: () => screen.step(-1) },
    { id: 'tapes.page', keys: ['PageDown'], does: 'A page down', repeats: true, run: () => screen.step(page()) },
    { id: 'tapes.pageup', keys: ['PageUp'], does: 'A page up', repeats: true, run: () => screen.step(-page()) },
    { id: 'tapes.first', keys: ['Home'], does: 'First tape', run: () => screen.step(-1e9) },
    { id: 'tapes.last', keys: ['End'], does: 'Last tape', run: () => screen.step(1e9) },
    { id: 'tapes.open', keys: ['Enter'], does: 'Open', when: has, run: act(acts.open) },
    { id: 'tapes.panel', keys: ['Space'], does: 'Preview', run: () => screen.togglePanel() },
    { id: 'tapes.add', keys: ['i'], does: 'Add recordings', run: () => void screen.add() },
    { id: 'tapes.find', keys: ['/'], does: 'Find a tape', run: () => screen.field()?.focus() },
    { id: 'tapes.transcribe', keys: ['t'], does: 'Transcribe', when: has, run: act(acts.transcribe) },
    { id: 'tapes.verify', keys: ['v'], does: 'Check the sum', when: has, run: act(acts.verify) },
    { id: 'tapes.relink', keys: ['r'], does: 'Relink', when: () => screen.current?.media === 'missing', run: act(acts.relink) },
    { id: 'tapes.hear', keys: ['p'], does: 'Hear how it begins', when: has, run: () => screen.preview.hear() },
    { id: 'tapes.describe', keys: ['e'], does: 'Describe', when: has, run: act(acts.describe) },
    { id: 'tapes.leave', keys: ['Escape'], does: 'Out of the filter', inText: true, when: () => document.activeElement === screen.field(), run: () => screen.leaveField() },
    { id: 'tapes.into', keys: ['ArrowDown', 'Enter'], does: 'Into the list', inText: true, when: () => document.activeElement === screen.field(), run: () => screen.intoList() },
  ];
}
