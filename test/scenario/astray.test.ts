import { expect } from 'vitest';
import type { Mode, Output } from '@legwork/core';
import { story, type Story } from '../support/story.ts';

/** A supervisor's leg that the switch puts somewhere else than it was asked to: whoever hears what they should not is silenced, or brought back. */

/** The switch says where minh's leg is, unasked; what the engine says to it, in short. */
const isSeen = (s: Story, place: object): readonly string[] =>
  s.world
    .feed({ type: 'leg.placed', switch: s.world.switch.id, basis: 'seen', native: s.native('minh'), ...place })
    .flatMap(inShort);
const strays = (s: Story, mode: Mode): readonly string[] =>
  isSeen(s, { at: 'tap', target: s.native('customer'), mode });
const isSilent = (s: Story): readonly string[] => isSeen(s, { at: 'treated' });
const inShort = (output: Output): readonly string[] => {
  if (output.type === 'tap') return [`tap ${output.mode}`];
  if (output.type === 'treat') return [`treat ${output.with}`];
  if (output.type === 'seat.changed') return [`seat ${output.state} ${output.mode}`];
  return output.type === 'hangUp' ? ['hangUp'] : [];
};
const joins = (s: Story, mode: Mode, scope: 'call' | 'agent' = 'call'): void => {
  s.talking('lan');
  expect(s.try('supervise', { supervisor: 'minh', mode, scope })).toBe('done');
};

story('a supervisor who is put to the wrong leg on the way in is asked back in silence, each time', (s) => {
  s.talking('lan');
  s.loses('tap');
  const supervise = s.ask('supervise', { supervisor: 'minh', mode: 'whisper', scope: 'call' });
  s.until(() => s.seat('minh') === 'attaching');
  expect(strays(s, 'monitor')).toEqual(['seat attaching monitor', 'tap monitor']);
  // Who hears nobody has not strayed.
  expect(isSilent(s)).not.toContain('tap monitor');
  s.loses();
  expect(strays(s, 'monitor')).toContain('tap monitor');
  s.pass(3);
  expect([s.outcome(supervise), s.seat('minh')]).toEqual(['done', 'present whisper']);
});

story('a supervisor who is present and put to the wrong leg is asked back to where they were', (s) => {
  joins(s, 'whisper');
  expect(strays(s, 'monitor')).toEqual(['seat changing monitor', 'tap whisper']);
  s.pass(3);
  expect(s.seat('minh')).toBe('present whisper');
});

story('a supervisor who is put to the wrong leg while they are to become louder is taken off', (s) => {
  joins(s, 'monitor');
  s.loses('tap');
  const louder = s.ask('switchMode', { seat: 'minh', mode: 'barge' });
  expect(strays(s, 'barge')).toEqual(['seat leaving barge', 'hangUp']);
  expect(s.outcome(louder)).toContain('failed');
  s.loses();
  s.pass(3);
  expect(s.seat('minh')).toBe('none');
});

story('a supervisor who waits for the next call of an agent, and is made to hear, is silenced again', (s) => {
  joins(s, 'monitor', 'agent');
  s.ask('away', { agent: 'lan', reason: 'lunch' });
  expect(s.try('transfer', { to: 'queue main' })).toBe('done');
  expect(s.seat('minh')).toContain('parked');
  expect(strays(s, 'barge')).toEqual(['seat parked barge', 'treat silence']);
  expect(isSilent(s)).toEqual(['seat parked null']);
  s.pass(3);
  expect(s.seat('minh')).toBe('parked');
});
