import { loadRouting, type Routing } from '@legwork/core';
import { smallRouting, unlimited, withCapabilities } from '@legwork/sim';
import { expect } from 'vitest';
import { story, together, type Story } from '../support/story.ts';

/** A hold and a handover of the same call, and who stays with whom. */

/** It moves the customer by itself. */
const blind = { ...unlimited, capabilities: withCapabilities({ traits: { dialFirst: false } }) };

/** How often the switch is asked for something from now on. */
const asked = (s: Story, type: 'join' | 'treat' | 'hangUp'): (() => number) => {
  let times = 0;
  s.world.onStep((_at, _input, outputs) => {
    times += outputs.filter((output) => output.type === type).length;
  });
  return () => times;
};

story(
  'an agent who is dropped while the customer is held leaves them to the third party and to whoever listens',
  (s) => {
    s.talking('lan', 'mai');
    s.try('addParty', { to: 'mai' });
    s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
    s.try('hold');
    expect(s.try('drop', { leg: 'lan' })).toBe('done');
    expect(s.stands()).toBe('talking');
    expect(s.told('seat.changed').map(({ state }) => state)).toContain('parked');
    expect(s.hearing()).toEqual({ ...together('customer', 'mai'), minh: 'customer mai' });
    expect(s.try('hold')).toBe('done');
    expect(s.try('resume')).toBe('done');
  },
);

story('customer and third party talk on when the agent hangs up, and nobody is moved', (s) => {
  s.talking('lan', 'mai');
  s.try('addParty', { to: 'mai' });
  const joins = asked(s, 'join');
  s.hangsUp('lan');
  s.pass(3);
  expect([s.stands(), joins()]).toEqual(['talking', 0]);
  expect(s.hearing()).toEqual(together('customer', 'mai'));
});

story('an agent whose third party was let go of by the switch leaves the customer with them all the same', (s) => {
  s.talking('lan', 'mai');
  s.try('addParty', { to: 'mai' });
  s.world.feed({
    type: 'leg.placed',
    switch: s.world.switch.id,
    basis: 'seen',
    native: s.native('mai'),
    at: 'none',
  });
  s.hangsUp('lan');
  s.pass(8);
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(together('customer', 'mai'));
});

story('an agent is dropped when they are off the call, whether or not a barger can take their place', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'barge' });
  s.loses('join');
  const drop = s.ask('drop', { leg: 'lan' });
  s.pass(1);
  expect([s.outcome(drop), s.stands()]).toEqual(['done', 'talking joining']);
});

story('an agent who hangs up during a consult leaves nobody to be listened to, until the next talks', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
  s.try('consult', { to: '+84998' });
  s.loses('join');
  s.hangsUp('lan');
  s.pass(1);
  expect([s.stands(), s.seat('minh')]).toEqual(['talking joining', 'parked']);
});

story('a customer whose music did not begin with the consult is asked to have it again', (s) => {
  s.talking('lan');
  s.loses('treat');
  s.ask('consult', { to: '+84998' });
  s.until(() => s.stands() === 'talking consulting');
  const treats = asked(s, 'treat');
  s.pass(5.1);
  expect(treats()).toBe(1);
});

story('an agent who is to be dropped is not let go because the third party hangs up first', (s) => {
  s.talking('lan', 'mai');
  s.try('addParty', { to: 'mai' });
  s.loses('hangUp');
  const drop = s.ask('drop', { leg: 'lan' });
  s.hangsUp('mai');
  s.pass(1);
  expect([s.outcome(drop), s.stands()]).toEqual(['open', 'talking dropping']);
});

story('a held customer stays on hold when the target of a transfer declines', (s) => {
  s.talking('lan');
  s.phones({ '+84998': 'rejects' });
  s.try('hold');
  const joins = asked(s, 'join');
  expect(s.try('transfer', { to: '+84998' })).toBe('failed rejected');
  expect([s.stands(), joins()]).toEqual(['talking held', 0]);
  expect(s.hearing()).toEqual({ customer: '', lan: '' });
  expect(s.try('resume')).toBe('done');
});

