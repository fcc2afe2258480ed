import type { Output } from '@legwork/core';
import { expect } from 'vitest';
import { withDesk } from '../support/contact-centres.ts';
import { failures, story, together } from '../support/story.ts';

const routing = withDesk;

story('a customer who calls a hotline waits with music, and talks with the agent who is free', (s) => {
  s.arrive();
  s.pass(1);
  expect(s.stands()).toBe('queued');
  expect(s.hearing()).toEqual({ customer: '' });
  s.ready('lan');
  expect(s.agent('lan')).toBe('reserved');
  s.pass(4);
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(together('customer', 'lan'));
  expect(s.believed()).toEqual(s.hearing());
  s.hangsUp('customer');
  s.pass(1);
  expect(s.stands()).toBe('closed customerLeft');
  expect(s.told('call.closed')).toMatchObject([{ served: true, abandoned: false, cause: 'normal', queue: 'main' }]);
  expect(s.agent('lan')).toBe('available');
});

story('the call ends for both when the agent hangs up', (s) => {
  s.talking('lan');
  s.hangsUp('lan');
  s.pass(1);
  expect(s.stands()).toBe('closed agentLeft');
  expect(s.hearing()).toEqual({});
});

story('the agent ends the call by command, and so does a program', (s) => {
  s.talking('lan');
  expect(s.try('hangUp', { by: 'lan' })).toBe('done');
  expect(s.stands()).toBe('closed hungUp');
});

story('whoever calls a number that is no hotline is turned away unanswered', (s) => {
  s.arrive('customer', '1999');
  s.pass(2);
  expect(s.stands()).toBe('closed turnedAway');
  expect(s.told('leg.answered')).toEqual([]);
});

story('a call is answered on command where the hotline waits for one', { routing }, (s) => {
  s.arrive('customer', '1901');
  s.pass(5);
  expect(s.stands()).toBe('arriving');
  expect(s.try('answer')).toBe('done');
  expect(s.stands()).toBe('queued');
});

story('a customer who is not answered hangs up', { routing }, (s) => {
  s.arrive('customer', '1901');
  s.pass(5);
  s.hangsUp('customer');
  s.pass(1);
  expect(s.stands()).toBe('closed customerLeft');
  expect(s.told('call.closed')).toMatchObject([{ served: false, abandoned: true }]);
});

story('an answer that the switch never performs ends in the ring time', { routing }, (s) => {
  s.arrive('customer', '1901');
  s.pass(1);
  s.loses('answer');
  const answer = s.ask('answer');
  expect(s.try('answer')).toBe('refused conflict command');
  s.pass(60);
  expect(s.outcome(answer)).toBe('callGone');
  expect(s.stands()).toBe('closed customerLeft');
});

story('an announcement is played to its end before the customer waits', { routing }, (s) => {
  s.arrive();
  s.until(() => s.stands() === 'flow');
  s.pass(1.5);
  expect(s.stands()).toBe('flow');
  s.pass(1);
  expect(s.stands()).toBe('queued');
});

story('an announcement of which no end is heard does not keep the customer', { routing }, (s) => {
  s.loses('leg.played');
  s.arrive();
  s.pass(30);
  expect(s.stands()).toBe('flow');
  s.pass(35);
  expect(s.stands()).toBe('queued');
});

story('who finds the queue full is connected with the desk', { routing }, (s) => {
  s.arrive('0902');
  s.pass(5);
  s.arrive();
  s.pass(10);
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toMatchObject(together('customer', '+49301234'));
});

story('who has waited too long is connected with the desk', { routing }, (s) => {
  s.arrive();
  s.pass(75);
  expect(s.hearing()).toEqual(together('customer', '+49301234'));
});

