import { expect } from 'vitest';
import { smallRouting } from '@legwork/sim';
import { failures, story, type CommandName, type Said, type Story } from '../support/story.ts';

/** How calls end, what is left open when they do, and what can still be asked. */

const hears = (s: Story, who: string, at: 'none' | 'main' | 'treated'): void => {
  s.world.feed({ type: 'leg.placed', switch: s.world.switch.id, basis: 'seen', native: s.native(who), at });
};
const isLost = (s: Story, who: string): void => {
  s.world.feed({ type: 'leg.ended', switch: s.world.switch.id, basis: 'seen', native: s.native(who), cause: 'lost' });
};

const everything: readonly (readonly [CommandName, Said<CommandName>, string])[] = [
  ['answer', {}, 'notNow'],
  ['hold', {}, 'notNow'],
  ['resume', {}, 'notNow'],
  ['transfer', { to: '+84999' }, 'notNow'],
  ['consult', { to: '+84999' }, 'notNow'],
  ['complete', {}, 'notNow'],
  ['cancel', {}, 'notNow'],
  ['addParty', { to: '+84999' }, 'notNow'],
  ['park', {}, 'notNow'],
  ['pickUp', { agent: 'mai' }, 'notNow'],
  ['claim', {}, 'notNow'],
  ['supervise', { supervisor: 'minh', mode: 'monitor' }, 'notNow'],
  ['takeover', { supervisor: 'minh' }, 'notNow'],
  ['drop', { leg: 'lan' }, 'notNow'],
  ['record', { on: true }, 'notNow'],
  ['record', { on: false }, 'notNow'],
  ['stop', {}, 'alreadySo'],
  ['hangUp', {}, 'alreadySo'],
] as never;

for (const [what, how, reason] of everything) {
  story(
    `a call that is being taken down takes on no ${what}${'on' in how ? ` ${String(how.on)}` : ''}: ${reason}`,
    (s) => {
      s.talking('lan');
      s.ready('mai');
      s.loses('hangUp');
      s.ask('stop');
      expect(s.stands()).toBe('closing');
      expect(s.outcome(s.ask(what, how as never))).toBe(`refused ${reason}`);
      s.loses();
      s.pass(6);
      expect(s.stands()).toBe('closed stopped');
    },
  );
}

story(
  'a number that is called from a program is dialling until it answers, and the agents are not rung before',
  (s) => {
    s.phones({ '+84999': 'ringsOut' });
    s.ready('lan');
    const originate = s.ask('originate', { to: '+84999', hotline: '1900' });
    s.pass(5);
    expect(s.stands()).toBe('dialling');
    expect([s.outcome(originate), s.agent('lan')]).toEqual(['open', 'available']);
  },
);

for (const [phone, cause] of failures) {
  story(`a call from a program to somebody whose phone ${phone} has failed as ${cause}`, (s) => {
    s.phones({ '+84999': phone });
    const originate = s.ask('originate', { to: '+84999', hotline: '1900' });
    s.pass(40);
    expect(s.outcome(originate)).toBe(`failed ${cause}`);
    expect(s.told('call.closed')).toMatchObject([{ end: 'failed', cause }]);
  });
  story(`a call from an agent whose own phone ${phone} has failed as ${cause}`, (s) => {
    s.phones({ lan: phone });
    s.ready('lan');
    const originate = s.ask('originate', { to: '+84999', agent: 'lan' });
    s.pass(40);
    expect(s.outcome(originate)).toBe(`failed ${cause}`);
    expect(s.told('call.closed')).toMatchObject([{ end: 'failed', cause }]);
    expect(s.told('call.changed').map(({ state }) => state)).toEqual(['dialling', 'closed']);
  });
}

story('how a call ended is told: who hung up, and why', (s) => {
  const ends: (readonly [string, string])[] = [];
  const note = (): void => {
    s.pass(6);
    const closed = s.told('call.closed').at(-1);
    ends.push([closed?.end ?? '', closed?.cause ?? '']);
  };
  s.talking('lan');
  s.hangsUp('customer');
  note();
  s.talking('lan');
  s.hangsUp('lan');
  note();
  s.talking('lan');
  s.ask('hangUp');
  note();
  s.talking('lan');
  s.ask('stop');
  note();
  s.talking('lan');
  isLost(s, 'customer');
  note();
  s.arrive('0902', '1999');
  note();
  expect(ends).toEqual([
    ['customerLeft', 'normal'],
    ['agentLeft', 'normal'],
    ['hungUp', 'normal'],
    ['stopped', 'normal'],
    ['customerLeft', 'lost'],
    ['turnedAway', 'unreachable'],
  ]);
});

