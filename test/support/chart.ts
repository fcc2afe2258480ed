import { agent, call, leg, seat } from '@legwork/core';
import type { Named, StateConfig, TransitionConfig } from '@legwork/core';

/** One of the four machines, opened: its configuration as flat lists, for whoever draws it, checks its rules or breaks it on purpose. */
export interface Chart {
  readonly name: MachineName;
  readonly config: StateConfig<Named, Named>;
  /** Names of the functions that the configuration may call. */
  readonly edits: readonly string[];
  readonly tellings: readonly string[];
  readonly guards: readonly string[];
  /** The root first, then every state after its parent, in document order. */
  readonly states: readonly State[];
}

export interface State {
  /** `life.open.queued`; empty for the root. */
  readonly path: string;
  readonly parallel: boolean;
  readonly initial: string | null;
  readonly children: readonly string[];
  readonly entry: readonly Named[];
  readonly exit: readonly Named[];
  readonly transitions: readonly Transition[];
}

export interface Transition {
  readonly from: string;
  /** Null for a transition that is taken as soon as its guard holds. */
  readonly event: string | null;
  /** Its place among the branches for the same event. */
  readonly branch: number;
  /** Null where it stays. */
  readonly to: string | null;
  readonly guard: Named | null;
  readonly actions: readonly Named[];
}

export type MachineName = 'call' | 'leg' | 'seat' | 'agent';
export const definitions = { call, leg, seat, agent } as const;

export const chartOf = (name: MachineName): Chart => {
  const { config, edits, tellings, guards } = definitions[name];
  return {
    name,
    config,
    edits: Object.keys(edits),
    tellings: Object.keys(tellings),
    guards: Object.keys(guards),
    states: statesIn(config, '', config.id ?? ''),
  };
};
export const charts = (): readonly Chart[] => (['call', 'leg', 'seat', 'agent'] as const).map(chartOf);

const statesIn = (config: StateConfig<Named, Named>, path: string, id: string): readonly State[] => {
  const children = Object.entries(config.states ?? {});
  const inside = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const branches = (event: string | null, some: Several<TransitionConfig<Named, Named>>): readonly Transition[] =>
    listOf(some).map(({ target, guard, actions }, branch) => ({
      from: path,
      event,
      branch,
      to: target === undefined ? null : pathOf(target, path, id),
      guard: guard ?? null,
      actions: listOf(actions),
    }));
  const own: State = {
    path,
    parallel: config.type === 'parallel',
    initial: config.initial === undefined ? null : inside(config.initial),
    children: children.map(([name]) => inside(name)),
    entry: listOf(config.entry),
    exit: listOf(config.exit),
    transitions: [
      ...Object.entries(config.on ?? {}).flatMap(([event, some]) => branches(event, some)),
      ...branches(null, config.always),
    ],
  };
  return [own, ...children.flatMap(([name, child]) => statesIn(child, inside(name), id))];
};

/** XState's three ways to name a target: by id from the root, a child of the source, a sibling of the source. */
const pathOf = (target: string | readonly string[], from: string, id: string): string => {
  if (typeof target !== 'string') throw new Error(`several targets in ${from}: no machine of Legwork's has them`);
  if (target.startsWith('#')) return target.slice(id.length + 2);
  if (target.startsWith('.')) return `${from}${target}`.replace(/^\./, '');
  const parent = from.split('.').slice(0, -1);
  return [...parent, target].join('.');
};

type Several<T> = T | readonly T[] | undefined;
export const listOf = <T>(some: Several<T>): readonly T[] =>
  some === undefined ? [] : Array.isArray(some) ? (some as readonly T[]) : [some as T];

export const nameOf = (named: Named): string => (typeof named === 'string' ? named : named.type);
/** The literal parameters by name; none where the function takes none. */
export const paramsOf = (named: Named): { readonly [name: string]: unknown } =>
  typeof named === 'string' ? {} : (named.params as { readonly [name: string]: unknown });

/** Literal parameters in a few words: `customer main`, `wait on`. */
export const wordsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [value.toString()];
  if (typeof value === 'boolean') return [value ? 'on' : 'off'];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsOf) : [];
};

/** The same state, or inside of it. */
export const isWithin = (path: string, outer: string): boolean =>
  outer === '' || path === outer || path.startsWith(`${outer}.`);
