import { isPrivileged, type CommandType, type LiveCall, type LiveSeat, type UnderWay } from '@legwork/core';
import type { Principal } from '../auth/principal.ts';
import { maskedNumber, seesSeats, teamOf } from '../auth/visibility.ts';
import type { Directory } from '../directory/directory.ts';
import type { CallJson } from '../schemas/call.ts';
import type { Service } from '../service.ts';
import { partyJson } from './party.ts';

/** A call as that principal may see it: agents see nothing of supervision, and whoever may not read numbers sees their ends. */
export const callJson = (
  { directory, runtime }: Pick<Service, 'directory' | 'runtime'>,
  principal: Principal,
  call: LiveCall,
): CallJson => {
  const isWatched = seesSeats(principal);
  const underWay = call.underWay.filter((one) => isWatched || !isOfSupervision(one));
  const handover = underWay.find((one) => one.kind === 'handover');
  const showNumber = (number: string): string =>
    principal.permissions.has('numbers.read') ? number : maskedNumber(number);
  return {
    id: call.call,
    direction: call.direction,
    customer: showNumber(call.customer),
    hotline: call.hotline,
    switch: call.switch,
    ours: call.ours,
    clientRef: call.clientRef ?? null,
    team: teamOf(directory, call),
    queue: call.queue,
    party: call.party === null ? null : partyJson(directory, call.party, showNumber),
    agentLegId: runtime.engine.state.calls.get(call.call)?.legs.agent ?? null,
    state: call.state,
    stateSince: call.stateSinceMs,
    hold: call.hold,
    handover: handover?.state ?? 'idle',
    recording: call.recording,
    startedAt: call.startedMs,
    ...timesOf(call),
    supervisors: isWatched ? call.supervisors.map((seat) => seatJson(directory, seat)) : [],
    underWay: underWay.map(underWayJson),
    confirmed: call.confirmed,
    // A supervisor's phone is seen, too.
    seenAt: isWatched ? call.seenMs : null,
  };
};

/** Durations without the stretch that is running, so that they change only when something happens. */
const timesOf = (call: LiveCall) => {
  const now = call.stateSinceMs + call.inStateMs;
  const counted = (total: number, since: number | null): number =>
    since === null ? total : total - Math.max(0, now - since);
  return {
    waitMs: counted(call.waitMs, call.waitingSinceMs),
    talkMs: counted(call.talkMs, call.talkingSinceMs),
    holdMs: counted(call.holdMs, call.heldSinceMs),
    queuedSince: call.queuedSinceMs,
    waitingSince: call.waitingSinceMs,
    talkingSince: call.talkingSinceMs,
    heldSince: call.heldSinceMs,
  };
};

const seatJson = (directory: Directory, seat: LiveSeat) => ({
  id: seat.seat,
  supervisor: seat.supervisor,
  name: directory.supervisor(seat.supervisor)?.name ?? seat.supervisor,
  scope: seat.scope,
  state: seat.state,
  mode: seat.mode,
  wanted: seat.wanted,
});

const underWayJson = (one: UnderWay) => ({
  kind: one.kind,
  state: one.kind === 'command' ? null : one.state,
  by: one.kind === 'handover' ? one.by : one.kind === 'command' ? one.what : null,
  command: one.kind === 'command' ? one.command : null,
  since: one.sinceMs,
});

/** It is a supervisor's, or could be: what of it an agent sees, they see when it has happened. */
const isOfSupervision = (one: UnderWay): boolean => {
  if (one.kind === 'command') return isSupervisors(one.what);
  return one.kind === 'handover' && one.by !== null && isSupervisors(one.by);
};
const isSupervisors = (type: CommandType): boolean =>
  type !== 'cmd.transfer' && type !== 'cmd.drop' && isPrivileged({ type, by: { role: 'supervisor', id: '' } });
