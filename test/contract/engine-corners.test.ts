import { asId } from '@legwork/core';
import type { LegId, SeatId } from '@legwork/core';
import { describe, expect, it } from 'vitest';
import { openConsole, type Console } from '../support/console.ts';

/** The effect that was asked for last and not settled, of a leg. */
const asked = (c: Console, leg: string): string | undefined =>
  c.engine.state.legs.get(asId<LegId>(leg))?.asks.at(-1)?.op;
const monitors = (c: Console): void => {
  c.asks('supervise', { call: 'c1', supervisor: 'minh', mode: 'monitor', scope: 'call' });
  c.sees('leg.answered', { native: 's1.1' });
};

describe('a switch that will not do what it was asked', () => {
  it('is not waited for: who was to be held is put back into the conversation', () => {
    const c = openConsole();
    c.talks();
    c.asks('hold', { call: 'c1' });
    expect(c.sees('effect.refused', { op: asked(c, 'c1.1'), effect: 'treat', native: 'ch-1', reason: 'no' })).toEqual([
      'stopTimer timer=c1:hold:8',
      'call.changed call=c1 state=talking hold=resuming handover=idle recording=off',
      'command.resolved command=k3 what=cmd.hold call=c1 outcome=timedOut allowed=[]',
      'join call=c1 leg=c1.1 native=ch-1 mix=main',
      'startTimer timer=c1:hold:9 ms=5000',
    ]);
  });

  it('ends a mute, digits and a recording as failed', () => {
    const c = openConsole();
    c.talks();
    c.asks('mute', { leg: 'c1.2' });
    expect(c.sees('effect.refused', { op: asked(c, 'c1.2'), effect: 'mute', native: 'c1.2', reason: 'no' })).toEqual([
      'command.resolved command=k3 what=cmd.mute call=c1 outcome=failed allowed=[]',
      'stopTimer timer=c1.2:mute:8',
    ]);
    expect(asked(c, 'c1.2')).toBeUndefined();
    c.asks('digits', { leg: 'c1.2', digits: '1' });
    expect(c.sees('effect.refused', { op: 'x', effect: 'digits', native: 'c1.2', reason: 'no' })).toEqual([
      'command.resolved command=k4 what=cmd.digits call=c1 outcome=failed allowed=[]',
      'stopTimer timer=c1.2:digits:9',
    ]);
    c.asks('record', { call: 'c1', on: true });
    expect(c.sees('effect.refused', { op: 'x', effect: 'record', call: 'c1', reason: 'no' })).toEqual([
      'call.changed call=c1 state=talking hold=open handover=idle recording=off',
      'stopTimer timer=c1:recording:10',
      'command.resolved command=k5 what=cmd.record call=c1 outcome=failed allowed=[]',
    ]);
  });

  it('has a supervisor leave whom it does not let listen', () => {
    const c = openConsole();
    c.talks();
    monitors(c);
    expect(c.sees('effect.refused', { op: asked(c, 's1.1'), effect: 'tap', native: 's1.1', reason: 'no' })).toEqual([
      'stopTimer timer=s1:place:9',
      'seat.changed seat=s1 supervisor=minh call=c1 scope=call state=leaving wanted=monitor',
      'command.resolved command=k3 what=cmd.supervise call=c1 outcome=timedOut allowed=[]',
      'audit command=k3 what=cmd.supervise by={"role":"service","id":"crm"} detail=monitor call call=c1 outcome=timedOut',
      'hangUp call=c1 leg=s1.1 native=s1.1 cause=normal',
      'startTimer timer=s1.1:kill:10 ms=5000',
    ]);
  });

  it('leaves a call that it does not give away to whoever has it', () => {
    const c = openConsole();
    c.sees('call.found', {
      legs: [
        { native: 'a', role: 'customer', endpoint: '0902' },
        { native: 'b', role: 'agent', endpoint: 'desk/7' },
      ],
    });
    c.asks('claim', { call: 'c1' });
    expect(c.sees('effect.refused', { op: 'x', effect: 'claim', call: 'c1', reason: 'no' })).toEqual([
      'stopTimer timer=c1:claim:1',
      'command.resolved command=k1 what=cmd.claim call=c1 outcome=failed allowed=[]',
      'audit command=k1 what=cmd.claim by={"role":"service","id":"crm"} call=c1 outcome=failed',
    ]);
    expect(c.asks('hold', { call: 'c1' })[0]).toContain('cause=notOurs');
  });

  it('ends a call that it does not answer', () => {
    const c = openConsole();
    c.sees('leg.offered', { native: 'ch-1', from: '0901', to: '1900' });
    expect(c.sees('effect.refused', { op: 'x', effect: 'answer', native: 'ch-1', reason: 'no' })).toEqual([
      'stopTimer timer=c1.1:ring:1',
      'hangUp call=c1 leg=c1.1 native=ch-1 cause=normal',
      'startTimer timer=c1.1:kill:2 ms=5000',
    ]);
  });
});

