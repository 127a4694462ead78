/** Choosing recordings, or a folder, on this computer: they stay where they are, and nothing is copied. */
import { get } from '../../frame/api.js';
import { html, nothing, render } from '../../frame/dom.js';
import { failed, loading } from '../../frame/states.js';
import { openDialog } from '../../frame/tell.js';

/**
 * @typedef {object} Folder
 * @property {string} path
 * @property {{name: string, path: string}[]} ways
 * @property {{name: string, path: string}[]} folders
 * @property {{name: string, path: string, size: number, tape: string | null}[]} recordings
 * @property {{name: string, path: string}[]} starts
 * @property {number} left_out
 */

/**
 * What the person chose.
 * @typedef {object} Chosen
 * @property {string[]} paths
 * @property {boolean} transcribe
 */

const LAST = 'tw-last-folder';

/**
 * Ask for recordings to take in. Null when the person stepped out.
 * @param {{canTranscribe: boolean}} wish
 * @returns {Promise<Chosen | null>}
 */
export function chooseRecordings({ canTranscribe }) {
  return new Promise((resolve) => {
    new Chooser({
      title: 'Add recordings from this computer',
      text: 'They stay where they are. tapewright reads them and never writes to them.',
      canTranscribe,
      isForRelink: false,
    }).ask(resolve);
  });
}

/**
 * Ask where a recording that was moved may be. Null when the person stepped out.
 * @param {string} name of the file that is missing
 * @returns {Promise<Chosen | null>}
 */
export function choosePlace(name) {
  return new Promise((resolve) => {
    new Chooser({
      title: 'Where is it now?',
      text: `Go to the folder that ${name} may be in, or one above it. It is known by its content: another name does not matter.`,
      canTranscribe: false,
      isForRelink: true,
    }).ask(resolve);
  });
}

class Chooser {
  /** @param {{title: string, text: string, canTranscribe: boolean, isForRelink: boolean}} wish */
  constructor(wish) {
    this.wish = wish;
    /** @type {Folder | null} */
    this.folder = null;
    /** @type {unknown} */
    this.error = null;
    /** @type {Set<string>} */
    this.chosen = new Set();
    this.turn = 0;
    this.transcribe = wish.canTranscribe;
    this.host = document.createElement('div');
    this.host.className = 'places';
  }

  /** @param {(chosen: Chosen | null) => void} resolve */
  ask(resolve) {
    /** @type {Chosen | null} */
    let answer = null;
    const close = openDialog(html`${this.host}`, {
      wide: true,
      closed: () => resolve(answer),
      opened: () => void this.go(localStorage.getItem(LAST) || '', true),
    });
    this.finish = (/** @type {string[]} */ paths) => {
      answer = { paths, transcribe: this.transcribe };
      if (this.folder) localStorage.setItem(LAST, this.folder.path);
      close('chosen');
    };
    this.leave = () => close(null);
    this.draw();
  }

  /**
   * @param {string} path
   * @param {boolean} [isFirst] where it is gone, begin at home
   * @returns {Promise<void>}
   */
  async go(path, isFirst = false) {
    const mine = (this.turn += 1);
    try {
      const folder = await get('/api/places', { path });
      if (mine !== this.turn) return; // the person has gone elsewhere since
      this.folder = folder;
      this.error = null;
      this.chosen.clear();
    } catch (error) {
      if (mine !== this.turn) return;
      if (isFirst && path) return this.go('');
      this.error = error;
    }
    this.draw();
    this.host.querySelector('.places-list')?.scrollTo(0, 0);
    /** @type {HTMLElement | null} */ (this.host.querySelector('.places-list button, .places-list input'))?.focus();
  }

  /** @param {string} path */
  toggle(path) {
    if (this.chosen.has(path)) this.chosen.delete(path);
    else this.chosen.add(path);
    this.draw();
  }

  draw() {
    const { folder, wish } = this;
    render(
      html`<h2 id="dialog-title">${wish.title}</h2>
        <div class="dialog-body places-body">
          <p class="soft">${wish.text}</p>
          ${folder ? this.way(folder) : nothing}
          <div class="places-list" tabindex="-1">${this.error ? failed(this.error) : folder ? this.entries(folder) : loading()}</div>
        </div>
        <div class="dialog-choices">${folder ? this.choices(folder) : nothing}<button class="button" @click=${() => this.leave?.()}>Leave it</button></div>`,
      this.host,
    );
  }

  /** @param {Folder} folder */
  way(folder) {
    return html`<div class="places-starts">
        ${folder.starts.map((one) => html`<button class="chip" @click=${() => void this.go(one.path)}>${one.name}</button>`)}
      </div>
      <nav class="places-way mono" aria-label="The way to this folder">
        ${folder.ways.map(
          (one, place) => html`${place > 1 ? html`<span class="mute">/</span>` : nothing}<button
              class="places-step"
              aria-current=${place === folder.ways.length - 1 ? 'true' : nothing}
              @click=${() => void this.go(one.path)}
            >
              ${one.name}
            </button>`,
        )}
      </nav>`;
  }

  /** @param {Folder} folder */
  entries(folder) {
    if (!folder.folders.length && !folder.recordings.length) return html`<p class="mute places-none">No folder and no recording is here.</p>`;
    return html`${folder.folders.map(
      (one) => html`<button class="menu-item" @click=${() => void this.go(one.path)}><span>${one.name}</span><span class="mono">folder</span></button>`,
    )}
    ${folder.recordings.map((one) =>
      this.wish.isForRelink
        ? html`<button class="menu-item" @click=${() => this.finish?.([one.path])}><span>${one.name}</span><span class="mono">${size(one.size)}</span></button>`
        : this.recording(one),
    )}
    ${folder.left_out ? html`<p class="mute places-none">and ${folder.left_out} more that are not listed</p>` : nothing}`;
  }

  /** @param {Folder['recordings'][number]} one */
  recording(one) {
    return html`<label class="menu-item"
      ><input type="checkbox" .checked=${this.chosen.has(one.path)} .disabled=${one.tape !== null} @change=${() => this.toggle(one.path)} /><span>${one.name}</span
      ><span class="mono">${one.tape ? `is ${one.tape}` : size(one.size)}</span></label
    >`;
  }

  /** @param {Folder} folder */
  choices(folder) {
    if (this.wish.isForRelink) {
      return html`<button class="button-main" @click=${() => this.finish?.([folder.path])}>Look in this folder</button>`;
    }
    const count = this.chosen.size;
    const new_ = folder.recordings.filter((one) => one.tape === null).length;
    return html`<button class="button-main" .disabled=${!count} @click=${() => this.finish?.([...this.chosen])}>
        ${count ? `Add ${count} recording${count === 1 ? '' : 's'}` : 'Add recordings'}
      </button>
      <button class="button" .disabled=${!new_ && !folder.folders.length} @click=${() => this.finish?.([folder.path])}>Add the whole folder</button>
      ${this.wish.canTranscribe
        ? html`<label class="check places-check"
            ><input type="checkbox" .checked=${this.transcribe} @change=${() => (this.transcribe = !this.transcribe)} />Transcribe them</label
          >`
        : nothing}`;
  }
}

/** @param {number} bytes */
function size(bytes) {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}
