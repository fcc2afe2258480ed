import type { CallId, Command, LegId, Refusal, SeatId } from '@legwork/core';
import type { Service } from '../service.ts';
import type { Principal } from './principal.ts';
import { isSeatLeg, seesAgent, seesCall, seesSeats } from './visibility.ts';

type Unsigned<C> = C extends Command ? Omit<C, 'id' | 'by'> : never;
/** A command before it has a name and somebody who asks for it. */
export type UnsignedCommand = Unsigned<Command>;

/** What the subject of a command is to whoever may not see it: something that does not exist. Null where they may, or where there is none. */
export const hiddenBy = (service: Service, principal: Principal, command: UnsignedCommand): Refusal | null => {
  if ('call' in command && isCallHidden(service, principal, command.call)) return { reason: 'noSuchCall' };
  if ('leg' in command) return isLegHidden(service, principal, command.leg) ? { reason: 'noSuchLeg' } : null;
  if ('seat' in command) return isSeatHidden(service, principal, command.seat) ? { reason: 'noSuchSeat' } : null;
  const agent = 'agent' in command ? command.agent : undefined;
  return agent === undefined || seesAgent(principal, service.directory, agent) ? null : { reason: 'noSuchAgent' };
};

export const isCallHidden = ({ runtime, directory }: Service, principal: Principal, id: CallId): boolean => {
  const call = runtime.engine.state.calls.get(id);
  return call !== undefined && !seesCall(principal, directory, { party: call.party, queue: call.queue?.id ?? null });
};

const isLegHidden = (service: Service, principal: Principal, id: LegId): boolean => {
  const owner = service.runtime.engine.state.legs.get(id)?.owner;
  if (owner === undefined) return false;
  if (isSeatLeg(id) && !seesSeats(principal)) return true;
  return owner.kind === 'call'
    ? isCallHidden(service, principal, owner.call)
    : isSeatHidden(service, principal, owner.seat);
};

/** A seat between two calls is seen by its supervisor, and by those who see every team. */
const isSeatHidden = (service: Service, principal: Principal, id: SeatId): boolean => {
  const seat = service.runtime.engine.state.seats.get(id);
  if (seat === undefined) return false;
  if (!seesSeats(principal)) return true;
  if (seat.supervisor === principal.supervisor || principal.teams === 'all') return false;
  return seat.call === null || isCallHidden(service, principal, seat.call);
};
