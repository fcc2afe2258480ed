import { useSyncExternalStore } from 'react';
import { assertNever } from '../state/never.ts';

/** What can be looked at. */
export type Screen =
  | { readonly name: 'live' | 'wall' | 'history' | 'audit' | 'simulations' | 'nowhere' }
  | { readonly name: 'call'; readonly call: string };

const base = '/console';
const told = new Set<() => void>();
const tell = (): void => {
  for (const one of told) one();
};
window.addEventListener('popstate', tell);

const subscribe = (listener: () => void): (() => void) => {
  told.add(listener);
  return () => told.delete(listener);
};

export const screenAt = (path: string): Screen => {
  const [name = '', id] = path.slice(base.length).split('/').filter(Boolean);
  if (name === '') return { name: 'live' };
  const call = id === undefined ? null : decoded(id);
  if (name === 'calls' && call !== null) return { name: 'call', call };
  if (name === 'wall' || name === 'history' || name === 'audit' || name === 'simulations') return { name };
  return { name: 'nowhere' };
};

/** Null where somebody has typed what no link says. */
const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

export const pathOf = (screen: Screen): string => {
  switch (screen.name) {
    case 'call':
      return `${base}/calls/${encodeURIComponent(screen.call)}`;
    case 'live':
    case 'nowhere':
      return `${base}/`;
    case 'wall':
    case 'history':
    case 'audit':
    case 'simulations':
      return `${base}/${screen.name}`;
    default:
      return assertNever(screen);
  }
};

/** Goes there, as a link would: the way back leads here. */
export const go = (screen: Screen): void => {
  history.pushState(null, '', pathOf(screen));
  window.scrollTo(0, 0);
  tell();
};

export const usePath = (): string => useSyncExternalStore(subscribe, () => location.pathname);
export const useSearch = (): string => useSyncExternalStore(subscribe, () => location.search);

/** Writes filters into the address, without a step in the way back. */
export const setSearch = (search: URLSearchParams): void => {
  const text = search.toString();
  history.replaceState(null, '', `${location.pathname}${text === '' ? '' : `?${text}`}`);
  tell();
};
