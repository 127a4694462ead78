/** Who speaks on a tape, and how they are shown. */

const ASKS = /^(q|interviewer|asker|question|interviewer \d+|q \(.*\))$/i;
const NOBODY = { id: null, name: '', group: '', isAsker: false, voice: 0, is_here: false };

/** @typedef {{id: number | null, name: string, group: string, is_here: boolean, isAsker: boolean, voice: number}} Person */

export class People {
  /** @param {import('./turns.js').Turns} turns @param {any[]} speakers */
  constructor(turns, speakers) {
    this.turns = turns;
    /** @type {Map<number, Person>} */
    this.byId = new Map();
    this.said = '';
    this.learn(speakers);
  }

  /** Whether anything is new in what the server says of everybody. @param {any[]} speakers */
  learn(speakers) {
    const said = JSON.stringify(speakers);
    if (said === this.said) return false;
    this.said = said;
    let voice = 0;
    this.byId = new Map(
      speakers.map((one) => {
        const isAsker = one.group === 'interviewers' || ASKS.test(one.name);
        if (one.is_here && !isAsker) voice = (voice % 8) + 1;
        return [one.id, { ...one, isAsker, voice: one.is_here && !isAsker ? voice : 0 }];
      }),
    );
    return true;
  }

  /** Who speaks in a turn. @param {number} turn @returns {Person} */
  of(turn) {
    const speaker = this.turns.get(turn)?.speaker;
    return (speaker !== null && speaker !== undefined && this.byId.get(speaker)) || NOBODY;
  }

  names() {
    return [...new Set([...this.byId.values()].map((one) => one.name))];
  }

  /** Who says how much here, most first. */
  spoken() {
    /** @type {Map<number | null, {id: number | null, name: string, turns: number, ticks: number}>} */
    const all = new Map();
    for (const turn of this.turns.byId.values()) {
      const ticks = turn.times.reduce((sum, time) => sum + time, 0) * turn.unit;
      const name = (turn.speaker !== null && this.byId.get(turn.speaker)?.name) || 'nobody named';
      const row = all.get(turn.speaker) || { id: turn.speaker, name, turns: 0, ticks: 0 };
      row.turns += 1;
      row.ticks += Math.max(0, ticks);
      all.set(turn.speaker, row);
    }
    return [...all.values()].sort((a, b) => b.ticks - a.ticks);
  }
}
