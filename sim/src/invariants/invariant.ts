import type { Agent, Call, CallId, Input, Output } from '@legwork/core';
import type { World } from '../world/index.ts';
import type { Reports } from './reports.ts';

/** One of the ten sentences that hold at every moment of every world, and how it is checked. */
export interface Invariant {
  readonly number: number;
  readonly name: string;
  /** The sentence, in words. */
  readonly says: string;
  /** Begins to look on. */
  readonly watch: (scene: Scene) => Checks;
}

/** What one invariant looks at, and when. Everything is optional; each is called after the engine has come to rest. */
export interface Checks {
  /** After each step. */
  readonly step?: (moment: Moment) => void;
  /** For a call that a step has touched, and for every call from time to time. */
  readonly call?: (call: Call) => void;
  /** For a call of whose legs something has become true on the switch, before anybody is told. */
  readonly truth?: (call: Call) => void;
  /** For an agent whom a step has touched, and for every agent from time to time. */
  readonly agent?: (agent: Agent) => void;
  /** From time to time, and at the end. */
  readonly everything?: () => void;
  /** When nothing is left to happen. */
  readonly end?: () => void;
}

/** One step of the engine. */
export interface Moment {
  readonly at: number;
  readonly input: Input;
  readonly outputs: readonly Output[];
}

/** What an invariant may look at, and where it says what it has found. */
export interface Scene {
  readonly world: World;
  readonly reports: Reports;
  /** Every input so far. */
  readonly inputs: readonly { readonly at: number; readonly input: Input }[];
  /** One check: counted, and a violation where it does not hold. `what` says in words what is wrong. */
  readonly check: (holds: boolean, call: CallId | null, what: () => string) => void;
}
