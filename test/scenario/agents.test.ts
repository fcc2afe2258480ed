import { smallRouting } from '@legwork/sim';
import { expect } from 'vitest';
import { story, together } from '../support/story.ts';

const lan = { agent: 'lan', by: 'lan' } as const;

story('an agent logs in, is ready, goes away with a reason, and logs out', (s) => {
  expect(s.agent('lan')).toBe('offline');
  expect(s.try('logIn', lan)).toBe('done');
  expect(s.agent('lan')).toBe('away loggedIn');
  expect(s.try('ready', lan)).toBe('done');
  expect(s.agent('lan')).toBe('available');
  expect(s.try('away', { ...lan, reason: 'lunch' })).toBe('done');
  expect(s.agent('lan')).toBe('away lunch');
  expect(s.try('away', { ...lan, reason: 'meeting' }), 'for another reason').toBe('done');
  expect(s.agent('lan')).toBe('away meeting');
  expect(s.try('logOut', lan)).toBe('done');
  expect(s.agent('lan')).toBe('offline');
});

for (const [to, during, after] of [
  ['available', 'talking', 'available'],
  ['away', 'talking audit', 'away audit'],
  ['offline', 'talking', 'offline'],
] as const) {
  story(`a supervisor forces an agent who talks to be ${to}: the call is finished first`, (s) => {
    s.talking('lan');
    const force = s.ask('forceAgent', { agent: 'lan', to, reason: 'audit', by: 'minh' });
    expect(s.agent('lan')).toBe(during);
    expect(s.hearing()).toEqual(together('customer', 'lan'));
    s.hangsUp('customer');
    s.pass(1);
    expect(s.outcome(force)).toBe('done');
    expect(s.agent('lan')).toBe(after);
    expect(s.told('audit')).toMatchObject([{ what: 'cmd.forceAgent', detail: to, outcome: 'done' }]);
  });
}

story('an agent whose phone was never rung, because the switch was lost, has missed nothing', (s) => {
  s.arrive();
  s.pass(1);
  s.loses('dial');
  s.ready('lan');
  s.pass(0.1);
  s.world.switch.lose();
  s.pass(1);
  s.loses();
  s.world.switch.comeBack();
  s.pass(5);
  expect(s.hearing()).toEqual(together('customer', 'lan'));
});

story(
  'work that is asked for without a call lasts as long as the policy says, whatever the queue of the last call wants',
  { routing: smallRouting({ wrapUpMs: 2_000 }) },
  (s) => {
    s.talking('lan');
    s.hangsUp('customer');
    s.pass(1);
    expect(s.agent('lan')).toBe('wrapUp');
    s.pass(2);
    expect(s.agent('lan')).toBe('available');
    expect(s.try('wrapUp', lan)).toBe('done');
    s.pass(49);
    expect(s.agent('lan')).toBe('wrapUp');
    s.pass(2);
    expect(s.agent('lan')).toBe('available');
  },
);
