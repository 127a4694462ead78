/** Which events are shown: kinds (each beside its shape), lane, case, certainty, words. All of it stands in the address. */
import { html, nothing } from '../../frame/dom.js';
import { CERTAINTIES, KINDS, KIND_NAMES, sign } from './kinds.js';

/** @typedef {{kinds: string[], lane: string, case: string, certainty: string, words: string}} Wish */

/** @returns {Wish} */
export const everything = () => ({ kinds: [], lane: '', case: '', certainty: '', words: '' });

/** @param {URLSearchParams} said @returns {Wish} */
export function wishOf(said) {
  const known = (/** @type {string} */ kind) => KIND_NAMES.includes(kind);
  return {
    kinds: (said.get('kind') || '').split(',').filter(known),
    lane: said.get('lane') || '',
    case: said.get('case') || '',
    certainty: CERTAINTIES.includes(said.get('certainty') || '') ? said.get('certainty') || '' : '',
    words: said.get('q') || '',
  };
}

/** As the address has it. @param {Wish} wish */
export const written = (wish) => ({
  kind: wish.kinds.join(',') || null,
  lane: wish.lane || null,
  case: wish.case || null,
  certainty: wish.certainty || null,
  q: wish.words || null,
});

/** In words. @param {Wish} wish */
export const said = ({ kinds, lane, case: name, certainty, words }) => [...kinds, lane, name, certainty, words.trim() && `“${words.trim()}”`].filter(Boolean).join(', ');

/** The question to the server. @param {Wish} wish */
export function asked(wish) {
  const said = new URLSearchParams();
  for (const kind of wish.kinds) said.append('kind', kind);
  if (wish.lane) said.append('party', wish.lane);
  if (wish.case) said.set('case', wish.case);
  if (wish.certainty) said.append('certainty', wish.certainty);
  if (wish.words.trim()) said.set('words', wish.words.trim());
  const text = said.toString();
  return text ? `/api/chronology?${text}` : '/api/chronology';
}

/** @param {Wish} wish */
export const isNarrow = (wish) => asked(wish).includes('?');

/**
 * @param {Wish} wish
 * @param {any} record the last answer, null before the first
 * @param {(wish: Wish) => void} change
 * @param {{align: string, setAlign: (at: string) => void}} more
 */
export function filters(wish, record, change, more) {
  const counts = new Map();
  for (const event of record?.events || []) counts.set(event.kind, (counts.get(event.kind) || 0) + 1);
  const toggle = (/** @type {string} */ kind) => change({ ...wish, kinds: wish.kinds.includes(kind) ? wish.kinds.filter((one) => one !== kind) : [...wish.kinds, kind] });
  const cases = record?.cases || [];
  return html`<div class="toolbar chron-filters" role="group" aria-label="Which events">
    ${KIND_NAMES.filter((kind) => counts.get(kind) || wish.kinds.length).map(
      (kind) => html`<button class="chip" aria-pressed=${wish.kinds.includes(kind) ? 'true' : 'false'} aria-label=${`${KINDS[kind].label}: ${counts.get(kind) || 0}`} title=${`${KINDS[kind].label}: ${counts.get(kind) || 0}`} @click=${() => toggle(kind)}>
        ${sign(kind)}${KINDS[kind].short}
      </button>`,
    )}
    <span class="toolbar-gap"></span>
    ${choice('Lane', wish.lane, (record?.parties || []).map((/** @type {any} */ one) => one.name), 'All lanes', (lane) => change({ ...wish, lane }))}
    ${cases.length ? choice('Case', wish.case, cases.map((/** @type {any} */ one) => one.name), 'All cases', (name) => change({ ...wish, case: name })) : nothing}
    ${choice('Certainty', wish.certainty, CERTAINTIES, 'Certainty', (certainty) => change({ ...wish, certainty }))}
    ${cases.length > 1 ? choice('Cases beside each other', more.align, ['first offence', 'first report', 'arrest', 'first contact', 'first warning sign'], 'By date', more.setAlign) : nothing}
  </div>`;
}

/** @param {string} label @param {string} value @param {string[]} values @param {string} none @param {(value: string) => void} change */
function choice(label, value, values, none, change) {
  const all = value && !values.includes(value) ? [...values, value] : values;
  return html`<select class="field chron-choice" aria-label=${label} title=${label} @change=${(/** @type {any} */ event) => change(event.target.value)}>
    <option value="" .selected=${!value}>${none}</option>
    ${all.map((one) => html`<option value=${one} .selected=${one === value}>${one}</option>`)}
  </select>`;
}
