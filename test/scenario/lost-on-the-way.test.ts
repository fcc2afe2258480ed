import { smallRouting, unlimited, withCapabilities } from '@legwork/sim';
import { expect } from 'vitest';
import { isSeen, treats } from '../support/places.ts';
import { story, together, type Story, type StoryOptions } from '../support/story.ts';

/** An agent who is lost, or never put together with the customer, on the way into a call; and a customer whose music stops. */

/** Nobody has the skill: a call waits until somebody picks it up. */
const skilled = { routing: smallRouting({ skills: ['sales'] }) };

/** Each has lan come into a call by command, and says where the customer is left when that fails. */
const ways = {
  'a waiting call': {
    options: skilled,
    comes: (s: Story) => {
      s.ready('lan');
      s.arrive();
      s.pass(2);
      expect(s.stands()).toBe('queued');
      return s.ask('pickUp', { agent: 'lan' });
    },
    left: 'queued',
  },
  'a parked call': {
    options: {},
    comes: (s: Story) => {
      s.talking('mai');
      expect(s.try('park')).toBe('done');
      s.ask('away', { agent: 'mai', reason: 'lunch' });
      s.ready('lan');
      return s.ask('pickUp', { agent: 'lan' });
    },
    left: 'parked',
  },
  'a call of their own': {
    options: {},
    comes: (s: Story) => {
      s.ready('lan');
      return s.ask('originate', { to: '+84999', agent: 'lan' });
    },
    left: 'closed failed',
  },
  'a call of their own that has a queue': {
    options: skilled,
    comes: (s: Story) => {
      s.ready('lan');
      return s.ask('originate', { to: '+84999', agent: 'lan', queue: 'main' });
    },
    left: 'queued',
  },
} as const satisfies Readonly<Record<string, { options: StoryOptions; comes: (s: Story) => unknown; left: string }>>;

const isLeft = (s: Story, left: string): void => {
  expect(s.stands()).toBe(left);
  if (left === 'queued') expect(s.told('call.queued').at(-1)).toMatchObject({ front: true });
  if (left === 'closed failed') expect(s.told('call.closed')).toMatchObject([{ end: 'failed', cause: 'unreachable' }]);
};

for (const [name, { options, comes, left }] of Object.entries(ways)) {
  story(`an agent who hangs up as they are put into ${name} leaves it ${left}`, options, (s) => {
    const command = comes(s);
    s.loses('join');
    s.until(() => s.stands() === 'connecting');
    s.pass(1);
    s.hangsUp('lan');
    s.pass(1);
    expect(s.outcome(command)).toBe('failed normal');
    isLeft(s, left);
    s.loses();
    s.pass(4);
    if (left !== 'closed failed')
      expect(s.hearing()).toEqual({ [name.startsWith('a call') ? '+84999' : 'customer']: '' });
  });

  story(`an agent who cannot be put into ${name} in time is let go, and leaves it ${left}`, options, (s) => {
    const command = comes(s);
    s.loses('join');
    s.until(() => s.stands() === 'connecting');
    s.pass(4.9);
    expect(s.outcome(command)).toBe('open');
    s.ask('away', { agent: 'lan', reason: 'lunch' });
    s.pass(1);
    expect(s.outcome(command)).toBe('timedOut');
    isLeft(s, left);
    expect(s.agent('lan')).toBe('away lunch');
  });
}

for (const name of ['a waiting call', 'a parked call'] as const) {
  const { options, comes, left } = ways[name];
  for (const [phone, cause] of [
    ['rejects', 'rejected'],
    ['ringsOut', 'noAnswer'],
  ] as const) {
    story(`an agent who picks up ${name} and whose phone ${phone} leaves it ${left}`, options, (s) => {
      s.phones({ lan: phone });
      const command = comes(s);
      expect(s.stands()).toBe('offering');
      s.pass(25);
      expect(s.outcome(command)).toBe(`failed ${cause}`);
      isLeft(s, left);
      // Whoever picks it up next has it.
      s.phones({ lan: 'answers' });
      s.ask('ready', { agent: 'lan' });
      expect(s.try('pickUp', { agent: 'lan' })).toBe('done');
      expect(s.stands()).toBe('talking');
    });
  }
}

