import { assign, createMachine, enqueueActions, type AnyStateMachine } from 'xstate';
import type { Refusal } from '../vocabulary/index.ts';

/**
 * What a Legwork machine is made of. Its configuration is an XState configuration that holds names and literal parameters only, so that it
 * can be drawn, mutated and compiled. The functions behind the names are plain, so that every interpreter calls the same ones: an *edit*
 * changes the record, a *telling* says any number of outputs in order, a *guard* looks at the record and the input. The action `say` says its
 * literal parameters.
 */
export interface Definition<Record, Input extends Typed, Out> {
  readonly config: StateConfig<Named, Named>;
  readonly record: Record;
  readonly edits: Edits<Record, Input>;
  readonly tellings: Tellings<Record, Input, Out>;
  readonly guards: Guards<Record, Input>;
}

interface Typed {
  readonly type: string;
}
/** A function of the definition by its name, with its literal parameters where it takes any. */
export type Named = string | { readonly type: string; readonly params: unknown };
export type Writable<Record> = { -readonly [Key in keyof Record]: Record[Key] };
interface Edits<Record, Input> {
  readonly [name: string]: (record: Writable<Record>, input: Input, params: never) => void;
}
interface Tellings<Record, Input, Out> {
  readonly [name: string]: (record: Record, input: Input, say: (out: Out) => void, params: never) => void;
}
interface Guards<Record, Input> {
  readonly [name: string]: (record: Record, input: Input, params: never) => boolean;
}

/** A transition: where to, on what condition, doing what. Without a target the state stays as it is; several are in as many regions. */
export interface TransitionConfig<Act, Guard> {
  readonly target?: string | readonly string[];
  readonly guard?: Guard;
  readonly actions?: Act | readonly Act[];
  readonly reenter?: true;
}
/** The part of XState's state configuration that Legwork's machines, and what runs them, know. */
export interface StateConfig<Act, Guard, InputType extends string = string> {
  readonly id?: string;
  readonly type?: 'parallel' | 'history';
  /** Of a history: whether it leads back to the state's own states, or to theirs as well. */
  readonly history?: 'shallow' | 'deep';
  /** Of a history: where it leads before anything is remembered. */
  readonly target?: string;
  readonly initial?: string;
  readonly entry?: Act | readonly Act[];
  readonly exit?: Act | readonly Act[];
  readonly on?: {
    readonly [Type in InputType]?: TransitionConfig<Act, Guard> | readonly TransitionConfig<Act, Guard>[];
  };
  readonly always?: TransitionConfig<Act, Guard> | readonly TransitionConfig<Act, Guard>[];
  readonly states?: { readonly [name: string]: StateConfig<Act, Guard, InputType> };
}

/** A name alone where the function takes no parameters, `{ type, params }` where it does. */
type Call<Name, Params> = unknown extends Params ? Name : { readonly type: Name; readonly params: Params };
type EditCalls<E> = {
  [Name in keyof E]: E[Name] extends (record: never, input: never, params: infer P) => void ? Call<Name, P> : never;
}[keyof E];
type TellingCalls<T> = {
  [Name in keyof T]: T[Name] extends (record: never, input: never, say: never, params: infer P) => void
    ? Call<Name, P>
    : never;
}[keyof T];
type GuardCalls<G> = {
  [Name in keyof G]: G[Name] extends (record: never, input: never, params: infer P) => boolean ? Call<Name, P> : never;
}[keyof G];

export type ActOf<E, T, Out> = EditCalls<E> | TellingCalls<T> | { readonly type: 'say'; readonly params: Out };
export type GuardOf<G> = GuardCalls<G>;

export interface Refuses {
  readonly say: 'refuse';
  readonly refusal: Refusal;
}

/** XState keeps a machine's record in a box, because `assign` copies key by key and strips prototypes. */
interface Box {
  readonly record: object;
}

/** The XState machine of a definition; with another configuration, the machine that configuration makes of the same functions. */
export const build = <Record extends object, Input extends Typed, Out>(
  definition: Definition<Record, Input, Out>,
  config: unknown = definition.config,
): AnyStateMachine => {
  const actions: { [name: string]: unknown } = { say: () => undefined };
  for (const [name, edit] of Object.entries(definition.edits)) {
    actions[name] = assign(({ context, event }: { context: Box; event: Typed }, params: never) => {
      const record = { ...context.record } as Writable<Record>;
      edit(record, event as Input, params);
      return { record };
    });
  }
  for (const [name, tell] of Object.entries(definition.tellings)) {
    actions[name] = enqueueActions(({ context, event, enqueue }, params: never) => {
      const say = (out: Out): void => enqueue({ type: 'say', params: out });
      tell((context as Box).record as Record, event as Typed as Input, say, params);
    });
  }
  const guards: { [name: string]: unknown } = {};
  for (const [name, guard] of Object.entries(definition.guards)) {
    guards[name] = ({ context, event }: { context: Box; event: Typed }, params: never) =>
      guard(context.record as Record, event as Input, params);
  }
  return createMachine({ ...(config as object), context: { record: definition.record } }, {
    actions,
    guards,
  } as object);
};
