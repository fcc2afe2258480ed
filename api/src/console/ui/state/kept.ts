import { createStore, type Store } from './store.ts';

/** A store that is kept in this browser. What another version left there and does not fit is as if it were not there. */
export const createKept = <Value>(name: string, first: Value, fits: (kept: unknown) => kept is Value): Store<Value> => {
  const key = `legwork.${name}`;
  const store = createStore(read(key, first, fits));
  return {
    ...store,
    set: (value) => {
      store.set(value);
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // A browser that keeps nothing: it holds until the page is closed.
      }
    },
  };
};

const read = <Value>(key: string, first: Value, fits: (kept: unknown) => kept is Value): Value => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return fits(kept) ? kept : first;
  } catch {
    return first;
  }
};
