/** Below the board: the event that is looked at, what says so, what says otherwise; or a gap and what lies in it. */
import { html, nothing, repeat } from '../../frame/dom.js';
import { KINDS, ROLE_WORDS, sign } from './kinds.js';
import { dateTold } from './record.js';

/** @typedef {import('./record.js').Chronology} Chronology */

/** So many dates that are said in a gap are shown. */
const MOST_SAID = 20;

/**
 * @typedef {object} Acts
 * @property {(source: any) => void} play
 * @property {(source: any) => string} href where its tape shows it
 * @property {() => void} edit
 * @property {() => void} remove
 * @property {(source: any) => void} removeSource
 * @property {(source: any) => void} requote
 * @property {() => void} addSource
 * @property {(conflict: any) => void} merge two events that are one
 * @property {(conflict: any) => void} apart two that are two
 * @property {(id: number) => void} choose
 */

/**
 * @typedef {object} Looked what the panel shows
 * @property {Chronology} chronology
 * @property {any} event
 * @property {any} gap
 * @property {any[] | null} knew who knew of the event; null while it is asked
 * @property {Map<number, string>} now how sources read now, by number, where it is otherwise
 * @property {any} told what the tapes say of the gap; null while it is asked
 * @property {any} sounding the source that plays
 */

/** @param {Looked} looked @param {Acts} acts */
export function detail(looked, acts) {
  if (looked.gap) return gapDetail(looked, acts);
  if (!looked.event) return html`<p class="mute chron-hint">Choose an event with the arrow keys, or press one on the board.</p>`;
  const { event, chronology } = looked;
  const { agree, conflict } = chronology.sources(event);
  const sentences = (chronology.conflicts.get(event.id) || []).map((one) => conflictTold(one, event, acts, chronology));
  return html`${about(looked, acts)}
    <section class="chron-sources" aria-label="Sources that agree">
      <div class="panel-head"><h2>Sources that agree</h2><span class="num">${agree.length}</span></div>
      ${repeat(agree, (one) => one.number, (one) => sourceOf(one, looked, acts))}
      ${agree.length ? nothing : html`<p class="mute">None agrees with the event as it is entered.</p>`}
      <button class="button-quiet chron-add" @click=${acts.addSource}>Add a source…</button>
    </section>
    <section class="chron-sources" aria-label="Sources that conflict">
      <div class="panel-head"><h2>Sources that conflict</h2><span class="num">${conflict.length}</span></div>
      ${repeat(conflict, (one) => one.number, (one) => sourceOf(one, looked, acts))}
      ${sentences.length ? html`<ul class="chron-conflicts">${sentences}</ul>` : nothing}
      ${conflict.length || sentences.length ? nothing : html`<p class="mute">No source says otherwise.</p>`}
    </section>`;
}

/** @param {Looked} looked @param {Acts} acts */
function about(looked, acts) {
  const { event, chronology } = looked;
  const facts = [KINDS[event.kind]?.label, event.certainty === 'certain' ? '' : event.certainty, event.place, event.case_name, event.agency, `E${event.id}`].filter(Boolean);
  return html`<section class="chron-event" aria-label="The event">
    <div class="panel-head">
      <h2>${dateTold(event)}</h2>
      <span class="timecode">${event.date}</span>
    </div>
    <p class="chron-title">${event.title}</p>
    <p class="chron-facts">
      ${sign(event.kind)}<span>${facts.join(' · ')}</span>
      <span class="chron-acts"><button class="button-quiet" @click=${acts.edit}>Edit…</button><button class="button-quiet" @click=${acts.remove}>Remove</button></span>
    </p>
    ${event.date_words && event.said ? html`<p class="mute">Dated by “${event.date_words}”${event.hangs_on === null ? nothing : html`, counted from ${link(chronology, event.hangs_on, acts)}`}</p>` : nothing}
    ${event.date ? nothing : html`<p class="bad">No date can be read from “${event.date_words || 'nothing'}”. E gives it one.</p>`}
    ${peopleOf(looked)} ${answerOf(event)} ${event.note ? html`<p>${event.note}</p>` : nothing}
    ${event.tells_of === null ? nothing : html`<p class="mute">Tells of ${link(chronology, event.tells_of, acts)}</p>`}
    ${knewOf(looked, acts)}
  </section>`;
}

