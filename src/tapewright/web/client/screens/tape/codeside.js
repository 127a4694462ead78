/** Codes beside the text: what is coded at this place, which codes the tape has, memos. */
import { html, nothing } from '../../frame/dom.js';
import { timecode } from '../../frame/time.js';
import { Codes } from '../../study/codes.js';

/** @param {import('./coding.js').TapeCoding} coding @param {{play: (start: number, end: number) => void}} does */
export function codesHere(coding, does) {
  if (!coding.hasRead) return nothing;
  const here = coding.here();
  const counted = coding.counted();
  return html`<section aria-label="Codes here">
      <div class="panel-head"><h2>Codes here</h2><span class="num">${here.length}</span></div>
      ${here.length ? nothing : html`<p class="mute tape-hint">${hint(coding)}</p>`}
      ${here.map((one) => {
        const { hue, sign, name } = coding.look(one);
        return html`<div class="tape-code voice-${hue}" data-coding=${one.id}>
          <span class="swatch"></span><span class="mono tape-code-sign">${sign}</span>
          <span class="tape-code-name">${name}${one.coder ? html` <span class="mute">${one.coder}</span>` : nothing}</span>
          <button class="icon-button" aria-label="Take ${name} off${one.coder ? `, coded by ${one.coder}` : ''}" title="Take off (X)" @click=${() => void coding.remove(one)}>×</button>
        </div>`;
      })}
    </section>
    ${counted.length
      ? html`<section aria-label="Codes on this tape">
          <div class="panel-head"><h2>Codes on this tape</h2><span class="num">${coding.codings.length}</span></div>
          ${counted.map(
            ({ code, count }) => html`<button class="item tape-code voice-${code.hue}" title="To the next passage" @click=${() => coding.next(code.id)}>
              <span class="swatch"></span><span class="mono tape-code-sign">${Codes.sign(code)}</span><span class="tape-code-name">${code.name}</span><span class="num mute">${count}</span>
            </button>`,
          )}
        </section>`
      : nothing}
    ${coding.memos.length
      ? html`<section aria-label="Memos on this tape">
          <div class="panel-head"><h2>Memos on this tape</h2><span class="num">${coding.memos.length}</span></div>
          ${coding.memos.map(
            (one) => html`<button class="item" @click=${() => does.play(one.ticks.start, one.ticks.end)}>
              <span class="item-head"><span class="timecode">${timecode(one.ticks.start, coding.room.tape)}</span><span>${one.who}</span></span>${one.text}
            </button>`,
          )}
        </section>`
      : nothing}`;
}

/** @param {import('./coding.js').TapeCoding} coding */
function hint(coding) {
  if (!coding.codes.all.length) return html`There is no codebook yet. <a href="/codes">Begin one</a>`;
  const favourites = coding.codes.all.filter((one) => one.key);
  if (!favourites.length) return 'Select words and press C.';
  return html`${favourites.slice(0, 9).map((one) => html`<span class="tape-favourite voice-${one.hue}"><kbd>${one.key}</kbd> <span class="swatch"></span> ${one.name}</span>`)}`;
}
