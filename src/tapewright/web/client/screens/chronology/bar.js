/** What stands in the bar: what is offered, people, files in and out, the table, a new event. */
import { html, nothing } from '../../frame/dom.js';

/** @param {import('./screen.js').ChronologyScreen} screen */
export function toolsOf(screen) {
  if (!screen.chronology) return nothing;
  const { mentions } = screen.deeds;
  return html`${mentions.count ? html`<button class="button-quiet" @click=${() => mentions.show()}>Dates told on tapes <span class="chip-count">${mentions.count}</span></button>` : nothing}
    <button class="button-quiet" @click=${() => void screen.people()}>People…</button>
    ${screen.files.menu()}
    <button class="button-quiet" aria-pressed=${screen.isTable ? 'true' : 'false'} @click=${() => screen.toggleTable()}>Table</button>
    <button class="button-quiet" @click=${() => void screen.add()}>New event…</button>${screen.field}`;
}
