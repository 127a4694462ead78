/** People: who is heard on the tapes, each voice named once for all of them; and the list of names and terms. */
import { html, nothing, render } from '../../frame/dom.js';
import { get } from '../../frame/api.js';
import { Latest } from '../../frame/latest.js';
import { on } from '../../frame/live.js';
import { LongList } from '../../frame/longlist.js';
import { query } from '../../frame/router.js';
import { tell } from '../../frame/tell.js';
import { Hearing } from '../search/hear.js';
import { factsOf, footOf, instead, unheard } from './bars.js';
import { CARD_HEIGHT, HEADING_HEIGHT, headingRow, personRow } from './cards.js';
import { Deeds } from './deeds.js';
import { peopleKeys } from './keys.js';
import { Names } from './names.js';
import { arranged, questions, spanOf } from './people.js';
import { sameStrip } from './same.js';
import { side } from './side.js';

/** @typedef {import('./people.js').Person} Person */
/** @typedef {import('./people.js').Question} Question */

/**
 * @param {import('../../frame/screens.js').Place} place
 * @param {import('../../frame/shell.js').Frame} frame
 * @returns {Promise<import('../../frame/screens.js').Screen>}
 */
export async function open(place, frame) {
  const people = new PeopleScreen(place.element, frame);
  people.come(place.query);
  await people.read();
  return people.screen;
}

export class PeopleScreen {
  /** @param {HTMLElement} element @param {import('../../frame/shell.js').Frame} frame */
  constructor(element, frame) {
    this.element = element;
    this.frame = frame;
    this.tab = 'people';
    /** @type {import('./people.js').People | null} */
    this.record = null;
    /** @type {unknown} */
    this.error = null;
    /** @type {import('./people.js').Row[]} */
    this.rows = [];
    /** @type {Question[]} */
    this.asked = [];
    /** Questions that were put off. @type {Set<string>} */
    this.put_off = new Set();
    this.current = 0;
    this.cursor = 0;
    /** @type {any} the job that tells voices apart, while it runs */
    this.job = null;
    this.refresh = 0;
    this.closing = new AbortController();
    this.latest = new Latest();
    this.hearing = new Hearing(() => this.draw());
    this.deeds = new Deeds(this);
    element.classList.add('people');
    render(frameOf(), element);
    const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (element.querySelector(`.${name}`));
    this.parts = { top: part('people-top'), columns: part('columns'), list: part('people-list'), instead: part('people-instead'), side: part('side'), names: part('people-names') };
    this.list = new LongList(this.parts.list, { count: 0, height: CARD_HEIGHT, draw: () => nothing });
    this.names = new Names(this.parts.names, () => this.draw());
    this.stops = [on('changed', () => this.soon()), on('reload', () => this.soon()), on('job', (job) => this.heardOf(job))];
    /** @type {import('../../frame/screens.js').Screen} */
    this.screen = {
      title: 'People',
      keys: peopleKeys(this),
      foot: footOf(null),
      changed: (to) => this.come(to.query),
      close: () => this.close(),
    };
  }

  close() {
    clearTimeout(this.refresh);
    this.closing.abort();
    this.latest.close();
    this.list.close();
    for (const stop of this.stops) stop();
    void this.hearing.stop();
  }

  // --- what is known ------------------------------------------------------------------------------------------------

  /** @param {URLSearchParams} said */
  come(said) {
    this.tab = said.get('tab') === 'names' ? 'names' : 'people';
    const who = Number(said.get('who'));
    if (who) this.current = who;
    if (this.tab === 'names' && !this.names.names) void this.names.read();
    this.draw();
    if (who) this.reveal();
  }

  /** Who is heard, as it is now. @returns {Promise<void>} */
  read() {
    return this.latest.ask((signal, arrives) => this.readNow(signal, arrives));
  }

  /** @param {AbortSignal} signal @param {() => boolean} arrives */
  async readNow(signal, arrives) {
    try {
      const record = await get('/api/people', {}, signal);
      if (!arrives()) return;
      this.record = record;
      this.error = null;
    } catch (error) {
      if (!arrives()) return;
      this.error = error;
    }
    if (this.record) {
      this.rows = arranged(this.record.speakers);
      this.asked = questions(this.record);
      if (!this.person) this.current = this.people[0]?.id || 0;
    }
    this.lay();
    this.draw();
  }

