/** The paper edit as it plays: the player of its cut, and the bite and the word that sound lit on the sheet. */
import { ProgrammePlayer } from '../../deck/programme.js';
import { tell, tellError } from '../../frame/tell.js';
import { TICKS_PER_SECOND } from '../../frame/time.js';
import { factsField } from './facts.js';
import { blockOfBite } from './inhand.js';
import { setLit } from './sheet.js';

/** A word is lit at its very start: what is asked for lies a millisecond on. */
const HAIR = TICKS_PER_SECOND / 1000;

export class Playing extends ProgrammePlayer {
  /** @param {string} name @param {import('@codemirror/view').EditorView} sheet */
  constructor(name, sheet) {
    super();
    this.edit = name;
    this.sheet = sheet;
    this.lit = '';
    this.turn = 0;
    this.addEventListener('tick', () => this.light());
    this.addEventListener('seeked', () => this.light());
    this.addEventListener('state', () => this.told());
  }

  /**
   * Play a part of the cut as the file has it.
   * @param {string} digest of the file
   * @param {(player: Playing) => {start: number, end: number} | null} choose
   * @param {{on?: boolean}} [options] go on to the end of the cut
   */
  async playPart(digest, choose, { on = false } = {}) {
    const mine = (this.turn += 1);
    if (this.digest !== digest || this.state === 'failed') await this.load(this.edit, { at: 0 });
    if (mine !== this.turn) return; // another part is to be heard, or none any more
    const part = choose(this);
    if (!part) {
      tell('Nothing of this can be played.');
    } else if (on) {
      this.seek(part.start);
      await this.play();
    } else {
      await this.playSpan(part.start, part.end);
    }
  }

  /** From a bite to the end of the cut; null where nothing comes. @param {number} bite */
  from(bite) {
    const event = this.events.find((one) => one.bite >= bite);
    return event ? { start: event.record.start, end: this.duration } : null;
  }

  destroy() {
    this.turn += 1;
    this.edit = ''; // what it still asks for is for nobody
    super.destroy();
  }

  told() {
    if (this.state === 'failed' && this.error) tellError(this.error);
    if (!this.isPlaying) this.put({ word: null, block: null });
  }

  light() {
    if (!this.isPlaying) return;
    const at = this.onTape(this.ticks + HAIR);
    const bite = this.biteAt(this.ticks + HAIR);
    const row = this.sheet.state.field(factsField).rows.find((one) => bite && one.bite?.number === bite);
    this.put({ word: row && at ? wordAt(row.words, at.ticks) : null, block: bite ? blockOfBite(this.sheet.state, bite) : null });
  }

  /** @param {import('./sheet.js').Lit} lit */
  put({ word, block }) {
    const now = `${block?.from} ${word?.from} ${word?.to}`;
    if (now === this.lit) return;
    this.lit = now;
    this.sheet.dispatch({ effects: setLit.of({ word, block }) });
  }
}

/** The word that sounds at a time of the tape, or has just sounded. @param {import('./facts.js').Word[]} words @param {number} onTape */
export function wordAt(words, onTape) {
  let found = null;
  for (const word of words) {
    if (word.kind !== 'heard' || word.start === null || word.start > onTape) continue;
    if (!found || word.start >= (found.start ?? 0)) found = word;
  }
  return found;
}
