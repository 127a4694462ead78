/** One proof (`/proof/:name`): every quotation over what the tape says, every join, to be played, accepted and printed. */
import { guard, html, nothing, render, repeat } from '../../frame/dom.js';
import { ApiError, address, get } from '../../frame/api.js';
import { Latest } from '../../frame/latest.js';
import { on } from '../../frame/live.js';
import { go, query } from '../../frame/router.js';
import { banner, empty, failed, loading } from '../../frame/states.js';
import { tell, tellError } from '../../frame/tell.js';
import { chips, passes } from './chips.js';
import { Claims } from './claims.js';
import { Comparison } from './comparison.js';
import { idOf, joint, quotation } from './entry.js';
import { bindings } from './keys.js';
import { acrossCut, acrossTape, around, asCut, fromWord, onTape } from './passages.js';
import { play, stop } from './playing.js';
import { readingOf, twoReadings, unknownReels, withReading, writeReels } from './readings.js';
import { removeScript } from './removing.js';
import { accept, heard, nextToHear, withdraw } from './signoff.js';
import { coverageTold, signedOff, summary } from './summary.js';

/** @typedef {import('../../frame/screens.js').Place} Place */

/** @param {Place} place @param {import('../../frame/shell.js').Frame} frame */
export async function open(place, frame) {
  const screen = new ProofScreen(place, frame);
  await screen.read();
  return screen.shown();
}

export class ProofScreen {
  /** @param {Place} place @param {import('../../frame/shell.js').Frame} frame */
  constructor(place, frame) {
    this.element = place.element;
    this.frame = frame;
    this.name = place.params.name;
    /** @type {any} */
    this.proof = null;
    /** @type {unknown} */
    this.error = null;
    /** What plays. @type {{id: string} | null} */
    this.sounding = null;
    /** @type {any} what of a paper edit's cut was heard */
    this.heard = null;
    /** @type {any} the job that makes the proof, where it takes long */
    this.job = null;
    /** What was last told of jobs. @type {Map<any, any>} */
    this.told = new Map();
    this.latest = new Latest();
    this.latestHeard = new Latest();
    this.isClosed = false;
    this.show = '';
    this.current = '';
    this.claims = new Claims(this.name, () => this.draw(), (source) => this.sound([around(source)]));
    this.comparison = new Comparison(this.name, () => this.draw(), (source) => this.sound([around(source)]));
    this.reading = readingOf(place.query);
    this.takeQuery(place.query);
    const again = () => void this.read();
    this.listening = [
      on('changed', again),
      on('reload', again),
      on('edit', (data) => data.edit === this.name && again()),
      on('script', (data) => data.script === this.name && again()),
      on('job', (job) => this.heardOfJob(job)),
    ];
  }

  /** @param {URLSearchParams} said */
  takeQuery(said) {
    this.show = said.get('show') || '';
    if (this.show === 'claims' && !this.claims.claims) void this.claims.read();
    this.current = said.get('q') || '';
    const before = withReading('', this.reading);
    this.reading = readingOf(said);
    if (this.proof && withReading('', this.reading) !== before) void this.read();
    const against = said.get('against') || '';
    if (against && against !== this.comparison.against) void this.comparison.read(against, this.reading);
    else if (!against) this.comparison.against = '';
  }

  /** Read the proof, and show what came of it. */
  read() {
    const address = withReading(`/api/proofs/${encodeURIComponent(this.name)}`, this.reading);
    return this.latest.ask((signal, arrives) => this.readNow(address, signal, arrives), address);
  }

  /** @param {string} address @param {AbortSignal} signal @param {() => boolean} arrives */
  async readNow(address, signal, arrives) {
    try {
      const said = await get(address, {}, signal);
      if (!arrives()) return;
      this.job = said.job || null;
      this.proof = said.job ? null : said;
      if (said.kind === 'edit') void this.readHeard();
      if (said.kind === 'timeline' && !this.comparison.others.length) void this.comparison.readOthers();
      this.error = null;
    } catch (error) {
      if (!arrives() || (this.proof && !(error instanceof ApiError))) return; // the server is away: what is shown stays
      this.error = error;
    }
    if (this.show === 'claims') void this.claims.read();
    this.draw();
    // Its end may have been told before the answer that says its number.
    const told = this.job && this.told.get(this.job.id);
    this.told.clear();
    if (told) this.heardOfJob(told);
  }

