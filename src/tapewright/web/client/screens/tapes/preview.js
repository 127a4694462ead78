/** The panel beside the list: the chosen tape's picture and sound, its first words, what can be done with it. */
import { clip } from '../../deck/clip.js';
import { get } from '../../frame/api.js';
import { html, nothing } from '../../frame/dom.js';
import { amount, jobOnTape, pace, shareOf } from '../../frame/jobs.js';
import { tellError } from '../../frame/tell.js';
import { clock, TICKS_PER_SECOND, timecode } from '../../frame/time.js';
import { canHear, doing, formatOf, isBroken } from './rows.js';

/** @typedef {import('./rows.js').Tape} Tape */

/**
 * @typedef {object} Words
 * @property {{ticks: number, speaker: string, text: string}[]} lines
 * @property {boolean} on_its_way
 * @property {number} heard
 */

/**
 * What the panel can ask for.
 * @typedef {object} Acts
 * @property {(tape: Tape) => void} open
 * @property {(tape: Tape) => void} transcribe
 * @property {(tape: Tape) => void} voices
 * @property {(tape: Tape) => void} verify
 * @property {(tape: Tape) => void} relink
 * @property {(tape: Tape) => void} describe
 * @property {(id: string) => void} stop
 */

const HEARD_S = 20;

export class Preview {
  /** @param {{changed: () => void, acts: Acts}} told `changed`: draw me anew */
  constructor({ changed, acts }) {
    this.changed = changed;
    this.acts = acts;
    /** @type {Tape | null} */
    this.tape = null;
    /** @type {Words | null} */
    this.words = null;
    /** @type {Int8Array | null} */
    this.peaks = null;
    this.due = 0;
    this.isAsking = false;
    this.asksAgain = false;
  }

  /** Show a tape, as it is now. @param {Tape | null} tape */
  show(tape) {
    const isSame = tape !== null && this.tape?.id === tape.id;
    const hadWords = this.tape?.transcript?.version;
    this.tape = tape;
    if (!isSame) {
      if (clip.part) clip.stop();
      this.words = null;
      this.peaks = null;
    }
    if (!tape) return;
    if (!isSame || hadWords !== tape.transcript?.version) this.soon();
  }

  /** Read what the panel shows once the person rests on a tape. */
  soon() {
    clearTimeout(this.due);
    this.due = setTimeout(() => void this.read(), 80);
  }

  async read() {
    const { tape } = this;
    if (!tape) return;
    if (this.isAsking) {
      this.asksAgain = true;
      return;
    }
    this.isAsking = true;
    const path = `/api/tapes/${encodeURIComponent(tape.id)}`;
    try {
      const words = await get(`${path}/preview`);
      if (this.tape?.id === tape.id) this.words = words;
      this.changed();
      if (!this.peaks && tape.media === 'here' && canHear(tape)) {
        const answer = await fetch(`${path}/peaks?level=coarse`, { credentials: 'same-origin' });
        if (answer.ok && this.tape?.id === tape.id) this.peaks = new Int8Array(await answer.arrayBuffer());
      }
    } catch {
      // What cannot be shown is left out: the row says what is wrong with the tape.
    }
    this.isAsking = false;
    this.changed();
    if (this.asksAgain) {
      this.asksAgain = false;
      this.soon();
    }
  }

  /** Hear the tape from a place on, for a while; again: silence. @param {number} [from] ticks, by default its first words */
  hear(from) {
    const { tape } = this;
    if (!tape || !canHear(tape)) return;
    const start = from ?? this.words?.lines[0]?.ticks ?? 0;
    if (clip.part?.tape === tape.id && clip.part.start === start) clip.stop();
    else clip.play({ tape: tape.id, start, end: Math.min(tape.ticks, start + HEARD_S * TICKS_PER_SECOND) }).catch(tellError);
  }

  close() {
    clearTimeout(this.due);
    if (clip.part && clip.part.tape === this.tape?.id) clip.stop();
    this.tape = null;
  }

