import type { Cause } from '@legwork/core';
import { endOfRing, type RingEnd } from '../../switch/endpoint.ts';
import type { Address } from './address.ts';
import { hungUpBy, unansweredBy, type CallEnded } from './events.ts';
import { anchorOf, connectedOf, later, type Call, type Core, type Party } from './state.ts';

/** How calls and their parties come to be, are rung, leave and end. */
export function openCall(
  core: Core,
  made: Pick<Call, 'createdReason' | 'userId' | 'custom' | 'from' | 'to' | 'eventUrl' | 'isPcc'> & {
    readonly id?: string;
  },
): Call {
  const call: Call = {
    ...made,
    id: made.id ?? core.newCallId(),
    uuid: core.newUuid(),
    createdAt: core.time.now(),
    answeredAt: null,
    isPeerToPeer: false,
    callType: 'IVR',
    lastTo: made.to,
    script: null,
    parties: new Set(),
    counted: 0,
    isGone: false,
  };
  core.calls.set(call.id, call);
  return call;
}

export function addParty(
  call: Call,
  made: Pick<Party, 'address' | 'from' | 'role' | 'state'> & { readonly mode?: Party['mode'] },
): Party {
  const party: Party = {
    mode: 'talks',
    ...made,
    id: `${call.id}/${call.counted + 1}`,
    call,
    whispersTo: null,
    ring: null,
    timers: new Set(),
  };
  call.counted += 1;
  call.parties.add(party);
  return party;
}

/** The far end is rung: `started`, `ringing` where something rings, and `answered`; or it is said why not. */
export function ring(
  core: Core,
  party: Party,
  ringMs: number,
  then: { readonly answered: () => void; readonly failed: (end: CallEnded) => void },
): void {
  const { address } = party;
  const behaviour = core.answering(address);
  const end: RingEnd =
    behaviour === null ? { rings: false, afterMs: 1, cause: 'unreachable' } : endOfRing(behaviour, ringMs);
  const isRung = (): boolean => party.ring !== null;
  // Timers of a machine that is busy fire late and in any order: what rings has rung before it ends.
  const ringOnce = (): void => {
    if (!end.rings || party.state !== 'dialled') return;
    party.state = 'ringing';
    core.tell('ringing', party);
  };
  const fail = (cause: Cause): void => {
    ringOnce();
    party.ring = null;
    // With the anchor goes its call, which `failed` ends.
    if (party.role !== 'anchor') remove(core, party);
    then.failed(unansweredBy(address.type, cause));
  };
  const answer = (): void => {
    ringOnce();
    party.ring = null;
    party.state = 'up';
    core.tell('answered', party);
    then.answered();
    core.witness();
  };
  party.ring = { answer, decline: () => fail('rejected') };
  core.tell('started', party);
  later(core, party, Math.min(2, end.afterMs), () => {
    if (isRung()) ringOnce();
  });
  later(core, party, Math.max(3, end.afterMs), () => {
    if (!isRung()) return;
    if (end.cause === null) answer();
    else fail(end.cause);
  });
}

/** The anchor is answered, by what its call does. */
export function answerAnchor(core: Core, call: Call, isTold: boolean): void {
  const anchor = anchorOf(call);
  if (anchor === undefined || anchor.state !== 'calling') return;
  anchor.state = 'up';
  call.answeredAt = core.time.now();
  if (isTold) core.tell('answered', anchor);
  core.witness();
}

/** Whoever is at the far end hangs up, declines, or gives up. */
export function hangUp(core: Core, party: Party): void {
  const { type } = party.address;
  if (party.ring !== null) party.ring.decline();
  else leave(core, party, party.state === 'calling' ? unansweredBy(type, 'cancelled') : hungUpBy(type));
}

/** A party is out. What becomes of the call follows from who it was. */
function leave(core: Core, party: Party, end: CallEnded): void {
  const { call, role } = party;
  if (party.state === 'gone') return;
  if (role === 'anchor') {
    endCall(core, call, end);
    return;
  }
  const heir = role === 'connected' ? heirOf(core, party) : undefined;
  if (role === 'connected' && heir === undefined && call.script?.hasMore() !== true) {
    endCall(core, call, { ...end, about: party.address });
    return;
  }
  letGo(core, party, end);
  if (heir !== undefined) heir.role = 'connected';
  else if (role === 'connected') call.script?.disconnected();
}

/** Who stands in for whoever was connected: the one they are transferred to, or one who was added. */
function heirOf({ open }: Core, leaver: Party): Party | undefined {
  const others = [...leaver.call.parties].filter((party) => party !== leaver);
  const talker = others.find(({ role, mode, state }) => role === 'added' && mode === 'talks' && state === 'up');
  return (
    others.find(({ role }) => role === 'connected') ?? (open.connectedLeaves === 'othersStay' ? talker : undefined)
  );
}

/** A party is out, and the call goes on as if nothing had been. */
export function letGo(core: Core, party: Party, end: CallEnded): void {
  if (party.state === 'gone') return;
  remove(core, party);
  core.tell('agentEnded', party, end);
  core.witness();
}

export function endCall(core: Core, call: Call, end: CallEnded): void {
  const anchor = anchorOf(call);
  if (call.isGone || anchor === undefined) return;
  call.isGone = true;
  core.calls.delete(call.id);
  const whole = { ...end, about: end.about ?? connectedOf(call)?.address ?? call.lastTo };
  for (const party of call.parties) remove(core, party);
  call.script?.stop();
  core.tell('ended', anchor, whole);
  core.file(call, whole);
  core.witness();
}

/** The call is ended by the server itself. */
export const byServer = (core: Core, endCallCause: string, about?: Address): CallEnded => ({
  endCallCause,
  endedBy: core.open.endedByServer,
  ...(about === undefined ? {} : { about }),
});

function remove(core: Core, party: Party): void {
  if (party.state === 'gone') return;
  party.state = 'gone';
  party.ring = null;
  for (const cancel of party.timers) cancel();
  party.call.parties.delete(party);
  // Whoever whispered to them is heard by nobody.
  for (const other of party.call.parties) if (other.whispersTo === party) other.mode = 'spies';
  core.witness();
}
