/**
 * The deck: the picture, the whole tape, thirty seconds of it, where it is and how fast, in one strip.
 *
 * It is laid out apart from everything else (`contain: strict`), and while it plays only layers move and one short text
 * changes.
 */
import { html, nothing, render } from '../frame/dom.js';
import { AwayError, inWords, post } from '../frame/api.js';
import { toldLast } from '../frame/jobs.js';
import { on } from '../frame/live.js';
import { tellError } from '../frame/tell.js';
import { clock, timecode } from '../frame/time.js';
import { stillOfTape } from './address.js';
import { Peaks } from './peaks.js';
import { Player } from './player.js';
import { Overview, Page } from './waveform.js';

const SIZES = ['', 'deck-large', 'deck-larger'];
const STILL_MS = 150;

/**
 * Put a deck into an element.
 * @param {HTMLElement} element
 * @param {{tape: string, player: Player, timecode?: boolean}} options the player has the tape loaded or will; `timecode`
 *   false where another part of the screen shows it
 */
export function makeDeck(element, options) {
  return new Deck(element, options);
}

/**
 * A deck with a player of its own, the tape loaded. It stands; nothing sounds by itself.
 * @param {HTMLElement} element
 * @param {{id: string} | string} tape
 */
export async function mount(element, tape) {
  const player = new Player();
  const id = typeof tape === 'string' ? tape : tape.id;
  const deck = makeDeck(element, { tape: id, player, timecode: false });
  await player.load(id).catch(() => {}); // the deck says why, and what to do
  return deck;
}

class Deck {
  /** @param {HTMLElement} host @param {{tape: string, player: Player, timecode?: boolean}} options */
  constructor(host, { tape, player, timecode: says = true }) {
    this.tape = tape;
    this.player = player;
    this.peaks = new Peaks(tape);
    this.size = 0;
    /** The job that makes the picture. @type {any} */
    this.job = null;
    /** What the waveforms were drawn for. @type {any} */
    this.drawn = null;
    this.stillTimer = 0;
    this.element = document.createElement('section');
    this.element.className = 'deck';
    this.element.setAttribute('aria-label', 'Deck');
    /** @param {number} ticks */
    const words = (ticks) => (player.record ? timecode(ticks, player.record) : '');
    this.overview = new Overview(player, this.peaks, { label: 'Place on the tape', step: 5, leap: 60, inWords: words });
    this.page = new Page(player, this.peaks, { label: 'Place in these 30 seconds', step: 1, leap: 30, inWords: words });
    this.still = document.createElement('img');
    this.still.className = 'deck-still';
    this.still.alt = '';
    this.still.addEventListener('error', () => this.still.removeAttribute('src'));
    this.place = document.createElement('output');
    this.place.className = 'deck-timecode';
    this.place.setAttribute('aria-label', 'Timecode');
    this.place.hidden = !says;
    this.notes = document.createElement('div');
    this.notes.className = 'deck-notes';
    this.build(host);
    this.stops = this.listen();
    this.changed();
  }

  /** @param {HTMLElement} host */
  build(host) {
    const screen = document.createElement('div');
    screen.className = 'deck-screen';
    screen.append(this.player.picture.element, this.still);
    const waves = document.createElement('div');
    waves.className = 'deck-waves';
    const line = document.createElement('div');
    line.className = 'deck-line';
    line.append(this.place, this.notes);
    waves.append(this.overview.element, this.page.element, line);
    this.element.append(screen, waves);
    host.append(this.element);
  }

  listen() {
    const { player } = this;
    const moved = () => this.moved();
    const changed = () => this.changed();
    for (const kind of ['tick', 'seeked']) player.addEventListener(kind, moved);
    for (const kind of ['state', 'speed']) player.addEventListener(kind, changed);
    return [
      () => ['tick', 'seeked'].forEach((kind) => player.removeEventListener(kind, moved)),
      () => ['state', 'speed'].forEach((kind) => player.removeEventListener(kind, changed)),
      on('job', (job) => job.command === 'proxy' && this.jobTold(job)),
      on('reload', () => void this.refresh()),
      on('state', (state) => state === 'live' && player.error instanceof AwayError && void this.again()),
    ];
  }

  /** The playhead, and what goes with it. */
  moved() {
    const { player } = this;
    this.overview.follow();
    this.page.follow();
    const said = player.record ? timecode(player.ticks, player.record) : '';
    if (this.place.textContent !== said) this.place.textContent = said;
    if (!player.isPlaying) this.showStill();
  }

  /** What there is to play, whether it plays, how fast. */
  changed() {
    const { player } = this;
    this.element.dataset.state = player.state;
    this.element.classList.toggle('has-picture', player.picture.isThere || player.unmade.length > 0);
    this.element.classList.toggle('has-still', !player.picture.isThere && player.unmade.length > 0);
    render(this.says(), this.notes);
    if (player.state === 'ready' && this.drawn !== player.record) {
      this.drawn = player.record;
      this.overview.draw();
      void this.page.turn();
    }
    this.moved();
  }