  readHeard() {
    return this.latestHeard.ask(async (signal, arrives) => {
      const heard = await get(`/api/proofs/${encodeURIComponent(this.name)}/heard`, { limit: 0 }, signal).catch(() => null);
      if (!arrives()) return;
      this.heard = heard || this.heard;
      this.draw();
    });
  }

  /** @param {any} job */
  heardOfJob(job) {
    this.told.set(job.id, job);
    if (job.id !== this.job?.id) return;
    this.job = job;
    if (job.state === 'done') void this.read();
    else if (job.state === 'failed' || job.state === 'stopped') {
      this.error = new ApiError(500, job.error || { message: `The check was ${job.state}.` }, null);
      this.job = null;
    }
    this.draw();
  }

  get all() {
    return this.proof ? [...this.proof.quotes, ...this.proof.joins] : [];
  }

  /** The entries that the chosen filter lets through. */
  get listed() {
    return this.all.filter((one) => passes(one, this.show));
  }

  /** @param {string} id */
  find(id) {
    return this.all.find((one) => idOf(one) === id);
  }

  draw() {
    if (this.isClosed) return;
    // The keys act on one line from the beginning.
    const listed = this.listed;
    if (listed.length && !listed.some((one) => idOf(one) === this.current)) this.current = idOf(listed[0]);
    render(this.drawn(), this.element);
    this.frame.redraw();
  }

  drawn() {
    if (this.error) return this.drawnError();
    if (!this.proof) return this.drawnComing();
    const { transcript_coverage: coverage } = this.proof;
    const isUnread = coverage.unread.length || !coverage.tapes;
    return html`${chips(this.proof, this.show, (show) => this.filter(show))}
      ${isUnread ? banner(coverageTold(coverage), { kind: 'bad', action: html`<a class="button" href="/tapes">To the tapes</a>` }) : nothing}
      <div class="columns">
        <div class="middle proof">${this.middle()}</div>
        <aside class="side panel" aria-label="Summary">
          ${summary(this.proof, {
            download: (form) => this.download(form),
            print: () => window.print(),
            remove: () => void this.remove(),
            readings: twoReadings(this.proof, this.reading.changes, (changes) => this.say({ changes: changes || null })),
            more: html`${this.heard ? signedOff(this.name, this.heard) : nothing}${unknownReels(this.proof, (name, tape) => this.say({ reels: writeReels({ ...this.reading.reels, [name]: tape }) }))}
              ${this.proof.kind === 'timeline' ? this.comparison.panel((against) => this.say({ against: against || null })) : nothing}`,
          })}
        </aside>
      </div>`;
  }

  middle() {
    if (this.show === 'claims') return this.claims.drawn();
    return this.comparison.against ? this.comparison.drawn() : this.entries();
  }

  /** Change what the address says of the reading, and show it. @param {Record<string, string | null>} said */
  say(said) {
    query(said, { step: true });
    this.takeQuery(new URLSearchParams(location.search));
    this.draw();
  }

  /** A check that takes long: how far it is. */
  drawnComing() {
    const progress = this.job?.progress;
    if (!progress?.total) return loading(`Checking ${this.name}…`);
    return html`<section class="state" data-state="loading" role="status">
      <p class="mute">Checking ${this.name}: ${progress.done} of ${progress.total} ${progress.unit}</p>
      <progress class="progress" max=${progress.total} value=${progress.done} aria-label="How much is checked"></progress>
    </section>`;
  }

  entries() {
    const { proof } = this;
    const head = html`<header class="proof-paper">
      <h1>Check of ${proof.file}</h1>
      <p>${this.frame.project.title}, ${new Date().toLocaleDateString([], { dateStyle: 'long' })}</p>
      <p>${coverageTold(proof.transcript_coverage)} ${proof.summary.quotes} quotations, ${proof.summary.joins} joins, ${proof.summary.open} open.</p>
    </header>`;
    if (proof.summary.empty) return this.nothingQuoted();
    if (!this.listed.length) {
      return empty({
        title: 'Nothing here is of this kind',
        actions: html`<button class="button" @click=${() => this.filter('')}>Show everything</button>`,
      });
    }
    return html`${head}
    ${repeat(this.listed, idOf, (one) => {
      const state = { isCurrent: idOf(one) === this.current, isSounding: idOf(one) === this.sounding?.id };
      return guard([one, state.isCurrent, state.isSounding], () => (one.between ? joint : quotation)(one, state, this.acts));
    })}`;
  }

  nothingQuoted() {
    return empty({
      title: 'Nothing was proved',
      text: html`No quotation was found in the ${this.proof.words} words of ${this.proof.file}. Words count as quoted in quotation marks, in block quotes, or
        behind a name and a colon. Where nothing can be proved, that is no pass.`,
      actions: html`<a class="button" href="/proof">Check another text</a>`,
    });
  }

