/** The addresses of the app, and the screen that stands at each. */

/**
 * @typedef {object} Place
 * @property {HTMLElement} element an empty element for the screen to draw into
 * @property {Record<string, string>} params of the address
 * @property {URLSearchParams} query
 */

/**
 * @typedef {object} Screen
 * @property {string} title
 * @property {import('./dom.js').Drawn} [facts] right of the title
 * @property {import('./dom.js').Drawn} [tools] at the right end of the bar: figures, buttons
 * @property {import('./keys.js').Binding[]} [keys]
 * @property {string[]} [foot] ids of the bindings that matter most here
 * @property {(place: Place) => void} [changed] only the query is another
 * @property {() => void} [begin] take the focus, once the screen stands in the page and nothing else has it
 * @property {() => void} close take away every listener
 */

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {string} room which entry of the rail is lit
 * @property {string} pattern `/tapes/:id`
 * @property {() => Promise<{open: (place: Place, frame: import('./shell.js').Frame) => Promise<Screen>}>} load
 */

/** The rooms of the rail, in its order: `[name, short name, name in full, address, key after g]`. */
export const ROOMS = /** @type {const} */ ([
  ['tapes', 'Tapes', 'Tapes', '/tapes', 't'],
  ['search', 'Search', 'Search', '/search', 's'],
  ['codes', 'Codes', 'Codes', '/codes', 'c'],
  ['people', 'People', 'People', '/people', 'e'],
  ['chronology', 'Events', 'Chronology', '/chronology', 'h'],
  ['paper', 'Paper', 'Paper edits', '/paper', 'p'],
  ['proof', 'Proof', 'Proof', '/proof', 'r'],
  ['jobs', 'Jobs', 'Jobs', '/jobs', 'j'],
]);

/**
 * A screen's module, fetched when its address is first opened.
 * @param {string} path
 * @returns {() => Promise<any>}
 */
const load = (path) => () => import(`../screens/${path}.js`);

/** @type {Entry[]} */
export const SCREENS = [
  { name: 'tapes', room: 'tapes', pattern: '/tapes', load: load('tapes/screen') },
  { name: 'tape', room: 'tapes', pattern: '/tapes/:id', load: load('tape/screen') },
  { name: 'search', room: 'search', pattern: '/search', load: load('search/screen') },
  { name: 'codes', room: 'codes', pattern: '/codes', load: load('codes/screen') },
  { name: 'people', room: 'people', pattern: '/people', load: load('people/screen') },
  { name: 'chronology', room: 'chronology', pattern: '/chronology', load: load('chronology/screen') },
  { name: 'papers', room: 'paper', pattern: '/paper', load: load('paper/list') },
  { name: 'paper', room: 'paper', pattern: '/paper/:name', load: load('paper/screen') },
  { name: 'proofs', room: 'proof', pattern: '/proof', load: load('proof/list') },
  { name: 'proof', room: 'proof', pattern: '/proof/:name', load: load('proof/screen') },
  { name: 'review', room: 'proof', pattern: '/review', load: load('review/screen') },
  { name: 'jobs', room: 'jobs', pattern: '/jobs', load: load('jobs/screen') },
];

/**
 * The screen of an address, and what its pattern took from it.
 * @param {string} path
 * @returns {{entry: Entry, params: Record<string, string>} | null}
 */
export function match(path) {
  const parts = path.split('/').filter(Boolean);
  for (const entry of SCREENS) {
    const wanted = entry.pattern.split('/').filter(Boolean);
    if (wanted.length !== parts.length) continue;
    /** @type {Record<string, string>} */
    const params = {};
    const fits = wanted.every((part, place) => {
      if (!part.startsWith(':')) return part === parts[place];
      params[part.slice(1)] = decoded(parts[place]);
      return true;
    });
    if (fits) return { entry, params };
  }
  return null;
}

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
