import { asId, checkInput, type CallId } from '@legwork/core';
import { asterisk, createWorld, freeswitch, stringee, unlimited, watch, type SwitchShape } from '@legwork/sim';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withDesk } from '../support/contact-centres.ts';
import { hostileInput, type Hostile } from '../support/hostile.ts';
import { failureOf, seedFrom } from '../support/replay.ts';

/** What holds whatever is said; where reports are invented, the others have nothing to hold on to. */
const watched: ReadonlySet<number> = new Set([6, 8, 9, 10]);
const agents = ['lan', 'mai', 'nam', 'hue', 'duc', 'thu'];

/** Calls that are supervised, found and waiting, new ones every now and then, and all that nobody would say about them. */
const live = (inputs: readonly Hostile[], shape: SwitchShape) => {
  const world = createWorld({
    seed: 1,
    shape,
    agents,
    routing: withDesk,
    supervisors: ['minh', 'hoa', 'tam'],
    policy: { parkTimeoutMs: 20_000, followIdleMs: 30_000, silenceMs: 60_000 },
  });
  const seen = watch(world, { everySteps: 25 });
  world.ready(...agents);
  for (const from of ['0901', '0902', '0903']) world.arrive({ from });
  world.switch.find([
    { native: asId('found-1'), role: 'customer', endpoint: asId('0904') },
    { native: asId('found-2'), role: 'agent', endpoint: asId('7001') },
  ]);
  world.pass(6_000);
  const call = asId<CallId>('c1');
  world.ask({ type: 'cmd.supervise', call, supervisor: 'minh', mode: 'barge', scope: 'call' });
  world.ask({ type: 'cmd.supervise', call, supervisor: 'hoa', mode: 'whisper', scope: 'agent' });
  world.pass(6_000);
  for (const [n, { made, thenMs }] of inputs.entries()) {
    if (n % 10 === 9) {
      world.ready(...agents);
      world.arrive({ from: `091${n}` });
    }
    const input = made(world);
    expect(checkInput(input)).toMatchObject({ ok: true });
    world.feed(input);
    world.pass(thenMs);
    // Nothing that can be asked of the engine throws either.
    for (const id of world.engine.state.calls.keys()) world.engine.mayHear(id);
  }
  for (const { native } of world.switch.legs()) world.switch.hangUp(native);
  seen.finish();
  return { world, seen: { ...seen, violations: seen.violations.filter(({ invariant }) => watched.has(invariant)) } };
};

const seed = seedFrom('HOSTILE_SEED', 20_261);
const path = process.env['HOSTILE_PATH'];

it.each([
  ['a switch without limits', unlimited, 120],
  ['Asterisk', asterisk, 80],
  ['FreeSWITCH', freeswitch, 80],
  ['Stringee', stringee, 80],
])(
  'whatever is said, however untrue, the engine answers and goes on (%s)',
  (name, shape, numRuns) => {
    const said = fc.array(hostileInput(), { minLength: 1, maxLength: 80, size: 'max' });
    const property = fc.property(said, (inputs) => {
      const { world, seen } = live(inputs, shape);
      if (seen.violations.length > 0) throw new Error(failureOf(world, seen, 'see below'));
    });
    // What fails is made smaller for a minute, not for as long as that takes.
    const parameters = { seed, numRuns, interruptAfterTimeLimit: 60_000, ...(path === undefined ? {} : { path }) };
    const result = fc.check(property, parameters);
    if (!result.failed) return;
    const again = `HOSTILE_SEED=${result.seed} HOSTILE_PATH=${result.counterexamplePath ?? ''} npm test -- hostile-input -t '${name}'`;
    throw new Error(`again: ${again}\n${fc.stringify(result.counterexample)}`, { cause: result.errorInstance });
  },
  120_000,
);

it.each(['constructor', 'toString', '__proto__'])('%s is no queue', (queue) => {
  const world = createWorld({ seed: 1, agents: ['lan'] });
  world.ready('lan');
  const customer = world.arrive({ from: '0901' });
  world.pass(5_000);
  world.ask({ type: 'cmd.transfer', call: world.callOf(customer) ?? 'none', to: { kind: 'queue', queue } });
  world.ask({ type: 'cmd.originate', to: '0902', hotline: '1900', queue });
  const refusals = world.facts.flatMap((fact) =>
    fact.type === 'command.resolved' && fact.refusal ? [fact.refusal] : [],
  );
  expect(refusals).toEqual([{ reason: 'noSuchQueue' }, { reason: 'noSuchQueue' }]);
});

it('a party who is added and called off, again and again, before a phone has stopped ringing, is heard by nobody', () => {
  const world = createWorld({
    seed: 1,
    agents: ['lan'],
    faults: { effects: [{ kind: 'drop', probability: 1, only: ['hangUp'] }] },
  });
  world.ready('lan');
  const customer = world.arrive({ from: '0901' });
  world.pass(5_000);
  const call = world.callOf(customer) ?? asId<CallId>('none');
  for (let n = 0; n < 40; n += 1) {
    world.ask({ type: 'cmd.addParty', call, to: { kind: 'number', number: `090${n}` } });
    world.ask({ type: 'cmd.cancel', call });
  }
  const mayHear = world.engine.mayHear(call);
  const ears = world.engine.ears(call);
  expect(ears).toHaveLength(42);
  const heard = ears.filter(({ leg }) => ears.some((listener) => mayHear(listener.leg, leg)));
  expect(heard.map(({ party }) => party)).toEqual(['customer', 'agent']);
});
