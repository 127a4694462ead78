/** The paper edits of the project, and a new one. */
import { html, nothing, render, repeat } from '../../frame/dom.js';
import { get, post } from '../../frame/api.js';
import { Latest } from '../../frame/latest.js';
import { on } from '../../frame/live.js';
import { go } from '../../frame/router.js';
import { empty, failed, loading } from '../../frame/states.js';
import { askText, tellError } from '../../frame/tell.js';
import { clock } from '../../frame/time.js';

/**
 * @param {import('../../frame/screens.js').Place} place
 * @param {import('../../frame/shell.js').Frame} frame
 * @returns {Promise<import('../../frame/screens.js').Screen>}
 */
export async function open(place, frame) {
  /** @type {any[] | null} */
  let edits = null;
  /** @type {unknown} */
  let trouble = null;
  /** The name of the one that is chosen: its place may be another one when others come and go. */
  let chosen = '';
  const latest = new Latest();
  const at = () => Math.max(0, (edits || []).findIndex((one) => one.edit === chosen));
  const draw = () => {
    render(drawList(edits, trouble, at(), { read, make, choose }), place.element);
    frame.redraw();
  };
  /** @param {number} index */
  const choose = (index) => {
    chosen = edits?.[Math.max(0, Math.min(edits.length - 1, index))]?.edit || '';
    draw();
    place.element.querySelector('.is-current')?.scrollIntoView({ block: 'nearest' });
  };
  const read = () =>
    latest.ask(async (signal, arrives) => {
      try {
        const said = await get('/api/edits', {}, signal);
        if (!arrives()) return;
        edits = said.edits;
        chosen = chosen || said.edits[0]?.edit || '';
        trouble = null;
      } catch (error) {
        if (!arrives()) return;
        trouble = error;
      }
      draw();
    });
  const make = async () => {
    const title = await askText({ title: 'A new paper edit', label: 'What it is called', ok: 'Make it' });
    if (!title?.trim()) return;
    const name = nameFor(title, (edits || []).map((one) => one.edit));
    try {
      await post('/api/edits', { name, title: title.trim() });
      if (!latest.isClosed) go(`/paper/${encodeURIComponent(name)}`);
    } catch (error) {
      tellError(error);
    }
  };
  const stops = [on('edit', () => void read()), on('reload', () => void read())];
  await read();
  return {
    title: 'Paper edits',
    keys: [
      { id: 'papers.up', keys: ['ArrowUp', 'k'], does: 'The one before', repeats: true, run: () => choose(at() - 1) },
      { id: 'papers.down', keys: ['ArrowDown', 'j'], does: 'The next one', repeats: true, run: () => choose(at() + 1) },
      { id: 'papers.open', keys: ['Enter'], does: 'Open', run: () => (edits?.[at()] ? go(addressOf(edits[at()])) : false) },
      { id: 'papers.new', keys: ['n'], does: 'New paper edit', run: () => void make() },
    ],
    foot: ['papers.up', 'papers.down', 'papers.open', 'papers.new'],
    close: () => {
      latest.close();
      for (const stop of stops) stop();
    },
  };
}

/** @param {any} edit */
const addressOf = (edit) => `/paper/${encodeURIComponent(edit.edit)}`;

/**
 * A name for the file that every system takes, and that is free.
 * @param {string} title
 * @param {string[]} taken
 */
export function nameFor(title, taken) {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  const base = [...(plain || 'paper-edit')].slice(0, 40).join('');
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

/**
 * @param {any[] | null} edits
 * @param {unknown} trouble
 * @param {number} chosen
 * @param {{read: () => Promise<void>, make: () => Promise<void>, choose: (index: number) => void}} acts
 */
function drawList(edits, trouble, chosen, acts) {
  if (trouble) return failed(trouble, () => void acts.read());
  if (!edits) return loading();
  const button = html`<button type="button" class="button" @click=${() => void acts.make()}>New paper edit</button>`;
  if (!edits.length) {
    return empty({
      title: 'No paper edits yet',
      text: 'A paper edit is the programme as text: scenes, narration, and bites that name their places on the tapes. It lies in the project’s folder “edits” and opens in any editor.',
      actions: button,
    });
  }
  return html`<div class="toolbar">${button}<span class="toolbar-gap"></span><span class="mute">${edits.length === 1 ? 'one paper edit' : `${edits.length} paper edits`}</span></div>
    <table class="table papers">
      <thead>
        <tr><th scope="col">Title</th><th scope="col">File</th><th scope="col" class="num">Running</th><th scope="col" class="num">Bites</th><th scope="col">To look at</th><th scope="col">Changed</th></tr>
      </thead>
      <tbody>
        ${repeat(edits, (one) => one.edit, (one, place) => drawRow(one, place === chosen, () => acts.choose(place)))}
      </tbody>
    </table>`;
}

/** @param {any} one @param {boolean} isChosen @param {() => void} choose */
function drawRow(one, isChosen, choose) {
  const told = one.trouble ? html`<span class="bad">${one.trouble.message}</span>` : one.problems ? html`<span class="bad">${one.problems}</span>` : nothing;
  return html`<tr class=${isChosen ? 'is-current' : ''} @click=${choose}>
    <td><a href=${addressOf(one)} @focus=${choose}>${one.title}</a></td>
    <td class="mono">${one.edit}.md</td>
    <td class="num mono">${one.trouble ? '–' : clock(one.ticks)}</td>
    <td class="num">${one.trouble ? '–' : one.bites}</td>
    <td>${told}</td>
    <td class="mute">${when(one.changed_ns)}</td>
  </tr>`;
}

/** @param {number} changed nanoseconds of the file's time */
function when(changed) {
  const at = new Date(changed / 1e6);
  const isToday = at.toDateString() === new Date().toDateString();
  return at.toLocaleString('en-GB', isToday ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short', year: 'numeric' });
}
