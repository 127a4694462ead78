/**
 * Holds the one stream of events for all tabs of this project (see live.js).
 *
 * The browser takes the stream up again by itself after a break, with the id of the last event that it saw. Where it
 * gives up (the server answered with an error) we begin anew, with longer and longer pauses.
 */

/** @type {Set<MessagePort>} */
const ports = new Set();
/** @type {EventSource | null} */
let stream = null;
let state = 'connecting';
let pause = 500;

/** @param {string} kind @param {any} data */
function tell(kind, data) {
  if (kind === 'state') state = data;
  for (const port of ports) port.postMessage({ kind, data });
}

function begin() {
  stream = new EventSource('/api/live');
  stream.onopen = () => {
    pause = 500;
    tell('state', 'live');
  };
  stream.onerror = () => {
    tell('state', 'away');
    if (stream && stream.readyState === EventSource.CLOSED) {
      setTimeout(begin, pause);
      pause = Math.min(pause * 2, 8000);
    }
  };
  for (const kind of ['hello', 'changed', 'edit', 'script', 'job', 'reload']) {
    stream.addEventListener(kind, (event) => tell(kind, JSON.parse(/** @type {MessageEvent} */ (event).data)));
  }
}

self.addEventListener('connect', (event) => {
  const port = /** @type {MessageEvent} */ (event).ports[0];
  ports.add(port);
  port.onmessage = (message) => {
    if (message.data === 'bye') ports.delete(port);
    if (message.data === 'hello') ports.add(port);
  };
  port.start();
  port.postMessage({ kind: 'state', data: state });
  if (!stream) begin();
});
