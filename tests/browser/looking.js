// What tests look for in a page; evaluated there as `(TEXT).name()`.
({
  /** What sticks out of the window to the right without being in something that scrolls or is cut with an ellipsis. */
  overhang() {
    const found = [];
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) found.push(`the page is ${wide} px wide`);
    const looked = '.rail *, .bar *, .foot *, #screen button, #screen input, #screen select, dialog *';
    for (const one of document.querySelectorAll(looked)) {
      const box = one.getBoundingClientRect();
      if (!box.width || !one.checkVisibility({ visibilityProperty: true }) || one.closest('.sr-only')) continue;
      if (box.right > innerWidth + 1 && !this.isCut(one)) found.push(one.outerHTML.slice(0, 120));
    }
    return found;
  },

  isCut(one) {
    for (let outer = one.parentElement; outer && outer !== document.body; outer = outer.parentElement) {
      const style = getComputedStyle(outer);
      if (style.textOverflow === 'ellipsis') return true;
      if (/auto|scroll/.test(style.overflowX) && outer.scrollWidth > outer.clientWidth) return true;
      if (outer.matches('.foot-keys')) return true; // the last keys give way; `?` shows them all
    }
    return false;
  },

  /** Number everything that can have the focus; what comes later gets its number when it has the focus. */
  mark() {
    const all = 'a[href], button, input, select, textarea, summary, [tabindex], [contenteditable=true]';
    let next = 0;
    for (const one of document.querySelectorAll(all)) one.__name = one.__name || `n${(next += 1)}`;
  },

  /** What has the focus, and whether one sees it. */
  focused() {
    const one = document.activeElement;
    if (!one || one === document.body) return { name: '', ring: true, html: '', takes_tab: false };
    const signs = [one, one.parentElement, one.closest('label')].filter((sign) => sign !== null);
    const ring = signs.some((sign) => {
      const style = getComputedStyle(sign);
      return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
    });
    const html = one.outerHTML.slice(0, 160);
    const isText = one.matches('.cm-content');
    one.__name = one.__name || `late ${performance.now()}`;
    return { name: one.__name, ring: ring || isText || one.matches('main, dialog'), html, takes_tab: isText };
  },

  /** Everything that can be clicked and is meant to be reached with Tab: `[name, html]`. */
  clickable() {
    const within = document.querySelector('dialog[open]') || document;
    const found = [];
    for (const one of within.querySelectorAll('a[href], button, input, select, textarea, summary')) {
      if (!one.__name || one.disabled || one.tabIndex < 0) continue;
      if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (one.type === 'radio' && !one.checked) continue;
      found.push([one.__name, one.outerHTML.slice(0, 160)]);
    }
    return found;
  },
})