describe('a leg that is where nobody put it', () => {
  it('is asked back into the conversation, the customer tapped like an agent', () => {
    const c = openConsole();
    c.talks();
    expect(c.sees('leg.placed', { native: 'ch-1', at: 'tap', target: 'c1.2', mode: 'monitor' })).toEqual([
      'leg.placed leg=c1.1 call=c1 place=tap target=c1.2 mode=monitor basis=seen',
      'call.changed call=c1 state=talking hold=open handover=mending recording=off',
      'join call=c1 leg=c1.1 native=ch-1 mix=main',
      'join call=c1 leg=c1.2 native=c1.2 mix=main',
      'startTimer timer=c1:place:8 ms=5000',
    ]);
  });

  it('makes no supervisor present: at somebody unknown', () => {
    const c = openConsole();
    c.talks();
    monitors(c);
    expect(c.sees('leg.placed', { native: 's1.1', at: 'tap', target: 'x', mode: 'monitor' })).toEqual([
      'leg.placed leg=s1.1 call=c1 place=tap mode=monitor basis=seen',
      'seat.changed seat=s1 supervisor=minh call=c1 scope=call state=attaching mode=monitor wanted=monitor',
      'tap call=c1 leg=s1.1 native=s1.1 target=c1.2 mode=monitor',
    ]);
    expect(c.sees('leg.played', { native: 's1.1', prompt: 'x' })).toEqual([]);
    // A switch that does not say how listens, for all that is known.
    expect(c.sees('leg.placed', { native: 's1.1', at: 'tap', target: 'c1.2' })[1]).toBe(
      'seat.changed seat=s1 supervisor=minh call=c1 scope=call state=present mode=monitor wanted=monitor',
    );
  });
});

describe('a supervisor', () => {
  it('of whom the agent is gone is told so as soon as the phone is answered, and listens to who comes next', () => {
    const c = openConsole();
    c.talks();
    c.asks('transfer', { call: 'c1', to: { kind: 'number', number: '+84999' } });
    c.sees('leg.ended', { native: 'c1.2', cause: 'normal' });
    c.asks('supervise', { call: 'c1', supervisor: 'minh', mode: 'monitor', scope: 'call' });
    expect(c.sees('leg.answered', { native: 's1.1' })).toEqual([
      'stopTimer timer=s1.1:ring:11',
      'leg.answered leg=s1.1 call=c1 basis=seen',
      'seat.changed seat=s1 supervisor=minh call=c1 scope=call state=parked wanted=monitor',
      'command.resolved command=k4 what=cmd.supervise call=c1 outcome=failed cause=agentLeft allowed=[]',
      'audit command=k4 what=cmd.supervise by={"role":"service","id":"crm"} detail=monitor call call=c1 outcome=failed why=agentLeft',
      'treat call=c1 leg=s1.1 native=s1.1 with=silence',
      'startTimer timer=s1:follow:12 ms=600000',
    ]);
    c.sees('leg.answered', { native: 'c1.3' });
    c.sees('leg.placed', { native: 'ch-1', at: 'main' });
    expect(c.sees('leg.placed', { native: 'c1.3', at: 'main' }).slice(-3)).toEqual([
      'stopTimer timer=s1:follow:12',
      'tap call=c1 leg=s1.1 native=s1.1 target=c1.3 mode=monitor',
      'startTimer timer=s1:place:14 ms=5000',
    ]);
  });

  it('who leaves is not taken along to the next call of the agent', () => {
    const c = openConsole();
    c.talks();
    c.asks('supervise', { call: 'c1', supervisor: 'minh', mode: 'monitor', scope: 'agent' });
    c.sees('leg.answered', { native: 's1.1' });
    c.sees('leg.placed', { native: 's1.1', at: 'tap', target: 'c1.2', mode: 'monitor' });
    c.sees('leg.ended', { native: 'ch-1', cause: 'normal' });
    c.sees('leg.ended', { native: 'c1.2', cause: 'normal' });
    c.asks('leave', { seat: 's1' });
    c.fires('lan:wrapUp');
    c.talks('lan');
    expect(c.engine.state.seats.get(asId<SeatId>('s1'))).toMatchObject({ call: null, n: 0, state: { at: 'leaving' } });
  });

  it('who is present at one call takes no other over', () => {
    const c = openConsole();
    c.talks();
    c.joins('minh');
    c.talks('mai');
    const takeover = { call: 'c2', supervisor: 'minh', expectedAgentLeg: 'c2.2' };
    expect(c.asks('takeover', takeover)[0]).toContain('outcome=refused cause=supervisorBusy');
    expect(c.asks('takeover', { ...takeover, supervisor: 'hoa' })[0]).toContain('command.accepted');
  });
});

