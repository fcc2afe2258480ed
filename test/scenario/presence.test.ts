import { expect } from 'vitest';
import { smallRouting } from '@legwork/sim';
import { story, type CommandName, type Story } from '../support/story.ts';

/** Where an agent is, what they may ask for there, and what a call makes of it. */

const afterCall = { routing: smallRouting({ wrapUpMs: 20_000 }) };
/** A queue that rings long enough for somebody to change their mind. */
const longRing = { routing: smallRouting({ ringTimeoutMs: 30_000 }) };

const presences = ['logIn', 'ready', 'away', 'wrapUp', 'logOut'] as const satisfies readonly CommandName[];
type Presence = (typeof presences)[number];
const ask = (s: Story, what: Presence) =>
  s.ask(what, what === 'away' ? { agent: 'lan', reason: 'lunch' } : { agent: 'lan' });
const asked = (s: Story, what: Presence): string => s.outcome(ask(s, what));

const places = {
  offline: () => undefined,
  away: (s: Story) => void s.ask('logIn', { agent: 'lan' }),
  available: (s: Story) => s.ready('lan'),
  reserved: (s: Story) => {
    s.phones({ lan: 'ringsOut' });
    s.ready('lan');
    s.arrive();
    s.until(() => s.agent('lan') === 'reserved');
    s.pass(1);
  },
  talking: (s: Story) => s.talking('lan'),
  wrapUp: (s: Story) => {
    s.ready('lan');
    expect(asked(s, 'wrapUp')).toBe('done');
  },
} as const satisfies { readonly [place: string]: (s: Story) => void };

/** What comes of each request, and where the agent is then: for those that are taken on at once or refused. */
const answers: {
  readonly [Place in keyof typeof places]: { readonly [What in Presence]: readonly [outcome: string, then: string] };
} = {
  offline: {
    logIn: ['done', 'away loggedIn'],
    ready: ['refused notNow', 'offline'],
    away: ['refused notNow', 'offline'],
    wrapUp: ['refused notNow', 'offline'],
    logOut: ['refused alreadySo', 'offline'],
  },
  away: {
    logIn: ['refused alreadySo', 'away loggedIn'],
    ready: ['done', 'available'],
    away: ['done', 'away lunch'],
    wrapUp: ['refused notNow', 'away loggedIn'],
    logOut: ['done', 'offline'],
  },
  available: {
    logIn: ['refused alreadySo', 'available'],
    ready: ['refused alreadySo', 'available'],
    away: ['done', 'away lunch'],
    wrapUp: ['done', 'wrapUp'],
    logOut: ['done', 'offline'],
  },
  reserved: {
    logIn: ['refused alreadySo', 'reserved'],
    ready: ['open', 'reserved'],
    away: ['open', 'reserved lunch'],
    wrapUp: ['refused notNow', 'reserved'],
    logOut: ['open', 'reserved'],
  },
  talking: {
    logIn: ['refused alreadySo', 'talking'],
    ready: ['open', 'talking'],
    away: ['open', 'talking lunch'],
    wrapUp: ['refused notNow', 'talking'],
    logOut: ['open', 'talking'],
  },
  wrapUp: {
    logIn: ['refused alreadySo', 'wrapUp'],
    ready: ['done', 'available'],
    away: ['done', 'away lunch'],
    wrapUp: ['done', 'wrapUp'],
    logOut: ['done', 'offline'],
  },
};

for (const [place, go] of Object.entries(places) as [keyof typeof places, (s: Story) => void][]) {
  for (const what of presences) {
    const [outcome, then] = answers[place][what];
    story(`an agent who is ${place} and asks for ${what}: ${outcome}, and ${then} from then on`, longRing, (s) => {
      go(s);
      const command = ask(s, what);
      expect(s.outcome(command)).toBe(outcome);
      expect(s.agent('lan')).toBe(then);
      // Whoever asks twice at once is refused, or asks anew; an agent who is free is offered calls, nobody else is.
      if (place !== 'reserved' && place !== 'talking') {
        s.arrive('0902');
        s.pass(1);
        expect(s.agent('lan')).toBe(then === 'available' ? 'reserved' : then);
      }
      if (outcome !== 'open')
        expect(s.told('command.resolved').filter(({ command: one }) => one === command)).toHaveLength(1);
    });
  }
}

