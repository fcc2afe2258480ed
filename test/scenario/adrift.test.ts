import { asId } from '@legwork/core';
import { expect } from 'vitest';
import { blindOnly, unlimited, withCapabilities } from '@legwork/sim';
import { story, together, type Story } from '../support/story.ts';

/** A switch that lets go of the customer while something else is waited for: somebody looks after them at every moment. */

const talk = together('customer', 'lan');
const blind = { ...unlimited, capabilities: withCapabilities({ traits: { dialFirst: false } }) };

const isSeen = (s: Story, who: string, at: 'none' | 'main' | 'side' | 'treated'): void => {
  s.world.feed({ type: 'leg.placed', switch: s.world.switch.id, basis: 'seen', native: s.native(who), at });
};
const isNowhere = (s: Story, who = 'customer'): void => isSeen(s, who, 'none');
const asked = (s: Story, effect: 'join' | 'treat'): (() => number) => {
  let times = 0;
  s.world.onStep((_at, _input, outputs) => {
    times += outputs.filter(({ type }) => type === effect).length;
  });
  return () => times;
};
/** The phone of whom the call is to go to rings and rings. */
const rings = (s: Story, what: 'transfer' | 'addParty' | 'consult' = 'transfer') => {
  s.talking('lan');
  s.phones({ '+84998': 'ringsOut' });
  const command = s.ask(what, { to: '+84998' });
  s.pass(1);
  expect(s.stands()).toBe('talking dialling');
  return command;
};

for (const what of ['transfer', 'addParty'] as const) {
  story(`a customer of whom the switch lets go while a phone is rung for ${what} talks on with the agent`, (s) => {
    const command = rings(s, what);
    s.letsGo();
    s.pass(1);
    expect(s.hearing()).toMatchObject(talk);
    expect(s.believed()).toEqual(s.hearing());
    expect(s.stands()).toBe('talking dialling');
    const joined = asked(s, 'join');
    s.pass(6);
    expect(joined()).toBe(0);
    expect(s.outcome(command)).toBe('open');
    expect(s.outcome(s.ask('cancel'))).toBe('done');
    expect(s.stands()).toBe('talking');
  });
}

story('a held customer of whom the switch lets go while a phone is rung is held no longer', (s) => {
  s.talking('lan');
  s.phones({ '+84998': 'ringsOut' });
  s.try('hold');
  s.ask('transfer', { to: '+84998' });
  s.pass(1);
  expect(s.stands()).toBe('talking held dialling');
  isNowhere(s);
  s.pass(1);
  expect(s.stands()).toBe('talking dialling');
  expect(s.hearing()).toMatchObject(talk);
});

for (const how of ['declined', 'called off'] as const) {
  story(`customer and agent are together again before a transfer that is ${how} is over`, (s) => {
    const transfer = rings(s);
    s.loses('join');
    s.letsGo();
    s.loses();
    if (how === 'declined') s.hangsUp('+84998');
    const cancel = how === 'called off' ? s.ask('cancel') : null;
    s.until(() => s.stands() === 'talking undoing');
    s.until(() => s.stands() === 'talking');
    expect(s.hearing()).toMatchObject(talk);
    expect(s.outcome(transfer)).toBe(cancel === null ? 'failed normal' : 'cancelled');
    if (cancel !== null) expect(s.outcome(cancel)).toBe('done');
  });
}

story('an agent of whom the switch lets go too is not left alone when the target declines', (s) => {
  rings(s);
  s.loses('join');
  isNowhere(s);
  isNowhere(s, 'lan');
  isSeen(s, 'customer', 'main');
  s.loses();
  s.hangsUp('+84998');
  s.until(() => s.stands() === 'talking undoing');
  s.until(() => s.stands() === 'talking');
  expect(s.hearing()).toEqual(talk);
});

const slow = { policy: { killMs: 60_000 } };
const toQueue = (s: Story) => {
  s.talking('lan');
  s.ask('away', { agent: 'lan', reason: 'lunch' });
  s.loses('hangUp');
  const transfer = s.ask('transfer', { to: 'queue main' });
  s.until(() => s.stands() === 'talking releasing');
  return transfer;
};

story(
  'a customer of whom the switch lets go on the way to the queue has music again before the agent is off',
  slow,
  (s) => {
    const transfer = toQueue(s);
    const treated = asked(s, 'treat');
    s.loses('hangUp', 'treat');
    isNowhere(s);
    expect(treated()).toBe(1);
    s.pass(5.1);
    expect(treated()).toBe(2);
    s.loses('hangUp');
    s.pass(5);
    expect(treated()).toBe(3);
    s.pass(6);
    expect([treated(), s.outcome(transfer), s.stands()]).toEqual([3, 'open', 'talking releasing']);
    s.hangsUp('lan');
    s.pass(1);
    expect([s.outcome(transfer), s.stands()]).toEqual(['done', 'queued']);
  },
);

