import type { Basis, CallEnd, CallState, CommandType, Mode, Outcome, Place, Slot } from '@legwork/core';
import { assertNever } from '../state/never.ts';

/** Something that happened in a call, as the timeline tells it. */
export type Happening = { readonly at: number; readonly basis: Basis | null } & Said;

/** What happened, without when. */
export type Said =
  | { readonly kind: 'legCreated'; readonly leg: string; readonly name: string; readonly slot: Slot | 'seat' }
  | { readonly kind: 'legRang' | 'legAnswered' | 'legOrphaned'; readonly leg: string }
  | {
      readonly kind: 'legPlaced';
      readonly leg: string;
      readonly place: Place;
      readonly target: string | null;
      readonly mode: Mode | null;
    }
  | { readonly kind: 'legMuted'; readonly leg: string; readonly muted: boolean }
  | { readonly kind: 'legEnded'; readonly leg: string; readonly cause: string }
  | { readonly kind: 'opened' }
  | { readonly kind: 'state'; readonly state: CallState }
  | { readonly kind: 'held' | 'resumed' | 'confirmed' | 'unconfirmed' | 'recordingStarted' | 'recordingStopped' }
  | { readonly kind: 'queued'; readonly queue: string }
  | {
      readonly kind: 'asked';
      readonly what: CommandType;
      readonly by: string;
      readonly detail: string | null;
      readonly outcome: Outcome;
    }
  | { readonly kind: 'closed'; readonly end: CallEnd };

/** How a leg is at a time: what its line looks like. */
export type Look = 'ringing' | 'up' | 'treated' | 'tapping';

export interface Lane {
  readonly leg: string;
  readonly name: string;
  readonly slot: Slot | 'seat';
  /** What it was like, from row to row. The last stretch is open while the leg is there. */
  readonly stretches: { look: Look; from: number; to: number | null }[];
}

export interface Rung {
  readonly at: number;
  readonly lane: number | null;
  /** Another lane that it reaches: whom a supervisor taps, with whom somebody is put together. */
  readonly reaches: readonly number[];
  readonly happening: Happening;
  /** What else was so at the same moment. */
  readonly notes: Happening[];
}

export interface Ladder {
  readonly lanes: readonly Lane[];
  readonly rungs: readonly Rung[];
}

/** What happens within so many milliseconds stands in one row. */
const togetherMs = 15;
/** A call that has gone on for long has its latest rows drawn. */
export const mostRungs = 300;

/** What is drawn of a long call: the latest, and that the legs it speaks of began. */
export const latestOf = (happenings: readonly Happening[]): readonly Happening[] => {
  const latest = happenings.slice(-mostRungs);
  const legs = new Set(latest.flatMap((one) => ('leg' in one ? [one.leg] : [])));
  const begun = happenings.slice(0, -mostRungs).filter((one) => one.kind === 'legCreated' && legs.has(one.leg));
  return [...begun, ...latest];
};

/** The call as a ladder: a lane for each leg, time downwards, a row for what happens. */
export const ladderOf = (happenings: readonly Happening[]): Ladder => {
  const lanes: Lane[] = [];
  const rungs: Rung[] = [];
  const inMain = new Set<number>();
  const laneOf = (leg: string | null): number => lanes.findIndex((lane) => lane.leg === leg);
  const turn = (lane: Lane | undefined, look: Look | null): void => {
    const open = lane?.stretches.at(-1);
    if (lane === undefined || (open?.to === null && open.look === look)) return;
    if (open !== undefined) open.to ??= rungs.length - 1;
    if (look !== null) lane.stretches.push({ look, from: rungs.length - 1, to: null });
  };

  for (const happening of happenings) {
    const { kind, at } = happening;
    if (kind === 'legCreated')
      lanes.push({ leg: happening.leg, name: happening.name, slot: happening.slot, stretches: [] });
    const lane = 'leg' in happening ? laneOf(happening.leg) : -1;
    const last = rungs.at(-1);
    if (lane === -1) {
      // What is said of the whole call stands beside what brought it about.
      if (last !== undefined && at - last.at <= togetherMs) last.notes.push(happening);
      else rungs.push({ at, lane: null, reaches: [], happening, notes: [] });
      continue;
    }
    rungs.push({ at, lane, reaches: reachesOf(happening, lane, inMain, laneOf), happening, notes: [] });
    const look = lookAfter(happening);
    if (look !== undefined) turn(lanes[lane], look);
    if (kind === 'legEnded' || kind === 'legPlaced') inMain.delete(lane);
    if (kind === 'legPlaced' && happening.place === 'main') inMain.add(lane);
  }
  return { lanes, rungs };
};

/** How the leg is from then on: null where it is not any more, undefined where that does not change. */
const lookAfter = (happening: Happening): Look | null | undefined => {
  const { kind } = happening;
  if (kind === 'legCreated' || kind === 'legRang') return 'ringing';
  if (kind === 'legAnswered') return 'up';
  if (kind === 'legEnded') return null;
  return kind === 'legPlaced' ? lookAt(happening.place) : undefined;
};

const lookAt = (place: Place): Look => {
  switch (place) {
    case 'treated':
      return 'treated';
    case 'tap':
      return 'tapping';
    case 'none':
    case 'main':
    case 'side':
      return 'up';
    default:
      return assertNever(place);
  }
};

const reachesOf = (
  happening: Happening,
  lane: number,
  inMain: ReadonlySet<number>,
  laneOf: (leg: string | null) => number,
): readonly number[] => {
  if (happening.kind !== 'legPlaced') return [];
  if (happening.place === 'tap') return [laneOf(happening.target)].filter((other) => other !== -1);
  return happening.place === 'main' ? [...inMain].filter((other) => other !== lane) : [];
};
