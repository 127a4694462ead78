/**
 * What a person types goes to the server paragraph by paragraph: a moment after the last key, and when the caret leaves.
 * An edit that cannot arrive waits in the browser (`frame/waiting.js`). What others changed comes into paragraphs that
 * nobody is changing here; where both changed one, the person decides.
 */
import { Merging } from './merging.js';
import { forget, onArrived, onWaiting, save, underWay, waiting, waitingFor } from '../../frame/waiting.js';
import { clusters, fromServer, markField, newId, plain, placeOf, renameMarks, serverSays, setMarks, structural } from './turns.js';
import { laid, setWords, withWords, wordsOf } from '../../words/model.js';
import { Transaction } from '@codemirror/state';

/** @typedef {import('./turns.js').Cluster} Cluster */
/** @typedef {import('./turns.js').Columns} Columns */
/** @typedef {{ids: number[], marks: number[], sent: string[]}} Out turns, and the lines that they are to be */

const PAUSE_MS = 800;

/** The key under which an edit of a turn waits. @param {number} id */
export const keyOf = (id) => `turn:${id}`;

export class Saver {
  /**
   * @param {import('@codemirror/view').EditorView} view
   * @param {import('./turns.js').Turns} turns
   * @param {{tape: string, told: () => void, refused: (error: unknown) => void, conflict: (cluster: Cluster, current: Columns[]) => void, heard: (state: any) => boolean}} options
   */
  constructor(view, turns, options) {
    this.view = view;
    this.turns = turns;
    this.options = options;
    /** @type {Map<number, Promise<void>>} */
    this.sending = new Map();
    /** Turns that wait for a decision or were refused: not sent again until they are typed in. @type {Map<number, string>} */
    this.held = new Map();
    this.timer = 0;
    this.isClosed = false;
    /** Keys of edits that this page made or took up: others are not its business to drop. @type {Set<string>} */
    this.mine = new Set();
    /** What went out or waits under each key, and which lines it was: its answer may come long after. @type {Map<string, Out[]>} */
    this.out = new Map();
    /** How many edits of this page have arrived. */
    this.answers = 0;
    const stops = [onWaiting(() => this.takeUp()), onArrived((row, answer) => this.arrived(row, answer))];
    this.stopListening = () => stops.forEach((stop) => stop());
    this.merging = new Merging(this);
  }

