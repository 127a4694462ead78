// Runs in the pages that bench_browser.py measures, ours and the naive one alike, before their own scripts.
// Times are milliseconds from the event's own timestamp to the first task behind the frame that shows the change.
(() => {
  /** @param {(now: number) => void} done */
  const afterPaint = (done) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done(performance.now());
      channel.port2.postMessage(0);
    });

  const LIT = '.tape-lit, .naive-lit';
  const WORDS = '.cm-line, .naive-word';
  const bench = { shown: 0, clicks: [], keys: [], hits: [], frames: [], long: [], isCounting: false, litNow: '' };
  window.__bench = bench;

  const look = () => {
    const words = document.querySelector(WORDS);
    const isDrawn = document.querySelector('.chron-mark[d*=M]');
    if (isDrawn || (words && words.textContent.length > 2)) afterPaint((now) => (bench.shown = now));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);

  const where = () => {
    const lit = document.querySelector(LIT);
    if (!lit) return '';
    const box = lit.getBoundingClientRect();
    return `${Math.round(box.x)} ${Math.round(box.y)} ${lit.textContent}`;
  };
  bench.where = where;

  addEventListener(
    'pointerdown',
    (event) => {
      if (!bench.isCounting) return;
      const began = event.timeStamp;
      const before = bench.litNow;
      const wait = () => {
        const now = where();
        if (now && now !== before) afterPaint((at) => bench.clicks.push(at - began));
        else if (performance.now() - began < 3000) requestAnimationFrame(wait);
        else bench.clicks.push(3000);
      };
      requestAnimationFrame(wait);
    },
    true,
  );

  let pressed = 0;
  addEventListener('keydown', (event) => (pressed = event.timeStamp), true);
  addEventListener(
    'input',
    () => {
      const began = pressed;
      if (bench.isCounting) afterPaint((at) => bench.keys.push(at - began));
    },
    true,
  );

  /** The time from the last key to hits that were not there before. @param {string} before */
  bench.untilHits = (before) =>
    new Promise((done) => {
      const wait = () => {
        const list = document.querySelector('.hit-line, .search-instead [data-state]');
        const facts = document.querySelector('.bar-facts')?.textContent || '';
        if (list && facts !== before && /\d/.test(facts)) afterPaint((at) => done(at - pressed));
        else if (performance.now() - pressed < 5000) requestAnimationFrame(wait);
        else done(5000);
      };
      requestAnimationFrame(wait);
    });

  /** Count frames until told to stop. */
  bench.countFrames = () => {
    bench.frames = [];
    bench.isFraming = true;
    const step = (now) => {
      bench.frames.push(now);
      if (bench.isFraming) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  };
  bench.stopFrames = () => {
    bench.isFraming = false;
    return bench.frames;
  };
})();