  /** Something was changed somewhere. A window that nobody sees waits until somebody does. */
  soon() {
    clearTimeout(this.refresh);
    this.refresh = window.setTimeout(() => {
      if (document.hidden) document.addEventListener('visibilitychange', () => this.soon(), { once: true, signal: this.closing.signal });
      else void this.read();
    }, 300);
  }

  /** @param {any} job */
  heardOf(job) {
    if (job.command !== 'find-voices') return;
    this.job = job.state === 'waiting' || job.state === 'running' ? job : null;
    if (job.state === 'failed' && job.error) tell(`Voices could not be told apart: ${job.error.message}. ${job.error.hint || ''}`, { kind: 'bad' });
    if (!this.job) void this.read();
    this.draw();
  }

  get people() {
    return this.rows.flatMap((row) => (row.kind === 'person' ? [row.person] : []));
  }

  /** The person that is looked at. */
  get person() {
    return this.people.find((one) => one.id === this.current) || null;
  }

  /** What is asked now: about a voice of the person that is looked at, else whether one is theirs, else the surest. @returns {Question | null} */
  get question() {
    const open = this.asked.filter((one) => !this.put_off.has(one.key));
    const some = open.length ? open : this.asked;
    const voices = new Set(this.person?.voices.map((voice) => voice.id));
    return some.find((one) => voices.has(one.voice)) || some.find((one) => one.speaker.id === this.current) || some[0] || null;
  }

  // --- what is said -------------------------------------------------------------------------------------------------

  later() {
    const { question } = this;
    if (!question) return;
    this.put_off.add(question.key);
    if (this.asked.every((one) => this.put_off.has(one.key))) this.put_off.clear();
    const next = this.question;
    const bearer = this.people.find((one) => one.voices.some((voice) => voice.id === next?.voice));
    if (bearer) this.current = bearer.id;
    this.draw();
  }

  // --- what is heard ------------------------------------------------------------------------------------------------

  /** Space: both samples of what is asked about this person, one after the other; else the voice at the cursor. */
  async hear() {
    if (this.hearing.key) {
      await this.hearing.stop();
      return;
    }
    const { person, question } = this;
    const isAbout = question && (!person || person.voices.some((voice) => voice.id === question.voice));
    if (isAbout) await this.hearBoth(question);
    else if (person) this.play(person, this.cursor);
  }

  /** @param {Question} question */
  async hearBoth(question) {
    for (const place of question.samples.keys()) {
      const wasStopped = await this.hearSample(question, place);
      if (wasStopped) return;
    }
  }

  /** @param {Question} question @param {number} place @returns {Promise<boolean>} whether it was stopped, or another was begun */
  async hearSample(question, place) {
    const span = spanOf(question.samples[place]);
    if (!span) return false;
    return !(await this.hearing.toggle(`question ${question.key} ${place}`, span));
  }

  /** @param {Person} person @param {number} place */
  play(person, place) {
    const voice = person.voices[place];
    if (!voice?.ticks) return;
    this.current = person.id;
    this.cursor = place;
    void this.hearing.toggle(`voice ${voice.id}`, { tape: voice.tape, ...voice.ticks });
    this.draw();
  }

  // --- where one is -------------------------------------------------------------------------------------------------

  /** @param {number} by */
  move(by) {
    const { people } = this;
    const place = people.findIndex((one) => one.id === this.current);
    const next = people[Math.max(0, Math.min(people.length - 1, place + by))];
    if (next) this.choose(next.id);
  }

  /** @param {number} id */
  choose(id) {
    if (id !== this.current) this.cursor = 0;
    this.current = id;
    query({ who: String(id) });
    this.draw();
    this.reveal();
  }

  /** @param {number} by */
  voice(by) {
    const count = this.person?.voices.length || 0;
    if (!count) return;
    this.cursor = (this.cursor + by + count) % count;
    this.draw();
  }

  startNaming() {
    const field = /** @type {HTMLInputElement | null} */ (this.parts.side.querySelector('.person-field'));
    field?.focus();
    field?.select();
  }

  focusList() {
    this.parts.list.focus({ preventScroll: true });
  }

  reveal() {
    const row = this.rows.findIndex((one) => one.kind === 'person' && one.person.id === this.current);
    if (row >= 0) this.list.reveal(row, HEADING_HEIGHT);
  }

  /** @param {string} tab */
  show(tab) {
    query({ tab: tab === 'names' ? 'names' : null }, { step: true });
    this.come(new URLSearchParams(location.search));
  }

