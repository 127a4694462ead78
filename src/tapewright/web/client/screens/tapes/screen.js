/** Tapes: all of them, how far their words are, whether their media is whole; where recordings come in. */
import { get, post } from '../../frame/api.js';
import { html, nothing, render } from '../../frame/dom.js';
import { isActive, jobOnTape, onJobs } from '../../frame/jobs.js';
import { on } from '../../frame/live.js';
import { LongList } from '../../frame/longlist.js';
import { go, query } from '../../frame/router.js';
import { tell, tellError } from '../../frame/tell.js';
import { clock } from '../../frame/time.js';
import { bindingsOf } from './bindings.js';
import { describe } from './describe.js';
import { firstRun, modelBanner } from './first.js';
import { choosePlace, chooseRecordings } from './places.js';
import { Preview } from './preview.js';
import { canHear, chosen, COLUMNS, counts, GROUPS, isBroken, row } from './rows.js';
import { taking } from './taking.js';

/** @typedef {import('./rows.js').Tape} Tape */
/** @typedef {import('./rows.js').Group} Group */

/** @typedef {import('./first.js').Model} Model */

/**
 * @param {import('../../frame/screens.js').Place} place
 * @param {import('../../frame/shell.js').Frame} frame
 */
export async function open(place, frame) {
  const screen = new Tapes(place.element, frame);
  screen.readAddress(place.query);
  try {
    await screen.read();
  } catch (error) {
    screen.close();
    throw error;
  }
  return screen;
}

export class Tapes {
  /** @param {HTMLElement} element @param {import('../../frame/shell.js').Frame} frame */
  constructor(element, frame) {
    this.element = element;
    this.element.classList.add('screen-fixed', 'tapes');
    this.frame = frame;
    this.title = 'Tapes';
    /** @type {import('../../frame/dom.js').Drawn} */
    this.facts = nothing;
    /** @type {Tape[]} */
    this.tapes = [];
    /** @type {Tape[]} */
    this.shown = [];
    /** @type {Model[]} */
    this.models = [];
    this.text = '';
    /** @type {Group} */
    this.group = 'all';
    this.sort = 'id';
    this.at = '';
    this.isReading = false;
    this.readsAgain = false;
    this.isClosed = false;
    this.due = 0;
    /** @type {LongList | null} */
    this.list = null;
    taking.open({ changed: () => this.draw(), canTranscribe: () => this.canTranscribe });
    this.preview = new Preview({ changed: () => this.drawPanel(), acts: this.acts() });
    this.keys = bindingsOf(this);
    /** @type {string[]} */
    this.foot = [];
    this.offs = [
      on('changed', () => this.soon()),
      on('reload', () => this.soon()),
      on('state', (state) => state === 'live' && this.soon()),
      onJobs((job) => this.onJob(job)),
      listenTo(window, 'focus', () => this.soon()),
    ];
  }

  close() {
    clearTimeout(this.due);
    this.isClosed = true;
    for (const off of this.offs) off();
    taking.close();
    this.preview.close();
    this.list?.close();
  }

  /** @param {import('../../frame/screens.js').Place} place */
  changed(place) {
    this.readAddress(place.query);
    this.draw();
    this.reveal();
  }

  /** @param {URLSearchParams} said */
  readAddress(said) {
    this.text = said.get('q') || '';
    const group = said.get('show') || 'all';
    this.group = /** @type {Group} */ (GROUPS.some(([name]) => name === group) ? group : 'all');
    this.sort = said.get('sort') || 'id';
    this.at = said.get('tape') || '';
  }

  writeAddress() {
    query({
      q: this.text || null,
      show: this.group === 'all' ? null : this.group,
      sort: this.sort === 'id' ? null : this.sort,
      tape: this.at || null,
    });
  }

  get canTranscribe() {
    return this.models.some((model) => model.purpose === 'words' && model.here);
  }

  get current() {
    return this.shown.find((tape) => tape.id === this.at) || null;
  }

  // --- reading -----------------------------------------------------------------------------------------------------

  /** One answer after the other: what happens while one is on its way is asked for when it is here. */
  async read() {
    this.isReading = true;
    this.readsAgain = false;
    try {
      const [said, ready] = await Promise.all([get('/api/tapes'), get('/api/ready')]);
      this.tapes = said.tapes;
      this.models = ready.models;
      this.draw();
    } finally {
      this.isReading = false;
      if (this.readsAgain) this.soon();
    }
  }

  /** Read anew in a moment: once for all that changes now. */
  soon() {
    if (this.isClosed) return;
    clearTimeout(this.due);
    this.due = setTimeout(() => {
      if (this.isReading) this.readsAgain = true;
      else void this.read().catch(() => undefined); // where the server is away, the frame says so, and what is shown stays
    }, 150);
  }

