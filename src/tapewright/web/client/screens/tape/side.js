/** Beside the text: selects of this tape, what to hear first, versions, who speaks here. */
import { html, nothing, render, repeat } from '../../frame/dom.js';
import { clock, timecode } from '../../frame/time.js';

const MOST = 60;
/** @type {Record<string, string>} */
const REASONS = {
  unsupported: 'no speech under it',
  recovered: 'heard late',
  unsure: 'unsure',
  differs: 'typist differs',
  absent: 'nobody says it',
  low: 'not sure',
};

/**
 * Stretches of doubtful words, what a guard or a person marked before what the recogniser was merely not sure of.
 * @param {import('../../words/model.js').TimeIndex} index
 * @param {import('@codemirror/state').Text} doc
 * @param {number} unsureBelow
 */
export function doubtsOf(index, doc, unsureBelow) {
  /** @type {Array<{first: number, last: number, why: string, text: string, start: number}>} */
  const found = [];
  for (let n = 0; n < index.count; n += 1) {
    const why = index.words[n].word.doubt(unsureBelow);
    if (!why) continue;
    const last = found[found.length - 1];
    const isNext = last && last.last === n - 1 && last.why === why && !doc.sliceString(index.words[n - 1].to, index.words[n].from).includes('\n');
    if (isNext) last.last = n;
    else found.push({ first: n, last: n, why, text: '', start: index.words[n].word.start });
  }
  const marked = [...found.filter((one) => one.why !== 'low'), ...found.filter((one) => one.why === 'low')];
  for (const one of marked.slice(0, MOST)) one.text = doc.sliceString(index.words[one.first].from, index.words[one.last].to);
  return marked;
}

/**
 * @typedef {object} Beside
 * @property {any} tape
 * @property {any[]} selects
 * @property {ReturnType<typeof doubtsOf>} doubts
 * @property {any[]} versions
 * @property {number | null} version
 * @property {Array<{id: number | null, name: string, turns: number, ticks: number}>} speakers
 */

/**
 * @param {HTMLElement} element
 * @param {Beside} beside
 * @param {{play: (start: number, end: number) => void, remove: (select: any) => void, note: (select: any) => void, doubt: (first: number, last: number) => void, version: (version: number) => void}} does
 */
export function drawSide(element, beside, does) {
  const { tape, selects, doubts, versions, speakers } = beside;
  render(
    html`<section aria-label="Selects from this tape">
        <div class="panel-head"><h2>Selects from this tape</h2><span class="num">${selects.length}</span></div>
        ${selects.length ? nothing : html`<p class="mute tape-hint">Select words and press Q.</p>`}
        ${repeat(
          selects,
          (one) => one.number,
          (one) => html`<div class="tape-select" data-select=${one.number}>
            <button class="item" @click=${() => does.play(one.ticks.start, one.ticks.end)}>
              <span class="timecode">${timecode(one.ticks.start, tape)}</span>
              <span class="said">${one.text}</span>
              ${one.note ? html`<span class="tape-note">${one.note}</span>` : nothing}
            </button>
            <span class="tape-select-acts">
              <button class="icon-button" aria-label="Note to this select" title="Note" @click=${() => does.note(one)}>✎</button>
              <button class="icon-button" aria-label="Take this select out" title="Take out" @click=${() => does.remove(one)}>×</button>
            </span>
          </div>`,
        )}
      </section>
      <div class="tape-codes"></div>
      <section aria-label="Hear these first">
        <div class="panel-head"><h2>Hear these first</h2><span class="num">${doubts.length}</span></div>
        ${doubts.length ? nothing : html`<p class="mute tape-hint">No word of this tape is doubtful.</p>`}
        ${doubts.slice(0, MOST).map(
          (one) => html`<button class="item tape-doubt-item" @click=${() => does.doubt(one.first, one.last)}>
            <span class="item-head"><span class="timecode">${timecode(one.start, tape).slice(0, 8)}</span><span>${REASONS[one.why]}</span></span>
            <span class="said">${one.text}</span>
          </button>`,
        )}
        ${doubts.length > MOST ? html`<p class="mute tape-hint">and ${doubts.length - MOST} more: F8 goes from one to the next</p>` : nothing}
      </section>
      <div class="tape-events"></div>
      <section aria-label="Who speaks here">
        <div class="panel-head"><h2>Who speaks here</h2><span class="num">${speakers.length}</span></div>
        <table class="tape-facts">
          ${speakers.map((one) => html`<tr><td>${one.name}</td><td class="mono">${clock(one.ticks)}</td></tr>`)}
        </table>
      </section>
      <section aria-label="Versions">
        <div class="panel-head"><h2>Versions</h2><span class="num">${versions.length}</span></div>
        ${versions.map(
          (one) => html`<button class="item ${one.version === beside.version ? 'is-current' : ''}" aria-current=${one.version === beside.version ? 'true' : nothing} @click=${() => does.version(one.version)}>
            <span class="item-head"><span>${one.version}${one.is_current ? ', current' : ''}</span><span>${one.words} words</span></span>
            <span class="mono">${[one.engine, one.model].filter(Boolean).join(' ')}</span>
          </button>`,
        )}
      </section>`,
    element,
  );
}
