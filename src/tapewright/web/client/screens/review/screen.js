/** Hear first (`/review`): the words whose error would cost most, one after the other, heard and answered by single keys. */
import { html, nothing, render, repeat } from '../../frame/dom.js';
import { ApiError, address, get } from '../../frame/api.js';
import { on } from '../../frame/live.js';
import { go, query } from '../../frame/router.js';
import { empty, failed, loading } from '../../frame/states.js';
import { TICKS_PER_SECOND } from '../../frame/time.js';
import { tell, tellError } from '../../frame/tell.js';
import { undo } from '../../frame/undo.js';
import { clip } from '../../deck/clip.js';
import { itemOf } from './item.js';
import { Queue } from './queue.js';

/** @typedef {import('../../frame/screens.js').Place} Place */

const AROUND = 2 * TICKS_PER_SECOND;
const QUIET_MS = 1500;
const LOOK_MS = 50;

/** @param {Place} place @param {import('../../frame/shell.js').Frame} frame */
export async function open(place, frame) {
  const screen = new ReviewScreen(place, frame);
  await screen.queue.read();
  void screen.readNames();
  return screen.shown();
}

class ReviewScreen {
  /** @param {Place} place @param {import('../../frame/shell.js').Frame} frame */
  constructor(place, frame) {
    this.element = place.element;
    this.frame = frame;
    this.queue = new Queue(() => this.draw());
    this.queue.asked = askedOf(place.query);
    this.isTyping = false;
    this.twins = false;
    this.isClosed = false;
    /** @type {string[]} tapes and paper edits */
    this.names = [];
    this.due = 0;
    this.leaving = [on('changed', () => this.later()), on('reload', () => this.later()), on('edit', () => this.later())];
  }

  /** Read again when it has been quiet for a moment: an answer of this page is a change, too. */
  later() {
    clearTimeout(this.due);
    this.due = window.setTimeout(() => {
      if (this.isTyping) this.later();
      else void this.queue.read();
    }, QUIET_MS);
  }

  async readNames() {
    const [tapes, edits] = await Promise.all([get('/api/tapes').catch(() => ({ tapes: [] })), get('/api/edits').catch(() => ({ edits: [] }))]);
    this.names = [...edits.edits.map((/** @type {any} */ one) => one.edit), ...tapes.tapes.map((/** @type {any} */ one) => one.id)];
    this.draw();
  }

  draw() {
    if (this.isClosed) return;
    render(this.drawn(), this.element);
    this.frame.redraw();
  }

  drawn() {
    const { queue } = this;
    if (queue.error) return failed(queue.error, () => void queue.read());
    if (!queue.record) return loading('Looking for the words that matter…');
    return html`${this.toolbar()}
      <div class="fill hear-list">
        ${queue.items.length
          ? html`${repeat(queue.items, (one) => one.item, (one) => this.row(one))}
              ${queue.record.total > queue.items.length
                ? html`<p class="mute hear-more">and ${queue.record.total - queue.items.length} that would cost less</p>`
                : nothing}`
          : this.nothingLeft()}
      </div>`;
  }

  nothingLeft() {
    const { of, kind, again } = this.queue.asked;
    if (of || kind || again) {
      return empty({
        title: 'Nothing of this kind is left to hear',
        actions: html`<button class="button" @click=${() => this.ask({ of: '', kind: '', again: false })}>Everything</button>`,
      });
    }
    return empty({
      title: 'Nothing is left to hear',
      text: 'What a machine heard is asked about here, the words first whose error would cost most: names, numbers, a “not”, what stands in a cut. All of it is answered, or no tape has a transcript yet.',
      actions: html`<a class="button" href="/tapes">To the tapes</a>`,
    });
  }

  toolbar() {
    const { record, asked } = this.queue;
    return html`<div class="toolbar" role="group" aria-label="What is asked about">
      <label class="hear-of"
        ><span class="label">of</span>
        <input
          class="field"
          list="hear-names"
          autocomplete="off"
          placeholder="all tapes"
          aria-label="Of which tape or paper edit"
          .value=${asked.of}
          @change=${(/** @type {any} */ event) => this.ask({ ...asked, of: event.target.value.trim() })}
      /></label>
      <datalist id="hear-names">${this.names.map((name) => html`<option value=${name}></option>`)}</datalist>
      ${Object.entries(record.kinds).map(
        ([kind, counts]) => html`<button
          class="chip"
          aria-pressed=${asked.kind === kind}
          @click=${() => this.ask({ ...asked, kind: asked.kind === kind ? '' : kind })}
        >
          ${kind} <span class="chip-count">${/** @type {any} */ (counts).open}</span>
        </button>`,
      )}
      ${record.unsure
        ? html`<button class="chip" aria-pressed=${asked.again} @click=${() => this.ask({ ...asked, again: !asked.again })}>
            nobody could tell <span class="chip-count">${record.unsure}</span>
          </button>`
        : nothing}
    </div>`;
  }

  /** @param {any} item */
  row(item) {
    const isCurrent = item.item === this.queue.current;
    const state = { isCurrent, isTyping: isCurrent && this.isTyping, isPlayed: this.queue.played.has(item.item), twins: this.twins };
    return itemOf(item, state, this.acts);
  }

  /** @type {import('./item.js').Acts} */
  acts = {
    choose: (item) => this.choose(item),
    play: () => void this.play(),
    right: () => void this.answer('right', ''),
    unsure: () => void this.answer('unsure', ''),
    type: (words) => (words.trim() ? void this.answer('is', words) : this.type()),
    twins: (isOn) => {
      this.twins = isOn;
      this.draw();
    },
  };

