import { expect } from 'vitest';
import { withWrapUp } from '../support/contact-centres.ts';
import { story, together, type CommandName, type Story } from '../support/story.ts';

const routing = withWrapUp;
const lan = { agent: 'lan', by: 'lan' } as const;
const away = { ...lan, reason: 'lunch' } as const;

story('an agent logs in, is ready, goes away with a reason, and logs out', (s) => {
  expect(s.agent('lan')).toBe('offline');
  expect(s.try('logIn', lan)).toBe('done');
  expect(s.agent('lan')).toBe('away loggedIn');
  expect(s.try('ready', lan)).toBe('done');
  expect(s.agent('lan')).toBe('available');
  expect(s.try('away', away)).toBe('done');
  expect(s.agent('lan')).toBe('away lunch');
  expect(s.try('away', { ...lan, reason: 'meeting' }), 'for another reason').toBe('done');
  expect(s.agent('lan')).toBe('away meeting');
  expect(s.try('logOut', lan)).toBe('done');
  expect(s.agent('lan')).toBe('offline');
});

story('an agent works on after a call, and is offered no other until that is done', { routing }, (s) => {
  s.talking('lan');
  s.hangsUp('customer');
  s.pass(1);
  expect(s.agent('lan')).toBe('wrapUp');
  s.arrive('0902');
  s.pass(5);
  expect(s.stands()).toBe('queued');
  s.pass(26);
  expect(s.agent('lan')).toBe('reserved');
});

story('an agent asks for more time after a call, or for less', { routing }, (s) => {
  s.talking('lan');
  s.hangsUp('customer');
  s.pass(20);
  expect(s.try('wrapUp', lan)).toBe('done');
  s.pass(15);
  expect(s.agent('lan')).toBe('wrapUp');
  expect(s.try('ready', lan)).toBe('done');
  expect(s.agent('lan')).toBe('available');
  expect(s.try('wrapUp', lan), 'without a call too').toBe('done');
  expect(s.agent('lan')).toBe('wrapUp');
});

for (const [what, how, state] of [
  ['away', away, 'away lunch'],
  ['logOut', lan, 'offline'],
  ['ready', lan, 'available'],
] as const) {
  story(`an agent who asks for ${what} during a call has it when the call is over`, (s) => {
    s.talking('lan');
    const command = s.ask(what, how);
    expect(s.outcome(command)).toBe('open');
    expect(s.agent('lan')).toMatch(/^talking/);
    s.hangsUp('customer');
    s.pass(1);
    expect(s.outcome(command)).toBe('done');
    expect(s.agent('lan')).toBe(state);
  });
  story(`an agent who asks for ${what} during a call has it after the work that follows`, { routing }, (s) => {
    s.talking('lan');
    const command = s.ask(what, how);
    s.hangsUp('customer');
    s.pass(10);
    expect(s.outcome(command)).toBe('open');
    expect(s.agent('lan')).toMatch(/^wrapUp/);
    s.pass(25);
    expect(s.outcome(command)).toBe('done');
    expect(s.agent('lan')).toBe(state);
  });
  story(`an agent who asks for ${what} while they are rung has it when nobody answers`, (s) => {
    s.phones({ lan: 'ringsOut' });
    s.ready('lan');
    s.arrive();
    s.pass(2);
    expect(s.agent('lan')).toBe('reserved');
    const command = s.ask(what, how);
    s.pass(30);
    expect(s.outcome(command)).toBe('done');
    // Whoever lets a call ring is away, whatever they asked for, unless they left.
    expect(s.agent('lan')).toBe(what === 'logOut' ? 'offline' : what === 'away' ? 'away lunch' : 'away missed');
  });
  story(`an agent who asks for ${what} while they are rung has it when the customer gives up`, (s) => {
    s.phones({ lan: 'ringsOut' });
    s.ready('lan');
    s.arrive();
    s.pass(2);
    const command = s.ask(what, how);
    s.hangsUp('customer');
    s.pass(2);
    expect(s.outcome(command)).toBe('done');
    expect(s.agent('lan')).toBe(state);
  });
  story(`an agent who asks for ${what} in after-call work has it at once`, { routing }, (s) => {
    s.talking('lan');
    s.hangsUp('customer');
    s.pass(2);
    expect(s.try(what, how)).toBe('done');
    expect(s.agent('lan')).toBe(state);
  });
}

