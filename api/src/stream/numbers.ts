import type { Endpoint, Party } from '@legwork/core';
import { maskedNumber } from '../auth/visibility.ts';
import type { LegworkEvent } from '../events/index.ts';

/** The event for whoever may not read numbers: they see how they end. */
export const withoutNumbers = (event: LegworkEvent): LegworkEvent => {
  if (event.type === 'call.created') {
    return { ...event, data: { ...event.data, customer: masked(event.data.customer) } };
  }
  if (event.type === 'leg.created') {
    return { ...event, data: { ...event.data, endpoint: masked(event.data.endpoint) } };
  }
  if (event.type === 'call.partyChanged') return { ...event, data: { party: maskedParty(event.data.party) } };
  return event;
};

const maskedParty = (party: Party | null): Party | null =>
  party?.kind === 'number' ? { ...party, number: masked(party.number) } : party;

const masked = (number: Endpoint): Endpoint => maskedNumber(number) as Endpoint;
