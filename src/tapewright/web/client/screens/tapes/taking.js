/** Recordings that are dropped on the page, or chosen: sent as they are, with progress, then taken in by a job. */
import { ApiError, AwayError, post } from '../../frame/api.js';
import { html, nothing, render } from '../../frame/dom.js';
import { tell, tellError } from '../../frame/tell.js';

/** What the server takes for a recording by its name; what is in it is found out by reading. */
const RECORDING =
  /\.(wav|wave|bwf|rf64|w64|aiff?|aifc|caf|flac|mp[23]|mpa|m4[abp]|aac|adts|e?ac3|og[ga]|opus|spx|wma|amr|awb|ape|wv|tta|tak|alac|au|snd|mka|weba|dts|mov|qt|mp4|m4v|mpe?g|m[12]v|vob|m?ts|m2ts|mod|tod|mkv|webm|avi|divx|mxf|gxf|dv|wmv|asf|flv|f4v|og[vm]|3g[p2])$/i;

/**
 * @typedef {object} Sending one file on its way
 * @property {string} name
 * @property {number} done
 * @property {number} total
 */

/** What is sent goes on while the person looks at other screens: there is one of these for the whole page. */
class Taking {
  constructor() {
    this.changed = () => {};
    this.canTranscribe = () => false;
    /** @type {{file: File, transcribe: boolean}[]} */
    this.waiting = [];
    /** @type {Sending | null} */
    this.sending = null;
    /** @type {XMLHttpRequest | null} */
    this.request = null;
    this.depth = 0;
    this.cover = document.createElement('div');
    this.cover.className = 'tapes-drop';
    /** @type {[string, (event: any) => void][]} */
    this.listeners = [
      ['dragenter', (event) => this.onEnter(event)],
      ['dragover', (event) => this.onOver(event)],
      ['dragleave', (event) => this.onLeave(event)],
      ['drop', (event) => void this.onDrop(event)],
    ];
    this.holdOn = (/** @type {Event} */ event) => event.preventDefault();
  }

  /**
   * Take what is dropped, until `close`.
   * @param {{changed: () => void, canTranscribe: () => boolean}} told
   */
  open({ changed, canTranscribe }) {
    this.changed = changed;
    this.canTranscribe = canTranscribe;
    for (const [name, listen] of this.listeners) window.addEventListener(name, listen);
  }

  close() {
    this.changed = () => {};
    for (const [name, listen] of this.listeners) window.removeEventListener(name, listen);
    this.uncover();
  }

  /** @param {DragEvent} event */
  onEnter(event) {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    this.depth += 1;
    if (!this.cover.isConnected) {
      render(coverOf(this.canTranscribe()), this.cover);
      document.body.append(this.cover);
    }
  }

  /** @param {DragEvent} event */
  onOver(event) {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    const over = zoneOf(event);
    for (const zone of this.cover.querySelectorAll('[data-then]')) zone.classList.toggle('is-over', zone === over);
  }

  /** @param {DragEvent} event */
  onLeave(event) {
    if (!holdsFiles(event)) return;
    this.depth -= 1;
    if (this.depth <= 0) this.uncover();
  }

