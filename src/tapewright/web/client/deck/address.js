/** Where the sound and the picture of tapes and paper edits are. */
import { address } from '../frame/api.js';

const named = encodeURIComponent;

/** @param {string} tape @param {{start?: number, end?: number, copy?: boolean}} [part] ticks; by default the whole */
export const soundOfTape = (tape, { start, end, copy } = {}) =>
  address(`/media/tapes/${named(tape)}/sound.wav`, { start, end, copy: copy || undefined });

/** Passages one behind the other, joined as an export joins them. @param {{tape: string, start: number, end: number}[]} parts */
export const soundOfPassages = (parts) =>
  `/media/passages.wav?${parts.map(({ tape, start, end }) => `part=${named(`${tape}@${start}-${end}`)}`).join('&')}`;

/** @param {string} edit @param {{digest?: string, start?: number, end?: number}} [part] */
export const soundOfEdit = (edit, { digest, start, end } = {}) =>
  address(`/media/edits/${named(edit)}/sound.wav`, { digest, start, end });

/** @param {string} tape @param {number} file counted from 1 */
export const pictureOfTape = (tape, file) => address(`/media/tapes/${named(tape)}/picture.mp4`, { file });

/** @param {string} tape @param {number} at ticks */
export const stillOfTape = (tape, at) => address(`/media/tapes/${named(tape)}/still.jpg`, { at: Math.floor(at) });

/** @param {string} tape */
export const playbackOfTape = (tape) => `/api/tapes/${named(tape)}/playback`;

/** @param {string} edit */
export const playbackOfEdit = (edit) => `/api/edits/${named(edit)}/playback`;

/**
 * Why sound could not be had, asked of the server, which says it in a record; null where it can be had now.
 * @param {string} url
 */
export async function whyNot(url) {
  const { ApiError, AwayError } = await import('../frame/api.js');
  let answer;
  try {
    answer = await fetch(url, { headers: { Range: 'bytes=0-43' } });
  } catch {
    return new AwayError();
  }
  if (answer.ok) {
    await answer.body?.cancel();
    return null;
  }
  const record = await answer.json().catch(() => null);
  return new ApiError(answer.status, record?.error || {}, record);
}
