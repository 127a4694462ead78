/** The decisions of a person: a finding may stand for a reason; a passage was heard, as it is written or otherwise. */
import { html } from '../../frame/dom.js';
import { del, post } from '../../frame/api.js';
import { withReading } from './readings.js';
import { ask, askText, tell, tellError } from '../../frame/tell.js';

/** Reasons that did not arrive, by their finding: they stand in the dialog again. @type {Map<string, string>} */
const unsent = new Map();

/**
 * Accept a finding with a reason. Resolves to whether something was kept.
 * @param {any} proof
 * @param {{changes: string, reels: Record<string, string>}} reading
 * @param {any} one
 * @param {() => void} redo read the proof again
 */
export async function accept(proof, reading, one, redo) {
  if (!one.finding_id) {
    tell('There is nothing to accept: it holds.');
    return;
  }
  if (one.accepted) {
    tell(`It is accepted already, by ${one.accepted.who}.`);
    return;
  }
  const reason = await askText({
    title: one.between ? 'Let this join stand' : `Let it stand: ${one.called}`,
    label: 'Why it may stand',
    value: unsent.get(one.finding_id) || '',
    body: html`<p class="entry-text">${one.between ? one.explanation : `“${one.text}”`}</p>
      <p class="mute">It is kept with your name and the date. When the line, the verdict or the tape changes, it is open again.</p>`,
    ok: 'Accept it',
  });
  if (reason === null) return;
  if (!reason.trim()) {
    tell('It was not accepted: that needs a reason.', { kind: 'bad' });
    return;
  }
  try {
    const body = { number: one.n, finding: one.finding_id, reason, join: Boolean(one.between) };
    const made = await post(withReading(`/api/proofs/${encodeURIComponent(proof.name)}/accept`, reading), body);
    unsent.delete(one.finding_id);
    redo();
    tell('Accepted, with its reason.', { undo: () => void withdraw(made.id, redo) });
  } catch (error) {
    unsent.set(one.finding_id, reason);
    redo();
    tellError(error);
  }
}

/** Take an acceptance back. @param {number} acceptance @param {() => void} redo */
export async function withdraw(acceptance, redo) {
  try {
    await del(`/api/acceptances/${acceptance}`);
    redo();
    tell('Open again.');
  } catch (error) {
    tellError(error);
  }
}

/**
 * Keep that this person heard a passage: as it is written, or with other words.
 * @param {any} source
 * @param {() => void} redo
 */
export async function heard(source, redo) {
  const answer = await ask({
    title: 'I have heard this',
    body: html`<p class="timecode">${source.tape} ${source.timecode}</p>
      <p class="said">${source.text}</p>
      <p class="mute">Your name, the date and these words are kept. The transcript is not changed by it.</p>`,
    choices: [
      { label: 'It says exactly this', value: 'same', kind: 'main' },
      { label: 'It says something else…', value: 'other' },
      { label: 'Leave it', value: '' },
    ],
  });
  if (!answer) return;
  let words = '';
  if (answer === 'other') {
    const said = await askText({
      title: 'What it says',
      label: 'All of it, as you heard it; [nothing] where nothing is said',
      value: source.text,
      ok: 'Keep it',
    });
    if (!said || !said.trim()) return;
    words = said;
  }
  try {
    const body = { start: source.ticks.start, end: source.ticks.end, heard: words };
    await post(`/api/tapes/${encodeURIComponent(source.tape)}/listens`, body);
    redo();
    tell(words ? 'Kept what you heard. The transcript still reads as before.' : 'Kept: you have heard it.');
  } catch (error) {
    tellError(error);
  }
}

/** The source that a person hears next: the first that nobody has. @param {any} one */
export function nextToHear(one) {
  const places = one.between || one.sources;
  return places.find((/** @type {any} */ place) => !place.heard) || places[0];
}

