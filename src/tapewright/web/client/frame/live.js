/**
 * What happens elsewhere, as it happens: jobs, other people's changes, files that were edited by hand.
 *
 * A browser opens six connections to a server for all its tabs together, so the stream is held once, by a SharedWorker
 * (`live-worker.js`), however many tabs there are. Where there is none, the page holds its own. The stream is asked for
 * what happened since the page was written, so that nothing falls between what is read first and what is told first.
 */

/** @typedef {(data: any) => void} Listener */

/** @type {Map<string, Set<Listener>>} */
const listeners = new Map();
/** @type {'connecting' | 'live' | 'away'} */
let state = 'connecting';
/** The event behind which we want to be told: the page was written then, and all that it shows was read later. */
let seen = document.documentElement.dataset.live || '';

export const KINDS = ['hello', 'changed', 'edit', 'script', 'job', 'reload'];

/**
 * Be told of events of a kind: `changed`, `edit`, `job`; `reload` when some were missed and all should be read again;
 * `state` with `live` or `away`.
 * @param {string} kind
 * @param {Listener} tell
 * @returns {() => void} stop listening
 */
export function on(kind, tell) {
  const all = listeners.get(kind) || new Set();
  listeners.set(kind, all);
  all.add(tell);
  return () => all.delete(tell);
}

/** Whether the stream stands. */
export function liveState() {
  return state;
}

/** @param {string} kind @param {any} data */
function emit(kind, data) {
  if (kind === 'state') {
    if (data === state) return;
    state = data;
  }
  for (const tell of [...(listeners.get(kind) || [])]) {
    try {
      tell(data);
    } catch (error) {
      reportError(error);
    }
  }
}

/** Connect, once for a page. */
export function connect() {
  if ('SharedWorker' in window) {
    const factory = /** @type {any} */ (window).trustedTypes; // not yet among TypeScript's own declarations
    const policy = factory?.createPolicy('tw-worker', {
      createScriptURL: (/** @type {string} */ url) => {
        if (url !== '/client/frame/live-worker.js') throw new TypeError(`not our worker: ${url}`);
        return url;
      },
    });
    const url = '/client/frame/live-worker.js';
    const worker = new SharedWorker(/** @type {any} */ (policy ? policy.createScriptURL(url) : url), {
      name: 'tapewright live',
    });
    worker.port.onmessage = ({ data: said }) => {
      if (said.id) seen = said.id;
      emit(said.kind, said.data);
    };
    worker.port.start();
    const join = () => worker.port.postMessage({ from: seen });
    join();
    window.addEventListener('pagehide', () => worker.port.postMessage('bye'));
    window.addEventListener('pageshow', (event) => event.persisted && join());
    return;
  }
  const stream = new EventSource(seen ? `/api/live?last=${encodeURIComponent(seen)}` : '/api/live');
  stream.onopen = () => emit('state', 'live');
  stream.onerror = () => emit('state', 'away');
  for (const kind of KINDS) {
    stream.addEventListener(kind, (event) => emit(kind, JSON.parse(/** @type {MessageEvent} */ (event).data)));
  }
}
