/** Ctrl E: write the cut for an editing program, as captions, or as something to hear. It runs as a job. */
import { html, nothing, render } from '../../frame/dom.js';
import { get, inWords, post } from '../../frame/api.js';
import { on } from '../../frame/live.js';
import { openDialog } from '../../frame/tell.js';
import { failed, loading } from '../../frame/states.js';
import { drawWritten } from '../../study/written.js';

const REMEMBERED = 'tw-export';

/**
 * @param {string} name of the paper edit
 * @param {any} view its record
 */
export async function openExport(name, view) {
  const host = document.createElement('div');
  let isOpen = true;
  /** @type {any} */
  let known = null;
  /** @type {any} */
  let job = null;
  /** @type {any} */
  let answer = null;
  /** @type {unknown} */
  let trouble = null;
  let isPartial = false;
  const chosen = new Set(remembered());
  /** What was told of jobs: of a quick one the end may be told before the answer that says its number. @type {Map<any, any>} */
  const heard = new Map();
  let isBeginning = false;
  const stop = on('job', (record) => {
    heard.set(record.id, record);
    if (!job || record.id !== job.id) return;
    job = record;
    void ended();
    draw();
  });
  const close = openDialog(html`${host}`, {
    closed: () => {
      isOpen = false;
      stop();
    },
  });
  const lost = (view.order?.problems || []).filter((/** @type {any} */ one) => one.left_out);

  const begin = async () => {
    if (isBeginning) return;
    isBeginning = true;
    trouble = answer = job = null;
    draw();
    try {
      remember([...chosen]);
      const wanted = known.formats.map((/** @type {any} */ one) => one.name).filter((/** @type {string} */ one) => chosen.has(one));
      const begun = await post(`/api/edits/${encodeURIComponent(name)}/export`, { to: wanted, partial: isPartial });
      job = heard.get(begun.id) || begun;
      isBeginning = false;
      await ended();
    } catch (error) {
      trouble = error;
    }
    isBeginning = false;
    draw();
  };
  const ended = async () => {
    if (!['done', 'failed', 'stopped'].includes(job.state)) return;
    const found = await get(`/api/jobs/${job.id}`).catch((error) => ((trouble = error), null));
    answer = found?.answer || null;
    job = found || job;
    draw();
  };
  const draw = () => {
    if (isOpen) render(known ? drawDialog() : trouble ? failed(trouble) : loading(), host);
  };
  const drawDialog = () => html`<h2 id="dialog-title">Export ${view.order?.title || name}</h2>
    <div class="dialog-body">
      <fieldset class="formats">
        <legend class="label">As</legend>
        ${known.formats.map(
          (/** @type {any} */ one) => html`<label class="check"
            ><input type="checkbox" name=${one.name} .checked=${chosen.has(one.name)} @change=${(/** @type {any} */ event) => (event.target.checked ? chosen.add(one.name) : chosen.delete(one.name), draw())} />
            <span><span class="mono">${one.name}</span> <span class="mute">${one.title}</span></span></label
          >`,
        )}
      </fieldset>
      ${lost.length
        ? html`<p class="bad">${lost.length === 1 ? 'One bite cannot be played' : `${lost.length} bites cannot be played`}: ${lost[0].message}.</p>
            <label class="check"><input type="checkbox" name="partial" .checked=${isPartial} @change=${(/** @type {any} */ event) => (isPartial = event.target.checked)} /> Export the rest</label>`
        : nothing}
      <p class="mute">It is written into <span class="mono">${known.folder}</span>.</p>
      ${drawResult()}
    </div>
    <div class="dialog-choices">
      <button type="button" class="button" @click=${() => close()}>Close</button>
      <button type="button" class="button-main" ?disabled=${!chosen.size || isRunning()} @click=${begin}>${isRunning() ? 'Writing…' : 'Export'}</button>
    </div>`;
  const isRunning = () => isBeginning || Boolean(job && ['waiting', 'running'].includes(job.state));
  const drawResult = () => {
    if (trouble) return html`<p class="bad" role="alert">${inWords(trouble).text}. ${inWords(trouble).hint}</p>`;
    if (isRunning()) return html`<p role="status">${job?.progress?.text || 'Writing…'}</p>`;
    if (answer && !answer.refused) return drawWritten(answer.files, answer.remarks);
    if (!job) return nothing;
    const lacking = (answer?.problems || []).filter((/** @type {any} */ one) => one.left_out || !answer.events);
    const said = lacking.length ? lacking.map((/** @type {any} */ one) => one.message).join('; ') : job.error?.message || job.last_line;
    return html`<p class="bad" role="alert">Nothing was written: ${said || job.state}.</p>`;
  };
  draw();
  try {
    known = await get('/api/exports');
  } catch (error) {
    trouble = error;
  }
  draw();
}

function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem(REMEMBERED) || '["edl"]');
    return Array.isArray(kept) ? kept.map(String) : ['edl'];
  } catch {
    return ['edl'];
  }
}

/** @param {string[]} names */
function remember(names) {
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify(names));
  } catch {
    // A browser that keeps nothing.
  }
}
