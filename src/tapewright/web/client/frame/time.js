/**
 * Ticks as people read them. A tick is 1/705,600,000 s, so 147 days of tape fit a number exactly; frames and drop-frame
 * timecode are ways of writing a tick, by the same rules as `tapewright.timing`, to the tick.
 */

export const TICKS_PER_SECOND = 705_600_000;

/**
 * @typedef {object} Format how a tape counts
 * @property {string} rate as the records say it: "25", "23.976", "29.97", "24000/1001"
 * @property {boolean} drop_frame
 */

/**
 * @typedef {Format & {start_timecode: string, start_ticks?: number}} Counted
 * A tape or a programme: the label of its first frame, and where the record has them, that label's exact ticks.
 */

/** @type {Map<string, {ticksPerFrame: number, nominal: number}>} */
const rates = new Map();

/**
 * Ticks of one frame, and frames that a second of labels counts.
 * @param {string} rate
 * @returns {{ticksPerFrame: number, nominal: number}}
 */
export function frameLength(rate) {
  let known = rates.get(rate);
  if (!known) {
    const [above, below] = fraction(rate);
    known = { ticksPerFrame: (TICKS_PER_SECOND * below) / above, nominal: Math.ceil(above / below) };
    rates.set(rate, known);
  }
  return known;
}

/** Frames a second in whole numbers. A decimal name stands for its sister at 1000/1001. @param {string} rate */
function fraction(rate) {
  const [above, below] = rate.split('/').map(Number);
  if (below) return [above, below];
  const nominal = Math.round(above);
  if (above === nominal) return [above, 1];
  return Math.abs(above - (nominal * 1000) / 1001) < 0.005 ? [nominal * 1000, 1001] : [Math.round(above * 1000), 1000];
}

/** The whole quotient, exact up to 2^53, and down for what is before zero. @param {number} a @param {number} b */
function over(a, b) {
  const about = Math.floor(a / b);
  const rest = a - about * b;
  return rest < 0 ? about - 1 : rest >= b ? about + 1 : about;
}

/** What is left of a division, never below zero. @param {number} a @param {number} b */
const rest = (a, b) => a - over(a, b) * b;

/**
 * The frame that is showing at a time.
 * @param {number} ticks
 * @param {string} rate
 */
export const frameAt = (ticks, rate) => over(ticks, frameLength(rate).ticksPerFrame);

/** The frame whose start is nearest. @param {number} ticks @param {string} rate */
export function nearestFrame(ticks, rate) {
  const { ticksPerFrame } = frameLength(rate);
  return over(2 * ticks + ticksPerFrame, 2 * ticksPerFrame);
}

/** When a frame starts. @param {number} frame @param {string} rate */
export const atFrame = (frame, rate) => frame * frameLength(rate).ticksPerFrame;

/** The sample whose start is nearest. @param {number} ticks @param {number} rateHz */
export function toSamples(ticks, rateHz) {
  const each = TICKS_PER_SECOND / rateHz;
  return over(2 * ticks + each, 2 * each);
}

/** When a sample starts. @param {number} samples @param {number} rateHz */
export const fromSamples = (samples, rateHz) => samples * (TICKS_PER_SECOND / rateHz);

/** @param {number} n @param {number} [wide] */
const two = (n, wide = 2) => String(n).padStart(wide, '0');

/** Numbers left out at the start of each minute but every tenth. @param {Format} format @param {number} nominal */
const droppedOf = (format, nominal) => (format.drop_frame ? Math.floor(nominal / 15) : 0);

/** How many labels there are before midnight comes again. @param {Format} format */
export function framesPerDay(format) {
  const { nominal } = frameLength(format.rate);
  return 144 * (600 * nominal - 9 * droppedOf(format, nominal));
}

/**
 * The timecode of the frame with this number, counted from 00:00:00:00; over midnight it starts again.
 * @param {number} frames
 * @param {Format} format
 */
export function framesToTimecode(frames, format) {
  const { nominal } = frameLength(format.rate);
  const dropped = droppedOf(format, nominal);
  let label = rest(frames, framesPerDay(format));
  if (dropped) {
    const perTen = 600 * nominal - 9 * dropped;
    const left = label % perTen;
    label += 9 * dropped * Math.floor(label / perTen);
    const minute = 60 * nominal;
    if (left >= minute) label += dropped * (Math.floor((left - minute) / (minute - dropped)) + 1);
  }
  const seconds = Math.floor(label / nominal);
  return (
    `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}` +
    `${dropped ? ';' : ':'}${two(label % nominal, nominal > 100 ? 3 : 2)}`
  );
}

/**
 * The number of frames that a timecode label stands for; null where there is no such label.
 * @param {string} text
 * @param {Format} format
 */
export function timecodeToFrames(text, format) {
  const said = /^(\d{1,2}):([0-5]?\d):([0-5]?\d)[:;.,](\d{1,3})$/.exec(text.trim());
  if (!said) return null;
  const [hours, minutes, seconds, frames] = said.slice(1).map(Number);
  const { nominal } = frameLength(format.rate);
  if (hours > 23 || frames >= nominal) return null;
  const dropped = droppedOf(format, nominal);
  if (frames < dropped && seconds === 0 && minutes % 10) return null;
  const whole = hours * 60 + minutes;
  return (whole * 60 + seconds) * nominal + frames - dropped * (whole - Math.floor(whole / 10));
}

/** The first label of a tape or programme, in ticks since 00:00:00:00. @param {Counted} counted */
export function startOf(counted) {
  if (counted.start_ticks !== undefined) return counted.start_ticks;
  return atFrame(timecodeToFrames(counted.start_timecode, counted) || 0, counted.rate);
}

/**
 * The timecode of a tape time: the frame that shows there.
 * @param {number} ticks tape time, 0 is the tape's first frame
 * @param {Counted} tape
 */
export const timecode = (ticks, tape) => framesToTimecode(frameAt(startOf(tape) + ticks, tape.rate), tape);

/**
 * The tape time of a timecode label, before the tape's first label taken as past midnight; null where there is none.
 * @param {string} text
 * @param {Counted} tape
 */
export function fromTimecode(text, tape) {
  const frames = timecodeToFrames(text, tape);
  if (frames === null) return null;
  const { ticksPerFrame } = frameLength(tape.rate);
  const day = framesPerDay(tape) * ticksPerFrame;
  const ticks = rest(frames * ticksPerFrame - startOf(tape), day);
  // A sound recorder begins anywhere inside a frame: the label of that frame is the tape's beginning.
  return day - ticks < ticksPerFrame ? 0 : ticks;
}

/**
 * A length as people say it: 0:07, 12:04, 1:02:15.
 * @param {number} ticks
 */
export function clock(ticks) {
  const seconds = Math.floor(ticks / TICKS_PER_SECOND);
  const hours = Math.floor(seconds / 3600);
  const less = `${hours ? two(Math.floor(seconds / 60) % 60) : Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${less}` : less;
}

/** @param {number} ticks */
export const toSeconds = (ticks) => ticks / TICKS_PER_SECOND;
/** @param {number} seconds */
export const toTicks = (seconds) => Math.round(seconds * TICKS_PER_SECOND);
