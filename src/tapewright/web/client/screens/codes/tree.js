/** The codebooks as a tree: number, name, how many passages; the colour beside the number, never alone. */
import { html, nothing, repeat } from '../../frame/dom.js';
import { Codes } from '../../study/codes.js';

/**
 * @param {Codes} codes @param {number} current
 * @param {{choose: (id: number) => void, open: () => void}} does
 */
export function tree(codes, current, does) {
  return html`${repeat(
    codes.books,
    (book) => book.id,
    (book) => html`<div class="codes-book" role="treeitem" aria-level="1" aria-selected="false" aria-expanded="true" title=${book.note || nothing} data-book=${book.id}>
        <span class="truncate">${book.name}</span><span class="num mute">${book.codes.length || 'no code yet: press A'}</span>
      </div>
      ${repeat(
        codes.all.filter((one) => one.codebook === book.id),
        (code) => code.id,
        (code) => row(code, code.id === current, does),
      )}`,
  )}`;
}

/** @param {import('../../study/codes.js').Code} code @param {boolean} isCurrent @param {{choose: (id: number) => void, open: () => void}} does */
function row(code, isCurrent, does) {
  return html`<div
    class="code-row voice-${code.hue} depth-${Math.min(code.depth, 6)} ${isCurrent ? 'is-current' : ''} ${code.is_codable ? '' : 'is-heading'}"
    id="code-${code.id}"
    role="treeitem"
    aria-level=${code.depth + 2}
    aria-selected=${isCurrent ? 'true' : 'false'}
    aria-label="${code.name}, ${code.codings === 1 ? '1 passage' : `${code.codings} passages`}${code.key ? `, key ${code.key}` : ''}"
    @click=${() => does.choose(code.id)}
    @dblclick=${() => does.open()}
  >
    <span class="swatch"></span><span class="mono code-sign">${Codes.sign(code)}</span>
    <span class="truncate code-name" title=${code.definition ? `${code.name}: ${code.definition}` : code.name}>${code.name}</span>
    <span class="num mute">${code.codings || ''}</span>
  </div>`;
}
