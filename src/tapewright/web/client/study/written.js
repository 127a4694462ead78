/** Files that were written, each to be taken away by the browser. */
import { html } from '../frame/dom.js';

/** A file of the project's exports, to be taken away. @param {string} path */
export function exportLink(path) {
  const name = path.split(/[\\/]/).pop() || '';
  return html`<a href="/api/exports/${encodeURIComponent(name)}" download=${name}>${name}</a>`;
}

/** @param {{path: string, bytes?: number, size?: number}[]} files @param {string[]} [remarks] */
export function drawWritten(files, remarks = []) {
  return html`<ul class="written" role="status" aria-label="Written">
      ${files.map((file) => html`<li>${exportLink(file.path)} <span class="mute">${said(file.bytes ?? file.size ?? 0)}</span></li>`)}
    </ul>
    ${remarks.map((remark) => html`<p class="mute">${remark}</p>`)}`;
}

/** @param {number} count of bytes */
function said(count) {
  if (count < 10_000) return `${count} bytes`;
  return count < 10_000_000 ? `${Math.round(count / 1000)} kB` : `${Math.round(count / 1_000_000)} MB`;
}
