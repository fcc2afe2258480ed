import { createLiveList, type CallId, type LiveCall } from '@legwork/core';
import type { Store } from '../store/store.ts';

/** So many of its publications are read; a call has some dozens. */
const MOST = 10_000;

/** A call that is over, as it was last seen on the live list: told from what was published of it. Null where nothing is kept of it. */
export const closedCall = async (store: Store, id: CallId): Promise<LiveCall | null> => {
  const list = createLiveList();
  for (const { fact } of await store.publicationsOf(id, MOST)) {
    if (fact.type === 'call.closed') {
      const call = list.get(id, fact.at);
      return call === undefined
        ? null
        : { ...call, state: 'closed', stateSinceMs: fact.at, inStateMs: 0, underWay: [] };
    }
    list.apply(fact);
  }
  return null;
};
