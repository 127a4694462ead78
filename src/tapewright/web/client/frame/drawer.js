/** The panels beside a screen become drawers on narrow windows; this opens and closes them, for the whole page. */

/**
 * Listen once. A button `[data-toggles="side"]` opens the screen's `.side` (or `.side-left`) and says so; Escape and a
 * click beside it close it again. Drawers hold no state: a wide window shows the panels in any case.
 * @param {Document} [page]
 */
export function watchDrawers(page = document) {
  page.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = target?.closest('[data-toggles]');
    if (button) {
      const drawer = drawerOf(page, button);
      if (drawer) setOpen(page, drawer, button, !drawer.classList.contains('is-open'));
    } else if (!target?.closest('.side, .side-left')) {
      closeAll(page);
    }
  });
  page.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closeAll(page);
  });
}

/** @param {Document} page @param {Element} button */
function drawerOf(page, button) {
  const name = button.getAttribute('data-toggles');
  return name ? page.querySelector(`.${CSS.escape(name)}`) : null;
}

/** @param {Document} page @param {Element} drawer @param {Element} button @param {boolean} open */
function setOpen(page, drawer, button, open) {
  closeAll(page);
  drawer.classList.toggle('is-open', open);
  button.setAttribute('aria-expanded', String(open));
}

/** @param {Document} page */
function closeAll(page) {
  for (const drawer of page.querySelectorAll('.is-open')) drawer.classList.remove('is-open');
  for (const button of page.querySelectorAll('[data-toggles][aria-expanded="true"]')) button.setAttribute('aria-expanded', 'false');
}