  drawnError() {
    const isScript = this.error instanceof ApiError && this.error.status !== 404;
    return html`${failed(this.error, () => void this.read())}
      <div class="proof-after">
        <a class="button-quiet" href="/proof">All that was checked</a>
        ${isScript ? html`<button class="button-quiet" @click=${() => this.remove()}>Remove this file…</button>` : nothing}
      </div>`;
  }

  /** @param {string} show */
  filter(show) {
    this.show = show;
    query({ show: show || null }, { step: true });
    if (show === 'claims') void this.claims.read();
    this.draw();
  }

  /** @type {import('./entry.js').Acts} */
  acts = {
    choose: (id) => this.choose(id),
    play: (id, what) => this.play(id, what),
    playSource: (source) => this.sound([around(source)]),
    playWord: (cell) => this.sound(fromWord(cell)),
    accept: (id) => void accept(this.proof, this.reading, this.find(id), () => void this.read()),
    withdraw: (id) => void withdraw(this.find(id).accepted.id, () => void this.read()),
    heard: (id) => void heard(nextToHear(this.find(id)), () => void this.read()),
    open: (id) => this.openTape(id),
    openPaper: (id) => go(`/paper/${encodeURIComponent(this.name)}?bite=${this.find(id).bite}`),
  };

  /** @param {string} id @param {{focus?: boolean}} [options] */
  choose(id, { focus = false } = {}) {
    if (id !== this.current) {
      this.current = id;
      query({ q: id });
      this.draw();
    }
    if (!focus) return;
    const entry = /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-finding="${CSS.escape(id)}"]`));
    entry?.focus({ preventScroll: true });
    entry?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {number} by */
  step(by) {
    const ids = this.listed.map(idOf);
    if (!ids.length) return;
    const at = ids.indexOf(this.current);
    const to = at < 0 ? (by > 0 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + by));
    this.choose(ids[to], { focus: true });
  }

  /** @param {string} id @param {'tape' | 'cut' | 'both'} what */
  play(id, what) {
    const one = this.find(id);
    if (!one) return;
    const tape = one.between ? acrossTape(one) : onTape(one);
    const cut = one.between ? acrossCut(one) : asCut(one);
    if (what === 'both') this.sound(tape, cut);
    else this.sound(what === 'tape' ? tape : cut);
  }

  /** @param {import('./passages.js').Passage[][]} groups */
  sound(...groups) {
    if (!groups.some((group) => group.length)) {
      tell('There is no place on a tape to play.');
      return;
    }
    const sounding = (this.sounding = { id: this.current });
    this.draw();
    play(...groups)
      .catch(tellError)
      .finally(() => {
        if (this.sounding !== sounding) return;
        this.sounding = null;
        this.draw();
      });
  }

  /** @param {string} id */
  openTape(id) {
    const one = this.find(id);
    const source = one && (one.between || one.sources)[0];
    if (source) go(address(`/tapes/${encodeURIComponent(source.tape)}`, { t: source.timecode }));
  }

  /** @param {string} form */
  download(form) {
    const link = document.createElement('a');
    link.href = address(`/api/proofs/${encodeURIComponent(this.name)}/report`, { format: form });
    link.download = '';
    link.click();
  }

  async remove() {
    if ((await removeScript(this.name)) && !this.isClosed) go('/proof');
  }

  shown() {
    const screen = this;
    return {
      get title() {
        return screen.name;
      },
      get facts() {
        if (!screen.proof) return nothing;
        const { summary: found } = screen.proof;
        return html`<span>${found.open ? html`<span class="bad">${found.open} open</span>` : found.empty ? 'nothing was proved' : 'nothing is open'}</span>`;
      },
      keys: bindings(this),
      foot: ['proof.next', 'proof.play', 'proof.both', 'proof.open', 'proof.accept'],
      changed: (/** @type {Place} */ place) => {
        this.takeQuery(place.query);
        this.draw();
      },
      close: () => this.close(),
    };
  }

  hearCurrent() {
    const one = this.find(this.current);
    if (one.verdict === 'not_found' || !nextToHear(one)) tell('There is no place on a tape that it rests on.');
    else this.acts.heard(this.current);
  }

  close() {
    this.isClosed = true;
    this.latest.close();
    this.latestHeard.close();
    this.claims.close();
    this.comparison.close();
    for (const leave of this.listening) leave();
    void stop();
  }
}
