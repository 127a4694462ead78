/** Codes: the tree, the passages of a code, and beside them what it means and how far two coders agree. */
import { html, nothing, render } from '../../frame/dom.js';
import { AwayError, get } from '../../frame/api.js';
import { Latest } from '../../frame/latest.js';
import { on } from '../../frame/live.js';
import { go, query } from '../../frame/router.js';
import { tell } from '../../frame/tell.js';
import { readCodes } from '../../study/codes.js';
import { Hearing } from '../search/hear.js';
import { Agreement } from './agreement.js';
import { Asking } from './asking.js';
import { Deeds } from './deeds.js';
import { Exchange } from './exchange.js';
import { codesKeys } from './keys.js';
import { instead } from './instead.js';
import { Offers } from './offers.js';
import { Passages } from './passages.js';
import { placeOf } from './place.js';
import { codeSide } from './codeside.js';
import { tree } from './tree.js';

/** @typedef {import('../../study/codes.js').Code} Code */
/** @typedef {'tree' | 'passages'} Pane where the keys act */

/**
 * @param {import('../../frame/screens.js').Place} place
 * @param {import('../../frame/shell.js').Frame} frame
 * @returns {Promise<import('../../frame/screens.js').Screen>}
 */
export async function open(place, frame) {
  const codes = new CodesScreen(place.element, frame);
  await codes.read(Number(place.query.get('code')));
  await codes.come(place.query);
  return codes.screen;
}

export class CodesScreen {
  /** @param {HTMLElement} element @param {import('../../frame/shell.js').Frame} frame */
  constructor(element, frame) {
    this.element = element;
    this.frame = frame;
    /** @type {import('../../study/codes.js').Codes | null} */
    this.codes = null;
    /** @type {unknown} */
    this.error = null;
    /** @type {any[]} */
    this.memos = [];
    this.current = 0;
    /** @type {Pane} */
    this.pane = 'tree';
    /** What stands beside: what the code means, or how far two coders agree. @type {'code' | 'agreement'} */
    this.tab = 'code';
    this.refresh = 0;
    this.latest = new Latest();
    this.isClosed = false;
    this.hearing = new Hearing(() => this.draw());
    this.passages = new Passages(this);
    this.asking = new Asking(this);
    this.offers = new Offers(this);
    this.agreement = new Agreement(this);
    this.exchange = new Exchange(this);
    this.deeds = new Deeds(this);
    element.classList.add('codes');
    render(frameOf(), element);
    const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (element.querySelector(`.${name}`));
    this.parts = { top: part('codes-top'), columns: part('columns'), tree: part('codes-tree'), head: part('codes-listhead'), list: part('codes-list'), table: part('codes-table'), offers: part('codes-offers'), side: part('side'), instead: part('codes-instead') };
    this.parts.tree.addEventListener('focus', () => this.into('tree'));
    this.parts.list.addEventListener('focus', () => this.into('passages'));
    this.stops = [on('changed', (said) => this.heard(said)), on('reload', () => this.soon())];
    /** @type {import('../../frame/screens.js').Screen} */
    this.screen = { title: 'Codes', keys: codesKeys(this), foot: [], changed: (to) => void this.come(to.query), close: () => this.close() };
  }

  close() {
    this.isClosed = true;
    this.latest.close();
    for (const part of [this.asking, this.passages, this.agreement]) part.latest.close();
    clearTimeout(this.refresh);
    for (const stop of this.stops) stop();
    void this.hearing.stop();
  }

  // --- what is known ------------------------------------------------------------------------------------------------

  /** @param {URLSearchParams} said */
  async come(said) {
    this.tab = said.get('side') === 'agreement' ? 'agreement' : 'code';
    const code = Number(said.get('code'));
    const ask = said.get('ask') || '';
    if (this.codes?.get(code)) this.current = code;
    const reading = [this.tab === 'agreement' ? this.agreement.read() : null];
    this.draw();
    if (ask) reading.push(this.asking.ask(ask));
    else {
      this.asking.forget();
      reading.push(this.passages.read(this.current));
    }
    await Promise.all(reading);
    this.draw();
    this.reveal();
  }

