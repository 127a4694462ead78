/** What stands in the place of the tree where there is none. */
import { html, nothing } from '../../frame/dom.js';
import { empty, failed, loading } from '../../frame/states.js';

/**
 * @param {{codes: import('../../study/codes.js').Codes | null, error: unknown}} known
 * @param {{again: () => void, template: (name: string) => void, bring: () => void}} does
 */
export function instead({ codes, error }, does) {
  if (error) return failed(error, does.again);
  if (!codes) return loading();
  return empty({
    title: 'No codebook yet',
    text: 'A codebook says what passages are called: each code with its meaning, when it is used and when not. Begin with one that comes along, bring one from another program, or write your own.',
    actions: html`${codes.templates.map(
        (one) => html`<button class="button" @click=${() => does.template(one.name)}>${one.title}${one.codes ? html` <span class="chip-count">${one.codes}</span>` : nothing}</button>`,
      )}
      <button class="button" @click=${does.bring}>Bring in a project or codebook (QDPX, QDC)</button>
      <button class="button-quiet" @click=${() => does.template('')}>An empty one</button>`,
  });
}