story('a customer of whom the switch lets go on the way to the queue hangs up', slow, (s) => {
  const transfer = toQueue(s);
  isNowhere(s);
  s.hangsUp('customer');
  s.pass(1);
  expect([s.outcome(transfer), s.stands()]).toEqual(['callGone', 'closing']);
});

story('a transfer is not done before the target has the customer, whom the switch let go of meanwhile', (s) => {
  s.talking('lan', 'mai');
  s.loses('hangUp');
  const transfer = s.ask('transfer', { to: 'mai' });
  s.until(() => s.stands() === 'talking releasing');
  s.loses('hangUp', 'join');
  isNowhere(s);
  expect(s.stands()).toBe('talking joining');
  s.hangsUp('lan');
  s.pass(1);
  expect([s.outcome(transfer), s.stands()]).toEqual(['open', 'talking joining']);
  s.loses();
  isSeen(s, 'mai', 'main');
  isSeen(s, 'customer', 'main');
  expect([s.outcome(transfer), s.stands()]).toEqual(['done', 'talking']);
  expect(s.hearing()).toEqual(together('customer', 'mai'));
});

story('a takeover is not done while the customer is said to hear music, and not the supervisor', (s) => {
  s.talking('lan');
  s.loses('hangUp');
  const takeover = s.ask('takeover', { supervisor: 'minh' });
  s.until(() => s.stands() === 'talking releasing');
  isSeen(s, 'customer', 'treated');
  expect(s.stands()).toBe('talking joining');
  s.hangsUp('lan');
  s.loses();
  s.pass(1);
  expect([s.outcome(takeover), s.stands()]).toEqual(['done', 'talking']);
  expect(s.hearing()).toEqual(together('customer', 'minh'));
});

story('a customer who cannot be put together with the target again goes back to the queue', (s) => {
  s.talking('lan');
  s.ask('away', { agent: 'lan', reason: 'lunch' });
  const transfer = s.ask('transfer', { to: '+84998' });
  s.until(() => s.stands() === 'talking releasing');
  s.loses('join');
  isNowhere(s);
  s.pass(6);
  expect([s.outcome(transfer), s.stands()]).toEqual(['timedOut', 'queued']);
});

/** The third party's end, of which the switch tells nothing for a while, is waited for. */
const drops = (s: Story) => {
  s.talking('lan');
  expect(s.try('addParty', { to: '+84998' })).toBe('done');
  s.loses('hangUp');
  const drop = s.ask('drop', { leg: '+84998' });
  expect(s.stands()).toBe('talking dropping');
  return drop;
};

story('a customer of whom the switch lets go while a third party is dropped talks on with the agent', (s) => {
  const drop = drops(s);
  s.letsGo();
  s.pass(1);
  expect(s.hearing()).toMatchObject({ customer: '+84998 lan' });
  const joined = asked(s, 'join');
  s.pass(6);
  expect([joined(), s.stands()]).toEqual([0, 'talking dropping']);
  s.loses();
  s.pass(10);
  expect([s.outcome(drop), s.stands()]).toEqual(['done', 'talking']);
});

story('customer and agent are put together again where the third party is gone before they are', (s) => {
  const drop = drops(s);
  s.loses('hangUp', 'join');
  s.letsGo();
  s.pass(5.5);
  s.hangsUp('+84998');
  s.pass(0.1);
  expect([s.outcome(drop), s.stands()]).toEqual(['done', 'talking mending']);
  s.loses();
  s.pass(10);
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(talk);
});

story('a hold that is under way goes on when the third party is dropped', (s) => {
  s.talking('lan');
  s.try('addParty', { to: '+84998' });
  const hold = s.ask('hold');
  const drop = s.ask('drop', { leg: '+84998' });
  expect(s.stands()).toBe('talking holding dropping');
  s.world.feed({
    type: 'leg.ended',
    switch: s.world.switch.id,
    basis: 'seen',
    native: s.native('+84998'),
    cause: 'normal',
  });
  expect([s.outcome(drop), s.stands()]).toEqual(['done', 'talking holding']);
  s.pass(1);
  expect([s.outcome(hold), s.stands()]).toEqual(['done', 'talking held']);
});

