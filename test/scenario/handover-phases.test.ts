import { expect } from 'vitest';
import { unlimited, withCapabilities } from '@legwork/sim';
import { isSeen, treats } from '../support/places.ts';
import { story, together, type Story } from '../support/story.ts';

/** What happens in the middle of a handover, phase by phase: it is called off, somebody goes, the music stops, nobody can take over. */

/** It moves the customer by itself. */
const blind = { ...unlimited, capabilities: withCapabilities({ traits: { dialFirst: false } }) };

/** A call of lan's own: there is no queue that the other party could go back to. */
const withoutQueue = (s: Story): void => {
  s.ready('lan');
  expect(s.try('originate', { to: '+84999', agent: 'lan' })).toBe('done');
};
const hasFailed = (s: Story): void => {
  s.pass(1);
  expect(s.told('call.closed')).toMatchObject([{ end: 'failed', cause: 'unreachable' }]);
  expect(s.told('call.changed').map(({ state }) => state)).toContain('closing');
};
/** The music of a customer who hears nothing is asked for at once, and where it does not play, every five seconds until it does. */
const isAskedForAgain = (s: Story): void => {
  const asked = treats(s);
  isSeen(s, 'customer', 'none');
  expect(asked()).toBe(1);
  s.pass(1);
  expect(s.told('leg.placed').at(-1)).toMatchObject({ leg: s.leg('customer'), place: 'treated' });
  s.pass(12);
  expect(asked()).toBe(1);
  s.loses('treat');
  isSeen(s, 'customer', 'none');
  s.pass(11);
  expect(asked()).toBe(4);
  s.loses();
  s.pass(10);
  const then = asked();
  s.pass(11);
  expect(asked()).toBe(then);
};

/** Each brings a consult with +84998 to one of its phases. */
const phases = {
  dialling: (s: Story) => {
    s.phones({ '+84998': 'ringsOut' });
    const consult = s.ask('consult', { to: '+84998' });
    s.pass(1);
    return consult;
  },
  meeting: (s: Story) => {
    const consult = s.ask('consult', { to: '+84998' });
    s.pass(0.5);
    s.loses('join');
    s.until(() => s.stands() === 'talking meeting');
    return consult;
  },
  consulting: (s: Story) => {
    const consult = s.ask('consult', { to: '+84998' });
    s.until(() => s.stands() === 'talking consulting');
    return consult;
  },
} as const;

for (const [phase, comes] of Object.entries(phases)) {
  story(`a consult that is called off while ${phase}`, (s) => {
    s.talking('lan');
    const consult = comes(s);
    s.loses();
    const cancel = s.ask('cancel');
    expect(s.outcome(consult)).toBe(phase === 'consulting' ? 'done' : 'cancelled');
    expect(s.stands()).toBe('talking undoing');
    expect(s.outcome(cancel)).toBe('open');
    s.pass(6);
    expect(s.outcome(cancel)).toBe('done');
    expect(s.hearing()).toEqual(together('customer', 'lan'));
  });

  story(
    `a supervisor at a consult waits in silence when the agent hangs up while ${phase}, and then listens to who takes over`,
    (s) => {
      s.talking('lan');
      expect(s.try('supervise', { supervisor: 'minh', mode: 'monitor' })).toBe('done');
      comes(s);
      s.ask('away', { agent: 'lan', reason: 'lunch' });
      s.hangsUp('lan');
      s.pass(0.1);
      expect(s.told('seat.changed').map(({ state }) => state)).toContain('parked');
      s.loses();
      if (phase === 'dialling') {
        s.world.feed({ type: 'leg.answered', switch: s.world.switch.id, basis: 'seen', native: s.native('+84998') });
        s.pass(0.1);
      }
      s.pass(8);
    },
  );
}

story('a consult that is called off is not undone where customer and agent cannot be put together again', (s) => {
  s.talking('lan');
  phases.meeting(s);
  s.ask('away', { agent: 'lan', reason: 'lunch' });
  const cancel = s.ask('cancel');
  s.pass(4.9);
  expect(s.outcome(cancel)).toBe('open');
  s.pass(0.2);
  expect(s.outcome(cancel)).toBe('timedOut');
  expect(s.stands()).toBe('queued');
});

