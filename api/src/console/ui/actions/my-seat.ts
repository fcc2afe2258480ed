import { useSyncExternalStore } from 'react';
import { calls } from '../service/live.ts';
import type { Call, Seat } from '../service/client.ts';
import { me, myself } from '../session/me.ts';

/** Where I sit: the call and my presence at it. */
export interface MySeat {
  readonly call: Call;
  readonly seat: Seat;
}

export const mySeatAt = (call: Call | undefined): Seat | null => {
  const supervisor = myself()?.supervisor ?? null;
  return supervisor === null ? null : (call?.supervisors.find((seat) => seat.supervisor === supervisor) ?? null);
};

let at: { readonly version: number; readonly found: MySeat | null } = { version: -1, found: null };

const find = (): MySeat | null => {
  if (at.version === calls.version) return at.found;
  // Where it was is where it most likely is.
  const before = at.found === null ? undefined : calls.get(at.found.call.id);
  let found = seated(before);
  if (found === null) for (const call of calls.all()) found ??= seated(call);
  if (found !== null && at.found?.call === found.call) found = at.found;
  at = { version: calls.version, found };
  return found;
};

/** Whoever took a call over without having been present before sits in the agent's place, and in no seat. */
const takenOver = (call: Call | undefined): Seat | null => {
  const supervisor = myself()?.supervisor ?? null;
  const party = call?.party;
  if (supervisor === null || party?.kind !== 'supervisor' || party.id !== supervisor) return null;
  return { id: '', supervisor, name: party.name, scope: 'call', state: 'lent', mode: 'barge', wanted: 'barge' };
};

const seated = (call: Call | undefined): MySeat | null => {
  const seat = mySeatAt(call) ?? takenOver(call);
  return call === undefined || seat === null ? null : { call, seat };
};

const subscribe = (told: () => void): (() => void) => {
  const stops = [calls.onAny(told), me.subscribe(told)];
  return () => {
    for (const stop of stops) stop();
  };
};

export const mySeat = (): MySeat | null => find();
export const useMySeat = (): MySeat | null => useSyncExternalStore(subscribe, find);
