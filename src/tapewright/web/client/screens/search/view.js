/** What the Search screen looks like: the box with its ways, the facets, and what stands there when there are no hits. */
import { html, live, nothing } from '../../frame/dom.js';
import { inWords } from '../../frame/api.js';
import { banner, failed, loading } from '../../frame/states.js';
import { WAYS, isWorthAsking } from './asked.js';

/** @typedef {import('./hits.js').Hits} Hits */
/** @typedef {{tapes: number, read: number, unread: Array<{tape: string, title: string}>, ways: Array<{way: string, ready: boolean, needs?: string}>}} Searchable */
/** @typedef {{way: string, query: string, hits: number}} Example */

/**
 * @typedef {object} Shown
 * @property {Hits} hits
 * @property {string} typed
 * @property {Searchable | null | undefined} searchable null where it could not be had, undefined until then
 * @property {Example[] | null} examples
 * @property {import('../../study/codes.js').Code[]} codes
 */
/**
 * @typedef {object} Does
 * @property {(text: string) => void} type
 * @property {() => void} enter
 * @property {(way: string) => void} way
 * @property {(facet: {speaker?: string, tape?: string, code?: string}) => void} keep
 * @property {(example: Example) => void} example
 * @property {() => void} selectAll
 * @property {() => void} again
 */

/** @param {Shown} shown @param {Does} does */
export function head(shown, does) {
  const { hits } = shown;
  const isRefused = hits.state === 'failed' && isBadQuery(hits.error);
  return html`<div class="search-head">
    <div class="search-box" role="search">
      <input
        class="field search-field"
        type="search"
        aria-label="What was said"
        placeholder="What was said"
        autocomplete="off"
        spellcheck="false"
        aria-invalid=${isRefused ? 'true' : 'false'}
        aria-describedby="search-refused"
        maxlength="4000"
        .value=${live(shown.typed)}
        @input=${(/** @type {any} */ event) => does.type(event.target.value)}
      />
      <div class="search-ways" role="group" aria-label="Way of searching">
        ${waysOf(shown).map(
          ({ way, ready, needs }) => html`<button
            class="chip"
            ?disabled=${!!needs || (way === 'meaning' && !ready)}
            aria-pressed=${hits.asked.way === way ? 'true' : 'false'}
            title=${needs ? `It needs its weights: ${needs}` : WAYS[way].does}
            @click=${() => does.way(way)}
          >
            ${WAYS[way].label}<span class="chip-count">${needs ? 'needs weights' : countOf(hits, way, ready)}</span>
          </button>`,
        )}
      </div>
      <span class="toolbar-gap"></span>
      ${hits.state === 'ready' && hits.total
        ? html`<button class="button-quiet search-all" @click=${() => does.selectAll()}>Select all ${hits.total.toLocaleString('en')}</button>
          <button class="button-quiet drawer-button" data-toggles="side-left" aria-label="Tapes and people">Filter</button>`
        : nothing}
    </div>
    <p class="search-refused" id="search-refused" role="status">${isRefused ? refusedOf(hits.error) : nothing}</p>
  </div>
  ${isRefused ? nothing : unread(shown.searchable)}`;
}

/** @param {Shown} shown */
function waysOf(shown) {
  return (shown.searchable?.ways || [{ way: 'exact', ready: true }]).filter((one) => one.way in WAYS);
}

/** @param {Hits} hits @param {string} way @param {boolean} ready */
function countOf(hits, way, ready) {
  if (!isWorthAsking(hits.asked.q)) return ready ? '' : 'getting ready';
  const count = hits.counts.get(way);
  if (count === undefined) return ready ? '' : 'getting ready';
  return count === null ? '…' : count.toLocaleString('en');
}

/** Whether the server refused the query, and did not fail. @param {unknown} error */
export function isBadQuery(error) {
  return /** @type {any} */ (error)?.status === 400;
}

/** @param {unknown} error */
function refusedOf(error) {
  const { text, hint } = inWords(error);
  return html`<span class="bad">${text.charAt(0).toUpperCase()}${text.slice(1)}.</span> ${hint ? html`<span class="mute">${hint.charAt(0).toUpperCase()}${hint.slice(1)}</span>` : nothing}`;
}

/** @param {Searchable | null | undefined} searchable */
function unread(searchable) {
  if (!searchable?.unread.length || !searchable.read) return nothing;
  const names = searchable.unread.slice(0, 6).map((one) => one.tape);
  const more = searchable.unread.length - names.length;
  return banner(
    html`${searchable.read} of ${searchable.tapes} tapes can be searched. No words yet:
      <span class="mono">${names.join(' ')}</span>${more > 0 ? ` and ${more} more` : ''}`,
  );
}

/** @param {Shown} shown @param {Does} does */
export function facets(shown, does) {
  const { facets: spread, asked } = shown.hits;
  const isOpen = shown.hits.state === 'ready' || shown.hits.state === 'asking';
  if (!isOpen) return nothing;
  return html`<div class="panel">
    ${facet('People', spread.speakers.map((one) => ({ id: String(one.speaker), label: one.name, detail: '', hits: one.hits })), asked.speaker, (id) =>
      does.keep({ speaker: id === asked.speaker ? '' : id }),
    )}
    ${facet('Tapes', spread.tapes.map((one) => ({ id: one.tape, label: one.tape, detail: one.title === one.tape ? '' : one.title, hits: one.hits })), asked.tape, (id) =>
      does.keep({ tape: id === asked.tape ? '' : id }),
    )}
    ${facet('Codes', shown.codes.map((one) => ({ id: String(one.id), label: one.name, detail: '', hits: null })), asked.code, (id) => does.keep({ code: id === asked.code ? '' : id }))}
  </div>`;
}

