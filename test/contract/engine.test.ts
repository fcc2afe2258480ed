import { asId, restoreEngine } from '@legwork/core';
import type { CallId, EngineState, LegId } from '@legwork/core';
import { describe, expect, it } from 'vitest';
import { openConsole, type Console } from '../support/console.ts';

const c1 = asId<CallId>('c1');

describe('an engine takes whatever it is given', () => {
  it('refuses a command that is not well formed, by the name of the field', () => {
    const c = openConsole();
    expect(c.asks('hold')).toEqual([
      'command.resolved command=k1 what=cmd.hold outcome=refused cause=invalid refusal={"reason":"invalid","field":"call","allowed":"text of 1 to 128 characters without control characters"} allowed=[]',
    ]);
    expect(c.engine.state.counters).toMatchObject({ inputs: 1, malformed: 0, ignored: 0 });
  });

  it('writes down who asked for something privileged, though it was not well formed', () => {
    const c = openConsole();
    expect(c.asks('stop', { by: { role: 'supervisor', id: 'minh' } }).slice(1)).toEqual([
      'audit command=k1 what=cmd.stop by={"role":"supervisor","id":"minh"} outcome=refused why=invalid',
    ]);
  });

  it('counts what is neither a command that can be answered nor an observation', () => {
    const c = openConsole();
    const by = { role: 'service', id: 'crm' };
    for (const input of [
      {},
      { type: 'leg.ended' },
      { type: 'cmd.hold' },
      { type: 'cmd.hold', id: 'k1' },
      { type: 'cmd.hold', by },
      { type: 'cmd.nothing', id: 'k1', by },
    ])
      expect(c.takes(input), JSON.stringify(input)).toEqual([]);
    expect(c.engine.state.counters).toMatchObject({ inputs: 6, malformed: 6, ignored: 0 });
  });

  it.each([
    ['a timer that was stopped in the meantime', { type: 'timer.fired', timer: 'c1:wait:3' }],
    ...['c9:wait:1', 'c9.1:ring:1', 's9:place:1', 'nobody:wrapUp:1', 'c1:nothing:1', 'wait', ':', 'x:y:z'].map(
      (timer): [string, object] => [`a timer that it never had, ${timer}`, { type: 'timer.fired', timer }],
    ),
    ['an event of a switch that it does not have', { type: 'switch.lost', switch: 'other', basis: 'seen' }],
    ['a leg that it never had', { type: 'leg.answered', switch: 'pbx', basis: 'seen', native: 'x' }],
    ['an answer that was heard already', { type: 'leg.answered', switch: 'pbx', basis: 'seen', native: 'c1.2' }],
    [
      'digits that are pressed at the other end',
      { type: 'leg.digits', switch: 'pbx', basis: 'seen', native: 'ch-1', digits: '1', sent: false },
    ],
    ['a recording of a call that it never had', { type: 'record.started', switch: 'pbx', basis: 'seen', call: 'c9' }],
    [
      'a call that it knows, offered once more',
      { type: 'leg.offered', switch: 'pbx', basis: 'seen', native: 'ch-1', from: '0901', to: '1900' },
    ],
    [
      'a call that is offered under an id of its own',
      { type: 'leg.offered', switch: 'pbx', basis: 'seen', native: 'c7.1', from: '0901', to: '1900' },
    ],
    ['a call that is found without a customer', found({ native: 'b', role: 'agent', endpoint: 'desk/7' })],
    ['a call that is found without an agent', found({ native: 'b', role: 'customer', endpoint: '0902' })],
    [
      'a call that is found with one leg in both places',
      found({ native: 'b', role: 'customer', endpoint: '0902' }, { native: 'b', role: 'agent', endpoint: 'desk/7' }),
    ],
    [
      'a call that is found with a leg that it knows',
      found({ native: 'ch-1', role: 'customer', endpoint: '1' }, { native: 'b', role: 'agent', endpoint: '2' }),
    ],
    [
      'a call that is found with a leg of its own making',
      found({ native: 'a', role: 'customer', endpoint: '1' }, { native: 's4.1', role: 'agent', endpoint: '2' }),
    ],
    ['a hang-up that is refused', refused('hangUp', { native: 'ch-1' })],
    ['a dial that is refused for nobody', refused('dial', {})],
    ['a mute that is refused for nobody', refused('mute', {})],
    ['a mute that is refused and was not asked for', refused('mute', { native: 'c1.2' })],
    ['a join that is refused and was not asked for', refused('join', { native: 'c1.2' })],
    ['a join that is refused for nobody', refused('join', {})],
    ['a prompt that is refused for nobody', refused('play', {})],
    ['a recording that is refused for no call', refused('record', {})],
    ['a recording that is refused and was not asked for', refused('record', { call: 'c1' })],
    ['a redirect that is refused for nobody', refused('redirect', {})],
    ['a redirect that is refused and was not asked for', refused('redirect', { native: 'ch-1' })],
  ])('makes nothing of %s', (_what, input) => {
    const c = openConsole();
    c.talks();
    const before = c.engine.snapshot();
    const { ignored, inputs } = { ...c.engine.state.counters };
    expect(c.takes(input)).toEqual([]);
    expect(c.engine.state.counters).toMatchObject({ ignored: ignored + 1, inputs: inputs + 1, malformed: 0 });
    c.engine.state.counters.ignored = ignored;
    c.engine.state.counters.inputs = inputs;
    expect(c.engine.snapshot()).toBe(before);
  });
});

