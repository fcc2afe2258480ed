import { useSyncExternalStore } from 'react';

/** A value that is outside React, and who wants to hear of it. */
export interface Store<Value> {
  readonly get: () => Value;
  readonly set: (value: Value) => void;
  readonly subscribe: (told: () => void) => () => void;
}

export const createStore = <Value>(first: Value): Store<Value> => {
  const listening = new Set<() => void>();
  let value = first;
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const told of listening) told();
    },
    subscribe: (told) => {
      listening.add(told);
      return () => listening.delete(told);
    },
  };
};

export const useStore = <Value>(store: Store<Value>): Value => useSyncExternalStore(store.subscribe, store.get);
