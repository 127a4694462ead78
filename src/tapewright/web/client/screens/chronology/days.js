/**
 * Days as the records count them: whole numbers, day 1 is 1 January of the year 1, in any year (proleptic Gregorian, as
 * `datetime.date.toordinal`). A `Date` is not used: it has no year 5 and counts milliseconds.
 */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const ERA = 146_097;
const BEFORE = 306; // days from 1 March of the year 0 to day 1

/** The calendar date of a day. @param {number} day @returns {{y: number, m: number, d: number}} */
export function dateOf(day) {
  const z = Math.floor(day) - 1 + BEFORE;
  const era = Math.floor(z / ERA);
  const within = z - era * ERA;
  const year = Math.floor((within - Math.floor(within / 1460) + Math.floor(within / 36_524) - Math.floor(within / 146_096)) / 365);
  const ofYear = within - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * ofYear + 2) / 153);
  const m = month < 10 ? month + 3 : month - 9;
  return { y: year + era * 400 + (m <= 2 ? 1 : 0), m, d: ofYear - Math.floor((153 * month + 2) / 5) + 1 };
}

/** The day of a calendar date. @param {number} y @param {number} [m] @param {number} [d] */
export function dayOf(y, m = 1, d = 1) {
  const year = m <= 2 ? y - 1 : y;
  const era = Math.floor(year / 400);
  const ofEra = year - era * 400;
  const ofYear = Math.floor((153 * (m > 2 ? m - 3 : m + 9) + 2) / 5) + d - 1;
  return era * ERA + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear + 1 - BEFORE;
}

/** As an address has it: `1986-10-01`, `-0044-03-15`. @param {number} day */
export function writeDay(day) {
  const { y, m, d } = dateOf(day);
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return `${y < 0 ? '-' : ''}${String(Math.abs(y)).padStart(4, '0')}-${two(m)}-${two(d)}`;
}

/** The day that an address names, null where it names none. @param {string | null} text */
export function readDay(text) {
  const said = /^(-?\d{4,7})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text || '');
  if (!said) return null;
  return dayOf(Number(said[1]), Number(said[2] || 1), Number(said[3] || 1));
}

/** Steps of an axis: `[least days of a step, months of a step or 0, days or years]`, the finest first. */
const STEPS = /** @type {[number, 'd' | 'm' | 'y', number][]} */ ([
  [1, 'd', 1],
  [7, 'd', 7],
  [30.5, 'm', 1],
  [91.3, 'm', 3],
  [182.6, 'm', 6],
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000].map((years) => [365.25 * years, 'y', years]),
]);

/**
 * The marks of an axis between two days, none closer than `least` days.
 * @param {number} from @param {number} to @param {number} least
 * @returns {Array<{day: number, text: string, isMain: boolean}>}
 */
export function axisMarks(from, to, least) {
  const [, unit, step] = STEPS.find(([days]) => days >= least) || STEPS[STEPS.length - 1];
  const found = [];
  const first = dateOf(from);
  let at = unit === 'd' ? Math.ceil(from) : unit === 'm' ? first.y * 12 + Math.floor((first.m - 1) / step) * step : Math.floor(first.y / step) * step;
  for (let n = 0; n < 400; n += 1, at += step) {
    const day = unit === 'd' ? at : unit === 'm' ? dayOf(Math.floor(at / 12), (((at % 12) + 12) % 12) + 1) : dayOf(at);
    if (day > to) break;
    if (day >= from) found.push({ day, ...markText(day, unit) });
  }
  return found;
}

/** @param {number} day @param {'d' | 'm' | 'y'} unit */
function markText(day, unit) {
  const { y, m, d } = dateOf(day);
  const year = y < 1 ? `${1 - y} BC` : String(y);
  if (unit === 'y' || (m === 1 && d === 1)) return { text: year, isMain: true };
  if (unit === 'm' || d === 1) return { text: MONTHS[m - 1], isMain: false };
  return { text: `${d} ${MONTHS[m - 1]}`, isMain: false };
}

/** A day for people: `1 Oct 1986`. @param {number} day */
export function sayDay(day) {
  const { y, m, d } = dateOf(day);
  return `${d} ${MONTHS[m - 1]} ${y < 1 ? `${1 - y} BC` : y}`;
}
