/** What the proof finds in a paper edit, as a list in the order of the page: altered words, broken places, joins. */

/**
 * @typedef {object} Finding
 * @property {string} id
 * @property {'altered' | 'broken' | 'open' | 'join' | 'remark'} kind
 * @property {string} head what it is: `Altered`
 * @property {string} where `T017 00:42:15:02`
 * @property {number} bite the bite's number; 0 for what is in no bite
 * @property {number} line of the text that was proved
 * @property {Array<{kind: string, quote: string, tape: string}>} pieces
 * @property {string} text where there are no pieces to show
 * @property {string[]} told in plain words
 * @property {any} [event] of the cut, that a join leads to
 */

/**
 * @param {any} check the record of the proof
 * @param {any} view the record of the text that it is a proof of
 * @returns {Finding[]}
 */
export function findingsOf(check, view) {
  const quotes = check.quotes.filter(isOpen).map(ofQuote);
  const joins = check.joins.filter((/** @type {any} */ join) => join.flags.length && !join.accepted).map((/** @type {any} */ join) => ofJoin(join, view));
  return [...quotes, ...joins].sort((one, other) => one.line - other.line);
}

/** How many there are of a kind. @param {Finding[]} findings @param {Finding['kind'][]} kinds */
export const count = (findings, ...kinds) => findings.filter((one) => kinds.includes(one.kind)).length;

/** @param {any} quote */
function isOpen(quote) {
  if (quote.accepted) return false;
  const isBad = quote.outcome === 'differs' || quote.outcome === 'open' || quote.flags.length > 0;
  return isBad || (quote.finding !== undefined && quote.finding !== 'holds');
}

/** @param {any} quote @returns {Finding} */
function ofQuote(quote) {
  const place = quote.sources[0];
  const isBroken = quote.finding === 'broken';
  const isAltered = quote.outcome === 'differs' || quote.finding === 'differs' || quote.flags.some((/** @type {any} */ flag) => !flag.doubtful);
  const pieces = quote.diff.some((/** @type {any} */ piece) => piece.kind !== 'same') ? quote.diff : [];
  const flags = quote.flags.map((/** @type {any} */ flag) => capital(flag.told || flag.why));
  return {
    id: quote.finding_id || `quote-${quote.n}`,
    kind: isBroken ? 'broken' : isAltered ? 'altered' : 'open',
    head: isBroken ? 'Cannot be played' : quote.flags.length && quote.outcome !== 'differs' ? capital(quote.flags[0].called) : capital(quote.called || quote.verdict),
    where: place ? `${place.tape} ${place.timecode}` : quote.place,
    bite: quote.bite || 0,
    line: quote.line || lineOf(quote.place),
    pieces: isBroken ? [] : pieces,
    text: quote.text,
    told: flags.length ? flags : [isBroken ? capital(quote.reason || quote.explanation) : quote.explanation],
  };
}

/** @param {any} join @param {any} view @returns {Finding} */
function ofJoin(join, view) {
  const event = view.events.find((/** @type {any} */ one) => one.record.start === join.record);
  const row = view.order?.blocks.find((/** @type {any} */ block) => event && block.bite?.number === event.bite);
  const [before, after] = join.between;
  return {
    id: join.finding_id || `join-${join.n}`,
    kind: 'join',
    head: 'Join',
    where: [...new Set([before?.tape, after?.tape].filter(Boolean))].join(' and '),
    bite: event?.bite || 0,
    line: row?.line || 1,
    pieces: [
      { kind: 'same', quote: `…${lastWords(before?.text || '')}`, tape: '' },
      { kind: 'join', quote: '', tape: '' },
      { kind: 'same', quote: `${firstWords(after?.text || '')}…`, tape: '' },
    ],
    text: '',
    event,
    told: [capital(join.called || ''), ...join.flags.map((/** @type {any} */ flag) => capital(flag.told || flag.why))].filter(Boolean),
  };
}

/** @param {string} text */
const lastWords = (text) => text.split(/\s+/).slice(-6).join(' ');
/** @param {string} text */
const firstWords = (text) => text.split(/\s+/).slice(0, 6).join(' ');
/** @param {string} text */
const capital = (text) => text.slice(0, 1).toLocaleUpperCase() + text.slice(1);
/** @param {string} place */
const lineOf = (place) => Number(/^line (\d+)/.exec(place || '')?.[1] || 1);
