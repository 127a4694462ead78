/** What is done with hits: open one on its tape, quote it, select them all, copy. */
import { del, get, inWords, post } from '../../frame/api.js';
import { go, query } from '../../frame/router.js';
import { ask, tell, tellError } from '../../frame/tell.js';
import { wayBack } from '../../frame/undo.js';
import { forServer, inAddress } from './asked.js';
import { asText } from './row.js';

const ASK_FROM = 50;

export class Deeds {
  /** @param {import('./screen.js').Search} room */
  constructor(room) {
    this.room = room;
    /** How often a hit was to be opened: the last one is. */
    this.opening = 0;
  }

  async openTape() {
    const hit = this.room.hit();
    if (!hit) return;
    query(inAddress(this.room.hits.asked, this.room.current));
    // Which words they are is asked only now: for a list of hits it would cost more than the search.
    const mine = (this.opening += 1);
    const words = await get('/api/search/words', { tape: hit.tape, start: hit.ticks.start, end: hit.ticks.end }).catch(() => null);
    if (mine !== this.opening || this.room.isClosed) return; // another hit was meant then, or another place
    go(`/tapes/${encodeURIComponent(hit.tape)}?t=${hit.timecode}${words ? `&w=${words.first}-${words.last}` : ''}`);
  }

  async quote() {
    const hit = this.room.hit();
    if (!hit) return;
    try {
      const done = await post('/api/selects', { tape: hit.tape, start: hit.ticks.start, end: hit.ticks.end });
      void this.room.marked.read();
      tell(`In the selects: ${hit.text}`, { undo: () => void this.takeOut([done.bite], done.digest) });
    } catch (error) {
      tellError(error);
    }
  }

  /** The hit becomes the source of an event. */
  async date() {
    const hit = this.room.hit();
    if (!hit) return;
    const { newEvent } = await import('../chronology/form.js');
    const source = { tape: hit.tape, start: hit.ticks.start, end: hit.ticks.end, text: hit.text, timecode: hit.timecode };
    const made = await newEvent({ title: hit.text, sources: [source] });
    if (made) tell(`Kept as an event: ${made.said || 'no date yet'}`, { undo: wayBack([made]) });
  }

  async selectAll() {
    const { total, asked } = this.room.hits;
    if (!total || this.room.hits.state !== 'ready') return;
    if (total >= ASK_FROM) {
      const title = `Put all ${total.toLocaleString('en')} hits into the selects?`;
      const answer = await ask({ title, choices: [{ label: 'Put them in', value: 'yes', kind: 'main' }, { label: 'Leave it', value: 'no' }] });
      if (answer !== 'yes') return;
    }
    try {
      const done = await post('/api/search/selects', { ...forServer(asked), speaker: asked.speaker || null, tape: asked.tape || null, code: forServer(asked).code || null });
      const bites = Array.from({ length: total }, (_, place) => done.bite + place);
      void this.room.marked.read();
      tell(`${total === 1 ? '1 hit is' : `${total} hits are`} in the selects`, { undo: () => void this.takeOut(bites, done.digest) });
    } catch (error) {
      tellError(error);
    }
  }

  /** Take selects out again, the last first. @param {number[]} bites @param {string} digest */
  async takeOut(bites, digest) {
    try {
      let seen = digest;
      for (const bite of [...bites].reverse()) seen = (await del(`/api/selects/${bite}`, { ifMatch: seen })).digest;
      void this.room.marked.read();
      tell(bites.length === 1 ? 'Taken out of the selects again' : `${bites.length} taken out of the selects again`);
    } catch (error) {
      tellError(error);
    }
  }

  /** The hit as text; false where a person has marked something of their own. */
  copy() {
    const hit = this.room.hit();
    if (!hit || String(getSelection() || '')) return false;
    void writeOut(asText(hit));
    return true;
  }
}

/** @param {string} text */
async function writeOut(text) {
  try {
    await navigator.clipboard.writeText(text);
    tell('Copied, with tape and timecode');
  } catch (error) {
    tell(`It could not be copied: ${inWords(error).text}`, { kind: 'bad' });
  }
}