story('a hold ends with the consult that begins during it', (s) => {
  s.talking('lan');
  s.phones({ '+84998': 'ringsOut' });
  s.try('hold');
  s.ask('consult', { to: '+84998' });
  s.pass(1);
  expect(s.stands()).toBe('talking dialling');
});

story('a hold ends when its customer is sent to a queue', (s) => {
  s.talking('lan');
  s.try('hold');
  s.loses('treat');
  s.ask('transfer', { to: 'queue main' });
  s.pass(1);
  expect(s.stands()).toBe('talking requeueing');
});

for (const how of ['is done', 'is lost'] as const) {
  story(`a hold ends with a blind transfer that ${how}`, { shape: blind }, (s) => {
    s.talking('lan');
    expect(s.try('hold')).toBe('done');
    if (how === 'is lost') s.loses('redirect', 'hangUp');
    const transfer = s.ask('transfer', { to: '+84998' });
    s.pass(38.5);
    expect(s.outcome(transfer)).toBe(how === 'is done' ? 'done' : 'timedOut');
    expect(s.stands()).toBe('talking');
    expect(s.hearing()).toEqual(together('customer', how === 'is done' ? '+84998' : 'lan'));
  });
}

story('a customer who hangs up while a blind transfer is undone was not lost by the switch', { shape: blind }, (s) => {
  s.talking('lan');
  s.loses('redirect', 'hangUp', 'join');
  const transfer = s.ask('transfer', { to: '+84998' });
  s.until(() => s.stands() === 'talking undoing');
  s.hangsUp('customer');
  s.pass(1);
  expect(s.outcome(transfer)).toBe('callGone');
});

story('a third party is let go before the customer is moved to the queue', (s) => {
  s.talking('lan');
  s.try('addParty', { to: '+84998' });
  s.loses('treat');
  s.ask('transfer', { to: 'queue main' });
  s.pass(1);
  expect(s.stands()).toBe('talking requeueing');
  expect(Object.keys(s.hearing())).not.toContain('+84998');
});

story('a parked customer who was to talk with an agent who does not stay is asked back into the music', (s) => {
  s.talking('lan');
  s.try('park');
  s.ask('away', { agent: 'lan', reason: 'lunch' });
  s.ready('mai');
  s.ask('pickUp', { agent: 'mai' });
  s.loses('join');
  s.until(() => s.stands() === 'connecting');
  const treats = asked(s, 'treat');
  s.hangsUp('mai');
  s.pass(1);
  expect([s.stands(), treats()]).toEqual(['parked', 1]);
});

story('a resume that is not seen in time is taken back: the customer is asked to be held again', (s) => {
  s.talking('lan');
  s.try('hold');
  s.loses('join');
  const treats = asked(s, 'treat');
  expect(s.try('resume')).toBe('timedOut');
  expect([s.stands(), treats()]).toEqual(['talking held', 1]);
});

story('nobody records a call that is over, whatever the switch says', { isUntrue: true }, (s) => {
  s.talking('lan');
  s.loses('hangUp');
  s.ask('stop');
  expect(s.stands()).toBe('closing');
  s.world.feed({ type: 'record.started', switch: s.world.switch.id, basis: 'seen', call: s.call });
  for (const on of [true, false]) expect(s.outcome(s.ask('record', { on }))).toBe('refused notNow');
  s.loses();
  s.world.feed({ type: 'record.stopped', switch: s.world.switch.id, basis: 'seen', call: s.call });
});

story('a phone that was not seen to ring is called off too', (s) => {
  s.talking('lan');
  s.phones({ '+84998': 'ringsOut' });
  s.loses('leg.ringing');
  const transfer = s.ask('transfer', { to: '+84998' });
  s.pass(1);
  const hangUps = asked(s, 'hangUp');
  expect(s.outcome(s.ask('cancel'))).toBe('done');
  expect([s.outcome(transfer), hangUps()]).toEqual(['cancelled', 1]);
});