  /** @param {string} item */
  choose(item) {
    if (item === this.queue.current) return;
    this.isTyping = this.twins = false;
    this.queue.current = item;
    this.draw();
  }

  /** @param {number} by */
  step(by) {
    this.isTyping = this.twins = false;
    this.queue.step(by);
    this.element.querySelector('.hear.is-current')?.scrollIntoView({ block: 'nearest' });
  }

  type() {
    this.isTyping = true;
    this.draw();
    /** @type {HTMLInputElement | null} */ (this.element.querySelector('.hear-typing input'))?.select();
  }

  async play() {
    const { item } = this.queue;
    if (!item) return;
    const { start, end } = item.ticks;
    const listening = setInterval(() => this.heardUpTo(item), LOOK_MS);
    try {
      await clip.play({ tape: item.tape, start: Math.max(0, start - AROUND), end: end + AROUND });
    } catch (error) {
      tellError(error);
    } finally {
      clearInterval(listening);
    }
  }

  /** A place has been heard once its last word has sounded; who stops before has not heard it. @param {any} item */
  heardUpTo(item) {
    const isHere = clip.part !== null && clip.part.tape === item.tape && clip.part.end === item.ticks.end + AROUND;
    if (!isHere || clip.ticks < item.ticks.end || this.queue.played.has(item.item)) return;
    this.queue.played.add(item.item);
    this.draw();
  }

  /** @param {'right' | 'is' | 'unsure'} verdict @param {string} words */
  async answer(verdict, words) {
    const { item } = this.queue;
    // A key that is pressed again before the answer is there is no answer to the next place: nobody has seen it yet.
    if (!item || this.queue.answering.has(item.item)) return;
    const twins = this.twins && verdict !== 'unsure';
    this.isTyping = this.twins = false;
    clip.stop();
    try {
      const done = await this.queue.answer(verdict, words, twins);
      const what = verdict === 'is' ? `“${item.text}” is “${words.trim()}”` : verdict === 'right' ? `“${item.text}” is right` : `Nobody could tell “${item.text}”`;
      const more = done.places.length > 1 ? `, at ${done.places.length} places` : '';
      tell(`${what}${more}${done.heard || verdict === 'unsure' ? '' : '. Not played to its last word: nobody has heard it yet'}`, {
        undo: () => void this.takeBack(done.transaction, what),
      });
    } catch (error) {
      tellError(error);
      if (error instanceof ApiError) void this.queue.read();
    }
    this.element.querySelector('.hear.is-current')?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {number} transaction @param {string} what */
  async takeBack(transaction, what) {
    try {
      await undo(transaction, what);
    } catch (error) {
      tellError(error);
    }
    await this.queue.read();
  }

  /** @param {{of: string, kind: string, again: boolean}} asked */
  ask(asked) {
    query({ of: asked.of || null, kind: asked.kind || null, again: asked.again ? '1' : null }, { step: true });
    this.isTyping = this.twins = false;
    void this.queue.read(asked);
  }

  shown() {
    const screen = this;
    return {
      title: 'Hear first',
      get facts() {
        const { record } = screen.queue;
        return record ? html`<span>${record.total} to hear</span><span>${Math.round(record.settled * 100)} % of what errors would cost is settled</span>` : nothing;
      },
      keys: this.keys(),
      foot: ['review.play', 'review.right', 'review.type', 'review.unsure', 'review.next'],
      changed: (/** @type {Place} */ place) => void this.queue.read(askedOf(place.query)),
      close: () => this.close(),
    };
  }

  keys() {
    const has = () => Boolean(this.queue.item);
    /** @param {number} n */
    const could = (n) => ({
      id: `review.could-${n + 1}`,
      keys: [String(n + 1)],
      does: `It is number ${n + 1} of what it could be`,
      when: () => Boolean(this.queue.item?.instead[n]),
      run: () => void this.answer('is', this.queue.item.instead[n]),
    });
    return [
      { id: 'review.play', keys: ['Space', 'p'], does: 'Play it', when: has, run: () => void this.play() },
      { id: 'review.right', keys: ['r'], does: 'It is right', when: has, run: () => void this.answer('right', '') },
      { id: 'review.type', keys: ['t'], does: 'It says something else', when: has, run: () => this.type() },
      { id: 'review.unsure', keys: ['u'], does: 'I cannot tell', when: has, run: () => void this.answer('unsure', '') },
      { id: 'review.next', keys: ['j', 's', 'ArrowDown'], does: 'Next', repeats: true, run: () => this.step(1) },
      { id: 'review.previous', keys: ['k', 'ArrowUp'], does: 'The one before', repeats: true, run: () => this.step(-1) },
      { id: 'review.twins', keys: ['w'], does: 'The answer goes for what reads the same, too', when: () => Boolean(this.queue.item?.twins), run: () => this.acts.twins(!this.twins) },
      { id: 'review.open', keys: ['o'], does: 'Open on the tape', when: has, run: () => this.openTape() },
      { id: 'review.leave', keys: ['Escape'], does: 'Stop, or type nothing', inText: true, run: () => this.leave() },
      ...[0, 1, 2, 3, 4].map(could),
    ];
  }

  leave() {
    clip.stop();
    if (!this.isTyping) return false;
    this.isTyping = false;
    this.draw();
    return true;
  }

  openTape() {
    const { item } = this.queue;
    go(address(`/tapes/${encodeURIComponent(item.tape)}`, { t: item.timecode }));
  }

  close() {
    this.isClosed = true;
    clearTimeout(this.due);
    this.queue.latest.close();
    for (const leave of this.leaving) leave();
    clip.stop();
  }
}

/** @param {URLSearchParams} said */
function askedOf(said) {
  return { of: said.get('of') || '', kind: said.get('kind') || '', again: said.get('again') === '1' };
}
