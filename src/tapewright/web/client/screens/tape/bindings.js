/** The keys of a tape. Reading, single keys act; correcting, letters are letters and the keys of a typist act. */

import { tell } from '../../frame/tell.js';
import { coding } from './codekeys.js';

/** @typedef {import('./room.js').Room} Room */
/** @typedef {import('../../frame/keys.js').Binding} Binding */
/** @typedef {{find: () => void, grow: () => void}} Acts what the screen does besides */

const LEAVE_MS = 2000;

/**
 * @param {Room} room
 * @param {Acts} screen
 * @returns {Binding[]}
 */
export function bindings(room, screen) {
  return [...playing(room, screen), ...choosing(room), ...coding(room), ...both(room, screen), ...correcting(room)];
}

/** Only while reading. @param {Room} room @param {Omit<Binding, 'when'>} binding @returns {Binding} */
const reading = (room, binding) => ({ ...binding, when: () => room.mode === 'read' });

/** @param {Room} room @param {Acts} screen @returns {Binding[]} */
function playing(room, screen) {
  const { playing: tape } = room;
  const group = 'Playing';
  return [
    { id: 'tape.play', keys: ['Space'], does: 'Play or pause', group, run: () => void tape.player.toggle() },
    { id: 'tape.shuttle-back', keys: ['j'], does: 'Shuttle back', group, run: () => tape.player.shuttle(-1) },
    { id: 'tape.shuttle-stop', keys: ['k'], does: 'Stop', group, run: () => tape.player.shuttle(0) },
    { id: 'tape.shuttle', keys: ['l'], does: 'Shuttle forward', group, run: () => tape.player.shuttle(1) },
    { id: 'tape.word-back', keys: ['ArrowLeft'], does: 'To the word before', group, repeats: true, run: () => room.stepWord(-1) },
    { id: 'tape.word', keys: ['ArrowRight'], does: 'To the next word', group, repeats: true, run: () => room.stepWord(1) },
    { id: 'tape.frame-back', keys: [','], does: 'A frame back', group, repeats: true, run: () => tape.step(-1) },
    { id: 'tape.frame', keys: ['.'], does: 'A frame on', group, repeats: true, run: () => tape.step(1) },
    { id: 'tape.follow', keys: ['f'], does: 'Follow the playhead', group, run: () => room.light.resume(tape.ticks) },
    { id: 'tape.slower', keys: ['-'], does: 'Slower', group, run: () => tape.faster(-0.1) },
    { id: 'tape.faster', keys: ['+', '='], does: 'Faster', group, run: () => tape.faster(0.1) },
    { id: 'tape.picture', keys: ['v'], does: 'A larger picture', group, run: () => screen.grow() },
    { id: 'tape.pedal', keys: ['F9'], does: 'Play while held: for a foot pedal', group, inText: true, run: () => tape.player.hold(), release: () => tape.player.release(1.5) },
    { id: 'tape.play-span', keys: ['p'], does: 'Play the selection', group, run: () => room.playChosen() },
  ];
}

/** @param {Room} room @returns {Binding[]} */
function choosing(room) {
  const group = 'Selecting';
  return [
    reading(room, { id: 'tape.extend-back', keys: ['Shift-ArrowLeft'], does: 'Select a word less, or one before', group, repeats: true, run: () => room.moveEdge(-1) }),
    reading(room, { id: 'tape.extend', keys: ['Shift-ArrowRight'], does: 'Select a word more', group, repeats: true, run: () => room.moveEdge(1) }),
    { id: 'tape.edge-back', keys: ['['], does: 'The end a word back', group, repeats: true, run: () => room.moveEdge(-1) },
    { id: 'tape.edge', keys: [']'], does: 'The end a word on', group, repeats: true, run: () => room.moveEdge(1) },
    { id: 'tape.start-back', keys: ['{'], does: 'The beginning a word back', group, repeats: true, run: () => room.moveEdge(-1, true) },
    { id: 'tape.start', keys: ['}'], does: 'The beginning a word on', group, repeats: true, run: () => room.moveEdge(1, true) },
    { id: 'tape.end-frame-back', keys: ['Alt-['], does: 'The end a frame back', group, repeats: true, run: () => room.nudge(-1, false) },
    { id: 'tape.end-frame', keys: ['Alt-]'], does: 'The end a frame on', group, repeats: true, run: () => room.nudge(1, false) },
    { id: 'tape.start-frame-back', keys: ['Alt-Shift-[', 'Alt-Shift-{'], does: 'The beginning a frame back', group, repeats: true, run: () => room.nudge(-1, true) },
    { id: 'tape.start-frame', keys: ['Alt-Shift-]', 'Alt-Shift-}'], does: 'The beginning a frame on', group, repeats: true, run: () => room.nudge(1, true) },
    { id: 'tape.edge-in', keys: ['i'], does: 'The selection begins at the playhead', group, run: () => room.edgeHere('in') },
    { id: 'tape.edge-out', keys: ['o'], does: 'The selection ends at the playhead', group, run: () => room.edgeHere('out') },
    { id: 'tape.quote', keys: ['q'], does: 'Quote into the selects', group, run: () => void room.selecting.quote() },
    { id: 'tape.note', keys: ['n'], does: 'A note to the select', group, run: () => void room.selecting.note() },
    { id: 'tape.date', keys: ['d'], does: 'Date it: the selection tells of an event', group, run: () => void room.dating.date() },
    { id: 'tape.heard', keys: ['h'], does: 'I heard this, as it is written', group, run: () => void room.selecting.heardIt() },
    { id: 'tape.copy-row', keys: ['Mod-Shift-c'], does: 'Copy as a row with tape and timecodes', group, inText: true, run: () => void room.selecting.copy(true) },
  ];
}