story('the third party has the customer of whom the switch lets go while the agent is dropped', (s) => {
  s.talking('lan');
  s.try('addParty', { to: '+84998' });
  s.loses('hangUp');
  const drop = s.ask('drop', { leg: 'lan' });
  isNowhere(s);
  s.pass(1);
  s.loses();
  s.pass(10);
  expect([s.outcome(drop), s.stands()]).toEqual(['done', 'talking']);
  expect(s.hearing()).toEqual(together('customer', '+84998'));
});

story(
  'a customer whom a blind transfer has moved nowhere is given back to the agent when nobody answers',
  { shape: blind },
  (s) => {
    s.talking('lan');
    s.phones({ '+84998': 'rejects' });
    s.loses('redirect');
    const transfer = s.ask('transfer', { to: '+84998' });
    isNowhere(s);
    s.world.feed({
      type: 'leg.ended',
      switch: s.world.switch.id,
      basis: 'seen',
      native: s.native('+84998'),
      cause: 'rejected',
    });
    expect(s.stands()).toBe('talking undoing');
    s.pass(2);
    expect([s.outcome(transfer), s.stands()]).toEqual(['failed rejected', 'talking']);
    expect(s.hearing()).toEqual(talk);
  },
);

story(
  'what is asked for again and again, and never heard of, is remembered twice: the first time and the last',
  (s) => {
    s.talking('lan');
    s.loses('leg.placed', 'leg.muted');
    const park = s.ask('park');
    s.pass(1);
    expect(s.outcome(park)).toBe('open');
    s.loses('treat', 'join', 'mute', 'leg.placed', 'leg.muted');
    const asks = () => s.world.engine.state.legs.get(s.leg('customer'))?.asks ?? [];
    s.ask('away', { agent: 'lan', reason: 'lunch' });
    s.pass(60);
    expect(s.stands()).toBe('queued');
    expect(asks().map(({ placement }) => placement?.at)).toEqual(['treated', 'main', 'treated', 'treated']);
    const [first] = asks().slice(-2);
    s.pass(20);
    expect(asks()).toHaveLength(4);
    expect(asks().at(-2)).toEqual(first);
    for (let times = 0; times < 4; times += 1) expect(s.try('mute', { leg: 'customer' })).toBe('timedOut');
    expect(asks().flatMap(({ mute }) => mute ?? [])).toEqual([true, true]);
  },
);

story('an agent of whom the switch lets go is put together with the customer again', (s) => {
  s.talking('lan');
  isNowhere(s, 'lan');
  expect(s.stands()).toBe('talking mending');
  s.until(() => s.stands() === 'talking');
  expect(s.hearing()).toEqual(talk);
});

story('an agent whom the switch drops to silence is brought back to the customer, who was left alone', (s) => {
  s.talking('lan');
  s.letsGo('lan');
  s.pass(6);
  expect([s.hearing(), s.stands()]).toEqual([talk, 'talking']);
});

story('an agent who is let go of because the customer is held comes back when the customer does', (s) => {
  s.talking('lan');
  s.try('hold');
  isNowhere(s, 'lan');
  expect(s.stands()).toBe('talking held');
  s.loses('join');
  const first = s.ask('resume');
  isSeen(s, 'customer', 'main');
  expect(s.stands()).toBe('talking resuming');
  s.loses();
  s.pass(10);
  expect([s.outcome(first), s.stands()]).toEqual(['timedOut', 'talking held']);
  isNowhere(s, 'lan');
  const joined = asked(s, 'join');
  expect([s.try('resume'), joined(), s.stands()]).toEqual(['done', 2, 'talking']);
  expect(s.hearing()).toEqual(talk);
  expect(s.believed()).toEqual(talk);
});

story(
  'an agent who stayed where they were while the customer was held is not moved when the customer comes back',
  (s) => {
    s.talking('lan');
    s.try('hold');
    const joined = asked(s, 'join');
    expect([s.try('resume'), joined()]).toEqual(['done', 1]);
  },
);

for (const isHeld of [false, true]) {
  story(`a third party of whom the switch lets go comes back${isHeld ? ', the customer being held' : ''}`, (s) => {
    s.talking('lan');
    s.try('addParty', { to: '+84998' });
    if (isHeld) s.try('hold');
    const before = s.hearing();
    const joined = asked(s, 'join');
    s.loses('join');
    s.letsGo('+84998');
    s.pass(6);
    expect(s.hearing()).not.toEqual(before);
    expect(joined()).toBe(2);
    s.loses();
    s.pass(6);
    expect([s.hearing(), s.stands()]).toEqual([before, isHeld ? 'talking held' : 'talking']);
    expect(joined()).toBe(3);
    s.pass(20);
    expect(joined()).toBe(3);
  });
}