describe('an engine that is asked', () => {
  it('knows nothing of a call that there is not', () => {
    const { engine } = openConsole();
    const [one, other] = [asId<LegId>('c1.1'), asId<LegId>('c1.2')];
    expect([engine.hears(c1)(one, other), engine.mayHear(c1)(one, other)]).toEqual([false, false]);
    expect([engine.ears(c1), engine.allowed(c1)]).toEqual([[], []]);
  });

  it('knows who hears whom, who may hear whom, and what can be asked of the call', () => {
    const c = openConsole();
    c.talks();
    const [customer, agent] = [asId<LegId>('c1.1'), asId<LegId>('c1.2')];
    c.asks('hold', { call: 'c1' });
    expect([c.engine.hears(c1)(customer, agent), c.engine.mayHear(c1)(customer, agent)]).toEqual([true, true]);
    c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
    expect([c.engine.hears(c1)(customer, agent), c.engine.mayHear(c1)(customer, agent)]).toEqual([false, false]);
    c.asks('resume', { call: 'c1' });
    expect([c.engine.hears(c1)(customer, agent), c.engine.mayHear(c1)(customer, agent)]).toEqual([false, true]);
    expect(c.engine.ears(c1).map(({ leg, up, party }) => [leg, up, party])).toEqual([
      ['c1.1', true, 'customer'],
      ['c1.2', true, 'agent'],
    ]);
    expect(c.engine.allowed(c1)).toEqual(['cmd.drop', 'cmd.record', 'cmd.hangUp', 'cmd.supervise', 'cmd.stop']);
    c.sees('switch.lost');
    expect(c.engine.allowed(c1)).toEqual([]);
  });

  it('gives every effect an id of its own, by the number of the input, and every fact its time', () => {
    const { engine } = openConsole();
    const offered = { type: 'leg.offered', switch: 'pbx', basis: 'seen', native: 'ch-1', from: '0901', to: '1999' };
    engine.step({}, 5_000);
    const outputs = engine.step({ ...offered, to: '1900' }, 7_000);
    expect(outputs.flatMap((one) => ('op' in one ? [one.op] : []))).toEqual(['2.1']);
    const answered = engine.step({ type: 'leg.answered', switch: 'pbx', basis: 'seen', native: 'ch-1' }, 8_000);
    expect(answered.flatMap((one) => ('op' in one ? [one.op] : []))).toEqual(['3.1']);
    expect(
      [...outputs, ...answered].flatMap((one) => ('at' in one && typeof one.at === 'number' ? [one.at] : [])),
    ).toEqual([7_000, 7_000, 7_000, 8_000, 8_000]);
  });
});

