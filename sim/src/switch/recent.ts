/** Remembers at least the last `atLeast` entries, at most twice as many, at a constant cost for each. */
export interface Recent<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
  clear(): void;
}

export function createRecent<K, V>(atLeast: number): Recent<K, V> {
  let newer = new Map<K, V>();
  let older = new Map<K, V>();
  return {
    get: (key) => newer.get(key) ?? older.get(key),
    set(key, value) {
      if (newer.size >= atLeast) {
        older = newer;
        newer = new Map();
      }
      newer.set(key, value);
    },
    clear() {
      newer = new Map();
      older = new Map();
    },
  };
}