/** How a call that an agent is reserved for ends for them, and whether they had a chance to answer it. */
const ends = {
  'called off': (s: Story) => s.hangsUp('customer'),
  missed: (s: Story) => s.hangsUp('lan'),
  over: (s: Story) => {
    s.phones({ lan: 'answers' });
    s.hangsUp('customer');
  },
} as const;

for (const [what, then] of [
  ['ready', 'available'],
  ['away', 'away lunch'],
  ['logOut', 'offline'],
] as const) {
  story(
    `an agent who asks for ${what} while their phone rings is ${then} when the call is called off`,
    longRing,
    (s) => {
      places.reserved(s);
      const command = ask(s, what);
      ends['called off'](s);
      s.pass(1);
      expect(s.outcome(command)).toBe('done');
      expect(s.agent('lan')).toBe(then);
    },
  );

  story(`an agent who asks for ${what} while their phone rings, and misses the call`, longRing, (s) => {
    places.reserved(s);
    const command = ask(s, what);
    ends.missed(s);
    s.pass(1);
    expect(s.outcome(command)).toBe('done');
    expect(s.agent('lan')).toBe({ ready: 'away missed', away: 'away lunch', logOut: 'offline' }[what]);
  });

  story(`an agent who asks for ${what} during a call is ${then} when it is over`, (s) => {
    s.talking('lan');
    const command = ask(s, what);
    s.pass(5);
    expect(s.outcome(command)).toBe('open');
    ends.over(s);
    s.pass(1);
    expect(s.outcome(command)).toBe('done');
    expect(s.agent('lan')).toBe(then);
  });

  story(`an agent who asks for ${what} during a call is ${then} after the work that follows it`, afterCall, (s) => {
    s.talking('lan');
    const command = ask(s, what);
    s.hangsUp('customer');
    s.pass(19);
    expect(s.agent('lan')).toBe(then === 'away lunch' ? 'wrapUp lunch' : 'wrapUp');
    expect(s.outcome(command)).toBe('open');
    s.pass(2);
    expect(s.outcome(command)).toBe('done');
    expect(s.agent('lan')).toBe(then);
  });

  for (const place of ['reserved', 'talking'] as const) {
    for (const next of ['ready', 'away', 'logOut'] as const) {
      story(
        `of two things an agent who is ${place} asks for, ${what} and then ${next}, the last counts`,
        longRing,
        (s) => {
          places[place](s);
          const first = ask(s, what);
          const second = ask(s, next);
          expect(s.outcome(first)).toBe('cancelled');
          expect(s.outcome(second)).toBe('open');
          s.hangsUp('customer');
          s.pass(1);
          expect(s.outcome(second)).toBe('done');
          expect(s.agent('lan')).toBe({ ready: 'available', away: 'away lunch', logOut: 'offline' }[next]);
        },
      );
    }
  }

  for (const next of ['ready', 'away', 'wrapUp', 'logOut'] as const) {
    story(
      `an agent who asked for ${what} during a call, and asks for ${next} in the work after it, has changed their mind`,
      afterCall,
      (s) => {
        s.talking('lan');
        const first = ask(s, what);
        s.hangsUp('customer');
        s.pass(1);
        expect(asked(s, next)).toBe('done');
        expect(s.outcome(first)).toBe('cancelled');
        s.pass(30);
        expect(s.agent('lan')).toBe(
          { ready: 'available', away: 'away lunch', wrapUp: 'available', logOut: 'offline' }[next],
        );
      },
    );
  }
}

