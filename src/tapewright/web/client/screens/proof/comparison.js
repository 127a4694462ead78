/** A cut that comes back from the editing program, against a paper edit or an earlier cut: what has changed since. */
import { html, nothing } from '../../frame/dom.js';
import { get, post } from '../../frame/api.js';
import { go } from '../../frame/router.js';
import { Latest } from '../../frame/latest.js';
import { empty, failed, loading } from '../../frame/states.js';
import { askText, tellError } from '../../frame/tell.js';
import { withReading } from './readings.js';

const KINDS = /** @type {Record<string, string>} */ ({
  gone: 'is gone',
  added: 'is new',
  moved: 'moved',
  trimmed: 'trimmed',
  lifted: 'cut inside',
  put_back: 'put back',
  retimed: 'at another speed',
  spaced: 'moved in time',
});

export class Comparison {
  /**
   * @param {string} name
   * @param {() => void} draw
   * @param {(source: any) => void} play
   */
  constructor(name, draw, play) {
    this.name = name;
    this.draw = draw;
    this.play = play;
    this.against = '';
    /** @type {any} */
    this.found = null;
    /** @type {unknown} */
    this.error = null;
    /** @type {any[]} */
    this.others = [];
    this.reading = { changes: '', reels: /** @type {Record<string, string>} */ ({}) };
    this.latest = new Latest();
  }

  get path() {
    return `/api/proofs/${encodeURIComponent(this.name)}/conform`;
  }

  /** @param {string} against @param {{changes: string, reels: Record<string, string>}} reading */
  async read(against, reading) {
    this.against = against;
    this.reading = { ...reading, changes: '' };
    this.found = this.error = null;
    this.draw();
    await this.latest.ask(async (signal, arrives) => {
      try {
        const found = await get(withReading(this.path, this.reading, { against }), {}, signal);
        if (!arrives()) return;
        this.found = found;
      } catch (error) {
        if (!arrives()) return;
        this.error = error;
      }
      this.draw();
    }, withReading(against, this.reading));
  }

  close() {
    this.latest.close();
  }

  /** What it can be compared with. */
  async readOthers() {
    const record = await get('/api/proofs').catch(() => ({ proofs: [] }));
    this.others = record.proofs.filter((/** @type {any} */ one) => one.kind !== 'script' && one.name !== this.name);
    this.draw();
  }

  /** The panel's part. @param {(against: string) => void} choose */
  panel(choose) {
    return html`<section>
      <div class="panel-head"><h2>What has changed</h2></div>
      <label class="labelled panel-text"
        ><span>since</span>
        <select class="field" @change=${(/** @type {any} */ event) => choose(event.target.value)}>
          <option value="" ?selected=${!this.against}>choose a paper edit or a cut</option>
          ${this.others.map((one) => html`<option value=${one.name} ?selected=${one.name === this.against}>${one.name}</option>`)}
        </select>
      </label>
      ${this.found
        ? html`<div class="panel-actions"><button class="button" @click=${() => void this.takeOver()}>Make a paper edit of it…</button></div>`
        : nothing}
    </section>`;
  }

  drawn() {
    if (this.error) return failed(this.error, () => void this.read(this.against, this.reading));
    if (!this.found) return loading(`Comparing with ${this.against}…`);
    const { found } = this;
    if (found.same) {
      return empty({
        title: 'Nothing has changed',
        text: `Every line of ${this.against} stands in it to the frame: ${found.lines} ${found.lines === 1 ? 'line' : 'lines'}.`,
      });
    }
    return html`<table class="table conform">
        <thead>
          <tr><th scope="col">In the cut</th><th scope="col">What</th><th scope="col">Where</th></tr>
        </thead>
        <tbody>
          ${found.changes.map((/** @type {any} */ one) => this.change(one))}
          ${found.new_joins.map(
            (/** @type {any} */ one) => html`<tr><td class="timecode">${one.record_timecode}</td><td>new join</td><td>${one.explanation}</td></tr>`,
          )}
          ${found.new_flags.map(
            (/** @type {any} */ one) => html`<tr>
              <td class="timecode">${one.record_timecode}</td><td class="bad">${one.flag.replaceAll('_', ' ')}</td><td>${one.why || one.tape_words}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      ${found.unplaced.length
        ? html`<p class="conform-note bad">${found.unplaced.length} of its events lie on no tape here and could not be compared.</p>`
        : nothing}`;
  }

  /** @param {any} one */
  change(one) {
    return html`<tr>
      <td class="timecode">${one.record_timecode}</td>
      <td class=${one.kind === 'gone' ? 'bad' : ''}>${one.name} ${KINDS[one.kind]}</td>
      <td>
        <button class="button-quiet source-button" aria-label="Play it on ${one.tape}" @click=${() => this.play(one)}>
          <span aria-hidden="true">▸</span> <span class="mono">${one.tape}</span>
        </button>
        ${one.explanation}
      </td>
    </tr>`;
  }

  async takeOver() {
    const write = await askText({
      title: 'A paper edit out of this cut',
      label: 'What to call it',
      value: `${this.against} 2`,
      body: html`<p class="mute">Its lines are the ones of ${this.against} where they are still there, and what is new reads as the tape does.</p>`,
      ok: 'Make it',
    });
    if (!write?.trim()) return;
    try {
      await post(withReading(this.path, this.reading), { against: this.against, write: write.trim() });
      if (!this.latest.isClosed) go(`/paper/${encodeURIComponent(write.trim())}`);
    } catch (error) {
      tellError(error);
    }
  }
}
