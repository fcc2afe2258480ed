/**
 * What a glyph means, or why a button is grey, beside it: for the pointer and for the keyboard. One element serves the whole
 * page, so that nothing clips it and a thousand rows cost nothing. Escape takes it away (WCAG 1.4.13).
 */
export const showTips = (): void => {
  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.popover = 'manual';
  tip.ariaHidden = 'true';
  document.body.append(tip);
  let shown: Element | null = null;
  let waiting: number | undefined;

  // What is said of a button can change while it is read.
  const watcher = new MutationObserver(() => {
    const text = shown?.getAttribute('data-tip') ?? '';
    if (text === '' || shown?.isConnected !== true) hide();
    else tip.textContent = text;
  });

  const hide = (): void => {
    window.clearTimeout(waiting);
    watcher.disconnect();
    shown = null;
    if (tip.matches(':popover-open')) tip.hidePopover();
  };
  const show = (of: Element): void => {
    const text = of.getAttribute('data-tip');
    if (text === null || text === '' || !of.isConnected) return;
    shown = of;
    tip.textContent = text;
    watcher.observe(of, { attributeFilter: ['data-tip'] });
    // An open dialog is above everything but what is opened after it.
    if (tip.matches(':popover-open')) tip.hidePopover();
    tip.showPopover();
    const place = of.getBoundingClientRect();
    const { width, height } = tip.getBoundingClientRect();
    const left = Math.min(Math.max(6, place.left + place.width / 2 - width / 2), window.innerWidth - width - 6);
    const above = place.top - height - 6;
    tip.style.left = `${left}px`;
    tip.style.top = `${above < 4 ? place.bottom + 6 : above}px`;
  };
  const over = (event: Event, afterMs: number): void => {
    const of = event.target instanceof Element ? event.target.closest('[data-tip]') : null;
    if (of === shown && of !== null) return;
    hide();
    if (of !== null) waiting = window.setTimeout(show, afterMs, of);
  };

  document.addEventListener('pointerover', (event) => over(event, 250));
  document.addEventListener('focusin', (event) => {
    if (event.target instanceof Element && event.target.matches(':focus-visible')) over(event, 0);
  });
  document.addEventListener('focusout', hide);
  document.addEventListener('pointerdown', hide);
  document.addEventListener('scroll', hide, { capture: true, passive: true });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide();
  });
};
