import { asId, type AgentId, type CallId, type NativeId } from '@legwork/core';
import { asterisk, createWorld, freeswitch, stringee, unlimited, watch, type SwitchShape } from '@legwork/sim';
import fc from 'fast-check';
import { it } from 'vitest';
import { hostileInput, type Hostile } from '../support/hostile.ts';
import { failureOf, seedFrom } from '../support/replay.ts';

const agents = ['lan', 'mai', 'nam', 'hue'];

/** What holds whatever the engine is told: what the switch truly does is another matter where the reports are invented. */
const stillHolds: ReadonlySet<number> = new Set([6, 8, 9, 10]);

/** Three calls, two of them supervised and one found, and between their doings what nobody would say. */
export const live = (inputs: readonly Hostile[], shape: SwitchShape) => {
  const world = createWorld({
    seed: 1,
    shape,
    agents,
    supervisors: ['minh', 'hoa', 'tam'],
    policy: { parkTimeoutMs: 20_000, followIdleMs: 30_000, silenceMs: 60_000 },
  });
  const seen = watch(world, { everySteps: 25 });
  world.ready(...agents);
  const customers = ['0901', '0902'].map((from) => world.arrive({ from }));
  world.switch.find([
    { native: asId<NativeId>('found-1'), role: 'customer', endpoint: asId('0903') },
    { native: asId<NativeId>('found-2'), role: 'agent', endpoint: asId('7001') },
  ]);
  world.pass(6_000);
  const [first] = customers;
  const call = first === undefined ? null : world.callOf(first);
  const supervised = { type: 'cmd.supervise', call: call ?? asId<CallId>('c1') } as const;
  world.ask({ ...supervised, supervisor: 'minh', mode: 'barge', scope: 'call' });
  world.ask({ ...supervised, supervisor: 'hoa', mode: 'whisper', scope: 'agent' });
  world.pass(6_000);
  for (const input of inputs) {
    world.feed(input.made(world));
    world.pass(input.thenMs);
  }
  world.ready(...agents.map((agent) => asId<AgentId>(agent)));
  world.pass(60_000);
  for (const { native } of world.switch.legs()) world.switch.hangUp(native);
  seen.finish();
  return { world, seen: { ...seen, violations: seen.violations.filter(({ invariant }) => stillHolds.has(invariant)) } };
};

const seed = seedFrom('HOSTILE_SEED', 20_261);
const path = process.env['HOSTILE_PATH'];

it.each([
  ['a switch without limits', unlimited, 150],
  ['Asterisk', asterisk, 100],
  ['FreeSWITCH', freeswitch, 100],
  ['Stringee', stringee, 100],
])(
  'whatever it is told, well formed and untrue, the engine goes on on %s',
  (name, shape, numRuns) => {
    const property = fc.property(fc.array(hostileInput(), { minLength: 1, maxLength: 60, size: 'max' }), (inputs) => {
      const { world, seen } = live(inputs, shape);
      if (seen.violations.length > 0) throw new Error(failureOf(world, seen, 'see below'));
    });
    const result = fc.check(property, { seed, numRuns, ...(path === undefined ? {} : { path }) });
    if (!result.failed) return;
    const again = `HOSTILE_SEED=${result.seed} HOSTILE_PATH=${result.counterexamplePath ?? ''} npm test -- hostile-input -t '${name}'`;
    throw new Error(`${String(result.errorInstance)}\nagain: ${again}\n${JSON.stringify(result.counterexample)}`, {
      cause: result.errorInstance,
    });
  },
  60_000,
);