story('a number that the routing leads to is rung as long as the routing says', { routing }, (s) => {
  const asked: Output[] = [];
  s.world.onStep((_at, _input, outputs) => asked.push(...outputs));
  s.phones({ '+49301234': 'ringsOut' });
  s.arrive('customer', '1902');
  s.pass(10);
  expect(asked).toContainEqual(expect.objectContaining({ type: 'dial', to: '+49301234', ringMs: 20_000 }));
  s.pass(15);
  expect(s.stands()).toBe('closed turnedAway');
});

for (const phone of ['busy', 'rejects', 'ringsOut', 'unreachable'] as const) {
  story(`a desk that ${phone} leads on through the routing`, { routing }, (s) => {
    s.phones({ '+49301234': phone });
    s.arrive('customer', '1902');
    s.pass(40);
    expect(s.stands()).toBe('closed turnedAway');
  });
}

for (const phone of ['busy', 'rejects', 'ringsOut', 'unreachable'] as const) {
  story(
    `a call that reaches an agent whose phone ${phone} goes back to the head of its queue, and on to the next agent`,
    (s) => {
      s.phones({ lan: phone });
      s.ready('lan', 'mai');
      s.arrive();
      s.pass(40);
      expect(s.agent('lan'), 'is not offered the next call').toBe('away missed');
      expect(s.told('call.queued').map(({ front }) => front)).toEqual([false, true]);
      expect(s.hearing()).toEqual(together('customer', 'mai'));
    },
  );
}

story('a customer who hangs up while queued leaves the queue', (s) => {
  s.arrive();
  s.pass(1);
  s.hangsUp('customer');
  s.pass(1);
  expect(s.stands()).toBe('closed customerLeft');
  s.ready('lan');
  s.pass(1);
  expect(s.agent('lan')).toBe('available');
});

story('a customer who hangs up while an agent is rung frees the agent', (s) => {
  s.ready('lan');
  s.arrive();
  s.pass(1);
  expect(s.stands()).toBe('offering');
  s.hangsUp('customer');
  s.pass(1);
  expect(s.stands()).toBe('closed customerLeft');
  expect(s.agent('lan')).toBe('available');
  expect(s.hearing()).toEqual({});
});

story('a customer who hangs up while they are put together with the agent frees the agent', (s) => {
  s.ready('lan');
  s.arrive();
  s.until(() => s.stands() === 'connecting');
  s.hangsUp('customer');
  s.pass(1);
  expect(s.stands()).toBe('closed customerLeft');
  expect(s.agent('lan')).toBe('available');
});

story(
  'an agent who hangs up while they are put together with the customer leaves the customer at the head of the queue',
  (s) => {
    s.ready('lan');
    s.arrive();
    s.until(() => s.stands() === 'connecting');
    s.world.ask({ type: 'cmd.logOut', agent: 'lan' });
    s.hangsUp('lan');
    s.pass(5);
    expect(s.stands()).toBe('queued');
    expect(s.agent('lan')).toBe('offline');
  },
);

story('a customer and an agent who cannot be put together do not stay alone', (s) => {
  s.ready('lan');
  s.arrive();
  s.until(() => s.stands() === 'offering');
  s.loses('join');
  s.pass(4);
  expect(s.stands()).toBe('connecting');
  s.world.ask({ type: 'cmd.logOut', agent: 'lan' });
  s.pass(6);
  expect(s.stands()).toBe('queued');
  expect(s.hearing(), 'the agent is off the phone').toEqual({ customer: '' });
  s.loses();
  s.ready('mai');
  s.pass(5);
  expect(s.hearing()).toEqual(together('customer', 'mai'));
});

story('a customer who waits is not left in silence: the music is asked for until it plays', (s) => {
  s.loses('treat');
  s.arrive();
  s.pass(12);
  expect(s.told('leg.placed')).toEqual([]);
  s.loses();
  s.pass(6);
  expect(s.told('leg.placed').at(-1)).toMatchObject({ leg: s.leg('customer'), place: 'treated' });
});

