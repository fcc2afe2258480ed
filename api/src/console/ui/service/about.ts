/** What kind of switch carries the calls, as the page was told. On the simulated one nobody is on the line, and the browser plays tones. */
export const isSimulated =
  document.querySelector<HTMLMetaElement>('meta[name="legwork-switch"]')?.content === 'simulated';
