/** A person's keys: a profile of another program, and their own changes on top. Kept in this browser. */

/** @typedef {{id: string, keys: string[]}} Keyed */
/** @typedef {Record<string, string[]>} KeyMap */

/** The keys that other programs have taught; what a profile does not name keeps our own. @type {Record<string, KeyMap>} */
export const PROFILES = {
  tapewright: {},
  oTranscribe: {
    'correct.play': ['Escape', 'F1'],
    'correct.back': ['F2'],
    'correct.out': ['Mod-Escape'],
    'tape.slower': ['F3'],
    'tape.faster': ['F4'],
  },
  'Avid / Premiere': {
    'tape.play': ['Space', '5'],
    'tape.edge-in': ['i'],
    'tape.edge-out': ['o'],
    'paper.strike': ['x', 'Mod-d'],
  },
};

const STORED = 'tw-keys';

/** @type {{profile: string, own: KeyMap}} */
let kept = { profile: 'tapewright', own: {} };
try {
  const read = JSON.parse(localStorage.getItem(STORED) || '{}');
  if (typeof read.profile === 'string' && read.profile in PROFILES) kept.profile = read.profile;
  if (read.own && typeof read.own === 'object') {
    for (const [id, keys] of Object.entries(read.own)) {
      if (Array.isArray(keys) && keys.every((key) => typeof key === 'string')) kept.own[id] = keys;
    }
  }
} catch {
  kept = { profile: 'tapewright', own: {} };
}

/** @type {Set<() => void>} */
const listeners = new Set();

/** The keys that a binding has for this person. @param {Keyed} binding @returns {string[]} */
export function keysOf(binding) {
  return kept.own[binding.id] || PROFILES[kept.profile]?.[binding.id] || binding.keys;
}

/** Which profile is chosen. */
export const profileName = () => kept.profile;

/** Whether a person changed this one. @param {string} id */
export const isOwn = (id) => id in kept.own;

/** @param {string} name */
export function chooseProfile(name) {
  if (name in PROFILES) kept = { ...kept, profile: name };
  store();
}

/** Give a binding other keys; null gives back the profile's. @param {string} id @param {string[] | null} keys */
export function changeKeys(id, keys) {
  const own = { ...kept.own };
  if (keys) own[id] = keys;
  else delete own[id];
  kept = { ...kept, own };
  store();
}

/** @param {() => void} tell @returns {() => void} */
export function onProfile(tell) {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

function store() {
  try {
    localStorage.setItem(STORED, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing: the keys hold for this page.
  }
  for (const tell of listeners) tell();
}