  says() {
    const { player } = this;
    if (player.state === 'loading' || !player.record) return player.state === 'failed' ? this.failure() : html`<span class="mute">Reading…</span>`;
    if (player.state === 'failed') return this.failure();
    const { missing } = player;
    return html`${player.speed === 1 ? nothing : html`<span class="mono deck-speed">${player.speed}×</span>`}
      <span class="mono mute">${clock(player.duration)}</span>
      ${player.usesCopy ? html`<span class="mute">the listening copy: the original may sound otherwise</span>` : nothing}
      ${missing.length ? html`<span class="bad truncate" title=${missing.join('\n')}>${notThere(missing, player.record.files.length)}</span>` : nothing}
      ${this.aboutPicture()}`;
  }

  failure() {
    const { text, hint } = inWords(this.player.error);
    return html`<span class="bad truncate" role="alert" title=${hint}>${text}</span>
      <button class="button-quiet" @click=${() => void this.again()}>Try again</button>`;
  }

  aboutPicture() {
    const { player } = this;
    if (!player.unmade.length) return nothing;
    if (this.job) {
      const { done, total } = this.job.progress || {};
      const share = total ? ` (${Math.round((done / total) * 100)} %)` : '';
      return html`<span class="mute" role="status">The picture is being made${share}</span>`;
    }
    return html`<span class="mute">Stills only</span><button class="button-quiet" @click=${() => void this.makePicture()}>Make the picture</button>`;
  }

  async makePicture() {
    try {
      this.jobTold(toldLast(await post('/api/jobs', { command: 'proxy', arguments: { tapes: [this.tape] } })));
    } catch (error) {
      tellError(error);
    }
  }

  /** @param {any} job */
  jobTold(job) {
    if (job.tapes?.length && !job.tapes.includes(this.tape)) return;
    const isOver = ['done', 'failed', 'stopped'].includes(job.state);
    this.job = isOver ? null : job;
    if (isOver) void this.refresh();
    this.changed();
  }

  async refresh() {
    await this.player.refresh().catch(() => {}); // away: what is here stays
  }

  async again() {
    await this.player.load(this.tape, { at: this.player.ticks }).catch(() => {});
  }

  /** Without a proxy, the frame where it stands, as a still. */
  showStill() {
    if (!this.element.classList.contains('has-still')) return;
    clearTimeout(this.stillTimer);
    this.stillTimer = window.setTimeout(() => {
      const { frame_ticks: step } = this.player.record;
      const url = stillOfTape(this.tape, Math.min(this.player.duration - 1, Math.floor(this.player.ticks / step) * step));
      if (this.still.getAttribute('src') !== url) this.still.src = url;
    }, STILL_MS);
  }

  /** Mark a stretch on both waveforms. @param {{start: number, end: number} | null} chosen */
  choose(chosen) {
    this.overview.choose(chosen);
    this.page.choose(chosen);
  }

  /** V: the picture larger, and small again. */
  grow() {
    this.size = (this.size + 1) % SIZES.length;
    this.element.classList.remove(...SIZES.filter(Boolean));
    if (SIZES[this.size]) this.element.classList.add(SIZES[this.size]);
  }

  /** The keys of a deck; a screen takes those that it has no own ones for. @returns {import('../frame/keys.js').Binding[]} */
  get keys() {
    const { player } = this;
    const group = 'Playing';
    return [
      { id: 'deck.play', keys: ['Space'], does: 'Play or pause', group, run: () => player.toggle() },
      { id: 'deck.back', keys: ['j'], does: 'Shuttle back', group, run: () => player.shuttle(-1) },
      { id: 'deck.stand', keys: ['k'], does: 'Stand', group, run: () => player.shuttle(0) },
      { id: 'deck.on', keys: ['l'], does: 'Shuttle forwards', group, run: () => player.shuttle(1) },
      { id: 'deck.slow', keys: ['Shift-l'], does: 'At half speed', group, run: () => player.shuttle(0.5) },
      { id: 'deck.frame-back', keys: [','], does: 'A frame back', group, repeats: true, run: () => player.step(-1) },
      { id: 'deck.frame', keys: ['.'], does: 'A frame on', group, repeats: true, run: () => player.step(1) },
      { id: 'deck.hold', keys: ['F9'], does: 'Play while held (pedal)', group, inText: true, run: () => player.hold(), release: () => player.release(1.5) },
      { id: 'deck.picture', keys: ['v'], does: 'Picture larger', group, run: () => this.grow() },
    ];
  }

  destroy() {
    clearTimeout(this.stillTimer);
    for (const stop of this.stops) stop();
    this.overview.destroy();
    this.page.destroy();
    this.peaks.close();
    this.player.destroy();
    this.element.remove();
  }

  close() {
    this.destroy();
  }
}

/** @param {string[]} missing @param {number} files */
function notThere(missing, files) {
  if (files === 1) return `The recording is not at ${missing[0]}. tapewright relink finds what moved.`;
  return `${missing.length} of ${files} files not there, silent: ${missing.map((path) => path.split('/').pop()).join(', ')}`;
}
