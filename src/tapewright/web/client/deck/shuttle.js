/** J K L: forwards 1 to 4 times, slowly by half, backwards in steps. Sound goes forwards only. */
import { TICKS_PER_SECOND } from '../frame/time.js';

const SPEEDS = [1, 1.5, 2, 3, 4];
const BACKWARDS = [1, 2, 4, 8];
const STEP_MS = 125;

export class Shuttle {
  /** @param {import('./transport.js').Transport} player */
  constructor(player) {
    this.player = player;
    /** Times backwards; 0 while it does not go back. */
    this.back = 0;
    this.timer = 0;
    this.ownSpeed = 1;
    this.isShuttling = false;
    this.onState = () => {
      if (!player.isPlaying) this.settle();
    };
    player.addEventListener('state', this.onState);
  }

  /** L: play; each time faster. While it goes back: slower back, then on. */
  forwards() {
    const { player } = this;
    if (this.back) {
      this.goBack(BACKWARDS[BACKWARDS.indexOf(this.back) - 1] || 0);
      return;
    }
    if (!player.isPlaying) {
      void player.play();
      return;
    }
    this.begin();
    player.speed = SPEEDS.find((speed) => speed > player.speed) || 4;
  }

  /** J: back in steps; each time faster. While it plays fast: slower first. */
  backwards() {
    const { player } = this;
    if (player.isPlaying && player.speed > 1) {
      player.speed = [...SPEEDS].reverse().find((speed) => speed < player.speed) || 1;
      return;
    }
    this.goBack(this.back ? BACKWARDS[BACKWARDS.indexOf(this.back) + 1] || this.back : 1);
  }

  /** K: stand. */
  stand() {
    this.goBack(0);
    this.player.pause();
  }

  /** K and L: slowly, by half. */
  slowly() {
    this.goBack(0);
    this.begin();
    this.player.speed = 0.5;
    void this.player.play();
  }

  destroy() {
    this.goBack(0);
    this.player.removeEventListener('state', this.onState);
  }

  /** @param {number} times */
  goBack(times) {
    this.back = times;
    clearInterval(this.timer);
    this.timer = 0;
    if (times) {
      this.player.pause();
      this.timer = window.setInterval(() => this.stepBack(), STEP_MS);
      this.stepBack();
    }
    this.player.dispatchEvent(new CustomEvent('speed', { detail: times ? -times : this.player.speed }));
  }

  stepBack() {
    const { player } = this;
    player.seek(player.ticks - Math.round((this.back * STEP_MS * TICKS_PER_SECOND) / 1000));
    if (player.ticks <= 0) this.goBack(0);
  }

  /** The shuttle's speed is its own: standing gives back the one that the person chose. */
  begin() {
    if (!this.isShuttling) this.ownSpeed = this.player.speed;
    this.isShuttling = true;
  }

  settle() {
    if (!this.isShuttling) return;
    this.isShuttling = false;
    this.player.speed = this.ownSpeed;
  }
}
