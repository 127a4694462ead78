/** What screens draw with: lit-html under one roof, so that a screen has one import. */
export { html, svg, nothing, render } from 'lit-html';
export { repeat } from 'lit-html/directives/repeat.js';
export { live } from 'lit-html/directives/live.js';
export { classMap } from 'lit-html/directives/class-map.js';
export { ref, createRef } from 'lit-html/directives/ref.js';
export { guard } from 'lit-html/directives/guard.js';

/** @typedef {import('lit-html').TemplateResult | typeof import('lit-html').nothing | string | number | null} Drawn */

/**
 * The nonce of this page, for what makes its own style elements (CodeMirror). Empty outside a served page.
 * @returns {string}
 */
export function pageNonce() {
  const script = /** @type {HTMLScriptElement | null} */ (document.querySelector('script[nonce]'));
  return script?.nonce || '';
}
