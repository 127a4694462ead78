/** What can be checked and what was found (`/proof`): paper edits, scripts, articles; a text is pasted or dropped here. */
import { html, nothing, render, repeat } from '../../frame/dom.js';
import { get, inWords } from '../../frame/api.js';
import { on } from '../../frame/live.js';
import { Latest } from '../../frame/latest.js';
import { go } from '../../frame/router.js';
import { empty, failed, loading } from '../../frame/states.js';
import { Handing } from './handing.js';
import { removeScript } from './removing.js';
import { VERDICTS } from './summary.js';

/** @typedef {import('../../frame/screens.js').Place} Place */

const KINDS = /** @type {Record<string, string>} */ ({ edit: 'paper edit', script: 'script', timeline: 'timeline' });

/** @param {Place} place @param {import('../../frame/shell.js').Frame} frame */
export async function open(place, frame) {
  const screen = new ProofsScreen(place.element, frame);
  await screen.read();
  return {
    title: 'Proof',
    keys: screen.keys(),
    foot: ['proofs.next', 'proofs.open', 'proofs.paste', 'proofs.remove'],
    close: () => screen.close(),
  };
}

class ProofsScreen {
  /** @param {HTMLElement} element @param {import('../../frame/shell.js').Frame} frame */
  constructor(element, frame) {
    this.element = element;
    this.frame = frame;
    /** @type {any[] | null} */
    this.rows = null;
    /** @type {unknown} */
    this.error = null;
    this.current = '';
    this.isClosed = false;
    this.latest = new Latest();
    this.handing = new Handing(() => this.draw());
    const again = () => void this.read();
    this.leaving = [on('changed', again), on('edit', again), on('script', again), on('reload', again), this.handing.watch(element)];
  }

  /** What is so now. */
  read = () => this.latest.ask((signal, arrives) => this.readNow(signal, arrives));

  /** @param {AbortSignal} signal @param {() => boolean} arrives */
  async readNow(signal, arrives) {
    try {
      const said = await get('/api/proofs', {}, signal);
      if (!arrives()) return;
      this.rows = said.proofs;
      this.handing.endings = said.endings;
      this.error = null;
    } catch (error) {
      if (arrives() && !this.rows) this.error = error;
    }
    this.draw();
  }

  draw() {
    if (!this.isClosed) render(this.drawn(), this.element);
  }

  drawn() {
    if (this.error) return failed(this.error, () => void this.read());
    if (!this.rows) return loading();
    return html`<div class="columns proofs ${this.handing.isOver ? 'is-dropped-on' : ''}">
      <div class="middle">${this.handing.error ? this.refused() : nothing}${this.rows.length ? this.table(this.rows) : this.none()}</div>
      <aside class="side panel proofs-side" aria-label="Check a text">
        <div class="panel-head"><h2>Check a text</h2></div>
        ${this.handing.form()}
        <section>
          <div class="panel-head"><h2>Hear first</h2></div>
          <p class="panel-text mute">What rests on a machine’s hearing is proved when a person has heard it. The words whose error would cost most come first.</p>
          <div class="panel-actions"><a class="button" href="/review">Hear first</a></div>
        </section>
      </aside>
    </div>`;
  }

  /** What was handed in and could not be read. */
  refused() {
    const { text, hint } = inWords(this.handing.error);
    return html`<div class="banner banner-bad" role="alert">
      <span>${text}${hint ? html` <span class="mute">${hint}</span>` : nothing}</span>
      <button class="button-quiet" @click=${() => ((this.handing.error = null), this.draw())}>Close</button>
    </div>`;
  }

  none() {
    return empty({
      title: 'Nothing to check yet',
      text: html`Paste or drop a script, an article, captions or a cut that comes back. Every quotation is laid word by word
        on what was said on the tapes: verbatim, shortened, altered, put together out of pieces, said by somebody else, or
        not found. Tapes without a transcript are named. Paper edits of this project appear here by themselves.`,
      actions: html`<button class="button drawer-button" data-toggles="side">Paste a text</button>`,
    });
  }

  /** @param {any[]} rows */
  table(rows) {
    return html`<table class="table proofs-table">
      <caption class="sr-only">
        Paper edits and scripts, with what the check found
      </caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Kind</th>
          <th scope="col" class="num">Quotations</th>
          <th scope="col">What was found</th>
          <th scope="col" class="num">Open</th>
          <th scope="col">Checked</th>
        </tr>
      </thead>
      <tbody>
        ${repeat(rows, (row) => row.name, (row) => this.row(row))}
      </tbody>
    </table>`;
  }

