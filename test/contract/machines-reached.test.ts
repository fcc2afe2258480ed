import { beforeAll, describe, expect, test } from 'vitest';
import { build, interpret, interpreted } from '@legwork/core';
import type { Decider, MachineState } from '@legwork/core';
import { asterisk, freeswitch, stringee, unlimited } from '@legwork/sim';
import { chartOf, definitions, type MachineName } from '../support/chart.ts';
import { randomWorld } from '../support/random-world.ts';
import { noting, type Input, type Reached } from '../support/reached.ts';

/** Laws that hold in every state that people, switches and faults bring a machine into. */
type AnyDecider = Decider<object, Input, { readonly say: string }>;
const names: readonly MachineName[] = ['call', 'leg', 'seat', 'agent'];

const machines = noting();
beforeAll(() => {
  const faults = {
    events: [
      { kind: 'drop', probability: 0.05 } as const,
      { kind: 'duplicate', probability: 0.1, againAfterMs: [0, 4_000] } as const,
    ],
    effects: [{ kind: 'drop', probability: 0.03 } as const],
  };
  const shapes = [unlimited, asterisk, freeswitch, stringee];
  for (let seed = 1; seed <= 20; seed += 1) {
    const shape = shapes[seed % shapes.length] ?? unlimited;
    randomWorld({
      seed,
      shape,
      deciders: machines,
      acts: 100,
      breaks: seed % 3 === 0,
      ...(seed > 12 ? { faults } : {}),
    });
  }
});

describe.each(names)('in every reached state of a %s', (name) => {
  const decider = (): AnyDecider => interpreted()[name];
  const reached = (): Reached => machines.reached[name];

  test('a command is taken on or refused, never passed over; a refusal changes nothing and comes alone', () => {
    const machine = decider();
    const commands = commandsOf(reached());
    expect(commands.length).toBeGreaterThan(name === 'call' ? 15 : 1);
    for (const state of someOf(reached())) {
      const before = JSON.stringify(state);
      for (const command of commands) {
        // A refusal that is not alone, or comes with a change, throws.
        const { kind } = machine.decide(state, command);
        expect(kind, `${command.type} in ${state.at}`).not.toBe('ignored');
      }
      expect(JSON.stringify(state)).toBe(before);
    }
  });

  test('the record holds small numbers, yes or no, and words: no time, no text, no id of anything', () => {
    for (const { record } of reached().states.values()) {
      for (const [field, value] of Object.entries(record))
        expect(isSmall(value), `${field}: ${JSON.stringify(value)}`).toBe(true);
    }
  });

  test('a machine that is restored by the name of its state goes on as if it had never stopped', () => {
    const machine = decider();
    const restored = new Map<string, AnyDecider>();
    for (const state of someOf(reached())) {
      // One that has been nowhere: it finds the state by its name alone.
      const other = restored.get(state.at) ?? decider();
      restored.set(state.at, other);
      for (const input of fewOf(reached()))
        expect(other.decide(thawed(state), input)).toEqual(machine.decide(state, input));
    }
    expect(restored.size).toBeGreaterThan(5);
  });

  test('what it is asked does not depend on what it was asked before', () => {
    const { config } = definitions[name];
    const fresh = interpret<object, Input, { readonly say: string }>(build(definitions[name] as never, config));
    const machine = decider();
    for (const state of someOf(reached())) {
      for (const input of fewOf(reached())) expect(fresh.decide(state, input)).toEqual(machine.decide(state, input));
    }
  });
});

test('random worlds bring the machines into nearly every state that they have', () => {
  const missing = names.flatMap((name) => {
    const at = new Set([...machines.reached[name].states.values()].flatMap((state) => state.at.split(' ')));
    const leaves = chartOf(name).states.filter(({ children }) => children.length === 0);
    return leaves.map(({ path }) => path).filter((path) => !at.has(path));
  });
  // `over` is left in the step that enters it.
  expect(missing.filter((path) => path !== 'over')).toEqual([]);
});

/** At most some hundreds, spread over all that was reached, and one at least for each state by name. */
const someOf = ({ states }: Reached): readonly MachineState<object>[] => {
  const all = [...states.values()];
  const every = Math.ceil(all.length / 300);
  const byName = new Map(all.map((state) => [state.at, state]));
  return [...new Set([...byName.values(), ...all.filter((_state, n) => n % every === 0)])];
};

const commandsOf = ({ inputs }: Reached): readonly Input[] =>
  [...inputs.values()].filter(({ type }) => type.startsWith('cmd.'));

/** One input of each type: the behaviour of a state shows in what it makes of them. */
const fewOf = ({ inputs }: Reached): readonly Input[] => [
  ...new Map([...inputs.values()].map((input) => [input.type, input])).values(),
];

const thawed = (state: MachineState<object>) => JSON.parse(JSON.stringify(state)) as MachineState<object>;

const isSmall = (value: unknown): boolean => {
  if (typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 && value < 65_536;
  if (typeof value === 'string') return /^[a-z][A-Za-z]{0,15}$/.test(value);
  return Array.isArray(value) && value.length <= 4 && value.every(isSmall);
};
