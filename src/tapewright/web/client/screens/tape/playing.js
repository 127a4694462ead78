/** The tape that plays beside the text: the deck's player, the lit word, the timecode, and spans that are heard out. */
import { tell } from '../../frame/tell.js';
import { frameLength, TICKS_PER_SECOND, timecode } from '../../frame/time.js';

/** What is here where there is no sound to play: a place on the tape, that can be gone to. */
export class Still extends EventTarget {
  /** @param {string} why it does not sound */
  constructor(why) {
    super();
    this.why = why;
    this.ticks = 0;
    this.speed = 1;
    this.isPlaying = false;
  }

  /** @param {number} ticks */
  seek(ticks) {
    this.ticks = ticks;
    this.dispatchEvent(new Event('seeked'));
  }

  async play() {
    tell(this.why);
  }

  toggle() {
    tell(this.why);
  }

  pause() {}
  tab() {
    tell(this.why);
  }

  shuttle() {}
  hold() {}
  release() {}
  /** @param {number} start @param {number} _end */
  async playSpan(start, _end) {
    this.seek(start);
    tell(this.why);
  }
}

const SLOW = 0.7;
const TYPING_MS = 1200;
const SLOWS = 'tw-slows';

export class Playing {
  /**
   * @param {any} player the deck's player, or `Still`
   * @param {any} tape
   * @param {{at: (ticks: number, isPlaying: boolean) => void, rested: () => void}} tell
   */
  constructor(player, tape, tell) {
    this.player = player;
    this.tape = tape;
    this.tell = tell;
    this.element = document.createElement('span');
    this.element.className = 'tape-timecode';
    this.element.setAttribute('aria-label', 'Timecode');
    this.slowTimer = 0;
    this.speed = 1;
    this.slows = localStorage.getItem(SLOWS) !== 'no';
    this.listen(player, 'addEventListener');
    this.moved();
  }

  /** @param {any} player @param {'addEventListener' | 'removeEventListener'} how */
  listen(player, how) {
    for (const kind of ['tick', 'seeked', 'state']) player[how](kind, this.moved);
  }

  /** Another player takes over (the sound is here now). @param {any} player */
  take(player) {
    const { ticks } = this.player;
    this.listen(this.player, 'removeEventListener');
    this.player = player;
    this.listen(player, 'addEventListener');
    if (ticks) player.seek(ticks);
  }

  moved = () => {
    const { ticks } = this.player;
    const said = timecode(Math.max(0, ticks), this.tape);
    if (this.element.textContent !== said) this.element.textContent = said;
    this.tell.at(ticks, this.isPlaying);
    if (!this.isPlaying) this.tell.rested();
  };

  get isPlaying() {
    return Boolean(this.player.isPlaying);
  }

  get ticks() {
    return this.player.ticks;
  }

  /** @param {number} ticks */
  seek(ticks) {
    const last = this.tape.ticks || Infinity;
    this.player.seek(Math.max(0, Math.min(ticks, last)));
    this.moved(); // the word is lit at once, also where the sound is still on its way
  }

  /** @param {number} seconds */
  skip(seconds) {
    this.seek(this.ticks + seconds * TICKS_PER_SECOND);
  }

  /** @param {number} frames */
  step(frames) {
    const { ticksPerFrame } = frameLength(this.tape.rate);
    this.player.pause();
    this.seek((Math.floor(this.ticks / ticksPerFrame) + frames) * ticksPerFrame);
  }

  /** @param {number} by */
  faster(by) {
    this.player.speed = Math.round((this.player.speed + by) * 10) / 10;
  }

  /** Play slower while somebody types. */
  typed() {
    if (!this.slows || !this.isPlaying) return;
    if (!this.slowTimer) {
      this.speed = this.player.speed;
      this.player.speed = Math.max(0.5, this.speed * SLOW);
    }
    clearTimeout(this.slowTimer);
    this.slowTimer = window.setTimeout(() => this.unslow(), TYPING_MS);
  }

  /** Whether it plays slower while somebody types: the other way from now on. */
  toggleSlow() {
    this.unslow();
    this.slows = !this.slows;
    localStorage.setItem(SLOWS, this.slows ? 'yes' : 'no');
    return this.slows;
  }

  unslow() {
    if (this.slowTimer) this.player.speed = this.speed;
    clearTimeout(this.slowTimer);
    this.slowTimer = 0;
  }

  close() {
    this.unslow();
    this.listen(this.player, 'removeEventListener');
    this.player.pause();
  }
}