  /** @param {import('../../frame/jobs.js').Job | null} job */
  onJob(job) {
    if (!job || !isActive(job)) this.soon();
    const { current } = this;
    if (job?.command === 'transcribe' && current && job.progress?.part?.tape === current.id) this.preview.soon();
    this.draw();
  }

  // --- what a person does ------------------------------------------------------------------------------------------

  /** @param {string} id */
  choose(id) {
    this.at = id;
    this.writeAddress();
    this.draw();
    this.reveal();
  }

  /** @param {number} by */
  step(by) {
    if (!this.shown.length) return;
    const at = this.shown.findIndex((tape) => tape.id === this.at);
    const next = at < 0 ? 0 : Math.max(0, Math.min(this.shown.length - 1, at + by));
    this.choose(this.shown[next].id);
  }

  reveal() {
    const at = this.shown.findIndex((tape) => tape.id === this.at);
    if (at >= 0) this.list?.reveal(at);
  }

  /** @param {{text?: string, group?: Group, sort?: string}} wish */
  filter(wish) {
    Object.assign(this, wish);
    this.writeAddress();
    this.draw();
  }

  /** @param {string} column */
  order(column) {
    this.filter({ sort: this.sort === column ? `-${column}` : column });
  }

  async add() {
    const answer = await chooseRecordings({ canTranscribe: this.canTranscribe });
    if (!answer) return;
    await this.send(() => post('/api/tapes/ingest', answer));
  }

  /** @param {string} command @param {object} args */
  async job(command, args) {
    await this.send(() => post('/api/jobs', { command, arguments: args }));
  }

  /** @param {() => Promise<unknown>} ask */
  async send(ask) {
    try {
      await ask();
    } catch (error) {
      tellError(error);
    }
  }

  /** @param {Tape[]} tapes */
  async transcribe(tapes) {
    if (!this.canTranscribe) {
      tell('The model that hears words is not on this machine yet.', { kind: 'bad', action: { label: 'Fetch it', run: () => this.fetchModel('words') } });
      return;
    }
    await this.job('transcribe', { tapes: tapes.map((tape) => tape.id) });
  }

  /** @param {string} purpose */
  fetchModel(purpose) {
    const model = this.models.find((one) => one.purpose === purpose);
    if (model) void this.job('fetch-model', { name: model.name, hub: model.source === 'hub' });
  }

  /** @returns {import('./preview.js').Acts} */
  acts() {
    return {
      open: (tape) => go(`/tapes/${encodeURIComponent(tape.id)}`),
      transcribe: (tape) => void this.transcribe([tape]),
      voices: (tape) => void this.job('find-voices', { tapes: [tape.id] }),
      verify: (tape) => void this.job('verify', { tapes: [tape.id] }),
      relink: (tape) => void this.relink(tape),
      describe: (tape) => void describe(tape).catch(tellError),
      stop: (id) => void this.send(() => post(`/api/jobs/${id}/stop`)),
    };
  }

  /** @param {Tape} tape */
  async relink(tape) {
    const name = tape.missing[0]?.split('/').pop() || tape.id;
    const answer = await choosePlace(name);
    if (answer) await this.send(() => post(`/api/tapes/${encodeURIComponent(tape.id)}/relink`, { path: answer.paths[0] }));
  }

  field() {
    return /** @type {HTMLInputElement | null} */ (this.element.querySelector('.tapes-field'));
  }

  leaveField() {
    if (this.text) this.filter({ text: '' });
    else this.grid()?.focus();
  }

  intoList() {
    this.grid()?.focus();
    if (!this.current) this.step(1);
  }

  grid() {
    return /** @type {HTMLElement | null} */ (this.element.querySelector('[role=grid]'));
  }

  togglePanel() {
    const side = this.element.querySelector('.side');
    side?.classList.toggle(innerWidth < 900 ? 'is-open' : 'is-shut');
    this.list?.soon();
  }

  // --- drawing -----------------------------------------------------------------------------------------------------

  draw() {
    if (this.isClosed) return;
    this.shown = chosen(this.tapes, { text: this.text, group: this.group, sort: this.sort });
    this.facts = this.tapes.length ? html`<span>${this.tapes.length.toLocaleString('en-GB')} ${this.tapes.length === 1 ? 'tape' : 'tapes'}, ${clock(this.tapes.reduce((sum, tape) => sum + tape.ticks, 0))}</span>` : nothing;
    this.foot = this.tapes.length ? ['tapes.down', 'tapes.open', 'tapes.panel', 'tapes.add', 'tapes.find'] : ['tapes.add'];
    this.frame.redraw();
    if (!this.tapes.length) {
      this.list?.close();
      this.list = null;
      render(this.drawEmpty(), this.element);
      return;
    }
    if (!this.current && this.shown.length) this.at = this.shown[0].id;
    render(this.drawList(), this.element);
    const rows = {
      count: this.shown.length,
      height: rowHeight(),
      key: (/** @type {number} */ index) => this.shown[index].id,
      draw: (/** @type {number} */ index) => row(this.shown[index], { index, isChosen: this.shown[index].id === this.at, choose: (id) => this.choose(id), open: (id) => go(`/tapes/${encodeURIComponent(id)}`) }),
    };
    const scroller = /** @type {HTMLElement} */ (this.element.querySelector('.tapes-rows'));
    if (this.list && this.list.scroller === scroller) this.list.set(rows);
    else this.list = new LongList(scroller, rows);
    this.preview.show(this.current);
    this.drawPanel();
  }

