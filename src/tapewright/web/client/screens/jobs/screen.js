/** Jobs: what runs, what waits, how fast and how long yet, and in plain words what went wrong. */
import { del, get, post } from '../../frame/api.js';
import { html, nothing, render, repeat } from '../../frame/dom.js';
import { allJobs, amount, isActive, onJobs, pace, readJobs, share } from '../../frame/jobs.js';
import { query } from '../../frame/router.js';
import { empty } from '../../frame/states.js';
import { tell, tellError } from '../../frame/tell.js';
import { clock, TICKS_PER_SECOND } from '../../frame/time.js';
import { outcome } from './outcome.js';

/** @typedef {import('../../frame/jobs.js').Job} Job */

/** @type {Record<string, string>} */
const STATES = {
  waiting: 'waits',
  running: 'runs',
  done: 'done',
  failed: 'failed',
  stopped: 'stopped',
  interrupted: 'interrupted, goes on by itself',
};

/**
 * @param {import('../../frame/screens.js').Place} place
 * @param {import('../../frame/shell.js').Frame} frame
 */
export async function open(place, frame) {
  await readJobs();
  // Only now: until it stands in the page, the address may have become another screen's.
  return new Jobs(place.element, frame, place.query.get('job') || '');
}

class Jobs {
  /** @param {HTMLElement} element @param {import('../../frame/shell.js').Frame} frame @param {string} id the job that is asked for */
  constructor(element, frame, id) {
    this.element = element;
    this.element.classList.add('screen-fixed', 'jobs');
    this.frame = frame;
    this.title = 'Jobs';
    this.chosen = '';
    /** @type {any} the chosen job with its log and its answer */
    this.detail = null;
    this.isReading = false;
    this.readsAgain = false;
    this.keys = this.bindings();
    this.foot = ['jobs.down', 'jobs.stop', 'jobs.again', 'jobs.copy', 'jobs.remove'];
    this.off = onJobs((job) => {
      if (!this.job) return this.choose('');
      if (!job || job.id === this.chosen) void this.readDetail();
      this.draw();
    });
    this.turnTo(id);
  }

  /** @param {import('../../frame/screens.js').Place} place */
  changed(place) {
    this.choose(place.query.get('job') || '');
  }

  close() {
    this.off();
  }

  get job() {
    return this.ordered().find((job) => job.id === this.chosen) || null;
  }

  /** What runs, then what waits in its order, then what is over, the newest first. */
  ordered() {
    const all = allJobs();
    const active = all.filter(isActive).reverse();
    const rank = (/** @type {Job} */ job) => (job.state === 'running' ? 0 : 1);
    return [...active.sort((one, other) => rank(one) - rank(other)), ...all.filter((job) => !isActive(job))];
  }

