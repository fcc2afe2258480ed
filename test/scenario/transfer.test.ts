import { expect } from 'vitest';
import { smallRouting } from '@legwork/sim';
import { story, together, type Phone, type Story } from '../support/story.ts';

const talk = together('customer', 'lan');
const phones: readonly (readonly [Phone, string])[] = [
  ['busy', 'busy'],
  ['rejects', 'rejected'],
  ['ringsOut', 'noAnswer'],
  ['unreachable', 'unreachable'],
];

// Blind transfer: to an agent, to a number, to a queue.

for (const to of ['mai', '+84999'] as const) {
  story(`an agent transfers the customer to ${to}, and is off the call only when they talk`, (s) => {
    s.talking('lan', 'mai');
    const transfer = s.ask('transfer', { to, by: 'lan' });
    s.pass(1);
    expect(s.stands()).toBe('talking dialling');
    expect(s.hearing(), 'while the new party is rung').toEqual(talk);
    s.pass(5);
    expect(s.outcome(transfer)).toBe('done');
    expect(s.hearing()).toEqual(together('customer', to));
    expect(s.told('audit'), 'an agent’s own transfer is nobody’s business').toEqual([]);
  });

  for (const [phone, cause] of phones) {
    story(`a transfer to ${to} whose phone ${phone} fails, and the agent keeps the customer`, (s) => {
      s.phones({ [to]: phone });
      s.talking('lan', 'mai');
      const transfer = s.ask('transfer', { to });
      s.throughout(40, () => expect(s.hearing()).toEqual(talk));
      expect(s.outcome(transfer)).toBe(`failed ${cause}`);
      expect(s.stands()).toBe('talking');
    });
  }
}

story('a customer who is transferred to a queue waits there with music, behind nobody who came later', (s) => {
  s.talking('lan', 'mai');
  expect(s.try('transfer', { to: 'queue main', by: 'lan' })).toBe('done');
  expect(s.told('call.queued').map(({ queue, front }) => [queue, front])).toEqual([
    ['main', false],
    ['main', false],
  ]);
  expect(s.hearing(), 'the agent who is idle longest takes it').toEqual(together('customer', 'mai'));
});

story('a transfer to a queue whose music does not play is undone', (s) => {
  s.talking('lan');
  s.loses('treat');
  expect(s.try('transfer', { to: 'queue main' })).toBe('timedOut');
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(talk);
});

// Attended transfer.

const consulting = (s: Story) => {
  s.talking('lan', 'mai');
  const consult = s.ask('consult', { to: 'mai', by: 'lan' });
  s.until(() => s.stands() === 'talking consulting');
  return consult;
};

story('an agent consults a colleague while the customer waits, and then leaves the two together', (s) => {
  s.talking('lan', 'mai');
  const consult = s.ask('consult', { to: 'mai', by: 'lan' });
  s.pass(1);
  expect(s.stands()).toBe('talking dialling');
  expect(s.hearing(), 'the customer has music while the colleague is rung').toEqual({ customer: '', lan: '' });
  s.pass(5);
  expect(s.outcome(consult)).toBe('done');
  expect(s.stands()).toBe('talking consulting');
  expect(s.hearing()).toEqual({ customer: '', ...together('lan', 'mai') });
  expect(s.believed()).toEqual(s.hearing());
  expect(s.try('complete', { by: 'lan' })).toBe('done');
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(together('customer', 'mai'));
  expect([s.agent('lan'), s.agent('mai')]).toEqual(['available', 'talking']);
});

story('an agent who consults takes the customer back', (s) => {
  consulting(s);
  expect(s.try('cancel', { by: 'lan' })).toBe('done');
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(talk);
  expect(s.agent('mai')).toBe('available');
});

story('an agent who hangs up while they consult has completed the transfer', (s) => {
  consulting(s);
  s.hangsUp('lan');
  s.pass(2);
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(together('customer', 'mai'));
});

story('a colleague who hangs up during a consult gives the customer back to the agent', (s) => {
  consulting(s);
  s.hangsUp('mai');
  s.pass(2);
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(talk);
});

story('a customer who hangs up during a consult ends it', (s) => {
  consulting(s);
  s.hangsUp('customer');
  s.pass(2);
  expect(s.stands()).toBe('closed customerLeft');
  expect(s.hearing()).toEqual({});
});

