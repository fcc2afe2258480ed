/** What one run of a scenario came to. Durations are milliseconds; a figure over nobody is null. */
export interface RunFigures {
  readonly seed: number;
  readonly offered: number;
  readonly served: number;
  readonly abandoned: number;
  readonly turnedAway: number;
  /** good / (served + abandoned after the threshold) */
  readonly serviceLevel: number | null;
  readonly shareAbandoned: number | null;
  readonly meanWaitMs: number | null;
  readonly p90WaitMs: number | null;
  readonly meanTalkMs: number | null;
  readonly occupancy: number | null;
  readonly halfHours: readonly HalfHour[];
}

export interface HalfHour {
  /** Since midnight. */
  readonly fromMs: number;
  readonly offered: number;
  readonly served: number;
  readonly abandoned: number;
  readonly serviceLevel: number | null;
  readonly meanWaiting: number | null;
}

export type SimulationState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** A scenario that is run a number of times, each with its own seed. */
export interface Simulation {
  readonly id: string;
  readonly title: string;
  readonly state: SimulationState;
  readonly by: string;
  readonly scenario: string;
  /** Of the first run; each that follows has the next. */
  readonly seed: number;
  readonly runs: number;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Why it failed. */
  readonly error: string | null;
  readonly results: readonly RunFigures[];
}

/** What the worker is asked for. */
export interface Job {
  readonly scenario: string;
  readonly seeds: readonly number[];
}

/** What the worker says. */
export type Said =
  | { readonly kind: 'run'; readonly figures: RunFigures }
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'done' };
