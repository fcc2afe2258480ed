import { assign, createMachine, type AnyStateMachine } from 'xstate';
import { createStepper, type Definition } from '../machine/index.ts';
import { keyOf } from './call.ts';
import { cyclesIn } from './cycles.ts';
import { NotCompilable } from './not-compilable.ts';
import { obstaclesIn } from './supported.ts';

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

/** No machine of sense asks so often in one step. */
const mostPaths = 5_000;

/**
 * Ask XState what it does: with guards and actions replaced by stubs that only take notes, each event is given to each state once for every way
 * in which the guards can answer. What a guard answers cannot change before something was done, so it is asked once between two actions.
 * Throws `NotCompilable` where the machine has a feature that no program can have.
 */
export const probe = <Record, Input extends { readonly type: string }, Out>(
  definition: Definition<Record, Input, Out>,
  config: object,
): Probe => {
  let trace: Trace[] = [];
  let script: readonly boolean[] = [];
  let asked = 0;
  let standing = new Map<string, boolean>();

  const answer = (name: string, params: unknown): boolean => {
    const question = keyOf({ name, params });
    const before = standing.get(question);
    if (before !== undefined) return before;
    const says = script[asked] ?? true;
    asked += 1;
    standing.set(question, says);
    trace.push({ kind: 'asks', name, params, answer: says });
    return says;
  };
  const act = (name: string, params: unknown): void => {
    trace.push({ kind: 'acts', name, params });
  };
  // XState looks again where an edit may have changed something: so does it here.
  const edit = (name: string, params: unknown): object => {
    act(name, params);
    standing = new Map();
    return {};
  };

  const { edits, tellings, guards } = definition;
  refuse(obstaclesIn(definition, config));
  const machine: AnyStateMachine = createMachine(config, {
    actions: {
      ...stubs(['say', ...Object.keys(tellings)], () => () => undefined),
      ...stubs(Object.keys(edits), (name) => assign((_, params) => edit(name, params))),
    },
    guards: stubs(Object.keys(guards), (name) => (_: unknown, params: unknown) => answer(name, params)),
  });
  refuse(cyclesIn(machine.root, (name) => Object.hasOwn(edits, name)));
  const stepper = createStepper(machine, ({ type, params }) => act(type, params));
  // Nobody has asked for anything yet: what a machine would do before its first input, it would do unheard.
  const early = trace.filter(({ kind, name }) => kind === 'asks' || Object.hasOwn(edits, name));
  refuse(early.map(({ name }) => ({ state: stepper.start, feature: `${name} before the first input` })));

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
        if (paths.length > mostPaths)
          throw new NotCompilable([{ state: at, feature: `${type}: more than ${mostPaths} paths` }]);
        next = following(path);
      }
      return paths;
    },
  };
};

const refuse = (obstacles: ConstructorParameters<typeof NotCompilable>[0]): void => {
  if (obstacles.length > 0) throw new NotCompilable(obstacles);
};

const stubs = <Stub>(names: readonly string[], of: (name: string) => Stub): { readonly [name: string]: Stub } =>
  Object.fromEntries(names.map((name) => [name, of(name)]));

/** The answers that lead to the next path: the last yes becomes a no, and what comes after it is open again. */
const following = ({ trace }: Path): readonly boolean[] | null => {
  const answers = trace.flatMap((one) => (one.kind === 'asks' ? [one.answer] : []));
  const last = answers.lastIndexOf(true);
  return last < 0 ? null : [...answers.slice(0, last), false];
};
