import { expect } from 'vitest';
import { unlimited, withCapabilities } from '@legwork/sim';
import { story, together } from '../support/story.ts';

// Calls that Legwork did not start: supervising and stopping them works, anything else claims them first.

story('a call that others have started is shown, supervised and stopped', (s) => {
  s.found();
  expect(s.stands()).toBe('talking');
  expect(s.told('call.created')).toMatchObject([{ ours: false }]);
  for (const [mode, hears] of [
    ['monitor', { customer: 'desk/7', 'desk/7': 'customer' }],
    ['whisper', { customer: 'desk/7', 'desk/7': 'customer minh' }],
    ['barge', { customer: 'desk/7 minh', 'desk/7': 'customer minh' }],
  ] as const) {
    if (mode === 'monitor') expect(s.try('supervise', { supervisor: 'minh', mode })).toBe('done');
    else expect(s.try('switchMode', { seat: 'minh', mode })).toBe('done');
    expect(s.hearing()).toEqual({ ...hears, minh: 'customer desk/7' });
  }
  expect(s.try('stop', { by: 'minh' })).toBe('done');
  expect(s.hearing()).toEqual({});
});

for (const [what, how] of [
  ['hold', {}],
  ['transfer', { to: '+84999' }],
  ['consult', { to: '+84999' }],
  ['addParty', { to: '+84999' }],
  ['takeover', { supervisor: 'minh' }],
  ['park', {}],
  ['record', { on: true }],
  ['mute', { leg: 'customer' }],
] as const) {
  story(`a call of others has to be claimed before it can be asked to ${what}`, (s) => {
    s.found();
    expect(s.try(what, how)).toBe('refused notOurs');
    expect(s.try('claim', { by: 'minh' })).toBe('done');
    expect(s.try('claim')).toBe('refused alreadySo');
    expect(s.try(what, how)).toBe('done');
  });
}

story('a claimed call can be taken over', (s) => {
  s.found();
  s.try('claim');
  expect(s.try('takeover', { supervisor: 'minh' })).toBe('done');
  expect(s.hearing()).toEqual(together('customer', 'minh'));
});

story('a claim that the switch never answers times out', (s) => {
  s.found();
  s.loses('claim');
  const claim = s.ask('claim');
  expect(s.try('claim')).toBe('refused conflict claim');
  expect(s.outcome(claim)).toBe('timedOut');
  expect(s.try('hold')).toBe('refused notOurs');
});

story('a claim that the switch refuses has failed', (s) => {
  s.found();
  s.loses('claim');
  const claim = s.ask('claim');
  s.world.feed({
    type: 'effect.refused',
    switch: 'sim',
    basis: 'seen',
    op: 'none',
    effect: 'claim',
    call: s.call,
    reason: 'notThere',
  });
  expect(s.outcome(claim)).toBe('failed');
});

story('a claim under way is gone with the call', (s) => {
  s.found();
  const claim = s.ask('claim');
  s.hangsUp('customer');
  s.pass(1);
  expect(s.outcome(claim)).toMatch(/done|callGone/);
  s.pass(2);
  expect(s.stands()).toBe('closed customerLeft');
});

story(
  'where the switch cannot claim, a call of others is supervised and stopped all the same',
  { shape: { ...unlimited, capabilities: withCapabilities({ effects: { claim: 'unsupported' } }) } },
  (s) => {
    s.found();
    expect(s.try('claim')).toBe('refused unsupported claim');
    expect(s.try('supervise', { supervisor: 'minh', mode: 'monitor' })).toBe('done');
    expect(s.try('stop')).toBe('done');
  },
);

story('a call of others ends when either party hangs up', (s) => {
  s.found();
  s.hangsUp('desk/7');
  s.pass(2);
  expect(s.stands()).toBe('closed agentLeft');
});

story('a call that is found twice is one call', (s) => {
  s.found();
  s.world.feed({
    type: 'call.found',
    switch: 'sim',
    basis: 'seen',
    legs: [
      { native: 'found-1', role: 'customer', endpoint: '0901' },
      { native: 'found-2', role: 'agent', endpoint: 'desk/7' },
    ],
  });
  expect(s.told('call.created').length).toBe(1);
});

story('when the agent of a call of others leaves, it ends: no barger is put in their place', (s) => {
  s.found();
  s.ask('supervise', { supervisor: 'minh', mode: 'barge' });
  s.until(() => s.seat('minh') === 'present barge');
  s.loses('claim');
  const claim = s.ask('claim');
  s.hangsUp('desk/7');
  s.pass(10);
  expect(s.outcome(claim)).toBe('callGone');
  expect(s.stands()).toBe('closed agentLeft');
});

story('when the switch lets go of the customer of a call of others, nobody puts them back', (s) => {
  s.found();
  s.letsGo();
  s.pass(10);
  expect(s.stands()).toBe('talking');
  expect(s.hearing()).toEqual({ customer: '', 'desk/7': '' });
});
