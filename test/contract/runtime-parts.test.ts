import {
  asId,
  checkInput,
  type CommandId,
  type Command,
  type Fact,
  type NativeId,
  type SwitchEffect,
} from '@legwork/core';
import { createMemoryJournal, createSwitchEvents, startRuntime } from '@legwork/core/runtime';
import { createCentre, createVirtualTime } from '@legwork/sim';
import { describe, expect, it, test } from 'vitest';
import { backoffMs } from '../../core/src/runtime/backoff.ts';
import { createCheckpoints } from '../../core/src/runtime/checkpoints.ts';
import { takenOf, unnamed } from '../../core/src/runtime/taken.ts';
import { createToPerform } from '../../core/src/runtime/to-perform.ts';
import { effectOf, type Wish } from '../support/switchboard.ts';

/** What a runtime is made of, each for itself. */
const effect = (wish: Wish, on = 'pbx'): SwitchEffect => ({ ...effectOf(wish, asId('op')), switch: asId(on) });
const open = (...effects: readonly SwitchEffect[]) =>
  createToPerform(effects.map((one, n) => ({ seq: n + 1, effect: one })));
const inShort = (one: SwitchEffect): string => `${one.switch} ${one.type}${'native' in one ? ` ${one.native}` : ''}`;
const left = (open: ReturnType<typeof createToPerform>) => open.all.map((one) => inShort(one.effect));
const back = (...legs: readonly string[]) =>
  ({
    type: 'switch.back',
    switch: asId<never>('pbx'),
    basis: 'seen',
    epoch: 'e1',
    snapshot: { legs: legs.map((native) => ({ native: asId<NativeId>(native), up: true, at: 'main' as const })) },
  }) as const;

test('what a switch tells before anybody listens is kept for the first who does, and what that brings about comes after it', () => {
  const events = createSwitchEvents();
  const about = { type: 'leg.ringing', switch: asId<never>('pbx'), basis: 'seen' } as const;
  const tell = (native: string): void => events.next({ ...about, native: asId<NativeId>(native) });
  tell('a');
  tell('b');
  const heard: string[] = [];
  events.stream.subscribe((event) => {
    if (event.type !== 'leg.ringing') return;
    heard.push(event.native);
    if (event.native === 'a') tell('c');
  });
  tell('d');
  const late: string[] = [];
  events.stream.subscribe(({ type }) => late.push(type));
  expect([heard, late]).toEqual([['a', 'b', 'c', 'd'], []]);
});

describe('what a crash may have kept from a switch', () => {
  const some = [
    effect({ do: 'dial', leg: 'a' }),
    effect({ do: 'join', leg: 'b' }),
    effect({ do: 'dial', leg: 'c' }, 'other'),
    effect({ do: 'record', on: true }),
  ];

  it('is repeated on the switch that is back, in order, and is none of another’s business', () => {
    const waiting = open(...some);
    const { effects, event } = waiting.back(back('b'));
    expect(effects.map(inShort)).toEqual(['pbx dial a', 'pbx join b', 'pbx record']);
    expect(left(waiting)).toEqual(['other dial c']);
    expect(waiting.all[0]?.seq).toBe(3);
    // Who is dialled now is on the way, and is not to be taken for one who has ended.
    expect(event.snapshot?.legs).toEqual([
      { native: 'b', up: true, at: 'main' },
      { native: 'a', up: false, at: 'none' },
    ]);
    expect(waiting.back(back('b'))).toEqual({ effects: [], event: back('b') });
  });

  it('is not dialled again where the switch has the leg', () => {
    const { effects, event } = open(...some).back(back('a', 'b', 'c'));
    expect(effects.map(inShort)).toEqual(['pbx join b', 'pbx record']);
    expect(event).toEqual(back('a', 'b', 'c'));
  });

  it('is repeated all the same where the switch has no list, and none is made for it', () => {
    const event = { ...back(), snapshot: null };
    const repeated = open(...some).back(event);
    expect(repeated.effects.map(inShort)).toEqual(['pbx dial a', 'pbx join b', 'pbx record']);
    expect(repeated.event).toBe(event);
  });

  it('has had its time when something newer is asked of the same leg of the same switch', () => {
    const waiting = open(...some);
    waiting.supersede(effect({ do: 'hangUp', leg: 'a' }, 'other'));
    waiting.supersede(effect({ do: 'record', on: false }));
    waiting.supersede(effect({ do: 'claim', legs: ['a', 'b'] }));
    expect(left(waiting)).toHaveLength(4);
    waiting.supersede(effect({ do: 'hangUp', leg: 'a' }));
    expect(left(waiting)).toEqual(['pbx join b', 'other dial c', 'pbx record']);
    waiting.supersede(effect({ do: 'redirect', leg: 'x', target: 'b' }));
    expect(left(waiting)).toEqual(['other dial c', 'pbx record']);
    const none = open();
    none.supersede(effect({ do: 'hangUp', leg: 'a' }));
    expect(left(none)).toEqual([]);
  });

  it('is redirected no more when something is asked of whom it was to be connected with', () => {
    const waiting = open(effect({ do: 'redirect', leg: 'a', target: 'b' }));
    waiting.supersede(effect({ do: 'mute', leg: 'c', on: true }));
    expect(left(waiting)).toEqual(['pbx redirect a']);
    waiting.supersede(effect({ do: 'hangUp', leg: 'b' }));
    expect(left(waiting)).toEqual([]);
  });

  it('is nothing to a switch that has forgotten everything', () => {
    const waiting = open(...some);
    waiting.forget(asId('pbx'));
    expect(left(waiting)).toEqual(['other dial c']);
  });
});

