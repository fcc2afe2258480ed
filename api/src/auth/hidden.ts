import type { CallId, Command, LegId, Refusal, SeatId, SupervisorId } from '@legwork/core';
import type { Service } from '../service.ts';
import type { Principal } from './principal.ts';
import { isSupervisorsLeg, seesAgent, seesCall, seesSeats, seesSupervisor } from './visibility.ts';

type Unsigned<C> = C extends Command ? Omit<C, 'id' | 'by'> : never;
/** A command before it has a name and somebody who asks for it. */
export type UnsignedCommand = Unsigned<Command>;

/**
 * What the subject of a command is to whoever may not see it: something that does not exist. What does not exist is told before anything else
 * is looked at, so that nobody can tell it from what they may not see. Null where they may see it, or where there is none.
 */
export const hiddenBy = (service: Service, principal: Principal, command: UnsignedCommand): Refusal | null => {
  if ('call' in command && !seesCallNow(service, principal, command.call)) return { reason: 'noSuchCall' };
  if ('leg' in command && !seesLegNow(service, principal, command.leg)) return { reason: 'noSuchLeg' };
  if ('seat' in command && !seesSeatNow(service, principal, command.seat)) return { reason: 'noSuchSeat' };
  if ('supervisor' in command && !seesSupervisorNamed(service, principal, command.supervisor)) {
    return { reason: 'noSuchSupervisor' };
  }
  const agent = 'agent' in command ? command.agent : undefined;
  return agent === undefined || seesAgent(principal, service.directory, agent) ? null : { reason: 'noSuchAgent' };
};

/** Nobody sits in the name of somebody whom they may not see. */
export const seesSupervisorNamed = ({ directory }: Service, principal: Principal, id: SupervisorId): boolean => {
  const supervisor = directory.supervisor(id);
  return supervisor !== undefined && seesSupervisor(principal, supervisor);
};

/** The call is live, and theirs to see. */
export const seesCallNow = ({ runtime, directory }: Service, principal: Principal, id: CallId): boolean => {
  const call = runtime.engine.state.calls.get(id);
  return call !== undefined && seesCall(principal, directory, { party: call.party, queue: call.queue?.id ?? null });
};

const seesLegNow = (service: Service, principal: Principal, id: LegId): boolean => {
  const leg = service.runtime.engine.state.legs.get(id);
  if (leg === undefined || (isSupervisorsLeg(leg) && !seesSeats(principal))) return false;
  const { owner } = leg;
  return owner.kind === 'call'
    ? seesCallNow(service, principal, owner.call)
    : seesSeatNow(service, principal, owner.seat);
};

/** A seat between two calls is seen by its supervisor, and by those who see every team. */
export const seesSeatNow = (service: Service, principal: Principal, id: SeatId): boolean => {
  const seat = service.runtime.engine.state.seats.get(id);
  if (seat === undefined || !seesSeats(principal)) return false;
  if (seat.supervisor === principal.supervisor || principal.teams === 'all') return true;
  return seat.call !== null && seesCallNow(service, principal, seat.call);
};
