/**
 * What others changed on a tape comes into the paragraphs that nobody is changing here, without moving the view. What
 * waited and has arrived is recognised, also where it was split or joined.
 */
import { Transaction } from '@codemirror/state';
import { get } from '../../frame/api.js';
import { laid, setWords, withWords, wordsOf } from '../../words/model.js';
import { clusters, fromServer, markField, placeOf, plain, serverSays, setMarks, structural } from './turns.js';

/** @typedef {import('./turns.js').Columns} Columns */

export class Merging {
  /** @param {import('./saving.js').Saver} saver */
  constructor(saver) {
    this.saver = saver;
    /** One after the other: of two answers on their way the older could be brought in last. @type {Promise<void>} */
    this.last = Promise.resolve();
    this.waits = false;
  }

  get view() {
    return this.saver.view;
  }

  get turns() {
    return this.saver.turns;
  }

  /** Something on this tape was changed: bring in what others did. @returns {Promise<void>} */
  refresh() {
    if (this.waits) return this.last;
    this.waits = true;
    this.last = this.last.catch(() => undefined).then(() => {
      this.waits = false;
      return this.bring();
    });
    return this.last;
  }

  /** @returns {Promise<void>} */
  async bring() {
    const state = await this.settledState();
    if (!state || !this.saver.options.heard(state)) return;
    const { answers } = this.saver;
    const news = state.turns.filter((/** @type {any[]} */ row) => {
      const known = this.turns.get(row[0]);
      return !known || known.revision !== row[1] || known.speaker !== row[2] || known.check !== row[3];
    });
    const here = new Set(state.turns.map((/** @type {any[]} */ row) => row[0]));
    const gone = [...this.turns.byId.keys()].filter((id) => !here.has(id));
    if (!news.length && !gone.length) return;
    const fresh = await this.fetched(news.map((/** @type {any[]} */ row) => row[0]));
    if (this.saver.isClosed) return;
    if (answers !== this.saver.answers) return this.bring(); // what was typed here has arrived meanwhile: this may be older
    this.merge(fresh, gone, state.turns.map((/** @type {any[]} */ row) => row[0]));
  }

  /**
   * The tape's state while no edit of this page is on its way: one in which our own half-told edits cannot be taken for
   * somebody else's.
   * @returns {Promise<any>} null once the page is closed
   */
  async settledState() {
    for (;;) {
      await Promise.allSettled(this.saver.underWay());
      const { answers } = this.saver;
      const state = await get(`/api/tapes/${encodeURIComponent(this.saver.options.tape)}/state`);
      if (this.saver.isClosed) return null;
      if (answers === this.saver.answers && !this.saver.underWay().length) return state;
    }
  }

  /** @param {number[]} ids @returns {Promise<Columns[]>} */
  async fetched(ids) {
    const all = [];
    for (let at = 0; at < ids.length; at += 100) {
      const asked = ids.slice(at, at + 100).map((id) => `id=${id}`).join('&');
      all.push(...(await get(`/api/turns?${asked}`)).turns);
    }
    return all;
  }

  /**
   * Paragraphs that the server has by now just as they stand here (what waited has arrived) are saved.
   * @param {Columns[]} fresh @param {number[]} order
   */
  adopt(fresh, order) {
    const news = new Map(fresh.map((turn) => [turn.id, turn]));
    const place = new Map(order.map((id, n) => [id, n]));
    for (const cluster of this.saver.dirty()) {
      const lines = cluster.lines.filter((line) => plain(line.text));
      const first = cluster.ids.find((id) => place.has(id));
      if (first === undefined || !lines.length || this.saver.sending.has(cluster.ids[0])) continue;
      const at = place.get(first) ?? 0;
      const turns = order.slice(at, at + lines.length).map((id) => news.get(id) || this.turns.get(id));
      const reads = turns.length === lines.length && turns.every((turn, n) => turn?.text === plain(lines[n].text));
      const stay = cluster.ids.filter((id) => place.has(id));
      if (!reads || !stay.every((id) => turns.some((turn) => turn?.id === id))) continue;
      const said = /** @type {Columns[]} */ (turns);
      const marks = this.saver.named(cluster).map((line) => line.mark);
      const gone = cluster.ids.filter((id) => !place.has(id));
      this.saver.saved({ ids: cluster.ids, marks, sent: cluster.lines.map((line) => plain(line.text)) }, { turns: said, gone });
    }
  }

