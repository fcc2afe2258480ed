import { asId, type CallId } from '@legwork/core';
import { describe, expect, it, test } from 'vitest';
import { openConsole, type Console } from '../support/console.ts';

/** Who is at a call, as what, and where they are or may be: what hearing is told by. */
const at = (c: Console, call = 'c1'): readonly string[] =>
  c.engine
    .ears(asId<CallId>(call))
    .map(({ leg, party, place, asked }) =>
      [leg, party, place.at, ...(asked.length > 0 ? ['maybe', ...asked.map((one) => one.at)] : [])].join(' '),
    );
const hears = (c: Console, listener: string, speaker: string, call = 'c1'): boolean =>
  c.engine.mayHear(asId<CallId>(call))(asId(listener), asId(speaker));

test('a supervisor who takes over is one until the takeover is done, and then the agent', () => {
  const c = openConsole();
  c.talks();
  c.joins('minh', 'whisper');
  expect(at(c)).toEqual(['c1.1 customer main', 'c1.2 agent main', 's1.1 seat tap']);
  c.asks('takeover', { call: 'c1', supervisor: 'minh' });
  expect(at(c)).toEqual(['c1.1 customer main maybe main', 'c1.2 agent main', 's1.1 seat tap maybe main']);
  for (const native of ['ch-1', 's1.1']) c.sees('leg.placed', { native, at: 'main' });
  expect(at(c)).toEqual(['c1.1 customer main', 'c1.2 agent main', 's1.1 seat main']);
  c.sees('leg.ended', { native: 'c1.2', cause: 'normal' });
  expect(at(c)).toEqual(['c1.1 customer main', 's1.1 agent main']);
});

test('whoever is rung is the target, and still is when they were called off and ring on', () => {
  const c = openConsole();
  c.talks();
  c.asks('transfer', { call: 'c1', to: { kind: 'number', number: '+84998' } });
  const three = ['c1.1 customer main', 'c1.2 agent main', 'c1.3 target none'];
  expect(at(c)).toEqual(three);
  c.asks('cancel', { call: 'c1' });
  expect(at(c)).toEqual(three);
  c.sees('leg.ended', { native: 'c1.3', cause: 'cancelled' });
  expect(at(c)).toEqual(three.slice(0, 2));
});

test('a supervisor of one call is not at another', () => {
  const c = openConsole();
  c.talks();
  c.talks('mai');
  c.joins('minh');
  expect(at(c)).toContain('s1.1 seat tap');
  expect(at(c, 'c2')).toEqual(['c2.1 customer main', 'c2.2 agent main']);
  expect(hears(c, 's1.1', 'c1.1')).toBe(true);
  expect(hears(c, 's1.1', 'c2.1', 'c2')).toBe(false);
});

describe('a supervisor who follows an agent away from a call', () => {
  const left = ['c1.1 customer none maybe main treated', 'c1.2 agent main maybe main'];
  /** Customer and agent cannot be put together again: the agent is hung up on, and has not ended. */
  const parts = (c: Console): void => {
    c.asks('away', { agent: 'lan', reason: 'lunch' });
    c.sees('leg.placed', { native: 'ch-1', at: 'none' });
    c.fires('c1:place');
    expect(c.engine.state.calls.get(asId('c1'))).toMatchObject({ strays: ['c1.2'], legs: { agent: null } });
  };
  const follows = (c: Console): void => {
    c.talks();
    c.asks('supervise', { call: 'c1', supervisor: 'minh', mode: 'monitor', scope: 'agent' });
    c.sees('leg.answered', { native: 's1.1' });
  };

  it('is at it until they are seen elsewhere, for they tap the agent yet', () => {
    const c = openConsole();
    follows(c);
    c.sees('leg.placed', { native: 's1.1', at: 'tap', target: 'c1.2', mode: 'monitor' });
    parts(c);
    expect(at(c)).toEqual([...left, 's1.1 seat tap maybe treated']);
    expect(hears(c, 's1.1', 'c1.2')).toBe(true);
    c.sees('leg.placed', { native: 's1.1', at: 'treated' });
    expect(at(c)).toEqual(left);
    expect(hears(c, 's1.1', 'c1.2')).toBe(false);
  });

  it('is at it as long as they may tap the agent yet, though they were never seen to', () => {
    const c = openConsole();
    follows(c);
    parts(c);
    expect(at(c)).toContain('s1.1 seat none maybe tap treated');
    expect(hears(c, 's1.1', 'c1.2')).toBe(true);
    c.sees('leg.placed', { native: 's1.1', at: 'treated' });
    expect(at(c)).toEqual(left);
  });

  it('is with the agent at the next one, though somebody waits for an agent at the first', () => {
    const c = openConsole();
    follows(c);
    c.sees('leg.placed', { native: 's1.1', at: 'tap', target: 'c1.2', mode: 'monitor' });
    parts(c);
    c.sees('leg.placed', { native: 's1.1', at: 'treated' });
    c.sees('leg.ended', { native: 'c1.2', cause: 'normal' });
    // mai's phone rings for the first, and for as long as it does lan has another.
    c.shift('mai');
    c.fires('lan:wrapUp');
    c.asks('ready', { agent: 'lan' });
    c.talks();
    expect(at(c)).toEqual(['c1.1 customer none maybe main treated', 'c1.3 agent none']);
    expect(at(c, 'c2')).toEqual(['c2.1 customer main', 'c2.2 agent main', 's1.1 seat treated maybe tap']);
  });
});
