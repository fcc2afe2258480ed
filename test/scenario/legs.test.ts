import { expect } from 'vitest';
import { story, together } from '../support/story.ts';

story('a muted agent hears the customer and is heard by nobody', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
  expect(s.try('mute', { leg: 'lan', by: 'lan' })).toBe('done');
  expect(s.hearing()).toEqual({ customer: '', lan: 'customer', minh: 'customer' });
  expect(s.believed()).toEqual(s.hearing());
  expect(s.try('unmute', { leg: 'lan', by: 'lan' })).toBe('done');
  expect(s.hearing()).toEqual({ ...together('customer', 'lan'), minh: 'customer lan' });
});

story('a mute lasts through hold and resume', (s) => {
  s.talking('lan');
  s.try('mute', { leg: 'customer' });
  s.try('hold');
  s.try('resume');
  expect(s.hearing()).toEqual({ customer: 'lan', lan: '' });
});

story('digits are sent to the leg that is meant', (s) => {
  s.talking('lan');
  expect(s.try('digits', { leg: 'customer', digits: '12#' })).toBe('done');
});

for (const [what, effect] of [
  ['mute', 'mute'],
  ['digits', 'digits'],
] as const) {
  story(`a ${what} that the switch does not perform times out, and can be asked for again`, (s) => {
    s.talking('lan');
    s.loses(effect);
    const how = what === 'mute' ? { leg: 'lan' } : { leg: 'lan', digits: '1' };
    const first = s.ask(what, how);
    expect(s.try(what, how)).toBe(`refused conflict ${what}`);
    expect(s.outcome(first)).toBe('timedOut');
    s.loses();
    expect(s.try(what, how)).toBe('done');
  });
  story(`a ${what} under way is gone with its leg`, (s) => {
    s.talking('lan');
    const command = s.ask(what, what === 'mute' ? { leg: 'lan' } : { leg: 'lan', digits: '1' });
    s.hangsUp('lan');
    s.pass(2);
    expect(s.outcome(command)).toBe('callGone');
  });
}

story('an unmute that the switch does not perform times out, and the leg stays muted', (s) => {
  s.talking('lan');
  s.try('mute', { leg: 'lan' });
  s.loses('mute');
  expect(s.try('unmute', { leg: 'lan' })).toBe('timedOut');
  expect(s.hearing()).toEqual({ customer: '', lan: 'customer' });
});

story('a leg that does not hear that it is to end is asked three times, and then given up', (s) => {
  s.talking('lan');
  s.loses('hangUp');
  const stop = s.ask('stop');
  s.pass(14);
  expect(s.outcome(stop)).toBe('open');
  s.pass(2);
  expect(s.outcome(stop)).toBe('done');
  expect(
    s
      .told('leg.orphaned')
      .map(({ leg }) => leg)
      .toSorted(),
  ).toEqual([s.leg('customer'), s.leg('lan')].toSorted());
});

story('a phone that is answered after it was called off is asked to end again', (s) => {
  s.ready('lan');
  s.arrive();
  s.pass(2.02);
  s.loses('hangUp');
  s.hangsUp('customer');
  s.pass(0.1);
  s.loses();
  s.pass(6);
  expect(s.hearing()).toEqual({});
  expect(s.agent('lan')).toBe('available');
});

story('a switch that forgets to stop ringing does not keep the call waiting', (s) => {
  s.phones({ lan: 'ringsOut' });
  s.ready('lan', 'mai');
  s.loses('leg.ended');
  s.arrive();
  s.pass(22);
  s.loses();
  s.pass(40);
  expect(s.hearing()).toEqual(together('customer', 'mai'));
});
