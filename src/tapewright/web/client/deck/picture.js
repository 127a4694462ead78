/**
 * The picture beside the sound: silent, the very frame while it stands, in step while it plays. Two elements: the one
 * that shows, and the one that is made ready for what comes next, so that it goes on over a joint.
 */
import { TICKS_PER_SECOND, toSeconds } from '../frame/time.js';

/**
 * A stretch of the clock that a picture is shown on.
 * @typedef {object} Piece
 * @property {number} start ticks of the clock
 * @property {number} end
 * @property {string} url
 * @property {number} into ticks of the file that show at `start`
 * @property {number} frame ticks of a frame of the file
 */

const AHEAD = 2 * TICKS_PER_SECOND;
const FAR_S = 0.25;
const NEAR_S = 0.012;
/** How much faster or slower it goes to come into step. */
const CORRECTION = 0.08;

export class Picture {
  constructor() {
    this.element = document.createElement('div');
    this.element.className = 'deck-picture';
    this.screens = [screen(), screen()];
    for (const one of this.screens) this.element.append(one);
    this.screens[0].classList.add('is-front');
    /** @type {Piece[]} */
    this.pieces = [];
    /** @type {Piece | null} */
    this.piece = null;
    /** @type {Piece | null} */
    this.next = null;
    this.front = 0;
    this.speed = 1;
    this.isPlaying = false;
    this.late = 0;
  }

  /** Whether there is any picture. */
  get isThere() {
    return this.pieces.length > 0;
  }

  get shown() {
    return this.screens[this.front];
  }

  /** What is to be shown. @param {Piece[]} pieces in the order of the clock */
  show(pieces) {
    this.pause();
    this.pieces = pieces;
    this.piece = this.next = null;
    for (const one of this.screens) unload(one);
    this.element.classList.toggle('is-there', this.isThere);
  }

  /** Show the frame of this time, and stand. @param {number} ticks */
  seek(ticks) {
    this.pause();
    if (this.turnTo(ticks)) this.toFrame(this.shown, /** @type {Piece} */ (this.piece), ticks);
  }

  /** Play on from this time. @param {number} ticks @param {number} speed */
  play(ticks, speed) {
    this.isPlaying = true;
    this.speed = speed;
    if (!this.turnTo(ticks)) return;
    const piece = /** @type {Piece} */ (this.piece);
    if (Math.abs(this.shown.currentTime - within(piece, ticks)) > toSeconds(piece.frame)) {
      this.toFrame(this.shown, piece, ticks);
    }
    this.go();
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.speed = speed;
    this.shown.playbackRate = speed;
  }

  pause() {
    this.isPlaying = false;
    for (const one of this.screens) one.pause();
  }

  /** Stay with the sound. @param {number} ticks where the sound is */
  keepStep(ticks) {
    if (!this.isPlaying || !this.pieces.length) return;
    if (!this.piece || ticks < this.piece.start || ticks >= this.piece.end) {
      if (this.turnTo(ticks)) this.go();
      return;
    }
    const video = this.shown;
    if (video.seeking || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    this.late = within(this.piece, ticks) - video.currentTime;
    if (Math.abs(this.late) > FAR_S) this.toFrame(video, this.piece, ticks + this.speed * 0.06 * TICKS_PER_SECOND);
    else video.playbackRate = this.speed * (1 + (Math.abs(this.late) > NEAR_S ? Math.sign(this.late) * CORRECTION : 0));
    if (this.piece.end - ticks < AHEAD * this.speed) this.prepare();
  }

  close() {
    this.show([]);
    this.element.remove();
  }

  go() {
    this.shown.playbackRate = this.speed;
    this.shown.play().catch(() => {}); // what it cannot play shows its last frame; the sound goes on
  }

  /** Bring the piece of this time to the front; whether there is one. @param {number} ticks */
  turnTo(ticks) {
    const piece = this.pieceAt(ticks);
    if (piece === this.piece) return piece !== null;
    if (!piece) {
      this.piece = null;
      this.shown.pause();
      this.element.classList.remove('shows');
      return false;
    }
    const ready = piece === this.next;
    if (ready) this.swap();
    this.piece = piece;
    this.next = null;
    this.element.classList.add('shows');
    if (!ready) {
      load(this.shown, piece.url);
      this.toFrame(this.shown, piece, ticks);
    }
    return true;
  }

  /** Make ready what comes behind this piece. */
  prepare() {
    const following = this.piece && this.pieceAt(this.piece.end);
    if (!following || following === this.next) return;
    this.next = following;
    const hidden = this.screens[1 - this.front];
    load(hidden, following.url);
    hidden.playbackRate = this.speed;
    this.toFrame(hidden, following, following.start);
  }

  swap() {
    this.shown.pause();
    this.shown.classList.remove('is-front');
    this.front = 1 - this.front;
    this.shown.classList.add('is-front');
  }

  /** @param {number} ticks @returns {Piece | null} */
  pieceAt(ticks) {
    let low = 0;
    let high = this.pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.pieces[middle].start <= ticks) low = middle + 1;
      else high = middle;
    }
    const found = this.pieces[low - 1];
    if (!found) return null;
    const isLast = low === this.pieces.length;
    return ticks < found.end || (isLast && ticks === found.end) ? found : null;
  }

  /** The middle of the frame that shows at a time: its edges are no safe place. @param {HTMLVideoElement} video @param {Piece} piece @param {number} ticks */
  toFrame(video, piece, ticks) {
    const at = Math.min(ticks, piece.end - 1) - piece.start + piece.into;
    const frame = Math.max(0, Math.floor(at / piece.frame));
    video.currentTime = toSeconds((frame + 0.5) * piece.frame);
  }
}

/** Where a time lies in the piece's file, in seconds. @param {Piece} piece @param {number} ticks */
const within = (piece, ticks) => toSeconds(ticks - piece.start + piece.into);

function screen() {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.preload = 'auto';
  video.disablePictureInPicture = true;
  video.tabIndex = -1;
  video.setAttribute('aria-hidden', 'true');
  return video;
}

/** @param {HTMLVideoElement} video @param {string} url */
function load(video, url) {
  if (video.getAttribute('src') !== url) video.src = url;
}

/** @param {HTMLVideoElement} video */
function unload(video) {
  if (!video.hasAttribute('src')) return;
  video.removeAttribute('src');
  video.load();
}
