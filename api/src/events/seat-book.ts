import type { CallId, LegId, Publication, SeatId } from '@legwork/core';
import type { Standing } from './audience.ts';

/** Where supervisors are: what is told of one between two calls concerns whoever could see the last. */
export interface SeatBook {
  /** Takes in what is told of a seat at a call that stands there; null: at no call. Gives the call that the seat was at before, if it is another. */
  note(publication: Publication, standing: Standing | null): CallId | null;
  /** Null where it is not known: then only those may know who may see everything. */
  standingOf(id: SeatId | LegId): Standing | null;
}

export const createSeatBook = (): SeatBook => {
  const standings = new Map<SeatId | LegId, Standing>();
  const calls = new Map<SeatId, CallId>();
  return {
    standingOf: (id) => standings.get(id) ?? null,
    note: ({ fact }, standing) => {
      if (fact.type === 'leg.created' && fact.slot === 'seat' && standing !== null) standings.set(fact.leg, standing);
      if (fact.type === 'leg.ended') standings.delete(fact.leg);
      if (fact.type !== 'seat.changed') return null;
      const { seat, call, state } = fact;
      const left = calls.get(seat);
      if (state === 'gone') {
        standings.delete(seat);
        calls.delete(seat);
      } else {
        if (standing !== null) standings.set(seat, standing);
        if (call === null) calls.delete(seat);
        else calls.set(seat, call);
      }
      return left === undefined || left === call ? null : left;
    },
  };
};
