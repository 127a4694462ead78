/** Begins the app: how it looks, what the project is, then the frame and the screen of the address. */
import { applySettings } from './settings.js';
import { html, render } from './dom.js';
import { watchDrawers } from './drawer.js';
import { startJobs } from './jobs.js';
import { listen } from './keys.js';
import { connect } from './live.js';
import { build, readProject } from './shell.js';
import { failed } from './states.js';
import { tourOnce } from './tour.js';
import { start as startWaiting } from './waiting.js';

applySettings();
listen();
watchDrawers();

const host = /** @type {HTMLElement} */ (document.getElementById('app'));

async function begin() {
  try {
    const project = await readProject();
    document.documentElement.dataset.project = project.folder; // names the browser's own store of waiting edits
    connect();
    // What waits is known before a screen opens; a browser that is slow about its store must not hold up the page.
    await Promise.race([startWaiting(), new Promise((soon) => setTimeout(soon, 400))]);
    build(host, project);
  } catch (error) {
    render(html`<main class="screen-alone">${failed(error, () => location.reload())}</main>`, host);
    return;
  }
  startJobs();
  refuseStrayFiles();
  tourOnce();
}

/** A file that is dropped where nobody takes it would take this page's place. */
function refuseStrayFiles() {
  for (const kind of ['dragover', 'drop']) {
    window.addEventListener(kind, (event) => {
      const held = /** @type {DragEvent} */ (event).dataTransfer;
      if (event.defaultPrevented || !held?.types.includes('Files')) return;
      event.preventDefault();
      held.dropEffect = 'none';
    });
  }
}

void begin();