for (const [where, options, wait] of [
  ['waits', skilled, (s: Story) => s.ready('lan')],
  [
    'is being offered',
    { routing: smallRouting({ ringTimeoutMs: 60_000 }) },
    (s: Story) => {
      s.phones({ lan: 'ringsOut' });
      s.ready('lan');
    },
  ],
] as const satisfies readonly (readonly [string, StoryOptions, (s: Story) => void])[]) {
  story(`the music of a customer who ${where} is asked for again when it stops, once`, options, (s) => {
    const asked = treats(s);
    wait(s);
    s.arrive();
    s.pass(3);
    expect(asked()).toBe(1);
    isSeen(s, 'customer', 'none');
    expect(asked()).toBe(2);
    isSeen(s, 'customer', 'treated');
    isSeen(s, 'customer', 'treated');
    s.pass(12);
    expect(asked()).toBe(2);
  });

  story(`the music of a customer who ${where} stops late, and is asked for until it plays again`, options, (s) => {
    wait(s);
    s.arrive();
    s.pass(12);
    const asked = treats(s);
    s.loses('treat');
    isSeen(s, 'customer', 'none');
    expect(asked()).toBe(1);
    s.pass(11);
    expect(asked()).toBe(3);
  });

  story(`the music of a customer who ${where} is asked for every five seconds until it plays`, options, (s) => {
    const asked = treats(s);
    s.loses('treat');
    wait(s);
    s.arrive();
    s.pass(4.9);
    const before = asked();
    s.pass(5);
    expect(asked()).toBe(before + 1);
    s.pass(5);
    expect(asked()).toBe(before + 2);
    s.loses();
    s.pass(5);
    const then = asked();
    s.pass(11);
    expect(asked()).toBe(then);
  });
}

/** It puts nobody together: it moves the customer to whoever answers, by itself. */
const movesByItself = { ...unlimited, capabilities: withCapabilities({ effects: { join: 'unsupported' } }) };

story('a switch that moves a customer to the agent by itself is not interfered with', { shape: movesByItself }, (s) => {
  s.phones({ lan: 'ringsOut' });
  s.ready('lan');
  s.arrive();
  s.pass(3);
  expect(s.stands()).toBe('offering');
  const asked = treats(s);
  isSeen(s, 'customer', 'none');
  s.pass(8);
  expect([s.stands(), asked()]).toEqual(['offering', 0]);
});

story(
  'a held customer whom the switch lets go of is put together with the agent, and the hold under way is called off',
  (s) => {
    s.talking('lan');
    s.loses('treat');
    const hold = s.ask('hold');
    isSeen(s, 'customer', 'none');
    expect(s.outcome(hold)).toBe('cancelled');
    s.pass(2);
    expect(s.stands()).toBe('talking');
    expect(s.hearing()).toEqual(together('customer', 'lan'));
    s.loses();
    expect(s.try('hold')).toBe('done');
  },
);

story('a held customer is not taken back while they are being handed over', (s) => {
  s.talking('lan');
  s.try('hold');
  s.phones({ '+84999': 'ringsOut' });
  s.ask('transfer', { to: '+84999' });
  s.pass(1);
  expect(s.outcome(s.ask('resume'))).toBe('refused conflict handover');
  expect(s.outcome(s.ask('hold'))).toBe('refused alreadySo');
});

story('a customer who is being taken back can be asked nothing else', (s) => {
  s.talking('lan');
  s.try('hold');
  s.loses('join');
  const resume = s.ask('resume');
  expect(s.stands()).toBe('talking resuming');
  expect(s.outcome(s.ask('hold'))).toBe('refused conflict hold');
  expect(s.outcome(s.ask('resume'))).toBe('refused conflict hold');
  expect(s.outcome(s.ask('transfer', { to: '+84999' }))).toBe('refused conflict hold');
  expect(s.outcome(s.ask('consult', { to: '+84999' }))).toBe('refused conflict hold');
  s.loses();
  s.pass(20);
  expect(s.outcome(resume)).toBe('timedOut');
  s.try('resume');
  expect(s.hearing()).toEqual(together('customer', 'lan'));
});

story('a third party whom the switch lets go of hears nobody until they are placed again', (s) => {
  s.talking('lan');
  expect(s.try('addParty', { to: '+84999' })).toBe('done');
  isSeen(s, '+84999', 'none');
  expect(s.world.engine.state.calls.get(s.call)?.state.record.guest).toBe('up');
  isSeen(s, '+84999', 'main');
  expect(s.world.engine.state.calls.get(s.call)?.state.record.guest).toBe('main');
});

