/** What is done with events: played, opened, added, changed, removed; and what is asked about the one that is looked at. */
import { address, del, get, post } from '../../frame/api.js';
import { html } from '../../frame/dom.js';
import { go } from '../../frame/router.js';
import { ask, askText, tell, tellError } from '../../frame/tell.js';
import { wayBack } from '../../frame/undo.js';
import { Hearing } from '../search/hear.js';
import { isPlace } from './draft.js';
import { editEvent, newEvent } from './form.js';
import { Mentions } from './mentions.js';
import { editParty, showParties } from './parties.js';

const ASK_AFTER_MS = 120;

export class Deeds {
  /** @param {import('./screen.js').ChronologyScreen} screen */
  constructor(screen) {
    this.screen = screen;
    this.hearing = new Hearing(() => screen.draw());
    this.mentions = new Mentions(() => screen.draw(), () => this.people_known());
    /** @type {any[] | null} */
    this.knew = null;
    /** @type {Map<number, string>} */
    this.now = new Map();
    /** What the tapes say of the time of a gap; null while it is asked. @type {any} */
    this.told = null;
    this.askedOf = '';
    this.timer = 0;
    /** Events that are on their way out. @type {Set<number>} */
    this.going = new Set();
    /** @type {AbortController | null} */
    this.asking = null;
  }

  /** What the panel is told besides the event. */
  known() {
    const { event } = this.screen;
    const sources = event?.sources || this.told?.said || [];
    const sounding = sources.find((/** @type {any} */ one) => this.key(one) === this.hearing.key) || null;
    return { knew: this.knew, now: this.now, told: this.told, sounding };
  }

  /** @param {any} source */
  key(source) {
    return `${this.screen.at}:${source.number || source.about}`;
  }

  people_known() {
    const record = this.screen.chronology?.record;
    return record ? { parties: record.parties, cases: record.cases } : undefined;
  }

  /** Ask what is to be known of what is looked at: who knew of an event and how its sources read now; what is told of a gap. */
  follow() {
    const { event, gap } = this.screen;
    const number = this.screen.chronology?.record.number;
    const of = event ? `${event.id}.${event.revision}.${number}` : gap ? `gap.${gap.key}.${gap.begins}.${gap.ends}.${number}` : '';
    if (of === this.askedOf) return;
    this.askedOf = of;
    this.knew = null;
    this.told = null;
    this.now = new Map();
    this.stopAsking();
    if (event) this.timer = window.setTimeout(() => void this.ask(event, of), ASK_AFTER_MS);
    else if (gap) this.timer = window.setTimeout(() => void this.askOfGap(gap, of), ASK_AFTER_MS);
  }