describe('an engine that is restored from its snapshot', () => {
  /** Something of everything: a call that talks and is recorded, a supervisor, one that waits, one that rings, an orphan, an open command. */
  const busy = (): Console => {
    const c = openConsole();
    c.talks();
    c.asks('hangUp', { call: 'c1' });
    c.sees('leg.ended', { native: 'c1.2', cause: 'normal' });
    for (const _ of [1, 2, 3]) c.fires('c1.1:kill');
    c.fires('lan:wrapUp');
    c.sees('call.found', {
      legs: [
        { native: 'a', role: 'customer', endpoint: '0902' },
        { native: 'b', role: 'agent', endpoint: 'desk/7' },
      ],
    });
    c.asks('supervise', { call: 'c2', supervisor: 'minh', mode: 'monitor', scope: 'call' });
    c.sees('leg.answered', { native: 's1.1' });
    for (const n of [3, 4]) {
      c.sees('leg.offered', { native: `ch-${n}`, from: `090${n}`, to: '1900' });
      c.sees('leg.answered', { native: `ch-${n}` });
      c.sees('leg.played', { native: `ch-${n}`, prompt: 'welcome' });
      c.pass(100);
    }
    c.asks('claim', { call: 'c2' });
    c.sees('switch.back', { epoch: 'e1', snapshot: null });
    c.sees('switch.lost');
    return c;
  };

  it('knows all that it knew, in the same order', () => {
    const c = busy();
    const again = restoreEngine(c.config, c.engine.snapshot());
    expect(again.snapshot()).toBe(c.engine.snapshot());
    const listed = (state: EngineState) => ({
      ...state,
      acd: state.acd.snapshot(),
      calls: [...state.calls],
      legs: [...state.legs],
      agents: [...state.agents],
    });
    const { state } = again;
    expect(listed(state)).toEqual(listed(c.engine.state));
    for (const kept of [
      state.calls,
      state.legs,
      state.orphans,
      state.seats,
      state.agents,
      state.supervisors,
      state.timers,
      state.open,
      state.lost,
      state.epochs,
    ])
      expect(kept.size).toBeGreaterThan(0);
    expect(state.counters).toMatchObject({ calls: 4, seats: 1 });
  });

  it('goes on as if it had never stopped', () => {
    const c = busy();
    const again = restoreEngine(c.config, c.engine.snapshot());
    const seen = { switch: 'pbx', basis: 'seen' };
    for (const input of [
      { ...seen, type: 'switch.back', epoch: 'e1', snapshot: null },
      { ...seen, type: 'leg.answered', native: 'ch-1' },
      { ...seen, type: 'call.claimed', call: 'c2' },
      { ...seen, type: 'leg.answered', native: 'c3.2' },
      { ...seen, type: 'leg.offered', native: 'ch-5', from: '0905', to: '1900' },
      { type: 'cmd.leave', id: 'x1', by: { role: 'service', id: 'crm' }, seat: 's1' },
      { type: 'cmd.ready', id: 'x2', by: { role: 'service', id: 'crm' }, agent: 'lan' },
    ]) {
      expect(again.step(input, 99_000), input.type).toEqual(c.engine.step(input, 99_000));
    }
    expect(again.snapshot()).toBe(c.engine.snapshot());
  });

  it('is what it was, whatever others in the process have JSON make of sets', () => {
    const { engine } = busy();
    const snapshot = engine.snapshot();
    // A library that draws plots does this to everybody.
    Reflect.set(Set.prototype, 'toJSON', () => 'Set()');
    try {
      expect(engine.snapshot()).toBe(snapshot);
    } finally {
      Reflect.deleteProperty(Set.prototype, 'toJSON');
    }
  });
});

function found(...legs: readonly object[]): object {
  return { type: 'call.found', switch: 'pbx', basis: 'seen', legs };
}
function refused(effect: string, about: object): object {
  return { type: 'effect.refused', switch: 'pbx', basis: 'seen', op: 'none', effect, reason: 'no', ...about };
}
