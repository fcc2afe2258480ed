import { build, compile, interpret, type Decider } from '@legwork/core';
import { describe, expect, it, test } from 'vitest';
import { washer, type Washer, type WasherInput, type WasherOut } from '../support/foreign/washer.ts';

/** What a machine remembers of states that it has left is a part of where it is, and of how that is called. */
describe.each<readonly [string, () => Decider<Washer, WasherInput, WasherOut>]>([
  ['asked of XState', () => interpret(build(washer))],
  ['compiled', () => compile(washer)],
])('a machine with a history, %s,', (_, made) => {
  type Told = WasherInput['type'];
  const told = (at: string, ...inputs: readonly Told[]) => {
    let state = { at, record: washer.record };
    for (const type of inputs) {
      const decision = made().decide(state, type === 'level' ? { type, full: true } : { type });
      if (decision.kind === 'step') state = decision.state;
    }
    return state.at;
  };

  it('goes back to the very step in which the power went, in every region', () => {
    const off = 'off on.whereItWas=on.work.programme.moving.turning,on.lock.locked';
    expect(told('off', 'start', 'child', 'next', 'level', 'next', 'powerLost')).toBe(
      `${off} on.work.programme.lastStep=on.work.programme.moving`,
    );
    expect(told(off, 'powerBack')).toBe(
      'on.work.programme.moving.turning on.lock.locked on.whereItWas=on.work.programme.moving.turning,on.lock.locked',
    );
  });
  it('goes back to a step, and begins it anew, where it remembers no more than that', () => {
    const paused = 'on.work.paused on.lock.open on.work.programme.lastStep=on.work.programme.moving';
    expect(told('on.work.programme.moving.turning on.lock.open', 'open')).toBe(paused);
    expect(told(paused, 'shut')).toBe(
      'on.work.programme.moving.soaking on.lock.open on.work.programme.lastStep=on.work.programme.moving',
    );
  });
  it('begins where nothing is remembered', () => {
    expect(told('off', 'powerBack')).toBe('on.work.idle on.lock.open');
    expect(told('on.work.paused on.lock.open', 'shut')).toBe('on.work.programme.filling on.lock.open');
  });
  it('goes into several regions at once, and remembers what it left last', () => {
    expect(told('off', 'start', 'next', 'service')).toBe(
      'on.work.spinning on.lock.locked on.work.programme.lastStep=on.work.programme.filling',
    );
    expect(told('on.work.spinning on.lock.locked', 'again')).toBe(
      'on.work.idle on.lock.open on.whereItWas=on.work.spinning,on.lock.locked',
    );
  });
  test.each([
    'on.work.idle',
    'on.work.nowhere on.lock.open',
    'nowhere',
    'off on.whereItWas=on.nowhere',
    'off on.no=off',
  ])('is nowhere by the name of %s', (at) => {
    expect(() => made().decide({ at, record: washer.record }, { type: 'start' })).toThrow(
      /no such state|does not exist/,
    );
  });
});

test('what goes wrong while a machine starts is not kept from anybody', () => {
  const { config } = washer;
  const broken = {
    ...washer,
    config: { ...config, states: { off: { always: { guard: 'full', target: 'on' } }, on: {} } },
  };
  const full = (): never => {
    throw new Error('no water');
  };
  expect(() => interpret(build({ ...broken, guards: { full } }))).toThrow('no water');
});
