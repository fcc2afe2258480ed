import type { CallId } from '@legwork/core';
import type { Principal } from '../auth/principal.ts';
import { createTranslator, maySee, type LegworkEvent } from '../events/index.ts';
import type { Service } from '../service.ts';
import { withoutNumbers } from '../stream/numbers.ts';
import { teamsOf } from '../stream/streams.ts';

/** So many publications of a call are read; a call has some dozens. */
const MOST = 10_000;

/** Everything that has happened to a call, in its order, as far as that principal may know it. */
export const timelineOf = async (service: Service, principal: Principal, call: CallId): Promise<LegworkEvent[]> => {
  const { store, directory, streams } = service;
  const translator = createTranslator({ teams: teamsOf(directory), history: () => Promise.resolve([]) });
  const events: LegworkEvent[] = [];
  for (const publication of await store.publicationsOf(call, MOST)) {
    const { told } = await translator.translate(publication);
    for (const { event, audience } of told) {
      if (event.callId !== call) continue;
      const sees = maySee(principal, audience);
      const isTheirs = sees === 'ifTheirs' && audience.operation !== null;
      if (sees === true || (isTheirs && (await streams.theirs(principal.id, audience.operation)))) events.push(event);
    }
  }
  return principal.permissions.has('numbers.read') ? events : events.map(withoutNumbers);
};
