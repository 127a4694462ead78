/** A tape that nobody has transcribed yet: transcribe it here, or bring a typed transcript. */
import { post, request } from '../../frame/api.js';
import { html, render } from '../../frame/dom.js';
import { on } from '../../frame/live.js';
import { go } from '../../frame/router.js';
import { empty } from '../../frame/states.js';
import { tell, tellError } from '../../frame/tell.js';
import { TICKS_PER_SECOND } from '../../frame/time.js';

/** Minutes that a minute of tape takes here, roughly, with the usual weights on a few cores. */
const PACE = 0.4;

/**
 * @param {HTMLElement} element @param {any} reading @param {import('../../frame/shell.js').Frame} _frame
 * @returns {import('../../frame/screens.js').Screen}
 */
export function withoutTranscript(element, reading, _frame) {
  const { tape } = reading;
  const about = Math.max(1, Math.round((tape.ticks / TICKS_PER_SECOND / 60) * PACE));
  const canHear = tape.media === 'here';
  let job = '';
  const transcribe = async () => {
    try {
      await post('/api/jobs', { kind: 'transcribe', tapes: [tape.id] });
      job = 'It is being transcribed. The text comes here when it is done.';
      draw();
    } catch (error) {
      tellError(error);
    }
  };
  /** @param {any} event */
  const attach = async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    try {
      await request('POST', `/api/tapes/${encodeURIComponent(tape.id)}/typed?name=${encodeURIComponent(file.name)}`, { body: file });
      tell(`${file.name} is being laid on the tape.`);
    } catch (error) {
      tellError(error);
    }
  };
  const draw = () =>
    render(
      html`<div class="fill">
        ${empty({
          title: `${tape.id} has no transcript yet`,
          text: job || (canHear ? 'The recogniser runs on this machine; nothing leaves it.' : 'Its recording is not here, so that it cannot be transcribed now. A typed transcript can be attached.'),
          actions: html`${canHear && !job ? html`<button class="button button-main" @click=${transcribe}>Transcribe here (about ${about} min on this machine)</button>` : ''}
            <label class="button">Attach a typed transcript<input class="sr-only" type="file" accept=".txt,.md,.docx,.srt,.vtt,.json" @change=${attach} /></label>`,
        })}
      </div>`,
      element,
    );
  draw();
  const here = location.pathname;
  const stop = on('changed', (/** @type {any} */ said) => {
    if (said.tapes && !said.tapes.includes(tape.id)) return;
    go('/tapes');
    go(here);
  });
  return { title: tape.id, keys: [], foot: [], close: stop };
}
