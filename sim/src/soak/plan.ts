import fc from 'fast-check';
import { caller, phone, type Caller } from '../arbitrary/index.ts';
import { catalogue, type ChosenFault, type FaultName } from '../faults/index.ts';
import { createStreams, type RandomStream } from '../kernel/index.ts';
import {
  asterisk,
  blindOnly,
  freeswitch,
  stringee,
  unlimited,
  type EndpointBehaviour,
  type SwitchShape,
} from '../switch/index.ts';

/** The switches of soaked worlds, by name. */
export const shapes = { unlimited, asterisk, freeswitch, stringee, blindOnly } as const satisfies Readonly<
  Record<string, SwitchShape>
>;
export type ShapeName = keyof typeof shapes;

/** Everything that makes a soaked world what it is, as data: the same plan gives the same world, to the byte. */
export interface SoakPlan {
  /** Of what is left to chance: latencies, and when faults strike that are not told when. */
  readonly seed: number;
  readonly shape: ShapeName;
  readonly latencyMs: readonly [fromMs: number, toMs: number];
  readonly agents: number;
  readonly supervisors: number;
  /** Callers hear an announcement before they are queued. */
  readonly greets: boolean;
  readonly callers: readonly Caller[];
  /** Of all who are called, in the order of the calling; after the last it begins anew. */
  readonly phones: readonly EndpointBehaviour[];
  readonly faults: readonly ChosenFault[];
  /** From then on no fault strikes. */
  readonly faultsUntilMs: number;
}

const ARRIVE_WITHIN_MS = 60_000;
const STAY_MS = [20_000, 120_000] as const;
/** About so many faults are at work in one world, where all may be. */
const SHARE_OF_FAULTS = 0.3;
const FEW = 3;

/** The world of a seed: its own switch, load, supervisors, and mix of the faults that are allowed. */
export const planWorld = (
  seed: number,
  { calls, faults }: { readonly calls: number; readonly faults: readonly FaultName[] },
): SoakPlan => {
  const streams = createStreams(seed);
  const drawn = streams.stream('soak/plan');
  const sample = { seed: drawn.integer(0, 0x7fffffff), numRuns: calls };
  const callers = fc.sample(
    caller({
      arriveWithinMs: ARRIVE_WITHIN_MS,
      staysMs: [...STAY_MS],
      mostTurns: drawn.integer(2, 12),
      mostWaitMs: drawn.pick([3_000, 10_000, 20_000]),
      // From nobody who steps in to hardly anything but supervisors.
      supervised: drawn.pick([0, 1, 2, 5]),
    }),
    sample,
  );
  return {
    seed,
    shape: drawn.pick(['unlimited', 'unlimited', 'asterisk', 'freeswitch', 'freeswitch', 'stringee', 'blindOnly']),
    latencyMs: drawn.pick([
      [5, 40],
      [1, 2],
      [50, 300],
    ]),
    // From callers who wait to agents who do; those who have missed a call are away.
    agents: Math.max(2, Math.round(calls * drawn.pick([0.6, 1.2, 1.8]))),
    supervisors: Math.max(1, Math.round(calls * drawn.pick([0.1, 0.3, 0.5]))),
    greets: drawn.chance(0.5),
    callers: callers.map((one) => later(one, drawn.integer(0, 20_000))),
    phones: fc.sample(phone({ atMostMs: drawn.pick([500, 3_000, 8_000]) }), { ...sample, numRuns: 29 }),
    faults: mixOf(faults, streams.stream('soak/faults')),
    faultsUntilMs: ARRIVE_WITHIN_MS + drawn.integer(0, STAY_MS[1]),
  };
};

/** Most of what happens to a call happens to a conversation. */
const later = (caller: Caller, byMs: number): Caller => {
  const [first, ...rest] = caller.happenings;
  return first === undefined ? caller : { ...caller, happenings: [{ ...first, waitMs: first.waitMs + byMs }, ...rest] };
};

/** A few of many, all of a few; each rarer or more frequent than usual. */
const mixOf = (faults: readonly FaultName[], drawn: RandomStream): readonly ChosenFault[] =>
  faults
    .filter(() => faults.length <= FEW || drawn.chance(SHARE_OF_FAULTS))
    .map((name) => ({
      name,
      probability: Math.min(1, catalogue[name].probability * drawn.pick([0.5, 1, 2, 4])),
    }));
