import {
  agent as agentMachine,
  asId,
  build,
  call as callMachine,
  compiled,
  interpret,
  leg as legMachine,
  type CallId,
  type Deciders,
  type Engine,
} from '@legwork/core';
import { createWorld, invariants, watch, type World, type WorldOptions } from '@legwork/sim';
import { expect, it } from 'vitest';
import { valueAt, withValueAt, type Path } from '../support/mutations.ts';

/** What happens in the worlds below: somebody calls, minh supervises, and each world adds what it is about. */
interface Play {
  readonly world: World;
  readonly call: CallId;
}

/** A world with something broken, its play, and the numbers of the invariants that do not hold in it. */
const broken = (options: Partial<WorldOptions>, then: (play: Play) => void = () => undefined): readonly number[] => {
  const world = createWorld({ seed: 1, agents: ['lan', 'mai'], supervisors: ['minh', 'hoa'], ...options });
  const seen = watch(world);
  world.ready('lan');
  const customer = world.arrive({ from: '0901' });
  world.pass(5_000);
  const call = world.callOf(customer);
  if (call === null) throw new Error('nobody called');
  then({ world, call });
  world.pass(20_000);
  world.hangUp(customer);
  world.pass(60_000);
  seen.finish();
  return [...new Set(seen.violations.map(({ invariant }) => invariant))].sort((one, other) => one - other);
};

type Machines = { leg: typeof legMachine; call: typeof callMachine; agent: typeof agentMachine };
const machines: Machines = { leg: legMachine, call: callMachine, agent: agentMachine };

/** Legwork's machines, one of them with something changed somewhere in its configuration. */
const mutant = (name: keyof Machines, path: Path, change: (was: unknown) => unknown): Deciders => {
  const machine = machines[name];
  const was = valueAt(machine.config, path);
  if (was === undefined) throw new Error(`nothing to break at ${path.join('.')}`);
  const config = withValueAt(machine.config, path, change(was));
  return { ...compiled(), [name]: interpret(build(machine as typeof callMachine, config)) };
};

/** A list of actions without the one that reads so. */
const without =
  (words: string) =>
  (was: unknown): unknown =>
    (was as readonly unknown[]).filter((action) => !JSON.stringify(action).includes(words));

const takeOver = ({ world, call }: Play): void => {
  world.ask({ type: 'cmd.takeover', call, supervisor: asId('minh') });
  world.pass(8_000);
};
const hangUp = { type: 'say', params: { say: 'do', deed: 'hangUp' } };
const life = ['states', 'life', 'states', 'open', 'states'];
const handover = [...life, 'talking', 'states', 'handover', 'states'];

const worlds: readonly {
  readonly number: number;
  readonly what: string;
  readonly run: () => readonly number[];
}[] = [
  {
    number: 1,
    what: 'a leg that is asked once to end, and waited for forever',
    run: () =>
      broken({
        deciders: mutant('leg', ['states', 'dropping', 'entry'], () => ['tried', hangUp]),
        faults: { effects: [{ kind: 'drop', probability: 1, only: ['hangUp'] }] },
      }),
  },
  {
    number: 2,
    what: 'a leg that is taken to be silent as soon as it is asked to end',
    run: () =>
      broken(
        {
          deciders: mutant('leg', ['states', 'dropping', 'entry'], (was) => ['unplace', ...(was as [])]),
        },
        ({ world, call }) => void world.ask({ type: 'cmd.stop', call }),
      ),
  },
  {
    number: 3,
    what: 'a takeover that is said to be done while the agent is still there',
    run: () =>
      broken(
        {
          deciders: mutant('call', [...handover, 'releasing', 'entry'], (was) => [
            { type: 'resolve', params: { slot: 'handover', outcome: 'done', cause: null } },
            { type: 'close', params: { slot: 'handover' } },
            ...(was as []),
          ]),
        },
        takeOver,
      ),
  },
  {
    number: 4,
    what: 'a second takeover that is refused without a word about the first',
    run: () =>
      broken(
        {
          deciders: mutant('call', [...life, 'talking', 'states', 'handover', 'on', 'cmd.takeover'], () => ({
            actions: { type: 'say', params: { say: 'refuse', refusal: { reason: 'notNow' } } },
          })),
        },
        (play) => {
          play.world.ask({ type: 'cmd.takeover', call: play.call, supervisor: asId('hoa') });
          takeOver(play);
        },
      ),
  },
  {
    number: 5,
    what: 'an offer during which nobody looks after the customer',
    run: () => broken({ deciders: mutant('call', [...life, 'offering', 'entry'], without('"timer":"place"')) }),
  },
  {
    number: 6,
    what: 'a hold that is forgotten when the call ends',
    run: () =>
      broken(
        {
          deciders: mutant(
            'call',
            ['states', 'life', 'states', 'closing', 'entry'],
            without('"slot":"hold","outcome"'),
          ),
          faults: { effects: [{ kind: 'drop', probability: 1, only: ['treat'] }] },
        },
        ({ world, call }) => {
          world.ask({ type: 'cmd.hold', call });
          world.pass(1_000);
          world.hangUp(asId(`${call}.2`));
        },
      ),
  },
  {
    number: 7,
    what: 'a leg that rings on in the engine when the switch has none',
    run: () =>
      broken(
        { deciders: mutant('leg', ['states', 'ringing', 'on', 'leg.ended'], () => undefined) },
        ({ world, call }) => {
          world.ask({ type: 'cmd.supervise', call, supervisor: asId('minh'), mode: 'monitor', scope: 'call' });
          world.pass(1_000);
          world.switch.lose();
          world.hangUp(asId('s1.1'));
          world.pass(100);
          world.switch.comeBack();
        },
      ),
  },
  {
    number: 8,
    what: 'an engine that keeps one record from the audit',
    run: () =>
      broken(
        {
          around: (engine) => ({
            ...engine,
            step: (input, at) => engine.step(input, at).filter(({ type }) => type !== 'audit'),
          }),
        },
        takeOver,
      ),
  },
  {
    number: 9,
    what: 'an agent who is not free again after a call that they missed',
    run: () =>
      broken({
        deciders: mutant('agent', ['states', 'reserved', 'on', 'sig.missed'], () => undefined),
        answering: () => ({ kind: 'busy', afterMs: 100 }),
      }),
  },
  {
    number: 10,
    what: 'an engine that draws chance',
    run: () => {
      let chance = 0;
      const around = (engine: Engine): Engine => ({
        ...engine,
        step: (input, at) => {
          engine.state.counters.ignored += chance;
          return engine.step(input, at);
        },
        snapshot: () => {
          chance = 1;
          return engine.snapshot();
        },
      });
      return broken({ around });
    },
  },
];

it.each(worlds)('invariant $number alone is broken by $what', ({ number, run }) => {
  expect(run()).toEqual([number]);
});

it('no invariant is broken in the same world where nothing is', () => {
  expect(broken({}, takeOver)).toEqual([]);
});

it('each invariant has its number, its name and its sentence', () => {
  expect(invariants.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  for (const { name, says } of invariants) expect(name.length * says.length).toBeGreaterThan(0);
});
