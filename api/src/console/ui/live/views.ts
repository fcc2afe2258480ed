import { createKept } from '../state/kept.ts';
import { noFilter, type View } from './filter.ts';

export interface SavedView {
  readonly name: string;
  /** As the address carries it. */
  readonly search: string;
}

const isSaved = (kept: unknown): kept is readonly SavedView[] =>
  Array.isArray(kept) &&
  kept.every((view: unknown) => {
    const { name, search } = (view ?? {}) as Record<string, unknown>;
    return typeof name === 'string' && typeof search === 'string';
  });

/** The views that somebody saved in this browser. */
export const savedViews = createKept<readonly SavedView[]>('views', [], isSaved);

export const saveView = (view: SavedView): void =>
  savedViews.set([...savedViews.get().filter(({ name }) => name !== view.name), view]);
export const removeView = (name: string): void => savedViews.set(savedViews.get().filter((view) => view.name !== name));

/** The views that everybody has. */
export const givenViews = {
  all: { filter: noFilter, sort: null },
  waiting: { filter: { ...noFilter, state: 'waiting' }, sort: { by: 'wait', down: true } },
  longHolds: { filter: { ...noFilter, state: 'held', longerSeconds: 60 }, sort: { by: 'inState', down: true } },
  supervised: { filter: { ...noFilter, supervised: 'any' }, sort: null },
  mine: { filter: { ...noFilter, supervised: 'me' }, sort: null },
  unconfirmed: { filter: { ...noFilter, unconfirmed: true }, sort: null },
} as const satisfies Readonly<Record<string, View>>;
export type GivenView = keyof typeof givenViews;