story('a supervisor of a parked call has silence', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'whisper' });
  expect(s.try('park')).toBe('done');
  expect(s.seat('minh')).toBe('parked');
  expect(s.told('leg.placed').findLast(({ leg }) => leg === s.leg('minh'))).toMatchObject({ place: 'treated' });
});

story('a parked call that is stopped is over at once', (s) => {
  s.talking('lan');
  s.ask('park');
  s.until(() => s.stands() === 'parked');
  s.loses('hangUp');
  const stop = s.ask('stop');
  s.pass(0.1);
  expect([s.outcome(stop), s.stands()]).toEqual(['open', 'closing']);
  s.loses();
  s.pass(10);
  expect([s.outcome(stop), s.stands()]).toEqual(['done', 'closed stopped']);
});

story('a call that waited too long in its parking place waits in its queue from then on', (s) => {
  s.talking('lan');
  s.try('park');
  s.ask('away', { agent: 'lan', reason: 'lunch' });
  s.pass(301);
  expect(s.stands()).toBe('queued');
  s.phones({ mai: 'rejects' });
  s.ready('mai');
  s.pass(5);
  expect([s.stands(), s.agent('mai')]).toEqual(['queued', 'away missed']);
});

story('a call that has come back to its queue once waits behind the others when it is transferred there', (s) => {
  s.talking('lan');
  s.try('park');
  s.ask('away', { agent: 'lan', reason: 'lunch' });
  s.pass(301);
  expect(s.told('call.queued').at(-1)).toMatchObject({ front: true });
  s.ready('mai');
  s.until(() => s.stands() === 'talking');
  s.pass(1);
  s.ask('transfer', { to: 'queue main' });
  s.until(() => s.stands() !== 'talking' && s.told('call.queued').length > 2);
  expect(s.told('call.queued').at(-1)).toMatchObject({ front: false });
});

story('a call of an agent’s own that was sent to a queue comes back to it when the next agent is lost', (s) => {
  s.ready('lan');
  expect(s.try('originate', { to: '+84999', agent: 'lan' })).toBe('done');
  s.ask('transfer', { to: 'queue main' });
  s.ask('away', { agent: 'lan', reason: 'lunch' });
  s.until(() => s.stands() === 'queued');
  s.loses('join');
  s.ready('mai');
  s.until(() => s.stands() === 'connecting');
  s.ask('away', { agent: 'mai', reason: 'lunch' });
  s.hangsUp('mai');
  s.pass(1);
  expect(s.stands()).toBe('queued');
});

story('nobody holds a customer who is being put together with the agent again', (s) => {
  s.talking('lan');
  s.loses('join');
  s.letsGo();
  expect(s.stands()).toBe('talking mending');
  expect(s.outcome(s.ask('hold'))).toBe('refused conflict handover');
  expect(s.outcome(s.ask('resume'))).toBe('refused notHeld');
  s.loses();
});

/** A number is rung first, then the queue. */
const numberFirst = (): Routing => {
  const { queues, nodes } = smallRouting();
  const loaded = loadRouting({
    queues,
    hotlines: [{ number: '1900', name: 'hotline', entry: 'desk' }],
    nodes: { ...nodes, desk: { kind: 'number', to: '+84977', ringTimeoutMs: 20_000, failed: 'main' } },
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.routing;
};

story(
  'an agent who declines a call that was first offered to a number leaves it in the queue',
  { routing: numberFirst() },
  (s) => {
    s.phones({ '+84977': 'rejects', lan: 'rejects' });
    s.ready('lan');
    s.arrive();
    s.pass(10);
    expect([s.stands(), s.agent('lan')]).toEqual(['queued', 'away missed']);
    expect(s.told('call.queued').at(-1)).toMatchObject({ front: true });
  },
);

story('a customer has music as soon as a number is rung for them', { routing: numberFirst() }, (s) => {
  s.phones({ '+84977': 'ringsOut' });
  s.arrive();
  s.pass(3);
  expect(s.told('leg.placed').at(-1)).toMatchObject({ leg: s.leg('customer'), place: 'treated' });
});
