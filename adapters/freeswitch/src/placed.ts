import type { Basis, Mode, NativeId, Place } from '@legwork/core';
import type { Desk } from './desk.ts';
import type { Leg } from './legs.ts';

/** The leg is there: the engine is told, unless it was told already. */
export const settle = (
  desk: Desk,
  leg: Leg,
  at: Place,
  basis: Basis = 'seen',
  tapped: { readonly target: NativeId; readonly mode: Mode } | null = null,
): void => {
  const target = tapped?.target ?? null;
  const mode = tapped?.mode ?? null;
  if (leg.at === at && leg.target === target && leg.mode === mode) return;
  leg.at = at;
  leg.target = target;
  leg.mode = mode;
  tellPlace(desk, leg, basis);
};

/** Tells where the leg is, again where need be. */
export const tellPlace = (desk: Desk, leg: Leg, basis: Basis = 'seen'): void => {
  leg.placedTimes += 1;
  if (!leg.isTold) return;
  const { native, at, target, mode } = leg;
  const tapped = target === null || mode === null ? {} : { target, mode };
  desk.tell({ type: 'leg.placed', native, at, ...tapped }, basis);
};