for (const [phone, cause] of phones) {
  story(`a consult with somebody whose phone ${phone} fails, and the customer talks with the agent again`, (s) => {
    s.phones({ mai: phone });
    s.talking('lan', 'mai');
    const consult = s.ask('consult', { to: 'mai' });
    s.pass(40);
    expect(s.outcome(consult)).toBe(`failed ${cause}`);
    expect(s.stands()).toBe('talking');
    expect(s.hearing()).toEqual(talk);
  });
}

story('an agent who hangs up while the colleague is rung for a consult leaves the customer to them', (s) => {
  s.talking('lan', 'mai');
  const consult = s.ask('consult', { to: 'mai' });
  s.pass(1);
  s.hangsUp('lan');
  s.pass(5);
  expect(s.outcome(consult)).toBe('done');
  expect(s.hearing()).toEqual(together('customer', 'mai'));
});

// Three in a conversation.

story('an agent adds a third party, and drops it again', (s) => {
  s.talking('lan');
  const add = s.ask('addParty', { to: '+84999', by: 'lan' });
  s.pass(1);
  expect(s.hearing()).toEqual(talk);
  s.pass(5);
  expect(s.outcome(add)).toBe('done');
  expect(s.hearing()).toEqual(together('customer', 'lan', '+84999'));
  expect(s.stands()).toBe('talking');
  expect(s.try('drop', { leg: '+84999', by: 'lan' })).toBe('done');
  expect(s.hearing()).toEqual(talk);
});

story('an added party is supervised, heard by barge, and not by whisper', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'whisper' });
  s.try('addParty', { to: '+84999' });
  expect(s.hearing()).toEqual({
    customer: '+84999 lan',
    '+84999': 'customer lan',
    lan: 'customer +84999 minh',
    minh: 'customer +84999 lan',
  });
  s.try('switchMode', { seat: 'minh', mode: 'barge' });
  expect(s.hearing()).toEqual(together('customer', 'lan', 'minh', '+84999'));
});

for (const [phone, cause] of phones) {
  story(`a third party whose phone ${phone} is not added, and nobody notices`, (s) => {
    s.phones({ '+84999': phone });
    s.talking('lan');
    const add = s.ask('addParty', { to: '+84999' });
    s.throughout(40, () => expect(s.hearing()).toEqual(talk));
    expect(s.outcome(add)).toBe(`failed ${cause}`);
  });
}

story('a third party goes, and the conversation goes on', (s) => {
  s.talking('lan');
  s.try('addParty', { to: '+84999' });
  s.hangsUp('+84999');
  s.pass(2);
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(talk);
});

story('an agent who leaves a conversation of three leaves the others together', (s) => {
  s.talking('lan', 'mai');
  s.try('addParty', { to: 'mai' });
  s.hangsUp('lan');
  s.pass(2);
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(together('customer', 'mai'));
  expect(s.told('call.party').at(-1)?.party).toEqual({ kind: 'agent', agent: 'mai' });
  expect([s.agent('lan'), s.agent('mai')]).toEqual(['available', 'talking']);
});

story('a call of three ends for all when the customer hangs up', (s) => {
  s.talking('lan');
  s.try('addParty', { to: '+84999' });
  s.hangsUp('customer');
  s.pass(2);
  expect(s.stands()).toBe('closed customerLeft');
  expect(s.hearing()).toEqual({});
});

story('an agent who is dropped leaves the customer at the head of the queue', (s) => {
  s.talking('lan', 'mai');
  expect(s.try('drop', { leg: 'lan', by: 'minh' })).toBe('done');
  expect(s.told('call.queued').at(-1)).toMatchObject({ front: true });
  expect(s.hearing()).toEqual(together('customer', 'mai'));
});

story('dropping one party of three leaves the other two together', (s) => {
  s.talking('lan', 'mai');
  s.try('addParty', { to: 'mai' });
  expect(s.try('drop', { leg: 'lan' })).toBe('done');
  expect(s.hearing()).toEqual(together('customer', 'mai'));
});

// Parking.