story('a third party of whom the switch lets go while a phone is rung comes back when that is over', (s) => {
  s.talking('lan');
  s.try('addParty', { to: '+84998' });
  const before = s.hearing();
  s.phones({ '+84999': 'rejects' });
  s.ask('transfer', { to: '+84999' });
  s.letsGo('+84998');
  expect(s.stands()).toBe('talking dialling');
  s.pass(10);
  expect([s.hearing(), s.stands()]).toEqual([before, 'talking']);
});

for (const who of ['lan', 'mai']) {
  story(`agent and target talk on when the switch lets go of ${who} while they consult`, (s) => {
    s.talking('lan', 'mai');
    s.try('consult', { to: 'mai' });
    expect(s.stands()).toBe('talking consulting');
    s.loses('join');
    isNowhere(s, who);
    expect(s.stands()).toBe('talking meeting');
    s.loses();
    isSeen(s, who, 'side');
    isSeen(s, who === 'lan' ? 'mai' : 'lan', 'side');
    expect(s.stands()).toBe('talking consulting');
    expect([s.try('complete'), s.stands()]).toEqual(['done', 'talking']);
    expect(s.hearing()).toEqual(together('customer', 'mai'));
  });
}

/** The switch says that it will not do what was asked for so many requests ago. */
const isRefused = (s: Story, who: string, ago: number): void => {
  const ask = s.world.engine.state.legs.get(s.leg(who))?.asks.at(-1 - ago);
  s.world.feed({
    type: 'effect.refused',
    switch: s.world.switch.id,
    basis: 'seen',
    native: s.native(who),
    op: ask?.op ?? asId('0.0'),
    effect: ask?.placement?.at === 'treated' ? 'treat' : 'join',
    reason: 'failed',
  });
};

story('that music is refused says nothing of the conversation that is asked for since', (s) => {
  s.talking('lan');
  s.phones({ '+84998': 'ringsOut' });
  s.loses('treat', 'join');
  s.ask('consult', { to: '+84998' });
  s.pass(1);
  const cancel = s.ask('cancel');
  isRefused(s, 'customer', 1);
  expect(s.stands()).toBe('talking undoing');
  s.loses();
  isSeen(s, 'customer', 'main');
  isSeen(s, 'lan', 'main');
  s.pass(10);
  expect([s.outcome(cancel), s.stands()]).toEqual(['done', 'talking']);
  expect(s.hearing()).toEqual(talk);
});

story('that whoever was called off is not put through costs nobody the agent', (s) => {
  s.talking('lan');
  s.loses('join', 'hangUp');
  s.ask('transfer', { to: '+84998' });
  s.until(() => s.stands() === 'talking joining');
  s.pass(5.1);
  expect(s.stands()).toBe('talking undoing');
  isRefused(s, '+84998', 0);
  expect(s.stands()).toBe('talking undoing');
  s.loses();
  isSeen(s, 'customer', 'main');
  isSeen(s, 'lan', 'main');
  expect(s.stands()).toBe('talking');
});

story('a takeover is not done before the supervisor, whom the switch let go of meanwhile, has the customer', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
  s.loses('hangUp');
  const takeover = s.ask('takeover', { supervisor: 'minh' });
  s.until(() => s.stands() === 'talking releasing');
  isNowhere(s, 'minh');
  expect(s.stands()).toBe('talking joining');
  s.hangsUp('lan');
  s.loses();
  s.pass(3);
  expect([s.outcome(takeover), s.stands()]).toEqual(['done', 'talking']);
  expect(s.hearing()).toEqual(together('customer', 'minh'));
});

for (const [phase, comes] of [
  ['a phone is rung', (s: Story) => rings(s)],
  ['a third party is dropped', (s: Story) => drops(s)],
] as const) {
  const others = phase === 'a phone is rung' ? [] : ['+84998'];

  for (const who of ['customer', 'lan']) {
    story(`${who} and who talks with them are put together every five seconds while ${phase}, until they are`, (s) => {
      comes(s);
      const stands = s.stands();
      const joined = asked(s, 'join');
      s.loses('hangUp', 'join');
      isNowhere(s, who);
      expect(joined()).toBe(2);
      s.pass(4.9);
      expect(joined()).toBe(2);
      s.pass(0.2);
      expect(joined()).toBe(4);
      s.loses('hangUp');
      s.pass(5);
      expect(joined()).toBe(6);
      s.pass(4);
      expect(s.stands()).toBe(stands);
      expect(s.hearing()).toMatchObject(together('customer', 'lan', ...others));
      expect(s.believed()).toEqual(s.hearing());
    });
  }
}

