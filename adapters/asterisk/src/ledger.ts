import type { CallId, Cause, Endpoint, FoundLeg, ListedLeg, Mode, NativeId, Place, Treatment } from '@legwork/core';
import type { Names } from './codec/names.ts';

/** Where a leg's audio is, as the engine is told. */
export interface Placement {
  readonly at: Place;
  readonly target?: NativeId;
  readonly mode?: Mode;
}
const nowhere: Placement = { at: 'none' };

/** A leg that taps another one. */
export interface Tap {
  readonly target: NativeId;
  readonly mode: Mode;
  /** The snoop through which it hears and is heard. Null where it barges: then it is in the target's own bridge. */
  readonly snoop: string | null;
}

/** What Asterisk has of one leg, as far as it has told us. */
export interface Leg {
  readonly native: NativeId;
  readonly channel: string;
  /** It called us, or is part of a call that others have set up; or we have dialled it. */
  readonly origin: 'caller' | 'dialled' | 'others';
  readonly offered: { readonly from: Endpoint; readonly to: Endpoint } | null;
  /** What the manager interface calls it. */
  name: string;
  /** The call that the last effect on it named. */
  call: CallId | null;
  state: 'offered' | 'dialling' | 'ringing' | 'up';
  /** Under our control: it can be placed. */
  inStasis: boolean;
  bridge: string | null;
  treated: Treatment | null;
  muted: boolean;
  tap: Tap | null;
  /** Where an effect wants it; null where nothing is under way. */
  goal: Placement | null;
  /** What the engine was last told. */
  told: Placement;
  /** How many effects are moving it at this moment: what is seen meanwhile is on the way, and not told. */
  moving: number;
  /** Why we have asked it to end. */
  hungUp: Cause | null;
  /** Somebody has hung up: it leaves its bridge on its way out, and that is not news. */
  isEnding: boolean;
}

/** A channel that is not ours: a party to somebody else's call. */
export interface Stranger {
  readonly channel: string;
  name: string;
  endpoint: Endpoint;
  role: FoundLeg['role'];
}

export interface Bridge {
  readonly id: string;
  readonly members: Set<string>;
  /** Everybody who was ever in it. */
  readonly met: Set<string>;
}

/** All that exists on one Asterisk and what each call owns there: nothing cascades, so whoever makes something has to end it. */
export interface Ledger {
  readonly legs: Map<NativeId, Leg>;
  readonly bridges: Map<string, Bridge>;
  readonly snoops: Map<string, 'asked' | 'started' | 'gone'>;
  readonly strangers: Map<string, Stranger>;
  /** The live recording of each call. */
  readonly recordings: Map<CallId, string>;
}

export const createLedger = (): Ledger => ({
  legs: new Map(),
  bridges: new Map(),
  snoops: new Map(),
  strangers: new Map(),
  recordings: new Map(),
});

export function newLeg(
  given: Pick<Leg, 'native' | 'channel' | 'origin' | 'name' | 'call' | 'state'> & Partial<Leg>,
): Leg {
  return {
    offered: null,
    inStasis: false,
    bridge: null,
    treated: null,
    muted: false,
    tap: null,
    goal: null,
    told: nowhere,
    moving: 0,
    hungUp: null,
    isEnding: false,
    ...given,
  };
}

export function bridgeOf(ledger: Ledger, id: string): Bridge {
  const known = ledger.bridges.get(id);
  if (known !== undefined) return known;
  const bridge: Bridge = { id, members: new Set(), met: new Set() };
  ledger.bridges.set(id, bridge);
  return bridge;
}

/** Where the leg is, by what is connected to what. */
export function placeOf(ledger: Ledger, names: Names, leg: Leg): Placement {
  if (leg.tap !== null) {
    const { target, mode, snoop } = leg.tap;
    return isTapping(ledger, names, leg, target, snoop) ? { at: 'tap', target, mode } : nowhere;
  }
  if (leg.treated !== null) return { at: 'treated' };
  const mix = leg.bridge === null ? null : names.readMix(leg.bridge);
  return mix === null ? nowhere : { at: mix.mix };
}

function isTapping(ledger: Ledger, names: Names, leg: Leg, target: NativeId, snoop: string | null): boolean {
  if (snoop === null) return leg.bridge !== null && leg.bridge === ledger.legs.get(target)?.bridge;
  const ear = names.ear(leg.native);
  return leg.bridge === ear && ledger.bridges.get(ear)?.members.has(snoop) === true;
}

export const isSamePlace = (one: Placement, other: Placement): boolean =>
  one.at === other.at && one.target === other.target && one.mode === other.mode;

export const tappersOf = (ledger: Ledger, target: NativeId): readonly Leg[] =>
  [...ledger.legs.values()].filter((leg) => leg.tap?.target === target);

/** The leg as an entry of the list that a resync goes by. */
export function listed({ native, state, offered, told }: Leg): ListedLeg {
  return {
    native,
    up: state === 'up',
    ...told,
    ...(state === 'offered' && offered !== null ? { offered } : {}),
  };
}