story('of what an agent asks for during a call the last counts', (s) => {
  s.talking('lan');
  const first = s.ask('away', away);
  const last = s.ask('logOut', lan);
  expect(s.outcome(first)).toBe('cancelled');
  s.hangsUp('customer');
  s.pass(1);
  expect(s.outcome(last)).toBe('done');
  expect(s.agent('lan')).toBe('offline');
});

for (const [to, during, after] of [
  ['available', 'talking', 'available'],
  ['away', 'talking', 'away audit'],
  ['offline', 'talking', 'offline'],
] as const) {
  story(`a supervisor forces an agent to be ${to}; the call under way is finished first`, (s) => {
    s.talking('lan');
    const force = s.ask('forceAgent', { agent: 'lan', to, reason: 'audit', by: 'minh' });
    expect(s.agent('lan')).toMatch(new RegExp(`^${during}`, 'u'));
    expect(s.hearing()).toEqual(together('customer', 'lan'));
    s.hangsUp('customer');
    s.pass(1);
    expect(s.outcome(force)).toBe('done');
    expect(s.agent('lan')).toBe(after);
    expect(s.told('audit')).toMatchObject([{ what: 'cmd.forceAgent', detail: to, outcome: 'done' }]);
  });
}

for (const [to, state] of [
  ['away', 'away audit'],
  ['wrapUp', 'wrapUp'],
  ['offline', 'offline'],
] as const) {
  story(`a supervisor forces a free agent to be ${to}`, (s) => {
    s.ready('lan');
    expect(s.try('forceAgent', { agent: 'lan', to, reason: 'audit', by: 'minh' })).toBe('done');
    expect(s.agent('lan')).toBe(state);
  });
}

const states: Readonly<Record<string, (s: Story) => void>> = {
  offline: () => undefined,
  away: (s) => void s.try('logIn', lan),
  available: (s) => s.ready('lan'),
  wrapUp: (s) => {
    s.ready('lan');
    s.try('wrapUp', lan);
  },
  reserved: (s) => {
    s.phones({ lan: 'ringsOut' });
    s.ready('lan');
    s.arrive();
    s.pass(1);
  },
  talking: (s) => s.talking('lan'),
};
const refusals: readonly (readonly [keyof typeof states, CommandName, string])[] = [
  ['offline', 'ready', 'notNow'],
  ['offline', 'away', 'notNow'],
  ['offline', 'wrapUp', 'notNow'],
  ['offline', 'logOut', 'alreadySo'],
  ['away', 'logIn', 'alreadySo'],
  ['away', 'wrapUp', 'notNow'],
  ['available', 'logIn', 'alreadySo'],
  ['available', 'ready', 'alreadySo'],
  ['wrapUp', 'logIn', 'alreadySo'],
  ['reserved', 'logIn', 'alreadySo'],
  ['reserved', 'wrapUp', 'notNow'],
  ['talking', 'logIn', 'alreadySo'],
  ['talking', 'wrapUp', 'notNow'],
];
for (const [state, what, reason] of refusals) {
  story(`an agent who is ${state} cannot ask for ${what}`, (s) => {
    states[state]?.(s);
    expect(s.agent('lan')).toMatch(new RegExp(`^${state}`, 'u'));
    const how = what === 'away' ? away : lan;
    expect(s.outcome(s.ask(what as 'logIn', how))).toBe(`refused ${reason}`);
  });
}