  /** @param {DragEvent} event */
  async onDrop(event) {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    const zone = zoneOf(event);
    const then = zone?.getAttribute('data-then') ?? (this.canTranscribe() ? 'transcribe' : '');
    const items = [...(event.dataTransfer?.items || [])];
    const loose = [...(event.dataTransfer?.files || [])];
    // Entries must be asked for before the first await: the browser empties the list then.
    const entries = items.map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry !== null && entry !== undefined);
    this.uncover();
    const files = entries.some((entry) => entry.isDirectory) ? (await Promise.all(entries.map(filesOf))).flat() : loose;
    this.take(files, then === 'transcribe');
  }

  uncover() {
    this.depth = 0;
    this.cover.remove();
  }

  /** Send these files, one after the other. @param {File[]} files @param {boolean} transcribe */
  take(files, transcribe) {
    const wanted = files.filter((file) => RECORDING.test(file.name) && !file.name.startsWith('.'));
    const others = files.filter((file) => !wanted.includes(file) && !file.name.startsWith('.'));
    if (others.length) {
      const names = others.slice(0, 3).map((file) => file.name);
      tell(`No recording, and left where it is: ${names.join(', ')}${others.length > 3 ? ` and ${others.length - 3} more` : ''}`, { seconds: 12 });
    }
    this.waiting.push(...wanted.map((file) => ({ file, transcribe })));
    if (!this.sending) void this.next();
    this.changed();
  }

  async next() {
    const one = this.waiting.shift();
    if (!one) {
      this.sending = null;
      window.removeEventListener('beforeunload', this.holdOn);
      this.changed();
      return;
    }
    window.addEventListener('beforeunload', this.holdOn); // leaving the page now would leave the rest behind
    this.sending = { name: one.file.name, done: 0, total: one.file.size };
    this.changed();
    try {
      const kept = await this.send(one.file);
      if (kept) await post('/api/tapes/ingest', { paths: [kept.path], transcribe: one.transcribe });
    } catch (error) {
      tellError(error);
      if (error instanceof AwayError) {
        this.waiting.length = 0;
        tell(`${one.file.name} was not taken in. Drop it again when the server is back.`, { kind: 'bad' });
      }
    }
    await this.next();
  }

  /**
   * Send one file; where it lies now, or null when the person stopped it.
   * @param {File} file
   * @returns {Promise<{path: string} | null>}
   */
  send(file) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      this.request = request;
      request.open('PUT', `/api/uploads/${encodeURIComponent(file.name)}`);
      request.setRequestHeader('Content-Type', 'application/octet-stream');
      request.responseType = 'json';
      request.upload.onprogress = (event) => {
        this.sending = { name: file.name, done: event.loaded, total: file.size };
        this.changed();
      };
      request.onload = () => {
        if (request.status < 300) resolve(request.response);
        else reject(new ApiError(request.status, request.response?.error || {}, request.response));
      };
      request.onabort = () => resolve(null);
      request.onerror = () => reject(new AwayError());
      request.send(file);
    });
  }

  stop() {
    this.waiting.length = 0;
    this.request?.abort();
  }

  /** What is being sent, as a line over the list. */
  draw() {
    const { sending } = this;
    if (!sending) return nothing;
    const share = sending.total ? sending.done / sending.total : 0;
    const more = this.waiting.length;
    return html`<div class="banner tapes-sending" role="status">
      <span>Copying ${sending.name} into the project${more ? `, ${more} more after it` : ''}</span>
      <progress class="progress" max="1" .value=${share} aria-label="How far"></progress>
      <span class="mono soft tapes-percent">${Math.floor(share * 100)} %</span>
      <button class="button-quiet" @click=${() => this.stop()}>Stop</button>
    </div>`;
  }
}

export const taking = new Taking();

/** @param {DragEvent} event */
const holdsFiles = (event) => [...(event.dataTransfer?.types || [])].includes('Files');

/** @param {Event} event */
const zoneOf = (event) => (event.target instanceof Element ? event.target.closest('[data-then]') : null);

/** What a drop will do, said before it is done. @param {boolean} canTranscribe */
function coverOf(canTranscribe) {
  const zone = (/** @type {string} */ then, /** @type {string} */ does, /** @type {string} */ text) =>
    html`<div class="tapes-zone" data-then=${then}><strong>${does}</strong><span>${text}</span></div>`;
  return html`<div class="tapes-zones">
      ${canTranscribe
        ? html`${zone('transcribe', 'Copy into the project and transcribe', 'It is heard on this machine, as soon as it is copied.')}
          ${zone('', 'Copy into the project only', 'It can be transcribed later.')}`
        : zone('', 'Copy into the project', 'It can be transcribed when a model is on this machine.')}
    </div>
    <p class="mute">Nothing leaves this machine. A recording that should stay where it is: “Add from this computer…”</p>`;
}

/**
 * All files of what was dropped; folders are walked.
 * @param {FileSystemEntry} entry
 * @returns {Promise<File[]>}
 */
async function filesOf(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, () => resolve(null)));
    return file ? [file] : [];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {File[]} */
  const found = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (!some.length) return found;
    found.push(...(await Promise.all(some.map(filesOf))).flat());
  }
}
