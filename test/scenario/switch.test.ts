import { expect } from 'vitest';
import { unlimited, withCapabilities } from '@legwork/sim';
import { story, together, type Story, type StoryOptions } from '../support/story.ts';

const talk = together('customer', 'lan');
const withoutList: StoryOptions = {
  shape: { ...unlimited, capabilities: withCapabilities({ traits: { list: false } }) },
};

/** The connection breaks for a while; meanwhile something happens. */
const away = (s: Story, seconds: number, meanwhile: () => void = () => undefined) => {
  s.world.switch.lose();
  s.pass(0.5);
  meanwhile();
  s.pass(seconds);
  s.world.switch.comeBack();
  s.pass(1);
};
const hangUpAll = (s: Story) => {
  for (const { native } of s.world.switch.legs()) s.world.switch.hangUp(native);
};

story('what is asked of a call whose switch is out of reach is refused', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
  away(s, 3, () => {
    expect(s.told('call.confirmed').at(-1)?.confirmed).toBe(false);
    for (const command of [
      s.ask('hold'),
      s.ask('stop'),
      s.ask('mute', { leg: 'lan' }),
      s.ask('mute', { leg: 'minh' }),
      s.ask('switchMode', { seat: 'minh', mode: 'barge' }),
      s.ask('leave', { seat: 'minh' }),
      s.ask('originate', { to: '0903', hotline: '1900' }),
    ]) {
      expect(s.outcome(command)).toBe('refused unconfirmed');
    }
  });
  expect(s.told('call.confirmed').at(-1)?.confirmed).toBe(true);
  expect(s.try('hold')).toBe('done');
});

story('a call that went on while the switch was out of reach goes on', (s) => {
  s.talking('lan');
  away(s, 30);
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(talk);
  expect(s.believed()).toEqual(talk);
});

story('a customer who hung up while the switch was out of reach has left the call', (s) => {
  s.talking('lan');
  away(s, 5, () => s.hangsUp('customer'));
  expect(s.stands()).toBe('closed customerLeft');
  expect(s.hearing()).toEqual({});
});

story('an agent who was lost while the switch was out of reach is replaced', (s) => {
  s.talking('lan', 'mai');
  away(s, 5, () => s.hangsUp('lan'));
  s.pass(5);
  expect(s.told('call.queued').at(-1)).toMatchObject({ front: true });
  expect(s.hearing()).toEqual(together('customer', 'mai'));
});

story('everybody who hung up while the switch was out of reach is gone', (s) => {
  s.talking('lan', 'mai');
  s.try('addParty', { to: '+84999' });
  s.try('supervise', { supervisor: 'minh', mode: 'barge' });
  away(s, 5, () => hangUpAll(s));
  s.pass(20);
  expect(s.stands()).toBe('closed customerLeft');
  expect(s.hearing()).toEqual({});
});

story('an agent and a barger who are lost together leave the customer at the head of the queue', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'barge' });
  away(s, 5, () => s.hangsUp('lan', 'minh'));
  s.pass(10);
  expect(s.told('call.queued').at(-1)).toMatchObject({ front: true });
  expect(s.hearing()).toEqual(talk);
});

for (const phase of ['dialling', 'joining', 'releasing', 'meeting', 'consulting', 'undoing'] as const) {
  for (const lost of [['customer', 'mai'], ['lan', 'mai'], ['customer', 'lan', 'mai'], ['mai'], ['lan']] as const) {
    story(`${lost.join(', ')} lost with the switch while the call is ${phase}`, (s) => {
      s.talking('lan', 'mai');
      s.ask(/meeting|consulting|undoing/.test(phase) ? 'consult' : 'transfer', { to: 'mai' });
      if (phase === 'undoing') {
        s.until(() => s.stands() === 'talking consulting');
        s.ask('cancel');
      }
      s.until(() => s.stands() === `talking ${phase}`);
      away(s, 1, () => {
        for (const one of lost)
          if (s.world.switch.legs().some(({ native }) => native === s.native(one))) s.hangsUp(one);
      });
      s.pass(60);
      const left = (lost as readonly string[]).includes('customer');
      if (left) expect(s.hearing()).toEqual({});
      else expect(Object.keys(s.hearing())).toContain('customer');
    });
  }
}