/** Who had to do with it, and how old they were. @param {Looked} looked */
function peopleOf({ event, chronology }) {
  if (!event.parties.length) return nothing;
  const ages = new Map((chronology.ages.get(event.id) || []).map((one) => [one.party, one.said]));
  return html`<ul class="chron-people">
    ${event.parties.map((/** @type {any} */ one) => html`<li>${one.name} <span class="mute">${ROLE_WORDS[one.role] || one.role}${ages.has(one.party) ? `, aged ${ages.get(one.party)}` : ''}</span></li>`)}
  </ul>`;
}

/** @param {any} event */
function answerOf(event) {
  const said = [
    ['Answer', [event.answer, event.answered_on].filter(Boolean).join(', ')],
    ['Outcome', event.outcome],
    ['Believed', event.believed],
  ].filter(([, text]) => text);
  return said.length ? html`<dl class="facts">${said.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl>` : nothing;
}

/** Who took part or was told, from when, and how: whoever was told is not said to have known. @param {Looked} looked @param {Acts} acts */
function knewOf({ event, knew, chronology }, acts) {
  if (!knew?.length) return nothing;
  return html`<h3>Who saw it or was told</h3>
    <ul class="chron-people">
      ${knew.map((one) => html`<li>
        ${chronology.parties.get(one.party)?.name || `P${one.party}`}
        <span class="mute">${one.role}, ${one.said || 'when is not known'}${one.by === event.id ? '' : html`, through ${link(chronology, one.by, acts)}`}</span>
      </li>`)}
    </ul>`;
}

/** @param {any} one @param {any} event @param {Acts} acts @param {Chronology} chronology */
function conflictTold(one, event, acts, chronology) {
  const other = one.other === null ? null : one.event === event.id ? one.other : one.event;
  return html`<li>
    ${one.said}${one.is_sure || one.kind === 'twice' ? '' : ' (perhaps)'}${other === null ? nothing : html`: ${link(chronology, other, acts)}`}
    ${one.kind === 'twice'
      ? html`<span class="chron-twice"><button class="button-quiet" @click=${() => acts.merge(one)}>They are one…</button><button class="button-quiet" @click=${() => acts.apart(one)}>They are two</button></span>`
      : nothing}
  </li>`;
}

/** @param {any} source @param {Looked} looked @param {Acts} acts */
function sourceOf(source, looked, acts) {
  const number = source.number;
  const remove = looked.event.sources.length > 1
    ? html`<button class="icon-button" aria-label="Take this source away" title="Take away" @click=${() => acts.removeSource(source)}>×</button>`
    : nothing;
  const facts = [source.said && source.date !== looked.event.date ? `gives ${source.said}` : '', source.note].filter(Boolean).join('; ');
  if (source.kind === 'document') {
    return html`<div class="chron-source" data-source=${number}>
      <p class="chron-document">${source.document}</p>
      <p class="chron-where"><span class="mute">Document${facts ? ` · ${facts}` : ''}</span>${remove}</p>
    </div>`;
  }
  const now = looked.now.get(number);
  const isPlaying = looked.sounding === source;
  return html`<div class="chron-source ${isPlaying ? 'is-playing' : ''}" data-source=${number}>
    <p class="said">“${source.text}”</p>
    ${now === undefined
      ? nothing
      : html`<p class="chron-now-reads"><span class="bad">Reads otherwise now:</span> <span class="serif">“${now}”</span> <button class="button-quiet" @click=${() => acts.requote(source)}>Take over</button></p>`}
    <p class="chron-where">
      <button class="icon-button chron-play" aria-label=${isPlaying ? 'Stop' : `Play ${source.tape} at ${source.timecode}`} title="Play" @click=${() => acts.play(source)}>${isPlaying ? '■' : '▶'}</button>
      <a class="chron-place" href=${acts.href(source)}><span class="mono">${source.tape}</span> <span class="timecode">${source.timecode}</span></a>
      <span class="mute">${facts}</span>${remove}
    </p>
  </div>`;
}