  /** What was asked must not arrive at the server after the event is gone. */
  stopAsking() {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  /** @param {any} event @param {string} of */
  async ask(event, of) {
    const asking = (this.asking = new AbortController());
    const [knew, now] = await Promise.all([
      get('/api/chronology/who-knew', { event: `E${event.id}` }, asking.signal).catch(() => null),
      get(`/api/events/${event.id}/now`, {}, asking.signal).catch(() => null),
    ]);
    if (asking.signal.aborted || of !== this.askedOf) return;
    this.knew = knew?.knew || [];
    this.now = new Map((now?.sources || []).map((/** @type {any} */ one) => [one.number, one.reads_now]));
    this.screen.draw();
  }

  /** @param {any} gap @param {string} of */
  async askOfGap(gap, of) {
    const asking = (this.asking = new AbortController());
    const told = await get('/api/chronology/told', { first: gap.begins, last: gap.ends, case: gap.case }, asking.signal).catch(() => null);
    if (asking.signal.aborted || of !== this.askedOf) return;
    this.told = told || { said: [], codings: [], tapes: [] };
    this.screen.draw();
  }

  /** @type {import('./detail.js').Acts} */
  acts = {
    play: (source) => void this.hearing.toggle(this.key(source), { tape: source.tape, start: source.ticks.start, end: source.ticks.end }),
    href: (source) => hrefOf(source),
    edit: () => void this.edit(),
    remove: () => void this.remove(),
    removeSource: (source) => void this.removeSource(source),
    requote: (source) => void this.requote(source),
    addSource: () => void this.addSource(),
    choose: (id) => this.screen.look(id),
    merge: (conflict) => void this.merge(conflict),
    apart: (conflict) => void this.apart(conflict),
  };

  playFirst() {
    const source = this.screen.event?.sources.find((/** @type {any} */ one) => one.tape);
    if (source) this.acts.play(source);
    else tell('No source of this event is on a tape.');
  }

  openSource() {
    const source = this.screen.event?.sources.find((/** @type {any} */ one) => one.tape);
    if (source) go(hrefOf(source));
    else tell('No source of this event is on a tape.');
  }

  async add() {
    const made = await newEvent({ sources: [{ document: '' }] }, this.people_known());
    if (!made) return;
    await this.screen.read();
    this.screen.look(made.id);
  }

  async edit() {
    if (!this.screen.event) return;
    const made = await editEvent(this.screen.event, this.people_known());
    await this.screen.read();
    if (made) this.screen.look(made.id);
  }

  async remove() {
    const { event, chronology } = this.screen;
    if (!event || !chronology || this.going.has(event.id)) return;
    this.going.add(event.id);
    // At once, so that whoever presses the key twice removes two, and not the same one again.
    const left = chronology.events.filter((one) => one === event || !this.going.has(one.id));
    const at = left.indexOf(event);
    const next = left[at + 1] || left[at - 1];
    if (next) this.screen.look(next.id);
    const isGone = await this.doing(() => del(`/api/events/${event.id}`, { ifMatch: event.revision }), `Removed: ${event.title}`);
    this.going.delete(event.id);
    const isHere = this.screen.chronology?.byId.has(event.id);
    if (!isGone && isHere && next && this.screen.at === next.id) this.screen.look(event.id);
  }

  /** @param {any} source */
  async removeSource(source) {
    const { event } = this.screen;
    await this.doing(() => del(`/api/events/${event.id}/sources/${source.number}`, { ifMatch: event.revision }), 'The source was taken away.');
  }

  /** @param {any} source */
  async requote(source) {
    const { event } = this.screen;
    await this.doing(() => post(`/api/events/${event.id}/sources/${source.number}/requote`, {}, { ifMatch: event.revision }), 'The words were taken over as they read now.');
  }

  async addSource() {
    const { event } = this.screen;
    const text = await askText({ title: 'What else says so', label: 'A document, or a place on a tape: T017@12:40,12:55', ok: 'Add' });
    if (!text?.trim()) return;
    const body = isPlace(text) ? { place: text.trim() } : { document: text.trim() };
    await this.doing(() => post(`/api/events/${event.id}/sources`, body, { ifMatch: event.revision }), 'A source was added.');
  }

  /** Two events are one: the one that is looked at stays, and gets all that the other had. @param {any} conflict */
  async merge(conflict) {
    const { event, chronology } = this.screen;
    const other = chronology?.byId.get(conflict.event === event.id ? conflict.other : conflict.event);
    if (!other) return;
    const answer = await ask({
      title: 'These two are one event',
      body: html`<p>“${event.title}” stays. Sources and people of “${other.title}” go to it.</p>`,
      choices: [{ label: 'Make them one', value: 'yes', kind: 'main' }, { label: 'Leave it', value: '' }],
    });
    if (answer !== 'yes') return;
    await this.doing(() => post(`/api/events/${other.id}/merge`, { into: event.id }, { ifMatch: other.revision }), 'The two events are one.');
  }

  /** @param {any} conflict */
  async apart(conflict) {
    await this.doing(() => post('/api/chronology/duplicates/distinct', { one: conflict.event, other: conflict.other }), 'Noted that they are two events.');
  }

  /** @param {() => Promise<any>} act @param {string} said @returns {Promise<boolean>} whether it was done */
  async doing(act, said) {
    this.stopAsking();
    let isDone = false;
    try {
      const done = await act();
      isDone = true;
      tell(said, { undo: wayBack([done]) });
    } catch (error) {
      tellError(error);
    }
    this.askedOf = '';
    await this.screen.read();
    return isDone;
  }

  async people() {
    await showParties(() => void this.screen.read());
  }

  /** @param {number} id */
  async party(id) {
    const party = this.screen.chronology?.parties.get(id);
    if (party && (await editParty(party))) await this.screen.read();
  }

  close() {
    this.stopAsking();
    void this.hearing.stop();
    this.mentions.close();
  }
}

/** Where a tape shows a source. @param {any} source */
const hrefOf = (source) => address(`/tapes/${encodeURIComponent(source.tape)}`, { t: source.timecode });
