import { stringee } from '@legwork/sim';
import { describe, expect, it } from 'vitest';
import { openConsole } from '../support/console.ts';

/** What is written of a call when it is over, and what is left of it. */

const closed = (said: readonly string[]): string | undefined => said.find((line) => line.startsWith('call.closed'));

describe('the record of a call', () => {
  it('counts as waiting what the customer waited: not until the phone that rang has stopped', () => {
    const c = openConsole();
    c.shift('lan');
    c.sees('leg.offered', { native: 'ch-1', from: '0901', to: '1900' });
    c.sees('leg.answered', { native: 'ch-1' });
    c.pass(1_000);
    c.sees('leg.played', { native: 'ch-1', prompt: 'welcome' });
    c.pass(4_000);
    c.sees('leg.ended', { native: 'ch-1', cause: 'normal' });
    c.pass(3_000);
    expect(closed(c.sees('leg.ended', { native: 'c1.2', cause: 'normal' }))).toBe(
      'call.closed call=c1 end=customerLeft cause=normal queue=sales served=false abandoned=true waitMs=4000 talkMs=0 holdMs=0',
    );
  });

  it('counts a wait from the first queue to the first conversation, whoever comes in between', () => {
    const c = openConsole();
    c.shift('lan');
    c.sees('leg.offered', { native: 'ch-1', from: '0901', to: '1900' });
    c.sees('leg.answered', { native: 'ch-1' });
    c.sees('leg.played', { native: 'ch-1', prompt: 'welcome' });
    c.pass(20_000);
    c.sees('leg.ended', { native: 'c1.2', cause: 'noAnswer' });
    c.pass(5_000);
    c.asks('ready', { agent: 'lan' });
    c.sees('leg.answered', { native: 'c1.3' });
    c.pass(500);
    for (const native of ['ch-1', 'c1.3']) c.sees('leg.placed', { native, at: 'main' });
    c.pass(10_000);
    c.asks('transfer', { call: 'c1', to: { kind: 'queue', queue: 'sales' } });
    c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
    c.sees('leg.ended', { native: 'c1.3', cause: 'normal' });
    c.pass(7_000);
    expect(closed(c.sees('leg.ended', { native: 'ch-1', cause: 'normal' }))).toBe(
      'call.closed call=c1 end=customerLeft cause=normal queue=sales served=true abandoned=false waitMs=25500 talkMs=10000 holdMs=0',
    );
  });

  it('counts a hold as one, whatever happens during it, and two as two', () => {
    const c = openConsole();
    c.talks();
    for (const _ of ['first', 'second']) {
      c.asks('hold', { call: 'c1' });
      c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
      c.pass(3_000);
      c.asks('record', { call: 'c1', on: true });
      c.sees('record.started', { call: 'c1' });
      c.pass(2_000);
      c.asks('record', { call: 'c1', on: false });
      c.sees('record.stopped', { call: 'c1' });
      c.asks('resume', { call: 'c1' });
      c.sees('leg.placed', { native: 'ch-1', at: 'main' });
      c.pass(1_000);
    }
    c.asks('hangUp', { call: 'c1' });
    c.pass(400);
    c.sees('leg.ended', { native: 'ch-1', cause: 'normal' });
    expect(closed(c.sees('leg.ended', { native: 'c1.2', cause: 'normal' }))).toBe(
      'call.closed call=c1 end=hungUp cause=normal queue=sales served=true abandoned=false waitMs=0 talkMs=12000 holdMs=10000',
    );
  });
});

describe('a call that is over', () => {
  it('is watched no more, on a switch that cannot list it', () => {
    const c = openConsole({ capabilities: stringee.capabilities });
    c.sees('leg.offered', { native: 'ch-1', from: '0901', to: '1901' });
    expect(c.sees('leg.ended', { native: 'ch-1', cause: 'normal' })).toContain('stopTimer timer=c1:silence:1');
  });

  it('is nobody’s any more: a supervisor whose phone ends later was at no call', () => {
    const c = openConsole();
    c.talks();
    c.joins('minh');
    c.asks('stop', { call: 'c1' });
    c.sees('leg.ended', { native: 'ch-1', cause: 'normal' });
    expect(closed(c.sees('leg.ended', { native: 'c1.2', cause: 'normal' }))).toContain('end=stopped');
    expect(c.sees('leg.ended', { native: 's1.1', cause: 'normal' })).toEqual([
      'stopTimer timer=s1.1:kill:12',
      'leg.ended leg=s1.1 cause=normal',
      'seat.changed seat=s1 supervisor=minh scope=call state=gone wanted=monitor',
    ]);
  });
});

describe('a supervisor who takes over without having been present', () => {
  it('is busy from then on, and free when the call is over', () => {
    const c = openConsole();
    c.talks();
    c.talks('mai');
    c.asks('takeover', { call: 'c1', supervisor: 'hoa', expectedAgentLeg: 'c1.2' });
    const supervise = { call: 'c2', supervisor: 'hoa', mode: 'monitor', scope: 'call' };
    expect(c.asks('supervise', supervise)[0]).toContain('cause=supervisorBusy');
    expect(c.sees('leg.answered', { native: 'c1.3' })).toContain(
      'join call=c1 leg=c1.3 native=c1.3 mix=main instead=c1.2',
    );
    for (const native of ['ch-1', 'c1.3']) c.sees('leg.placed', { native, at: 'main' });
    expect(c.sees('leg.ended', { native: 'c1.2', cause: 'normal' })).toContain(
      'call.party call=c1 party={"kind":"supervisor","supervisor":"hoa"}',
    );
    expect(c.asks('supervise', supervise)[0]).toContain('cause=supervisorBusy');
    c.asks('hangUp', { call: 'c1' });
    c.sees('leg.ended', { native: 'c1.3', cause: 'normal' });
    expect(c.asks('supervise', supervise)[0]).toContain('command.accepted');
  });
});
