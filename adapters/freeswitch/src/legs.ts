import type { CallId, Endpoint, Mix, Mode, NativeId, Place } from '@legwork/core';

/** What a leg does on FreeSWITCH, as its events tell. */
export type Doing = 'rings' | 'parked' | 'talks' | 'confers' | 'plays' | 'taps';

/** Where the engine wants a leg to be. */
export type Wish =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'mix'; readonly mix: Mix }
  | { readonly kind: 'treated' }
  | { readonly kind: 'tap'; readonly target: NativeId; readonly mode: Mode };

/** One channel of FreeSWITCH, known to us by what we asked and what it told. */
export interface Leg {
  readonly native: NativeId;
  /** Its place among all legs: who came first. */
  readonly n: number;
  /** `ours`: dialled for the engine. `offered`: a caller given to us. `others`: of a call that we did not start. */
  origin: 'ours' | 'offered' | 'others';
  readonly direction: 'inbound' | 'outbound';
  /** Whom it connects: the caller's number, or what was dialled. */
  readonly endpoint: Endpoint;
  /** Changed by {@link Legs.assign} alone. */
  call: CallId | null;
  isUp: boolean;
  /** The engine knows of it. */
  isTold: boolean;
  doing: Doing;
  /** Whom it talks with in a bridge of two. */
  peer: NativeId | null;
  /** The conference it is in. */
  room: string | null;
  wish: Wish;
  /** Where the engine was last told that it is. */
  at: Place;
  target: NativeId | null;
  mode: Mode | null;
  /** How often the engine was told where it is. */
  placedTimes: number;
  /** Its media goes past FreeSWITCH: nobody can listen until it is called back. Null where we have not seen it begin to talk. */
  isBypassing: boolean | null;
  /** Its own phone has put the call on hold: whoever listens to it hears nothing. */
  isHeld: boolean;
}

/** All legs of one FreeSWITCH. */
export interface Legs {
  get(native: string): Leg | undefined;
  add(leg: Pick<Leg, 'native' | 'origin' | 'direction' | 'endpoint'> & { readonly call?: CallId | null }): Leg;
  /** The leg belongs to that call from now on. */
  assign(leg: Leg, call: CallId): void;
  delete(native: NativeId): void;
  all(): Iterable<Leg>;
  /** Those that are wanted in a mix of a call, and up; in the order in which they came. */
  wantedIn(call: CallId, mix: Mix): readonly Leg[];
  /** The legs of a call. */
  of(call: CallId): readonly Leg[];
  readonly size: number;
}

export const createLegs = (): Legs => {
  const legs = new Map<string, Leg>();
  const calls = new Map<CallId, Set<Leg>>();
  let count = 0;

  const of = (call: CallId): readonly Leg[] => [...(calls.get(call) ?? [])].toSorted((one, other) => one.n - other.n);
  const leave = (leg: Leg): void => {
    if (leg.call === null) return;
    const members = calls.get(leg.call);
    members?.delete(leg);
    if (members?.size === 0) calls.delete(leg.call);
  };
  const enter = (leg: Leg): void => {
    if (leg.call === null) return;
    const members = calls.get(leg.call);
    if (members === undefined) calls.set(leg.call, new Set([leg]));
    else members.add(leg);
  };

  return {
    get: (native) => legs.get(native),
    add({ native, origin, direction, endpoint, call = null }) {
      count += 1;
      const leg: Leg = {
        native,
        n: count,
        origin,
        direction,
        endpoint,
        call,
        isUp: false,
        isTold: origin === 'ours',
        doing: 'rings',
        peer: null,
        room: null,
        wish: { kind: 'nothing' },
        at: 'none',
        target: null,
        mode: null,
        placedTimes: 0,
        isBypassing: false,
        isHeld: false,
      };
      legs.set(native, leg);
      enter(leg);
      return leg;
    },
    assign(leg, call) {
      if (leg.call === call) return;
      leave(leg);
      leg.call = call;
      enter(leg);
    },
    delete(native) {
      const leg = legs.get(native);
      if (leg === undefined) return;
      leave(leg);
      legs.delete(native);
    },
    all: () => legs.values(),
    of,
    wantedIn: (call, mix) => of(call).filter(({ isUp, wish }) => isUp && wish.kind === 'mix' && wish.mix === mix),
    get size() {
      return legs.size;
    },
  };
};
