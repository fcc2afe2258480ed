import { expect } from 'vitest';
import { story, together } from '../support/story.ts';

const talk = together('customer', 'lan');

story('a held customer hears music and is heard by nobody, until the agent resumes', (s) => {
  s.talking('lan');
  expect(s.hearing()).toEqual(talk);
  expect(s.try('hold', { by: 'lan' })).toBe('done');
  expect(s.stands()).toBe('talking held');
  expect(s.hearing()).toEqual({ customer: '', lan: '' });
  expect(s.try('resume', { by: 'lan' })).toBe('done');
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(talk);
  s.hangsUp('customer');
  s.pass(1);
  const { holdMs, talkMs } = s.told('call.closed')[0] ?? { holdMs: 0, talkMs: 0 };
  expect(holdMs).toBeGreaterThan(9_900);
  expect(talkMs).toBeGreaterThan(19_900);
});

story('a hold that the switch does not perform is undone, and says so', (s) => {
  s.talking('lan');
  s.loses('treat');
  expect(s.try('hold')).toBe('timedOut');
  s.pass(10);
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(talk);
});

story('a customer who cannot be brought back stays held, and is tried again', (s) => {
  s.talking('lan');
  s.try('hold');
  s.loses('join');
  expect(s.try('resume')).toBe('timedOut');
  expect(s.hearing()).toEqual({ customer: '', lan: '' });
  s.loses();
  s.pass(10);
  expect(s.stands()).toBe('talking held');
  expect(s.try('resume')).toBe('done');
  expect(s.hearing()).toEqual(talk);
});

for (const who of ['customer', 'lan'] as const) {
  for (const phase of ['holding', 'held', 'resuming'] as const) {
    story(`a hold that is ${phase} ends with the call when ${who} hangs up`, (s) => {
      s.talking('lan');
      let command = s.ask('hold');
      if (phase !== 'holding') s.pass(5);
      if (phase === 'resuming') command = s.ask('resume');
      expect(s.stands()).toBe(`talking ${phase}`);
      s.hangsUp(who);
      s.pass(1);
      expect(s.stands()).toBe(who === 'customer' ? 'closed customerLeft' : 'closed agentLeft');
      expect(s.outcome(command)).toBe(phase === 'held' ? 'done' : 'callGone');
    });
  }
}

story('a customer whom the switch lets go of is put together with the agent again', (s) => {
  s.talking('lan');
  s.letsGo();
  expect(s.stands()).toBe('talking mending');
  s.pass(1);
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(talk);
});

story('a customer who cannot be put together with the agent again goes back to the head of the queue', (s) => {
  s.talking('lan');
  s.loses('join');
  s.letsGo();
  s.pass(4);
  s.world.ask({ type: 'cmd.away', agent: 'lan', reason: 'lunch' });
  s.pass(4);
  expect(s.stands()).toBe('queued');
  expect(s.hearing()).toEqual({ customer: '' });
});

story('a hold ends when the call is taken over', (s) => {
  s.talking('lan');
  s.try('hold');
  expect(s.try('takeover', { supervisor: 'minh' })).toBe('done');
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(together('customer', 'minh'));
});

story('a held customer hears nothing of what the agent and the supervisor say', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'barge' });
  s.try('hold');
  expect(s.hearing()).toEqual({ customer: '', lan: 'minh', minh: 'lan' });
  s.try('resume');
  expect(s.hearing()).toEqual(together('customer', 'lan', 'minh'));
});

story('a third party is dropped while a hold is under way that the switch does not perform', (s) => {
  s.talking('lan');
  s.try('addParty', { to: '+84999' });
  s.loses('treat', 'hangUp');
  const hold = s.ask('hold');
  const drop = s.ask('drop', { leg: '+84999' });
  expect(s.stands()).toBe('talking holding dropping');
  s.pass(8);
  expect(s.outcome(hold)).toBe('timedOut');
  expect(s.outcome(drop)).toBe('open');
  s.loses();
  s.pass(10);
  expect(s.outcome(drop)).toBe('done');
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(talk);
});

story('a held customer talks with the third party when the agent leaves', (s) => {
  s.talking('lan', 'mai');
  s.try('addParty', { to: 'mai' });
  s.try('hold');
  expect(s.hearing()).toEqual({ customer: '', ...together('lan', 'mai') });
  s.hangsUp('lan');
  s.pass(3);
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(together('customer', 'mai'));
});
