import type { Documents, Store } from '@legwork/api/store';

/** A store that keeps documents, and nothing else. */
export const createMemoryStore = (): Store => {
  const collections = new Map<string, Map<string, unknown>>();
  return {
    publications: () => Promise.resolve([]),
    publicationsOf: () => Promise.resolve([]),
    oldest: () => Promise.resolve(1),
    operation: () => Promise.resolve(null),
    receipt: () => Promise.resolve(null),
    callRecords: () => Promise.resolve({ data: [], next: null }),
    audit: () => Promise.resolve({ data: [], next: null }),
    documents: <Doc>(name: string): Documents<Doc> => {
      const docs = (collections.get(name) ?? new Map<string, Doc>()) as Map<string, Doc>;
      collections.set(name, docs);
      return {
        get: (id) => Promise.resolve(docs.get(id) ?? null),
        list: () => Promise.resolve([...docs.values()]),
        put: (id, doc) => {
          docs.set(id, doc);
          return Promise.resolve();
        },
        remove: (id) => Promise.resolve(docs.delete(id)),
      };
    },
    close: () => Promise.resolve(),
  };
};