/**
 * @param {string} title
 * @param {Array<{id: string, label: string, detail: string, hits: number | null}>} entries
 * @param {string} chosen
 * @param {(id: string) => void} choose
 */
function facet(title, entries, chosen, choose) {
  if (!entries.length && !chosen) return nothing;
  return html`<section>
    <div class="panel-head"><h2>${title}</h2>${chosen ? html`<button class="button-quiet" @click=${() => choose(chosen)}>All</button>` : html`<span class="num">${entries.length}</span>`}</div>
    <ul class="facet">
      ${entries.slice(0, 300).map(
        (one) => html`<li>
          <button class="facet-entry" aria-pressed=${one.id === chosen ? 'true' : 'false'} @click=${() => choose(one.id)}>
            <span class="truncate">${one.label}${one.detail ? html` <span class="mute">${one.detail}</span>` : nothing}</span>
            <span class="num mute">${one.hits === null ? '' : one.hits.toLocaleString('en')}</span>
          </button>
        </li>`,
      )}
    </ul>
    ${entries.length > 300 ? html`<p class="mute">and ${entries.length - 300} more</p>` : nothing}
  </section>`;
}

/** What stands in the place of the hits where there are none. @param {Shown} shown @param {Does} does */
export function instead(shown, does) {
  const { hits } = shown;
  if (hits.state === 'failed') return isBadQuery(hits.error) ? begin(shown, does) : failed(hits.error, () => does.again());
  if (hits.state === 'asking') return loading(isReady(shown) ? 'Searching…' : 'Reading the tapes for this way of searching…');
  if (hits.state === 'idle') return begin(shown, does);
  return none(shown, does);
}

/** @param {Shown} shown */
function isReady(shown) {
  return shown.searchable?.ways.find((one) => one.way === shown.hits.asked.way)?.ready !== false;
}

/** @param {Shown} shown @param {Does} does */
function begin(shown, does) {
  const { searchable, examples } = shown;
  if (searchable === undefined) return nothing; // nothing is told of what is not known yet
  if (searchable && !searchable.read) return nothingToSearch(searchable);
  return html`<section class="state search-begin" data-state="empty">
    <h2>Find what was said</h2>
    ${examples?.length
      ? html`<div class="search-examples">
          <p class="mute">From these tapes:</p>
          ${examples.map(
            (one) => html`<button class="search-example" @click=${() => does.example(one)}>
              <span class="serif">${one.query}</span><span class="mute">${WAYS[one.way].label.toLowerCase()}, ${one.hits === 1 ? '1 hit' : `${one.hits === null ? '' : one.hits.toLocaleString('en')} hits`}</span>
            </button>`,
          )}
        </div>`
      : nothing}
    <dl class="facts search-syntax">
      <dt>harbour quiet</dt><dd>both in one passage</dd>
      <dt>"harbour master"</dt><dd>these words, one behind the other</dd>
      <dt>harb*</dt><dd>every word that begins so</dd>
      <dt>boats OR ferry</dt><dd>either; <span class="mono">NOT ferry</span> leaves out</dd>
      <dt>boats NEAR/5 storm</dt><dd>at most five words between</dd>
    </dl>
    <p class="mute">Close takes a sentence as you remember it. Sounds like finds names that were heard wrongly.</p>
  </section>`;
}

/** @param {{q: string, total: number}} found @param {Does} does */
function begun({ q, total }, does) {
  return html`<p><button class="button" @click=${() => does.example({ way: 'exact', query: q, hits: total })}><span class="mono">${q}</span> ${total === 1 ? '1 hit' : `${total.toLocaleString('en')} hits`}</button></p>`;
}

/** @param {Searchable} searchable */
function nothingToSearch(searchable) {
  return html`<section class="state" data-state="empty">
    <h2>No tape has words yet</h2>
    <p>${searchable.tapes ? `${searchable.tapes} ${searchable.tapes === 1 ? 'tape waits' : 'tapes wait'} to be transcribed. What is said on them can be searched as soon as it is written down.` : 'There are no tapes yet.'}</p>
    <div class="state-actions"><a class="button" href="/tapes">To the tapes</a></div>
  </section>`;
}

/** @param {Shown} shown @param {Does} does */
function none(shown, does) {
  const { hits } = shown;
  const others = Object.keys(WAYS).filter((way) => way !== hits.asked.way && (hits.counts.get(way) || 0) > 0);
  const { isCounting } = hits;
  const tried = Object.keys(WAYS).filter((way) => hits.counts.get(way) === 0);
  const isKept = hits.asked.speaker || hits.asked.tape || hits.asked.code;
  return html`<section class="state" data-state="none">
    <h2>Nothing found</h2>
    <p>Tried: ${tried.map((way) => WAYS[way].label.toLowerCase()).join(', ')}${isCounting ? '; looking further…' : '.'}</p>
    ${others.map((way) => {
      const count = hits.counts.get(way) || 0;
      return html`<p><button class="button" @click=${() => does.way(way)}>${WAYS[way].label}: ${count === 1 ? '1 hit' : `${count.toLocaleString('en')} hits`}</button></p>`;
    })}
    ${hits.begun ? begun(hits.begun, does) : nothing}
    ${others.length || isCounting || isKept || hits.begun ? nothing : html`<p class="mute">Fewer words find more, and so does the beginning of one: <span class="mono">harb*</span></p>`}
    ${isKept ? html`<p><button class="button" @click=${() => does.keep({ speaker: '', tape: '', code: '' })}>Search everything</button></p>` : nothing}
  </section>`;
}
