import { asId, type CallId } from '@legwork/core';
import { expect, test } from 'vitest';
import { openConsole, type Console } from '../support/console.ts';

/** What can be asked of a call in each of its phases, as consoles offer it and refusals name it. */
const consults = (c: Console): void => {
  c.talks();
  c.asks('consult', { call: 'c1', to: { kind: 'number', number: '+84998' } });
};
const meets = (c: Console): void => {
  consults(c);
  c.sees('leg.answered', { native: 'c1.3' });
  c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
  for (const native of ['c1.2', 'c1.3']) c.sees('leg.placed', { native, at: 'side' });
};
const asked = (what: string, fields: object, ...seen: readonly (readonly [type: string, fields: object])[]) => {
  return (c: Console): void => {
    c.talks();
    c.asks(what, { call: 'c1', ...fields });
    for (const [type, about] of seen) c.sees(type, about);
  };
};
const music = ['leg.placed', { native: 'ch-1', at: 'treated' }] as const;
const gone = ['leg.ended', { native: 'c1.2', cause: 'normal' }] as const;

test.each<readonly [phase: string, comes: (c: Console) => void, allowed: string]>([
  [
    'has come in, and is to be answered by somebody',
    (c) => void c.sees('leg.offered', { native: 'ch-1', from: '0901', to: '1901' }),
    'answer hangUp stop',
  ],
  [
    'waits for an agent',
    (c) => {
      c.sees('leg.offered', { native: 'ch-1', from: '0901', to: '1900' });
      c.sees('leg.answered', { native: 'ch-1' });
      c.sees('leg.played', { native: 'ch-1', prompt: 'welcome' });
    },
    'pickUp hangUp stop',
  ],
  ['talks', (c) => c.talks(), 'hold transfer consult addParty drop park record hangUp supervise takeover stop'],
  ['is to be held', asked('hold', {}), 'drop record hangUp supervise stop'],
  [
    'is held',
    asked('hold', {}, music),
    'resume transfer consult addParty drop park record hangUp supervise takeover stop',
  ],
  ['rings whom the agent wants to consult', consults, 'cancel record hangUp supervise stop'],
  ['consults', meets, 'complete cancel record hangUp supervise stop'],
  ['is parked', asked('park', {}, music, gone), 'pickUp hangUp stop'],
  [
    'is recorded',
    asked('record', { on: true }, ['record.started', { call: 'c1' }]),
    'hold transfer consult addParty drop park record hangUp supervise takeover stop',
  ],
  ['is being taken down', asked('stop', {}), ''],
])('a call that %s', (_, comes, allowed) => {
  const c = openConsole();
  comes(c);
  const call = asId<CallId>('c1');
  expect(c.engine.allowed(call)).toEqual(allowed.split(' ').flatMap((what) => (what === '' ? [] : `cmd.${what}`)));
  // A command that is refused says the same.
  const refused = c.asks('claim', { call: 'c1' }).join();
  expect(refused).toContain('outcome=refused');
  expect(refused).toContain(`allowed=${JSON.stringify(c.engine.allowed(call))}`);
});

test('a call of others can be claimed, watched and ended', () => {
  const c = openConsole();
  const legs = [
    { native: 'a', role: 'customer', endpoint: '0902' },
    { native: 'b', role: 'agent', endpoint: 'desk/7' },
  ];
  c.sees('call.found', { legs });
  expect(c.engine.allowed(asId('c1'))).toEqual(['cmd.hangUp', 'cmd.claim', 'cmd.supervise', 'cmd.stop']);
  expect(c.engine.allowed(asId('c2'))).toEqual([]);
});

test('whoever was called off from a call and rings on is no party that can be dropped', () => {
  const c = openConsole();
  c.talks();
  c.asks('transfer', { call: 'c1', to: { kind: 'number', number: '+84998' } });
  c.asks('cancel', { call: 'c1' });
  expect(c.asks('drop', { leg: 'c1.3' }).join()).toContain('outcome=refused cause=notNow');
  expect(c.asks('drop', { leg: 'c1.2' }).join()).toContain('command.accepted');
});
