/**
 * The browser's own store (IndexedDB) of edits that have not arrived. Each page keeps its own under its own name, so that
 * two tabs never write over each other's; what a page that is gone has left is taken over by the next one.
 */

const TABLE = 'waiting';
const PAGE = `tw-page-${crypto.randomUUID()}`;

/** @typedef {{key: string, stamp: number}} Row */

/** @type {Promise<IDBDatabase | null> | null} */
let opened = null;

/** Null in a browser that keeps nothing: edits then wait in the page alone. */
function database() {
  opened ||= new Promise((resolve) => {
    const project = document.documentElement.dataset.project || '';
    const request = indexedDB.open(`tapewright-${project}`, 2);
    request.onupgradeneeded = () => {
      const db = request.result;
      for (const name of db.objectStoreNames) db.deleteObjectStore(name);
      db.createObjectStore(TABLE, { keyPath: 'slot' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => resolve(null);
  });
  return opened;
}

/** @param {(table: IDBObjectStore) => IDBRequest | void} work @returns {Promise<any>} what the request answered */
async function changed(work) {
  const db = await database().catch(() => null);
  if (!db) return null;
  return new Promise((resolve) => {
    const transaction = db.transaction(TABLE, 'readwrite', { durability: 'strict' });
    const request = work(transaction.objectStore(TABLE));
    transaction.oncomplete = () => resolve(request?.result ?? null);
    transaction.onerror = transaction.onabort = () => resolve(null);
  });
}

/** @param {string} key @param {string} [page] */
const slotOf = (key, page = PAGE) => `${key} ${page}`;

/** Keep a row of this page. @param {Row} row */
export async function put(row) {
  await changed((table) => table.put({ ...JSON.parse(JSON.stringify(row)), slot: slotOf(row.key), page: PAGE }));
}

/** Let go of a row of this page. @param {string} key */
export async function remove(key) {
  await changed((table) => table.delete(slotOf(key)));
}

/** Whether anything is kept at all. */
export async function isKept() {
  return (await database().catch(() => null)) !== null;
}

/**
 * Take over what pages that are gone have left: of each thing the newest, the oldest thing first. What is older of a
 * thing stays for a later page: nothing that was typed is dropped. So does what this page has itself by now.
 * @param {(key: string) => boolean} has
 * @returns {Promise<any[]>}
 */
export async function takeOver(has) {
  if (!navigator.locks) return adopt(new Set(), has);
  hold();
  return navigator.locks.request('tw-take-over', async () => {
    const { held } = await navigator.locks.query();
    return adopt(new Set((held || []).map((lock) => lock.name)), has);
  });
}

let isHeld = false;

/** Say that this page is alive, until it goes: at once then, so that a reload finds what it left. */
function hold() {
  if (isHeld) return;
  isHeld = true;
  void navigator.locks.request(PAGE, () => new Promise((letGo) => window.addEventListener('pagehide', letGo, { once: true })));
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    isHeld = false;
    hold();
  }, { once: true });
}

/** @param {Set<string | undefined>} alive @param {(key: string) => boolean} has @returns {Promise<any[]>} */
async function adopt(alive, has) {
  const rows = (await changed((table) => table.getAll())) || [];
  /** @type {Map<string, any>} */
  const newest = new Map();
  for (const row of rows) {
    if (alive.has(row.page) || row.page === PAGE || has(row.key)) continue;
    const other = newest.get(row.key);
    if (!other || other.stamp < row.stamp) newest.set(row.key, row);
  }
  const taken = [...newest.values()].sort((a, b) => a.stamp - b.stamp);
  for (const row of taken) {
    await changed((table) => table.delete(row.slot));
    await put(row);
  }
  return taken;
}
