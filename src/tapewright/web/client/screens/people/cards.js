/** One card per person: who, how long, on which tapes, and a sample of each voice. */
import { html, nothing } from '../../frame/dom.js';
import { colourOf, length } from './people.js';

/** @typedef {import('./people.js').Person} Person */
/** @typedef {import('./people.js').Voice} Voice */

export const HEADING_HEIGHT = 40;
export const CARD_HEIGHT = 68;
const MOST_TAPES = 8;

/** @param {{text: string, count: number}} row */
export function headingRow(row) {
  return html`<div class="people-heading" role="row"><span class="label" role="gridcell">${row.text}</span><span class="num mute" role="gridcell">${row.count}</span></div>`;
}

/**
 * @param {Person} person
 * @param {{isCurrent: boolean, cursor: number, playing: string}} look
 * @param {{choose: (id: number) => void, play: (person: Person, place: number) => void}} does
 */
export function personRow(person, look, does) {
  const shown = person.on.slice(0, MOST_TAPES);
  const more = person.on.length - shown.length;
  return html`<div
    class="person ${look.isCurrent ? 'is-current' : ''} voice-${colourOf(person)}"
    id="person-${person.id}"
    role="row"
    aria-selected=${look.isCurrent ? 'true' : 'false'}
    @click=${() => does.choose(person.id)}
  >
    <span class="stripe"></span>
    <span role="gridcell" class="person-name truncate ${person.labelled ? 'is-label' : ''}">${person.name}</span>
    <span role="gridcell" class="person-group mute truncate">${person.group}${person.note ? html`${person.group ? ' · ' : ''}${person.note}` : nothing}</span>
    <span role="gridcell" class="person-time num">${person.seconds ? length(person.seconds) : html`<span class="mute">not heard yet</span>`}</span>
    <span role="gridcell" class="person-tapes">
      ${shown.map((one) => tapeOf(person, one, look, does))}${more > 0 ? html`<span class="mute">and ${more} more</span>` : nothing}
    </span>
  </div>`;
}

/**
 * @param {Person} person
 * @param {{tape: string, seconds: number}} on
 * @param {{isCurrent: boolean, cursor: number, playing: string}} look
 * @param {{play: (person: Person, place: number) => void}} does
 */
function tapeOf(person, on, look, does) {
  const place = person.voices.findIndex((voice) => voice.tape === on.tape);
  const said = html`<span class="mono">${on.tape}</span> ${length(on.seconds)}`;
  if (place < 0 || !person.voices[place].ticks) return html`<span class="person-tape mute">${said}</span>`;
  const voice = person.voices[place];
  const isPlaying = look.playing === `voice ${voice.id}`;
  return html`<button
    class="person-tape ${look.isCurrent && look.cursor === place ? 'is-at' : ''} ${isPlaying ? 'is-playing' : ''}"
    tabindex="-1"
    aria-label="${isPlaying ? 'Stop' : 'Hear'} ${person.name} on ${on.tape}"
    @click=${(/** @type {Event} */ event) => {
      event.stopPropagation();
      does.play(person, place);
    }}
  >
    <span class="person-sign" aria-hidden="true">${isPlaying ? '■' : '▶'}</span>${said}${voice.confirmed ? nothing : html`<span class="mute" title="Nobody has confirmed this voice"> ?</span>`}
  </button>`;
}