story('a hold under way is called off when the agent is lost and the customer waits again', (s) => {
  s.talking('lan');
  s.loses('treat');
  const hold = s.ask('hold');
  s.ask('away', { agent: 'lan', reason: 'lunch' });
  isLost(s, 'lan');
  expect(s.outcome(hold)).toBe('cancelled');
  expect(s.stands()).toBe('queued');
  s.loses();
  s.ready('mai');
  s.pass(10);
  expect(s.stands()).toBe('talking');
  expect(s.try('hold')).toBe('done');
});

for (const what of ['hold', 'record', 'transfer'] as const) {
  story(`a ${what} under way is gone when the call ends`, (s) => {
    s.talking('lan');
    s.loses('treat', 'record', 'dial');
    const command = s.ask(what, what === 'transfer' ? { to: '+84999' } : what === 'record' ? { on: true } : {});
    s.ask('stop');
    expect(s.outcome(command)).toBe('callGone');
    s.loses();
  });
}

story('an agent who picks up a waiting call and does not answer leaves it waiting at the head of the queue', (s) => {
  s.phones({ lan: 'rejects' });
  s.ready('lan');
  s.ask('wrapUp', { agent: 'lan' });
  s.arrive();
  s.pass(1);
  expect(s.stands()).toBe('queued');
  expect(s.outcome(s.ask('pickUp', { agent: 'lan' }))).toBe('refused agentUnavailable');
  s.ask('ready', { agent: 'lan' });
  s.pass(0.1);
  expect(s.stands()).toBe('offering');
  s.pass(5);
  expect(s.stands()).toBe('queued');
  expect(s.told('call.queued').map(({ front }) => front)).toEqual([false, true]);
});

story('the music of a waiting customer that stops is asked for again at once', (s) => {
  s.arrive();
  s.pass(3);
  expect(s.stands()).toBe('queued');
  hears(s, 'customer', 'none');
  expect(s.told('leg.placed').at(-1)).toMatchObject({ leg: s.leg('customer'), place: 'none' });
  s.pass(6);
  expect(s.told('leg.placed').at(-1)).toMatchObject({ leg: s.leg('customer'), place: 'treated' });
});

story(
  'a customer who waits is served by whoever is free, though a desk was rung for them before',
  { routing: smallRouting() },
  (s) => {
    s.phones({ lan: 'rejects' });
    s.arrive();
    s.pass(1);
    s.ready('lan');
    s.pass(3);
    expect(s.stands()).toBe('queued');
    s.ready('mai');
    s.pass(5);
    expect(s.stands()).toBe('talking');
  },
);

for (const [what, how] of [
  ['takeover', { supervisor: 'minh' }],
  ['transfer', { to: 'mai' }],
  ['consult', { to: 'mai' }],
  ['addParty', { to: 'mai' }],
  ['park', {}],
  ['drop', { leg: 'lan' }],
] as const) {
  story(`while somebody is being rung for a transfer, ${what} has to wait`, (s) => {
    s.talking('lan');
    s.ready('mai');
    s.ask('transfer', { to: '+84999' });
    s.pass(0.5);
    expect(s.outcome(s.ask(what, how as never))).toBe('refused conflict handover');
    expect(s.outcome(s.ask('complete'))).toBe('refused notNow');
    expect(s.outcome(s.ask('hold'))).toBe('refused conflict handover');
  });
  story(`while the customer is being put on hold, ${what} has to wait`, (s) => {
    s.talking('lan');
    s.ready('mai');
    s.loses('treat');
    s.ask('hold');
    const answer = what === 'drop' ? ['open', 'refused conflict hold'] : ['refused conflict hold'];
    expect(answer).toContain(s.outcome(s.ask(what, how as never)));
    s.loses();
  });
}
