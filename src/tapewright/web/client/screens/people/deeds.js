/** What a person says of voices on the People screen: each is one step of the history, told with the way back. */
import { post, request } from '../../frame/api.js';
import { toldLast } from '../../frame/jobs.js';
import { askText, tell, tellError } from '../../frame/tell.js';
import { say } from './said.js';

/** @typedef {import('./people.js').Person} Person */
/** @typedef {import('./people.js').Question} Question */

export class Deeds {
  /** @param {import('./screen.js').PeopleScreen} room */
  constructor(room) {
    this.room = room;
    /** Voices of which something is being said: until it is answered, the next question is not shown. @type {Set<number>} */
    this.underWay = new Set();
  }

  /** Nothing is said twice of a voice, by a key that is pressed again while the answer is on its way. @param {number} voice @param {() => Promise<unknown>} saying */
  async once(voice, saying) {
    if (this.underWay.has(voice)) return;
    this.underWay.add(voice);
    try {
      await saying();
    } finally {
      this.underWay.delete(voice);
    }
  }

  async yes() {
    const { question } = this.room;
    if (!question) return;
    await this.once(question.voice, () => {
      this.follow(question);
      return say([() => confirm(question)], () => `${question.label} is ${question.speaker.name}`, () => this.room.read());
    });
  }

  async no() {
    const { question } = this.room;
    if (!question) return;
    const body = { speaker: question.speaker.id };
    const said = () => `${question.label} is not ${question.speaker.name}`;
    await this.once(question.voice, () => say([() => post(`/api/voices/${question.voice}/reject`, body)], said, () => this.room.read()));
  }

  async all() {
    const { question } = this.room;
    if (!question) return;
    const same = this.room.asked.filter((one) => one.speaker.id === question.speaker.id);
    const inWords = (/** @type {any[]} */ tolds) => `${tolds.length === 1 ? '1 voice is' : `${tolds.length} voices are`} ${question.speaker.name}`;
    await this.once(question.voice, () => {
      this.follow(question);
      return say(same.map((one) => () => confirm(one)), inWords, () => this.room.read());
    });
  }

  /** The person in question stays in sight when a label becomes theirs. @param {Question} question */
  follow(question) {
    if (this.room.person?.voices.some((voice) => voice.id === question.voice)) this.room.current = question.speaker.id;
  }

  /** @param {string} text */
  async rename(text) {
    const { person } = this.room;
    const name = text.trim();
    if (!person || !name || name === person.name) return this.room.focusList();
    const voice = person.labelled ? person.voices[0] : null;
    const [known, ...namesakes] = this.room.people.filter((one) => one.id !== person.id && one.name.toLowerCase() === name.toLowerCase());
    // A label to which a voice was given already is a person by now: two become one.
    if (voice?.confirmed && known && !namesakes.length) return this.become(person, known);
    const saying = () => (voice ? post(`/api/voices/${voice.id}/name`, { name }) : request('PATCH', `/api/people/${person.id}`, { body: { name } }));
    const tolds = await say([saying], ([told]) => (voice ? told.did : `${told.did}, on every tape`), () => this.room.read());
    if (!tolds.length) return;
    this.room.current = tolds[0].speaker.id;
    this.room.focusList();
    this.room.draw();
    this.room.reveal();
  }

  /** @param {string} group */
  async group(group) {
    await this.revise({ group }, group ? `is in the group ${group}` : 'is in no group');
  }

  /** @param {string} note */
  async note(note) {
    if (note.trim() !== this.room.person?.note) await this.revise({ note }, 'has another note');
  }

  /** @param {any} body @param {string} did */
  async revise(body, did) {
    const { person } = this.room;
    if (!person) return;
    await say([() => request('PATCH', `/api/people/${person.id}`, { body })], () => `${person.name} ${did}`, () => this.room.read());
  }

  async merge() {
    const { person } = this.room;
    if (!person) return;
    const others = this.room.people.filter((one) => one.id !== person.id);
    const said = await askText({ title: `Who is ${person.name} the same as?`, label: 'Name', ok: 'They are one', list: others.map((one) => one.name) });
    if (!said) return;
    const into = others.filter((one) => one.name.toLowerCase() === said.trim().toLowerCase());
    if (into.length !== 1) {
      tell(into.length ? `${into.length} people are called ${said.trim()}. Give one of them another name first.` : `Nobody here is called ${said.trim()}.`, { kind: 'bad' });
      return;
    }
    await this.become(person, into[0]);
  }

  /** Two are one from now on. @param {Person} person @param {Person} into */
  async become(person, into) {
    const tolds = await say([() => post(`/api/people/${person.id}/merge`, { into: into.id })], ([told]) => `${told.did}, on every tape`, () => this.room.read());
    if (!tolds.length) return;
    this.room.current = into.id;
    this.room.focusList();
    this.room.draw();
    this.room.reveal();
  }

  /** @param {import('./people.js').Voice} voice */
  async away(voice) {
    await this.once(voice.id, () => say([() => post(`/api/voices/${voice.id}/split`)], ([told]) => told.did, () => this.room.read()));
    this.room.cursor = 0;
  }

  async awayAtCursor() {
    const voice = this.room.person?.voices[this.room.cursor];
    if (voice?.confirmed) await this.away(voice);
    else if (voice) tell('This voice is nobody’s yet: there is nothing to move it away from.');
  }

  async tellApart() {
    try {
      this.room.heardOf(toldLast(await post('/api/jobs', { command: 'find-voices' })));
    } catch (error) {
      tellError(error);
    }
  }
}

/** @param {Question} question */
function confirm(question) {
  return post(`/api/voices/${question.voice}/confirm`, { speaker: question.speaker.id });
}
