import { asId, type Cause, type ListedLeg, type NativeId, type SwitchEvent, type SwitchId } from '@legwork/core';
import type { Ground } from '../faults/index.ts';
import { causeOf, unansweredBy, type CallEnded, type CallStatus } from './events.ts';
import { hangUp } from './lives.ts';
import { connectedOf, type Core, type Party } from './state.ts';

/** An event before it is sent. */
export interface Told {
  readonly status: CallStatus;
  readonly party: Party;
  readonly ended?: CallEnded | undefined;
}

const said = { switch: asId<SwitchId>('twin'), basis: 'seen' } as const;

/** The twin as the catalogue's faults see it. */
export const groundOf = (core: Core): Omit<Ground<Told>, 'tell' | 'loses' | 'isConnected'> => {
  const parties = (): readonly Party[] => [...core.calls.values()].flatMap((call) => [...call.parties]);
  const at = (native: NativeId): Party | undefined => parties().find(({ id }) => id === native);
  return {
    time: core.time,
    legs: () => parties().map(legOf),
    promptMs: (prompt) => core.soundMs(prompt),
    eventOf,
    toldAs(event, like) {
      if (event.type === 'leg.ended' && like !== null) return [withCause(like, event.cause)];
      const party = 'native' in event ? at(event.native) : undefined;
      return party === undefined ? [] : ofParty(event, party);
    },
    does: () => undefined,
    hangsUp(native) {
      const party = at(native);
      if (party !== undefined) hangUp(core, party);
    },
    // A request to stop is answered before the end is told.
    foundNone: () => undefined,
  };
};

/** A party in the words of the port. */
function legOf(party: Party): ListedLeg {
  const { id, call, state, role, mode } = party;
  const leg = { native: asId<NativeId>(id), up: state === 'up' };
  if (state === 'calling')
    return { ...leg, at: 'none', offered: { from: asId(call.from.number), to: asId(call.to.number) } };
  const target = connectedOf(call);
  if (role === 'added' && target !== undefined && state === 'up')
    return { ...leg, at: 'tap', target: asId<NativeId>(target.id), mode: modes[mode] };
  return { ...leg, at: state === 'up' && target?.state === 'up' ? 'main' : 'none' };
}
const modes = { talks: 'barge', spies: 'monitor', whispers: 'whisper' } as const;

/** What an event says in the words of the port; undefined for what they have no word for. */
function eventOf({ status, party, ended }: Told): SwitchEvent | undefined {
  const leg = { ...said, native: asId<NativeId>(party.id) };
  const { from, to } = party.call;
  switch (status) {
    case 'created':
      return party.state === 'calling'
        ? { ...leg, type: 'leg.offered', from: asId(from.number), to: asId(to.number) }
        : undefined;
    case 'started':
      return undefined;
    case 'ringing':
      return { ...leg, type: 'leg.ringing' };
    case 'answered':
      return { ...leg, type: 'leg.answered' };
    case 'agentEnded':
    case 'ended':
      return { ...leg, type: 'leg.ended', cause: causeOf(ended?.endCallCause ?? '') };
    default:
      return status satisfies never;
  }
}

const withCause = (like: Told, cause: Cause): Told => ({
  ...like,
  ended: { ...(like.ended ?? endBy(like.party, cause)), endCallCause: endBy(like.party, cause).endCallCause },
});

const endBy = ({ address }: Party, cause: Cause): CallEnded => unansweredBy(address.type, cause);

/** The end of a whole call, as it is told. */
const endOf = (anchor: Party, cause: Cause): Told => {
  const about = connectedOf(anchor.call)?.address ?? anchor.call.lastTo;
  return { status: 'ended', party: anchor, ended: { ...endBy(anchor, cause), about } };
};

/** How a webhook tells that of somebody who is there. */
function ofParty(event: SwitchEvent, party: Party): readonly Told[] {
  switch (event.type) {
    case 'leg.ringing':
      return [{ status: 'ringing', party }];
    case 'leg.answered':
      return [{ status: 'answered', party }];
    case 'leg.ended':
      return [
        party.role === 'anchor'
          ? endOf(party, event.cause)
          : { status: 'agentEnded', party, ended: endBy(party, event.cause) },
      ];
    case 'leg.offered':
    case 'leg.placed':
    case 'leg.muted':
    case 'leg.digits':
    case 'leg.played':
    case 'effect.refused':
    case 'record.started':
    case 'record.stopped':
    case 'call.found':
    case 'call.claimed':
    case 'switch.lost':
    case 'switch.back':
      // There is no webhook for it, or no fault says it.
      return [];
    default:
      return event satisfies never;
  }
}