story('a transfer that is called off while the target is rung leaves everybody where they are, at once', (s) => {
  s.talking('lan');
  s.phones({ '+84998': 'ringsOut' });
  const transfer = s.ask('transfer', { to: '+84998' });
  s.pass(1);
  const cancel = s.ask('cancel');
  expect([s.outcome(transfer), s.outcome(cancel), s.stands()]).toEqual(['cancelled', 'done', 'talking']);
  expect(s.hearing()).toMatchObject(together('customer', 'lan'));
});

story('the customer of an agent who is lost while the target is rung has music until the target answers', (s) => {
  s.talking('lan');
  s.phones({ '+84998': 'ringsOut' });
  const asked = treats(s);
  const transfer = s.ask('transfer', { to: '+84998' });
  s.pass(1);
  s.ask('away', { agent: 'lan', reason: 'lunch' });
  s.loses('treat');
  s.hangsUp('lan');
  s.pass(0.1);
  expect(asked()).toBe(1);
  s.pass(11);
  expect(asked()).toBe(3);
  s.loses();
  s.pass(5);
  expect(s.told('leg.placed').at(-1)).toMatchObject({ leg: s.leg('customer'), place: 'treated' });
  const then = asked();
  s.pass(6);
  expect(asked()).toBe(then);
  expect(s.outcome(transfer)).toBe('open');
  const cancel = s.ask('cancel');
  s.pass(2);
  expect([s.outcome(transfer), s.outcome(cancel)]).toEqual(['cancelled', 'failed agentLost']);
  expect(s.stands()).toBe('queued');
});

story('a consult that is called off is not undone where the agent is lost before they have the customer again', (s) => {
  s.talking('lan');
  const consult = phases.consulting(s);
  s.ask('away', { agent: 'lan', reason: 'lunch' });
  s.loses('join');
  const cancel = s.ask('cancel');
  s.hangsUp('lan');
  s.pass(1);
  expect([s.outcome(consult), s.outcome(cancel)]).toEqual(['done', 'failed agentLost']);
  expect(s.stands()).toBe('queued');
});

story('the music of a customer whose agent consults is asked for again when it stops', (s) => {
  s.talking('lan');
  phases.consulting(s);
  isAskedForAgain(s);
});

story('the music of a parked customer is asked for again when it stops', (s) => {
  s.talking('lan');
  expect(s.try('park')).toBe('done');
  expect(s.told('leg.placed').at(-1)).toMatchObject({ leg: s.leg('customer'), place: 'treated' });
  isAskedForAgain(s);
});

story('a parked call that nobody picks up waits at the head of its queue', (s) => {
  s.talking('lan');
  expect(s.try('park')).toBe('done');
  s.ask('logOut', { agent: 'lan' });
  s.pass(301);
  expect(s.stands()).toBe('queued');
  expect(s.told('call.queued').at(-1)).toMatchObject({ front: true });
});

story('a parked call without a queue that nobody picks up has failed', (s) => {
  withoutQueue(s);
  expect(s.try('park')).toBe('done');
  s.pass(301);
  hasFailed(s);
});

