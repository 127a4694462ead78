/**
 * Keeps the sheet and the file the same. What is typed is written 0.8 s after the last key, over exactly the text that
 * it was typed on; what a verb or somebody else does to the file comes into the sheet as a change beside what is typed.
 * Where both changed, nothing is written until the person has decided.
 */
import { ChangeSet, Transaction } from '@codemirror/state';
import { isolateHistory } from '@codemirror/commands';
import { ApiError, get, post } from '../../frame/api.js';
import { forget, onWaiting, save, underWay, waitingFor } from '../../frame/waiting.js';
import { changesBetween } from './changes.js';
import { laid, moved, setFacts } from './facts.js';
import { textOf } from './layers.js';

const PATIENCE_MS = 800;

/** What makes `after` of `before`, as CodeMirror has it. @param {string} before @param {string} after */
const changeSet = (before, after) => ChangeSet.of(changesBetween(before, after), before.length, '\n');

/**
 * What somebody else has changed in a text, as changes to what was made of it here: both are kept.
 * @param {string} base the text that both began with
 * @param {string} mine
 * @param {string} theirs
 */
export const beside = (base, mine, theirs) => changeSet(base, theirs).map(changeSet(base, mine));

/** @typedef {'saved' | 'typing' | 'saving' | 'waiting' | 'undecided' | 'refused'} State */

/**
 * @typedef {object} Told
 * @property {(view: any) => void} seen the server has seen the text that is shown
 * @property {(state: State) => void} state
 * @property {(current: {digest: string, text: string}, mine: string, base: string) => Promise<'theirs' | 'mine' | 'both' | null>} decide
 * @property {(error: unknown) => void} failed
 */

export class Keeper {
  /**
   * @param {string} name
   * @param {import('@codemirror/view').EditorView} sheet
   * @param {any} view the server's record, as it was shown
   * @param {Told} told
   */
  constructor(name, sheet, view, told) {
    this.name = name;
    this.sheet = sheet;
    this.told = told;
    this.base = { text: view.text, digest: view.digest };
    /** @type {State} */
    this.state = 'saved';
    this.path = `/api/edits/${encodeURIComponent(name)}`;
    this.key = `edit:${name}`;
    /** What is on its way, or waits. @type {string | null} */
    this.sent = null;
    /** @type {{digest: string, text: string} | null} */
    this.theirs = null;
    /** @type {Promise<any>} */
    this.queue = Promise.resolve();
    this.timer = 0;
    this.isClosed = false;
    this.stopWaiting = onWaiting(() => this.waitingChanged());
  }

  /** The text as it is shown. */
  get text() {
    return textOf(this.sheet.state);
  }

  get isClean() {
    return this.text === this.base.text;
  }

  /** Something was typed. @param {number} [patience] */
  typed(patience = PATIENCE_MS) {
    clearTimeout(this.timer);
    if (this.state === 'undecided') {
      // Nothing is written before the decision, but what is typed until then is kept in this browser as well.
      this.timer = setTimeout(() => void this.after(() => this.send(this.text)), patience);
      return;
    }
    if (this.state === 'saved' || this.state === 'waiting') this.become('typing'); // what was typed just now is not kept yet
    this.timer = setTimeout(() => void this.saved(), patience);
  }

  /** Whoever leaves does not wait: what was typed while a text is on its way is kept in this browser at once, and follows it. */
  hurry() {
    const { text, state, sent } = this;
    if (state !== 'typing' && (state !== 'saving' || text === sent)) return;
    const isOnItsWay = state === 'saving' ? sent !== null : underWay(this.key) && text !== sent;
    if (isOnItsWay) {
      const outcome = this.send(text);
      void this.after(async () => this.answered(text, await outcome)).catch(() => null);
    } else void this.saved().catch(() => null);
  }

  /**
   * A text that was sent has its answer. Where one that followed another could not arrive, whoever sent the other was
   * told so as well.
   * @param {string} text @param {import('../../frame/waiting.js').Outcome} outcome
   * @returns {boolean} whether it has arrived
   */
  answered(text, outcome) {
    if (outcome.state !== 'waiting' && this.sent === text) this.sent = null;
    if (outcome.state !== 'saved') return false;
    this.base = { text, digest: outcome.answer.view.digest };
    this.show(outcome.answer.view);
    return true;
  }

  /** Write what is not written yet. @returns {Promise<boolean>} whether the file has all that is shown */
  saved() {
    clearTimeout(this.timer);
    return this.after(() => this.write());
  }

  /**
   * One thing after the other.
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  after(work) {
    const next = this.queue.then(work);
    this.queue = next.catch(() => null);
    return next;
  }

  /** @returns {Promise<boolean>} */
  async write() {
    if (this.state === 'undecided') return false;
    const text = this.text;
    if (text === this.base.text && !waitingFor(this.key)) {
      this.become('saved');
      return true;
    }
    this.become('saving');
    const outcome = await this.send(text);
    if (this.answered(text, outcome)) return this.isClean;
    if (outcome.state === 'conflict') return this.decide(outcome.current);
    if (outcome.state === 'refused') this.told.failed(outcome.error);
    this.become(outcome.state === 'refused' ? 'refused' : this.text === text ? 'waiting' : 'typing');
    return false;
  }

  /** Send a text over the one that it was made from; until it has arrived it waits in this browser. @param {string} text */
  send(text) {
    this.sent = text;
    return save({
      key: this.key,
      method: 'PUT',
      path: this.path,
      body: { text },
      ifMatch: this.base.digest,
      chain: 'view.digest',
      same: ['text', 'text'],
      what: 'paper edit',
      href: `/paper/${encodeURIComponent(this.name)}`,
      base: this.base.text,
    });
  }