/** @param {Looked} looked @param {Acts} acts */
function gapDetail(looked, acts) {
  const { gap, chronology, told } = looked;
  const inside = gap.inside.map((/** @type {number} */ id) => chronology.byId.get(id)).filter(Boolean);
  const may = gap.may_lie.map((/** @type {number} */ id) => chronology.byId.get(id)).filter(Boolean);
  return html`<section class="chron-event" aria-label="The gap">
      <div class="panel-head"><h2>Gap</h2><span class="mono">${gap.least} to ${gap.most} days</span></div>
      <p class="chron-title">${gap.title}.</p>
      <p class="mute">${gap.tells} ${saidOfGap(gap, told)}</p>
      <h3>Before it</h3>
      <p>${link(chronology, gap.before, acts)}</p>
      <h3>After it</h3>
      <p>${link(chronology, gap.after, acts)}</p>
    </section>
    <section class="chron-sources" aria-label="What is told of it">
      <div class="panel-head"><h2>Told to have happened in it</h2><span class="num">${gap.inside_count}</span></div>
      ${inside.map((/** @type {any} */ event) => html`<button class="item chron-inside" @click=${() => acts.choose(event.id)}>
        <span class="item-head"><span>${dateTold(event)}</span><span class="mono">${event.sources.map((/** @type {any} */ one) => one.tape).filter(Boolean).join(' ')}</span></span>
        <span>${event.title}</span>
      </button>`)}
      ${gap.inside_count > inside.length ? html`<p class="mute">and ${gap.inside_count - inside.length} more</p>` : nothing}
      ${told?.said.length ? html`<h3>Dates of this time that are said on the tapes</h3>` : nothing}
      ${told?.said.slice(0, MOST_SAID).map((/** @type {any} */ one) => saidDate(one, looked, acts))}
      ${told?.said.length > MOST_SAID ? html`<p class="mute">and ${told.said.length - MOST_SAID} more</p>` : nothing}
      ${told?.codings.length ? html`<h3>Coded there</h3><p>${[...new Set(told.codings.map((/** @type {any} */ one) => one.code_name))].join(', ')}</p>` : nothing}
    </section>
    <section class="chron-sources" aria-label="What may lie in it">
      <div class="panel-head"><h2>May lie in it</h2><span class="num">${may.length}</span></div>
      ${may.map((/** @type {any} */ event) => html`<button class="item chron-inside" @click=${() => acts.choose(event.id)}><span class="item-head"><span>${dateTold(event)}</span></span><span>${event.title}</span></button>`)}
      ${may.length ? nothing : html`<p class="mute">No event of an open date.</p>`}
    </section>`;
}

/** What the tapes say of a gap, in a sentence. @param {any} gap @param {any} said */
function saidOfGap(gap, said) {
  if (!said) return 'Looking what the tapes say of this time…';
  if (said.said.length) return `${said.said.length === 1 ? 'A date' : `${said.said.length} dates`} of this time ${said.said.length === 1 ? 'is' : 'are'} said on the tapes.`;
  return gap.tells ? '' : 'No tape tells of anything in this time.';
}

/** A date that is said and that nobody has decided about. @param {any} one @param {Looked} looked @param {Acts} acts */
function saidDate(one, looked, acts) {
  const isPlaying = looked.sounding === one;
  return html`<div class="chron-mention" data-about=${one.about}>
    <p class="chron-mention-said">“${one.before} <b>${one.text}</b>${one.after ? ` ${one.after}` : ''}”</p>
    <p class="chron-where">
      <button class="icon-button chron-play" aria-label=${isPlaying ? 'Stop' : `Play ${one.tape} at ${one.timecode}`} title="Play" @click=${() => acts.play(one)}>${isPlaying ? '■' : '▶'}</button>
      <a class="chron-place" href=${acts.href(one)}><span class="mono">${one.tape}</span> <span class="timecode">${one.timecode}</span></a>
      <span class="mute">${one.said}${one.is_guess ? ' (a guess)' : ''}</span>
    </p>
  </div>`;
}

/** @param {Chronology} chronology @param {number} id @param {Acts} acts */
function link(chronology, id, acts) {
  const event = chronology.byId.get(id);
  if (!event) return html`E${id}`;
  return html`<button class="chron-link" @click=${() => acts.choose(id)}>${event.title} <span class="mute">(${dateTold(event)})</span></button>`;
}
