/** What the keys do on a proof: from line to line, play, hear, decide. */
import { stop } from './playing.js';

/**
 * @param {import('./screen.js').ProofScreen} screen
 * @returns {import('../../frame/keys.js').Binding[]}
 */
export function bindings(screen) {
  const isHere = () => screen.show !== 'claims' && !screen.comparison.against;
  const has = () => isHere() && Boolean(screen.find(screen.current));
  /** @param {(id: string) => void} act */
  const current = (act) => () => act(screen.current);
  return [
    { id: 'proof.next', keys: ['j', 'ArrowDown'], does: 'Next', repeats: true, when: isHere, run: () => screen.step(1) },
    { id: 'proof.previous', keys: ['k', 'ArrowUp'], does: 'The one before', repeats: true, when: isHere, run: () => screen.step(-1) },
    { id: 'proof.play', keys: ['p', 'Space'], does: 'Play the passage', when: has, run: current((id) => screen.play(id, 'tape')) },
    { id: 'proof.cut', keys: ['c'], does: 'Play it as it is cut', when: has, run: current((id) => screen.play(id, 'cut')) },
    { id: 'proof.both', keys: ['Shift-p'], does: 'Play both', when: has, run: current((id) => screen.play(id, 'both')) },
    { id: 'proof.stop', keys: ['Escape'], does: 'Stop the sound', when: () => Boolean(screen.sounding), run: () => void stop() },
    { id: 'proof.open', keys: ['o'], does: 'Open on the tape', when: has, run: current(screen.acts.open) },
    { id: 'proof.paper', keys: ['e'], does: 'Open in the paper edit', when: () => has() && Boolean(screen.find(screen.current).bite), run: current(screen.acts.openPaper) },
    { id: 'proof.accept', keys: ['a'], does: 'Accept with a reason', when: has, run: current(screen.acts.accept) },
    { id: 'proof.heard', keys: ['h'], does: 'I have heard this', when: has, run: () => screen.hearCurrent() },
    { id: 'proof.undo', keys: ['u'], does: 'Open again what was accepted', when: () => has() && Boolean(screen.find(screen.current).accepted), run: current(screen.acts.withdraw) },
  ];
}
