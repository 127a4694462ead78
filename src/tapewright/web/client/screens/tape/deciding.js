/** Dialogs in which a person decides between two versions of a paragraph: theirs and mine, or now and first heard. */
import { html } from '../../frame/dom.js';
import { ask } from '../../frame/tell.js';
import { bothForReview, pieces } from './differing.js';

/** @param {string} left @param {string} right @param {'left' | 'right'} side */
function shown(left, right, side) {
  return html`<p class="said tape-version">
    ${pieces(left, right).map((piece) => {
      const words = piece[side].join(' ');
      return piece.kind === 'same' ? html`${words} ` : words ? html`<mark class="tape-other">${words}</mark> ` : '';
    })}
  </p>`;
}

/**
 * Two people changed one paragraph. Gives the text that shall stand, `theirs` for the other one, null to decide later.
 * @param {{tape: string, theirs: string, mine: string}} both
 * @returns {Promise<{take: 'theirs'} | {take: 'text', text: string} | null>}
 */
export async function decide({ tape, theirs, mine }) {
  const choice = await ask({
    title: `This paragraph of ${tape} was changed elsewhere too`,
    wide: true,
    body: html`<p>Nothing was overwritten. What differs is marked.</p>
      <div class="tape-versions">
        <section aria-label="Theirs"><h3 class="label">Theirs</h3>${theirs ? shown(theirs, mine, 'left') : html`<p class="mute">They removed the paragraph.</p>`}</section>
        <section aria-label="Mine"><h3 class="label">Mine</h3>${mine ? shown(theirs, mine, 'right') : html`<p class="mute">I removed the paragraph.</p>`}</section>
      </div>`,
    choices: [
      { label: 'Take theirs', value: 'theirs' },
      { label: 'Take mine', value: 'mine' },
      { label: 'Keep both for review', value: 'both', kind: 'main' },
    ],
  });
  if (choice === 'theirs') return { take: 'theirs' };
  if (choice === 'mine') return { take: 'text', text: mine };
  if (choice === 'both') return { take: 'text', text: bothForReview(theirs, mine) };
  return null;
}

/**
 * What the machine first heard in a paragraph; true to put it back.
 * @param {{heard: string, text: string, is_same: boolean, who: string, when: string}} heard
 */
export async function showHeard(heard) {
  const choice = await ask({
    title: 'What the machine heard',
    wide: true,
    body: html`${heard.is_same ? html`<p>It reads today as it was first heard.</p>` : html`<p>What differs is marked.</p>`}
      <div class="tape-versions">
        <section aria-label="First heard"><h3 class="label">First heard</h3>${shown(heard.heard, heard.text, 'left')}</section>
        ${heard.is_same ? '' : html`<section aria-label="Now"><h3 class="label">Now</h3>${shown(heard.heard, heard.text, 'right')}</section>`}
      </div>`,
    choices: heard.is_same
      ? [{ label: 'Close', value: '', kind: 'main' }]
      : [
          { label: 'Put it back', value: 'back' },
          { label: 'Leave it', value: '', kind: 'main' },
        ],
  });
  return choice === 'back';
}
