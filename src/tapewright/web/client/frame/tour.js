/** Four sentences for somebody who is here for the first time; shown once. */
import { html } from './dom.js';
import { openDialog } from './tell.js';

const SEEN = 'tw-tour-seen';

/** Show the tour, unless this browser has shown it. */
export function tourOnce() {
  try {
    if (localStorage.getItem(SEEN)) return;
    localStorage.setItem(SEEN, 'yes');
  } catch {
    return; // a browser that keeps nothing would show it for ever
  }
  const close = openDialog(
    html`<h2 id="dialog-title">From tapes to a story you can prove</h2>
      <ol class="dialog-body tour">
        <li>Drop recordings on <b>Tapes</b>: they are heard on this machine, and nothing leaves it.</li>
        <li>Open a tape to read and hear it; press <kbd>E</kbd> to correct what was heard, <kbd>Q</kbd> to keep a quote.</li>
        <li>Arrange the quotes under <b>Paper edits</b>, and play the cut before anything is rendered.</li>
        <li><b>Proof</b> holds every line against the tapes; <kbd>?</kbd> shows the keys wherever you are.</li>
      </ol>
      <div class="dialog-choices"><button class="button button-main" @click=${() => close()}>Begin</button></div>`,
  );
}