  /** @param {any} row */
  row(row) {
    const isCurrent = row.name === this.current;
    const address = `/proof/${encodeURIComponent(row.name)}`;
    return html`<tr
      class=${isCurrent ? 'is-current' : ''}
      aria-selected=${isCurrent}
      data-name=${row.name}
      @click=${() => this.choose(row.name)}
      @dblclick=${() => go(address)}
    >
      <td class="truncate"><a href=${address}>${row.name}</a></td>
      <td class="mute">${KINDS[row.kind]}</td>
      <td class="num">${row.quotes ?? ''}</td>
      <td class="proofs-found">${this.found(row)}</td>
      <td class="num ${row.open ? 'bad' : ''}">${row.open ?? ''}</td>
      <td class="mute">${checkedWhen(row)}</td>
    </tr>`;
  }

  /** @param {any} row */
  found(row) {
    if (row.checked_at === null) return html`<span class="mute">not checked yet</span>`;
    if (row.empty) return html`<span class="bad">nothing was proved</span>`;
    return html`${outcomes(row.verdicts).map(
      ({ sign, count, told, names }) => html`<span class=${sign === '✗' ? 'bad' : 'soft'} title=${names}><span aria-hidden="true">${sign}</span> ${count} ${told}</span>`,
    )}
    ${row.accepted ? html`<span class="soft">${row.accepted} accepted</span>` : nothing}
    ${row.unread ? html`<span class="bad">${row.unread} of ${row.tapes} tapes unread</span>` : nothing}`;
  }

  /** @param {string} name */
  choose(name) {
    this.current = name;
    this.draw();
    this.element.querySelector(`tr[data-name="${CSS.escape(name)}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {number} by */
  step(by) {
    const names = (this.rows || []).map((row) => row.name);
    if (!names.length) return;
    const at = names.indexOf(this.current);
    this.choose(names[at < 0 ? (by > 0 ? 0 : names.length - 1) : Math.min(names.length - 1, Math.max(0, at + by))]);
  }

  get chosen() {
    return (this.rows || []).find((row) => row.name === this.current);
  }

  async remove() {
    if ((await removeScript(this.chosen.name)) !== null) await this.read();
  }

  keys() {
    const has = () => Boolean(this.chosen);
    return [
      { id: 'proofs.next', keys: ['j', 'ArrowDown'], does: 'Next', repeats: true, run: () => this.step(1) },
      { id: 'proofs.previous', keys: ['k', 'ArrowUp'], does: 'The one before', repeats: true, run: () => this.step(-1) },
      { id: 'proofs.open', keys: ['Enter'], does: 'Open', when: has, run: () => go(`/proof/${encodeURIComponent(this.current)}`) },
      { id: 'proofs.paste', keys: ['i'], does: 'Paste a text', run: () => this.paste() },
      { id: 'proofs.remove', keys: ['Delete'], does: 'Remove the script', when: () => has() && this.chosen.kind !== 'edit', run: () => void this.remove() },
    ];
  }

  paste() {
    const side = this.element.querySelector('.side');
    const field = /** @type {HTMLElement | null} */ (this.element.querySelector('.handing-text'));
    if (side && getComputedStyle(side).visibility === 'hidden') side.classList.add('is-open');
    field?.focus();
  }

  close() {
    this.isClosed = true;
    this.handing.isClosed = true;
    this.latest.close();
    for (const leave of this.leaving) leave();
  }
}

const OUTCOMES = /** @type {const} */ ([
  ['✓', 'holds', 'hold'],
  ['…', 'shortened', 'shortened'],
  ['?', 'to be heard', 'to be heard'],
  ['✗', 'differs', 'differ'],
]);

/** What the verdicts come to, four kinds at most. @param {Record<string, number>} verdicts */
function outcomes(verdicts) {
  return OUTCOMES.map(([sign, one, several]) => {
    const mine = VERDICTS.filter((verdict) => verdict[2] === sign && verdicts[verdict[0]]);
    const count = mine.reduce((sum, [name]) => sum + verdicts[name], 0);
    return { sign, count, told: count === 1 ? one : several, names: mine.map(([name, label]) => `${verdicts[name]} ${label}`).join(', ') };
  }).filter(({ count }) => count);
}

/** @param {any} row */
function checkedWhen(row) {
  if (row.checked_at === null) return '';
  if (!row.fresh) return 'changed since';
  return new Date(row.checked_at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}
