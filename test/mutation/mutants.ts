import type { Definition, Named, StateConfig, TransitionConfig } from '@legwork/core';
import {
  chartOf,
  listOf,
  nameOf,
  paramsOf,
  wordsOf,
  type Chart,
  type MachineName,
  type State,
} from '../support/chart.ts';

/** A machine with one thing in its configuration changed, that a test should notice. */
export interface Mutant {
  readonly machine: MachineName;
  /** Says what was changed, and names the mutant: `life.open.queued exit: without timer wait off`. */
  readonly id: string;
  readonly operator: Operator;
  /** The state it is in. */
  readonly path: string;
  /** The event it is about; null where it shows on entering, leaving, or by itself. */
  readonly event: string | null;
  readonly config: () => Config;
}

export type Operator =
  | 'transition dropped'
  | 'target changed'
  | 'guard dropped'
  | 'guard negated'
  | 'action dropped'
  | 'actions swapped'
  | 'word changed'
  | 'refusal changed'
  | 'beginning changed';

type Config = StateConfig<Named, Named>;
/** A configuration that is being changed: one part of it at a time, on a copy. */
interface Draft {
  type?: 'parallel';
  initial?: string;
  entry?: Named | readonly Named[];
  exit?: Named | readonly Named[];
  on?: Record<string, Branch | readonly Branch[]>;
  always?: Branch | readonly Branch[];
  states?: Record<string, Draft>;
}
type Branch = { -readonly [Key in keyof TransitionConfig<Named, Named>]: TransitionConfig<Named, Named>[Key] };

/** Are the two the same whichever comes first? Then swapping them changes nothing. */
export type Commute = (one: Named, other: Named) => boolean;

export const mutantsOf = (machine: MachineName, commute: Commute): readonly Mutant[] => {
  const chart = chartOf(machine);
  const mutants: Mutant[] = [];
  const names = new Map<string, number>();
  for (const state of chart.states) {
    const add = (operator: Operator, event: string | null, what: string, change: (draft: Draft) => void): void => {
      const name = `${state.path === '' ? machine : state.path} ${what}`;
      const again = (names.get(name) ?? 0) + 1;
      names.set(name, again);
      const id = again === 1 ? name : `${name} (${again})`;
      const config = (): Config => {
        const copy = structuredClone(chart.config) as Draft;
        change(draftAt(copy, state.path));
        return copy;
      };
      mutants.push({ machine, id, operator, path: state.path, event, config });
    };
    changeBeginning(state, add);
    changeActions(state, commute, add);
    changeTransitions(chart, state, commute, add);
  }
  return mutants;
};

type Add = (operator: Operator, event: string | null, what: string, change: (draft: Draft) => void) => void;

const changeBeginning = ({ initial, children }: State, add: Add): void => {
  const other = initial === null ? null : siblingOf(initial, children);
  if (other === null) return;
  add('beginning changed', null, `begins in ${lastOf(other)}`, (draft) => void (draft.initial = lastOf(other)));
};

const changeActions = (state: State, commute: Commute, add: Add): void => {
  for (const part of ['entry', 'exit'] as const) {
    for (const { operator, what, actions } of changesOf(state[part], commute)) {
      add(operator, null, `${part}: ${what}`, (draft) => void (draft[part] = actions));
    }
  }
};

const changeTransitions = (
  { name: machine, states }: Chart,
  { transitions }: State,
  commute: Commute,
  add: Add,
): void => {
  for (const { event, branch, to, guard, actions } of transitions) {
    const at = `${event ?? 'always'}${transitions.some((one) => one.event === event && one.branch > 0) ? `[${branch}]` : ''}`;
    const change = (operator: Operator, what: string, edit: (branch: Branch) => Branch | null): void =>
      add(operator, event, `${at}: ${what}`, (draft) => editBranch(draft, event, branch, edit));

    change('transition dropped', 'dropped', () => null);
    if (to !== null) {
      const siblings = states.find(({ children }) => children.includes(to))?.children ?? [];
      const other = siblingOf(to, siblings);
      if (other !== null)
        change('target changed', `to ${other}`, (one) => ({ ...one, target: `#${machine}.${other}` }));
      // A step by itself that leads nowhere would never end.
      if (event !== null) change('target changed', 'stays', (one) => without(one, 'target'));
    }
    if (guard !== null) {
      change('guard dropped', `whether or not ${phraseOf(guard)}`, (one) => without(one, 'guard'));
      change('guard negated', `unless ${phraseOf(guard)}`, (one) => ({ ...one, guard: negated(guard) }));
    }
    for (const { operator, what, actions: changed } of changesOf(actions, commute)) {
      change(operator, what, (one) => ({ ...one, actions: changed }));
    }
  }
};

const without = (branch: Branch, key: keyof Branch): Branch => {
  const copy = { ...branch };
  delete copy[key];
  return copy;
};

interface Change {
  readonly operator: Operator;
  readonly what: string;
  readonly actions: readonly Named[];
}
const changesOf = (actions: readonly Named[], commute: Commute): readonly Change[] => {
  const words = wordsIn(actions);
  return words.flatMap((word, n): readonly Change[] => {
    const instead = (count: number, ...others: readonly Word[]) => words.toSpliced(n, count, ...others).flat();
    const changes: Change[] = [
      { operator: 'action dropped', what: `without ${phraseOf(word[0])}`, actions: instead(1) },
    ];
    const next = words[n + 1];
    if (next !== undefined && !word.every((one) => next.every((other) => commute(one, other)))) {
      const what = `${phraseOf(next[0])} before ${phraseOf(word[0])}`;
      changes.push({ operator: 'actions swapped', what, actions: instead(2, next, word) });
    }
    for (const other of otherWordsFor(word)) {
      const refuses = nameOf(word[0]) === 'say' && paramsOf(word[0])['say'] === 'refuse';
      const what = `${phraseOf(other[0])} instead of ${phraseOf(word[0])}`;
      changes.push({ operator: refuses ? 'refusal changed' : 'word changed', what, actions: instead(1, other) });
    }
    return changes;
  });
};

