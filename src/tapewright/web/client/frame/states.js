/** The states that every screen has besides the full one: empty, loading, failed, away. In plain words. */
import { html, nothing } from './dom.js';
import { inWords } from './api.js';

/** @typedef {import('./dom.js').Drawn} Drawn */

/**
 * Nothing is here yet: what belongs here, and how it comes here.
 * @param {{title: string, text?: Drawn, actions?: Drawn}} said
 */
export function empty({ title, text = nothing, actions = nothing }) {
  return html`<section class="state" data-state="empty">
    <h2>${title}</h2>
    ${text === nothing ? nothing : html`<p>${text}</p>`}
    <div class="state-actions">${actions}</div>
  </section>`;
}

/**
 * It is coming.
 * @param {string} [what]
 */
export function loading(what = 'Reading…') {
  return html`<section class="state" data-state="loading" role="status"><p class="mute">${what}</p></section>`;
}

/**
 * It could not be had: what happened, what to do next, and a way to try again.
 * @param {unknown} error
 * @param {() => void} [again]
 */
export function failed(error, again) {
  const { text, hint } = inWords(error);
  return html`<section class="state" data-state="failed" role="alert">
    <h2>This could not be shown</h2>
    <p>${text}</p>
    ${hint ? html`<p class="mute">${hint}</p>` : nothing}
    ${again ? html`<div class="state-actions"><button class="button" @click=${again}>Try again</button></div>` : nothing}
  </section>`;
}

/**
 * A line over content that stays usable: a banner.
 * @param {Drawn} text
 * @param {{kind?: 'plain' | 'bad', action?: Drawn}} [options]
 */
export function banner(text, { kind = 'plain', action = nothing } = {}) {
  return html`<div class="banner ${kind === 'bad' ? 'banner-bad' : ''}" role="status"><span>${text}</span>${action}</div>`;
}
