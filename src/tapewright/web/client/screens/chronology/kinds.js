/** Kinds of events: what each is called, its shape (never its colour alone), and how certain one can be. */
import { html } from '../../frame/dom.js';

/**
 * @typedef {object} Kind
 * @property {string} label
 * @property {string} short for the filters
 * @property {boolean} isHollow
 * @property {(x: number, y: number, r: number) => string} path the shape round a point
 */

const circle = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
const diamond = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ r) => `M${x} ${y - r - 0.8}l${r + 0.8} ${r + 0.8}l${-r - 0.8} ${r + 0.8}l${-r - 0.8} ${-r - 0.8}z`;
const square = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ r) => `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`;
const triangle = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ r) => `M${x} ${y - r - 0.6}l${r + 0.8} ${2 * r}h${-2 * r - 1.6}z`;
const wedge = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ r) => `M${x - r} ${y - r - 0.4}l${2 * r + 0.4} ${r + 0.4}l${-2 * r - 0.4} ${r + 0.4}z`;
const cross = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ r) =>
  `M${x - 1.3} ${y - r - 0.5}h2.6v${r - 0.8}h${r - 0.8}v2.6h${0.8 - r}v${r - 0.8}h-2.6v${0.8 - r}h${0.8 - r}v-2.6h${r - 0.8}z`;

/** @type {Record<string, Kind>} */
export const KINDS = {
  life: { label: 'Life', short: 'Life', isHollow: false, path: circle },
  'warning sign': { label: 'Warning sign', short: 'Warning', isHollow: false, path: diamond },
  offence: { label: 'Offence', short: 'Offence', isHollow: false, path: square },
  contact: { label: 'Contact', short: 'Contact', isHollow: false, path: cross },
  intervention: { label: 'Intervention', short: 'Intervention', isHollow: false, path: triangle },
  'missed intervention': { label: 'Missed intervention', short: 'Missed', isHollow: true, path: triangle },
  court: { label: 'Court', short: 'Court', isHollow: true, path: square },
  media: { label: 'Media', short: 'Media', isHollow: false, path: wedge },
  other: { label: 'Other', short: 'Other', isHollow: true, path: circle },
};

export const KIND_NAMES = Object.keys(KINDS);

/** A name that a class can have. @param {string} kind */
export const classOf = (kind) => `kind-${kind.replaceAll(' ', '-')}`;

/** The shape of a kind, beside its name. @param {string} kind */
export const sign = (kind) =>
  html`<svg class=${`chron-sign ${classOf(kind)} ${(KINDS[kind] || KINDS.other).isHollow ? 'is-hollow' : ''}`} viewBox="0 0 14 14" width="14" height="14" aria-hidden="true"><path d=${(KINDS[kind] || KINDS.other).path(7, 7, 4)}></path></svg>`;

export const CERTAINTIES = ['certain', 'probable', 'possible', 'disputed'];

export const ROLES = ['did', 'harmed', 'saw', 'present', 'reported', 'told', 'answered', 'about'];

/** @type {Record<string, string>} */
export const ROLE_WORDS = {
  did: 'did it',
  harmed: 'was harmed',
  saw: 'saw it',
  present: 'was there',
  reported: 'reported it',
  told: 'was told',
  answered: 'answered',
  about: 'is spoken of',
};
