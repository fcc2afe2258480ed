import { asId, type AgentId, type CallId, type LegId } from '@legwork/core';
import { describe, expect, it, test } from 'vitest';
import { openConsole, type Console } from '../support/console.ts';

/**
 * Who sleeps between two steps, where nobody is kept awake who can sleep. What has slept is another object when it wakes, and says the same; that
 * nobody can tell otherwise is shown wherever an engine is read line by line.
 */
const look = ({ sleepy: { state } }: Console) => {
  const legs = ['c1.1', 'c1.2'].map((id) => state.legs.get(asId<LegId>(id)));
  return { call: state.calls.get(asId<CallId>('c1')), customer: legs[0], agent: legs[1] };
};
/** Whether the call has slept through what does not concern it. */
const sleeps = (c: Console): boolean => {
  const before = look(c);
  expect(before.call).toBeDefined();
  const copy = structuredClone(before);
  c.asks('hold', { call: 'c99' });
  const after = look(c);
  expect(after).toEqual(copy);
  const isAnother = after.call !== before.call;
  expect(after.customer !== before.customer || after.customer === undefined).toBe(isAnother);
  expect(after.agent !== before.agent || after.agent === undefined).toBe(isAnother);
  return isAnother;
};

const offered = (c: Console): void => {
  c.sees('leg.offered', { native: 'ch-1', from: '0901', to: '1900' });
};
const waits = (c: Console): void => {
  offered(c);
  c.sees('leg.answered', { native: 'ch-1' });
  c.sees('leg.played', { native: 'ch-1', prompt: 'welcome' });
  c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
};
const isHeld = (c: Console): void => {
  c.talks();
  c.asks('hold', { call: 'c1' });
  c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
};
const consults = (c: Console): void => {
  c.talks();
  c.asks('consult', { call: 'c1', to: { kind: 'number', number: '+84998' } });
  c.sees('leg.answered', { native: 'c1.3' });
  c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
  for (const native of ['c1.2', 'c1.3']) c.sees('leg.placed', { native, at: 'side' });
};
const isMuted = (c: Console): void => {
  c.talks();
  c.asks('mute', { leg: 'c1.1' });
  c.sees('leg.muted', { native: 'ch-1', on: true });
};
const isRecorded = (c: Console): void => {
  c.talks();
  c.asks('record', { call: 'c1', on: true });
  c.sees('record.started', { call: 'c1' });
};

describe('a call sleeps', () => {
  test.each<readonly [string, (c: Console) => void]>([
    ['that talks', (c) => c.talks()],
    ['that waits for an agent', waits],
    ['whose customer is held', isHeld],
    ['whose agent consults', consults],
    ['whose customer is muted', isMuted],
    ['that is recorded', isRecorded],
  ])('%s', (_, comes) => {
    const c = openConsole();
    comes(c);
    expect(sleeps(c)).toBe(true);
    expect(sleeps(c)).toBe(true);
  });
});

describe('a call stays awake', () => {
  const talks = (then: (c: Console) => void) => (c: Console) => {
    c.talks();
    then(c);
  };
  test.each<readonly [string, (c: Console) => void]>([
    ['whose customer was asked to be held, and is not yet', talks((c) => c.asks('hold', { call: 'c1' }))],
    ['whose recording was asked for', talks((c) => c.asks('record', { call: 'c1', on: true }))],
    [
      'that somebody is to be added to',
      talks((c) => c.asks('consult', { call: 'c1', to: { kind: 'number', number: '1' } })),
    ],
    ['whose customer was asked to be muted', talks((c) => c.asks('mute', { leg: 'c1.1' }))],
    [
      'that may be muted yet, though nobody waits for it any more',
      talks((c) => {
        c.asks('mute', { leg: 'c1.1' });
        c.fires('c1.1:mute');
      }),
    ],
    ['that digits were sent to', talks((c) => c.asks('digits', { leg: 'c1.1', digits: '1' }))],
    [
      'that a supervisor is on the way to',
      talks((c) => c.asks('supervise', { call: 'c1', supervisor: 'minh', mode: 'monitor', scope: 'call' })),
    ],
    ['that a supervisor listens to', talks((c) => c.joins('minh'))],
    [
      'that somebody was called off from, whose phone still rings',
      talks((c) => {
        c.asks('transfer', { call: 'c1', to: { kind: 'number', number: '+84998' } });
        c.asks('cancel', { call: 'c1' });
      }),
    ],
  ])('%s', (_, comes) => {
    const c = openConsole();
    comes(c);
    expect(sleeps(c)).toBe(false);
    expect(sleeps(c)).toBe(false);
  });

  it('until that is over', () => {
    const c = openConsole();
    c.talks();
    c.asks('mute', { leg: 'c1.1' });
    expect(sleeps(c)).toBe(false);
    c.sees('leg.muted', { native: 'ch-1', on: true });
    expect(sleeps(c)).toBe(true);
    c.asks('hold', { call: 'c1' });
    expect(sleeps(c)).toBe(false);
    c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
    expect(sleeps(c)).toBe(true);
  });
});

test('an agent sleeps, whatever they do', () => {
  const c = openConsole();
  const lan = () => c.sleepy.state.agents.get(asId<AgentId>('lan'));
  for (const comes of [() => c.shift('lan'), () => waits(c), () => c.sees('leg.answered', { native: 'c1.2' })]) {
    comes();
    const before = lan();
    const copy = structuredClone(before);
    c.asks('hold', { call: 'c99' });
    expect(lan()).not.toBe(before);
    expect(lan()).toEqual(copy);
  }
});

test('of many calls those that have been awake longest sleep, and the rest is as it was', () => {
  const c = openConsole();
  for (let n = 1; n <= 40; n += 1) c.sees('leg.offered', { native: `in-${n}`, from: `09${n}`, to: '1901' });
  const { calls, legs } = c.sleepy.state;
  expect([calls.size, legs.size]).toEqual([40, 40]);
  for (let n = 1; n <= 40; n += 2) c.sees('leg.ended', { native: `in-${n}`, cause: 'normal' });
  expect([calls.size, legs.size]).toEqual([20, 20]);
  expect([...calls.keys()]).toEqual(Array.from({ length: 20 }, (_, n) => `c${2 * n + 2}`));
  expect([...legs.keys()]).toEqual(Array.from({ length: 20 }, (_, n) => `c${2 * n + 2}.1`));
  expect(calls.has(asId('c1'))).toBe(false);
  expect(calls.get(asId('c1'))).toBeUndefined();
  expect(calls.has(asId('c40'))).toBe(true);
});
