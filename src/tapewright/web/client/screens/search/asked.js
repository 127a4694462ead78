/** What is searched for, as the address says it: `/search?q=harbour&way=close&speaker=7&tape=T017&hit=12`. */

/**
 * @typedef {object} Asked
 * @property {string} q
 * @property {string} way exact, close, sound or meaning
 * @property {string} speaker the number of a speaker, or ''
 * @property {string} tape
 * @property {string} code the number of a code, or ''
 */

/** The ways of searching, by their names in the API, as people read them. @type {Record<string, {label: string, does: string}>} */
export const WAYS = {
  exact: { label: 'Exact', does: 'These words' },
  close: { label: 'Close', does: 'As remembered, typed or heard wrongly' },
  sound: { label: 'Sounds like', does: 'What sounds alike' },
  meaning: { label: 'Meaning', does: 'What means it, in other words' },
};

/** @param {URLSearchParams} query @returns {Asked} */
export function readAsked(query) {
  const way = query.get('way') || 'exact';
  return {
    q: query.get('q') || '',
    way: way in WAYS ? way : 'exact',
    speaker: query.get('speaker') || '',
    tape: query.get('tape') || '',
    code: /^\d{1,15}$/.test(query.get('code') || '') ? query.get('code') || '' : '',
  };
}

/** The hit that is looked at, counted from 0; -1 for none. @param {URLSearchParams} query */
export function readHit(query) {
  const said = query.get('hit') || '';
  return /^\d{1,7}$/.test(said) ? Number(said) - 1 : -1;
}

/** @param {Asked} asked @param {number} hit @returns {Record<string, string | null>} */
export function inAddress(asked, hit) {
  return {
    q: asked.q || null,
    way: asked.way === 'exact' ? null : asked.way,
    speaker: asked.speaker || null,
    tape: asked.tape || null,
    code: asked.code || null,
    hit: hit > 0 ? String(hit + 1) : null,
  };
}

/** @param {Asked} one @param {Asked} other */
export function isSame(one, other) {
  return one.q === other.q && one.way === other.way && one.speaker === other.speaker && one.tape === other.tape && one.code === other.code;
}

/** The query that the API takes. @param {Asked} asked */
export function forServer(asked) {
  return { q: asked.q, way: asked.way, speaker: asked.speaker, tape: asked.tape, code: asked.code && `C${asked.code}` };
}

/** Whether the words are worth asking for: a single letter would find almost everything. @param {string} q */
export function isWorthAsking(q) {
  return q.trim().length > 1;
}
