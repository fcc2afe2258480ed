import { agent, call, compiled, interpreted, leg, regionsOf, seat, type Regions } from '@legwork/core';
import { describe, expect, it, test } from 'vitest';

/** The four machines as the engine asks them, and what it makes of where a call's machine is. */
describe.each([
  ['compiled', compiled],
  ['asked of XState', interpreted],
] as const)('Legwork’s own machines, %s,', (_name, make) => {
  it('are each the machine that it is called', () => {
    const deciders = make();
    const begun = {
      leg: deciders.leg.initial(leg.record).at,
      call: deciders.call.initial(call.record).at,
      seat: deciders.seat.initial(seat.record).at,
      agent: deciders.agent.initial(agent.record).at,
    };
    expect(begun).toEqual({ leg: 'new', call: 'life.new recording.off', seat: 'none', agent: 'offline' });
    const first = deciders.call.decide(deciders.call.initial(call.record), { type: 'sig.found' });
    expect(first).toMatchObject({
      kind: 'step',
      state: { at: expect.stringContaining('life.open.talking') as string },
    });
  });
});

test('what was learnt of compiled machines is for all engines of a process', () => {
  expect(compiled()).toBe(compiled());
  expect(compiled().leg.initial(leg.record)).toBe(compiled().leg.initial(leg.record));
});

describe('where a call is, region by region,', () => {
  const begun: Regions = { state: 'arriving', hold: 'open', handover: 'idle', recording: 'off' };
  const talking: Regions = { ...begun, state: 'talking' };
  const within = 'life.open.talking';
  test.each<readonly [at: string, Regions]>([
    ['life.open.arriving recording.off', begun],
    ['life.open.queued recording.on', { ...begun, state: 'queued', recording: 'on' }],
    ['life.closed recording.stopping', { ...begun, state: 'closed', recording: 'stopping' }],
    [`${within}.hold.open ${within}.handover.steady.idle recording.off`, talking],
    [
      `${within}.hold.held ${within}.handover.steady.idle recording.starting`,
      { ...talking, hold: 'held', recording: 'starting' },
    ],
    [`${within}.hold.open ${within}.handover.consulting recording.off`, { ...talking, handover: 'consulting' }],
    [
      `${within}.hold.resuming ${within}.handover.steady.mending recording.on`,
      { state: 'talking', hold: 'resuming', handover: 'mending', recording: 'on' },
    ],
  ])('%s', (at, regions) => {
    expect(regionsOf(at)).toEqual(regions);
    expect(regionsOf(at)).toBe(regionsOf(at));
  });
});
