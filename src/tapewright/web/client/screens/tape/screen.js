/** A tape: read it, hear it, pick from it, correct it. Text comes first; it reads without media. */
import { get } from '../../frame/api.js';
import { html, nothing, render } from '../../frame/dom.js';
import { on } from '../../frame/live.js';
import { banner } from '../../frame/states.js';
import { withoutTranscript } from './unheard.js';

/** @typedef {import('./room.js').Room} Room */

const FOOT_READ = ['tape.play', 'tape.correct', 'tape.quote', 'tape.code', 'tape.edge'];
const FOOT_CORRECT = ['correct.play', 'tape.doubt', 'correct.checked', 'correct.speaker', 'correct.heard'];

/**
 * @param {import('../../frame/screens.js').Place} place
 * @param {import('../../frame/shell.js').Frame} frame
 * @returns {Promise<import('../../frame/screens.js').Screen>}
 */
export async function open(place, frame) {
  const id = place.params.id;
  const version = place.query.get('version');
  // The words are on their way while the editor is fetched.
  const [reading, { Room }, { bindings }] = await Promise.all([
    get(`/api/tapes/${encodeURIComponent(id)}/transcript`, { version }),
    import('./room.js'),
    import('./bindings.js'),
  ]);
  if (!reading.transcript) return withoutTranscript(place.element, reading);
  const parts = drawPlace(place.element, reading);
  const field = findField();
  const room = new Room(reading, parts, () => frame.redraw());
  parts.back.addEventListener('click', () => room.light.resume(room.playing.ticks));
  const screen = new TapeScreen(room, reading, field, bindings(room, { find: () => (field.focus(), field.select()), grow: () => room.deck?.grow() }));
  room.saver.takeUp();
  const stops = [on('changed', (said) => heard(room, said, id)), on('reload', () => (room.refresh(), room.coding.again())), on('edit', (said) => said.edit === 'selects' && void room.selecting.read())];
  screen.stop = () => stops.forEach((stop) => stop());
  void mountDeck(parts.deck, room, reading);
  // The page has its place and its size once the frame has put it there.
  setTimeout(() => room.isClosed || room.address.go(place.query));
  return screen;
}

/** @param {Room} room @param {any} said @param {string} id */
function heard(room, said, id) {
  if (Object.keys(said.changed || {}).some((table) => /^(cod|memo)/.test(table))) void room.coding.again();
  if (concerns(said, id)) void room.refresh();
}

/** @param {any} said @param {string} id */
const concerns = (said, id) => !said.tapes || said.tapes.includes(id) || !said.tapes.length;

/** @param {HTMLElement} element @param {any} reading */
function drawPlace(element, reading) {
  render(
    html`<div class="tape-deck ${reading.tape.media === 'here' ? 'tape-deck-room' : ''}"></div>
      ${reading.tape.media === 'missing'
        ? banner(html`The recording is not where it was (${reading.tape.missing[0]}). The text can be read and corrected all the same; <code>tapewright relink</code> finds what moved.`)
        : nothing}
      ${reading.transcript.is_current ? nothing : banner(html`This is version ${reading.transcript.version}, an older one. <a href="/tapes/${reading.tape.id}">Read the current one</a>`)}
      <div class="columns">
        <div class="middle tape-middle">
          <div class="tape-page" data-keys="page"></div>
          <button class="button tape-back" hidden>Back to the playhead</button>
        </div>
        <aside class="side panel tape-side" aria-label="Beside the text"></aside>
      </div>`,
    element,
  );
  /** @param {string} name */
  const part = (name) => /** @type {HTMLElement} */ (element.querySelector(name));
  return { deck: part('.tape-deck'), page: part('.tape-page'), back: part('.tape-back'), side: part('.tape-side') };
}

function findField() {
  const input = document.createElement('input');
  input.className = 'field';
  input.type = 'search';
  input.placeholder = 'Find in this tape';
  input.setAttribute('aria-label', 'Find in this tape');
  return input;
}

/** @param {HTMLElement} element @param {Room} room @param {any} reading */
async function mountDeck(element, room, reading) {
  if (reading.tape.media !== 'here') return;
  const deck = await deckWhenReached(room);
  if (!deck || room.isClosed) return;
  const made = await deck.mount(element, reading.tape);
  if (room.isClosed) made.close();
  else room.takeDeck(made);
}

/** The deck's module; where the server ended before it was fetched, as soon as it is back. @param {Room} room */
async function deckWhenReached(room) {
  while (!room.isClosed) {
    try {
      return await import('../../deck/deck.js');
    } catch {
      await new Promise((resolve) => {
        const stop = on('state', (state) => state === 'live' && (stop(), resolve(null)));
        room.whenClosed.push(() => (stop(), resolve(null)));
      });
    }
  }
  return null;
}

/** What the frame sees of it: the bar, the keys, the foot. */
class TapeScreen {
  /** @param {Room} room @param {any} reading @param {HTMLInputElement} field @param {import('../../frame/keys.js').Binding[]} keys */
  constructor(room, reading, field, keys) {
    this.room = room;
    this.reading = reading;
    this.field = field;
    this.title = reading.tape.id;
    this.stop = () => {};
    this.keys = keys;
    field.addEventListener('input', () => room.find(field.value));
    field.addEventListener('keydown', (event) => this.inField(event));
  }

  begin() {
    this.room.view.focus();
  }

  get foot() {
    return this.room.mode === 'read' ? FOOT_READ : FOOT_CORRECT;
  }

  get facts() {
    const { room, reading } = this;
    const { hits, query } = room.found;
    /** @param {'read' | 'correct'} mode @param {string} label */
    const button = (mode, label) =>
      html`<button class="button-quiet" aria-pressed=${room.mode === mode ? 'true' : 'false'} @click=${() => room.setMode(mode)}>${label}</button>`;
    return html`<span class="tape-title">${reading.tape.title === reading.tape.id ? nothing : reading.tape.title}</span>${room.playing.element}
      <span class="modes" role="group" aria-label="Mode">${button('read', 'Read')}${button('correct', 'Correct')}</span>
      <button class="button-quiet drawer-button" data-toggles="side">Beside</button>
      <span class="tape-checked">${room.checked} % checked</span>
      <span class="tape-find">${this.field}<span class="num" role="status">${query ? `${hits.length} ${hits.length === 1 ? 'hit' : 'hits'}` : ''}</span></span>`;
  }

  /** @param {KeyboardEvent} event */
  inField(event) {
    if (event.key === 'Enter') {
      event.preventDefault();
      this.room.goToHit(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.field.value = '';
      this.room.find('');
      this.room.view.focus();
    }
  }

  /** @param {import('../../frame/screens.js').Place} place */
  changed(place) {
    this.room.address.go(place.query);
  }

  close() {
    this.stop();
    this.room.close();
  }
}