  out() {
    if (this.hearing.key) void this.hearing.stop();
    else if (this.element.contains(document.activeElement) && document.activeElement !== this.parts.list) this.focusList();
    else return false;
    return true;
  }

  // --- how it looks -------------------------------------------------------------------------------------------------

  lay() {
    const { rows } = this;
    this.list.set({
      count: rows.length,
      height: (place) => (rows[place].kind === 'heading' ? HEADING_HEIGHT : CARD_HEIGHT),
      draw: (place) => this.drawRow(rows[place]),
      key: (place) => {
        const row = rows[place];
        return row.kind === 'heading' ? row.text : row.person.id;
      },
    });
  }

  /** @param {import('./people.js').Row} row */
  drawRow(row) {
    if (row.kind === 'heading') return headingRow(row);
    return personRow(row.person, { isCurrent: row.person.id === this.current, cursor: this.cursor, playing: this.hearing.key }, this);
  }

  draw() {
    const isNames = this.tab === 'names';
    render(this.top(), this.parts.top);
    this.parts.names.hidden = !isNames;
    this.parts.columns.hidden = isNames;
    if (isNames) this.names.draw();
    const has = Boolean(this.rows.length) && !this.error;
    this.parts.list.hidden = !has;
    this.parts.side.hidden = !has;
    this.parts.instead.hidden = has;
    const does = { begin: () => void this.deeds.tellApart(), again: () => void this.read() };
    render(has ? nothing : instead(this, does), this.parts.instead);
    if (has) {
      this.list.draw();
      this.parts.list.setAttribute('aria-activedescendant', `person-${this.current}`);
      this.drawSide();
    }
    this.screen.facts = this.record ? factsOf(this.record) : nothing;
    this.screen.foot = has && !isNames ? footOf(this.question) : ['people.tab'];
    this.frame.redraw();
  }

  drawSide() {
    const { person, record } = this;
    if (!person || !record) {
      render(nothing, this.parts.side);
      return;
    }
    const names = this.people.filter((one) => !one.labelled && one.id !== person.id).map((one) => one.name);
    const look = { groups: record.groups, names, playing: this.hearing.key, cursor: this.cursor };
    render(
      side(person, look, {
        rename: (name) => void this.deeds.rename(name),
        group: (group) => void this.deeds.group(group),
        note: (note) => void this.deeds.note(note),
        merge: () => void this.deeds.merge(),
        away: (voice) => void this.deeds.away(voice),
        play: (who, place) => this.play(who, place),
        leave: () => this.focusList(),
      }),
      this.parts.side,
    );
  }

  top() {
    const { record } = this;
    const tab = (/** @type {string} */ name, /** @type {string} */ label, /** @type {number | undefined} */ count) =>
      html`<button class="button" aria-pressed=${this.tab === name ? 'true' : 'false'} @click=${() => this.show(name)}>${label}${count === undefined ? nothing : html`<span class="chip-count">${count}</span>`}</button>`;
    return html`<div class="toolbar">
        <div class="modes" role="group" aria-label="What is listed">
          ${tab('people', 'People', this.people.length || undefined)} ${tab('names', 'Names and terms', this.names.names?.length)}
        </div>
        <span class="toolbar-gap"></span>
        <a class="button-quiet" href="/review">Hear first</a>
        ${this.tab === 'people' && this.rows.length ? html`<button class="button-quiet drawer-button" data-toggles="side">Details</button>` : nothing}
      </div>
      ${this.tab === 'people' && record ? html`${unheard(record, this.job, () => void this.deeds.tellApart())} ${this.strip()}` : nothing}`;
  }

  strip() {
    const { question } = this;
    if (!question) return nothing;
    const look = { place: this.asked.indexOf(question), count: this.asked.length, playing: this.hearing.key };
    return sameStrip(question, look, {
      yes: () => void this.deeds.yes(),
      no: () => void this.deeds.no(),
      all: () => void this.deeds.all(),
      later: () => this.later(),
      hear: (place) => void this.hearSample(question, place),
    });
  }

}

function frameOf() {
  return html`<div class="people-top"></div>
    <div class="columns">
      <div class="middle people-list" role="grid" aria-label="People" tabindex="0"></div>
      <div class="middle people-instead"></div>
      <aside class="side" aria-label="Person"></aside>
    </div>
    <div class="fill people-names"></div>`;
}
