import type { Core } from './core.ts';
import { ampersandOf, inlineOf, type Application } from './strings.ts';

/** What somebody runs who is sent there: an application, a dialplan of one line, or an extension; undefined where there is none. */
export const applicationsOf = (
  core: Core,
  destination: string,
  dialplan: string,
): readonly Application[] | undefined => {
  if (destination.startsWith('&')) return [ampersandOf(destination)];
  return dialplan === 'inline' ? inlineOf(destination) : core.extension(destination);
};