  /**
   * A verb of the server: on the text as it is shown, which is written first. Its change is one step of the history.
   * @param {string} verb
   * @param {() => any} said what it is done to, asked when its turn has come and all that is shown is written; null for nothing
   * @returns {Promise<any>} what was done; null where it was not
   */
  verb(verb, said) {
    return this.after(async () => {
      while (!(await this.write())) {
        if (this.state === 'typing') continue; // somebody typed on meanwhile: that is written as well
        if (this.state === 'waiting') this.told.failed(new Error('This needs the server. What you typed waits here.'));
        return null;
      }
      const body = said();
      if (!body) return null;
      this.become('saving');
      try {
        const answer = await post(`${this.path}/${verb}`, body, { ifMatch: this.base.digest });
        this.show(answer.view, { isStep: true });
        return answer.done;
      } catch (error) {
        this.become(this.isClean ? 'saved' : 'typing');
        if (error instanceof ApiError && error.status === 412) await this.read();
        this.told.failed(error);
        return null;
      }
    });
  }

  /** The file is said to be another one now. @param {string} digest */
  heard(digest) {
    if (digest === this.base.digest) return;
    void this.after(() => (digest === this.base.digest ? Promise.resolve() : this.read())).catch(this.told.failed);
  }

  /** Read the file, and bring what was changed in it into the sheet. */
  async read() {
    const view = await get(this.path);
    // What waited has arrived: what was typed since builds on it.
    if (this.sent !== null && view.text === this.sent) this.base = { text: view.text, digest: view.digest };
    if (view.digest === this.base.digest) return this.show(view);
    if (view.text === this.text || this.isClean) {
      await forget(this.key);
      return this.show(view);
    }
    // It is refused, kept in this browser, and asked about.
    await this.write();
  }

  /**
   * Bring what the server has seen into the sheet, beside what was typed since.
   * @param {any} view
   * @param {{isStep?: boolean}} [options] whether undo takes it back
   */
  show(view, { isStep = false } = {}) {
    const mine = changeSet(this.base.text, this.text);
    const theirs = changeSet(this.base.text, view.text);
    this.base = { text: view.text, digest: view.digest };
    const changes = mine.empty && !theirs.empty ? theirs : theirs.map(mine);
    const isSame = this.text === view.text;
    const facts = isSame ? laid(view) : moved(laid(view), mine.map(theirs, true));
    this.sheet.dispatch({
      changes: isSame ? undefined : changes,
      effects: setFacts.of(facts),
      annotations: isStep ? isolateHistory.of('full') : Transaction.addToHistory.of(false),
      userEvent: isStep ? 'edit.verb' : undefined,
    });
    clearTimeout(this.timer);
    if (this.isClean) this.become('saved');
    else {
      if (this.state === 'saving') this.become('typing'); // nothing is on its way any more
      this.typed();
    }
    this.told.seen(view);
  }

  /** @param {{digest: string, text: string} | null} current @returns {Promise<boolean>} */
  async decide(current) {
    if (!current) {
      this.become('undecided');
      this.told.failed(new Error(`The file of ${this.name} is gone. Your text is still here: copy it to be safe.`));
      return false;
    }
    if (current.text === this.text) return this.agree(current);
    if (waitingFor(this.key)?.follows?.some((body) => body.text === current.text)) {
      // It is a text that this one was typed on, which had arrived without our knowing.
      await underWay(this.key); // what is sent next goes over this one
      this.base = current;
      return this.write();
    }
    this.become('undecided');
    this.theirs = current;
    if (this.isClosed) return false; // nobody is asked over another screen: the bar says that it waits
    const choice = await this.told.decide(current, this.text, this.base.text);
    if (!choice) return false;
    await forget(this.key);
    const view = await get(this.path);
    this.state = 'typing';
    if (choice === 'theirs') this.replace(view);
    else if (choice === 'both') this.show(view);
    else this.base = { text: view.text, digest: view.digest };
    return this.write();
  }

  /** Both wrote the same: there is nothing to decide. @param {{digest: string, text: string}} current */
  async agree(current) {
    await forget(this.key);
    this.base = { text: current.text, digest: current.digest };
    this.show(await get(this.path));
    return this.isClean;
  }

  /** Show the file's text in the place of what is shown; undo brings that back. @param {any} view */
  replace(view) {
    this.sheet.dispatch({
      changes: changesBetween(this.text, view.text),
      annotations: isolateHistory.of('full'),
    });
    this.base = { text: view.text, digest: view.digest };
    this.show(view);
  }

  /** Ask again. */
  again() {
    if (this.state !== 'undecided' || !this.theirs) return;
    void this.after(() => this.decide(this.theirs)).catch(this.told.failed);
  }

  /** What waited has arrived, or cannot arrive as it is. */
  waitingChanged() {
    if (this.state !== 'waiting') return;
    const row = waitingFor(this.key);
    if (row && row.state === 'waiting') return;
    this.state = 'typing';
    void this.after(() => this.read()).catch(this.told.failed);
  }

  /** @param {State} state */
  become(state) {
    if (state === this.state) return;
    this.state = state;
    this.told.state(state);
  }

  /** Write what is left, and let go. */
  close() {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.stopWaiting();
    if (!this.isClean && this.state !== 'undecided') void this.saved().catch(() => null);
  }
}