story('a parked customer hears music until an agent picks the call up', (s) => {
  s.talking('lan', 'mai');
  expect(s.try('park', { by: 'lan' })).toBe('done');
  expect(s.stands()).toBe('parked');
  expect(s.hearing()).toEqual({ customer: '' });
  expect(s.agent('lan')).toBe('available');
  expect(s.try('pickUp', { agent: 'mai', by: 'mai' })).toBe('done');
  expect(s.hearing()).toEqual(together('customer', 'mai'));
});

const golden = { routing: smallRouting({ skills: ['gold'] }) };

story('an agent without the skill for it picks a waiting call up, out of turn', golden, (s) => {
  s.ready('lan');
  s.arrive('0902');
  s.arrive();
  s.pass(5);
  expect(s.stands()).toBe('queued');
  expect(s.try('pickUp', { agent: 'lan', by: 'lan' })).toBe('done');
  expect(s.hearing()).toEqual({ '0902': '', ...talk });
});

for (const [phone, cause] of phones) {
  story(`a waiting call picked up by an agent whose phone ${phone} waits on, before the others`, golden, (s) => {
    s.phones({ lan: phone });
    s.ready('lan');
    s.arrive('0902');
    s.arrive();
    s.pass(5);
    const pickUp = s.ask('pickUp', { agent: 'lan' });
    s.pass(40);
    expect(s.outcome(pickUp)).toBe(`failed ${cause}`);
    expect(s.stands()).toBe('queued');
    expect(s.told('call.queued').at(-1)).toMatchObject({ call: s.call, front: true });
    expect(s.agent('lan')).toBe('away missed');
  });
}

story('a parked call that nobody picks up goes back to its queue', (s) => {
  s.talking('lan');
  s.try('park');
  s.world.ask({ type: 'cmd.away', agent: 'lan', reason: 'lunch' });
  s.pass(300);
  expect(s.stands()).toBe('queued');
});

story('a parked customer hangs up', (s) => {
  s.talking('lan');
  s.try('park');
  s.hangsUp('customer');
  s.pass(1);
  expect(s.stands()).toBe('closed customerLeft');
});

story('a call that cannot be parked is undone', (s) => {
  s.talking('lan');
  s.loses('treat');
  expect(s.try('park')).toBe('timedOut');
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(talk);
});

for (const [phone, cause] of phones) {
  story(`a parked call picked up by an agent whose phone ${phone} waits on`, (s) => {
    s.talking('lan', 'mai');
    s.try('park');
    s.world.ask({ type: 'cmd.logOut', agent: 'lan' });
    s.phones({ mai: phone });
    const pickUp = s.ask('pickUp', { agent: 'mai' });
    s.pass(40);
    expect(s.outcome(pickUp)).toBe(`failed ${cause}`);
    expect(s.stands()).toBe('parked');
    expect(s.hearing()).toEqual({ customer: '' });
  });
}

story('a parked call without a queue stays parked when whoever picks it up does not answer', (s) => {
  s.ready('lan', 'mai');
  s.ask('originate', { to: '0901', agent: 'lan' });
  s.pass(10);
  s.try('park');
  s.phones({ mai: 'rejects' });
  expect(s.try('pickUp', { agent: 'mai' })).toBe('failed rejected');
  expect(s.stands()).toBe('parked');
  expect(s.hearing()).toEqual({ customer: '' });
});

// Whoever leaves while a handover is under way.

story('an agent who is lost while the target is rung leaves the customer with music, and to the target', (s) => {
  s.talking('lan', 'mai');
  const transfer = s.ask('transfer', { to: 'mai' });
  s.pass(1);
  s.hangsUp('lan');
  s.pass(0.5);
  expect(s.hearing()).toEqual({ customer: '' });
  expect(s.stands()).toBe('talking dialling');
  s.pass(5);
  expect(s.outcome(transfer)).toBe('done');
  expect(s.hearing()).toEqual(together('customer', 'mai'));
});

story(
  'an agent who is lost while a target is rung that does not come leaves the customer at the head of the queue',
  (s) => {
    s.phones({ '+84999': 'rejects' });
    s.talking('lan');
    s.world.ask({ type: 'cmd.logOut', agent: 'lan' });
    const transfer = s.ask('transfer', { to: '+84999' });
    s.pass(0.5);
    s.hangsUp('lan');
    s.pass(5);
    expect(s.outcome(transfer)).toBe('failed rejected');
    expect(s.stands()).toBe('queued');
    expect(s.hearing()).toEqual({ customer: '' });
  },
);