story('an agent who lets a call ring is away until they say that they are back', (s) => {
  places.reserved(s);
  s.until(() => s.agent('lan') !== 'reserved');
  expect(s.agent('lan')).toBe('away missed');
  expect(s.stands()).toBe('queued');
  s.phones({ lan: 'answers' });
  expect(asked(s, 'ready')).toBe('done');
  s.pass(5);
  expect(s.agent('lan')).toBe('talking');
});

story('an agent whose call is called off before they could answer is free at once', (s) => {
  places.reserved(s);
  s.hangsUp('customer');
  s.pass(1);
  expect(s.agent('lan')).toBe('available');
  s.phones({ lan: 'answers' });
  s.arrive('0902');
  s.pass(5);
  expect(s.agent('lan')).toBe('talking');
});

story('the work after a call takes as long as its queue says, and no call comes meanwhile', afterCall, (s) => {
  s.talking('lan');
  s.hangsUp('customer');
  s.pass(1);
  expect(s.agent('lan')).toBe('wrapUp');
  s.arrive('0902');
  s.pass(18.5);
  expect(s.agent('lan')).toBe('wrapUp');
  s.pass(1);
  expect(s.agent('lan')).toBe('reserved');
});

story('work after a call that is asked for again starts anew', afterCall, (s) => {
  s.talking('lan');
  s.hangsUp('customer');
  s.pass(15);
  expect(asked(s, 'wrapUp')).toBe('done');
  s.pass(15);
  expect(s.agent('lan')).toBe('wrapUp');
  s.pass(6);
  expect(s.agent('lan')).toBe('available');
});

story('the work that an agent asks for without a call ends by itself', (s) => {
  places.wrapUp(s);
  s.pass(59);
  expect(s.agent('lan')).toBe('wrapUp');
  s.pass(2);
  expect(s.agent('lan')).toBe('available');
});

story('an agent who was away keeps no reason once they are available, or offline', (s) => {
  places.away(s);
  ask(s, 'away');
  expect(s.agent('lan')).toBe('away lunch');
  ask(s, 'ready');
  expect(s.agent('lan')).toBe('available');
  ask(s, 'away');
  ask(s, 'logOut');
  expect(s.agent('lan')).toBe('offline');
  expect(s.told('agent.changed').map(({ state, reason }) => [state, reason])).toEqual([
    ['away', 'loggedIn'],
    ['away', 'lunch'],
    ['available', null],
    ['away', 'lunch'],
    ['offline', null],
  ]);
});

story('what an agent asked for during a call is forgotten once it is done: the next call ends as calls do', (s) => {
  s.talking('lan');
  const away = ask(s, 'away');
  s.hangsUp('customer');
  s.pass(1);
  expect(s.outcome(away)).toBe('done');
  ask(s, 'ready');
  s.arrive('0902');
  s.pass(5);
  s.hangsUp('0902');
  s.pass(1);
  expect(s.agent('lan')).toBe('available');
});

for (const [to, then] of [
  ['available', 'available'],
  ['away', 'away shift'],
  ['wrapUp', 'wrapUp'],
  ['offline', 'offline'],
] as const) {
  story(`a supervisor who makes an agent ${to} is obeyed, and it is written down`, (s) => {
    s.ready('lan');
    if (to === 'available') ask(s, 'away');
    const force = s.ask('forceAgent', { agent: 'lan', to, reason: 'shift', by: 'minh' });
    expect(s.outcome(force)).toBe('done');
    expect(s.agent('lan')).toBe(then);
    expect(s.told('audit')).toMatchObject([
      { command: force, by: { role: 'supervisor', id: 'minh' }, detail: to, outcome: 'done' },
    ]);
  });
}

story('an agent who is logged out is made nothing of', (s) => {
  for (const to of ['available', 'away', 'wrapUp'] as const) {
    expect(s.outcome(s.ask('forceAgent', { agent: 'lan', to, reason: 'shift', by: 'minh' }))).toBe('refused notNow');
  }
  expect(s.told('audit').map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused']);
});