  /** What is so now. @param {number} [wanted] */
  read(wanted = 0) {
    return this.latest.ask((_signal, arrives) => this.readNow(wanted, arrives));
  }

  /** @param {number} wanted @param {() => boolean} arrives */
  async readNow(wanted, arrives) {
    try {
      const [codes, memos] = await Promise.all([readCodes(), get('/api/memos')]);
      if (!arrives()) return;
      this.codes = codes;
      this.memos = memos.memos;
      this.error = null;
      if (!codes.get(this.current)) this.current = codes.get(wanted)?.id || codes.all[0]?.id || 0;
    } catch (error) {
      if (!arrives()) return;
      // What is shown stays while the server is away, which the bar says.
      if (!(error instanceof AwayError && this.codes)) this.error = error;
    }
    this.draw();
  }

  /** Everything that is shown, read again. */
  again = async () => {
    if (this.isClosed) return;
    await this.read();
    await Promise.all([this.asking.text ? this.asking.ask(this.asking.text) : this.passages.read(this.current), this.tab === 'agreement' ? this.agreement.read() : null]);
    this.draw();
  };

  /** @param {any} said */
  heard(said) {
    if (!said.changed || Object.keys(said.changed).some((table) => /^(cod|memo|decision|turn|transcript|speaker)/.test(table))) this.soon();
  }

  /** Something was changed somewhere. A window that nobody sees waits until somebody does. */
  soon() {
    clearTimeout(this.refresh);
    this.refresh = window.setTimeout(() => {
      if (this.isClosed) return;
      if (document.visibilityState === 'hidden') document.addEventListener('visibilitychange', () => this.soon(), { once: true });
      else void this.again();
    }, 120);
  }

  /** @returns {Code | null} */
  get code() {
    return this.codes?.get(this.current) || null;
  }

  // --- where one is -------------------------------------------------------------------------------------------------

  /** @param {Pane} pane */
  into(pane) {
    if (this.pane === pane) return;
    this.pane = pane;
    this.draw();
  }

  /** @param {number} by */
  move(by) {
    if (this.pane === 'passages') {
      this.passages.move(by);
      return;
    }
    const all = this.codes?.all || [];
    const place = all.findIndex((one) => one.id === this.current);
    const next = all[Math.max(0, Math.min(all.length - 1, place + by))];
    if (next) this.choose(next.id);
  }

  /** @param {number} id */
  choose(id) {
    if (this.isClosed) return;
    this.current = id;
    this.deeds.book = 0;
    this.offers.forget();
    this.asking.forget();
    query({ code: String(id), ask: null });
    this.draw();
    this.reveal();
    void this.passages.read(id).then(() => this.draw());
  }

  /** Enter: from the tree into its passages, from a passage to the tape. */
  async enter() {
    if (this.pane === 'tree') {
      await Promise.all([this.passages.latest.reading, this.asking.latest.reading]); // they may be on their way
      this.draw();
      if (this.isClosed) return;
      if (this.passages.shown().length) this.parts.list.focus({ preventScroll: true });
      else tell('There is no passage with this code yet.');
      return;
    }
    const one = this.passages.at();
    if (one) go(placeOf(one));
  }

  /** Play the passage, or stop it. */
  hear() {
    const one = this.passages.at() || this.passages.shown()[0];
    if (one) this.passages.play(one);
  }

  out() {
    if (this.hearing.key) void this.hearing.stop();
    else if (this.asking.text) {
      this.asking.forget();
      query({ ask: null }, { step: true });
      void this.come(new URLSearchParams(location.search));
      this.focusTree();
    } else if (this.element.contains(document.activeElement) && document.activeElement !== this.parts.tree) this.focusTree();
    else return false;
    return true;
  }

  focusTree() {
    this.parts.tree.focus({ preventScroll: true });
  }

  /** @param {'code' | 'agreement'} tab */
  show(tab) {
    query({ side: tab === 'agreement' ? tab : null }, { step: true });
    void this.come(new URLSearchParams(location.search));
  }

  reveal() {
    this.parts.tree.querySelector(`#code-${this.current}`)?.scrollIntoView({ block: 'nearest' });
  }

