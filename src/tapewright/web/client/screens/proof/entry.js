/** One finding: a quotation with its verdict over what the tape says, or a join with what it leaves out. */
import { html, nothing } from '../../frame/dom.js';
import { differs, oneLine, twoLines } from './words.js';

/** @typedef {import('../../frame/dom.js').Drawn} Drawn */
/** @typedef {{isCurrent: boolean, isSounding: boolean}} State */

/**
 * What an entry can do, by number and kind.
 * @typedef {object} Acts
 * @property {(id: string) => void} choose
 * @property {(id: string, what: 'tape' | 'cut' | 'both') => void} play
 * @property {(source: any) => void} playSource
 * @property {(cell: any) => void} playWord
 * @property {(id: string) => void} accept
 * @property {(id: string) => void} withdraw
 * @property {(id: string) => void} heard
 * @property {(id: string) => void} open
 * @property {(id: string) => void} openPaper
 */

export const SIGNS = /** @type {Record<string, string>} */ ({ holds: '✓', shortened: '…', open: '?', differs: '✗' });
const MOST_ELSEWHERE = 3;

/** What an entry is called in the address: `3`, of a join `j3`. @param {any} one */
export const idOf = (one) => (one.between ? `j${one.n}` : String(one.n));

/**
 * @param {any} quote
 * @param {State} state
 * @param {Acts} acts
 */
export function quotation(quote, state, acts) {
  const id = idOf(quote);
  const isFound = quote.verdict !== 'not_found';
  const who = quote.attributed_to ? `${quote.attributed_to}${quote.by_pronoun ? ' (by a pronoun)' : ''}` : 'nobody is named';
  return entry(id, state, acts, {
    outcome: isSerious(quote) ? 'differs' : quote.outcome,
    sign: SIGNS[quote.outcome],
    called: quote.called,
    facts: html`<span>${who}</span><span>${quote.place}</span>`,
    body: html`${wordsOf(quote, acts)}
      <p class="entry-why">${sentence(quote.explanation)}</p>
      ${flagList(quote.flags)} ${anchor(quote)} ${sources(quote, isFound, acts)} ${settle(quote)} ${decision(quote, id, acts)}
      ${actions(quote, id, acts, { tape: isFound ? 'Play the passage' : 'Play the nearest', cut: quote.cut.length })}`,
  });
}

/**
 * @param {any} join
 * @param {State} state
 * @param {Acts} acts
 */
export function joint(join, state, acts) {
  const id = idOf(join);
  const [before, after] = join.between;
  return entry(id, state, acts, {
    outcome: join.flags.length ? 'differs' : 'holds',
    sign: join.flags.length ? '!' : '·',
    called: join.called,
    facts: html`<span>join ${join.n}</span><span class="timecode">${join.timecode}</span>`,
    body: html`<p class="said join-words">
        <span>… ${lastWords(before.text)}</span> <span class="join">[+]</span> <span>${firstWords(after.text)} …</span>
      </p>
      <p class="entry-why">${sentence(join.explanation)}</p>
      ${join.left_out && !join.explanation.includes(join.left_out)
        ? html`<p class="entry-left-out"><span class="label">left out</span> <span class="serif">${join.left_out}</span></p>`
        : nothing}
      ${flagList(join.flags)}
      <ul class="entry-sources">
        ${source(before, 'ends at ', acts)} ${source(after, 'goes on at ', acts)}
      </ul>
      ${decision(join, id, acts)} ${actions(join, id, acts, { tape: 'Play the tape', cut: 2 })}`,
  });
}

/**
 * @param {string} id
 * @param {State} state
 * @param {Acts} acts
 * @param {{outcome: string, called: string, sign?: string, facts: Drawn, body: Drawn}} said
 */
function entry(id, { isCurrent, isSounding }, acts, { outcome, called, sign = SIGNS[outcome], facts, body }) {
  return html`<article
    class="entry entry-${outcome} ${isCurrent ? 'is-current' : ''} ${isSounding ? 'is-sounding' : ''}"
    id="finding-${id}"
    data-finding=${id}
    tabindex="-1"
    aria-current=${isCurrent ? 'true' : nothing}
    @pointerdown=${() => acts.choose(id)}
    @focusin=${() => acts.choose(id)}
  >
    <span class="entry-number mono">${isSounding ? html`<span aria-hidden="true">▸</span>` : nothing}${id.replace('j', '')}</span>
    <div class="entry-main">
      <header class="entry-head">
        <h2 class="verdict verdict-${outcome}"><span aria-hidden="true">${sign}</span> ${called}</h2>
        <span class="entry-facts">${facts}</span>
      </header>
      ${body}
    </div>
  </article>`;
}

