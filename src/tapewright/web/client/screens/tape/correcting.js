/** The keys of a person who corrects: paragraphs split and joined, the next doubt, the speaker, a paragraph checked. */
import { EditorSelection } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { get, post, put } from '../../frame/api.js';
import { askText, tell, tellError } from '../../frame/tell.js';
import { indexOf } from '../../words/model.js';
import { showHeard } from './deciding.js';
import { clusterAt, placeOf, structural, turnAt } from './turns.js';

/** Enter: what stands behind the caret is another paragraph. @param {EditorView} view */
export function split(view) {
  const { main } = view.state.selection;
  const line = view.state.doc.lineAt(main.head);
  const before = view.state.sliceDoc(line.from, main.head);
  const after = view.state.sliceDoc(main.head, line.to);
  if (!main.empty || !before.trim() || !after.trim()) return true;
  const from = line.from + before.trimEnd().length;
  const to = main.head + (after.length - after.trimStart().length);
  view.dispatch({
    changes: { from, to, insert: '\n' },
    selection: EditorSelection.cursor(from + 1),
    annotations: structural.of(true),
    userEvent: 'input.split',
    scrollIntoView: true,
  });
  return true;
}

/** Backspace at the beginning of a paragraph: it goes on from the one before. @param {EditorView} view */
export function joinBefore(view) {
  const { main } = view.state.selection;
  const line = view.state.doc.lineAt(main.head);
  if (!main.empty || main.head !== line.from || line.number === 1) return false;
  join(view, line.from - 1);
  return true;
}

/** Delete at the end of a paragraph: the next one goes on here. @param {EditorView} view */
export function joinBehind(view) {
  const { main } = view.state.selection;
  const line = view.state.doc.lineAt(main.head);
  if (!main.empty || main.head !== line.to || line.number === view.state.doc.lines) return false;
  join(view, line.to);
  return true;
}

/** @param {EditorView} view @param {number} at the line break */
function join(view, at) {
  const before = view.state.doc.lineAt(at).text;
  const after = view.state.doc.lineAt(at + 1).text;
  const insert = before.trim() && after.trim() && !/\s$/.test(before) ? ' ' : '';
  view.dispatch({
    changes: { from: at, to: at + 1, insert },
    selection: EditorSelection.cursor(at + insert.length),
    annotations: structural.of(true),
    userEvent: 'input.join',
  });
}

/**
 * The next doubtful word behind the caret, or before it; goes round at the end.
 * @param {EditorView} view @param {number} unsureBelow @param {1 | -1} way
 */
export function nextDoubt(view, unsureBelow, way) {
  const index = indexOf(view.state);
  const here = Math.min(index.numberAt(view.state.selection.main.head), index.count - 1);
  for (let step = 1; step <= index.count; step += 1) {
    const number = (here + way * step + index.count * 2) % index.count;
    if (!index.words[number].word.doubt(unsureBelow)) continue;
    const { from, to } = index.words[number];
    view.dispatch({ selection: EditorSelection.range(from, to), effects: EditorView.scrollIntoView(from, { y: 'center' }) });
    view.focus();
    return index.words[number];
  }
  tell('No word of this tape is doubtful.');
  return null;
}

export class Correcting {
  /**
   * @param {EditorView} view
   * @param {import('./turns.js').Turns} turns
   * @param {import('./saving.js').Saver} saver
   * @param {{names: () => string[], nameOf: (turn: number) => string, people: () => Promise<void>}} people
   */
  constructor(view, turns, saver, people) {
    this.view = view;
    this.turns = turns;
    this.saver = saver;
    this.people = people;
    /** Places whose turn is being saved: they move with the text. @type {Set<{at: number}>} */
    this.places = new Set();
  }

  /** Text came or went: a place that is waited at is where it was meant. @param {import('@codemirror/state').ChangeSet} changes */
  moved(changes) {
    for (const place of this.places) place.at = changes.mapPos(place.at, -1);
  }

  /** The turn under the caret, once it is saved; 0 where it cannot be saved now. @param {number} position */
  async settled(position) {
    const place = { at: position };
    this.places.add(place);
    await this.saver.flush();
    const isSaved = await this.saver.settle(turnAt(this.view.state, place.at));
    this.places.delete(place);
    // The line may have become a turn of its own just now.
    const now = turnAt(this.view.state, place.at);
    if (isSaved && now) return now;
    tell('This paragraph is not saved yet. Try again when the server is back.', { kind: 'bad' });
    return 0;
  }

  /** Who speaks here. @param {number} [position] */
  async speaker(position = this.view.state.selection.main.head) {
    const id = await this.settled(position);
    if (!id) return;
    const name = await askText({
      title: 'Who speaks here?',
      label: 'Name. A new one is a new person; empty is nobody.',
      value: this.people.nameOf(id),
      ok: 'Set the speaker',
      list: this.people.names(),
    });
    this.view.focus();
    if (name === null) return;
    try {
      const answer = await put(`/api/turns/${id}/speaker`, { name: name.trim() }, { ifMatch: this.turns.get(id)?.revision });
      await this.people.people();
      this.took(answer.turns);
    } catch (error) {
      tellError(error);
    }
  }

  /** This paragraph is checked; go on with the next. */
  async checked() {
    const position = this.view.state.selection.main.head;
    const line = this.view.state.doc.lineAt(position);
    const next = line.number < this.view.state.doc.lines ? this.view.state.doc.line(line.number + 1).from : null;
    const isLast = next === null;
    if (next !== null) {
      this.view.dispatch({ selection: EditorSelection.cursor(next), effects: EditorView.scrollIntoView(next, { y: 'center' }) });
    }
    const id = await this.settled(position);
    if (!id) return;
    try {
      const answer = await post(`/api/turns/${id}/checked`, undefined, { ifMatch: this.turns.get(id)?.revision });
      this.took(answer.turns);
      if (isLast) tell('This was the last paragraph.');
    } catch (error) {
      tellError(error);
    }
  }

  /** What the machine heard here, and perhaps back to it. */
  async heard() {
    const id = await this.settled(this.view.state.selection.main.head);
    if (!id) return;
    try {
      const heard = await get(`/api/turns/${id}/heard`);
      if (!(await showHeard(heard))) return;
      const at = placeOf(this.view.state, id);
      const cluster = at < 0 ? null : clusterAt(this.view.state, at);
      if (!cluster) return;
      const line = cluster.lines[0];
      this.view.dispatch({ changes: { from: line.from, to: line.to, insert: heard.heard }, userEvent: 'input.heard' });
      await this.saver.flush();
    } catch (error) {
      tellError(error);
    } finally {
      this.view.focus();
    }
  }

  /** @param {import('./turns.js').Columns[]} turns */
  took(turns) {
    for (const turn of turns) this.turns.byId.set(turn.id, turn);
    this.saver.answers += 1;
    this.saver.show(turns.map((turn) => turn.id));
    this.saver.options.told();
  }
}