  // --- how it looks -------------------------------------------------------------------------------------------------

  draw() {
    if (this.isClosed) return;
    const { codes, error, parts } = this;
    const wasInList = document.activeElement === parts.list;
    const has = Boolean(codes?.books.length) && !error;
    parts.columns.hidden = !has;
    parts.instead.hidden = has;
    render(has ? nothing : instead({ codes, error }, { again: () => void this.again(), template: (name) => void this.deeds.begin(name), bring: () => this.exchange.bring() }), parts.instead);
    render(has && codes ? this.top() : nothing, parts.top);
    if (has && codes) {
      render(tree(codes, this.current, { choose: (id) => this.choose(id), open: () => void this.enter() }), parts.tree);
      parts.tree.setAttribute('aria-activedescendant', `code-${this.current}`);
      this.drawMiddle();
      render(this.side(), parts.side);
    }
    this.screen.facts = has && codes ? html`<span>${counted(codes)}</span>` : nothing;
    this.screen.foot = has ? (this.pane === 'tree' ? ['codes.passages', 'codes.add', 'codes.merge', 'codes.up', 'codes.decide'] : ['codes.hear', 'codes.open', ...(this.asking.text ? [] : ['codes.uncode']), 'codes.out', 'codes.decide']) : [];
    this.frame.redraw();
    // Whoever takes the last passage away, here or in another browser: keys that go nowhere help nobody.
    if (wasInList && has && parts.list.hidden) this.focusTree();
  }

  drawMiddle() {
    const { asking, parts } = this;
    const { passages } = this;
    const asTable = Boolean(asking.text) && asking.isTable;
    const has = passages.shown().length && !passages.error;
    parts.list.hidden = asTable || !has;
    render(asking.text ? asking.head() : passages.head(), parts.head);
    render(has ? (asTable ? asking.asTable() : nothing) : passages.instead(), parts.table);
    render(has ? passages.rows() : nothing, parts.list);
    render(html`${passages.more()}${asking.text ? nothing : this.offers.drawn()}`, parts.offers);
    const at = this.passages.at();
    if (at && this.pane === 'passages') parts.list.setAttribute('aria-activedescendant', `passage-${at.id}`);
    else parts.list.removeAttribute('aria-activedescendant');
  }

  side() {
    const tab = (/** @type {'code' | 'agreement'} */ name, /** @type {string} */ label) =>
      html`<button class="button" aria-pressed=${this.tab === name ? 'true' : 'false'} @click=${() => this.show(name)}>${label}</button>`;
    return html`<div class="panel codes-side">
      <div class="modes" role="group" aria-label="What stands here">${tab('code', 'The code')} ${tab('agreement', 'Agreement')}</div>
      ${this.tab === 'agreement' ? this.agreement.drawn() : codeSide(this)}
    </div>`;
  }

  top() {
    return html`<div class="toolbar">
      ${this.asking.field()}
      <span class="toolbar-gap"></span>
      ${this.exchange.buttons()}
      <button class="button-quiet drawer-button" data-toggles="side-left">Tree</button>
      <button class="button-quiet drawer-button" data-toggles="side">Beside</button>
    </div>`;
  }
}

/** @param {import('../../study/codes.js').Codes} codes */
function counted(codes) {
  const passages = codes.all.reduce((sum, one) => sum + one.codings, 0);
  const { length } = codes.all;
  return `${length === 1 ? '1 code' : `${length} codes`}, ${passages === 1 ? '1 passage' : `${passages} passages`}`;
}

function frameOf() {
  return html`<div class="codes-top"></div>
    <div class="columns">
      <div class="side-left codes-tree" role="tree" aria-label="Codes" tabindex="0"></div>
      <div class="middle codes-middle">
        <div class="codes-listhead"></div>
        <div class="codes-table"></div>
        <div class="codes-list" role="listbox" aria-label="Passages" tabindex="0"></div>
        <div class="codes-offers"></div>
      </div>
      <aside class="side" aria-label="Beside"></aside>
    </div>
    <div class="fill codes-instead"></div>`;
}
