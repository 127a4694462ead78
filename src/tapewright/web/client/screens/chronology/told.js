/** Words for counts and sentences. */

/** @param {number} n @param {string} one */
export const told = (n, one) => `${n.toLocaleString('en')} ${n === 1 ? one : `${one}s`}`;

/** @param {string} text */
export const sentence = (text) => (text ? `${text[0].toLocaleUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? '' : '.'}` : '');
