import { assertNever, type Party } from '@legwork/core';
import type { Directory } from '../directory/directory.ts';
import type { PartyJson } from '../schemas/call.ts';

/** Somebody at the other end, with the name by which people know them. */
export const partyJson = (directory: Directory, party: Party, showNumber: (number: string) => string): PartyJson => {
  switch (party.kind) {
    case 'agent':
      return { kind: party.kind, id: party.agent, name: directory.agent(party.agent)?.name ?? party.agent };
    case 'supervisor': {
      const name = directory.supervisor(party.supervisor)?.name ?? party.supervisor;
      return { kind: party.kind, id: party.supervisor, name };
    }
    case 'number': {
      const number = showNumber(party.number);
      return { kind: party.kind, id: number, name: number };
    }
    default:
      return assertNever(party);
  }
};
