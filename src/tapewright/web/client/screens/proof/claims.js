/** The claims of a paper edit: what its narration states, what each statement rests on, and what asks for a source. */
import { html, nothing, repeat } from '../../frame/dom.js';
import { ApiError, del, get, post, request } from '../../frame/api.js';
import { Latest } from '../../frame/latest.js';
import { empty, failed, loading } from '../../frame/states.js';
import { askText, tell, tellError } from '../../frame/tell.js';
import { wayBack } from '../../frame/undo.js';

const STATUSES = ['open', 'sourced', 'verified', 'disputed', 'dropped'];
const SIGNALS = /** @type {Record<string, string>} */ ({
  name: 'a name',
  number: 'a number',
  date: 'a date',
  superlative: 'a superlative',
  cause: 'a cause',
});

export class Claims {
  /**
   * @param {string} edit
   * @param {() => void} draw
   * @param {(source: any) => void} play
   */
  constructor(edit, draw, play) {
    this.edit = edit;
    this.draw = draw;
    this.play = play;
    /** @type {any[] | null} */
    this.claims = null;
    /** @type {any[]} */
    this.findings = [];
    /** @type {any[]} */
    this.offers = [];
    /** @type {unknown} */
    this.error = null;
    this.latest = new Latest();
    /** Sentences of which a claim is being made. */
    this.making = new Set();
    /** Deeds on claims, one after the other. */
    this.queue = Promise.resolve();
    /** Which revision of a claim a deed of ours made of which: `7 2` and 3. @type {Map<string, number>} */
    this.became = new Map();
  }

  /** What is so now. */
  read = () => this.latest.ask((signal, arrives) => this.readNow(signal, arrives));

  /** @param {AbortSignal} signal @param {() => boolean} arrives */
  async readNow(signal, arrives) {
    const edit = { edit: this.edit };
    try {
      const [listed, checked, offered] = await Promise.all([
        get('/api/claims', edit, signal),
        get('/api/claims/check', edit, signal),
        get('/api/claims/offers', edit, signal),
      ]);
      if (!arrives()) return;
      this.claims = listed.claims;
      this.findings = checked.findings;
      this.offers = offered.offers;
      this.error = null;
    } catch (error) {
      if (!arrives()) return;
      if (!this.claims || error instanceof ApiError) this.error = error;
    }
    this.draw();
  }

  close() {
    this.latest.close();
  }

  drawn() {
    if (this.error) return failed(this.error, () => void this.read());
    if (!this.claims) return loading();
    if (!this.claims.length && !this.offers.length) {
      return empty({
        title: 'No claims',
        text: 'A claim is a statement of the narration that needs a source: a place on a tape, or a document. This paper edit states nothing yet.',
      });
    }
    return html`<div class="claims">
      ${repeat(this.claims, (claim) => claim.id, (claim) => this.claim(claim))}
      ${this.offers.length
        ? html`<h2 class="claims-offers">Sentences without a claim</h2>
            ${this.offers.map((offer) => this.offer(offer))}`
        : nothing}
    </div>`;
  }

  /** @param {any} claim */
  claim(claim) {
    const troubles = this.findings.filter((one) => one.claim.id === claim.id);
    const isOpen = troubles.some((one) => one.open);
    return html`<article class="entry claim" data-claim=${claim.id}>
      <span class="entry-number mono">${claim.id}</span>
      <div class="entry-main">
        <header class="entry-head">
          <select
            class="field"
            aria-label="How far claim ${claim.id} has come"
            .value=${claim.status}
            @change=${(/** @type {any} */ event) => void this.change(claim, { status: event.target.value })}
          >
            ${STATUSES.map((status) => html`<option value=${status} ?selected=${status === claim.status}>${status}</option>`)}
          </select>
          ${claim.note ? html`<span class="mute">${claim.note}</span>` : nothing}
        </header>
        <p class="entry-text ${isOpen ? '' : 'soft'}">${claim.text}</p>
        ${troubles.length
          ? html`<ul class="claim-troubles">
              ${troubles.map((one) => html`<li class=${one.open ? 'bad' : 'mute'}>${sentence(one.message)}${this.rereads(claim, one)}</li>`)}
            </ul>`
          : nothing}
        <ul class="entry-sources">
          ${claim.sources.map((/** @type {any} */ source) => this.source(claim, source))}
        </ul>
        <div class="entry-actions">
          <button class="button" @click=${() => void this.addSource(claim)}>Name a source…</button>
          <button class="button-quiet" @click=${() => void this.reword(claim)}>Word it otherwise…</button>
          <button class="button-quiet" @click=${() => void this.remove(claim)}>Remove</button>
        </div>
      </div>
    </article>`;
  }

