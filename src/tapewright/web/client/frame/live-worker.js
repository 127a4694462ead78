/**
 * Holds the one stream of events for all tabs of this project (see live.js).
 *
 * The browser takes the stream up again by itself after a break, with the id of the last event that it saw. Where it
 * gives up (the server answered with an error) we begin anew from there, with longer and longer pauses.
 *
 * A tab says from which event on it wants to be told: what came between is told to it again, or to read all again.
 */

const ROOM = 500;

/** @type {Set<MessagePort>} */
const ports = new Set();
/** What was told last, for tabs that come later. @type {Array<{kind: string, data: any, id: string}>} */
const told = [];
/** @type {EventSource | null} */
let stream = null;
let state = 'connecting';
let pause = 500;
/** The event that the stream began behind, and the one that was seen last. */
let first = '';
let last = '';

/** @param {{kind: string, data: any, id?: string}} said */
function tell(said) {
  for (const port of ports) port.postMessage(said);
}

/** @param {string} now */
function become(now) {
  state = now;
  tell({ kind: 'state', data: state });
}

function begin() {
  stream = new EventSource(last ? `/api/live?last=${encodeURIComponent(last)}` : '/api/live');
  stream.onopen = () => {
    pause = 500;
    become('live');
  };
  stream.onerror = () => {
    become('away');
    if (stream && stream.readyState === EventSource.CLOSED) {
      setTimeout(begin, pause);
      pause = Math.min(pause * 2, 8000);
    }
  };
  for (const kind of ['hello', 'changed', 'edit', 'script', 'job', 'reload']) {
    stream.addEventListener(kind, (event) => heard(kind, /** @type {MessageEvent} */ (event)));
  }
}

/** @param {string} kind @param {MessageEvent} event */
function heard(kind, event) {
  const said = { kind, data: JSON.parse(event.data), id: event.lastEventId };
  last = said.id;
  if (kind !== 'hello') told.push(said);
  if (told.length > ROOM) first = told.shift()?.id || first;
  tell(said);
}

/** Tell a tab, from an event on. @param {MessagePort} port @param {string} from */
function join(port, from) {
  ports.add(port);
  port.postMessage({ kind: 'state', data: state });
  if (!stream) {
    first = last = from;
    begin();
    return;
  }
  if (from === last) return;
  const place = from === first ? 0 : told.findIndex((said) => said.id === from) + 1;
  if (place || from === first) for (const said of told.slice(place)) port.postMessage(said);
  else if (isBefore(from)) port.postMessage({ kind: 'reload', data: {}, id: last });
}

/** Whether a tab has missed what is not kept any more; one that is further than the stream will be told what comes. @param {string} from */
function isBefore(from) {
  const [run, number] = from.split('-');
  const [now, seen] = last.split('-');
  return run !== now || Number(number) < Number(seen);
}

self.addEventListener('connect', (event) => {
  const port = /** @type {MessageEvent} */ (event).ports[0];
  port.onmessage = ({ data }) => {
    if (data === 'bye') ports.delete(port);
    else join(port, data.from);
  };
  port.start();
});