  /** @param {Columns[]} fresh @param {number[]} gone @param {number[]} order */
  merge(fresh, gone, order) {
    this.adopt(fresh, order);
    const open = new Set(this.saver.dirty().flatMap((one) => one.ids));
    const isNew = fresh.some((turn) => !this.turns.get(turn.id));
    const texts = fresh.filter((turn) => this.turns.get(turn.id) && !open.has(turn.id));
    const snapshot = this.view.scrollSnapshot();
    const lines = [];
    for (const turn of texts) {
      this.turns.byId.set(turn.id, turn);
      const from = placeOf(this.view.state, turn.id);
      if (from >= 0) lines.push({ from, text: this.view.state.doc.lineAt(from).text, turn });
    }
    for (const turn of fresh) {
      const known = this.turns.get(turn.id);
      // Who typed here and whom only a time, a check or a speaker overtook, goes on from there.
      if (known && open.has(turn.id) && known.text === turn.text) this.turns.byId.set(turn.id, turn);
    }
    lines.sort((a, b) => a.from - b.from);
    if (lines.length) {
      const said = serverSays(this.view.state, lines);
      this.view.dispatch({ ...said, effects: [...said.effects, /** @type {any} */ (snapshot).map(said.changes)] });
    }
    if (isNew || gone.length) this.recast(fresh, new Set(gone), order);
  }

  /**
   * Turns were split or joined elsewhere: what stands between two turns that are still there is laid anew, where nobody
   * types here.
   * @param {Columns[]} fresh @param {Set<number>} gone @param {number[]} order
   */
  recast(fresh, gone, order) {
    const known = new Map(fresh.map((turn) => [turn.id, turn]));
    const all = clusters(this.view.state);
    const place = new Map(order.map((id, n) => [id, n]));
    const keeps = all.filter((one) => one.ids.some((id) => place.has(id) && !gone.has(id)));
    const changes = [];
    /** @type {Array<{after: number, turns: Columns[]}>} */
    const added = [];
    for (const cluster of all) {
      const isGone = cluster.ids.length > 0 && cluster.ids.every((id) => gone.has(id));
      if (!isGone || this.turns.isDirty(cluster)) continue;
      const { to } = cluster.lines[cluster.lines.length - 1];
      const { from } = cluster.lines[0];
      changes.push(to < this.view.state.doc.length ? { from, to: to + 1 } : { from: Math.max(0, from - 1), to });
    }
    for (const id of gone) if (!all.some((one) => one.ids.includes(id) && this.turns.isDirty(one))) this.turns.byId.delete(id);
    const seen = new Set(all.flatMap((one) => one.ids));
    for (const [number, id] of order.entries()) {
      const turn = known.get(id);
      if (!turn || seen.has(id)) continue;
      const before = order.slice(0, number).reverse().find((one) => seen.has(one) && !gone.has(one));
      const cluster = before === undefined ? null : keeps.find((one) => one.ids.includes(before));
      const after = cluster ? cluster.lines[cluster.lines.length - 1].to : -1;
      const last = added[added.length - 1];
      if (last && last.after === after) last.turns.push(turn);
      else added.push({ after, turns: [turn] });
      this.turns.byId.set(id, turn);
    }
    this.lay(changes, added, gone);
  }

  /** @param {Array<{from: number, to: number, insert?: string}>} removed @param {Array<{after: number, turns: Columns[]}>} added @param {Set<number>} gone */
  lay(removed, added, gone) {
    const { state } = this.view;
    const inserts = added.map(({ after, turns }) => {
      const text = turns.map((turn) => turn.text).join('\n');
      return after < 0 ? { from: 0, insert: `${text}\n` } : { from: after, insert: `\n${text}` };
    });
    const changes = state.changes([...removed, ...inserts]);
    const marks = state
      .field(markField)
      .filter((mark) => !gone.has(mark.id))
      .map((mark) => ({ ...mark, at: changes.mapPos(mark.at, mark.at === 0 ? 1 : -1) }));
    /** @type {any[]} */
    const effects = [];
    for (const { after, turns } of added) {
      let at = after < 0 ? changes.mapPos(0, -1) : changes.mapPos(after, -1) + 1;
      for (const turn of turns) {
        marks.push({ at, id: turn.id });
        effects.push(setWords.of({ from: at, to: at + turn.text.length, words: laid(turn.text, wordsOf(turn), at) }));
        at += turn.text.length + 1;
      }
    }
    marks.sort((a, b) => a.at - b.at || b.id - a.id);
    this.view.dispatch({
      changes,
      effects: [setMarks.of(marks), ...effects],
      annotations: [fromServer.of(true), structural.of(true), withWords.of(true), Transaction.addToHistory.of(false)],
    });
  }
}