test('who has lost something waits twice as long from time to time, up to a bound, and never less than half of it', () => {
  const waits = (attempt: number, drawn: number): number =>
    backoffMs(attempt, { firstMs: 100, mostMs: 5_000 }, { uniform: () => drawn });
  expect([1, 2, 3, 4, 5, 6].map((attempt) => waits(attempt, 0))).toEqual([50, 100, 200, 400, 800, 1_600]);
  expect([1, 2, 6, 7, 1_000].map((attempt) => waits(attempt, 1))).toEqual([100, 200, 3_200, 5_000, 5_000]);
  expect(waits(1, 0.5)).toBe(75);
});

describe('what became of a command', () => {
  const by = { role: 'service', id: 'crm' } as const;
  const command: Command = { type: 'cmd.hold', id: asId<CommandId>('k1'), by, call: asId('c1') };
  const about = (id: string) => ({ command: asId<CommandId>(id), what: 'cmd.hold', call: null, at: 1 }) as const;
  const accepted = (id: string): Fact => ({ type: 'command.accepted', ...about(id) });
  const resolved = (id: string, refusal: { readonly reason: 'notNow' } | null): Fact => ({
    type: 'command.resolved',
    ...about(id),
    outcome: refusal === null ? 'done' : 'refused',
    cause: null,
    refusal,
    allowed: refusal === null ? [] : ['cmd.stop'],
  });

  it('is what is said of it, and not of others that are resolved on the way', () => {
    const taken = (...facts: readonly Fact[]) =>
      takenOf(
        command,
        facts.map((fact, n) => ({ seq: n + 1, fact })),
      );
    expect(taken(accepted('k2'), resolved('k0', null), accepted('k1'), resolved('k1', null))).toEqual({
      accepted: true,
    });
    expect(taken(resolved('k0', { reason: 'notNow' }), resolved('k1', { reason: 'notNow' }))).toEqual({
      accepted: false,
      refusal: { reason: 'notNow' },
      allowed: ['cmd.stop'],
    });
    expect(() => taken(accepted('k2'), resolved('k1', null))).toThrow('bug: nothing became of a command');
  });

  it('is told to whoever asked, and to nobody else, where it does not say by whom or by what name', () => {
    const unheard = (asked: unknown) => unnamed(checkInput(asked));
    expect(unheard(command)).toBeNull();
    expect(unheard({ ...command, call: 7 })).toBeNull();
    for (const field of ['id', 'by'] as const) {
      const { [field]: _, ...rest } = command;
      expect(unheard(rest)).toMatchObject({
        accepted: false,
        refusal: { reason: 'invalid', field },
        allowed: [],
      });
    }
    expect(unheard({ type: 'leg.ended' })).toEqual({
      accepted: false,
      refusal: { reason: 'invalid', field: 'type', allowed: 'a command' },
      allowed: [],
    });
  });
});

test('a checkpoint is due after so many inputs, and where many calls would have to be written, after more in proportion', () => {
  const { config } = createCentre({ seed: 1, time: createVirtualTime() });
  const checkpoints = createCheckpoints({ config, checkpointEvery: 100 } as never, 50);
  const dueAt = (calls: number): number => {
    let seq = 50;
    while (!checkpoints.isDue({ seq, engine: { state: { calls: { size: calls } } } } as never)) seq += 1;
    return seq;
  };
  expect([0, 2_500, 5_000, 10_000].map(dueAt)).toEqual([150, 150, 250, 450]);
});

test('an engine can be looked at through its runtime: who is at a call, who hears whom, what is allowed', async () => {
  const time = createVirtualTime();
  const centre = createCentre({ seed: 3, time, agents: ['lan'], supervisors: [] });
  const runtime = startRuntime({
    config: centre.config,
    switches: new Map([[centre.id, centre.switch]]),
    clock: centre.clock,
    journal: createMemoryJournal(),
  });
  const by = { role: 'service', id: 'crm' } as const;
  for (const type of ['cmd.logIn', 'cmd.ready'] as const)
    await runtime.ask({ type, id: asId<CommandId>(type), by, agent: asId('lan') });
  centre.arrive({ from: '0901' });
  await time.pass(10_000, () => runtime.settled());
  const { engine } = runtime;
  const call = asId<never>('c1');
  const [customer, agent] = engine.ears(call).map(({ leg }) => leg);
  if (customer === undefined || agent === undefined) expect.fail('nobody talks');
  expect([engine.hears(call)(customer, agent), engine.mayHear(call)(agent, customer)]).toEqual([true, true]);
  expect(engine.hears(call)(customer, customer)).toBe(false);
  expect(engine.allowed(call)).toContain('cmd.hold');
  expect(engine.state.calls.size).toBe(1);
  await runtime.close();
  const late = runtime.ask({ type: 'cmd.hold', id: asId<CommandId>('late'), by, call });
  await expect(late).rejects.toThrow('the runtime was closed');
});
