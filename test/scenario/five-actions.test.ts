import { expect } from 'vitest';
import { story, together, type Story } from '../support/story.ts';

/** What a supervisor can do with a call in progress: supervisor-page.md, in its order. */

story('takeover: the agent is disconnected, and the supervisor is the one who talks with the customer', (s) => {
  s.talking('lan');
  const takeover = s.ask('takeover', { supervisor: 'minh', by: 'minh' });
  s.until(() => s.outcome(takeover) !== 'open');
  expect(s.outcome(takeover)).toBe('done');
  expect(s.hearing(), 'the moment it is done').toEqual(together('customer', 'minh'));
  s.pass(10);
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(together('customer', 'minh'));
  expect(s.told('call.party').at(-1)?.party).toEqual({ kind: 'supervisor', supervisor: 'minh' });
  expect(s.told('leg.ended').map(({ leg }) => leg)).toEqual([s.leg('lan')]);
  expect(s.agent('lan')).toBe('available');
});

story('monitor: the supervisor only receives the audio, and neither agent nor customer can notice', (s) => {
  s.talking('lan');
  s.pass(10);
  const parties = [s.leg('customer'), s.leg('lan')];
  const eventsBefore = s.world.facts.filter((fact) => 'leg' in fact && parties.includes(fact.leg)).length;

  const nobodyHears = (supervisor: string) => {
    expect(s.hearing()).toMatchObject(together('customer', 'lan'));
    for (const heard of Object.values(s.hearing())) expect(heard).not.toContain(supervisor);
  };
  s.ask('supervise', { supervisor: 'minh', mode: 'monitor', by: 'minh' });
  s.throughout(10, () => nobodyHears('minh'));
  expect(s.seat('minh')).toBe('present monitor');
  expect(s.hearing()).toEqual({ ...together('customer', 'lan'), minh: 'customer lan' });
  s.ask('leave', { seat: 'minh', by: 'minh' });
  s.throughout(5, () => nobodyHears('minh'));

  expect(s.hearing()).toEqual(together('customer', 'lan'));
  const ofParties = s.world.facts.filter((fact) => 'leg' in fact && parties.includes(fact.leg));
  expect(ofParties.length, 'nothing happened to the legs of the parties').toBe(eventsBefore);
});

story('monitor: nobody hears the supervisor while they join, whatever else happens to the call', (s) => {
  s.talking('lan', 'mai');
  s.ask('supervise', { supervisor: 'minh', mode: 'monitor' });
  const silent = () => {
    for (const heard of Object.values(s.hearing())) expect(heard).not.toContain('minh');
  };
  s.throughout(4, silent);
  for (const what of ['hold', 'resume'] as const) {
    s.ask(what);
    s.throughout(1, silent);
  }
  s.ask('consult', { to: 'mai' });
  s.throughout(4, silent);
  expect(s.hearing(), 'the supervisor hears the consult').toMatchObject({ minh: 'lan mai', customer: '' });
  s.ask('complete');
  s.throughout(4, silent);
  expect(s.hearing()).toEqual({ ...together('customer', 'mai'), minh: 'customer mai' });
  s.ask('transfer', { to: 'queue main' });
  s.throughout(10, silent);
  expect(s.hearing(), 'the next agent is monitored too').toEqual({
    ...together('customer', 'lan'),
    minh: 'customer lan',
  });
});

story('transfer: the agent is disconnected without being asked, and the call goes to the chosen agent', (s) => {
  s.talking('lan', 'mai');
  expect(s.try('transfer', { to: 'mai', by: 'minh' })).toBe('done');
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual(together('customer', 'mai'));
  expect(s.told('call.party').at(-1)?.party).toEqual({ kind: 'agent', agent: 'mai' });
  expect([s.agent('lan'), s.agent('mai')]).toEqual(['available', 'talking']);
  expect(s.told('audit')).toMatchObject([
    { what: 'cmd.transfer', by: { role: 'supervisor', id: 'minh' }, outcome: 'done' },
  ]);
});

story('join: supervisor, agent and customer are in a conversation of three, where all hear all', (s) => {
  s.talking('lan');
  expect(s.try('supervise', { supervisor: 'minh', mode: 'barge', by: 'minh' })).toBe('done');
  expect(s.stands()).toBe('talking');
  expect(s.seat('minh')).toBe('present barge');
  expect(s.hearing()).toEqual(together('customer', 'lan', 'minh'));
  expect(s.believed()).toEqual(s.hearing());
});

story('stop: agent and customer are both disconnected', (s) => {
  s.talking('lan');
  const stop = s.ask('stop', { by: 'minh' });
  s.until(() => s.outcome(stop) !== 'open');
  expect(s.outcome(stop)).toBe('done');
  expect(s.hearing(), 'the moment it is done').toEqual({});
  expect(s.stands()).toBe('closed stopped');
  expect(s.agent('lan')).toBe('available');
});

for (const mode of ['monitor', 'whisper', 'barge'] as const) {
  story(`takeover: a supervisor in ${mode} takes the call with the leg they are present by`, (s) => {
    s.talking('lan');
    s.try('supervise', { supervisor: 'minh', mode });
    const leg = s.leg('minh');
    expect(s.try('takeover', { supervisor: 'minh' })).toBe('done');
    expect(s.hearing()).toEqual(together('customer', 'minh'));
    expect(s.leg('minh'), 'the phone did not ring again').toBe(leg);
    expect(s.seat('minh')).toBe('none');
    expect(s.stands()).toBe('talking');
  });
}

for (const mode of ['monitor', 'whisper', 'barge'] as const) {
  story(`stop: a supervisor in ${mode} is disconnected too`, (s: Story) => {
    s.talking('lan');
    s.try('supervise', { supervisor: 'minh', mode });
    expect(s.try('stop')).toBe('done');
    expect(s.hearing()).toEqual({});
    expect(s.seat('minh')).toBe('none');
  });
}