story('a transfer can be called off while the target is rung', (s) => {
  s.phones({ mai: 'ringsOut' });
  s.talking('lan', 'mai');
  const transfer = s.ask('transfer', { to: 'mai' });
  s.pass(2);
  expect(s.try('cancel')).toBe('done');
  expect(s.outcome(transfer)).toBe('cancelled');
  expect(s.hearing()).toEqual(talk);
  expect(s.agent('mai'), 'who was rung for nothing is not to blame').toBe('available');
});

for (const what of ['transfer', 'consult', 'addParty', 'takeover'] as const) {
  const how = what === 'takeover' ? { supervisor: 'minh' } : { to: 'mai' };
  const newcomer = what === 'takeover' ? 'minh' : 'mai';
  story(`a ${what} whose parties cannot be put together is undone in time`, (s) => {
    s.talking('lan', 'mai');
    const command = s.ask(what, how);
    s.pass(1);
    s.loses('join');
    s.until(() => /joining|meeting/.test(s.stands()));
    s.loses();
    s.pass(7);
    expect(s.outcome(command)).toBe('timedOut');
    expect(s.stands()).toBe('talking');
    expect(s.hearing()).toEqual(talk);
  });
  story(`a ${what} whose new party hangs up as they are put together is undone`, (s) => {
    s.talking('lan', 'mai');
    const command = s.ask(what, how);
    s.until(() => /joining|meeting/.test(s.stands()));
    s.hangsUp(newcomer);
    s.pass(5);
    expect(s.outcome(command)).toBe('failed normal');
    expect(s.stands()).toBe('talking');
    expect(s.hearing()).toEqual(talk);
  });
  story(`a ${what} is gone with the customer who hangs up as the parties are put together`, (s) => {
    s.talking('lan', 'mai');
    const command = s.ask(what, how);
    s.until(() => /joining|meeting/.test(s.stands()));
    s.hangsUp('customer');
    s.pass(5);
    expect(s.outcome(command)).toBe('callGone');
    expect(s.stands()).toBe('closed customerLeft');
    expect(s.hearing()).toEqual({});
  });
  story(`a ${what} goes on without the agent who hangs up as the parties are put together`, (s) => {
    s.talking('lan', 'mai');
    s.ask(what, how);
    s.until(() => /joining|meeting/.test(s.stands()));
    s.hangsUp('lan');
    s.pass(5);
    expect(s.hearing()).toEqual(together('customer', newcomer));
  });
  story(`a ${what} is gone with the call that is stopped while the target is rung`, (s) => {
    s.phones({ mai: 'ringsOut', minh: 'ringsOut' });
    s.talking('lan', 'mai');
    const command = s.ask(what, how);
    s.pass(1);
    expect(s.try('stop')).toBe('done');
    expect(s.outcome(command)).toBe('callGone');
    expect(s.hearing()).toEqual({});
  });
}

story('a target who hangs up while the agent is being released leaves the customer at the head of the queue', (s) => {
  s.talking('lan', 'mai');
  s.world.ask({ type: 'cmd.logOut', agent: 'lan' });
  s.world.ask({ type: 'cmd.logOut', agent: 'vy' });
  const transfer = s.ask('transfer', { to: '+84999' });
  s.pass(1);
  s.loses('hangUp');
  s.until(() => s.stands() === 'talking releasing');
  s.hangsUp('+84999');
  s.pass(0.2);
  expect(s.outcome(transfer)).toBe('failed normal');
  expect(s.told('call.queued').at(-1)).toMatchObject({ front: true });
  s.loses();
  s.pass(10);
  expect(s.hearing()).toEqual(together('customer', 'mai'));
});

for (const phase of ['dialling', 'joining'] as const) {
  story(`whoever was to be added has the call when the agent leaves while ${phase}`, (s) => {
    s.talking('lan');
    const add = s.ask('addParty', { to: '+84998' });
    s.until(() => s.stands() === `talking ${phase}`);
    s.hangsUp('lan');
    s.pass(10);
    expect([s.outcome(add), s.stands()]).toEqual(['done', 'talking']);
    expect(s.hearing()).toEqual(together('customer', '+84998'));
    s.hangsUp('+84998');
    s.pass(1);
    expect(s.stands()).toBe('closed agentLeft');
  });
}
