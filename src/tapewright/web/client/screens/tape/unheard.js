/** A tape that nobody has transcribed yet: transcribe it here, or bring a typed transcript. */
import { get, post, request } from '../../frame/api.js';
import { html, render } from '../../frame/dom.js';
import { toldLast } from '../../frame/jobs.js';
import { on } from '../../frame/live.js';
import { banner, empty } from '../../frame/states.js';
import { tellError } from '../../frame/tell.js';
import { TICKS_PER_SECOND } from '../../frame/time.js';

/** Minutes of tape that a core hears in a minute with the usual weights and refined edges, rather fewer than more. */
const PACE = 12;
const TYPED = '.docx,.pdf,.html,.md,.txt,.srt,.vtt,.json';

/**
 * @param {HTMLElement} element @param {any} reading
 * @returns {import('../../frame/screens.js').Screen}
 */
export function withoutTranscript(element, reading) {
  const { tape } = reading;
  let said = '';
  let isClosed = false;
  const draw = () => render(drawn(tape, said, { transcribe, attach }), element);
  /** @param {() => Promise<[any, string]>} begin the job, and what is said while it works */
  const doing = async (begin) => {
    try {
      const [job, words] = await begin();
      said = isGivenUp(toldLast(job)) ? '' : words;
      draw();
    } catch (error) {
      tellError(error);
    }
  };
  const transcribe = () =>
    doing(async () => {
      return [await post('/api/jobs', { command: 'transcribe', arguments: { tapes: [tape.id] } }), 'It is being transcribed.'];
    });
  /** @param {Event} event */
  const attach = (event) => {
    const file = /** @type {HTMLInputElement} */ (event.target).files?.[0];
    if (!file) return;
    void doing(async () => {
      const kept = await request('PUT', `/api/uploads/${encodeURIComponent(file.name)}`, { body: file });
      return [await post('/api/jobs', { command: 'align', arguments: { tape: [tape.id], file: [kept.path] } }), `${file.name} is being laid on the tape.`];
    });
  };
  const come = async () => {
    const now = await get(`/api/tapes/${encodeURIComponent(tape.id)}/transcript`).catch(() => null);
    if (now?.transcript && !isClosed) location.reload();
  };
  const stops = [
    on('changed', (told) => (!told.tapes || told.tapes.includes(tape.id)) && void come()),
    on('job', (job) => {
      if (!job.tapes?.includes(tape.id) || !isGivenUp(job)) return;
      said = '';
      draw();
    }),
    on('reload', () => void come()),
  ];
  draw();
  return { title: tape.id, facts: tape.title, keys: [], foot: [], close: () => ((isClosed = true), stops.forEach((stop) => stop())) };
}

/** Whether no words will come of a job. @param {any} job */
const isGivenUp = (job) => ['failed', 'stopped', 'removed'].includes(job.state);

/** @param {any} tape @param {string} said @param {{transcribe: () => void, attach: (event: Event) => void}} does */
function drawn(tape, said, does) {
  const cores = navigator.hardwareConcurrency || 2;
  const minutes = Math.max(1, Math.ceil(tape.ticks / TICKS_PER_SECOND / 60 / (PACE * cores)));
  const canHear = tape.media === 'here';
  if (said) {
    return html`<div class="fill">
      ${empty({ title: said, text: 'The words come here when it is done.', actions: html`<a class="button" href="/jobs">To the jobs</a>` })}
    </div>`;
  }
  return html`${tape.media === 'missing'
      ? banner(html`The recording is not where it was (${tape.missing[0]}). <code>tapewright relink</code> finds what moved.`)
      : ''}
    <div class="fill">
      ${empty({
        title: `${tape.id} has no transcript yet`,
        text: canHear
          ? 'The recogniser runs on this machine; nothing leaves it.'
          : 'Without its recording it cannot be transcribed, nor can a typed transcript be laid on it.',
        actions: canHear
          ? html`<button class="button button-main" @click=${does.transcribe}>Transcribe here (about ${minutes} min on this machine)</button>
              <label class="button tape-attach" tabindex="-1"
                >Attach a typed transcript<input class="sr-only" type="file" accept=${TYPED} @change=${does.attach}
              /></label>`
          : '',
      })}
    </div>`;
}
