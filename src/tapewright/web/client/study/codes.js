/** The codebooks as screens know them: every code by its id, in the order of the tree, with its hue and its key. */
import { get } from '../frame/api.js';

/**
 * @typedef {object} Code
 * @property {number} id
 * @property {number} codebook
 * @property {number | null} parent
 * @property {number} rank
 * @property {string} name
 * @property {string} path
 * @property {string} definition
 * @property {string} use_when
 * @property {string} not_when
 * @property {string} example
 * @property {string} colour
 * @property {string} key
 * @property {string} source
 * @property {boolean} is_codable
 * @property {number} codings
 * @property {number} revision
 * @property {number} depth
 * @property {number} hue 1 to 8: the class `voice-n`
 */

/** @typedef {{id: number, name: string, note: string, origin: string, revision: number, codes: Code[]}} Codebook */

/** What a code is kept with when its hue is chosen here: the day's eight, in the order of `--voice-1` to `--voice-8`. */
export const HUES = ['#1d5b92', '#36692a', '#6c338f', '#04665e', '#8e2f63', '#5f630f', '#3c3695', '#376c79'];
export const HUE_NAMES = ['blue', 'green', 'violet', 'teal', 'rose', 'olive', 'indigo', 'slate'];

/** The eight that the server gives by turns (`verbs/codebooks.py`), as hues of ours. @type {Record<string, number>} */
const GIVEN = { '#5b8fb9': 1, '#6a9a5b': 2, '#8d74b8': 3, '#3f9a93': 4, '#b0709a': 5, '#8a7f5a': 8, '#5f7fcf': 7, '#7f8f3f': 6 };

/** All codebooks, from the server. */
export async function readCodes() {
  return new Codes(await get('/api/codebooks'));
}

export class Codes {
  /** @param {{codebooks: any[], templates?: any[]}} record */
  constructor(record) {
    /** @type {Codebook[]} */
    this.books = record.codebooks;
    /** @type {Array<{name: string, title: string, codes: number}>} */
    this.templates = record.templates || [];
    /** Every code, in the order of the tree. @type {Code[]} */
    this.all = [];
    /** @type {Map<number, Code>} */
    this.byId = new Map();
    for (const book of this.books) {
      const under = groupedByParent(book.codes);
      this.lay(book, under, null, 0);
    }
  }

  /** @param {Codebook} book @param {Map<number | null, Code[]>} under @param {Code | null} parent @param {number} depth */
  lay(book, under, parent, depth) {
    for (const [place, code] of (under.get(parent ? parent.id : null) || []).entries()) {
      code.codebook = book.id;
      code.depth = depth;
      code.hue = code.colour ? nearestHue(code.colour) : parent ? parent.hue : (place % 8) + 1;
      this.all.push(code);
      this.byId.set(code.id, code);
      this.lay(book, under, code, depth + 1);
    }
  }

  /** @param {number} id */
  get(id) {
    return this.byId.get(id);
  }

  /** The favourite of a number key. @param {string} key */
  ofKey(key) {
    return this.all.find((one) => one.key === key && one.is_codable);
  }

  /** Codes right under another, or at the top of its codebook. @param {Code} code */
  siblings(code) {
    return this.all.filter((one) => one.parent === code.parent && one.codebook === code.codebook);
  }

  /** A code and all that stand under it. @param {number} id */
  subtree(id) {
    const start = this.all.findIndex((one) => one.id === id);
    if (start < 0) return [];
    let end = start + 1;
    while (end < this.all.length && this.all[end].depth > this.all[start].depth) end += 1;
    return this.all.slice(start, end);
  }

  /** How a code is numbered: its key, else its first letter. It stands wherever its colour does. @param {Code | undefined} code */
  static sign(code) {
    return code ? code.key || [...code.name][0].toUpperCase() : '?';
  }
}

/** @param {Code[]} codes @returns {Map<number | null, Code[]>} */
function groupedByParent(codes) {
  /** @type {Map<number | null, Code[]>} */
  const under = new Map();
  for (const code of codes) {
    const all = under.get(code.parent) || [];
    all.push(code);
    under.set(code.parent, all);
  }
  for (const all of under.values()) all.sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name) || a.id - b.id);
  return under;
}

const ANGLES = HUES.map((hex) => angleOf(hex).angle);

/** The hue of ours that is nearest to a colour of another program, 1 to 8; grey is the last. @param {string} colour */
export function nearestHue(colour) {
  const exact = HUES.indexOf(colour);
  if (exact >= 0) return exact + 1;
  if (GIVEN[colour]) return GIVEN[colour];
  const { angle, chroma } = angleOf(colour);
  if (chroma < 0.1) return HUES.length;
  let best = 0;
  for (let n = 1; n < ANGLES.length; n += 1) if (apart(angle, ANGLES[n]) < apart(angle, ANGLES[best])) best = n;
  return best + 1;
}

/** @param {number} a @param {number} b */
const apart = (a, b) => Math.min(Math.abs(a - b), 360 - Math.abs(a - b));

/** Where a colour stands on the wheel, and how much of a colour it is. @param {string} hex */
function angleOf(hex) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
  const most = Math.max(red, green, blue);
  const chroma = most - Math.min(red, green, blue);
  if (!chroma) return { angle: 0, chroma };
  const turn = most === red ? ((green - blue) / chroma + 6) % 6 : most === green ? (blue - red) / chroma + 2 : (red - green) / chroma + 4;
  return { angle: turn * 60, chroma };
}
