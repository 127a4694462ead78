/** Everybody who is heard, as the API tells it, and how they are laid out. Nothing is drawn here. */
import { toTicks } from '../../frame/time.js';

/** @typedef {{start: number, end: number}} Ticks */
/**
 * @typedef {object} Voice
 * @property {number} id
 * @property {string} tape
 * @property {boolean} confirmed
 * @property {number} seconds
 * @property {Ticks | null} ticks its five best seconds
 * @property {boolean} comparable
 */
/**
 * @typedef {object} Person
 * @property {number} id
 * @property {string} name
 * @property {string} group
 * @property {string} note
 * @property {boolean} labelled nobody has named them yet
 * @property {number} seconds
 * @property {Array<{tape: string, seconds: number}>} on
 * @property {Voice[]} voices
 * @property {any} suggested
 */
/**
 * That two are one: a voice and whom it may be.
 * @typedef {object} Question
 * @property {string} key
 * @property {number} voice
 * @property {string} label who the voice is called now
 * @property {string} tape
 * @property {{id: number, name: string}} speaker
 * @property {string} why
 * @property {string[]} samples places: the voice, and what it is like
 * @property {number} like how many voices are asked about with the same answer
 */
/**
 * @typedef {object} People
 * @property {Person[]} speakers
 * @property {any[]} suggestions
 * @property {any[]} twins
 * @property {string[]} unheard
 * @property {string[]} groups
 * @property {number} tapes
 * @property {{weights: string, here: boolean}} finder
 */
/** @typedef {{kind: 'heading', text: string, count: number} | {kind: 'person', person: Person}} Row */

/** Named people first, who is heard longest on top; then the voices that nobody has named. @param {Person[]} speakers @returns {Row[]} */
export function arranged(speakers) {
  const byTime = [...speakers].sort((one, other) => other.seconds - one.seconds || one.id - other.id);
  const named = byTime.filter((one) => !one.labelled);
  const open = byTime.filter((one) => one.labelled);
  /** @type {Row[]} */
  const rows = [];
  for (const [text, some] of /** @type {const} */ ([['Named', named], ['Not named yet', open]])) {
    if (!some.length) continue;
    rows.push({ kind: 'heading', text, count: some.length });
    for (const person of some) rows.push({ kind: 'person', person });
  }
  return rows;
}

/** Everything that can be answered with yes or no, the surest first. @param {People} people @returns {Question[]} */
export function questions(people) {
  const bearer = new Map(people.speakers.flatMap((one) => one.voices.map((voice) => /** @type {const} */ ([voice.id, one]))));
  /** @type {Map<number, number>} */
  const like = new Map();
  for (const one of people.suggestions) like.set(one.speaker.id, (like.get(one.speaker.id) || 0) + 1);
  /** @type {Question[]} */
  const asked = people.suggestions.map((one) => ({
    key: `${one.voice} ${one.speaker.id}`,
    voice: one.voice,
    label: one.label,
    tape: one.tape,
    speaker: one.speaker,
    why: reasons(one),
    samples: one.samples,
    like: like.get(one.speaker.id) || 1,
  }));
  for (const twin of people.twins) {
    const other = bearer.get(twin.voices[0]);
    if (!other) continue;
    asked.push({
      key: `${twin.voices[1]} ${other.id}`,
      voice: twin.voices[1],
      label: twin.labels[1],
      tape: twin.tape,
      speaker: { id: other.id, name: other.name },
      why: `one tape, likeness ${twin.likeness.toFixed(2)}: somebody may have been split in two`,
      samples: [...twin.samples].reverse(),
      like: 1,
    });
  }
  return asked;
}

/** Why it is suggested, as the verb gives it. @param {any} one */
function reasons(one) {
  if (one.by === 'transcript') return `a transcript gives ${Math.round(one.likeness * 100)} % of what it says to ${one.speaker.name}`;
  const others = one.others?.length ? `, ${one.margin.toFixed(2)} more than anybody else` : '';
  const group = one.with.length > 1 ? `; with ${one.with.length} voices that sound so` : '';
  return `likeness ${one.likeness.toFixed(2)}${others}${group}`;
}

/**
 * A place as it is written (`T003@3.300000,8.300000`) as a span that plays; null where it is none.
 * @param {string} place
 */
export function spanOf(place) {
  const said = /^(.+)@([\d.]+),([\d.]+)$/.exec(place);
  return said ? { tape: said[1], start: toTicks(Number(said[2])), end: toTicks(Number(said[3])) } : null;
}

/** Which of the eight colours. @param {Person} person */
export function colourOf(person) {
  return ((person.id - 1) % 8) + 1;
}

/** A length as people say it. @param {number} seconds */
export function length(seconds) {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