  /** Somebody typed. */
  typed() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.flush(), PAUSE_MS);
    this.options.told();
  }

  /** Paragraphs that read otherwise here than on the server. */
  dirty() {
    return clusters(this.view.state).filter((one) => this.turns.isDirty(one));
  }

  /** Send everything that is not saved; resolves when all of it is saved or waits. */
  async flush() {
    clearTimeout(this.timer);
    this.timer = 0;
    const open = this.dirty();
    this.dropStale(open);
    await Promise.all(open.filter((cluster) => !this.isBeingEmptied(cluster)).map((cluster) => this.send(cluster)));
    this.options.told();
  }

  /** Who empties a paragraph is about to type it anew: it is no more once they have left it. @param {Cluster} cluster */
  isBeingEmptied(cluster) {
    const { head } = this.view.state.selection.main;
    const [first, last] = [cluster.lines[0], cluster.lines[cluster.lines.length - 1]];
    return cluster.lines.every((line) => !line.text.trim()) && head >= first.from && head <= last.to && this.view.hasFocus;
  }

  /** Whether something was typed that neither the server has nor this browser keeps yet. */
  isUnsafe() {
    return this.dirty().some((cluster) => {
      const row = cluster.ids.length ? waitingFor(keyOf(cluster.ids[0])) : undefined;
      return !row || [row.body.text, ...row.body.following].join('\n') !== said(cluster);
    });
  }

  /** Send the paragraphs of one turn, and wait until they are saved. @param {number} id @returns {Promise<boolean>} */
  async settle(id) {
    for (let tries = 0; tries < 4; tries += 1) {
      await this.sending.get(id);
      const cluster = clusters(this.view.state).find((one) => one.ids.includes(id));
      if (!cluster || !this.turns.isDirty(cluster)) return Boolean(cluster);
      await this.send(cluster);
      if (waitingFor(keyOf(cluster.ids[0]))) return false;
    }
    return false;
  }

  /** Waiting edits of paragraphs that read here as the server has them are no edits any more. @param {Cluster[]} open */
  dropStale(open) {
    const wanted = new Set(open.map((one) => keyOf(one.ids[0])));
    for (const row of waiting()) {
      if (this.mine.has(row.key) && !wanted.has(row.key) && !this.sending.has(row.base.ids[0])) void forget(row.key);
    }
  }

  /** @param {Cluster} cluster @returns {Promise<void>} */
  send(cluster) {
    const id = cluster.ids[0];
    if (id === undefined) return Promise.resolve();
    const before = this.sending.get(id);
    if (before) return before.then(() => undefined);
    const text = cluster.lines.map((line) => plain(line.text)).join('\n');
    if (this.held.get(id) === text) return Promise.resolve();
    const work = this.attempt(cluster).finally(() => {
      this.sending.delete(id);
      if (this.isClosed) return;
      const now = clusters(this.view.state).find((one) => one.ids.includes(id));
      if (now && this.turns.isDirty(now) && !waitingFor(keyOf(id)) && this.held.get(id) !== said(now)) this.typed();
      this.options.told();
    });
    this.sending.set(id, work);
    return work;
  }

  /** @param {Cluster} cluster */
  async attempt(cluster) {
    const [id, ...others] = cluster.ids;
    const base = this.turns.get(id);
    if (!base) return;
    const asked = this.named(cluster);
    const sent = asked.map((line) => plain(line.text));
    const out = this.goesOut(cluster.ids, asked);
    const joined = others.map((other) => ({ turn: other, revision: this.turns.get(other)?.revision ?? 0 }));
    const isWhole = sent.length === 1 && !joined.length;
    this.mine.add(keyOf(id));
    const outcome = await save({
      key: keyOf(id),
      method: 'PUT',
      path: `/api/turns/${id}`,
      body: { text: sent[0], following: sent.slice(1), joined, ...(isWhole ? {} : { reads: this.turns.textOf(cluster) }) },
      ifMatch: base.revision,
      chain: isWhole ? 'turns.0.revision' : '',
      ...(isWhole ? { same: /** @type {[string, string]} */ (['turns.0.text', 'text']) } : {}),
      what: `paragraph of ${this.options.tape}`,
      href: `/tapes/${encodeURIComponent(this.options.tape)}?decide=${id}`,
      base: { tape: this.options.tape, ids: cluster.ids, text: this.turns.textOf(cluster) },
    });
    if (this.isClosed) return;
    if (outcome.state !== 'waiting' && outcome.state !== 'replaced') this.out.delete(keyOf(id));
    if (outcome.state === 'saved') this.saved(out, outcome.answer);
    else if (outcome.state === 'conflict') await this.contested(cluster, sent, outcome.current?.turns || []);
    else if (outcome.state === 'refused') {
      this.held.set(id, sent.join('\n'));
      await forget(keyOf(id));
      this.options.refused(outcome.error);
    }
  }

  /** @param {number[]} ids @param {Cluster['lines']} lines with their marks @returns {Out} */
  goesOut(ids, lines) {
    const out = { ids, marks: lines.map((line) => line.mark), sent: lines.map((line) => plain(line.text)) };
    const key = keyOf(ids[0]);
    this.out.set(key, [...(this.out.get(key) || []), out]);
    return out;
  }

  /**
   * What waited is on the server. Somebody may have typed on in its lines since: they are the server's turns now all the
   * same, so that the next edit is one of those and not the whole once more.
   * @param {import('../../frame/waiting.js').Kept} row @param {any} answer
   */
  arrived(row, answer) {
    const text = [row.body.text, ...(row.body.following || [])].join('\n');
    const out = this.out.get(row.key)?.find((one) => one.sent.join('\n') === text);
    if (!out) return;
    if (!waitingFor(row.key)) this.out.delete(row.key);
    this.saved(out, answer);
    if (this.dirty().length) this.typed();
  }

  /** Give every line of a cluster behind the first a mark of its own, so that it is found again when the answer is here. @param {Cluster} cluster */
  named(cluster) {
    const missing = cluster.lines.slice(1).filter((line) => !line.mark);
    if (!missing.length) return cluster.lines;
    const marks = [...this.view.state.field(markField)];
    for (const line of missing) {
      line.mark = newId();
      marks.push({ at: line.from, id: line.mark });
    }
    marks.sort((a, b) => a.at - b.at || b.id - a.id);
    this.view.dispatch({ effects: setMarks.of(marks) });
    return cluster.lines;
  }

  /**
   * The server has it: its turns are now these, in the order of the lines that held a word.
   * @param {Out} out @param {{turns: Columns[], gone: number[]}} answer
   */
  saved({ ids, marks, sent }, answer) {
    this.held.delete(ids[0]);
    this.answers += 1;
    const turns = answer.turns.length || answer.gone.length ? answer.turns : ids.slice(0, 1).flatMap((id) => this.turns.get(id) || []);
    /** @type {Map<number, number | null>} */
    const names = new Map();
    for (const id of answer.gone) {
      names.set(id, null);
      this.turns.byId.delete(id);
    }
    let next = 0;
    sent.forEach((text, line) => {
      const mark = line ? marks[line] : ids[0];
      const turn = text ? turns[next] : undefined;
      if (turn) next += 1;
      names.set(mark, turn ? turn.id : null);
    });
    for (const turn of turns) this.turns.byId.set(turn.id, turn);
    this.view.dispatch({ effects: renameMarks.of(names), annotations: Transaction.addToHistory.of(false) });
    this.dropEmptyLines();
    const texts = sent.filter(Boolean);
    this.show(turns.map((turn) => turn.id), new Map(turns.map((turn, n) => [turn.id, texts[n]])));
  }

  /** A paragraph without a word is no more: its line goes too, unless the caret stands in it. */
  dropEmptyLines() {
    const { state } = this.view;
    if (state.doc.lines === 1) return;
    const marks = state.field(markField);
    const changes = [];
    for (const cluster of clusters(state)) {
      for (const line of cluster.lines) {
        const isOurs = marks.some((mark) => mark.at === line.from);
        const isHere = state.selection.main.head >= line.from && state.selection.main.head <= line.to;
        if (line.text.trim() || isOurs || isHere) continue;
        changes.push(line.to < state.doc.length ? { from: line.from, to: line.to + 1 } : { from: line.from - 1, to: line.to });
      }
    }
    if (changes.length) {
      this.view.dispatch({ changes, annotations: [fromServer.of(true), structural.of(true), withWords.of(true), Transaction.addToHistory.of(false)] });
    }
  }

  /**
   * Let lines that read as the server has them, or as they were sent to it, say exactly that, with its words.
   * @param {number[]} ids @param {Map<number, string>} [sent]
   */
  show(ids, sent = new Map()) {
    const { state } = this.view;
    const wanted = new Set(ids);
    /** @type {any[]} */
    const effects = [];
    const reworded = [];
    for (const cluster of clusters(state)) {
      const turn = cluster.ids.length === 1 && cluster.lines.length === 1 && wanted.has(cluster.ids[0]) ? this.turns.get(cluster.ids[0]) : null;
      const line = cluster.lines[0];
      if (turn && plain(line.text) === turn.text) {
        effects.push(setWords.of({ from: line.from, to: line.to, words: laid(line.text, wordsOf(turn), line.from) }));
      } else if (turn && plain(line.text) === sent.get(turn.id)) reworded.push({ from: line.from, text: line.text, turn });
    }
    if (effects.length) this.view.dispatch({ effects });
    // The server reads some signs otherwise: a word in brackets with question marks is an unsure word.
    if (reworded.length) this.view.dispatch(serverSays(this.view.state, reworded));
  }

  /**
   * Somebody was faster. Where only times, speaker or checks changed there, or they wrote the same, nobody need decide.
   * @param {Cluster} cluster @param {string[]} sent @param {Columns[]} current
   */
  async contested(cluster, sent, current) {
    const id = cluster.ids[0];
    // An earlier edit of ours may have arrived meanwhile and have joined some of these.
    const ids = cluster.ids.filter((one) => this.turns.get(one));
    const before = this.turns.textOf({ ids, lines: [] });
    const isAll = current.length === ids.length;
    const theirs = current.map((turn) => turn.text).join(' ');
    if (isAll && (theirs === before || (current.length === 1 && sent.length === 1 && theirs === sent[0]))) {
      for (const turn of current) this.turns.byId.set(turn.id, turn);
      await forget(keyOf(id));
      this.show(ids);
      this.typed();
      return;
    }
    this.held.set(id, sent.join('\n'));
    this.options.conflict(cluster, current);
  }

  /** Put edits that an earlier page left into the text again. */
  takeUp() {
    let hasTaken = false;
    for (const row of waiting()) {
      if (row.base?.tape !== this.options.tape || this.mine.has(row.key)) continue;
      this.mine.add(row.key);
      hasTaken = true;
      const ids = row.base.ids.filter((/** @type {number} */ id) => this.turns.get(id));
      if (!ids.length) {
        this.options.conflict({ ids: row.base.ids, lines: [] }, row.current?.turns || []);
        continue;
      }
      const text = [row.body.text, ...row.body.following].join('\n');
      const from = placeOf(this.view.state, ids[0]);
      const last = placeOf(this.view.state, ids[ids.length - 1]);
      const to = this.view.state.doc.lineAt(last).to;
      if (from < 0 || this.view.state.sliceDoc(from, to) === text) continue;
      this.view.dispatch({ changes: { from, to, insert: text }, annotations: structural.of(true) });
      const cluster = clusters(this.view.state).find((one) => one.ids.includes(ids[0]));
      if (cluster && row.state === 'waiting') this.goesOut(cluster.ids, this.named(cluster));
      if (row.state === 'conflict') {
        this.held.set(ids[0], text);
        if (cluster) this.options.conflict(cluster, row.current?.turns || []);
      }
    }
    if (hasTaken) this.typed();
  }

  /** Everything of this tape that is on its way to the server now. */
  underWay() {
    return [...this.sending.values(), ...[...this.out.keys()].flatMap((key) => underWay(key) || [])];
  }

  /** Something on this tape was changed: bring in what others did. */
  refresh() {
    return this.merging.refresh();
  }

  /**
   * The person has decided: these lines, on what the server has now.
   * @param {number[]} ids @param {Columns[]} current @param {string | null} text null: theirs
   */
  async decided(ids, current, text) {
    await forget(keyOf(ids[0]));
    this.held.delete(ids[0]);
    for (const turn of current) this.turns.byId.set(turn.id, turn);
    const from = placeOf(this.view.state, ids[0]);
    if (from < 0) return this.refresh();
    const cluster = clusters(this.view.state).find((one) => one.ids.includes(ids[0]));
    const to = cluster ? cluster.lines[cluster.lines.length - 1].to : from;
    const insert = text ?? current.map((turn) => turn.text).join('\n');
    this.view.dispatch({ changes: { from, to, insert }, annotations: structural.of(true) });
    if (text === null) {
      const marks = this.view.state.field(markField).filter((mark) => mark.at < from || mark.at > from + insert.length);
      let at = from;
      for (const turn of current) {
        marks.push({ at, id: turn.id });
        at += turn.text.length + 1;
      }
      marks.sort((a, b) => a.at - b.at || b.id - a.id);
      this.view.dispatch({ effects: setMarks.of(marks) });
      this.show(current.map((turn) => turn.id));
      return this.refresh();
    }
    return this.flush();
  }

  close() {
    clearTimeout(this.timer);
    this.stopListening();
    if (this.dirty().length) void this.flush();
    this.isClosed = true;
  }
}

/** @param {Cluster} cluster */
const said = (cluster) => cluster.lines.map((line) => plain(line.text)).join('\n');
