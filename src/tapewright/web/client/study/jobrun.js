/** A command that runs as a job, followed from a dialog: how far it is, and the files that came of it. */
import { get, inWords, post } from '../frame/api.js';
import { html, nothing } from '../frame/dom.js';
import { toldLast } from '../frame/jobs.js';
import { on } from '../frame/live.js';
import { tellError } from '../frame/tell.js';
import { drawWritten } from './written.js';

const LOOK_AGAIN_MS = 3000;
const OVER = ['done', 'failed', 'stopped', 'interrupted'];

export class JobRun {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    /** @type {any} */
    this.job = null;
    /** @type {any} */
    this.answer = null;
    /** @type {unknown} */
    this.trouble = null;
    this.timer = 0;
    this.isBeginning = false;
    this.isClosed = false;
    this.unfollow = on('job', (record) => void this.heard(record));
  }

  get isRunning() {
    return this.isBeginning || Boolean(this.job && !OVER.includes(this.job.state));
  }

  /** @param {string} command @param {Record<string, unknown>} wanted its arguments */
  async begin(command, wanted) {
    if (this.isRunning) return;
    this.forget();
    this.isBeginning = true;
    try {
      this.job = toldLast(await post('/api/jobs', { command, arguments: wanted }));
      this.isBeginning = false;
      if (!this.isRunning) await this.ended();
      else this.again();
    } catch (error) {
      this.trouble = error;
    }
    this.isBeginning = false;
    this.changed();
  }

  /** Looked at again also where nothing is told: its end may have come before we knew its number. */
  again() {
    clearTimeout(this.timer);
    if (this.isClosed) return;
    this.timer = window.setTimeout(async () => {
      const { job } = this;
      if (!job || !this.isRunning) return; // it has ended, and another may be asked for already
      const now = await get(`/api/jobs/${job.id}`).catch(() => null);
      if (now && this.isRunning) await this.heard(now);
      if (this.isRunning) this.again();
    }, LOOK_AGAIN_MS);
  }

  /** What came of another wish is not shown any more. */
  forget() {
    if (this.isRunning) return;
    this.job = this.answer = this.trouble = null;
  }

  /** @param {any} record */
  async heard(record) {
    if (record.id !== this.job?.id) return;
    this.job = record;
    if (!this.isRunning) await this.ended();
    this.changed();
  }

  async ended() {
    try {
      this.job = await get(`/api/jobs/${this.job.id}`);
      this.answer = this.job.answer;
    } catch (error) {
      this.trouble = error;
    }
  }

  async stop() {
    if (this.job) await post(`/api/jobs/${this.job.id}/stop`).catch(tellError);
  }

  close() {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.unfollow();
  }

  draw() {
    if (this.trouble) {
      const { text, hint } = inWords(this.trouble);
      return html`<p class="bad" role="alert">Nothing was written: ${text}. ${hint}</p>`;
    }
    if (this.isRunning) return html`<p role="status">${goingOn(this.job || {})}</p>`;
    if (this.job?.state === 'done' && this.answer?.files) return drawWritten(this.answer.files, this.answer.remarks);
    if (!this.job) return nothing;
    const { error, state } = this.job;
    return html`<p class="bad" role="alert">Nothing was written: ${error?.message || (state === 'stopped' ? 'it was stopped' : state)}. ${error?.hint || ''}</p>`;
  }
}

/** @param {any} job */
function goingOn({ state, progress }) {
  if (state === 'waiting') return 'It waits for other work to end.';
  if (!progress?.total) return 'Writing…';
  return html`Writing: ${progress.done} of ${progress.total} ${progress.unit}${progress.note ? html` <span class="mute">${progress.note}</span>` : nothing}`;
}