for (const options of [{}, withoutList] as const) {
  story(
    `a switch that was started anew has forgotten every call${options === withoutList ? ', also where it lists none' : ''}`,
    options,
    (s) => {
      s.talking('lan', 'mai');
      // The first connection tells the epoch.
      away(s, 1);
      s.ask('transfer', { to: 'mai' });
      s.try('supervise', { supervisor: 'minh', mode: 'barge' });
      away(s, 1, () => s.world.switch.restart());
      s.pass(1);
      expect(s.stands()).toMatch(/^closed/);
      s.pass(30);
      expect(s.hearing()).toEqual({});
      expect(s.agent('lan')).toBe('available');
    },
  );
}

story('where the switch lists no calls, one that ended unseen is presumed to have ended', withoutList, (s) => {
  s.talking('lan');
  away(s, 5, () => hangUpAll(s));
  expect(s.stands()).toBe('talking');
  s.pass(4 * 3600);
  expect(s.stands()).toBe('closed customerLeft');
  expect(s.told('call.closed').at(-1)).toMatchObject({ cause: 'presumed' });
  expect(s.agent('lan')).toBe('available');
});

story('where the switch lists no calls, one that is heard of goes on', withoutList, (s) => {
  s.talking('lan');
  for (let hour = 0; hour < 6; hour += 1) {
    s.pass(3600);
    s.try('hold');
    s.try('resume');
  }
  expect(s.stands()).toBe('talking');
});

story('a leg that was asked to end while the switch was out of reach is asked again', (s) => {
  s.talking('lan');
  const stop = s.ask('stop');
  away(s, 1);
  s.pass(10);
  expect(s.outcome(stop)).toBe('done');
  expect(s.hearing()).toEqual({});
});

story('legs that were given up are asked to end when the switch lists them', (s) => {
  s.talking('lan');
  s.loses('hangUp');
  s.ask('stop');
  s.pass(20);
  expect(s.told('leg.orphaned').length).toBe(2);
  expect(s.stands()).toBe('closed stopped');
  expect(s.hearing(), 'they talk on').toEqual(talk);
  s.loses();
  away(s, 1);
  expect(s.hearing()).toEqual({});
});

for (const [what, how] of [
  ['hold', {}],
  ['transfer', { to: 'mai' }],
  ['consult', { to: 'mai' }],
  ['transfer', { to: 'queue main' }],
  ['takeover', { supervisor: 'minh' }],
  ['record', { on: true }],
  ['park', {}],
] as const) {
  for (const seconds of [0, 0.01, 0.05, 2, 2.03, 2.06, 2.1]) {
    story(
      `a ${what} ${JSON.stringify(how)} whose switch is lost after ${seconds} s ends once, and leaves nobody behind`,
      (s) => {
        s.talking('lan', 'mai');
        const command = s.ask(what, how);
        s.pass(seconds);
        away(s, 8);
        s.pass(20);
        expect(s.outcome(command)).toMatch(/^(done|failed|timedOut|callGone)/);
        expect(Object.keys(s.hearing())).toContain('customer');
        expect(s.believed()).toEqual(s.hearing());
      },
    );
  }
}

story('who arrives while the switch is out of reach is served when it is back', (s) => {
  s.ready('lan');
  away(s, 1, () => s.arrive());
  s.pass(5);
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(talk);
});

story('a caller whom the switch would not let go of is not taken for a new one when it is back', (s) => {
  s.loses('hangUp');
  s.arrive('customer', '1999');
  s.pass(20);
  expect(s.stands()).toBe('closed turnedAway');
  s.loses();
  away(s, 1);
  expect(s.told('call.created')).toHaveLength(1);
  expect(s.hearing()).toEqual({});
});
