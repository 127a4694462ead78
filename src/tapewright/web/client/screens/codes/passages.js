/** All passages of a code, or of an answer: what was said in serif, where and by whom; each plays in place. */
import { html, nothing, repeat } from '../../frame/dom.js';
import { AwayError, get } from '../../frame/api.js';
import { Latest } from '../../frame/latest.js';
import { failed, loading } from '../../frame/states.js';
import { go } from '../../frame/router.js';
import { Codes } from '../../study/codes.js';
import { placeOf } from './place.js';

const MOST = 400;

/** All who speak in a passage: nobody is given somebody else's words. @param {any} one */
export function spoken(one) {
  return (one.speakers?.length ? one.speakers : ['']).map((/** @type {string} */ name) => name || 'nobody named').join(', ');
}

export class Passages {
  /** @param {import('./screen.js').CodesScreen} room */
  constructor(room) {
    this.room = room;
    /** @type {any[] | null} */
    this.all = null;
    /** @type {unknown} */
    this.error = null;
    this.of = 0;
    this.current = 0;
    this.latest = new Latest();
  }

  /** What has the code now. @param {number} code */
  read(code) {
    return this.latest.ask((signal, arrives) => this.readNow(code, signal, arrives), String(code));
  }

  /** @param {number} code @param {AbortSignal} signal @param {() => boolean} arrives */
  async readNow(code, signal, arrives) {
    if (this.of !== code) this.all = null;
    this.of = code;
    if (!code) {
      this.all = [];
      return;
    }
    try {
      const said = await get('/api/codings', { code }, signal);
      if (!arrives()) return;
      this.set(said.codings);
      this.error = null;
    } catch (error) {
      if (!arrives()) return;
      if (!(error instanceof AwayError && this.all)) this.error = error;
    }
  }

  /** @param {any[]} all */
  set(all) {
    this.all = all;
    if (!all.some((one) => one.id === this.current)) this.current = all[0]?.id || 0;
  }

  /** The answer to a question: a code's passages that are still on their way come too late. @param {any[]} all */
  answer(all) {
    this.latest.forget();
    this.error = null;
    this.set(all);
  }

  shown() {
    return (this.all || []).slice(0, MOST);
  }

  at() {
    return this.shown().find((one) => one.id === this.current) || null;
  }

  /** @param {number} by */
  move(by) {
    const all = this.shown();
    const place = all.findIndex((one) => one.id === this.current);
    const next = all[Math.max(0, Math.min(all.length - 1, place + by))];
    if (next) this.choose(next.id);
  }

  /** @param {number} id */
  choose(id) {
    this.current = id;
    this.room.draw();
    this.room.parts.list.querySelector(`#passage-${id}`)?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {any} one */
  play(one) {
    this.current = one.id;
    void this.room.hearing.toggle(`passage ${one.id}`, { tape: one.tape, ...one.ticks });
    this.room.draw();
  }

  head() {
    const { code } = this.room;
    if (!code) return nothing;
    const count = this.all ? this.all.length : code.codings;
    return html`<div class="codes-head" role="presentation"><h2>${code.name}</h2><span class="mute">${count === 1 ? '1 passage' : `${count} passages`}</span></div>`;
  }

  /** What stands where there are none. */
  instead() {
    if (this.error) return failed(this.error, () => void this.room.again());
    if (!this.all) return loading();
    if (this.room.asking.error) return html`<p class="codes-none mute">The question was not asked. Why not is said at the box.</p>`;
    return this.room.asking.text ? html`<p class="codes-none mute" role="status">No passage answers to this.</p>` : this.none();
  }

  rows() {
    return repeat(this.shown(), (one) => one.id, (one) => this.row(one));
  }

  more() {
    const more = (this.all?.length || 0) - MOST;
    return more > 0 ? html`<p class="mute codes-none">and ${more} more: ask for less, by tape or by speaker</p>` : nothing;
  }

  none() {
    const { code } = this.room;
    if (!code) return nothing;
    return html`<p class="codes-none mute">${code.is_codable
      ? html`No passage yet. On a tape, select words and press ${code.key ? html`<kbd>${code.key}</kbd>, or ` : nothing}<kbd>C</kbd> and a part of the name.`
      : 'A heading: it holds codes and is put on no passage itself.'}</p>`;
  }

  /** @param {any} one */
  row(one) {
    const { room } = this;
    const isCurrent = one.id === this.current && room.pane === 'passages';
    const isPlaying = room.hearing.key === `passage ${one.id}`;
    const code = room.codes?.get(one.code);
    return html`<div class="passage voice-${code?.hue || 8} ${isCurrent ? 'is-current' : ''} ${isPlaying ? 'is-playing' : ''}" id="passage-${one.id}" role="option" aria-selected=${isCurrent ? 'true' : 'false'} data-coding=${one.id}
      @click=${() => (room.parts.list.focus({ preventScroll: true }), this.choose(one.id))} @dblclick=${() => room.enter()}>
      <span class="stripe"></span>
      <div class="passage-head">
        <span class="passage-sign" aria-hidden="true" title="Play (Space)" @click=${(/** @type {Event} */ event) => (event.stopPropagation(), this.play(one))}>${isPlaying ? '■' : '▶'}</span>
        <span class="passage-place" title="Open on the tape (Enter)" @click=${() => go(placeOf(one))}><span class="mono">${one.tape}</span> <span class="timecode">${one.timecode}</span></span>
        <span class="truncate" title=${spoken(one)}>${spoken(one)}</span>
        ${room.asking.text || one.code !== room.current ? html`<span class="truncate mute"><span class="mono">${Codes.sign(code)}</span> ${one.code_name}</span>` : nothing}
        <span class="passage-coder mute truncate">${one.coder}</span>
      </div>
      <p class="said">${one.text}</p>
      ${one.reads_now !== null && one.reads_now !== undefined ? html`<p class="passage-now"><span class="label">Reads now</span> <span class="serif">${one.reads_now || 'without words'}</span></p>` : nothing}
      ${one.note ? html`<p class="passage-note">${one.note}</p>` : nothing}
    </div>`;
  }
}

