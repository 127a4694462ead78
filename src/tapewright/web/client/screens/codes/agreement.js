/** Two coders side by side: how far they agree, code by code, and what they see differently, to be decided. */
import { html, nothing } from '../../frame/dom.js';
import { AwayError, get, post } from '../../frame/api.js';
import { Latest } from '../../frame/latest.js';
import { failed, loading } from '../../frame/states.js';
import { query } from '../../frame/router.js';
import { ask, tell } from '../../frame/tell.js';
import { wayBack } from '../../frame/undo.js';
import { did, tellRefused } from '../../study/did.js';
import { codesTable, overAll } from './agreed.js';
import { difference } from './difference.js';

/** What people settled is not compared with what it was settled from. */
const SETTLED = 'settled';

export class Agreement {
  /** @param {import('./screen.js').CodesScreen} room */
  constructor(room) {
    this.room = room;
    /** @type {string[] | null} */
    this.coders = null;
    /** @type {[string, string] | null} */
    this.pair = null;
    /** @type {any} */
    this.record = null;
    /** @type {any} */
    this.queue = null;
    /** @type {unknown} */
    this.error = null;
    /** How many places were decided here: what was read before the last of them is older than what is known. */
    this.decisions = 0;
    this.isDeciding = false;
    this.latest = new Latest();
  }

  /** What is so now, of the coders that the address names. @returns {Promise<void>} */
  read() {
    const named = new URLSearchParams(location.search).getAll('coder');
    return this.latest.ask((signal, arrives) => this.readNow(named, signal, arrives), JSON.stringify(named));
  }

  /** @param {string[]} named @param {AbortSignal} signal @param {() => boolean} arrives @returns {Promise<void>} */
  async readNow(named, signal, arrives) {
    const { decisions } = this;
    try {
      const coders = (await get('/api/coders')).coders.map((/** @type {any} */ one) => one.name).filter((/** @type {string} */ one) => one !== SETTLED);
      const [first, second] = new Set([...named.filter((one) => coders.includes(one)), ...coders]);
      const pair = second === undefined ? null : /** @type {[string, string]} */ ([first, second]);
      const which = pair ? pair.map((one) => `coders=${encodeURIComponent(one)}`).join('&') : '';
      const [record, queue] = pair ? await Promise.all([get(`/api/agreement?${which}`), get(`/api/disagreements?${which}`)]) : [null, null];
      if (!signal.aborted && decisions !== this.decisions) return this.read();
      if (!arrives()) return;
      Object.assign(this, { coders, pair, record, queue, error: null });
    } catch (error) {
      if (!arrives()) return;
      if (!(error instanceof AwayError && this.record)) this.error = error;
    }
    this.room.draw();
  }

  /** @param {0 | 1} place @param {string} name */
  choose(place, name) {
    if (!this.pair) return;
    const other = name === this.pair[1 - place] ? this.pair[place] : this.pair[1 - place];
    const pair = place === 0 ? [name, other] : [other, name];
    const all = new URLSearchParams(location.search);
    all.delete('coder');
    query({ coder: null });
    for (const one of pair) all.append('coder', one);
    history.replaceState(null, '', `${location.pathname}?${all}`);
    void this.read();
  }

  /** Go through what is open, one after the other, from a place of the list or from the first. @param {any} [from] */
  async decide(from) {
    if (this.isDeciding) return;
    this.isDeciding = true;
    await this.goThrough(from).finally(() => (this.isDeciding = false));
  }

  /** @param {any} from */
  async goThrough(from) {
    if (this.room.tab !== 'agreement') this.room.show('agreement');
    if (!from) await this.read();
    if (this.room.isClosed) return;
    if (!this.pair) {
      tell('Two people must have coded before anything can be decided.');
      return;
    }
    const all = this.queue?.disagreements || [];
    const first = Math.max(0, all.indexOf(from));
    for (const { key } of [...all.slice(first), ...all.slice(0, first)]) {
      const one = this.queue.disagreements.find((/** @type {any} */ other) => other.key === key);
      if (one && !(await this.settle(one))) return;
    }
    const left = this.queue?.disagreements.length;
    if (this.queue) tell(left ? `${left === 1 ? '1 place is' : `${left} places are`} left for later.` : 'Nothing is left to decide between these two.');
  }

