import { regionsOf } from '@legwork/core';
import { describe, expect, test } from 'vitest';
import {
  charts,
  isWithin,
  listOf,
  nameOf,
  paramsOf,
  type Chart,
  type State,
  type Transition,
} from '../support/chart.ts';

/** What a configuration may contain: DESIGN.md, "The machines", rules. */
describe.each(charts())('the machine of a $name', (chart) => {
  const transitions = chart.states.flatMap((state) => state.transitions);
  const commands = [
    ...new Set(transitions.flatMap(({ event }) => (event?.startsWith('cmd.') === true ? [event] : []))),
  ];

  test('is made of names and literal parameters: it survives JSON', () => {
    expect(JSON.parse(JSON.stringify(chart.config))).toEqual(chart.config);
  });

  test('uses only what Legwork draws, breaks and compiles: no invoke, spawn, delay, history, final state or wildcard', () => {
    const allowed = ['id', 'type', 'initial', 'entry', 'exit', 'on', 'always', 'states'];
    const keys = configsOf(chart.config).flatMap((config) => Object.keys(config));
    expect(keys.filter((key) => !allowed.includes(key))).toEqual([]);
    expect(configsOf(chart.config).flatMap(({ type }) => (type === undefined ? [] : [type]))).not.toContain('final');
    const inTransitions = configsOf(chart.config)
      .flatMap((config) => [...Object.values(config.on ?? {}).flatMap(listOf), ...listOf(config.always)])
      .flatMap((transition) => Object.keys(transition));
    expect(inTransitions.filter((key) => !['target', 'guard', 'actions', 'reenter'].includes(key))).toEqual([]);
    expect(transitions.filter(({ event }) => event?.includes('*') === true)).toEqual([]);
  });

  test('calls only functions that exist, and each of them', () => {
    const actions = chart.states.flatMap(({ entry, exit, transitions }) => [
      ...entry,
      ...exit,
      ...transitions.flatMap((one) => one.actions),
    ]);
    const guards = transitions.flatMap(({ guard }) => (guard === null ? [] : [guard]));
    const called = new Set(actions.map(nameOf).filter((name) => name !== 'say'));
    expect([...called].toSorted()).toEqual([...chart.edits, ...chart.tellings].toSorted());
    expect([...new Set(guards.map(nameOf))].toSorted()).toEqual([...chart.guards].toSorted());
  });

  test('every target exists, and states that are not parallel begin somewhere', () => {
    const paths = chart.states.map(({ path }) => path);
    expect(transitions.filter(({ to }) => to !== null && !paths.includes(to))).toEqual([]);
    const lost = chart.states.filter(({ children, parallel, initial }) =>
      children.length > 0 && !parallel ? initial === null || !children.includes(initial) : initial !== null,
    );
    expect(lost).toEqual([]);
  });

  test('every state can be reached', () => {
    const reached = new Set<string>();
    const enter = (path: string): void => {
      const state = stateAt(chart, path);
      if (reached.has(path)) return;
      reached.add(path);
      if (path !== '') enter(path.split('.').slice(0, -1).join('.'));
      for (const next of state.parallel ? state.children : listOf(state.initial ?? undefined)) enter(next);
      for (const { to } of state.transitions) if (to !== null) enter(to);
    };
    enter('');
    expect(chart.states.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
  });

  test('steps that follow by themselves come to an end: they have no cycle', () => {
    const next = new Map(chart.states.map(({ path }) => [path, followersOf(chart, path)]));
    const endless = [...next.keys()].filter((path) => {
      const seen = new Set<string>();
      const open = [...(next.get(path) ?? [])];
      for (let one = open.pop(); one !== undefined; one = open.pop()) {
        if (one === path) return true;
        if (seen.has(one)) continue;
        seen.add(one);
        open.push(...(next.get(one) ?? []));
      }
      return false;
    });
    expect(endless).toEqual([]);
  });

  test('every command is refused by the root where no state takes it', () => {
    const root = stateAt(chart, '');
    for (const command of commands) {
      const branches = root.transitions.filter(({ event }) => event === command);
      expect(branches.length, command).toBe(1);
      expect(
        branches.every((branch) => branch.guard === null && refusalsOf(branch).length === 1),
        command,
      ).toBe(true);
    }
  });

  test('no two regions that are active together handle the same command', () => {
    const shared = chart.states
      .filter(({ parallel }) => parallel)
      .flatMap(({ children }) =>
        children.flatMap((one, n) =>
          children.slice(n + 1).flatMap((other) => {
            const theirs = commandsWithin(chart, other);
            return [...commandsWithin(chart, one)].filter((command) => theirs.has(command));
          }),
        ),
      );
    expect(shared).toEqual([]);
  });

  test('whoever handles a command decides it: the last branch has no guard, and no other one lacks it', () => {
    for (const state of chart.states) {
      for (const command of commands) {
        const branches = state.transitions.filter(({ event }) => event === command);
        const unguarded = branches.filter(({ guard }) => guard === null);
        if (branches.length > 0) expect(unguarded, `${state.path} ${command}`).toEqual([branches.at(-1)]);
      }
    }
  });

  test('a transition that refuses does nothing else: one action, no target', () => {
    for (const one of transitions) {
      if (refusalsOf(one).length > 0) expect([one.to, one.actions.length], JSON.stringify(one)).toEqual([null, 1]);
    }
    const entered = chart.states.flatMap(({ entry, exit }) => [...entry, ...exit]);
    expect(entered.filter(isRefusal)).toEqual([]);
  });

  test('only commands are refused', () => {
    const refused = transitions.filter((one) => refusalsOf(one).length > 0).map(({ event }) => event);
    expect(refused.filter((event) => event?.startsWith('cmd.') !== true)).toEqual([]);
  });
});

test('an event that ends a call is handled at talking or above, never inside without leading out', () => {
  const [call] = charts();
  const shadows = call?.states
    .filter(({ path }) => isWithin(path, 'life.open.talking') && path !== 'life.open.talking')
    .flatMap(({ transitions }) => transitions)
    .filter(({ event }) => event === 'customer.gone' || event === 'cmd.stop' || event === 'cmd.hangUp');
  expect(shadows).toEqual([]);
});

test('no two places that a call can be at are told to the world alike', () => {
  const [call] = charts();
  const leaves = call?.states.filter(({ children }) => children.length === 0).map(({ path }) => path) ?? [];
  const inTalk = leaves.filter((path) => isWithin(path, 'life.open.talking'));
  const told = [
    ...leaves.filter((path) => !inTalk.includes(path)),
    ...inTalk
      .filter((path) => path.includes('.hold.'))
      .flatMap((hold) => inTalk.filter((path) => path.includes('.handover.')).map((handover) => `${hold} ${handover}`)),
  ].flatMap((life) => (life.startsWith('recording') ? [] : [`${life} recording.off`, `${life} recording.on`]));
  expect(new Set(told.map((at) => JSON.stringify(regionsOf(at)))).size).toBe(told.length);
});

const stateAt = ({ states }: Chart, path: string): State => {
  const state = states.find((one) => one.path === path);
  if (state === undefined) throw new Error(`no state ${path}`);
  return state;
};

type Config = Chart['config'];
const configsOf = (config: Config): readonly Config[] => [
  config,
  ...Object.values(config.states ?? {}).flatMap(configsOf),
];

const isRefusal = (action: Transition['actions'][number]): boolean =>
  nameOf(action) === 'say' && paramsOf(action)['say'] === 'refuse';
const refusalsOf = ({ actions }: Transition): readonly unknown[] => actions.filter(isRefusal);

const commandsWithin = (chart: Chart, region: string): ReadonlySet<string> =>
  new Set(
    chart.states
      .filter(({ path }) => isWithin(path, region))
      .flatMap(({ transitions }) =>
        transitions.flatMap(({ event }) => (event?.startsWith('cmd.') === true ? [event] : [])),
      ),
  );

/** Where the machine may go on to by itself, once it is in this state: every state entered by an `always` of it or of what it is in. */
const followersOf = (chart: Chart, path: string): readonly string[] =>
  chart.states
    .filter((state) => isWithin(path, state.path))
    .flatMap(({ transitions }) => transitions)
    .flatMap(({ event, to }) => (event === null && to !== null ? entered(chart, to) : []));
const entered = (chart: Chart, path: string): readonly string[] => {
  const { parallel, children, initial } = stateAt(chart, path);
  const next = parallel ? children : listOf(initial ?? undefined);
  return [path, ...next.flatMap((child) => entered(chart, child))];
};
