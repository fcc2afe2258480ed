import { asId, type AgentId, type CallId, type Command, type CommandId, type Fact } from '@legwork/core';
import { createMemoryJournal, startRuntime } from '@legwork/core/runtime';
import { expect, onTestFinished, test } from 'vitest';
import { clockOn } from '../../sim/src/centre/index.ts';
import { configOf } from '../../sim/src/world/index.ts';
import { openAsteriskTwinRig } from '../support/asterisk/twin-rig.ts';
import { openFreeswitchRig } from '../support/freeswitch/rig.ts';
import { until } from '../support/freeswitch/until.ts';
import { phoneNames, type SwitchRig } from '../support/switch-contract/rig.ts';
import { systemTime } from '../support/system-time.ts';

const by = { role: 'service', id: 'test' } as const;
type Asking = Command extends infer One ? (One extends Command ? Omit<One, 'id' | 'by'> : never) : never;

type Opening = (how: { readonly id: string }) => Promise<SwitchRig>;

/** One engine, with a switch in the north and one in the south, each with phones of its own. */
const openCentre = async (open: Opening) => {
  const [north, south] = [await open({ id: 'north' }), await open({ id: 'south' })];
  const person = (id: string) => ({ id, endpoint: id, skills: [] });
  const runtime = startRuntime({
    config: configOf(
      { agents: [person('agent'), person('colleague')], supervisors: [person('supervisor')] },
      [north, south].map(({ id, port }) => ({ id, capabilities: port.capabilities })),
    ),
    switches: new Map([north, south].map(({ id, port }) => [id, port])),
    clock: clockOn(systemTime),
    journal: createMemoryJournal(),
  });
  const facts: Fact[] = [];
  runtime.publications.subscribe(({ fact }) => facts.push(fact));
  onTestFinished(async () => {
    await runtime.close();
    for (const rig of [north, south]) await rig.close();
  });
  let asked = 0;
  const does = async (command: Asking): Promise<string> => {
    asked += 1;
    const id = asId<CommandId>(`ask-${asked}`);
    await runtime.ask({ ...command, id, by });
    const end = () =>
      facts.flatMap((fact) => (fact.type === 'command.resolved' && fact.command === id ? [fact.outcome] : []))[0];
    await until(`${command.type} to come to an end`, () => end() !== undefined);
    return end() ?? '';
  };
  return { north, south, runtime, facts, does };
};

const hears = async (rig: SwitchRig, expected: string): Promise<void> => {
  let found = '';
  for (let tries = 0; tries < 1000 && found !== expected; tries += 1) {
    const heard = await rig.hearing();
    found = phoneNames
      .flatMap((name) => (heard[name].length === 0 ? [] : [`${name}: ${heard[name].toSorted().join(' ')}`]))
      .join('; ');
    await rig.pass(20);
  }
  expect(found).toBe(expected);
};

const [first, second] = [asId<CallId>('c1'), asId<CallId>('c2')];
const supervisor = asId<never>('supervisor');

test.each([
  ['FreeSWITCHes', openFreeswitchRig],
  ['Asterisks', openAsteriskTwinRig],
] as const)(
  'one engine has calls on two %s, supervises each where it is, and loses none when one of them is out of reach',
  async (_, open) => {
    const { north, south, facts, runtime, does } = await openCentre(open);
    for (const [rig, agent] of [
      [north, 'agent'],
      [south, 'colleague'],
    ] as const) {
      for (const type of ['cmd.logIn', 'cmd.ready'] as const)
        expect(await does({ type, agent: asId<AgentId>(agent) })).toBe('done');
      rig.phones.customer.call(rig.hotline);
      await hears(rig, `customer: ${agent}; ${agent}: customer`);
    }
    expect(await does({ type: 'cmd.supervise', call: first, supervisor, mode: 'whisper', scope: 'call' })).toBe('done');
    await hears(north, 'customer: agent; agent: customer supervisor; supervisor: agent customer');
    await hears(south, 'customer: colleague; colleague: customer');

    await north.whileLost(async () => {
      await until('the loss', () =>
        facts.some((fact) => fact.type === 'switch.reachable' && fact.switch === north.id && !fact.reachable),
      );
      expect(await does({ type: 'cmd.hold', call: first })).not.toBe('done');
      expect(await does({ type: 'cmd.hold', call: second })).toBe('done');
      await hears(south, '');
      expect(await does({ type: 'cmd.resume', call: second })).toBe('done');
      await hears(south, 'customer: colleague; colleague: customer');
    });
    await until('the north to be back', () =>
      facts.some((fact) => fact.type === 'switch.reachable' && fact.switch === north.id && fact.reachable),
    );
    await hears(north, 'customer: agent; agent: customer supervisor; supervisor: agent customer');
    expect(runtime.live.size).toBe(2);

    // A restart of one ends its calls, and no others.
    await south.restart();
    await until('the end of the second call', () => runtime.live.get(second, runtime.now()) === undefined);
    expect(runtime.live.get(first, runtime.now())?.state).toBe('talking');
    expect(await does({ type: 'cmd.stop', call: first })).toBe('done');
    await until('idle phones', () => phoneNames.every((name) => north.phones[name].state() === 'idle'));
  },
);
