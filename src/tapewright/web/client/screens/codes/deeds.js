/** What is done to codes: added, changed, moved, merged, removed; each is one step of the history, told with the way back. */
import { address, del, post, request } from '../../frame/api.js';
import { html } from '../../frame/dom.js';
import { ask, askText, tell } from '../../frame/tell.js';
import { did } from '../../study/did.js';
import { askMemo, pickCode } from '../../study/pick.js';
import { askCode } from './form.js';

/** @typedef {import('../../study/codes.js').Code} Code */

/** @type {import('./form.js').Said} */
const BLANK = { name: '', codebook: 0, parent: null, definition: '', use_when: '', not_when: '', example: '', source: '', colour: '', key: '', is_codable: true };

export class Deeds {
  /** @param {import('./screen.js').CodesScreen} room */
  constructor(room) {
    this.room = room;
    /** The codebook without codes that was turned to: no code of it can be chosen. */
    this.book = 0;
    /** Deeds on codes, one after the other, and how many of them wait or are under way. */
    this.queue = Promise.resolve();
    this.waiting = 0;
    /** Codings that are being taken off. @type {Set<number>} */
    this.going = new Set();
  }

  /** A codebook: from a template, or an empty one. @param {string} template */
  async begin(template) {
    const name = template ? '' : await askText({ title: 'A new codebook', label: 'Name', ok: 'Begin it' });
    if (name === null || (!template && !name.trim())) return;
    const before = new Set(this.room.codes?.books.map((one) => one.id));
    const made = await did(() => post('/api/codebooks', template ? { template } : { name: name.trim() }), 'The codebook is here', this.room.again);
    this.room.focusTree();
    if (made) this.turnTo(this.room.codes?.books.find((one) => !before.has(one.id)));
  }

