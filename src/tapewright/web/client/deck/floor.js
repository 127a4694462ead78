/**
 * Who has the floor: only one thing sounds at a time, in this page and in all of the project's tabs. Whatever is about to
 * sound takes the floor; whoever had it falls silent.
 */

const CHANNEL = 'tapewright-sound';
const me = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

/** @type {(() => void) | null} */
let holder = null;
/** @type {BroadcastChannel | null} */
let others = null;

function channel() {
  if (!others && 'BroadcastChannel' in window) {
    others = new BroadcastChannel(CHANNEL);
    others.onmessage = ({ data }) => {
      if (data?.from !== me) silence();
    };
  }
  return others;
}

/**
 * Take the floor.
 * @param {() => void} stop how to fall silent when another takes it
 */
export function takeFloor(stop) {
  if (holder !== stop) silence();
  holder = stop;
  channel()?.postMessage({ from: me });
}

/** Give the floor up: it sounds no more. @param {() => void} stop the same function that took it */
export function leaveFloor(stop) {
  if (holder === stop) holder = null;
}

/** Whatever sounds in this page falls silent. */
export function silence() {
  const stop = holder;
  holder = null;
  stop?.();
}

// A page that nobody sees does not sound: it would hold a connection, and six are all that the tabs have together.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) silence();
});