/** @param {Room} room @param {Acts} screen @returns {Binding[]} */
function both(room, screen) {
  const group = 'This tape';
  return [
    { id: 'tape.find', keys: ['/'], does: 'Find in this tape', group, run: () => screen.find() },
    { id: 'tape.find-anywhere', keys: ['Mod-f'], does: 'Find in this tape', group, inText: true, run: () => screen.find() },
    { id: 'tape.doubt', keys: ['F8'], does: 'The next doubtful word', group, inText: true, repeats: true, run: () => room.nextDoubt(1) },
    { id: 'tape.doubt-back', keys: ['Shift-F8'], does: 'The doubtful word before', group, inText: true, repeats: true, run: () => room.nextDoubt(-1) },
    reading(room, { id: 'tape.correct', keys: ['e'], does: 'Correct', group, run: () => room.setMode('correct') }),
  ];
}

/** @param {Room} room @returns {Binding[]} */
function correcting(room) {
  let leaving = -Infinity;
  const group = 'Correcting';
  /** @param {Omit<Binding, 'when' | 'inText' | 'group'>} binding @returns {Binding} */
  const typing = (binding) => ({ ...binding, group, inText: true, when: () => room.mode === 'correct' && room.view.hasFocus });
  return [
    typing({
      id: 'correct.play',
      keys: ['Tab'],
      does: 'Play; again: stop, back 1.5 s; twice: back 5 s',
      short: 'play, back 1.5 s',
      run: (event) => {
        if (event.timeStamp - leaving < LEAVE_MS) return false;
        room.playing.player.tab(event.timeStamp);
        return undefined;
      },
    }),
    typing({ id: 'correct.back', keys: ['Shift-Tab'], does: 'Back 5 s', run: (event) => (event.timeStamp - leaving < LEAVE_MS ? false : room.playing.skip(-5)) }),
    typing({
      id: 'correct.out',
      keys: ['Escape'],
      does: 'Then Tab leaves the text; twice: read',
      run: (event) => {
        if (event.timeStamp - leaving < LEAVE_MS) room.setMode('read');
        leaving = event.timeStamp;
      },
    }),
    typing({ id: 'correct.speaker', keys: ['Mod-Shift-s'], does: 'Who speaks here', run: () => void room.correcting.speaker() }),
    typing({ id: 'correct.checked', keys: ['Mod-Enter'], does: 'Paragraph checked, go on', short: 'checked, go on', run: () => void room.correcting.checked() }),
    typing({ id: 'correct.heard', keys: ['Alt-ArrowLeft'], does: 'What the machine heard', short: 'as the machine heard it', run: () => void room.correcting.heard() }),
    typing({
      id: 'correct.slow',
      keys: ['Alt-s'],
      does: 'Slower while typing: on or off',
      run: () => void tell(room.playing.toggleSlow() ? 'It plays slower while you type.' : 'It plays on while you type.'),
    }),
    typing({ id: 'correct.save', keys: ['Mod-s'], does: 'Save now', run: () => void room.saver.flush() }),
  ];
}