describe('a switch that says what there is on it', () => {
  it('does not end a leg that is being dialled, for all that the list is without it', () => {
    const c = openConsole();
    c.talks();
    const standing = [
      { native: 'ch-1', up: true, at: 'main' },
      { native: 'c1.2', up: true, at: 'main' },
    ];
    c.sees('switch.back', { epoch: 'e1', snapshot: null });
    c.asks('transfer', { call: 'c1', to: { kind: 'number', number: '+84999' } });
    expect(c.sees('switch.back', { epoch: 'e1', snapshot: { legs: standing } })).toEqual([]);
    c.sees('leg.ringing', { native: 'c1.3' });
    expect(c.sees('switch.back', { epoch: 'e1', snapshot: { legs: standing } })).toContain(
      'leg.ended leg=c1.3 call=c1 cause=lost',
    );
  });

  it('is asked once more to end a leg that was given up, until it lists it no longer', () => {
    const c = openConsole();
    c.talks();
    c.asks('hangUp', { call: 'c1' });
    c.sees('leg.ended', { native: 'c1.2', cause: 'normal' });
    for (let times = 0; times < 3; times += 1) c.fires('c1.1:kill');
    const listed = { epoch: 'e1', snapshot: { legs: [{ native: 'ch-1', up: true, at: 'main' }] } };
    expect(c.sees('switch.back', listed)).toEqual(['hangUp leg=ch-1 native=ch-1 cause=normal']);
    expect(c.sees('switch.back', { epoch: 'e1', snapshot: { legs: [] } })).toEqual([]);
    expect(c.sees('switch.back', listed)).toEqual([]);
  });
});

describe('a time that is none', () => {
  it('is no timer: a call stays parked for as long as it takes', () => {
    const c = openConsole({ policy: { parkTimeoutMs: 0 } });
    c.talks();
    c.asks('park', { call: 'c1' });
    c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
    const said = c.sees('leg.ended', { native: 'c1.2', cause: 'normal' });
    expect(said.filter((line) => line.startsWith('startTimer timer=c1:'))).toEqual([
      'startTimer timer=c1:place:10 ms=5000',
    ]);
  });
});

describe('a leg that has left its call', () => {
  it('cannot be dropped from it or told anything, and is where the switch says', () => {
    const c = openConsole();
    c.shift('lan');
    c.sees('leg.offered', { native: 'ch-1', from: '0901', to: '1900' });
    c.sees('leg.answered', { native: 'ch-1' });
    c.sees('leg.played', { native: 'ch-1', prompt: 'welcome' });
    c.sees('leg.answered', { native: 'c1.2' });
    c.fires('c1:place');
    expect(c.engine.state.calls.get(asId('c1'))?.strays).toEqual(['c1.2']);
    expect(c.sees('leg.placed', { native: 'c1.2', at: 'main' })).toEqual([
      'leg.placed leg=c1.2 call=c1 place=main basis=seen',
    ]);
    expect(c.asks('drop', { leg: 'c1.2' })[0]).toContain('outcome=refused cause=notNow');
    expect(c.asks('mute', { leg: 'c1.2' })[0]).toContain('outcome=refused cause=notNow');
    c.sees('leg.ended', { native: 'c1.2', cause: 'normal' });
    expect(c.engine.state.calls.get(asId('c1'))?.strays).toEqual([]);
  });
});
