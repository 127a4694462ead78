/** Studies and codebooks of other programs: brought in with a count of what was read and what was left, handed out as files. */
import { html, nothing } from '../../frame/dom.js';
import { post, request } from '../../frame/api.js';
import { ask, tell, tellError } from '../../frame/tell.js';
import { openReports } from '../../study/reports.js';

const TAKEN = '.qdpx,.qde,.qdc,.sqlite3,.csv,.tsv';
const CODEBOOKS = /\.qdc$/i;

/** What can be handed out: a word for the choice, where it is asked for, how it is called. */
const OUT = [
  { value: 'qdpx', label: 'The study as QDPX', path: '/api/study/export' },
  { value: 'csv', label: 'The codings as a table (CSV)', path: '/api/study/export' },
  { value: 'qdc', label: 'The codebooks as QDC', path: '/api/study/codebook/export' },
];

export class Exchange {
  /** @param {import('./screen.js').CodesScreen} room */
  constructor(room) {
    this.room = room;
    this.isBusy = false;
    /** What it is busy with. */
    this.said = '';
  }

  /** Ask the browser for a file, and bring it in. */
  bring() {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = TAKEN;
    input.addEventListener('change', () => input.files?.[0] && void this.take(input.files[0]));
    input.click();
  }

  /** @param {File} file */
  async take(file) {
    this.busy(true, 'Reading the file…');
    try {
      const kept = await request('PUT', `/api/uploads/${encodeURIComponent(file.name)}`, { body: file });
      const path = CODEBOOKS.test(file.name) ? '/api/study/codebook/import' : '/api/study/import';
      const done = await post(path, { file: kept.name || kept.path.split('/').pop() });
      await this.room.again();
      await report(file.name, done);
    } catch (error) {
      tellError(error);
    }
    this.busy(false);
    this.room.focusTree();
  }

  async hand() {
    const answer = await ask({
      title: 'Hand out',
      body: html`<p>A QDPX holds transcripts with their times, codes, codings, memos and sets; other programs open it.</p>`,
      choices: [...OUT.map(({ value, label }) => ({ value, label })), { label: 'Leave it', value: '' }],
    });
    const chosen = OUT.find((one) => one.value === answer);
    if (!chosen) return;
    this.busy(true, 'Writing the file…');
    try {
      const done = await post(chosen.path, { to: chosen.value });
      save(done.file);
      tell(`${done.file} is made, ${listed(done.counts, done.left)}${done.left.length ? `; left out: ${leftOf(done.left)}` : ''}`);
    } catch (error) {
      tellError(error);
    }
    this.busy(false);
    this.room.focusTree();
  }

  /** @param {boolean} isBusy @param {string} [said] */
  busy(isBusy, said = '') {
    this.isBusy = isBusy;
    this.said = said;
    this.room.draw();
  }

  buttons() {
    return html`${this.isBusy ? html`<span class="mute" role="status">${this.said}</span>` : nothing}
      <button class="button-quiet" ?disabled=${this.isBusy} @click=${() => this.bring()}>Bring in</button>
      <button class="button-quiet" ?disabled=${this.isBusy} @click=${() => void this.hand()}>Hand out</button>
      <button class="button-quiet" @click=${openReports}>Reports…</button>
      <button class="button-quiet" @click=${() => void this.room.deeds.another()}>New codebook</button>`;
  }
}

/** Let the browser save a file of the exports. @param {string} name */
function save(name) {
  const link = document.createElement('a');
  link.href = `/api/exports/${encodeURIComponent(name)}`;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

/** @param {string} name @param {any} done */
async function report(name, done) {
  const brought = Object.entries(done.brought);
  await ask({
    title: `${name} is here`,
    body: html`${done.origin ? html`<p class="mute">Made by ${done.origin}</p>` : nothing}
      <table class="table">
        <thead><tr><th>What</th><th class="num">Read</th><th class="num">Brought in</th></tr></thead>
        <tbody>${Object.entries(done.read).map(([kind, count]) => html`<tr><td>${kind}</td><td class="num">${count}</td><td class="num">${done.brought[kind] ?? 0}</td></tr>`)}</tbody>
      </table>
      ${brought.length ? nothing : html`<p>All of it was here already.</p>`}
      ${done.left.length ? html`<h3>Left out</h3><ul>${done.left.map((/** @type {any} */ one) => html`<li>${one.count} ${one.what}: ${one.reason}</li>`)}</ul>` : html`<p>Nothing was left out.</p>`}
      ${(done.sources || []).filter((/** @type {any} */ one) => one.is_new).map((/** @type {any} */ one) => html`<p>${one.tape} is a new tape, made for “${one.name}”: its recording is not here. Undo takes all of this back.</p>`)}
      ${done.remarks.map((/** @type {string} */ one) => html`<p class="mute">${one}</p>`)}`,
    choices: [{ label: 'Close', value: '', kind: 'main' }],
  });
}

/** What is in the file: what was left out of it is not. @param {Record<string, number>} counts @param {Array<{what: string, count: number}>} left */
function listed(counts, left) {
  const out = new Map(left.map((one) => [`${one.what}s`, one.count]));
  return Object.entries(counts)
    .map(([kind, count]) => /** @type {const} */ ([kind, count - (out.get(kind) || 0)]))
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${count === 1 ? kind.replace(/s$/, '') : kind}`)
    .join(', ');
}

/** @param {Array<{what: string, count: number}>} left */
const leftOf = (left) => left.map((one) => `${one.count} ${one.what}`).join(', ');
