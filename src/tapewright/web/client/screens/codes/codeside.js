/** What a code means: its definition, when it is used and when not, an example, its source; and memos on it. */
import { html, nothing } from '../../frame/dom.js';
import { Codes } from '../../study/codes.js';

/** @param {import('./screen.js').CodesScreen} room */
export function codeSide(room) {
  const { code } = room;
  if (!code || room.deeds.book) return html`<p class="mute">Press A to add the first code.</p>${bookOf(room)}`;
  const memos = room.memos.filter((one) => one.about === 'code' && one.target === code.id);
  const above = (code.path || '').split('/').slice(0, -1).join(' / ');
  return html`<section aria-label="The code" class="code-meaning voice-${code.hue}">
      <h2><span class="swatch"></span> <span class="mono code-sign">${Codes.sign(code)}</span> ${code.name}</h2>
      ${above ? html`<p class="mute">${above}</p>` : nothing}
      ${code.definition ? html`<p>${code.definition}</p>` : html`<p class="mute">No definition yet: press E.</p>`}
      ${part('Use when', code.use_when)} ${part('Not when', code.not_when)}
      ${code.example ? html`<div class="code-part"><h3>Example</h3><p class="serif">${code.example}</p></div>` : nothing}
      ${part('Source', code.source)}
      <div class="code-acts">
        <button class="button" @click=${() => void room.deeds.edit()}>Edit <kbd>E</kbd></button>
        <button class="button" @click=${() => void room.deeds.merge()}>Merge <kbd>M</kbd></button>
        <button class="button-quiet" @click=${() => void room.deeds.remove()}>Remove</button>
      </div>
    </section>
    <section aria-label="Memos">
      <div class="panel-head"><h2>Memos</h2><span class="num">${memos.length}</span></div>
      ${memos.map(
        (one) => html`<div class="item code-memo">
          <span class="item-head"><span>${one.title || one.who}</span><span class="mono">${(one.when || '').slice(0, 10)}</span></span>
          <p>${one.text}</p>
        </div>`,
      )}
      <div class="code-acts"><button class="button" @click=${() => void room.deeds.memo()}>Add a memo <kbd>N</kbd></button></div>
    </section>
    ${bookOf(room)}`;
}

/** The codebook that all of it belongs to. @param {import('./screen.js').CodesScreen} room */
function bookOf(room) {
  const book = room.deeds.shelf;
  if (!book) return nothing;
  return html`<section aria-label="The codebook">
    <div class="panel-head"><h2>Codebook</h2></div>
    <p>${book.name}</p>
    ${book.note ? html`<p class="mute">${book.note}</p>` : nothing}
    <div class="code-acts">
      <button class="button-quiet" @click=${() => void room.deeds.renameBook()}>Rename…</button>
      <button class="button-quiet" @click=${() => void room.deeds.removeBook()}>Remove…</button>
    </div>
  </section>`;
}

/** @param {string} title @param {string} text */
function part(title, text) {
  return text ? html`<div class="code-part"><h3>${title}</h3><p>${text}</p></div>` : nothing;
}