/** Somebody's leg ends, and it was not their wish. */
const isLost = (s: Story, who: string): void => {
  s.world.feed({ type: 'leg.ended', switch: s.world.switch.id, basis: 'seen', native: s.native(who), cause: 'lost' });
};

story('a supervisor at a conversation of three goes with the agent who is left', (s) => {
  s.talking('lan', 'mai');
  expect(s.try('addParty', { to: 'mai' })).toBe('done');
  expect(s.try('supervise', { supervisor: 'minh', mode: 'whisper' })).toBe('done');
  const before = s.told('seat.changed').length;
  s.hangsUp('lan');
  s.pass(3);
  expect(s.seat('minh')).toBe('present monitor');
  expect(s.hearing()).toEqual({ ...together('customer', 'mai'), minh: 'customer mai' });
  expect(
    s
      .told('seat.changed')
      .slice(before)
      .map(({ state }) => state)
      .slice(-3),
  ).toEqual(['parked', 'attaching', 'present']);
  expect(s.try('hold')).toBe('done');
});

for (const [who, then, stands] of [
  ['nobody else', [], 'queued'],
  ['a barger', ['barge'], 'talking'],
  ['a third party', ['mai'], 'talking'],
] as const) {
  story(`an agent who is dropped while ${who} is there is off the call, and the drop is done`, (s) => {
    s.talking('lan', 'mai');
    s.ask('logOut', { agent: 'mai' });
    s.ask('logIn', { agent: 'mai' });
    s.ask('ready', { agent: 'mai' });
    for (const one of then) {
      if (one === 'mai') expect(s.try('addParty', { to: 'mai' })).toBe('done');
      else expect(s.try('supervise', { supervisor: 'minh', mode: one })).toBe('done');
    }
    if (who !== 'a third party') s.ask('logOut', { agent: 'mai' });
    s.ask('away', { agent: 'lan', reason: 'lunch' });
    const drop = s.ask('drop', { leg: 'lan', by: 'hoa' });
    s.pass(4);
    expect(s.outcome(drop)).toBe('done');
    expect(s.stands()).toBe(stands);
    expect(s.agent('lan')).toBe('away lunch');
    if (stands === 'talking') expect(s.try('hold')).toBe('done');
  });
}

story('a customer whose agent is lost, and then the next, waits at the head of the queue each time', (s) => {
  s.talking('lan');
  s.ask('away', { agent: 'lan', reason: 'lunch' });
  isLost(s, 'lan');
  expect(s.told('call.queued').at(-1)).toMatchObject({ front: true });
  s.ready('mai');
  s.until(() => s.stands() === 'talking');
  expect(s.try('hold')).toBe('done');
  expect(s.try('resume')).toBe('done');
  s.ask('away', { agent: 'mai', reason: 'lunch' });
  isLost(s, 'mai');
  expect(s.stands()).toBe('queued');
  expect(s.told('call.queued').at(-1)).toMatchObject({ front: true });
});

story('an agent without a queue behind them who is lost leaves nobody for the customer: the call has failed', (s) => {
  s.ready('lan');
  expect(s.try('originate', { to: '+84999', agent: 'lan' })).toBe('done');
  expect(s.stands()).toBe('talking');
  isLost(s, 'lan');
  s.pass(1);
  expect(s.told('call.closed')).toMatchObject([{ end: 'failed', cause: 'unreachable', served: true }]);
});

story('an agent without a queue behind them who is dropped has been dropped, and the call has failed', (s) => {
  s.ready('lan');
  expect(s.try('originate', { to: '+84999', agent: 'lan' })).toBe('done');
  expect(s.try('drop', { leg: 'lan' })).toBe('done');
  expect(s.told('call.closed')).toMatchObject([{ end: 'failed', cause: 'unreachable' }]);
});

story('there is room for one third party', (s) => {
  s.talking('lan');
  expect(s.try('addParty', { to: '+84998' })).toBe('done');
  expect(s.outcome(s.ask('addParty', { to: '+84999' }))).toBe('refused full');
});

story('a supervisor whose mode is being changed cannot take over meanwhile', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
  s.loses('tap');
  s.ask('switchMode', { seat: 'minh', mode: 'whisper' });
  expect(s.outcome(s.ask('takeover', { supervisor: 'minh' }))).toBe('refused conflict change');
  s.loses();
});
