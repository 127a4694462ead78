/**
 * The server's answers. Every call gives the record of one verb, or throws an `ApiError` (the server said no) or an
 * `AwayError` (nobody answered). Text positions never cross: word numbers and ticks do.
 */

/** The server said no, in the one shape that every door shows. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {{code?: string, message?: string, hint?: string, place?: string}} said
   * @param {any} body the whole answer; a 412 carries `current`
   */
  constructor(status, said, body) {
    super(said.message || `the server answered ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = said.code || 'error';
    this.hint = said.hint || '';
    this.place = said.place || '';
    this.body = body;
  }
}

/** Nobody answered: the server has ended, or is being started again. */
export class AwayError extends Error {
  constructor() {
    super('The server does not answer.');
    this.name = 'AwayError';
  }
}

/** Which transactions were made for an answer. @type {WeakMap<object, number[]>} */
const changes = new WeakMap();
/** All that were made for this window. @type {Set<number>} */
const ours = new Set();

/** The transactions that were made for an answer, the oldest first; none where nothing was changed. @param {any} record */
export const changesOf = (record) => (record && changes.get(record)) || [];

/** Whether a transaction was made for this window. @param {number} number */
export const isOurs = (number) => ours.has(number);

/**
 * @typedef {object} Options
 * @property {any} [body] sent as JSON; a Blob is sent as it is
 * @property {string | number} [ifMatch] the version that the person saw
 * @property {AbortSignal} [signal]
 */

/**
 * One request. Resolves with the record; null for an answer without a body.
 * @param {string} method
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<any>}
 */
export async function request(method, path, options = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json' };
  /** @type {BodyInit | undefined} */
  let body;
  if (options.body instanceof Blob) {
    body = options.body;
    headers['Content-Type'] = 'application/octet-stream';
  } else if (options.body !== undefined) {
    body = JSON.stringify(options.body);
    headers['Content-Type'] = 'application/json';
  }
  if (options.ifMatch !== undefined) headers['If-Match'] = `"${options.ifMatch}"`;
  let response;
  try {
    response = await fetch(path, { method, headers, body, signal: options.signal, credentials: 'same-origin' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new AwayError();
  }
  const record = await read(response);
  if (!response.ok) throw new ApiError(response.status, record?.error || {}, record);
  const made = response.headers.get('Tapewright-Changes');
  if (made) {
    const numbers = made.split(' ').map(Number);
    numbers.forEach((number) => ours.add(number));
    if (record && typeof record === 'object') changes.set(record, numbers);
  }
  return record;
}

/** @param {Response} response */
async function read(response) {
  if (response.status === 204) return null;
  const kind = response.headers.get('Content-Type') || '';
  if (!kind.includes('json')) return null;
  try {
    return await response.json();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new AwayError(); // the answer broke off in the middle
  }
}

/**
 * A path with its query; null, undefined and '' are left out.
 * @param {string} path
 * @param {Record<string, string | number | boolean | null | undefined>} [query]
 */
export function address(path, query = {}) {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') said.set(name, String(value));
  }
  const text = said.toString();
  return text ? `${path}?${text}` : path;
}

/** @param {string} path @param {Record<string, any>} [query] @param {AbortSignal} [signal] */
export const get = (path, query, signal) => request('GET', address(path, query), { signal });
/** @param {string} path @param {any} [body] @param {Options} [options] */
export const post = (path, body = {}, options = {}) => request('POST', path, { ...options, body });
/** @param {string} path @param {any} body @param {Options} [options] */
export const put = (path, body, options = {}) => request('PUT', path, { ...options, body });
/** @param {string} path @param {Options} [options] */
export const del = (path, options = {}) => request('DELETE', path, options);

/**
 * An error in plain words: what happened, and what to do next.
 * @param {unknown} error
 * @returns {{text: string, hint: string}}
 */
export function inWords(error) {
  if (error instanceof ApiError) {
    return { text: error.place ? `${error.place}: ${error.message}` : error.message, hint: error.hint };
  }
  if (error instanceof AwayError) {
    return { text: error.message, hint: 'Start it again with tapewright serve; this page goes on by itself.' };
  }
  return { text: error instanceof Error ? error.message : String(error), hint: '' };
}