story('an agent calls a number: first the agent is rung, then the number', (s) => {
  s.ready('lan');
  const call = s.ask('originate', { to: '0901', agent: 'lan', by: 'lan' });
  expect(s.agent('lan')).toBe('reserved');
  s.pass(1);
  expect(s.stands()).toBe('dialling');
  expect(() => s.leg('customer')).toThrow();
  s.pass(10);
  expect(s.outcome(call)).toBe('done');
  expect(s.hearing()).toEqual(together('customer', 'lan'));
  s.hangsUp('lan');
  s.pass(1);
  expect(s.stands()).toBe('closed agentLeft');
});

for (const [phone, cause] of failures) {
  story(`an agent who calls a number that ${phone} is told so, and is free again`, (s) => {
    s.phones({ customer: phone });
    s.ready('lan');
    const call = s.ask('originate', { to: '0901', agent: 'lan' });
    s.pass(50);
    expect(s.outcome(call)).toBe(`failed ${cause}`);
    expect(s.stands()).toBe('closed failed');
    expect(s.agent('lan')).toBe('available');
  });
  story(`a call from an agent whose own phone ${phone} never rings the number`, (s) => {
    s.phones({ lan: phone });
    s.ready('lan');
    const call = s.ask('originate', { to: '0901', agent: 'lan' });
    s.pass(50);
    expect(s.outcome(call)).toBe(`failed ${cause}`);
    expect(() => s.leg('customer')).toThrow();
    expect(s.agent('lan')).toBe('away missed');
  });
}

story('an agent who hangs up while the number rings calls it off', (s) => {
  s.ready('lan');
  s.phones({ customer: 'ringsOut' });
  const call = s.ask('originate', { to: '0901', agent: 'lan' });
  s.pass(5);
  s.hangsUp('lan');
  s.pass(2);
  expect(s.outcome(call)).toBe('failed normal');
  expect(s.stands()).toBe('closed failed');
  expect(s.world.switch.legs()).toEqual([]);
});

story('an outbound call can be stopped while it rings', (s) => {
  s.ready('lan');
  s.phones({ customer: 'ringsOut' });
  const call = s.ask('originate', { to: '0901', agent: 'lan' });
  s.pass(5);
  expect(s.try('stop')).toBe('done');
  expect(s.outcome(call)).toBe('callGone');
  expect(s.stands()).toBe('closed stopped');
});

story('a program calls a number, and the routing of a hotline takes whoever answers', (s) => {
  s.ready('lan');
  const call = s.ask('originate', { to: '0901', hotline: '1900' });
  s.pass(10);
  expect(s.outcome(call)).toBe('done');
  expect(s.hearing()).toEqual(together('customer', 'lan'));
});

story('a program that calls a number has done so when it is answered, whoever is there for it', (s) => {
  const call = s.ask('originate', { to: '0901', hotline: '1900' });
  s.pass(10);
  expect([s.outcome(call), s.stands()]).toEqual(['done', 'queued']);
});

story('whoever was called for an agent who is lost before the two are together is not left behind', (s) => {
  s.ready('lan');
  s.loses('join');
  const call = s.ask('originate', { to: '0901', agent: 'lan' });
  s.until(() => s.stands() === 'connecting');
  s.world.switch.hangUp(s.native('lan'), 'lost');
  s.pass(2);
  expect([s.outcome(call), s.stands()]).toEqual(['failed lost', 'closed failed']);
  expect(s.world.switch.legs()).toEqual([]);
});

story('an agent who is lost during a call from them is replaced where the call has a queue', (s) => {
  s.ready('lan', 'mai');
  s.ask('originate', { to: '0901', agent: 'lan', queue: 'main' });
  s.pass(10);
  s.world.switch.hangUp(s.native('lan'), 'lost');
  s.pass(5);
  expect(s.hearing()).toEqual(together('customer', 'mai'));
});

story('an agent who is lost is replaced, and the customer waits before all others', (s) => {
  s.talking('lan');
  s.world.switch.hangUp(s.native('lan'), 'lost');
  s.pass(1);
  expect(s.told('call.queued').at(-1)).toMatchObject({ front: true });
});