for (const [name, comes, queued] of [
  ['without a queue', withoutQueue, false],
  ['with a queue', (s: Story) => s.talking('lan'), true],
] as const) {
  const ends = (s: Story): void => {
    if (!queued) {
      hasFailed(s);
      return;
    }
    expect(s.stands()).toBe('queued');
    expect(s.told('call.queued').at(-1)).toMatchObject({ front: true });
  };

  story(`customer and agent of a call ${name} who cannot be put together again wait for each other no longer`, (s) => {
    comes(s);
    s.ask('away', { agent: 'lan', reason: 'lunch' });
    s.loses('join');
    isSeen(s, queued ? 'customer' : '+84999', 'none');
    s.pass(5.5);
    ends(s);
    expect(s.hearing()).toEqual(queued ? { customer: '' } : {});
  });

  story(`a target who hangs up while the agent of a call ${name} is let go takes the transfer with them`, (s) => {
    comes(s);
    s.ask('away', { agent: 'lan', reason: 'lunch' });
    s.loses('hangUp');
    const transfer = s.ask('transfer', { to: '+84998' });
    s.until(() => s.stands() === 'talking releasing');
    s.hangsUp('+84998');
    s.pass(0.1);
    expect(s.outcome(transfer)).toBe('failed normal');
    s.loses();
    s.pass(6);
    ends(s);
  });

  story(`a transfer of a call ${name} that can neither be done nor undone in time`, (s) => {
    comes(s);
    s.ask('away', { agent: 'lan', reason: 'lunch' });
    s.phones({ '+84998': 'answers' });
    const transfer = s.ask('transfer', { to: '+84998' });
    s.pass(0.5);
    s.loses('join');
    s.until(() => s.stands() === 'talking undoing');
    s.pass(4.9);
    expect(s.outcome(transfer)).toBe('open');
    s.pass(0.2);
    expect(s.outcome(transfer)).toBe('timedOut');
    ends(s);
  });

  story(`an agent of a call ${name} who hangs up while a transfer is undone`, (s) => {
    comes(s);
    s.ask('away', { agent: 'lan', reason: 'lunch' });
    const transfer = s.ask('transfer', { to: '+84998' });
    s.pass(0.5);
    s.loses('join');
    s.until(() => s.stands() === 'talking undoing');
    s.hangsUp('lan');
    s.pass(0.1);
    expect(s.outcome(transfer)).toBe('timedOut');
    ends(s);
  });
}

story(
  'a blind transfer of a call without a queue to somebody who declines, when the agent is off already',
  { shape: blind },
  (s) => {
    withoutQueue(s);
    s.ask('away', { agent: 'lan', reason: 'lunch' });
    s.phones({ '+84998': 'rejects' });
    const transfer = s.ask('transfer', { to: '+84998' });
    s.world.feed({
      type: 'leg.ended',
      switch: s.world.switch.id,
      basis: 'seen',
      native: s.native('lan'),
      cause: 'normal',
    });
    s.pass(3);
    expect(s.outcome(transfer)).toBe('failed rejected');
    hasFailed(s);
  },
);

story('a blind transfer of which nothing is ever heard is given up in time', { shape: blind }, (s) => {
  s.talking('lan');
  s.loses('redirect', 'hangUp');
  const transfer = s.ask('transfer', { to: '+84998' });
  s.pass(37.9);
  expect(s.outcome(transfer)).toBe('open');
  s.pass(0.5);
  expect(s.outcome(transfer)).toBe('timedOut');
  s.loses();
  s.pass(10);
  expect(s.hearing()).toEqual(together('customer', 'lan'));
});

const refusesRecording = (s: Story): void => {
  s.world.feed({
    type: 'effect.refused',
    switch: s.world.switch.id,
    basis: 'seen',
    op: 'x',
    effect: 'record',
    call: s.call,
    reason: 'x',
  });
};

story('a recording that the switch refuses to start has failed, and one that it refuses to stop goes on', (s) => {
  s.talking('lan');
  s.loses('record');
  const start = s.ask('record', { on: true });
  expect(s.outcome(s.ask('record', { on: true }))).toBe('refused conflict recording');
  refusesRecording(s);
  expect([s.outcome(start), s.stands()]).toEqual(['failed', 'talking']);
  s.loses();
  expect(s.try('record', { on: true })).toBe('done');
  expect(s.try('record', { on: true })).toBe('refused alreadySo');
  s.loses('record');
  const stop = s.ask('record', { on: false });
  refusesRecording(s);
  expect([s.outcome(stop), s.stands()]).toEqual(['failed', 'talking recording on']);
  s.loses();
  expect(s.try('record', { on: false })).toBe('done');
  expect(s.stands()).toBe('talking');
  expect(s.try('record', { on: false })).toBe('refused alreadySo');
});

story('a recording that stops while it was to start is off, and can be started again', (s) => {
  s.talking('lan');
  s.loses('record');
  const start = s.ask('record', { on: true });
  s.world.feed({ type: 'record.stopped', switch: s.world.switch.id, basis: 'seen', call: s.call });
  expect([s.outcome(start), s.stands()]).toEqual(['failed', 'talking']);
  s.loses();
  expect(s.try('record', { on: true })).toBe('done');
  s.ask('stop');
  expect(s.told('call.changed').at(-1)).toMatchObject({ state: 'closing', recording: 'off' });
});
