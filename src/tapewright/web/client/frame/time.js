/**
 * Ticks as people read them. A tick is 1/705,600,000 s, so 147 days of tape fit a number exactly; frames and drop-frame
 * timecode are ways of writing a tick, by the same rules as `tapewright.timing`.
 */

export const TICKS_PER_SECOND = 705_600_000;

/**
 * @typedef {object} Format how a tape counts
 * @property {string} rate as the records say it: "25", "23.976", "29.97", "24000/1001"
 * @property {boolean} drop_frame
 */

/**
 * Ticks of one frame, and frames that a second of labels counts.
 * @param {string} rate
 * @returns {{ticksPerFrame: number, nominal: number}}
 */
export function frameLength(rate) {
  const [above, below] = rate.split('/').map(Number);
  const real = below ? above / below : above;
  const nominal = Math.round(real);
  const isNtsc = Math.abs(real - nominal) > 0.001;
  const ticksPerFrame = isNtsc ? (TICKS_PER_SECOND / nominal / 1000) * 1001 : TICKS_PER_SECOND / nominal;
  return { ticksPerFrame, nominal };
}

/** @param {number} n @param {number} [wide] */
const two = (n, wide = 2) => String(n).padStart(wide, '0');

/**
 * Write a count of frames as timecode.
 * @param {number} frames
 * @param {Format} format
 */
export function framesToTimecode(frames, { rate, drop_frame: drop }) {
  const { nominal } = frameLength(rate);
  let label = frames;
  if (drop) {
    const dropped = (nominal / 30) * 2;
    const perMinute = nominal * 60 - dropped;
    const perTen = perMinute * 10 + dropped;
    const tens = Math.floor(label / perTen);
    const rest = label % perTen;
    label += dropped * 9 * tens + (rest >= nominal * 60 ? dropped * Math.floor((rest - dropped) / perMinute) : 0);
  }
  label %= nominal * 86_400;
  const ff = label % nominal;
  const seconds = Math.floor(label / nominal);
  const sign = drop ? ';' : ':';
  return (
    `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}` +
    `${sign}${two(ff, nominal > 100 ? 3 : 2)}`
  );
}

/**
 * The number of frames that a timecode label stands for; null where it is none.
 * @param {string} text
 * @param {Format} format
 */
export function timecodeToFrames(text, { rate, drop_frame: drop }) {
  const said = /^(\d{1,2}):(\d{2}):(\d{2})[:;.](\d{2,3})$/.exec(text.trim());
  if (!said) return null;
  const [hours, minutes, seconds, frames] = said.slice(1).map(Number);
  const { nominal } = frameLength(rate);
  if (minutes > 59 || seconds > 59 || frames >= nominal) return null;
  const whole = hours * 60 + minutes;
  let count = (whole * 60 + seconds) * nominal + frames;
  if (drop) count -= (nominal / 30) * 2 * (whole - Math.floor(whole / 10));
  return count;
}

/**
 * The timecode of a tape time: the frame that runs there.
 * @param {number} ticks tape time, 0 is the tape's first frame
 * @param {Format & {start_timecode: string}} tape
 */
export function timecode(ticks, tape) {
  const { ticksPerFrame } = frameLength(tape.rate);
  const start = timecodeToFrames(tape.start_timecode, tape) || 0;
  return framesToTimecode(start + Math.floor(ticks / ticksPerFrame), tape);
}

/**
 * The tape time of a timecode label; null where it is none, or lies before the tape.
 * @param {string} text
 * @param {Format & {start_timecode: string}} tape
 */
export function fromTimecode(text, tape) {
  const frames = timecodeToFrames(text, tape);
  if (frames === null) return null;
  const { ticksPerFrame, nominal } = frameLength(tape.rate);
  let after = frames - (timecodeToFrames(tape.start_timecode, tape) || 0);
  if (after < 0) after += nominal * 86_400; // over midnight
  return after * ticksPerFrame;
}

/**
 * A length as people say it: 0:07, 12:04, 1:02:15.
 * @param {number} ticks
 */
export function clock(ticks) {
  const seconds = Math.floor(ticks / TICKS_PER_SECOND);
  const hours = Math.floor(seconds / 3600);
  const rest = `${hours ? two(Math.floor(seconds / 60) % 60) : Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** @param {number} ticks */
export const toSeconds = (ticks) => ticks / TICKS_PER_SECOND;
/** @param {number} seconds */
export const toTicks = (seconds) => Math.round(seconds * TICKS_PER_SECOND);