  /** @param {string} id */
  choose(id) {
    this.turnTo(id);
    query({ job: this.chosen || null });
    this.element.querySelector('.row[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {string} id */
  turnTo(id) {
    const all = this.ordered();
    const found = all.find((job) => job.id === id) || all[0];
    this.chosen = found?.id || '';
    this.detail = null;
    void this.readDetail();
    this.draw();
  }

  async readDetail() {
    const id = this.chosen;
    if (!id) return;
    if (this.isReading) {
      this.readsAgain = true;
      return;
    }
    this.isReading = true;
    const detail = await get(`/api/jobs/${encodeURIComponent(id)}`).catch(() => null);
    this.isReading = false;
    if (this.readsAgain || id !== this.chosen) {
      this.readsAgain = false;
      if (this.chosen) void this.readDetail();
    }
    if (id !== this.chosen) return;
    this.detail = detail;
    this.draw();
  }

  /** @param {number} by */
  step(by) {
    const all = this.ordered();
    const at = all.findIndex((job) => job.id === this.chosen);
    const next = all[Math.max(0, Math.min(all.length - 1, at + by))];
    if (next) this.choose(next.id);
  }

  async stop() {
    const job = this.job;
    if (!job || !isActive(job)) return;
    await this.send(() => post(`/api/jobs/${job.id}/stop`));
  }

  async again() {
    const job = this.job;
    if (!job || isActive(job)) return;
    await this.send(() => post(`/api/jobs/${job.id}/again`));
  }

  async remove() {
    const job = this.job;
    if (!job || job.state === 'running') return;
    const all = this.ordered();
    const at = all.findIndex((one) => one.id === job.id);
    this.choose((all[at + 1] || all[at - 1])?.id || '');
    await this.send(() => del(`/api/jobs/${job.id}`));
  }

  /** @param {() => Promise<unknown>} ask */
  async send(ask) {
    try {
      await ask();
    } catch (error) {
      tellError(error);
    }
  }

  async copy() {
    const job = this.job;
    if (!job) return;
    const text = detailsOf(job, this.detail);
    try {
      await navigator.clipboard.writeText(text);
      tell('The details are copied.');
    } catch (error) {
      tellError(error);
    }
  }

  /** @returns {import('../../frame/keys.js').Binding[]} */
  bindings() {
    const isOver = () => this.job !== null && !isActive(this.job);
    return [
      { id: 'jobs.down', keys: ['ArrowDown', 'j'], does: 'Next job', repeats: true, run: () => this.step(1) },
      { id: 'jobs.up', keys: ['ArrowUp', 'k'], does: 'Job before', repeats: true, run: () => this.step(-1) },
      { id: 'jobs.stop', keys: ['s'], does: 'Stop', when: () => this.job !== null && isActive(this.job), run: () => void this.stop() },
      { id: 'jobs.again', keys: ['a'], does: 'Run again', when: isOver, run: () => void this.again() },
      { id: 'jobs.copy', keys: ['c'], does: 'Copy details', run: () => void this.copy() },
      { id: 'jobs.remove', keys: ['Delete', 'x'], does: 'Take off the list', when: isOver, run: () => void this.remove() },
    ];
  }

  draw() {
    const all = this.ordered();
    if (!all.length) {
      render(
        empty({
          title: 'No jobs',
          text: 'What takes long is listed here while it runs: taking in tapes, transcribing, telling voices apart, exports. It goes on when this page is closed, and after a restart.',
          actions: html`<a class="button" href="/tapes">To the tapes</a>`,
        }),
        this.element,
      );
      return;
    }
    const active = all.filter(isActive);
    const over = all.filter((job) => !isActive(job));
    render(
      html`<div class="toolbar jobs-tools">
          <span class="toolbar-gap"></span><button class="button-quiet" data-toggles="side">This job</button>
        </div>
        <div class="columns">
        <div class="middle" role="listbox" aria-label="Jobs" tabindex="0" aria-activedescendant=${this.chosen ? `job-${this.chosen}` : nothing}>
          ${active.length ? this.group('Now and next', active) : nothing} ${over.length ? this.group('Over', over) : nothing}
        </div>
        <aside class="side panel jobs-detail" aria-label="This job">${this.job ? this.panel(this.job) : nothing}</aside>
      </div>`,
      this.element,
    );
  }

  /** @param {string} title @param {Job[]} jobs */
  group(title, jobs) {
    return html`<div role="group" aria-label=${title}>
      <div class="jobs-group" aria-hidden="true">${title}</div>
      ${repeat(jobs, (job) => job.id, (job) => this.row(job))}
    </div>`;
  }

  /** @param {Job} job */
  row(job) {
    const done = share(job.progress);
    return html`<div
      class="row jobs-row"
      role="option"
      id="job-${job.id}"
      data-state=${job.state}
      aria-selected=${job.id === this.chosen ? 'true' : 'false'}
      @click=${() => this.choose(job.id)}
    >
      <span class="jobs-title">${job.title}</span>
      <span class="jobs-state ${job.state === 'failed' ? 'bad' : 'soft'}">${STATES[job.state]}</span>
      ${job.state === 'running'
        ? html`<span class="jobs-bar"><progress class="progress" max="1" .value=${done ?? 0} aria-label="How far"></progress></span>
            <span class="mono soft jobs-pace">${done === null ? '' : `${Math.floor(done * 100)} %`} ${pace(job.progress)}</span>`
        : html`<span class="jobs-said ${job.state === 'failed' ? '' : 'mute'}">${job.error?.message || ''}</span>
            <span class="mono mute jobs-pace">${job.ended_at ? when(job.ended_at) : ''}</span>`}
    </div>`;
  }

  /** @param {Job} job */
  panel(job) {
    const { detail } = this;
    const log = detail?.id === job.id ? detail.log : [];
    return html`<div class="panel-head"><h2>${job.title}</h2></div>
      ${job.error ? this.failure(job.error) : nothing}
      ${job.state === 'running' || job.state === 'waiting' || job.state === 'interrupted' ? this.progress(job) : nothing}
      <div class="jobs-actions">
        ${isActive(job)
          ? html`<button class="button" @click=${() => void this.stop()}>Stop</button>`
          : html`<button class="button" @click=${() => void this.again()}>Run again</button>`}
        <button class="button" @click=${() => void this.copy()}>Copy details</button>
        ${isActive(job) ? nothing : html`<button class="button" @click=${() => void this.remove()}>Take off the list</button>`}
      </div>
      ${isActive(job) ? html`<p class="mute">Stopping keeps what was finished; running it again goes on from there.</p>` : nothing}
      ${isActive(job) ? tapesOf(job) : outcome(detail?.id === job.id ? detail : null)} ${factsOf(job)}
      ${log.length ? html`<div class="panel-head"><h2>Last lines</h2></div><pre class="mono jobs-log" tabindex="0">${log.join('\n')}</pre>` : nothing}`;
  }

  /** @param {NonNullable<Job['error']>} error */
  failure(error) {
    return html`<div class="jobs-failure" role="alert">
      <p class="bad">${sentence(error.message)}</p>
      ${error.place ? html`<p class="mono soft">${error.place}</p>` : nothing}
      ${error.hint ? html`<p class="soft">${sentence(error.hint)}</p>` : nothing} ${this.fetchButton(error)}
    </div>`;
  }

  /** A model that is missing can be fetched from here. @param {NonNullable<Job['error']>} error */
  fetchButton(error) {
    const model = error.code === 'missing' ? /^tapewright models fetch ([\w.-]+)( --hub)?/.exec(error.hint) : null;
    if (!model) return nothing;
    const wanted = { command: 'fetch-model', arguments: { name: model[1], hub: Boolean(model[2]) } };
    return html`<p class="soft">This is the one thing that uses a network, and nothing of yours is sent.</p>
      <div class="jobs-actions"><button class="button" @click=${() => void this.send(() => post('/api/jobs', wanted))}>Fetch the model ${model[1]}</button></div>`;
  }

  /** @param {Job} job */
  progress(job) {
    const moment = job.progress;
    const done = share(moment);
    if (job.state !== 'running') return html`<p class="soft">${job.heavy ? 'It waits for the work before it: work that takes the whole machine runs one at a time.' : 'It begins soon.'}</p>`;
    return html`<div class="jobs-progress">
      <progress class="progress" max="1" .value=${done ?? 0} aria-label="How far"></progress>
      <p class="mono soft">${done === null ? 'begun' : `${Math.floor(done * 100)} %`}${amount(moment) ? `, ${amount(moment)}` : ''}</p>
      <p class="mono soft">${pace(moment)}</p>
      ${moment?.note && !job.tapes.includes(moment.note) ? html`<p class="mute">${moment.note}</p>` : nothing}
    </div>`;
  }
}

/** @param {Job} job */
function tapesOf(job) {
  if (!job.tapes.length) return nothing;
  const shown = job.tapes.slice(0, 12);
  return html`<p class="jobs-tapes">
    ${shown.map((tape) => html`<a href="/tapes/${encodeURIComponent(tape)}">${tape}</a> `)}
    ${job.tapes.length > shown.length ? html`<span class="mute">and ${job.tapes.length - shown.length} more</span>` : nothing}
  </p>`;
}

/** @param {Job} job */
function factsOf(job) {
  const facts = [
    ['State', STATES[job.state]],
    ['Asked for', when(job.made_at)],
    ['Began', job.began_at ? when(job.began_at) : ''],
    ['Ended', job.ended_at ? when(job.ended_at) : ''],
    ['Took', job.began_at && job.ended_at ? clock(((Date.parse(job.ended_at) - Date.parse(job.began_at)) / 1000) * TICKS_PER_SECOND) : ''],
    ['Then', job.then === 'transcribe' ? 'transcribe what was taken in' : ''],
    ['Number', job.id],
  ].filter(([, value]) => value);
  return html`<dl class="facts jobs-facts">
    ${facts.map(([name, value]) => html`<dt>${name}</dt><dd class=${name === 'State' ? '' : 'mono'}>${value}</dd>`)}
  </dl>`;
}

/** Begun with a capital, as a sentence is; a command's name stays as it is. @param {string} text */
const sentence = (text) => (text.startsWith('tapewright ') ? text : text.charAt(0).toUpperCase() + text.slice(1));

/** A moment as people read it: today the time, else the day too. @param {string} iso */
function when(iso) {
  const moment = new Date(iso);
  const time = moment.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const isToday = moment.toDateString() === new Date().toDateString();
  return isToday ? time : `${moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${time}`;
}

/** All there is to know, for somebody who helps. @param {Job} job @param {any} detail */
function detailsOf(job, detail) {
  const lines = [`job ${job.id}: ${job.title}`, `command: ${job.command}`, `state: ${job.state}, exit status ${job.exit_status ?? 'none'}`];
  if (job.error) lines.push(`error: ${job.error.code}: ${job.error.message}`, job.error.place, job.error.hint);
  if (job.progress) lines.push(`progress: ${job.progress.what} ${amount(job.progress)} ${pace(job.progress)}`);
  return [...lines, ...(detail?.id === job.id ? detail.log : [])].filter(Boolean).join('\n');
}
