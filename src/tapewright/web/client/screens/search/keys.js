/** The keys of the Search screen. */

/** @param {any} search @returns {import('../../frame/keys.js').Binding[]} */
export function searchKeys(search) {
  const hasHits = () => search.hits.total > 0 && search.hits.state === 'ready';
  const inList = () => hasHits() && !search.isTyping();
  /** @param {number} place @param {string} way @param {string} does */
  const way = (place, way, does) => ({ id: `search.${way}`, keys: [String(place)], does, run: () => search.way(way) });
  return [
    { id: 'search.play', keys: ['Enter'], does: 'Play the hit', inText: true, when: () => search.isTyping() || inList(), run: () => void search.enter() },
    { id: 'search.space', keys: ['Space'], does: 'Play the hit, or stop', when: inList, run: () => search.play(search.current) },
    { id: 'search.next', keys: ['ArrowDown'], does: 'Next hit', inText: true, repeats: true, when: hasHits, run: () => search.move(1) },
    { id: 'search.before', keys: ['ArrowUp'], does: 'Hit before', inText: true, repeats: true, when: inList, run: () => search.move(-1) },
    { id: 'search.page-down', keys: ['PageDown'], does: 'A page on', inText: true, repeats: true, when: hasHits, run: () => search.move(search.list.page) },
    { id: 'search.page-up', keys: ['PageUp'], does: 'A page back', repeats: true, when: inList, run: () => search.move(-search.list.page) },
    { id: 'search.first', keys: ['Home'], does: 'First hit', when: inList, run: () => search.choose(0) },
    { id: 'search.last', keys: ['End'], does: 'Last hit', when: inList, run: () => search.choose(search.hits.total - 1) },
    { id: 'search.open', keys: ['ArrowRight', 'o'], does: 'Open on the tape', when: inList, run: () => void search.deeds.openTape() },
    { id: 'search.quote', keys: ['q'], does: 'Quote into the selects', when: inList, run: () => void search.deeds.quote() },
    { id: 'search.date', keys: ['d'], does: 'Date it: the hit tells of an event', when: inList, run: () => void search.deeds.date() },
    { id: 'search.all', keys: ['s'], does: 'Select all hits', when: inList, run: () => void search.deeds.selectAll() },
    { id: 'search.copy', keys: ['Mod-c'], does: 'Copy the hit with tape and timecode', when: inList, run: () => search.deeds.copy() },
    way(1, 'exact', 'Exact words'),
    way(2, 'close', 'Close: as remembered or heard wrongly'),
    way(3, 'sound', 'Sounds like'),
    way(4, 'meaning', 'Meaning: in other words'),
    { id: 'search.box', keys: ['/'], does: 'To the box', run: () => search.box()?.select() },
    { id: 'search.out', keys: ['Escape'], does: 'Stop; out of the box', inText: true, run: () => out(search) },
  ];
}

/** One step out. @param {any} search */
function out(search) {
  if (search.hearing.key) void search.hearing.stop();
  else if (search.isTyping() && search.hits.total) search.parts.list.focus({ preventScroll: true });
  else if (search.isTyping() && search.typed) search.type('');
  else return false;
  return true;
}