  /** One place: as one of the two has it, nothing, or later. @param {any} one @returns {Promise<boolean>} whether the next may come */
  async settle(one) {
    if (!this.pair) return false;
    const left = this.queue.disagreements.length;
    const answer = await ask({
      title: `${one.tape} ${one.timecode}: ${one.kind}`,
      wide: true,
      body: difference(one, this.pair, { left, codes: this.room.codes, play: () => void this.room.hearing.toggle(one.key, { tape: one.tape, ...one.ticks }) }),
      choices: [
        ...this.pair.map((name) => ({ label: `As ${name} has it`, value: `take ${name}` })),
        { label: 'Nothing here', value: 'nothing' },
        { label: 'Later', value: 'later', kind: /** @type {const} */ ('main') },
        { label: 'Stop', value: '' },
      ],
    });
    await this.room.hearing.stop();
    this.room.focusTree();
    if (answer && answer !== 'later') return this.keep(one, answer === 'nothing' ? { nothing: true } : { take: answer.slice('take '.length) });
    return Boolean(answer);
  }

  /**
   * Keep a decision. The next place does not wait until all figures are reckoned anew.
   * @param {any} one @param {{nothing?: boolean, take?: string}} how @returns {Promise<boolean>} whether the next may come
   */
  async keep(one, how) {
    let told;
    try {
      told = await post('/api/disagreements/decide', { key: one.key, ...how });
    } catch (error) {
      tellRefused(error);
      await this.room.again();
      return !(error instanceof AwayError);
    }
    this.decisions += 1;
    this.queue.disagreements = this.queue.disagreements.filter((/** @type {any} */ other) => other.key !== one.key);
    this.queue.decided += 1;
    this.room.draw();
    void this.room.again();
    tell(how.take ? `Settled as ${how.take} has it` : 'Settled: nothing here', { undo: wayBack([told], this.room.again) });
    return true;
  }

  drawn() {
    if (this.error) return failed(this.error, () => void this.read());
    if (!this.coders) return loading();
    if (!this.pair) {
      return html`<p class="mute">Agreement is between two coders. ${this.coders.length ? html`So far ${this.coders[0]} alone has coded.` : 'Nobody has coded yet.'} Who codes here is named under Set up.</p>`;
    }
    const { record, queue } = this;
    return html`<div class="agree-coders">${this.select(0)} ${this.select(1)}</div>
      ${record.overall ? overAll(record.overall, record.intervals) : html`<p class="mute agree-why">${record.why}</p>`}
      ${record.codes.length ? codesTable(record.codes, this.room.codes, (id) => this.room.choose(id)) : nothing}
      ${record.left.map((/** @type {any} */ one) => this.notCompared(one))}
      ${record.untouched ? html`<p class="mute agree-why">${record.untouched === 1 ? '1 tape was' : `${record.untouched} tapes were`} coded by neither.</p>` : nothing}
      <section aria-label="To decide">
        <div class="panel-head"><h2>To decide</h2><span class="num">${queue.disagreements.length}</span></div>
        ${queue.disagreements.length
          ? html`<div class="code-acts"><button class="button" @click=${() => void this.decide()}>Decide <kbd>D</kbd></button></div>`
          : html`<p class="mute tape-hint">Nothing is open${queue.decided ? `; ${queue.decided} ${queue.decided === 1 ? 'is' : 'are'} settled` : ''}.</p>`}
        ${queue.disagreements.slice(0, 100).map(
          (/** @type {any} */ one) => html`<button class="item" @click=${() => void this.decide(one)}>
            <span class="item-head"><span><span class="mono">${one.tape}</span> <span class="timecode">${one.timecode}</span></span><span>${one.kind}</span></span>
            <span class="said">${one.text}</span>
          </button>`,
        )}
      </section>`;
  }

  /** A tape on which one of the two found nothing counts once that is said. @param {any} one */
  notCompared(one) {
    const other = one.done.length === 1 ? this.pair?.find((name) => name && !one.done.includes(name)) : '';
    return html`<p class="mute agree-why">Not compared: <span class="mono">${one.tape}</span>, ${one.why}.
      ${other ? html`<button class="button-quiet" @click=${() => void this.markDone(one.tape, other)}>${other} has done it too</button>` : nothing}</p>`;
  }

  /** Somebody has gone through a tape and found nothing to code. @param {string} tape @param {string} coder */
  async markDone(tape, coder) {
    await did(() => post('/api/agreement/done', { tape, coder }), `${tape} counts as done by ${coder}`, this.room.again);
  }

  /** @param {0 | 1} place */
  select(place) {
    const { coders, pair } = this;
    if (!coders || !pair) return nothing;
    return html`<label class="labelled"><span>${place ? 'and' : 'Between'}</span>
      <select class="field" name="coder-${place}" @change=${(/** @type {any} */ event) => this.choose(place, event.target.value)}>
        ${coders.map((name) => html`<option value=${name} ?selected=${name === pair[place]}>${name || 'nobody named'}</option>`)}
      </select></label>`;
  }
}