  draw() {
    const { tape } = this;
    if (!tape) return html`<p class="mute">Choose a tape to see more of it.</p>`;
    return html`<div class="panel-head"><h2>${tape.id}</h2><span class="num">${clock(tape.ticks)}</span></div>
      ${tape.has_video && tape.media === 'here'
        ? html`<img class="tapes-still" src="/media/tapes/${encodeURIComponent(tape.id)}/still.jpg?at=${Math.round(tape.ticks / 10)}" alt="" width="268" height="151" />`
        : nothing}
      ${this.peaks ? html`<canvas class="tapes-peaks" width="536" height="88" aria-hidden="true"></canvas>` : nothing}
      ${tape.title !== tape.id ? html`<p class="tapes-title">${tape.title}</p>` : nothing} ${this.trouble(tape)} ${this.work(tape)}
      <div class="tapes-actions">${this.actions(tape)}</div>
      ${this.firstWords(tape)} ${this.facts(tape)}`;
  }

  /** Fill the canvas, after it was drawn into the page. @param {HTMLElement} panel */
  paint(panel) {
    const canvas = /** @type {HTMLCanvasElement | null} */ (panel.querySelector('.tapes-peaks'));
    if (canvas && this.peaks) paintPeaks(canvas, this.peaks);
  }

  /** @param {Tape} tape */
  actions(tape) {
    const { acts } = this;
    const isBusy = jobOnTape(tape.id) !== null;
    const canVoices = tape.transcript && !tape.speakers.length && canHear(tape) && !isBusy;
    return html`<button class="button-main" @click=${() => acts.open(tape)}>Open</button>
      ${!tape.transcript && canHear(tape) && !isBusy
        ? html`<button class="button" @click=${() => acts.transcribe(tape)}>Transcribe</button>`
        : nothing}
      ${canVoices ? html`<button class="button" @click=${() => acts.voices(tape)}>Tell the voices apart</button>` : nothing}
      ${tape.media === 'missing' ? html`<button class="button" @click=${() => acts.relink(tape)}>Relink…</button>` : nothing}
      ${tape.files.length && tape.media !== 'missing' && !isBusy
        ? html`<button class="button" @click=${() => acts.verify(tape)}>Check the sum</button>`
        : nothing}
      <button class="button" @click=${() => acts.describe(tape)}>Describe…</button>`;
  }

  /** @param {Tape} tape */
  trouble(tape) {
    if (!isBroken(tape)) return nothing;
    const { seal } = tape;
    if (seal.state === 'missing') {
      return html`<div class="tapes-trouble" role="alert">
        <p class="bad">Media not found at</p>
        <p class="mono soft">${seal.path}</p>
        <p class="soft">Its words, quotes and cuts stay as they are. If the file was moved, relink finds it by its content.</p>
      </div>`;
    }
    return html`<div class="tapes-trouble" role="alert">
      <p class="bad">${seal.state === 'changed' ? 'The recording is not as it was taken in' : 'The recording cannot be read'}</p>
      ${seal.detail ? html`<p class="soft">${seal.detail}</p>` : nothing}
      <p class="mono soft">${seal.path}</p>
      ${seal.found
        ? html`<dl class="facts tapes-sums">
            <dt>noted</dt>
            <dd class="mono">${seal.expected}</dd>
            <dt>now</dt>
            <dd class="mono bad">${seal.found}</dd>
          </dl>`
        : nothing}
    </div>`;
  }

  /** What runs on the tape. @param {Tape} tape */
  work(tape) {
    const job = jobOnTape(tape.id);
    if (!job) return nothing;
    const share = shareOf(job, tape.id);
    return html`<div class="tapes-work" role="status">
      <div class="item-head">
        <a href="/jobs?job=${job.id}">${job.title}</a
        ><button class="button-quiet" @click=${() => this.acts.stop(job.id)}>Stop</button>
      </div>
      ${job.state === 'running'
        ? html`<progress class="progress" max="1" .value=${share ?? 0} aria-label="How far"></progress>
            <p class="mono soft">${share === null ? doing(job) : `${Math.floor(share * 100)} %`}${pace(job.progress) ? `, ${pace(job.progress)}` : ''}</p>
            ${job.tapes.length > 1 ? html`<p class="mute">all of it: ${amount(job.progress)}</p>` : nothing}`
        : html`<p class="mute">waits for the work before it</p>`}
    </div>`;
  }