/**
 * What a configuration is written in: an action, or a telling with the edit that belongs to it, as in `resolve`, `place`, `drop` and `detach` of
 * core/src/call/words.ts. Nobody writes the one without the other, so they are dropped, changed and moved as one.
 */
type Word = readonly [Named, ...Named[]];
const wordsIn = (actions: readonly Named[]): readonly Word[] => {
  const words: Word[] = [];
  for (const action of actions) {
    const last = words.at(-1);
    if (last?.length === 1 && belongsTo(last[0], action)) words.splice(-1, 1, [last[0], action]);
    else words.push([action]);
  }
  return words;
};
const belongsTo = (telling: Named, edit: Named): boolean => {
  const [said, edited] = [paramsOf(telling)['slot'], paramsOf(edit)['slot']];
  const isSameSlot = said === undefined || edited === undefined || said === edited;
  return isSameSlot && (editsOfWord[nameOf(telling)] ?? []).includes(nameOf(edit));
};
const editsOfWord: { readonly [telling: string]: readonly string[] | undefined } = {
  resolve: ['close', 'closeMute', 'closeDigits'],
  resolveUndone: ['close'],
  place: ['move'],
  hangUp: ['drop'],
  detach: ['vacate'],
};

/** The same word with one literal changed, for literals that say something. */
const otherWordsFor = (word: Word): readonly Word[] =>
  Object.entries(paramsOf(word[0])).flatMap(([key, value]) => {
    const other = key === 'refusal' ? otherRefusal(value as { readonly reason: string }) : otherWord(key, value);
    if (other === undefined) return [];
    const change = (action: Named): Named =>
      typeof action === 'string' || !(key in paramsOf(action))
        ? action
        : { type: action.type, params: { ...paramsOf(action), [key]: other } };
    const [first, ...rest] = word;
    return [[change(first), ...rest.map(change)]];
  });
const otherRefusal = ({ reason }: { readonly reason: string }) =>
  reason === 'notNow' ? { reason: 'alreadySo' } : { reason: 'notNow' };
const otherWord = (key: string, value: unknown): unknown => {
  if (typeof value === 'boolean') return !value;
  return typeof value === 'string' ? otherWords[key]?.[value] : undefined;
};
/** Each word by one that would be wrong in its place. */
const otherWords: { readonly [key: string]: { readonly [value: string]: string } | undefined } = {
  outcome: { done: 'failed', failed: 'done', cancelled: 'done', timedOut: 'failed', callGone: 'failed' },
  at: { main: 'treated', side: 'main', treated: 'main' },
  mode: { monitor: 'barge' },
  end: {
    customerLeft: 'failed',
    agentLeft: 'failed',
    hungUp: 'stopped',
    stopped: 'hungUp',
    turnedAway: 'failed',
    failed: 'agentLeft',
  },
  signal: { agentHere: 'agentLeft', agentLeft: 'agentHere', callGone: 'agentLeft' },
  next: { available: 'away', away: 'available', offline: 'available' },
  reason: { asAsked: 'none', missed: 'none', loggedIn: 'none', none: 'missed' },
  fact: {
    answered: 'ringing',
    ringing: 'answered',
    placed: 'muted',
    muted: 'placed',
    ended: 'orphaned',
    orphaned: 'ended',
  },
};

const draftAt = (config: Draft, path: string): Draft =>
  path === '' ? config : path.split('.').reduce<Draft>((at, name) => at.states?.[name] ?? {}, config);

const editBranch = (draft: Draft, event: string | null, branch: number, edit: (one: Branch) => Branch | null): void => {
  const branches = [...listOf(event === null ? draft.always : draft.on?.[event])] as Branch[];
  const edited = edit(branches[branch] ?? {});
  branches.splice(branch, 1, ...(edited === null ? [] : [edited]));
  if (event === null) draft.always = branches;
  else if (branches.length > 0 && draft.on !== undefined) draft.on[event] = branches;
  else if (draft.on !== undefined) delete draft.on[event];
};

/** A guard's opposite. The functions that go with it are made by {@link negations}. */
const negated = (guard: Named): Named =>
  typeof guard === 'string' ? `not ${guard}` : { type: `not ${guard.type}`, params: guard.params };
type Guards<Record, Input extends { readonly type: string }> = Definition<Record, Input, never>['guards'];
export const negations = <Record, Input extends { readonly type: string }>(
  guards: Guards<Record, Input>,
): Guards<Record, Input> =>
  Object.fromEntries(
    Object.entries(guards).map(([name, guard]) => [
      `not ${name}`,
      (record: Record, input: Input, params: never) => !guard(record, input, params),
    ]),
  );

const lastOf = (path: string): string => path.split('.').at(-1) ?? '';
/** The next one among its siblings, the first after the last. */
const siblingOf = (path: string, siblings: readonly string[]): string | null => {
  const next = siblings[(siblings.indexOf(path) + 1) % siblings.length];
  return next === undefined || next === path ? null : next;
};

const phraseOf = (action: Named): string => {
  const name = nameOf(action);
  return [...(name === 'say' ? [] : [name]), ...wordsOf(paramsOf(action))].join(' ');
};
