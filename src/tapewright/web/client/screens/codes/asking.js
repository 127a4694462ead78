/** A question about codings, in the query language, and its answer: a list, a table, or a paper edit to hear it all. */
import { html } from '../../frame/dom.js';
import { ApiError, inWords, post } from '../../frame/api.js';
import { Latest } from '../../frame/latest.js';
import { go, query } from '../../frame/router.js';
import { askText, tell, tellError } from '../../frame/tell.js';
import { clock, TICKS_PER_SECOND } from '../../frame/time.js';
import { spoken } from './passages.js';
import { placeOf } from './place.js';

const LIMITS = /(?:^|[\s,])(speaker|group|coder|case|tape|date):(?:"([^"]*)"|(\S+))/g;

/** The question and what it is limited to: `threats not police speaker:"Marian Voss" tape:T017`. @param {string} text */
export function questionOf(text) {
  /** @type {Record<string, string>} */
  const body = {};
  const question = text.replace(LIMITS, (_whole, /** @type {string} */ name, quoted, plain) => {
    body[name] = quoted ?? plain;
    return ' ';
  });
  return { ...body, question: question.trim() };
}

/** Why a question was refused: also where a limit is misspelt, which reads as a part of a code's name. @param {unknown} error @param {string} text */
function refusal(error, text) {
  const { text: why, hint } = inWords(error);
  const slip = /(?:^|\s)(\p{L}+):\S/u.exec(questionOf(text).question);
  if (slip) return `${why}. “${slip[1]}:” limits nothing: write speaker:, group:, coder:, tape:, case: or date:`;
  return hint && !hint.startsWith('tapewright ') ? `${why}. ${hint}` : why;
}

export class Asking {
  /** @param {import('./screen.js').CodesScreen} room */
  constructor(room) {
    this.room = room;
    this.text = '';
    /** @type {any} */
    this.answer = null;
    this.isTable = new URLSearchParams(location.search).get('as') === 'table';
    this.error = '';
    this.latest = new Latest();
    /** A passage of an answer keeps its number when the question is asked again. @type {Map<string, number>} */
    this.numbers = new Map();
  }

  forget() {
    this.text = '';
    this.error = '';
    this.answer = null;
    this.latest.forget();
  }

  focus() {
    const field = /** @type {HTMLInputElement | null} */ (this.room.element.querySelector('.codes-ask'));
    field?.focus();
    field?.select();
  }

  /** @param {string} text */
  ask(text) {
    this.text = text;
    return this.latest.ask((signal, arrives) => this.askNow(text, signal, arrives), text);
  }

  /** @param {string} text @param {AbortSignal} signal @param {() => boolean} arrives */
  async askNow(text, signal, arrives) {
    try {
      const answer = await post('/api/codings/ask', questionOf(text), { signal });
      if (!arrives()) return;
      this.answer = answer;
      this.error = '';
      this.room.passages.answer(answer.passages.map((/** @type {any} */ one) => this.asPassage(one)));
    } catch (error) {
      if (!arrives()) return;
      this.error = refusal(error, text);
      this.room.passages.answer([]);
      if (!(error instanceof ApiError) || error.status >= 500) this.room.passages.error = error;
    }
    this.room.draw();
  }

  /** A stretch of the answer as a passage: it may hold codings of several codes. @param {any} one */
  asPassage(one) {
    const where = `${one.tape} ${one.ticks.start} ${one.ticks.end}`;
    if (!this.numbers.has(where)) this.numbers.set(where, -this.numbers.size - 1);
    const code = this.room.codes?.all.find((other) => other.path === one.codes[0]);
    const names = one.codes.map((/** @type {string} */ path) => path.split('/').pop());
    return { ...one, id: this.numbers.get(where), code: code?.id || 0, code_name: names.join(', '), coder: '', note: '', reads_now: null };
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    const text = /** @type {HTMLInputElement} */ (event.target).value.trim();
    query({ ask: text || null }, { step: true });
    void this.room.come(new URLSearchParams(location.search)).then(() => {
      const isAnswered = text && this.text === text && !this.error;
      if (isAnswered && this.room.passages.shown().length) this.room.parts.list.focus({ preventScroll: true });
    });
  }

  field() {
    return html`<input class="field codes-ask" type="search" name="ask" maxlength="1000" autocomplete="off" spellcheck="false" aria-label="Ask for passages" aria-describedby="codes-ask-said"
        aria-invalid=${this.error ? 'true' : 'false'} placeholder="Ask: threats within 30 s of police, speaker:Marian" .value=${this.text} @keydown=${(/** @type {KeyboardEvent} */ event) => this.pressed(event)} />
      <span id="codes-ask-said" class="bad codes-ask-said" role="status">${this.error}</span>`;
  }

  head() {
    if (this.error) return html`<div class="codes-head"><h2>No answer</h2></div>`;
    const count = this.room.passages.all?.length || 0;
    /** @param {boolean} isTable @param {string} label */
    const as = (isTable, label) => html`<button class="button" aria-pressed=${this.isTable === isTable ? 'true' : 'false'} @click=${() => this.showAs(isTable)}>${label}</button>`;
    return html`<div class="codes-head">
      <h2>Answer</h2><span class="mute">${count === 1 ? '1 passage' : `${count} passages`}${count && this.answer ? `, ${clock(this.answer.seconds * TICKS_PER_SECOND)}` : ''}</span><span class="toolbar-gap"></span>
      <span class="modes" role="group" aria-label="The answer as">${as(false, 'List')} ${as(true, 'Table')}</span>
      <button class="button" ?disabled=${!count} @click=${() => void this.stringOut()}>Make a string-out</button>
    </div>`;
  }

  /** @param {boolean} isTable */
  showAs(isTable) {
    this.isTable = isTable;
    query({ as: isTable ? 'table' : null });
    this.room.draw();
  }

  asTable() {
    const all = this.room.passages.shown();
    return html`<table class="table">
      <thead><tr><th>Tape</th><th>From</th><th>To</th><th>Who</th><th>Codes</th><th>Words</th></tr></thead>
      <tbody>${all.map(
        (one) => html`<tr><td class="mono">${one.tape}</td><td class="timecode"><a href=${placeOf(one)} title="Open on the tape">${one.timecode}</a></td><td class="timecode">${one.end_timecode}</td><td>${spoken(one)}</td><td>${one.code_name}</td><td class="serif">${one.text}</td></tr>`,
      )}</tbody>
    </table>`;
  }

  /** The answer as a paper edit, each passage a bite. */
  async stringOut() {
    for (let value = 'String-out'; ; ) {
      const name = (await askText({ title: 'A string-out of these passages', label: 'Name of the paper edit', value, ok: 'Make it' }))?.trim();
      if (!name) return;
      try {
        const made = await post('/api/codings/ask', { ...questionOf(this.text), edit: name });
        if (this.room.isClosed) tell(`The paper edit “${name}” is made.`);
        else go(`/paper/${encodeURIComponent(made.edit || name)}`);
        return;
      } catch (error) {
        tellError(error); // there may be an edit of that name: another is asked for
        value = name;
      }
    }
  }
}