  /** @param {any} claim @param {any} trouble */
  rereads(claim, trouble) {
    if (trouble.trouble !== 'reads_otherwise') return nothing;
    return html` <span class="serif">“${trouble.now}”</span>
      <button class="button-quiet" @click=${() => void this.write('POST', claim, `/sources/${trouble.source}/requote`)}>
        I have looked: take the new words
      </button>`;
  }

  /** @param {any} claim @param {any} source */
  source(claim, source) {
    const away = html`<button
      class="button-quiet"
      aria-label="Take source ${source.number} away"
      @click=${() => void this.write('DELETE', claim, `/sources/${source.number}`)}
    >
      ×
    </button>`;
    if (source.kind === 'document') return html`<li>${source.document} ${note(source)} ${away}</li>`;
    return html`<li>
      <button class="button-quiet source-button" @click=${() => this.play(source)}>
        <span aria-hidden="true">▸</span> <span class="mono">${source.tape}</span> <span class="timecode">${source.timecode}</span>
      </button>
      <span class="serif">“${source.text}”</span> ${note(source)} ${away}
    </li>`;
  }

  /** @param {any} offer */
  offer(offer) {
    return html`<article class="entry claim-offer">
      <span class="entry-number mono">${offer.line}</span>
      <div class="entry-main">
        <p class="entry-text">${offer.text}</p>
        <div class="entry-actions">
          <button class="button" @click=${() => void this.make(offer)}>Make a claim of it</button>
          ${offer.signals.length
            ? html`<span class="mute">asks for a source: ${offer.signals.map((/** @type {string} */ one) => SIGNALS[one] || one).join(', ')}</span>`
            : nothing}
        </div>
      </div>
    </article>`;
  }

  /** @param {any} offer */
  async make(offer) {
    const sentence = `${offer.line} ${offer.text}`;
    if (this.making.has(sentence)) return;
    this.making.add(sentence);
    try {
      await post('/api/claims', { text: offer.text, edit: this.edit });
    } catch (error) {
      tellError(error);
    }
    await this.read();
    this.making.delete(sentence);
  }

  /** @param {any} claim */
  async addSource(claim) {
    const said = await askText({
      title: 'What it rests on',
      label: 'A place on a tape, or a document in words',
      body: html`<p class="entry-text">${claim.text}</p>
        <p class="mute">A place is written T017@12.5,13.9 or with timecodes: T017@01:00:12:12,01:00:13:22. Anything else is a document.</p>`,
      ok: 'Keep it',
    });
    if (!said?.trim()) return;
    const isPlace = /^(\S+@|tape:)/.test(said.trim());
    await this.write('POST', claim, '/sources', isPlace ? { place: said.trim() } : { document: said });
  }

  /** @param {any} claim */
  async reword(claim) {
    const text = await askText({ title: 'Word it otherwise', label: 'The statement', value: claim.text, ok: 'Keep it' });
    if (text?.trim() && text.trim() !== claim.text) await this.change(claim, { text });
  }

  /** @param {any} claim @param {any} body */
  async change(claim, body) {
    await this.write('PATCH', claim, '', body);
  }

  /** @param {any} claim */
  async remove(claim) {
    await this.inTurn(async () => {
      const gone = await del(`/api/claims/${claim.id}`, { ifMatch: this.revisionOf(claim) });
      tell('The claim is removed.', { undo: wayBack([gone], () => this.read()) });
    });
  }

  /** @param {string} method @param {any} claim @param {string} path @param {any} [body] */
  async write(method, claim, path, body) {
    await this.inTurn(async () => {
      const seen = this.revisionOf(claim);
      const now = await request(method, `/api/claims/${claim.id}${path}`, { body, ifMatch: seen });
      this.became.set(`${claim.id} ${seen}`, now.revision);
    });
  }

  /** @param {() => Promise<void>} deed */
  async inTurn(deed) {
    const turn = this.queue.then(deed).catch(tellError);
    this.queue = turn;
    await turn;
    await this.read();
  }

  /** The revision that the person saw, or what deeds of ours have made of it since: another's change is still noticed. @param {any} claim */
  revisionOf({ id, revision }) {
    let now = revision;
    for (let next = this.became.get(`${id} ${now}`); next !== undefined && next !== now; next = this.became.get(`${id} ${now}`)) now = next;
    return now;
  }
}

/** @param {any} source */
const note = (source) => (source.note ? html`<span class="mute">(${source.note})</span>` : nothing);
/** @param {string} text */
const sentence = (text) => (text ? text[0].toUpperCase() + text.slice(1) : '');