/** @param {any} quote @param {Acts} acts */
function wordsOf(quote, acts) {
  if (!quote.aligned.length) return html`<p class="entry-text">“${quote.text}”</p>`;
  return differs(quote.aligned) ? twoLines(quote.aligned, quote.flags, acts.playWord) : oneLine(quote.aligned, acts.playWord);
}

/** @param {any[]} flags */
function flagList(flags) {
  if (!flags.length) return nothing;
  return html`<ul class="entry-flags">
    ${flags.map((flag) => html`<li><b>${flag.called}</b> ${flag.told}</li>`)}
  </ul>`;
}

/** How the place of a bite stands, where it does not hold. @param {any} quote */
function anchor(quote) {
  if (!quote.reason) return nothing;
  return html`<p class="entry-anchor">Bite ${quote.bite}, line ${quote.line}: ${quote.reason}</p>`;
}

/** @param {any} quote @param {boolean} isFound @param {Acts} acts */
function sources(quote, isFound, acts) {
  const more = quote.elsewhere.length - MOST_ELSEWHERE;
  return html`<ul class="entry-sources">
    ${quote.sources.map((/** @type {any} */ one) => source(one, isFound ? '' : 'nearest ', acts, !isFound))}
    ${quote.elsewhere.slice(0, MOST_ELSEWHERE).map((/** @type {any} */ one) => source(one, 'also ', acts))}
    ${more > 0 ? html`<li class="mute">and at ${more} more ${more === 1 ? 'place' : 'places'}</li>` : nothing}
  </ul>`;
}

/** @param {any} one @param {string} label @param {Acts} acts @param {boolean} [withWords] */
function source(one, label, acts, withWords = false) {
  return html`<li>
    ${label}<button
      class="button-quiet source-button"
      title="Play it, with two seconds before and after"
      @click=${() => acts.playSource(one)}
    >
      <span aria-hidden="true">▸</span> <span class="mono">${one.tape}</span> <span class="timecode">${one.timecode}</span>
    </button>
    <span class="mute">${(one.end - one.start).toFixed(1)} s, ${one.speaker || 'nobody is named'}, ${one.heard ? 'heard by a person' : 'nobody has listened yet'}</span>
    ${withWords ? html`<span class="said source-words">${one.text}</span>` : nothing}
  </li>`;
}

/** @param {any} quote */
function settle(quote) {
  return quote.settle ? html`<p class="entry-settle">To settle it: ${quote.settle}</p>` : nothing;
}

/** @param {any} one @param {string} id @param {Acts} acts */
function decision(one, id, acts) {
  if (!one.accepted) return nothing;
  return html`<p class="entry-accepted">
    <span><b>Accepted</b> by ${one.accepted.who}, ${one.accepted.when.slice(0, 10)}: ${one.accepted.reason}</span>
    <button class="button-quiet" @click=${() => acts.withdraw(id)}>Open it again</button>
  </p>`;
}

/** @param {any} one @param {string} id @param {Acts} acts @param {{tape: string, cut: number}} what */
function actions(one, id, acts, { tape, cut }) {
  const places = one.between || one.sources;
  return html`<div class="entry-actions">
    ${places.length ? html`<button class="button" @click=${() => acts.play(id, 'tape')}>${tape} <kbd>p</kbd></button>` : nothing}
    ${cut
      ? html`<button class="button" @click=${() => acts.play(id, 'cut')}>As it is cut <kbd>c</kbd></button>
          <button class="button" @click=${() => acts.play(id, 'both')}>Both <kbd>Shift P</kbd></button>`
      : nothing}
    ${places.length ? html`<button class="button-quiet" @click=${() => acts.open(id)}>Open on the tape <kbd>o</kbd></button>` : nothing}
    ${one.bite ? html`<button class="button-quiet" @click=${() => acts.openPaper(id)}>In the paper edit <kbd>e</kbd></button>` : nothing}
    ${places.length && one.verdict !== 'not_found'
      ? html`<button class="button-quiet" @click=${() => acts.heard(id)}>I have heard this <kbd>h</kbd></button>`
      : nothing}
    ${one.finding_id && !one.accepted
      ? html`<button class="button-quiet" @click=${() => acts.accept(id)}>Accept with a reason <kbd>a</kbd></button>`
      : nothing}
  </div>`;
}

/** Whether a difference touches the meaning, whatever the verdict is called. @param {any} one */
const isSerious = (one) => one.outcome === 'differs' || one.flags.some((/** @type {any} */ flag) => !flag.doubtful);
/** @param {string} text */
const sentence = (text) => (text ? text[0].toUpperCase() + text.slice(1) : '');
/** @param {string} text */
const lastWords = (text) => text.split(' ').slice(-8).join(' ');
/** @param {string} text */
const firstWords = (text) => text.split(' ').slice(0, 8).join(' ');
