import type { ActionName } from './client.ts';

const told = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="legwork-${name}"]`)?.content ?? '';

/** What kind of switch carries the calls, as the page was told. On the simulated one nobody is on the line, and the browser plays tones. */
export const isSimulated = told('switch') === 'simulated';

const reasonFor: ReadonlySet<string> = new Set(told('reason-for').split(' '));
/** Whether the house wants to know why somebody does that. */
export const needsReason = (action: ActionName): boolean => reasonFor.has(action);
