/** What is known of the person that is looked at, and what can be said of them. */
import { keyed } from 'lit-html/directives/keyed.js';
import { html, nothing } from '../../frame/dom.js';
import { length } from './people.js';

/** @typedef {import('./people.js').Person} Person */
/** @typedef {import('./people.js').Voice} Voice */

/**
 * @param {Person} person
 * @param {{groups: string[], names: string[], playing: string, cursor: number}} look
 * @param {{rename: (name: string) => void, group: (group: string) => void, note: (note: string) => void, merge: () => void,
 *   away: (voice: Voice) => void, play: (person: Person, place: number) => void, leave: () => void}} does
 */
export function side(person, look, does) {
  // Another person, or another state of theirs, has fields of its own: what is being typed stays while others work.
  const state = `${person.id} ${person.name} ${person.group} ${person.note}`;
  return html`${keyed(state, whole(person, look, does))}`;
}

/** @param {Person} person @param {any} look @param {any} does */
function whole(person, look, does) {
  return html`<div class="panel person-side">
    <label class="labelled"
      ><span>${person.labelled ? 'Whose voice is it?' : 'Name'}</span>
      <input
        class="field person-field"
        name="name"
        autocomplete="off"
        list="people-names"
        maxlength="120"
        placeholder=${person.labelled ? person.name : ''}
        .value=${person.labelled ? '' : person.name}
        @keydown=${(/** @type {KeyboardEvent} */ event) => onEnter(event, person.labelled ? '' : person.name, (/** @type {string} */ text) => does.rename(text), does.leave)}
      /></label>
    <datalist id="people-names">${look.names.map((/** @type {string} */ name) => html`<option value=${name}></option>`)}</datalist>
    <label class="labelled"
      ><span>Group</span>
      <select class="field" name="group" @change=${(/** @type {any} */ event) => does.group(event.target.value)}>
        <option value="" ?selected=${!person.group}>none</option>
        ${look.groups.map((/** @type {string} */ group) => html`<option value=${group} ?selected=${group === person.group}>${group}</option>`)}
      </select></label>
    <label class="labelled"
      ><span>Note</span>
      <input
        class="field"
        name="note"
        autocomplete="off"
        maxlength="500"
        .value=${person.note}
        @change=${(/** @type {any} */ event) => does.note(event.target.value)}
        @keydown=${(/** @type {KeyboardEvent} */ event) => onEnter(event, person.note, (/** @type {string} */ text) => does.note(text), does.leave)}
      /></label>
    <section>
      <div class="panel-head"><h2>Voices</h2><span class="num">${person.voices.length}</span></div>
      ${person.voices.length ? person.voices.map((voice, place) => voiceOf(person, voice, place, look, does)) : html`<p class="item mute">No voice of theirs was told apart. What they say is known from transcripts alone.</p>`}
    </section>
    ${person.on.some((one) => !person.voices.some((voice) => voice.tape === one.tape)) ? byTranscript(person) : nothing}
    <div class="person-acts">
      <button class="button" @click=${does.merge}>Same person as… <kbd>M</kbd></button>
    </div>
  </div>`;
}

/** @param {Person} person @param {Voice} voice @param {number} place @param {any} look @param {any} does */
function voiceOf(person, voice, place, look, does) {
  const isPlaying = look.playing === `voice ${voice.id}`;
  return html`<div class="item person-voice ${look.cursor === place ? 'is-current' : ''}">
    ${voice.ticks
      ? html`<button class="icon-button" aria-label="${isPlaying ? 'Stop' : 'Hear'} the voice on ${voice.tape}" @click=${() => does.play(person, place)}>
          <span aria-hidden="true" class="person-sign">${isPlaying ? '■' : '▶'}</span>
        </button>`
      : html`<span class="icon-button" aria-hidden="true"></span>`}
    <span class="person-voice-text">
      <a href="/tapes/${encodeURIComponent(voice.tape)}" class="mono">${voice.tape}</a> <span class="mute">${length(voice.seconds)}</span>
      ${voice.comparable ? nothing : html`<span class="mute">too little speech to compare</span>`}
      ${!voice.comparable || person.labelled ? nothing : html`<span class="mute">${voice.confirmed ? 'confirmed' : 'not confirmed'}</span>`}
    </span>
    ${voice.confirmed && !(person.labelled && person.voices.length === 1) ? html`<button class="button-quiet" title="This voice is somebody else’s" @click=${() => does.away(voice)}>Move away</button>` : nothing}
  </div>`;
}

/** @param {Person} person */
function byTranscript(person) {
  const others = person.on.filter((one) => !person.voices.some((voice) => voice.tape === one.tape));
  return html`<section>
    <div class="panel-head"><h2>By the transcript</h2><span class="num">${others.length}</span></div>
    ${others.slice(0, 60).map((one) => html`<div class="item"><a href="/tapes/${encodeURIComponent(one.tape)}" class="mono">${one.tape}</a> <span class="mute">${length(one.seconds)}</span></div>`)}
  </section>`;
}

/** @param {KeyboardEvent} event @param {string} was @param {(text: string) => void} done @param {() => void} leave */
function onEnter(event, was, done, leave) {
  if (event.isComposing) return;
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (event.key === 'Enter') {
    event.preventDefault();
    done(field.value);
  } else if (event.key === 'Escape') {
    event.preventDefault();
    event.stopPropagation();
    field.value = was;
    leave();
  }
}
