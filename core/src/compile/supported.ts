import { callOf, described } from './call.ts';
import type { Obstacle } from './not-compilable.ts';
import { aimFrom } from './targets.ts';

/** A part of a configuration, of which nothing is known yet. */
type Config = { readonly [key: string]: unknown };
/** The functions that there are, by their names. */
interface Names {
  readonly edits: object;
  readonly tellings: object;
  readonly guards: object;
}

const wordsOf = (text: string): ReadonlySet<unknown> => new Set(text.split(' '));
const stateKeys = wordsOf('id type initial states entry exit on always history target description meta tags version');
const stateTypes = wordsOf('atomic compound parallel history');
const transitionKeys = wordsOf('target guard actions reenter description meta');

/**
 * What keeps a configuration from being compiled, as far as it can be read off it. Supported are flat, nested and parallel states, entry, exit and
 * initial actions, `always`, history (shallow and deep), forbidden transitions, `reenter`, and several targets at once. Whatever is called has a
 * name that the definition knows, and literal parameters. What would need an actor, a clock or an event of XState's own is not supported.
 */
export const obstaclesIn = (names: Names, root: object): readonly Obstacle[] => {
  const reaches = aimFrom(root);
  return [
    ...clashesIn(names).map((name) => ({ state: '', feature: `two functions by the name of ${name}` })),
    ...statesIn(root as Config, []).flatMap(({ path, state }) => {
      const missed = transitionsOf(state).flatMap(([of, { target }]) =>
        listOf(target).flatMap((one) => (reaches(path, one) ? [] : [`${of}: a target that is ${described(one)}`])),
      );
      const features = [...oddities(state, path), ...beginnings(names, state), ...doings(names, state), ...missed];
      return features.map((feature) => ({ state: path.join('.'), feature }));
    }),
  ];
};

/** `say` is XState's to run, and a name can stand for one thing only. */
const clashesIn = ({ edits, tellings }: Names): readonly string[] =>
  ['say', ...Object.keys(edits), ...Object.keys(tellings)].filter((name, n, all) => all.indexOf(name) < n);

interface Placed {
  readonly path: readonly string[];
  readonly state: Config;
}
const statesIn = (state: Config, path: readonly string[]): readonly Placed[] => [
  { path, state },
  ...Object.entries(childrenOf(state)).flatMap(([name, child]) => statesIn(child, [...path, name])),
];
const childrenOf = ({ states }: Config) => (states ?? {}) as { readonly [name: string]: Config };

/** What is none of the features that are supported, and names that could not be told apart in the name of a configuration. */
const oddities = (state: Config, path: readonly string[]): readonly string[] => [
  ...Object.keys(state).filter((key) => !stateKeys.has(key)),
  ...('type' in state && !stateTypes.has(state['type']) ? [`type ${described(state['type'])}`] : []),
  ...path.slice(-1).flatMap((name) => (/^[\w-]+$/.test(name) ? [] : ['a name of more than letters, digits, _ and -'])),
];

/** A state with others in it begins in one of them, and may do something then. */
const beginnings = (names: Names, state: Config): readonly string[] => {
  const children = Object.keys(childrenOf(state));
  if (children.length === 0 || state['type'] === 'parallel') return [];
  const initial = isObject(state['initial']) ? state['initial'] : { target: state['initial'] };
  return [
    ...(children.includes(initial['target'] as string) ? [] : [`initial: ${described(initial['target'])}`]),
    ...actions(names, 'initial', initial['actions']),
  ];
};

const doings = (names: Names, state: Config): readonly string[] => [
  ...actions(names, 'entry', state['entry']),
  ...actions(names, 'exit', state['exit']),
  ...Object.keys((state['on'] ?? {}) as Config)
    .filter((event) => event === '' || event.includes('*') || event.startsWith('xstate.'))
    .map((event) => `${event}: not the name of one event`),
  ...transitionsOf(state).flatMap(([of, transition]) => [
    ...Object.keys(transition).flatMap((key) => (transitionKeys.has(key) ? [] : [`${of}: ${key}`])),
    ...guards(names, of, transition['guard']),
    ...actions(names, of, transition['actions']),
  ]),
];

/** Every transition, with what sets it off; for a history, what leads on before anything is remembered. */
const transitionsOf = (state: Config): readonly (readonly [of: string, Config])[] => {
  const { on, always, target } = state;
  return [...Object.entries((on ?? {}) as Config), ['always', always] as const, ['target', target] as const].flatMap(
    ([of, some]) => listOf(some).map((one) => [of, isObject(one) ? one : { target: one }] as const),
  );
};

const guards = ({ guards }: Names, of: string, guard: unknown): readonly string[] => {
  if (guard === undefined) return [];
  const call = callOf(guard);
  if (call === null) return [`${of}: a guard that is ${described(guard)}`];
  return Object.hasOwn(guards, call.name) ? [] : [`${of}: no guard by the name of ${call.name}`];
};

const actions = ({ edits, tellings }: Names, of: string, some: unknown): readonly string[] =>
  listOf(some).flatMap((action) => {
    const call = callOf(action);
    if (call === null) return [`${of}: an action that is ${described(action)}`];
    const { name } = call;
    return name === 'say' || Object.hasOwn(edits, name) || Object.hasOwn(tellings, name)
      ? []
      : [`${of}: no action by the name of ${name}`];
  });

const isObject = (value: unknown): value is Config => typeof value === 'object' && value !== null;
const listOf = (some: unknown): readonly unknown[] =>
  some === undefined ? [] : Array.isArray(some) ? (some as readonly unknown[]) : [some];
