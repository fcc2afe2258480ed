import type { CallId, Ear, Leg, LegId, LegState, Party } from '@legwork/core';
import type { Principal } from '../auth/principal.ts';
import { isSupervisorsLeg, maskedNumber, seesSeats } from '../auth/visibility.ts';
import type { HearsJson, LegJson } from '../schemas/leg.ts';
import type { Service } from '../service.ts';
import { partyJson } from './party.ts';

/** The legs of a call as that principal may see them: agents see no supervisor's. */
export const legsJson = (service: Service, principal: Principal, call: CallId): LegJson[] =>
  earsSeen(service, principal, call).flatMap((ear) => legJson(service, principal, ear) ?? []);

const legJson = (service: Service, principal: Principal, ear: Ear): LegJson | null => {
  const { runtime, directory } = service;
  const leg = runtime.engine.state.legs.get(ear.leg);
  if (leg === undefined) return null;
  const showNumber = (number: string): string =>
    principal.permissions.has('numbers.read') ? number : maskedNumber(number);
  const party = leg.party ?? supervisorAt(service, leg);
  return {
    id: leg.id,
    role: ear.party,
    party: party === null ? null : partyJson(directory, party, showNumber),
    endpoint: isOfPeople(party) ? leg.endpoint : showNumber(leg.endpoint),
    state: leg.state.at as LegState,
    place: ear.place.at,
    target: ear.place.target,
    mode: ear.place.mode,
    muted: ear.muted,
    asked: ear.asked.map(({ at, target, mode }) => ({ place: at, target, mode })),
  };
};

/** Of the house: everybody else is reached at a number. */
const isOfPeople = (party: Party | null): boolean => party?.kind === 'agent' || party?.kind === 'supervisor';

/** The supervisor whose seat has the leg. */
const supervisorAt = ({ runtime }: Service, { owner }: Leg): Party | null => {
  const seat = owner.kind === 'seat' ? runtime.engine.state.seats.get(owner.seat) : undefined;
  return seat === undefined ? null : { kind: 'supervisor', supervisor: seat.supervisor };
};

/** Who hears whom at a call, by what was observed; and who may, by what was asked for and is not settled. */
export const hearsJson = (service: Service, principal: Principal, call: CallId): HearsJson => {
  const { engine } = service.runtime;
  const legs = earsSeen(service, principal, call).map(({ leg }) => leg);
  const is = engine.hears(call);
  const may = engine.mayHear(call);
  const pairs = legs.flatMap((listener) => legs.map((speaker) => ({ listener, speaker })));
  return {
    legs: legsJson(service, principal, call),
    is: pairs.filter(({ listener, speaker }) => is(listener, speaker)),
    may: pairs.filter(({ listener, speaker }) => may(listener, speaker)),
  };
};

const earsSeen = ({ runtime }: Service, principal: Principal, call: CallId): readonly Ear[] =>
  runtime.engine
    .ears(call)
    .filter(({ leg, party }) => seesSeats(principal) || (party !== 'seat' && !isHidden(runtime, leg)));

const isHidden = ({ engine }: Service['runtime'], id: LegId): boolean => {
  const leg = engine.state.legs.get(id);
  return leg === undefined || isSupervisorsLeg(leg);
};