story('a hold is over where the switch lets go of the customer while a third party is dropped', (s) => {
  s.talking('lan');
  s.try('addParty', { to: '+84998' });
  s.loses('hangUp', 'treat');
  const hold = s.ask('hold');
  s.ask('drop', { leg: '+84998' });
  isNowhere(s);
  expect([s.outcome(hold), s.stands()]).toEqual(['cancelled', 'talking dropping']);
  s.pass(1);
  expect(s.hearing()).toMatchObject({ customer: '+84998 lan' });
});

story('the third party has the customer at once whom the switch lets go of while the agent is dropped', (s) => {
  s.talking('lan');
  s.try('addParty', { to: '+84998' });
  s.loses('hangUp');
  s.ask('drop', { leg: 'lan' });
  s.loses('hangUp', 'join');
  isNowhere(s);
  s.loses('hangUp');
  s.pass(6);
  expect(s.stands()).toBe('talking dropping');
  expect(s.believed()).toMatchObject({ customer: '+84998 lan' });
});

for (const [why, comes] of [
  ['is consulted', (s: Story) => void rings(s, 'consult')],
  [
    'is rung, and the agent has gone,',
    (s: Story) => {
      rings(s);
      s.ask('away', { agent: 'lan', reason: 'lunch' });
      s.hangsUp('lan');
    },
  ],
] as const) {
  story(`a customer of whom the switch lets go while somebody ${why} has music again`, (s) => {
    comes(s);
    s.pass(6);
    const treated = asked(s, 'treat');
    const joined = asked(s, 'join');
    s.loses('treat');
    isNowhere(s);
    expect(treated()).toBe(1);
    s.pass(5.1);
    expect(treated()).toBe(2);
    s.loses();
    s.pass(5);
    expect(treated()).toBe(3);
    s.pass(6);
    expect([treated(), joined()]).toEqual([3, 0]);
    expect(s.stands()).toBe('talking dialling');
    expect(s.told('leg.placed').at(-1)).toMatchObject({ leg: s.leg('customer'), place: 'treated' });
  });
}

story(
  'nobody can be put together on a switch that cannot join: the customer waits for another agent',
  { shape: blindOnly },
  (s) => {
    s.talking('lan');
    isNowhere(s, 'lan');
    expect(s.stands()).toBe('talking mending');
    s.ask('away', { agent: 'lan', reason: 'lunch' });
    s.pass(5.5);
    expect(s.stands()).toBe('queued');
  },
);

for (const who of ['customer', '+84998']) {
  story(
    `a blind transfer is not done where the switch cannot join, and has let go of ${who}`,
    { shape: blindOnly },
    (s) => {
      s.talking('lan');
      s.ask('away', { agent: 'lan', reason: 'lunch' });
      s.loses('hangUp', 'leg.ended');
      const transfer = s.ask('transfer', { to: '+84998' });
      s.until(() => s.stands() === 'talking releasing');
      isNowhere(s, who);
      expect(s.stands()).toBe('talking joining');
      s.pass(5.1);
      expect(s.stands()).toBe('talking undoing');
      s.pass(5.1);
      expect([s.outcome(transfer), s.stands()]).toEqual(['timedOut', 'queued']);
    },
  );
}

const refusing = { ...unlimited, habits: { ...unlimited.habits, whileLost: 'isRefused' } } as const;
const underWay: Readonly<Record<string, (s: Story) => void>> = {
  'a hold': (s) => void s.ask('hold'),
  'a resume': (s) => {
    s.try('hold');
    s.ask('resume');
  },
  'a transfer whose customer it lets go of': (s) => {
    s.phones({ '+84998': 'ringsOut' });
    s.ask('transfer', { to: '+84998' });
    s.pass(1);
    isNowhere(s);
  },
  'a consult whose customer it lets go of': (s) => {
    s.phones({ '+84998': 'ringsOut' });
    s.ask('consult', { to: '+84998' });
    s.pass(1);
    isNowhere(s);
  },
  'a conversation whose customer it lets go of': (s) => isNowhere(s),
};
for (const [what, begin] of Object.entries(underWay)) {
  story(
    `a switch that is lost during ${what}, and refuses everything, is not asked without a pause`,
    { shape: refusing },
    (s) => {
      s.talking('lan');
      begin(s);
      const asks = [asked(s, 'join'), asked(s, 'treat')];
      s.world.switch.lose();
      s.pass(30);
      expect(asks.reduce((sum, times) => sum + times(), 0)).toBeLessThan(30);
      s.world.switch.comeBack();
      s.pass(20);
      expect(['talking', 'talking held', 'talking dialling']).toContain(s.stands());
      expect(s.believed()).toEqual(s.hearing());
    },
  );
}
