/** Handing in what is to be checked: pasted, chosen, or dropped anywhere on the screen. */
import { html } from '../../frame/dom.js';
import { address, post, request } from '../../frame/api.js';
import { go } from '../../frame/router.js';
import { tell, tellError } from '../../frame/tell.js';

const LARGEST = 64 * 1024 * 1024;

/** The form, the drop, and what became of the last one. */
export class Handing {
  /** @param {() => void} draw */
  constructor(draw) {
    this.draw = draw;
    this.isBusy = false;
    this.isOver = false;
    this.isClosed = false;
    /** @type {unknown} */
    this.error = null;
    this.text = '';
    this.title = '';
    /** @type {string[]} */
    this.endings = [];
  }

  form() {
    return html`<form class="handing" @submit=${(/** @type {Event} */ event) => (event.preventDefault(), void this.paste())}>
      <label class="labelled"
        ><span>Paste a script or an article</span>
        <textarea
          class="field handing-text"
          name="text"
          rows="8"
          spellcheck="false"
          placeholder="“We waited in the bakery until the evening,” said Marian."
          .value=${this.text}
          @input=${(/** @type {any} */ event) => this.said('text', event.target.value)}
          @keydown=${(/** @type {KeyboardEvent} */ event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void this.paste();
          }}
        ></textarea>
      </label>
      <label class="labelled"
        ><span>What to call it</span>
        <input class="field" name="title" autocomplete="off" placeholder="its first words" .value=${this.title} @input=${(/** @type {any} */ event) => this.said('title', event.target.value)} />
      </label>
      <div class="panel-actions">
        <button class="button button-main" type="submit" ?disabled=${this.isBusy || !this.text.trim()}>
          ${this.isBusy ? 'Checking…' : 'Check it'} <kbd>Ctrl Enter</kbd>
        </button>
        <label class="button handing-file"
          >Choose a file…<input
            class="sr-only"
            type="file"
            accept=${this.endings.join(',')}
            @change=${(/** @type {any} */ event) => void this.files([...event.target.files])}
        /></label>
      </div>
      <p class="panel-text mute">
        Or drop a file anywhere here: ${this.endings.slice(0, 14).join(' ')} …
      </p>
      <p class="panel-text mute">It is kept in the project’s folder <code>scripts</code>. Nothing leaves this machine.</p>
    </form>`;
  }

  /** @param {'text' | 'title'} field @param {string} value */
  said(field, value) {
    const couldCheck = Boolean(this.text.trim());
    this[field] = value;
    if (Boolean(this.text.trim()) !== couldCheck) this.draw();
  }

  async paste() {
    if (!this.text.trim() || this.isBusy) return;
    await this.handIn(() => post('/api/check', { text: this.text, title: this.title }));
  }

  /** @param {File[]} files */
  async files(files) {
    const [file] = files;
    if (!file || this.isBusy) return;
    await this.handIn(async () => {
      if (file.size > LARGEST) throw new Error(`${file.name} is larger than ${LARGEST / 2 ** 20} MB: not a script`);
      return request('POST', address('/api/uploads/scripts', { name: file.name }), { body: file });
    });
  }

  /** @param {() => Promise<any>} send */
  async handIn(send) {
    this.isBusy = true;
    this.error = null;
    this.draw();
    try {
      const made = await send();
      this.text = '';
      this.title = '';
      const open = () => go(`/proof/${encodeURIComponent(made.name)}`);
      // Whoever has gone on to another screen is told, and not taken away from it.
      if (this.isClosed) tell(`${made.name} is checked.`, { action: { label: 'Open', run: open } });
      else open();
    } catch (error) {
      this.error = error;
      if (this.isClosed) tellError(error);
    }
    this.isBusy = false;
    this.draw();
  }

  /** Take files that are dropped on an element; the way to leave it again. @param {HTMLElement} element */
  watch(element) {
    /** @param {DragEvent} event */
    const over = (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      this.mark(true);
    };
    /** @param {DragEvent} event */
    const leave = (event) => {
      if (!(event.relatedTarget instanceof Node) || !element.contains(event.relatedTarget)) this.mark(false);
    };
    /** @param {DragEvent} event */
    const drop = (event) => {
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      this.mark(false);
      void this.files([...event.dataTransfer.files]);
    };
    element.addEventListener('dragover', over);
    element.addEventListener('dragleave', leave);
    element.addEventListener('drop', drop);
    return () => {
      element.removeEventListener('dragover', over);
      element.removeEventListener('dragleave', leave);
      element.removeEventListener('drop', drop);
    };
  }

  /** @param {boolean} isOver */
  mark(isOver) {
    if (isOver === this.isOver) return;
    this.isOver = isOver;
    this.draw();
  }
}