  /** To a codebook: to its first code, or, where it has none, what A adds goes there. @param {import('../../study/codes.js').Codebook | undefined} book */
  turnTo(book) {
    const first = this.room.codes?.all.find((one) => one.codebook === book?.id);
    if (first) this.room.choose(first.id);
    else this.book = book?.id || 0;
    if (book) this.room.parts.tree.querySelector(`[data-book="${book.id}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  /** One more codebook beside those that are here. */
  async another() {
    const templates = this.room.codes?.templates || [];
    const answer = await ask({
      title: 'A new codebook',
      body: html`<p>Begin with one that comes along, or write your own.</p>`,
      choices: [...templates.map((one) => ({ label: one.title, value: one.name })), { label: 'An empty one', value: '-' }, { label: 'Leave it', value: '' }],
    });
    if (answer) await this.begin(answer === '-' ? '' : answer);
  }

  /** The codebook in which one stands: that of the code that is chosen, or the one that was turned to. */
  get shelf() {
    const { codes, code } = this.room;
    const id = this.book || code?.codebook;
    return codes?.books.find((one) => one.id === id) || codes?.books[0];
  }

  async renameBook() {
    const book = this.shelf;
    if (!book) return;
    const name = (await askText({ title: 'The codebook', label: 'Name', value: book.name, ok: 'Keep it' }))?.trim();
    this.room.focusTree();
    if (!name || name === book.name) return;
    await did(() => request('PATCH', `/api/codebooks/${book.id}`, { body: { name }, ifMatch: book.revision }), `The codebook is called “${name}”`, this.room.again);
  }

  /** With its codes; their codings go only where that is said. */
  async removeBook() {
    const book = this.shelf;
    if (!book) return;
    const count = book.codes.reduce((sum, one) => sum + one.codings, 0);
    const codes = book.codes.length === 1 ? '1 code' : `${book.codes.length} codes`;
    const answer = await ask({
      title: `Remove the codebook “${book.name}”?`,
      body: html`<p>It has ${codes}${count ? html`; ${passages(count)} ${count === 1 ? 'is' : 'are'} coded with them, by whoever coded. The codings go with it.` : ', and no passage is coded with them.'}</p>`,
      choices: [
        { label: count ? `Remove it and ${count === 1 ? 'the coding' : `the ${count} codings`}` : 'Remove it', value: 'remove', kind: count ? 'bad' : 'main' },
        { label: 'Leave it', value: '' },
      ],
    });
    this.room.focusTree();
    if (!answer) return;
    this.book = 0;
    const path = address(`/api/codebooks/${book.id}`, { with_codings: count > 0 });
    await did(() => del(path, { ifMatch: book.revision }), `The codebook “${book.name}” is removed`, this.room.again);
  }

  async add() {
    const { codes, code } = this.room;
    const book = this.book || code?.codebook || codes?.books[codes.books.length - 1].id;
    if (!codes || !book) return;
    let was = { ...BLANK, codebook: book, parent: code && !this.book ? (code.is_codable ? code.parent : code.id) : null };
    for (;;) {
      const said = await askCode({ title: 'A new code', ok: 'Add it', was, within: codes.books.map((one) => this.within(one)), keys: this.keys() });
      this.room.focusTree();
      if (!said) return;
      const body = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== '' && value !== null));
      const made = await did(() => post('/api/codes', body), `“${said.name}” is a code now`, this.room.again);
      if (made) return void (made.id && this.room.choose(made.id));
      was = { ...was, ...said }; // it was refused, which has been said: nothing that was typed is lost
    }
  }

  async edit() {
    let { code } = this.room;
    /** What was typed and refused: it is offered again over what is so now. @type {Partial<import('./form.js').Said>} */
    let typed = {};
    while (code) {
      const was = formOf(code);
      const said = await askCode({ title: `The code “${code.name}”`, ok: 'Keep it', was: { ...was, ...typed }, within: [this.within({ id: code.codebook, name: '' }, code)], keys: this.keys() });
      this.room.focusTree();
      if (!said) return;
      typed = Object.fromEntries(Object.entries(said).filter(([field, value]) => value !== /** @type {any} */ (was)[field]));
      const { codebook: _, parent, ...texts } = typed;
      if (Object.keys(texts).length && !(await this.change(code, texts, `“${said.name}” is changed`))) {
        code = this.room.codes?.get(code.id) || null;
        continue;
      }
      const now = this.room.codes?.get(code.id);
      if (now && parent !== undefined) await this.change(now, { move: true, parent }, `“${said.name}” stands elsewhere`);
      return;
    }
  }

  /** @param {Code} code @param {any} body @param {string} said */
  change(code, body, said) {
    return did(() => request('PATCH', `/api/codes/${code.id}`, { body, ifMatch: code.revision }), said, this.room.again);
  }

  /** Codes of a codebook that another may stand under: not itself and not what stands under it. @param {{id: number, name: string}} book @param {Code} [code] */
  within({ id, name }, code) {
    const { codes } = this.room;
    const own = new Set(code && codes ? codes.subtree(code.id) : []);
    return { id, name, codes: (codes?.all || []).filter((one) => one.codebook === id && !own.has(one)) };
  }

  keys() {
    return new Map((this.room.codes?.all || []).filter((one) => one.key).map((one) => [one.key, one.name]));
  }

  // --- where it stands ------------------------------------------------------------------------------------------------

  /**
   * A deed on the code that is chosen, when its turn has come: on that code as it is then, though another is chosen by
   * that time. So a key may be pressed again before the answer is there.
   * @param {(code: Code, codes: import('../../study/codes.js').Codes) => Promise<void>} work
   */
  async onCode(work) {
    const { current } = this.room;
    this.waiting += 1;
    const turn = this.queue.then(async () => {
      const { codes } = this.room;
      const code = codes?.get(current);
      if (code && codes) await work(code, codes);
    });
    this.queue = turn.catch(() => {}).finally(() => (this.waiting -= 1));
    await turn;
  }

  /** Among its siblings. @param {1 | -1} by */
  shift(by) {
    return this.onCode(async (code, codes) => {
      const siblings = codes.siblings(code);
      const rank = siblings.indexOf(code) + by;
      if (rank < 0 || rank >= siblings.length) return;
      await this.place(code, code.parent, rank, `“${code.name}” moved ${by < 0 ? 'up' : 'down'}`);
    });
  }

  /** Under the sibling above it. */
  under() {
    return this.onCode(async (code, codes) => {
      const siblings = codes.siblings(code);
      const above = siblings[siblings.indexOf(code) - 1];
      if (!above) {
        tell('No code stands above it at its level.');
        return;
      }
      const children = codes.all.filter((one) => one.parent === above.id);
      await this.place(code, above.id, children.length, `“${code.name}” stands under “${above.name}”`);
    });
  }

  /** Out of its parent, right behind it. */
  outOf() {
    return this.onCode(async (code, codes) => {
      const parent = code.parent ? codes.get(code.parent) : null;
      if (parent) await this.place(code, parent.parent, codes.siblings(parent).indexOf(parent) + 1, `“${code.name}” stands beside “${parent.name}”`);
    });
  }

  /** @param {Code} code @param {number | null} parent @param {number} rank @param {string} said */
  async place(code, parent, rank, said) {
    await this.change(code, { move: true, parent, rank }, said);
    this.room.reveal();
  }

  /** @param {string} key */
  giveKey(key) {
    return this.onCode(async (code) => {
      if (!code.is_codable) tell('A heading has no key: it is put on no passage.');
      else if (code.key === key) await this.change(code, { key: '' }, `“${code.name}” has no key now`);
      else {
        const before = this.keys().get(key);
        await this.change(code, { key }, `${key} codes “${code.name}” now${before ? `, and no longer “${before}”` : ''}`);
      }
    });
  }

  // --- two become one, and none -----------------------------------------------------------------------------------------

  async merge() {
    const { code } = this.room;
    if (code) await this.mergeInto(code, `Merge “${code.name}” into`);
  }

  /** @param {Code} code @param {string} title */
  async mergeInto(code, title) {
    const { codes } = this.room;
    if (!codes) return;
    const own = new Set(codes.subtree(code.id));
    const into = await pickCode(codes.all.filter((one) => !own.has(one)), { title });
    this.room.focusTree();
    if (!into) return;
    const done = await did(() => post(`/api/codes/${code.id}/merge`, { into: into.id }, { ifMatch: code.revision }), `“${code.name}” is now “${into.name}”, with ${passages(code.codings)}`, this.room.again);
    if (done) this.room.choose(into.id);
  }

  /** What becomes of its passages is asked. */
  async remove() {
    const { code, codes } = this.room;
    if (!code || !codes) return;
    const all = codes.subtree(code.id);
    const count = all.reduce((sum, one) => sum + one.codings, 0);
    const under = all.length - 1;
    const answer = await ask({
      title: `Remove “${code.name}”${under ? ` and ${under === 1 ? 'the code' : `the ${under} codes`} under it` : ''}?`,
      body: count ? html`<p>${passages(count)} ${count === 1 ? 'has' : 'have'} ${under ? 'one of these codes' : 'this code'}. What becomes of ${count === 1 ? 'it' : 'them'}?</p>` : html`<p>No passage has it.</p>`,
      choices: count
        ? [
            { label: `Give ${count === 1 ? 'it' : 'them'} another code…`, value: 'move', kind: 'main' },
            { label: count === 1 ? 'Remove the coding too' : `Remove the ${count} codings too`, value: 'remove', kind: 'bad' },
            { label: 'Leave it', value: '' },
          ]
        : [
            { label: 'Remove it', value: 'refuse', kind: 'main' },
            { label: 'Leave it', value: '' },
          ],
    });
    const into = answer === 'move' ? await pickCode(codes.all.filter((one) => !all.includes(one) && one.is_codable), { title: 'Give the passages to' }) : null;
    this.room.focusTree();
    if (!answer || (answer === 'move' && !into)) return;
    const place = codes.all.indexOf(code);
    const next = into || codes.all[place + all.length] || codes.all[place - 1];
    const path = address(`/api/codes/${code.id}`, { codings: answer, into: into?.id });
    const gone = await did(() => del(path, { ifMatch: code.revision }), `“${code.name}” is removed${into ? `, its passages are “${into.name}”` : ''}`, this.room.again);
    if (gone && next) this.room.choose(next.id);
  }

  async uncode() {
    const { passages } = this.room;
    const one = passages.at();
    if (!one || this.going.has(one.id)) return;
    this.going.add(one.id);
    const all = passages.shown().filter((other) => other === one || !this.going.has(other.id));
    const place = all.indexOf(one);
    const beside = all[place + 1] || all[place - 1];
    if (beside) passages.choose(beside.id);
    await did(() => del(`/api/codings/${one.id}`, { ifMatch: one.revision }), `“${one.code_name}” taken off ${one.tape} ${one.timecode}, coded by ${one.coder}`, this.room.again);
    this.going.delete(one.id);
  }

  async memo() {
    const { code } = this.room;
    if (!code) return;
    const keep = (/** @type {string} */ text) => did(() => post('/api/memos', { about: 'code', target: code.id, text }), 'Memo kept', this.room.again);
    await askMemo(`A memo on “${code.name}”`, keep, () => this.room.focusTree());
  }
}

/** What the form shows of a code. @param {Code} code */
const formOf = ({ name, codebook, parent, definition, use_when, not_when, example, source, colour, key, is_codable }) => ({ name, codebook, parent, definition, use_when, not_when, example, source, colour, key, is_codable });

/** @param {number} count */
const passages = (count) => (count === 1 ? '1 passage' : `${count} passages`);
