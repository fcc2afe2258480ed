import { createMachine } from 'xstate';
import { createStepper, type Definition, type Stepper } from '../machine/index.ts';

/** One thing that XState does while it takes a step: it asks a guard and gets an answer, or it runs an action. */
export type Trace =
  | { readonly kind: 'asks'; readonly name: string; readonly params: unknown; readonly answer: boolean }
  | { readonly kind: 'acts'; readonly name: string; readonly params: unknown };

/** Everything XState does with one event in one state, if the guards answer in one way; and where that leads. */
export interface Path {
  readonly trace: readonly Trace[];
  readonly to: string;
}

export interface Probe {
  readonly start: string;
  /** Every path that the guards' answers can make an event take in a state. */
  paths(at: string, type: string): readonly Path[];
}

/** No machine of sense asks more often in one step; one whose `always` goes round in circles never stops asking. */
const MOST_PATHS = 100_000;

/**
 * Ask XState what it does: with guards and actions replaced by stubs that only take notes, each event is given to each state once for every way
 * in which the guards can answer. What a guard answers cannot change before something was done, so it is asked once between two actions.
 */
export const probe = <Record, Input extends { readonly type: string }, Out>(
  { edits, tellings, guards }: Definition<Record, Input, Out>,
  config: unknown,
): Probe => {
  let trace: Trace[] = [];
  let script: readonly boolean[] = [];
  let asked = 0;
  let standing = new Map<string, boolean>();

  const answer = (name: string, params: unknown): boolean => {
    const question = JSON.stringify([name, params]);
    const before = standing.get(question);
    if (before !== undefined) return before;
    const says = script[asked] ?? true;
    asked += 1;
    standing.set(question, says);
    trace.push({ kind: 'asks', name, params, answer: says });
    return says;
  };
  const act = ({ type, params }: { readonly type: string; readonly params?: unknown }): void => {
    trace.push({ kind: 'acts', name: type, params });
    if (type in edits) standing = new Map();
  };

  const names = ['say', ...Object.keys(edits), ...Object.keys(tellings)];
  const stubs = {
    actions: Object.fromEntries(names.map((name) => [name, () => undefined])),
    guards: Object.fromEntries(
      Object.keys(guards).map((name) => [name, (_: unknown, params: unknown) => answer(name, params)]),
    ),
  };
  const stepper: Stepper = createStepper(createMachine(config as object, stubs), act);

  const run = (at: string, type: string, by: readonly boolean[]): Path => {
    trace = [];
    script = by;
    asked = 0;
    standing = new Map();
    return { to: stepper.take(at, {}, { type }).at, trace };
  };

  return {
    start: stepper.start,
    paths: (at, type) => {
      const paths: Path[] = [];
      let next: readonly boolean[] | null = [];
      while (next !== null) {
        const path = run(at, type, next);
        paths.push(path);
        if (paths.length > MOST_PATHS) throw new Error(`${type} in ${at} takes more than ${MOST_PATHS} paths`);
        next = following(path);
      }
      return paths;
    },
  };
};

/** The answers that lead to the next path: the last yes becomes a no, and what comes after it is open again. */
const following = ({ trace }: Path): readonly boolean[] | null => {
  const answers = trace.flatMap((one) => (one.kind === 'asks' ? [one.answer] : []));
  const last = answers.lastIndexOf(true);
  return last < 0 ? null : [...answers.slice(0, last), false];
};
