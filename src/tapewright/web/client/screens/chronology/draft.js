/** What a form holds of an event, and what is sent of it. */

/**
 * @typedef {object} Taking
 * @property {string} name
 * @property {string} role
 * @property {string} kind of one that is not there yet: person or institution
 */

/**
 * @typedef {object} Draft
 * @property {any} event as it was, null for a new one
 * @property {string} title
 * @property {string} date EDTF, or words that nobody can read
 * @property {string} words
 * @property {string} kind
 * @property {string} certainty
 * @property {string} place
 * @property {string} note
 * @property {string} case
 * @property {string} agency
 * @property {string} answer
 * @property {string} answered_on
 * @property {string} outcome
 * @property {string} believed
 * @property {string} after an event that it is counted from
 * @property {string} tells_of
 * @property {Taking[]} parties
 * @property {any[]} sources new ones: `{tape, start, end, text}` or `{document}` or `{place}`
 */

const TEXTS = /** @type {const} */ (['title', 'kind', 'certainty', 'place', 'note', 'agency', 'answer', 'answered_on', 'outcome', 'believed']);

/** @param {Partial<Draft>} [given] @returns {Draft} */
export function newDraft(given = {}) {
  const empty = { event: null, title: '', date: '', words: '', kind: 'other', certainty: 'certain', place: '', note: '', case: '', agency: '', answer: '', answered_on: '', outcome: '', believed: '', after: '', tells_of: '', parties: [], sources: [] };
  return { ...empty, ...given };
}

/** @param {any} event @returns {Draft} */
export function draftOf(event) {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, event[name]]));
  return newDraft({
    ...texts,
    event,
    date: event.date,
    words: event.date_words,
    case: event.case_name,
    after: event.hangs_on === null ? '' : `E${event.hangs_on}`,
    tells_of: event.tells_of === null ? '' : `E${event.tells_of}`,
    parties: event.parties.map((/** @type {any} */ one) => ({ name: one.name, role: one.role, kind: '', note: one.note })),
  });
}

/** What is sent: of a new event all, of an old one what is otherwise now. @param {Draft} draft */
export function bodyOf(draft) {
  const old = draft.event ? draftOf(draft.event) : null;
  /** @type {Record<string, any>} */
  const body = {};
  for (const name of [...TEXTS, 'date', 'words', 'case', 'after', 'tells_of']) {
    const now = /** @type {any} */ (draft)[name].trim();
    const before = old ? /** @type {any} */ (old)[name] : '';
    if (name === 'answered_on' && !now && !before) continue;
    if (now !== before) body[name] = now;
  }
  const parties = draft.parties.filter((one) => one.name.trim());
  if (!old || JSON.stringify(parties) !== JSON.stringify(old.parties)) {
    body.parties = parties.map((one) => ({ name: one.name.trim(), role: one.role, note: /** @type {any} */ (one).note || '', ...(one.kind ? { kind: one.kind } : {}) }));
  }
  const sources = draft.sources.map(sourceBody).filter(Boolean);
  if (sources.length) body.sources = sources;
  return body;
}

/** What people call the fields that two may change at once. */
const CALLED = /** @type {Record<string, string>} */ ({ title: 'what happened', words: 'the words that date it', certainty: 'how certain it is', answered_on: 'when it was answered', after: 'what it is counted from', tells_of: 'what it tells of', parties: 'who had to do with it' });

/**
 * Somebody else changed the event meanwhile: what they changed and this form did not is in the form from now on.
 * @param {Draft} draft @param {any} current
 * @returns {string[]} what both changed, and what stands in the form as it was typed here
 */
export function follow(draft, current) {
  const [before, now] = /** @type {any[]} */ ([draftOf(draft.event), draftOf(current)]);
  const mine = /** @type {any} */ (draft);
  const same = (/** @type {any} */ one, /** @type {any} */ other) => JSON.stringify(one) === JSON.stringify(other);
  const both = [];
  for (const name of [...TEXTS, 'date', 'words', 'case', 'after', 'tells_of', 'parties']) {
    if (same(now[name], before[name]) || same(now[name], mine[name])) continue;
    if (same(mine[name], before[name])) mine[name] = now[name];
    else both.push(CALLED[name] || `the ${name}`);
  }
  draft.event = current;
  return both;
}

/** @param {any} source */
export function sourceBody(source) {
  const more = { date: source.date || '', disputes: Boolean(source.disputes), note: source.note || '' };
  if (source.tape) return { tape: source.tape, start: Math.round(source.start), end: Math.round(source.end), ...more };
  const text = (source.document || '').trim();
  if (!text) return null;
  return isPlace(text) ? { place: text, ...more } : { document: text, ...more };
}

/** Whether what was typed names a place on a tape, as `T017@12.5,13.9`. @param {string} text */
export const isPlace = (text) => /^[^\s@]+@\S+$/.test(text.trim());
