import { expect } from 'vitest';
import { blindOnly, stringee, unlimited, withCapabilities, type SwitchShape } from '@legwork/sim';
import { story, together, type Phone, type StoryOptions } from '../support/story.ts';

// A switch that cannot dial a new party before it moves the customer: every transfer is blind.

const shaped = (habits: Partial<SwitchShape['habits']> = {}): StoryOptions => ({
  shape: {
    capabilities: withCapabilities({ traits: { dialFirst: false } }),
    habits: { ...unlimited.habits, ...habits },
  },
});
const keeps = shaped({ redirectFailed: 'stays' });
const loses = shaped({ redirectFailed: 'ends' });
const failures: readonly (readonly [Phone, string])[] = [
  ['busy', 'busy'],
  ['rejects', 'rejected'],
  ['ringsOut', 'noAnswer'],
  ['unreachable', 'unreachable'],
];

for (const [what, how, newcomer] of [
  ['transfer', { to: 'mai' }, 'mai'],
  ['transfer', { to: '+84999' }, '+84999'],
  ['takeover', { supervisor: 'minh' }, 'minh'],
] as const) {
  story(`a blind ${what} to ${newcomer} moves the customer, and the agent is off at once`, loses, (s) => {
    s.talking('lan', 'mai');
    const command = s.ask(what, how);
    s.pass(1);
    expect(s.stands()).toBe('talking blind');
    expect(s.hearing()).toEqual({ customer: '' });
    s.pass(5);
    expect(s.outcome(command)).toBe('done');
    expect(s.stands()).toBe('talking');
    expect(s.hearing()).toEqual(together('customer', newcomer));
    expect(s.believed()).toEqual(s.hearing());
  });
  for (const [phone, cause] of failures) {
    story(
      `a blind ${what} to ${newcomer} whose phone ${phone} loses the customer where the switch does, and says so`,
      loses,
      (s) => {
        s.phones({ [newcomer]: phone });
        s.talking('lan', 'mai');
        const command = s.ask(what, how);
        s.pass(40);
        expect(s.outcome(command)).toMatch(/^failed/);
        expect(s.hearing()).toEqual({});
        expect(s.stands()).toMatch(/^closed/);
      },
    );
    story(
      `a blind ${what} to ${newcomer} whose phone ${phone} brings the customer to the head of the queue where the switch keeps them`,
      keeps,
      (s) => {
        s.phones({ [newcomer]: phone });
        s.talking('lan', 'mai');
        const command = s.ask(what, how);
        s.pass(40);
        expect(s.outcome(command)).toBe(`failed ${cause}`);
        expect(s.told('call.queued').at(-1)).toMatchObject({ front: true });
        expect(s.hearing(), 'who is free has them').toEqual(together('customer', newcomer === 'mai' ? 'lan' : 'mai'));
      },
    );
  }
  story(`a customer who hangs up during a blind ${what} to ${newcomer}`, loses, (s) => {
    s.talking('lan', 'mai');
    const command = s.ask(what, how);
    s.pass(1);
    s.hangsUp('customer');
    s.pass(3);
    expect(s.outcome(command)).toBe('failed customerLost');
    expect(s.stands()).toBe('closed customerLeft');
    expect(s.hearing()).toEqual({});
  });
}

story('a blind transfer that the switch never performs is undone, and the agent has the customer still', loses, (s) => {
  s.talking('lan', 'mai');
  s.loses('redirect');
  const transfer = s.ask('transfer', { to: 'mai' });
  s.pass(45);
  expect(s.outcome(transfer)).toBe('failed noAnswer');
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(together('customer', 'lan'));
});

story('a blind takeover by a supervisor who is present leaves them with one leg', loses, (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
  expect(s.try('takeover', { supervisor: 'minh' })).toBe('done');
  s.pass(5);
  expect(s.hearing()).toEqual(together('customer', 'minh'));
  expect(s.seat('minh')).toBe('none');
});

story('what such a switch cannot do is refused', loses, (s) => {
  s.talking('lan', 'mai');
  expect(s.try('consult', { to: 'mai' })).toBe('refused unsupported dialFirst');
  expect(s.try('addParty', { to: 'mai' })).toBe('refused unsupported dialFirst');
});

for (const [name, shape] of [
  ['the least a switch can have', blindOnly],
  ['Stringee', stringee],
] as const) {
  story(`on ${name} a customer is connected with an agent, and sent on to another`, { shape }, (s) => {
    s.talking('lan', 'mai');
    expect(s.hearing()).toEqual(together('customer', 'lan'));
    expect(s.try('transfer', { to: 'mai' })).toBe('done');
    expect(s.hearing()).toEqual(together('customer', 'mai'));
    expect(s.try('stop')).toBe('done');
    expect(s.hearing()).toEqual({});
  });
}

for (const [what, how, outcome] of [
  ['switchMode', { seat: 'minh', mode: 'barge' }, 'cancelled'],
  ['leave', { seat: 'minh' }, 'done'],
] as const) {
  story(`a supervisor who asks for ${what} while they take over blindly`, loses, (s) => {
    s.talking('lan');
    s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
    const takeover = s.ask('takeover', { supervisor: 'minh' });
    s.pass(1);
    s.loses('hangUp', 'tap');
    const command = s.ask(what, how);
    s.pass(4);
    s.loses();
    s.pass(10);
    expect(s.outcome(takeover)).toBe('done');
    expect(s.outcome(command)).toBe(outcome);
    expect(s.seat('minh')).toBe('none');
    expect(s.hearing()).toEqual(together('customer', 'minh'));
  });
}

story('a blind transfer can be asked for again while the switch still rings who did not come', keeps, (s) => {
  s.talking('lan', 'mai');
  s.loses('redirect');
  const first = s.ask('transfer', { to: 'mai' });
  s.until(() => s.stands() === 'talking blind');
  s.pass(29);
  s.loses('hangUp');
  s.until(() => s.outcome(first) !== 'open');
  s.loses();
  expect(s.stands()).toBe('talking');
  const second = s.ask('transfer', { to: '+84999' });
  s.pass(20);
  expect(s.outcome(second)).toBe('done');
  expect(s.hearing()).toEqual(together('customer', '+84999'));
});

story(
  'a customer who was sent on before the connection broke may still be put through, on a switch that cannot say',
  { shape: blindOnly },
  (s) => {
    s.arrive();
    s.ready('lan');
    s.until(() => s.stands() === 'offering');
    s.pass(0.2);
    s.world.switch.lose();
    s.pass(0.2);
    s.world.switch.comeBack();
    s.pass(0.2);
    expect(s.world.engine.mayHear(s.call)(s.leg('customer'), s.leg('lan'))).toBe(true);
    s.pass(3);
    expect(s.hearing()).toEqual(together('customer', 'lan'));
  },
);