  /** @param {Tape} tape */
  firstWords(tape) {
    const { words } = this;
    if (!words?.lines.length) return nothing;
    return html`<section aria-label=${words.on_its_way ? 'Words as they come' : 'First words'}>
      <div class="panel-head">
        <h2>${words.on_its_way ? 'Words as they come' : 'First words'}</h2>
        <span class="num">${words.on_its_way ? `${words.heard.toLocaleString('en-GB')} so far` : ''}</span>
      </div>
      ${words.lines.map(
        (line) => html`<div class="item">
          <div class="item-head">
            <span>${line.speaker}</span>
            ${canHear(tape)
              ? html`<button class="tapes-hear timecode" title="Hear it from here" @click=${() => this.hear(line.ticks)}>${timecode(line.ticks, tape)}</button>`
              : html`<span class="timecode">${timecode(line.ticks, tape)}</span>`}
          </div>
          <p class="said">${words.on_its_way ? '… ' : ''}${line.text}</p>
        </div>`,
      )}
    </section>`;
  }

  /** @param {Tape} tape */
  facts(tape) {
    const { transcript, seal } = tape;
    const heard = transcript
      ? `${transcript.words.toLocaleString('en-GB')}, version ${transcript.version} by ${[transcript.engine, transcript.model].filter(Boolean).join(' ')}`
      : '';
    /** @type {[string, string, string][]} */
    const facts = [
      ['Who', tape.speakers.join(', '), ''],
      ['Recorded', (tape.recorded_at || '').replace('T', ' '), 'mono'],
      ['Format', formatOf(tape), 'mono'],
      ['Starts at', tape.start_timecode, 'mono'],
      ['Reel', tape.reel, ''],
      ['Words', heard, 'mono'],
      ['Note', tape.note, ''],
      ['Sum', seal.state === 'whole' ? `as noted, on ${seal.when.slice(0, 10)}` : seal.state === 'noted' ? 'noted, not checked since' : '', 'mono'],
    ];
    const files = tape.files.map((file) => /** @type {[string, string, string]} */ (['File', file.path, 'mono']));
    return html`<section aria-label="Facts">
      <div class="panel-head"><h2>Facts</h2></div>
      <dl class="facts tapes-facts">
        ${[...facts, ...files].filter(([, value]) => value).map(([name, value, kind]) => html`<dt>${name}</dt><dd class=${kind}>${value}</dd>`)}
      </dl>
    </section>`;
  }
}

/**
 * Least and greatest sample of each stretch as upright lines.
 * @param {HTMLCanvasElement} canvas
 * @param {Int8Array} peaks pairs
 */
function paintPeaks(canvas, peaks) {
  const pen = canvas.getContext('2d');
  const bins = peaks.length >> 1;
  if (!pen || !bins) return;
  const { width, height } = canvas;
  pen.clearRect(0, 0, width, height);
  pen.fillStyle = getComputedStyle(canvas).color;
  const middle = height / 2;
  for (let x = 0; x < width; x += 1) {
    const first = Math.floor((x * bins) / width);
    const end = Math.max(first + 1, Math.floor(((x + 1) * bins) / width));
    let low = 0;
    let high = 0;
    for (let bin = first; bin < end; bin += 1) {
      low = Math.min(low, peaks[2 * bin]);
      high = Math.max(high, peaks[2 * bin + 1]);
    }
    const top = middle - (high / 128) * middle;
    pen.fillRect(x, top, 1, Math.max(1, middle - (low / 128) * middle - top));
  }
}