  drawPanel() {
    const panel = /** @type {HTMLElement | null} */ (this.element.querySelector('.tapes-panel'));
    if (!panel) return;
    render(this.preview.draw(), panel);
    this.preview.paint(panel);
  }

  drawList() {
    const many = counts(this.tapes);
    return html`<div class="toolbar">
        <input
          class="field tapes-field"
          type="search"
          aria-label="Find a tape"
          placeholder="Tape, person, reel, note"
          .value=${this.text}
          @input=${(/** @type {any} */ event) => this.filter({ text: event.target.value })}
        />
        ${GROUPS.filter(([name]) => name === 'all' || many[name] || name === this.group).map(
          ([name, label]) => html`<button class="chip" aria-pressed=${name === this.group ? 'true' : 'false'} @click=${() => this.filter({ group: name })}>
            ${label} <span class="chip-count">${many[name].toLocaleString('en-GB')}</span>
          </button>`,
        )}
        <span class="toolbar-gap"></span>
        ${this.transcribeAll()}
        <button class="button" @click=${() => void this.add()}>Add from this computer…</button>
        <button class="button-quiet drawer-button" data-toggles="side">Preview</button>
      </div>
      ${taking.draw()} ${this.modelBanner()}
      <div class="columns">
        <div class="middle tapes-grid ${this.tapes.some((tape) => tape.recorded_at) ? '' : 'is-undated'}" role="grid" aria-label="Tapes" aria-rowcount=${this.shown.length + 1} tabindex="0" aria-activedescendant=${this.current ? `tape-${this.at}` : nothing}>
          <div class="rows-head tapes-row" role="row">
            ${COLUMNS.map(([name, label, kind]) => this.columnHead(name, label, kind))}
          </div>
          <div class="tapes-rows" role="rowgroup"></div>
          ${this.shown.length ? nothing : html`<p class="tapes-none mute">No tape is like that. <button class="button-quiet" @click=${() => this.filter({ text: '', group: 'all' })}>Show all</button></p>`}
        </div>
        <aside class="side panel tapes-panel" aria-label="Preview"></aside>
      </div>`;
  }

  /** @param {string} name @param {string} label @param {string} kind */
  columnHead(name, label, kind) {
    const way = this.sort === name ? 'ascending' : this.sort === `-${name}` ? 'descending' : 'none';
    const sign = way === 'ascending' ? ' ↑' : way === 'descending' ? ' ↓' : '';
    return html`<span role="columnheader" class=${kind} aria-sort=${way}
      ><button class="tapes-sort" @click=${() => this.order(name)}>${label}${sign}</button></span
    >`;
  }

  transcribeAll() {
    const silent = this.shown.filter((tape) => !tape.transcript && canHear(tape) && !isBroken(tape) && !jobOnTape(tape.id));
    if (silent.length < 2) return nothing;
    return html`<button class="button" @click=${() => void this.transcribe(silent)}>Transcribe ${silent.length.toLocaleString('en-GB')}</button>`;
  }

  /** The model that is missing, said where tapes wait for it. */
  modelBanner() {
    const model = this.missingModel();
    return model && this.tapes.some((tape) => !tape.transcript && canHear(tape)) ? modelBanner(model, () => this.fetchModel(model.purpose)) : nothing;
  }

  missingModel() {
    return this.models.find((one) => one.purpose === 'words' && !one.here) || null;
  }

  drawEmpty() {
    const model = this.missingModel();
    return html`${taking.draw()}
    ${firstRun({
      add: () => void this.add(),
      take: (files) => taking.take(files, this.canTranscribe),
      model,
      fetchModel: () => this.fetchModel('words'),
    })}`;
  }
}

/** How high a row is, as the stylesheet says. */
function rowHeight() {
  return Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row-height')) || 28;
}

/** @param {Window} target @param {string} name @param {(event: Event) => void} listen @returns {() => void} */
function listenTo(target, name, listen) {
  target.addEventListener(name, listen);
  return () => target.removeEventListener(name, listen);
}
