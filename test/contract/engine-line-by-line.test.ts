import { asId } from '@legwork/core';
import { stringee, withCapabilities } from '@legwork/sim';
import { describe, expect, it } from 'vitest';
import { openConsole, type Console } from '../support/console.ts';

const lastOp = (c: Console): string | undefined => [...c.engine.state.legs.values()].at(-1)?.asks.at(-1)?.op;
const opOf = (c: Console, leg: string): string | undefined => c.engine.state.legs.get(asId(leg))?.asks.at(-1)?.op;

/** Everything that is asked of a switch and told to the world, to the letter. */
describe('what an engine says, line by line,', () => {
  it('of agents who begin and end their shift', () => {
    const c = openConsole();
    expect(c.asks('ready', { agent: 'lan' })).toEqual([
      'command.resolved command=k1 what=cmd.ready outcome=refused cause=notNow refusal={"reason":"notNow"} allowed=[]',
    ]);
    expect(c.asks('logIn', { agent: 'lan' })).toEqual([
      'command.accepted command=k2 what=cmd.logIn',
      'agent.changed agent=lan state=away reason=loggedIn',
      'command.resolved command=k2 what=cmd.logIn outcome=done allowed=[]',
    ]);
    expect(c.asks('ready', { agent: 'lan' })).toEqual([
      'command.accepted command=k3 what=cmd.ready',
      'agent.changed agent=lan state=available',
      'command.resolved command=k3 what=cmd.ready outcome=done allowed=[]',
    ]);
    expect(c.asks('away', { agent: 'lan', reason: 'lunch' })).toEqual([
      'command.accepted command=k4 what=cmd.away',
      'agent.changed agent=lan state=away reason=lunch',
      'command.resolved command=k4 what=cmd.away outcome=done allowed=[]',
    ]);
    expect(c.asks('away', { agent: 'lan', reason: 'training' })).toEqual([
      'command.accepted command=k5 what=cmd.away',
      'agent.changed agent=lan state=away reason=training',
      'command.resolved command=k5 what=cmd.away outcome=done allowed=[]',
    ]);
    expect(c.asks('wrapUp', { agent: 'lan' })).toEqual([
      'command.resolved command=k6 what=cmd.wrapUp outcome=refused cause=notNow refusal={"reason":"notNow"} allowed=[]',
    ]);
    c.asks('ready', { agent: 'lan' });
    expect(c.asks('wrapUp', { agent: 'lan' })).toEqual([
      'command.accepted command=k8 what=cmd.wrapUp',
      'agent.changed agent=lan state=wrapUp',
      'command.resolved command=k8 what=cmd.wrapUp outcome=done allowed=[]',
      'startTimer timer=lan:wrapUp:1 ms=60000',
    ]);
    expect(c.fires('lan:wrapUp')).toEqual(['agent.changed agent=lan state=available']);
    expect(
      c.asks('forceAgent', { agent: 'lan', to: 'away', reason: 'fire drill', by: { role: 'supervisor', id: 'minh' } }),
    ).toEqual([
      'command.accepted command=k9 what=cmd.forceAgent',
      'agent.changed agent=lan state=away reason=fire drill',
      'command.resolved command=k9 what=cmd.forceAgent outcome=done allowed=[]',
      'audit command=k9 what=cmd.forceAgent by={"role":"supervisor","id":"minh"} detail=away outcome=done',
    ]);
    expect(c.asks('logOut', { agent: 'lan' })).toEqual([
      'command.accepted command=k10 what=cmd.logOut',
      'agent.changed agent=lan state=offline',
      'command.resolved command=k10 what=cmd.logOut outcome=done allowed=[]',
    ]);
    expect(c.asks('logIn', { agent: 'nobody' })).toEqual([
      'command.resolved command=k11 what=cmd.logIn outcome=refused cause=noSuchAgent refusal={"reason":"noSuchAgent"} allowed=[]',
    ]);
  });

  it('of a call that comes in, waits, is served and ends', () => {
    const c = openConsole();
    c.shift('lan');
    expect(c.sees('leg.offered', { native: 'ch-1', from: '0901', to: '1900' })).toEqual([
      'call.created call=c1 direction=inbound customer=0901 hotline=1900 ours=true',
      'leg.created leg=c1.1 call=c1 endpoint=0901 slot=customer',
      'call.changed call=c1 state=arriving hold=open handover=idle recording=off',
      'answer call=c1 leg=c1.1 native=ch-1',
      'startTimer timer=c1.1:ring:1 ms=33000',
    ]);
    expect(c.sees('leg.answered', { native: 'ch-1' })).toEqual([
      'stopTimer timer=c1.1:ring:1',
      'leg.answered leg=c1.1 call=c1 basis=seen',
      'call.changed call=c1 state=flow hold=open handover=idle recording=off',
      'play call=c1 leg=c1.1 native=ch-1 prompt=welcome',
      'startTimer timer=c1:announce:2 ms=60000',
    ]);
    c.pass(3_000);
    expect(c.sees('leg.played', { native: 'ch-1', prompt: 'welcome' })).toEqual([
      'stopTimer timer=c1:announce:2',
      'call.changed call=c1 state=queued hold=open handover=idle recording=off',
      'treat call=c1 leg=c1.1 native=ch-1 with=music',
      'call.queued call=c1 queue=sales front=false',
      'startTimer timer=c1:wait:3 ms=60000',
      'startTimer timer=c1:place:4 ms=5000',
      'call.changed call=c1 state=offering hold=open handover=idle recording=off',
      'stopTimer timer=c1:wait:3',
      'stopTimer timer=c1:place:4',
      'leg.created leg=c1.2 call=c1 endpoint=sip:lan slot=agent',
      'agent.changed agent=lan state=reserved call=c1',
      'call.party call=c1 party={"kind":"agent","agent":"lan"}',
      'dial call=c1 leg=c1.2 native=c1.2 to=sip:lan as=0901 ringMs=20000',
      'startTimer timer=c1.2:ring:5 ms=23000',
      'startTimer timer=c1:place:6 ms=5000',
    ]);
    expect(c.sees('leg.ringing', { native: 'c1.2' })).toEqual(['leg.ringing leg=c1.2 call=c1 basis=seen']);
    c.pass(2_000);
    expect(c.sees('leg.answered', { native: 'c1.2' })).toEqual([
      'stopTimer timer=c1.2:ring:5',
      'leg.answered leg=c1.2 call=c1 basis=seen',
      'agent.changed agent=lan state=talking call=c1',
      'call.changed call=c1 state=connecting hold=open handover=idle recording=off',
      'stopTimer timer=c1:place:6',
      'join call=c1 leg=c1.1 native=ch-1 mix=main',
      'join call=c1 leg=c1.2 native=c1.2 mix=main',
      'startTimer timer=c1:place:7 ms=5000',
    ]);
    expect(c.sees('leg.placed', { native: 'ch-1', at: 'main' })).toEqual([
      'leg.placed leg=c1.1 call=c1 place=main basis=seen',
    ]);
    expect(c.sees('leg.placed', { native: 'c1.2', at: 'main' })).toEqual([
      'leg.placed leg=c1.2 call=c1 place=main basis=seen',
      'call.changed call=c1 state=talking hold=open handover=idle recording=off',
      'stopTimer timer=c1:place:7',
    ]);
    c.pass(10_000);
    expect(c.asks('hold', { call: 'c1' })).toEqual([
      'command.accepted command=k3 what=cmd.hold call=c1',
      'call.changed call=c1 state=talking hold=holding handover=idle recording=off',
      'treat call=c1 leg=c1.1 native=ch-1 with=music',
      'startTimer timer=c1:hold:8 ms=5000',
    ]);
    expect(c.sees('leg.placed', { native: 'ch-1', at: 'treated' })).toEqual([
      'leg.placed leg=c1.1 call=c1 place=treated basis=seen',
      'call.changed call=c1 state=talking hold=held handover=idle recording=off',
      'stopTimer timer=c1:hold:8',
      'command.resolved command=k3 what=cmd.hold call=c1 outcome=done allowed=[]',
    ]);
    c.pass(4_000);
    expect(c.asks('resume', { call: 'c1' })).toEqual([
      'command.accepted command=k4 what=cmd.resume call=c1',
      'call.changed call=c1 state=talking hold=resuming handover=idle recording=off',
      'join call=c1 leg=c1.1 native=ch-1 mix=main',
      'startTimer timer=c1:hold:9 ms=5000',
    ]);
    c.pass(500);
    expect(c.sees('leg.placed', { native: 'ch-1', at: 'main' })).toEqual([
      'leg.placed leg=c1.1 call=c1 place=main basis=seen',
      'call.changed call=c1 state=talking hold=open handover=idle recording=off',
      'stopTimer timer=c1:hold:9',
      'command.resolved command=k4 what=cmd.resume call=c1 outcome=done allowed=[]',
    ]);
    c.pass(1_000);
    expect(c.sees('leg.ended', { native: 'ch-1', cause: 'normal' })).toEqual([
      'leg.ended leg=c1.1 call=c1 cause=normal',
      'call.changed call=c1 state=closing hold=open handover=idle recording=off',
      'hangUp call=c1 leg=c1.2 native=c1.2 cause=normal',
      'startTimer timer=c1.2:kill:10 ms=5000',
    ]);
    expect(c.sees('leg.ended', { native: 'c1.2', cause: 'normal' })).toEqual([
      'stopTimer timer=c1.2:kill:10',
      'leg.ended leg=c1.2 call=c1 cause=normal',
      'call.changed call=c1 state=closed hold=open handover=idle recording=off',
      'call.closed call=c1 end=customerLeft cause=normal queue=sales served=true abandoned=false waitMs=2000 talkMs=15500 holdMs=4000',
      'agent.changed agent=lan state=wrapUp',
      'startTimer timer=lan:wrapUp:11 ms=30000',
    ]);
    c.fires('lan:wrapUp');
  });

  it('of what is done with one leg, and with a recording', () => {
    const c = openConsole();
    c.talks();
    expect(c.asks('mute', { leg: 'c1.2' })).toEqual([
      'command.accepted command=k3 what=cmd.mute call=c1',
      'mute call=c1 leg=c1.2 native=c1.2 on=true',
      'startTimer timer=c1.2:mute:8 ms=5000',
    ]);
    expect(c.sees('leg.muted', { native: 'c1.2', on: true })).toEqual([
      'leg.muted leg=c1.2 call=c1 on=true basis=seen',
      'command.resolved command=k3 what=cmd.mute call=c1 outcome=done allowed=[]',
      'stopTimer timer=c1.2:mute:8',
    ]);
    expect(c.asks('unmute', { leg: 'c1.2' })).toEqual([
      'command.accepted command=k4 what=cmd.unmute call=c1',
      'mute call=c1 leg=c1.2 native=c1.2 on=false',
      'startTimer timer=c1.2:mute:9 ms=5000',
    ]);
    expect(c.sees('leg.muted', { native: 'c1.2', on: false, basis: 'assumed' })).toEqual([
      'leg.muted leg=c1.2 call=c1 on=false basis=assumed',
      'command.resolved command=k4 what=cmd.unmute call=c1 outcome=done allowed=[]',
      'stopTimer timer=c1.2:mute:9',
    ]);
    expect(c.asks('digits', { leg: 'c1.2', digits: '12#' })).toEqual([
      'command.accepted command=k5 what=cmd.digits call=c1',
      'digits call=c1 leg=c1.2 native=c1.2 digits=12#',
      'startTimer timer=c1.2:digits:10 ms=5000',
    ]);
    expect(c.sees('leg.digits', { native: 'c1.2', digits: '12#', sent: true })).toEqual([
      'command.resolved command=k5 what=cmd.digits call=c1 outcome=done allowed=[]',
      'stopTimer timer=c1.2:digits:10',
    ]);
    expect(c.asks('record', { call: 'c1', on: true })).toEqual([
      'command.accepted command=k6 what=cmd.record call=c1',
      'call.changed call=c1 state=talking hold=open handover=idle recording=starting',
      'record call=c1 on=true',
      'startTimer timer=c1:recording:11 ms=5000',
    ]);
    expect(c.sees('record.started', { call: 'c1' })).toEqual([
      'call.changed call=c1 state=talking hold=open handover=idle recording=on',
      'stopTimer timer=c1:recording:11',
      'command.resolved command=k6 what=cmd.record call=c1 outcome=done allowed=[]',
    ]);
    expect(c.asks('record', { call: 'c1', on: false })).toEqual([
      'command.accepted command=k7 what=cmd.record call=c1',
      'call.changed call=c1 state=talking hold=open handover=idle recording=stopping',
      'record call=c1 on=false',
      'startTimer timer=c1:recording:12 ms=5000',
    ]);
    expect(c.fires('c1:recording')).toEqual([
      'call.changed call=c1 state=talking hold=open handover=idle recording=on',
      'command.resolved command=k7 what=cmd.record call=c1 outcome=timedOut allowed=[]',
    ]);
    expect(c.sees('record.stopped', { call: 'c1' })).toEqual([
      'call.changed call=c1 state=talking hold=open handover=idle recording=off',
    ]);
    c.asks('mute', { leg: 'c1.2' });
    expect(c.fires('c1.2:mute')).toEqual([
      'command.resolved command=k8 what=cmd.mute call=c1 outcome=timedOut allowed=[]',
    ]);
  });

  it('of a supervisor who listens, barges in, takes over and stops the call', () => {
    const c = openConsole();
    c.talks();
    expect(c.asks('supervise', { call: 'c1', supervisor: 'minh', mode: 'monitor', scope: 'agent' })).toEqual([
      'command.accepted command=k3 what=cmd.supervise call=c1',
      'seat.changed seat=s1 supervisor=minh call=c1 scope=agent state=dialling wanted=monitor',
      'leg.created leg=s1.1 call=c1 endpoint=sip:minh slot=seat',
      'dial call=c1 leg=s1.1 native=s1.1 to=sip:minh as=legwork ringMs=30000',
      'startTimer timer=s1.1:ring:8 ms=33000',
    ]);
    expect(c.sees('leg.answered', { native: 's1.1' })).toEqual([
      'stopTimer timer=s1.1:ring:8',
      'leg.answered leg=s1.1 call=c1 basis=seen',
      'seat.changed seat=s1 supervisor=minh call=c1 scope=agent state=attaching wanted=monitor',
      'tap call=c1 leg=s1.1 native=s1.1 target=c1.2 mode=monitor',
      'startTimer timer=s1:place:9 ms=5000',
    ]);
    expect(c.sees('leg.placed', { native: 's1.1', at: 'tap', target: 'c1.2', mode: 'monitor' })).toEqual([
      'leg.placed leg=s1.1 call=c1 place=tap target=c1.2 mode=monitor basis=seen',
      'seat.changed seat=s1 supervisor=minh call=c1 scope=agent state=present mode=monitor wanted=monitor',
      'stopTimer timer=s1:place:9',
      'command.resolved command=k3 what=cmd.supervise call=c1 outcome=done allowed=[]',
      'audit command=k3 what=cmd.supervise by={"role":"service","id":"crm"} detail=monitor agent call=c1 outcome=done',
    ]);
    expect(c.asks('switchMode', { seat: 's1', mode: 'barge' })).toEqual([
      'command.accepted command=k4 what=cmd.switchMode call=c1',
      'seat.changed seat=s1 supervisor=minh call=c1 scope=agent state=changing mode=monitor wanted=barge',
      'tap call=c1 leg=s1.1 native=s1.1 target=c1.2 mode=barge',
      'startTimer timer=s1:place:10 ms=5000',
    ]);
    expect(c.sees('leg.placed', { native: 's1.1', at: 'tap', target: 'c1.2', mode: 'barge' })).toEqual([
      'leg.placed leg=s1.1 call=c1 place=tap target=c1.2 mode=barge basis=seen',
      'seat.changed seat=s1 supervisor=minh call=c1 scope=agent state=present mode=barge wanted=barge',
      'stopTimer timer=s1:place:10',
      'command.resolved command=k4 what=cmd.switchMode call=c1 outcome=done allowed=[]',
      'audit command=k4 what=cmd.switchMode by={"role":"service","id":"crm"} detail=barge call=c1 outcome=done',
    ]);
    expect(c.asks('takeover', { call: 'c1', supervisor: 'minh', expectedAgentLeg: 'c1.2' })).toEqual([
      'command.accepted command=k5 what=cmd.takeover call=c1',
      'call.changed call=c1 state=talking hold=open handover=joining recording=off',
      'join call=c1 leg=c1.1 native=ch-1 mix=main',
      'join call=c1 leg=s1.1 native=s1.1 mix=main instead=c1.2',
      'startTimer timer=c1:place:11 ms=5000',
      'seat.changed seat=s1 supervisor=minh call=c1 scope=agent state=lent mode=barge wanted=monitor',
    ]);
    c.sees('leg.placed', { native: 'ch-1', at: 'main' });
    expect(c.sees('leg.placed', { native: 's1.1', at: 'main' })).toEqual([
      'leg.placed leg=s1.1 call=c1 place=main basis=seen',
      'call.changed call=c1 state=talking hold=open handover=releasing recording=off',
      'stopTimer timer=c1:place:11',
      'hangUp call=c1 leg=c1.2 native=c1.2 cause=normal',
      'startTimer timer=c1.2:kill:12 ms=5000',
    ]);
    expect(c.sees('leg.ended', { native: 'c1.2', cause: 'normal' })).toEqual([
      'stopTimer timer=c1.2:kill:12',
      'leg.ended leg=c1.2 call=c1 cause=normal',
      'call.changed call=c1 state=talking hold=open handover=idle recording=off',
      'call.party call=c1 party={"kind":"supervisor","supervisor":"minh"}',
      'command.resolved command=k5 what=cmd.takeover call=c1 outcome=done allowed=[]',
      'audit command=k5 what=cmd.takeover by={"role":"service","id":"crm"} call=c1 outcome=done',
      'agent.changed agent=lan state=wrapUp',
      'startTimer timer=lan:wrapUp:13 ms=30000',
      'seat.changed seat=s1 supervisor=minh scope=agent state=gone wanted=monitor',
    ]);
    c.pass(7_000);
    expect(c.asks('stop', { call: 'c1', by: { role: 'supervisor', id: 'minh' } })).toEqual([
      'command.accepted command=k6 what=cmd.stop call=c1',
      'call.changed call=c1 state=closing hold=open handover=idle recording=off',
      'hangUp call=c1 leg=c1.1 native=ch-1 cause=normal',
      'startTimer timer=c1.1:kill:14 ms=5000',
      'hangUp call=c1 leg=s1.1 native=s1.1 cause=normal',
      'startTimer timer=s1.1:kill:15 ms=5000',
    ]);
    expect(c.sees('leg.ended', { native: 's1.1', cause: 'normal' })).toEqual([
      'stopTimer timer=s1.1:kill:15',
      'leg.ended leg=s1.1 call=c1 cause=normal',
    ]);
    expect(c.sees('leg.ended', { native: 'ch-1', cause: 'normal' })).toEqual([
      'stopTimer timer=c1.1:kill:14',
      'leg.ended leg=c1.1 call=c1 cause=normal',
      'call.changed call=c1 state=closed hold=open handover=idle recording=off',
      'command.resolved command=k6 what=cmd.stop call=c1 outcome=done allowed=[]',
      'audit command=k6 what=cmd.stop by={"role":"supervisor","id":"minh"} call=c1 outcome=done',
      'call.closed call=c1 end=stopped cause=normal queue=sales served=true abandoned=false waitMs=0 talkMs=7000 holdMs=0',
    ]);
    expect(c.engine.state.supervisors.get(asId('minh'))).toEqual({
      id: 'minh',
      endpoint: 'sip:minh',
      seat: null,
      leg: null,
    });
    expect([...c.engine.state.timers.values()]).toEqual([{ kind: 'agent', id: 'lan', name: 'wrapUp' }]);
  });

  it('of a supervisor who leaves, and of one whose tap is not seen', () => {
    const c = openConsole();
    c.talks();
    c.asks('supervise', { call: 'c1', supervisor: 'minh', mode: 'monitor', scope: 'call' });
    expect(c.sees('leg.answered', { native: 's1.1' })).toEqual([
      'stopTimer timer=s1.1:ring:8',
      'leg.answered leg=s1.1 call=c1 basis=seen',
      'seat.changed seat=s1 supervisor=minh call=c1 scope=call state=attaching wanted=monitor',
      'tap call=c1 leg=s1.1 native=s1.1 target=c1.2 mode=monitor',
      'startTimer timer=s1:place:9 ms=5000',
    ]);
    expect(c.fires('s1:place')).toEqual([
      'seat.changed seat=s1 supervisor=minh call=c1 scope=call state=leaving wanted=monitor',
      'command.resolved command=k3 what=cmd.supervise call=c1 outcome=timedOut allowed=[]',
      'audit command=k3 what=cmd.supervise by={"role":"service","id":"crm"} detail=monitor call call=c1 outcome=timedOut',
      'hangUp call=c1 leg=s1.1 native=s1.1 cause=normal',
      'startTimer timer=s1.1:kill:10 ms=5000',
    ]);
    expect(c.sees('leg.ended', { native: 's1.1', cause: 'normal' })).toEqual([
      'stopTimer timer=s1.1:kill:10',
      'leg.ended leg=s1.1 call=c1 cause=normal',
      'seat.changed seat=s1 supervisor=minh call=c1 scope=call state=gone wanted=monitor',
    ]);
    expect(c.asks('supervise', { call: 'c1', supervisor: 'minh', mode: 'monitor', scope: 'call' })).toEqual([
      'command.accepted command=k4 what=cmd.supervise call=c1',
      'seat.changed seat=s2 supervisor=minh call=c1 scope=call state=dialling wanted=monitor',
      'leg.created leg=s2.1 call=c1 endpoint=sip:minh slot=seat',
      'dial call=c1 leg=s2.1 native=s2.1 to=sip:minh as=legwork ringMs=30000',
      'startTimer timer=s2.1:ring:11 ms=33000',
    ]);
    expect(c.sees('leg.ended', { native: 's2.1', cause: 'busy' })).toEqual([
      'stopTimer timer=s2.1:ring:11',
      'leg.ended leg=s2.1 call=c1 cause=busy',
      'seat.changed seat=s2 supervisor=minh call=c1 scope=call state=gone wanted=monitor',
      'command.resolved command=k4 what=cmd.supervise call=c1 outcome=failed cause=busy allowed=[]',
      'audit command=k4 what=cmd.supervise by={"role":"service","id":"crm"} detail=monitor call call=c1 outcome=failed why=busy',
    ]);
    c.asks('supervise', { call: 'c1', supervisor: 'minh', mode: 'monitor', scope: 'call' });
    c.sees('leg.answered', { native: 's3.1' });
    c.sees('leg.placed', { native: 's3.1', at: 'tap', target: 'c1.2', mode: 'monitor' });
    expect(c.asks('leave', { seat: 's3' })).toEqual([
      'command.accepted command=k6 what=cmd.leave call=c1',
      'seat.changed seat=s3 supervisor=minh call=c1 scope=call state=leaving mode=monitor wanted=monitor',
      'hangUp call=c1 leg=s3.1 native=s3.1 cause=normal',
      'startTimer timer=s3.1:kill:14 ms=5000',
    ]);
    expect(c.sees('leg.ended', { native: 's3.1', cause: 'normal' })).toEqual([
      'stopTimer timer=s3.1:kill:14',
      'leg.ended leg=s3.1 call=c1 cause=normal',
      'seat.changed seat=s3 supervisor=minh call=c1 scope=call state=gone wanted=monitor',
      'command.resolved command=k6 what=cmd.leave call=c1 outcome=done allowed=[]',
      'audit command=k6 what=cmd.leave by={"role":"service","id":"crm"} call=c1 outcome=done',
    ]);
  });

  it('of a supervisor who follows an agent from one call to the next', () => {
    const c = openConsole();
    c.talks();
    c.asks('supervise', { call: 'c1', supervisor: 'minh', mode: 'monitor', scope: 'agent' });
    c.sees('leg.answered', { native: 's1.1' });
    c.sees('leg.placed', { native: 's1.1', at: 'tap', target: 'c1.2', mode: 'monitor' });
    expect(c.sees('leg.ended', { native: 'ch-1', cause: 'normal' })).toEqual([
      'leg.ended leg=c1.1 call=c1 cause=normal',
      'call.changed call=c1 state=closing hold=open handover=idle recording=off',
      'seat.changed seat=s1 supervisor=minh scope=agent state=parked mode=monitor wanted=monitor',
      'treat leg=s1.1 native=s1.1 with=silence',
      'startTimer timer=s1:follow:10 ms=600000',
      'hangUp call=c1 leg=c1.2 native=c1.2 cause=normal',
      'startTimer timer=c1.2:kill:11 ms=5000',
    ]);
    c.sees('leg.ended', { native: 'c1.2', cause: 'normal' });
    expect(c.sees('leg.placed', { native: 's1.1', at: 'treated' })).toEqual([
      'leg.placed leg=s1.1 place=treated basis=seen',
      'seat.changed seat=s1 supervisor=minh scope=agent state=parked wanted=monitor',
    ]);
    c.fires('lan:wrapUp');
    c.sees('leg.offered', { native: 'ch-2', from: '0902', to: '1900' });
    c.sees('leg.answered', { native: 'ch-2' });
    c.sees('leg.played', { native: 'ch-2', prompt: 'welcome' });
    c.sees('leg.answered', { native: 'c2.2' });
    c.sees('leg.placed', { native: 'ch-2', at: 'main' });
    expect(c.sees('leg.placed', { native: 'c2.2', at: 'main' })).toEqual([
      'leg.placed leg=c2.2 call=c2 place=main basis=seen',
      'call.changed call=c2 state=talking hold=open handover=idle recording=off',
      'stopTimer timer=c2:place:19',
      'seat.changed seat=s1 supervisor=minh call=c2 scope=agent state=attaching wanted=monitor',
      'stopTimer timer=s1:follow:10',
      'tap call=c2 leg=s1.1 native=s1.1 target=c2.2 mode=monitor',
      'startTimer timer=s1:place:20 ms=5000',
    ]);
    expect(c.sees('leg.placed', { native: 's1.1', at: 'tap', target: 'c2.2', mode: 'monitor' })).toEqual([
      'leg.placed leg=s1.1 call=c2 place=tap target=c2.2 mode=monitor basis=seen',
      'seat.changed seat=s1 supervisor=minh call=c2 scope=agent state=present mode=monitor wanted=monitor',
      'stopTimer timer=s1:place:20',
    ]);
    expect(c.sees('leg.ended', { native: 'c2.2', cause: 'normal' })).toEqual([
      'leg.ended leg=c2.2 call=c2 cause=normal',
      'call.changed call=c2 state=closing hold=open handover=idle recording=off',
      'agent.changed agent=lan state=wrapUp',
      'startTimer timer=lan:wrapUp:21 ms=30000',
      'seat.changed seat=s1 supervisor=minh scope=agent state=parked mode=monitor wanted=monitor',
      'treat leg=s1.1 native=s1.1 with=silence',
      'startTimer timer=s1:follow:22 ms=600000',
      'hangUp call=c2 leg=c2.1 native=ch-2 cause=normal',
      'startTimer timer=c2.1:kill:23 ms=5000',
    ]);
    expect(c.fires('s1:follow')).toEqual([
      'seat.changed seat=s1 supervisor=minh scope=agent state=leaving mode=monitor wanted=monitor',
      'hangUp leg=s1.1 native=s1.1 cause=normal',
      'startTimer timer=s1.1:kill:24 ms=5000',
    ]);
  });

  it('of a consult that becomes a transfer, and of one that is called off', () => {
    const c = openConsole();
    c.talks();
    c.shift('mai');
    expect(c.asks('consult', { call: 'c1', to: { kind: 'agent', agent: 'mai' } })).toEqual([
      'command.accepted command=k5 what=cmd.consult call=c1',
      'call.changed call=c1 state=talking hold=open handover=dialling recording=off',
      'treat call=c1 leg=c1.1 native=ch-1 with=music',
      'startTimer timer=c1:place:8 ms=5000',
      'leg.created leg=c1.3 call=c1 endpoint=sip:mai slot=target',
      'agent.changed agent=mai state=reserved call=c1',
      'dial call=c1 leg=c1.3 native=c1.3 to=sip:mai as=0901 ringMs=30000',
      'startTimer timer=c1.3:ring:9 ms=33000',
    ]);
    expect(c.sees('leg.answered', { native: 'c1.3' })).toEqual([
      'stopTimer timer=c1.3:ring:9',
      'leg.answered leg=c1.3 call=c1 basis=seen',
      'agent.changed agent=mai state=talking call=c1',
      'call.changed call=c1 state=talking hold=open handover=meeting recording=off',
      'stopTimer timer=c1:place:8',
      'join call=c1 leg=c1.2 native=c1.2 mix=side',
      'join call=c1 leg=c1.3 native=c1.3 mix=side',
      'startTimer timer=c1:place:10 ms=5000',
    ]);
    expect(c.sees('leg.placed', { native: 'c1.3', at: 'side' })).toEqual([
      'leg.placed leg=c1.3 call=c1 place=side basis=seen',
    ]);
    expect(c.sees('leg.placed', { native: 'c1.2', at: 'side' })).toEqual([
      'leg.placed leg=c1.2 call=c1 place=side basis=seen',
      'call.changed call=c1 state=talking hold=open handover=consulting recording=off',
      'stopTimer timer=c1:place:10',
      'command.resolved command=k5 what=cmd.consult call=c1 outcome=done allowed=[]',
      'startTimer timer=c1:place:11 ms=5000',
    ]);
    expect(c.sees('leg.placed', { native: 'ch-1', at: 'treated' })).toEqual([
      'leg.placed leg=c1.1 call=c1 place=treated basis=seen',
    ]);
    expect(c.asks('cancel', { call: 'c1' })).toEqual([
      'command.accepted command=k6 what=cmd.cancel call=c1',
      'call.changed call=c1 state=talking hold=open handover=undoing recording=off',
      'stopTimer timer=c1:place:11',
      'join call=c1 leg=c1.1 native=ch-1 mix=main',
      'join call=c1 leg=c1.2 native=c1.2 mix=main',
      'startTimer timer=c1:place:12 ms=5000',
      'hangUp call=c1 leg=c1.3 native=c1.3 cause=normal',
      'startTimer timer=c1.3:kill:13 ms=5000',
    ]);
    expect(c.sees('leg.ended', { native: 'c1.3', cause: 'normal' })).toEqual([
      'stopTimer timer=c1.3:kill:13',
      'leg.ended leg=c1.3 call=c1 cause=normal',
      'agent.changed agent=mai state=wrapUp',
      'startTimer timer=mai:wrapUp:14 ms=30000',
    ]);
    c.sees('leg.placed', { native: 'c1.2', at: 'main' });
    expect(c.sees('leg.placed', { native: 'ch-1', at: 'main' })).toEqual([
      'leg.placed leg=c1.1 call=c1 place=main basis=seen',
      'call.changed call=c1 state=talking hold=open handover=idle recording=off',
      'stopTimer timer=c1:place:12',
      'command.resolved command=k6 what=cmd.cancel call=c1 outcome=done allowed=[]',
    ]);
    expect(c.fires('mai:wrapUp')).toEqual(['agent.changed agent=mai state=available']);
    c.asks('consult', { call: 'c1', to: { kind: 'agent', agent: 'mai' } });
    c.sees('leg.answered', { native: 'c1.4' });
    c.sees('leg.placed', { native: 'c1.4', at: 'side' });
    c.sees('leg.placed', { native: 'c1.2', at: 'side' });
    c.sees('leg.placed', { native: 'ch-1', at: 'treated' });
    expect(c.asks('complete', { call: 'c1' })).toEqual([
      'command.accepted command=k8 what=cmd.complete call=c1',
      'call.changed call=c1 state=talking hold=open handover=joining recording=off',
      'stopTimer timer=c1:place:18',
      'join call=c1 leg=c1.1 native=ch-1 mix=main',
      'join call=c1 leg=c1.4 native=c1.4 mix=main instead=c1.2',
      'startTimer timer=c1:place:19 ms=5000',
    ]);
    c.sees('leg.placed', { native: 'ch-1', at: 'main' });
    expect(c.sees('leg.placed', { native: 'c1.4', at: 'main' })).toEqual([
      'leg.placed leg=c1.4 call=c1 place=main basis=seen',
      'call.changed call=c1 state=talking hold=open handover=releasing recording=off',
      'stopTimer timer=c1:place:19',
      'hangUp call=c1 leg=c1.2 native=c1.2 cause=normal',
      'startTimer timer=c1.2:kill:20 ms=5000',
    ]);
    expect(c.sees('leg.ended', { native: 'c1.2', cause: 'normal' })).toEqual([
      'stopTimer timer=c1.2:kill:20',
      'leg.ended leg=c1.2 call=c1 cause=normal',
      'call.changed call=c1 state=talking hold=open handover=idle recording=off',
      'call.party call=c1 party={"kind":"agent","agent":"mai"}',
      'command.resolved command=k8 what=cmd.complete call=c1 outcome=done allowed=[]',
      'agent.changed agent=lan state=wrapUp',
      'startTimer timer=lan:wrapUp:21 ms=30000',
    ]);
  });

  it('of a third party, and of a call that is parked and picked up', () => {
    const c = openConsole();
    c.talks();
    expect(c.asks('addParty', { call: 'c1', to: { kind: 'number', number: '+84999' } })).toEqual([
      'command.accepted command=k3 what=cmd.addParty call=c1',
      'call.changed call=c1 state=talking hold=open handover=dialling recording=off',
      'leg.created leg=c1.3 call=c1 endpoint=+84999 slot=target',
      'dial call=c1 leg=c1.3 native=c1.3 to=+84999 as=0901 ringMs=30000',
      'startTimer timer=c1.3:ring:8 ms=33000',
    ]);
    expect(c.sees('leg.answered', { native: 'c1.3' })).toEqual([
      'stopTimer timer=c1.3:ring:8',
      'leg.answered leg=c1.3 call=c1 basis=seen',
      'call.changed call=c1 state=talking hold=open handover=joining recording=off',
      'join call=c1 leg=c1.1 native=ch-1 mix=main',
      'join call=c1 leg=c1.3 native=c1.3 mix=main',
      'startTimer timer=c1:place:9 ms=5000',
    ]);
    c.sees('leg.placed', { native: 'ch-1', at: 'main' });
    expect(c.sees('leg.placed', { native: 'c1.3', at: 'main' })).toEqual([
      'leg.placed leg=c1.3 call=c1 place=main basis=seen',
      'call.changed call=c1 state=talking hold=open handover=idle recording=off',
      'stopTimer timer=c1:place:9',
      'command.resolved command=k3 what=cmd.addParty call=c1 outcome=done allowed=[]',
    ]);
    expect(c.asks('drop', { leg: 'c1.3' })).toEqual([
      'command.accepted command=k4 what=cmd.drop call=c1',
      'call.changed call=c1 state=talking hold=open handover=dropping recording=off',
      'hangUp call=c1 leg=c1.3 native=c1.3 cause=normal',
      'startTimer timer=c1.3:kill:10 ms=5000',
    ]);
    expect(c.sees('leg.ended', { native: 'c1.3', cause: 'normal' })).toEqual([
      'stopTimer timer=c1.3:kill:10',
      'leg.ended leg=c1.3 call=c1 cause=normal',
      'call.changed call=c1 state=talking hold=open handover=idle recording=off',
      'command.resolved command=k4 what=cmd.drop call=c1 outcome=done allowed=[]',
      'audit command=k4 what=cmd.drop by={"role":"service","id":"crm"} call=c1 outcome=done',
    ]);
    expect(c.asks('park', { call: 'c1' })).toEqual([
      'command.accepted command=k5 what=cmd.park call=c1',
      'call.changed call=c1 state=talking hold=open handover=requeueing recording=off',
      'treat call=c1 leg=c1.1 native=ch-1 with=music',
      'startTimer timer=c1:place:11 ms=5000',
    ]);
    expect(c.sees('leg.placed', { native: 'ch-1', at: 'treated' })).toEqual([
      'leg.placed leg=c1.1 call=c1 place=treated basis=seen',
      'call.changed call=c1 state=talking hold=open handover=releasing recording=off',
      'stopTimer timer=c1:place:11',
      'hangUp call=c1 leg=c1.2 native=c1.2 cause=normal',
      'startTimer timer=c1.2:kill:12 ms=5000',
    ]);
    expect(c.sees('leg.ended', { native: 'c1.2', cause: 'normal' })).toEqual([
      'stopTimer timer=c1.2:kill:12',
      'leg.ended leg=c1.2 call=c1 cause=normal',
      'call.party call=c1',
      'call.changed call=c1 state=parked hold=open handover=idle recording=off',
      'command.resolved command=k5 what=cmd.park call=c1 outcome=done allowed=[]',
      'treat call=c1 leg=c1.1 native=ch-1 with=music',
      'startTimer timer=c1:park:13 ms=300000',
      'startTimer timer=c1:place:14 ms=5000',
      'agent.changed agent=lan state=wrapUp',
      'startTimer timer=lan:wrapUp:15 ms=30000',
    ]);
    c.fires('lan:wrapUp');
    expect(c.asks('pickUp', { call: 'c1', agent: 'lan' })).toEqual([
      'command.accepted command=k6 what=cmd.pickUp call=c1',
      'call.changed call=c1 state=offering hold=open handover=idle recording=off',
      'stopTimer timer=c1:park:13',
      'stopTimer timer=c1:place:14',
      'leg.created leg=c1.4 call=c1 endpoint=sip:lan slot=agent',
      'agent.changed agent=lan state=reserved call=c1',
      'call.party call=c1 party={"kind":"agent","agent":"lan"}',
      'dial call=c1 leg=c1.4 native=c1.4 to=sip:lan as=0901 ringMs=20000',
      'startTimer timer=c1.4:ring:16 ms=23000',
      'startTimer timer=c1:place:17 ms=5000',
    ]);
    c.sees('leg.answered', { native: 'c1.4' });
    c.sees('leg.placed', { native: 'ch-1', at: 'main' });
    expect(c.sees('leg.placed', { native: 'c1.4', at: 'main' })).toEqual([
      'leg.placed leg=c1.4 call=c1 place=main basis=seen',
      'call.changed call=c1 state=talking hold=open handover=idle recording=off',
      'stopTimer timer=c1:place:18',
      'command.resolved command=k6 what=cmd.pickUp call=c1 outcome=done allowed=[]',
    ]);
  });

  it('of a blind transfer, on a switch that cannot dial first', () => {
    const c = openConsole({ capabilities: withCapabilities({ traits: { dialFirst: false } }) });
    c.talks();
    c.shift('mai');
    expect(c.asks('transfer', { call: 'c1', to: { kind: 'agent', agent: 'mai' } })).toEqual([
      'command.accepted command=k5 what=cmd.transfer call=c1',
      'call.changed call=c1 state=talking hold=open handover=blind recording=off',
      'leg.created leg=c1.3 call=c1 endpoint=sip:mai slot=target',
      'agent.changed agent=mai state=reserved call=c1',
      'startTimer timer=c1.3:ring:8 ms=33000',
      'redirect call=c1 leg=c1.1 native=ch-1 to=sip:mai target=c1.3 instead=c1.2 ringMs=30000',
      'startTimer timer=c1:blind:9 ms=38000',
    ]);
    expect(c.sees('leg.answered', { native: 'c1.3' })).toEqual([
      'stopTimer timer=c1.3:ring:8',
      'leg.answered leg=c1.3 call=c1 basis=seen',
      'agent.changed agent=mai state=talking call=c1',
    ]);
    expect(c.sees('leg.placed', { native: 'ch-1', at: 'main' })).toEqual([]);
    expect(c.sees('leg.placed', { native: 'c1.3', at: 'main' })).toEqual([
      'leg.placed leg=c1.3 call=c1 place=main basis=seen',
      'call.changed call=c1 state=talking hold=open handover=releasing recording=off',
      'stopTimer timer=c1:blind:9',
      'hangUp call=c1 leg=c1.2 native=c1.2 cause=normal',
      'startTimer timer=c1.2:kill:10 ms=5000',
    ]);
    expect(c.sees('leg.ended', { native: 'c1.2', cause: 'normal' })).toEqual([
      'stopTimer timer=c1.2:kill:10',
      'leg.ended leg=c1.2 call=c1 cause=normal',
      'call.changed call=c1 state=talking hold=open handover=idle recording=off',
      'call.party call=c1 party={"kind":"agent","agent":"mai"}',
      'command.resolved command=k5 what=cmd.transfer call=c1 outcome=done allowed=[]',
      'audit command=k5 what=cmd.transfer by={"role":"service","id":"crm"} detail=agent call=c1 outcome=done',
      'agent.changed agent=lan state=wrapUp',
      'startTimer timer=lan:wrapUp:11 ms=30000',
    ]);
    expect(c.asks('transfer', { call: 'c1', to: { kind: 'number', number: '+84999' } })).toEqual([
      'command.accepted command=k6 what=cmd.transfer call=c1',
      'call.changed call=c1 state=talking hold=open handover=blind recording=off',
      'leg.created leg=c1.4 call=c1 endpoint=+84999 slot=target',
      'startTimer timer=c1.4:ring:12 ms=33000',
      'redirect call=c1 leg=c1.1 native=ch-1 to=+84999 target=c1.4 instead=c1.3 ringMs=30000',
      'startTimer timer=c1:blind:13 ms=38000',
    ]);
    expect(c.sees('effect.refused', { op: 'none', effect: 'redirect', native: 'ch-1', reason: 'no' })).toEqual([]);
    expect(c.sees('effect.refused', { op: lastOp(c), effect: 'redirect', native: 'ch-1', reason: 'no' })).toEqual([
      'stopTimer timer=c1.4:ring:12',
      'leg.ended leg=c1.4 call=c1 cause=unreachable',
      'call.changed call=c1 state=talking hold=open handover=undoing recording=off',
      'stopTimer timer=c1:blind:13',
      'join call=c1 leg=c1.1 native=ch-1 mix=main',
      'join call=c1 leg=c1.3 native=c1.3 mix=main',
      'startTimer timer=c1:place:14 ms=5000',
    ]);
    // The switch may have moved the customer before it gave up: they are together again when that is seen.
    expect(c.sees('leg.placed', { native: 'ch-1', at: 'main' })).toEqual([
      'leg.placed leg=c1.1 call=c1 place=main basis=seen',
    ]);
    expect(c.sees('leg.placed', { native: 'c1.3', at: 'main' })).toEqual([
      'leg.placed leg=c1.3 call=c1 place=main basis=seen',
      'call.changed call=c1 state=talking hold=open handover=idle recording=off',
      'stopTimer timer=c1:place:14',
      'command.resolved command=k6 what=cmd.transfer call=c1 outcome=failed cause=unreachable allowed=[]',
      'audit command=k6 what=cmd.transfer by={"role":"service","id":"crm"} detail=number call=c1 outcome=failed why=unreachable',
    ]);
  });

  it('of calls that go out: by an agent, and by a program', () => {
    const c = openConsole();
    c.shift('lan');
    expect(c.asks('originate', { agent: 'lan', to: '+84999', hotline: '1901' })).toEqual([
      'call.created call=c1 direction=outbound customer=+84999 hotline=1901 ours=true',
      'command.accepted command=k3 what=cmd.originate call=c1',
      'call.changed call=c1 state=dialling hold=open handover=idle recording=off',
      'leg.created leg=c1.1 call=c1 endpoint=sip:lan slot=agent',
      'agent.changed agent=lan state=reserved call=c1',
      'call.party call=c1 party={"kind":"agent","agent":"lan"}',
      'dial call=c1 leg=c1.1 native=c1.1 to=sip:lan as=+84999 ringMs=30000',
      'startTimer timer=c1.1:ring:1 ms=33000',
    ]);
    expect(c.sees('leg.answered', { native: 'c1.1' })).toEqual([
      'stopTimer timer=c1.1:ring:1',
      'leg.answered leg=c1.1 call=c1 basis=seen',
      'agent.changed agent=lan state=talking call=c1',
      'leg.created leg=c1.2 call=c1 endpoint=+84999 slot=customer',
      'dial call=c1 leg=c1.2 native=c1.2 to=+84999 as=1901 ringMs=30000',
      'startTimer timer=c1.2:ring:2 ms=33000',
    ]);
    c.sees('leg.ringing', { native: 'c1.2' });
    expect(c.sees('leg.ended', { native: 'c1.2', cause: 'busy' })).toEqual([
      'stopTimer timer=c1.2:ring:2',
      'leg.ended leg=c1.2 call=c1 cause=busy',
      'call.changed call=c1 state=closing hold=open handover=idle recording=off',
      'command.resolved command=k3 what=cmd.originate call=c1 outcome=failed cause=busy allowed=[]',
      'hangUp call=c1 leg=c1.1 native=c1.1 cause=normal',
      'startTimer timer=c1.1:kill:3 ms=5000',
    ]);
    expect(c.sees('leg.ended', { native: 'c1.1', cause: 'normal' })).toEqual([
      'stopTimer timer=c1.1:kill:3',
      'leg.ended leg=c1.1 call=c1 cause=normal',
      'call.changed call=c1 state=closed hold=open handover=idle recording=off',
      'call.closed call=c1 end=failed cause=busy served=false abandoned=false waitMs=0 talkMs=0 holdMs=0',
      'agent.changed agent=lan state=available',
    ]);
    expect(c.asks('originate', { to: '+84998', hotline: '1900', queue: 'sales' })).toEqual([
      'call.created call=c2 direction=outbound customer=+84998 hotline=1900 ours=true',
      'command.accepted command=k4 what=cmd.originate call=c2',
      'call.changed call=c2 state=dialling hold=open handover=idle recording=off',
      'leg.created leg=c2.1 call=c2 endpoint=+84998 slot=customer',
      'dial call=c2 leg=c2.1 native=c2.1 to=+84998 as=1900 ringMs=30000',
      'startTimer timer=c2.1:ring:4 ms=33000',
    ]);
    expect(c.sees('leg.answered', { native: 'c2.1' })).toEqual([
      'stopTimer timer=c2.1:ring:4',
      'leg.answered leg=c2.1 call=c2 basis=seen',
      'call.changed call=c2 state=flow hold=open handover=idle recording=off',
      'command.resolved command=k4 what=cmd.originate call=c2 outcome=done allowed=[]',
      'play call=c2 leg=c2.1 native=c2.1 prompt=welcome',
      'startTimer timer=c2:announce:5 ms=60000',
    ]);
    expect(c.asks('originate', { to: '+84998', hotline: '1999' })).toEqual([
      'command.resolved command=k5 what=cmd.originate outcome=refused cause=invalid refusal={"reason":"invalid","field":"hotline","allowed":"a hotline of the routing, or an agent"} allowed=[]',
    ]);
    expect(c.asks('originate', { to: '+84998', agent: 'lan', queue: 'none' })).toEqual([
      'command.resolved command=k6 what=cmd.originate outcome=refused cause=noSuchQueue refusal={"reason":"noSuchQueue"} allowed=[]',
    ]);
  });

  it('of a hotline that leads outside, when somebody has it answered', () => {
    const c = openConsole();
    expect(c.sees('leg.offered', { native: 'ch-1', from: '0901', to: '1901' })).toEqual([
      'call.created call=c1 direction=inbound customer=0901 hotline=1901 ours=true',
      'leg.created leg=c1.1 call=c1 endpoint=0901 slot=customer',
      'call.changed call=c1 state=arriving hold=open handover=idle recording=off',
    ]);
    expect(c.asks('answer', { call: 'c1' })).toEqual([
      'command.accepted command=k1 what=cmd.answer call=c1',
      'answer call=c1 leg=c1.1 native=ch-1',
      'startTimer timer=c1.1:ring:1 ms=33000',
    ]);
    expect(c.sees('leg.answered', { native: 'ch-1' })).toEqual([
      'stopTimer timer=c1.1:ring:1',
      'leg.answered leg=c1.1 call=c1 basis=seen',
      'call.changed call=c1 state=flow hold=open handover=idle recording=off',
      'command.resolved command=k1 what=cmd.answer call=c1 outcome=done allowed=[]',
      'call.changed call=c1 state=offering hold=open handover=idle recording=off',
      'treat call=c1 leg=c1.1 native=ch-1 with=music',
      'leg.created leg=c1.2 call=c1 endpoint=+4930 slot=agent',
      'call.party call=c1 party={"kind":"number","number":"+4930"}',
      'dial call=c1 leg=c1.2 native=c1.2 to=+4930 as=0901 ringMs=15000',
      'startTimer timer=c1.2:ring:2 ms=18000',
      'startTimer timer=c1:place:3 ms=5000',
    ]);
    expect(c.sees('leg.ended', { native: 'c1.2', cause: 'busy' })).toEqual([
      'stopTimer timer=c1.2:ring:2',
      'leg.ended leg=c1.2 call=c1 cause=busy',
      'call.changed call=c1 state=flow hold=open handover=idle recording=off',
      'stopTimer timer=c1:place:3',
      'call.changed call=c1 state=closing hold=open handover=idle recording=off',
      'hangUp call=c1 leg=c1.1 native=ch-1 cause=normal',
      'startTimer timer=c1.1:kill:4 ms=5000',
    ]);
    expect(c.sees('leg.ended', { native: 'ch-1', cause: 'busy' })).toEqual([
      'stopTimer timer=c1.1:kill:4',
      'leg.ended leg=c1.1 call=c1 cause=normal',
      'call.changed call=c1 state=closed hold=open handover=idle recording=off',
      'call.closed call=c1 end=turnedAway cause=busy served=false abandoned=false waitMs=0 talkMs=0 holdMs=0',
    ]);
  });

  it('of a queue that is full, and of a wait that is too long', () => {
    const c = openConsole();
    c.sees('leg.offered', { native: 'ch-1', from: '0901', to: '1900' });
    c.sees('leg.answered', { native: 'ch-1' });
    c.sees('leg.offered', { native: 'ch-2', from: '0902', to: '1900' });
    c.sees('leg.answered', { native: 'ch-2' });
    c.sees('leg.offered', { native: 'ch-3', from: '0903', to: '1900' });
    c.sees('leg.answered', { native: 'ch-3' });
    expect(c.sees('leg.played', { native: 'ch-1', prompt: 'welcome' })).toEqual([
      'stopTimer timer=c1:announce:2',
      'call.changed call=c1 state=queued hold=open handover=idle recording=off',
      'treat call=c1 leg=c1.1 native=ch-1 with=music',
      'call.queued call=c1 queue=sales front=false',
      'startTimer timer=c1:wait:7 ms=60000',
      'startTimer timer=c1:place:8 ms=5000',
    ]);
    c.sees('leg.played', { native: 'ch-2', prompt: 'welcome' });
    expect(c.sees('leg.played', { native: 'ch-3', prompt: 'welcome' })).toEqual([
      'stopTimer timer=c3:announce:6',
      'call.changed call=c3 state=offering hold=open handover=idle recording=off',
      'treat call=c3 leg=c3.1 native=ch-3 with=music',
      'leg.created leg=c3.2 call=c3 endpoint=+4930 slot=agent',
      'call.party call=c3 party={"kind":"number","number":"+4930"}',
      'dial call=c3 leg=c3.2 native=c3.2 to=+4930 as=0903 ringMs=15000',
      'startTimer timer=c3.2:ring:11 ms=18000',
      'startTimer timer=c3:place:12 ms=5000',
    ]);
    c.pass(60_000);
    expect(c.fires('c1:wait')).toEqual([
      'call.changed call=c1 state=flow hold=open handover=idle recording=off',
      'stopTimer timer=c1:place:8',
      'call.changed call=c1 state=offering hold=open handover=idle recording=off',
      'treat call=c1 leg=c1.1 native=ch-1 with=music',
      'leg.created leg=c1.2 call=c1 endpoint=+4930 slot=agent',
      'call.party call=c1 party={"kind":"number","number":"+4930"}',
      'dial call=c1 leg=c1.2 native=c1.2 to=+4930 as=0901 ringMs=15000',
      'startTimer timer=c1.2:ring:13 ms=18000',
      'startTimer timer=c1:place:14 ms=5000',
    ]);
    expect(c.sees('leg.ended', { native: 'c1.2', cause: 'noAnswer' })).toEqual([
      'stopTimer timer=c1.2:ring:13',
      'leg.ended leg=c1.2 call=c1 cause=noAnswer',
      'call.changed call=c1 state=flow hold=open handover=idle recording=off',
      'stopTimer timer=c1:place:14',
      'call.changed call=c1 state=closing hold=open handover=idle recording=off',
      'hangUp call=c1 leg=c1.1 native=ch-1 cause=normal',
      'startTimer timer=c1.1:kill:15 ms=5000',
    ]);
    expect(c.sees('leg.ended', { native: 'ch-1', cause: 'normal' })).toEqual([
      'stopTimer timer=c1.1:kill:15',
      'leg.ended leg=c1.1 call=c1 cause=normal',
      'call.changed call=c1 state=closed hold=open handover=idle recording=off',
      'call.closed call=c1 end=turnedAway cause=busy queue=sales served=false abandoned=false waitMs=60000 talkMs=0 holdMs=0',
    ]);
  });

  it('of a call that is found, claimed and sent to a queue', () => {
    const c = openConsole();
    expect(
      c.sees('call.found', {
        legs: [
          { native: 'a', role: 'customer', endpoint: '0902' },
          { native: 'b', role: 'agent', endpoint: 'desk/7' },
        ],
      }),
    ).toEqual([
      'call.created call=c1 direction=inbound customer=0902 ours=false',
      'leg.created leg=c1.1 call=c1 endpoint=0902 slot=customer',
      'leg.answered leg=c1.1 call=c1 basis=seen',
      'leg.placed leg=c1.1 call=c1 place=main basis=seen',
      'leg.created leg=c1.2 call=c1 endpoint=desk/7 slot=agent',
      'leg.answered leg=c1.2 call=c1 basis=seen',
      'leg.placed leg=c1.2 call=c1 place=main basis=seen',
      'call.party call=c1 party={"kind":"number","number":"desk/7"}',
      'call.changed call=c1 state=talking hold=open handover=idle recording=off',
    ]);
    expect(c.asks('hold', { call: 'c1' })).toEqual([
      'command.resolved command=k1 what=cmd.hold call=c1 outcome=refused cause=notOurs refusal={"reason":"notOurs"} allowed=["cmd.hangUp","cmd.claim","cmd.supervise","cmd.stop"]',
    ]);
    expect(c.asks('claim', { call: 'c1' })).toEqual([
      'command.accepted command=k2 what=cmd.claim call=c1',
      'claim call=c1 natives=["a","b"]',
      'startTimer timer=c1:claim:1 ms=5000',
    ]);
    expect(c.sees('call.claimed', { call: 'c1' })).toEqual([
      'stopTimer timer=c1:claim:1',
      'command.resolved command=k2 what=cmd.claim call=c1 outcome=done allowed=[]',
      'audit command=k2 what=cmd.claim by={"role":"service","id":"crm"} call=c1 outcome=done',
    ]);
    expect(c.asks('transfer', { call: 'c1', to: { kind: 'queue', queue: 'sales' } })).toEqual([
      'command.accepted command=k3 what=cmd.transfer call=c1',
      'call.changed call=c1 state=talking hold=open handover=requeueing recording=off',
      'treat call=c1 leg=c1.1 native=a with=music',
      'startTimer timer=c1:place:2 ms=5000',
    ]);
    expect(c.sees('leg.placed', { native: 'a', at: 'treated' })).toEqual([
      'leg.placed leg=c1.1 call=c1 place=treated basis=seen',
      'call.changed call=c1 state=talking hold=open handover=releasing recording=off',
      'stopTimer timer=c1:place:2',
      'hangUp call=c1 leg=c1.2 native=b cause=normal',
      'startTimer timer=c1.2:kill:3 ms=5000',
    ]);
    expect(c.sees('leg.ended', { native: 'b', cause: 'normal' })).toEqual([
      'stopTimer timer=c1.2:kill:3',
      'leg.ended leg=c1.2 call=c1 cause=normal',
      'call.changed call=c1 state=queued hold=open handover=idle recording=off',
      'command.resolved command=k3 what=cmd.transfer call=c1 outcome=done allowed=[]',
      'audit command=k3 what=cmd.transfer by={"role":"service","id":"crm"} detail=queue call=c1 outcome=done',
      'treat call=c1 leg=c1.1 native=a with=music',
      'call.party call=c1',
      'call.queued call=c1 queue=sales front=false',
      'startTimer timer=c1:wait:4 ms=60000',
      'startTimer timer=c1:place:5 ms=5000',
    ]);
    expect(c.fires('c1:wait')).toEqual([
      'call.changed call=c1 state=flow hold=open handover=idle recording=off',
      'stopTimer timer=c1:place:5',
      'call.changed call=c1 state=queued hold=open handover=idle recording=off',
      'treat call=c1 leg=c1.1 native=a with=music',
      'call.queued call=c1 queue=sales front=false',
      'startTimer timer=c1:wait:6 ms=60000',
      'startTimer timer=c1:place:7 ms=5000',
    ]);
  });

  it('of calls to a number that leads nowhere', () => {
    const c = openConsole();
    expect(c.sees('leg.offered', { native: 'ch-1', from: '0901', to: '1999' })).toEqual([
      'call.created call=c1 direction=inbound customer=0901 hotline=1999 ours=true',
      'leg.created leg=c1.1 call=c1 endpoint=0901 slot=customer',
      'call.changed call=c1 state=arriving hold=open handover=idle recording=off',
      'call.changed call=c1 state=closing hold=open handover=idle recording=off',
      'hangUp call=c1 leg=c1.1 native=ch-1 cause=cancelled',
      'startTimer timer=c1.1:kill:1 ms=5000',
    ]);
    expect(c.sees('leg.ended', { native: 'ch-1', cause: 'unreachable' })).toEqual([
      'stopTimer timer=c1.1:kill:1',
      'leg.ended leg=c1.1 call=c1 cause=cancelled',
      'call.changed call=c1 state=closed hold=open handover=idle recording=off',
      'call.closed call=c1 end=turnedAway cause=unreachable served=false abandoned=false waitMs=0 talkMs=0 holdMs=0',
    ]);
    expect([...c.engine.state.timers.values()]).toEqual([]);
  });

  it('of a leg that will not end, and is heard of again', () => {
    const c = openConsole();
    c.talks();
    expect(c.asks('hangUp', { call: 'c1' })).toEqual([
      'command.accepted command=k3 what=cmd.hangUp call=c1',
      'call.changed call=c1 state=closing hold=open handover=idle recording=off',
      'hangUp call=c1 leg=c1.1 native=ch-1 cause=normal',
      'startTimer timer=c1.1:kill:8 ms=5000',
      'hangUp call=c1 leg=c1.2 native=c1.2 cause=normal',
      'startTimer timer=c1.2:kill:9 ms=5000',
    ]);
    c.sees('leg.ended', { native: 'c1.2', cause: 'normal' });
    expect(c.fires('c1.1:kill')).toEqual([
      'hangUp call=c1 leg=c1.1 native=ch-1 cause=normal',
      'startTimer timer=c1.1:kill:11 ms=5000',
    ]);
    c.fires('c1.1:kill');
    expect(c.fires('c1.1:kill')).toEqual([
      'leg.orphaned leg=c1.1 call=c1',
      'leg.ended leg=c1.1 call=c1 cause=normal',
      'call.changed call=c1 state=closed hold=open handover=idle recording=off',
      'command.resolved command=k3 what=cmd.hangUp call=c1 outcome=done allowed=[]',
      'call.closed call=c1 end=hungUp cause=normal queue=sales served=true abandoned=false waitMs=0 talkMs=0 holdMs=0',
    ]);
    expect(c.sees('leg.ringing', { native: 'ch-1' })).toEqual(['hangUp leg=ch-1 native=ch-1 cause=normal']);
    c.sees('leg.answered', { native: 'ch-1' });
    expect(c.sees('leg.ended', { native: 'ch-1', cause: 'normal' })).toEqual([]);
    expect(c.sees('leg.answered', { native: 'ch-1' })).toEqual([]);
    expect(c.sees('leg.answered', { native: 'c1.2' })).toEqual(['hangUp leg=c1.2 native=c1.2 cause=normal']);
  });

  it('of a switch that is out of reach for a while, and lists what has become of its legs', () => {
    const c = openConsole();
    c.talks();
    c.asks('supervise', { call: 'c1', supervisor: 'minh', mode: 'monitor', scope: 'call' });
    expect(c.sees('switch.lost')).toEqual([
      'switch.reachable reachable=false',
      'call.confirmed call=c1 confirmed=false',
    ]);
    expect(c.sees('switch.lost')).toEqual([]);
    expect(c.asks('hold', { call: 'c1' })).toEqual([
      'command.resolved command=k4 what=cmd.hold call=c1 outcome=refused cause=unconfirmed refusal={"reason":"unconfirmed"} allowed=[]',
    ]);
    expect(c.asks('leave', { seat: 's1' })).toEqual([
      'command.resolved command=k5 what=cmd.leave call=c1 outcome=refused cause=unconfirmed refusal={"reason":"unconfirmed"} allowed=[]',
      'audit command=k5 what=cmd.leave by={"role":"service","id":"crm"} call=c1 outcome=refused why=unconfirmed',
    ]);
    expect(c.asks('originate', { to: '+84998', hotline: '1900' })).toEqual([
      'command.resolved command=k6 what=cmd.originate outcome=refused cause=unconfirmed refusal={"reason":"unconfirmed"} allowed=[]',
    ]);
    c.sees('leg.offered', { native: 'ch-2', from: '0902', to: '1900' });
    expect(
      c.sees('switch.back', {
        epoch: 'e1',
        snapshot: {
          legs: [
            { native: 'ch-1', up: true, at: 'main' },
            { native: 'c1.2', up: true, at: 'main' },
            { native: 'c1.9', up: true, at: 'none' },
            { native: 'other', up: true, at: 'none' },
            { native: 'ch-3', up: false, at: 'none', offered: { from: '0903', to: '1900' } },
          ],
        },
      }),
    ).toEqual([
      'switch.reachable reachable=true',
      'call.confirmed call=c1 confirmed=true',
      'stopTimer timer=c2.1:ring:9',
      'leg.ended leg=c2.1 call=c2 cause=lost',
      'call.changed call=c2 state=closed hold=open handover=idle recording=off',
      'call.closed call=c2 end=customerLeft cause=lost served=false abandoned=true waitMs=0 talkMs=0 holdMs=0',
      'stopTimer timer=s1.1:ring:8',
      'leg.ended leg=s1.1 call=c1 cause=lost',
      'seat.changed seat=s1 supervisor=minh call=c1 scope=call state=gone wanted=monitor',
      'command.resolved command=k3 what=cmd.supervise call=c1 outcome=failed cause=lost allowed=[]',
      'audit command=k3 what=cmd.supervise by={"role":"service","id":"crm"} detail=monitor call call=c1 outcome=failed why=lost',
      'hangUp leg=c1.9 native=c1.9 cause=normal',
      'call.created call=c3 direction=inbound customer=0903 hotline=1900 ours=true',
      'leg.created leg=c3.1 call=c3 endpoint=0903 slot=customer',
      'call.changed call=c3 state=arriving hold=open handover=idle recording=off',
      'answer call=c3 leg=c3.1 native=ch-3',
      'startTimer timer=c3.1:ring:10 ms=33000',
    ]);
    expect(c.sees('switch.back', { epoch: 'e2', snapshot: null })).toEqual([
      'leg.ended leg=c1.1 call=c1 cause=lost',
      'call.changed call=c1 state=closing hold=open handover=idle recording=off',
      'hangUp call=c1 leg=c1.2 native=c1.2 cause=normal',
      'startTimer timer=c1.2:kill:11 ms=5000',
      'stopTimer timer=c3.1:ring:10',
      'leg.ended leg=c3.1 call=c3 cause=lost',
      'call.changed call=c3 state=closed hold=open handover=idle recording=off',
      'call.closed call=c3 end=customerLeft cause=lost served=false abandoned=true waitMs=0 talkMs=0 holdMs=0',
      'stopTimer timer=c1.2:kill:11',
      'leg.ended leg=c1.2 call=c1 cause=normal',
      'call.changed call=c1 state=closed hold=open handover=idle recording=off',
      'call.closed call=c1 end=customerLeft cause=lost queue=sales served=true abandoned=false waitMs=0 talkMs=0 holdMs=0',
      'agent.changed agent=lan state=wrapUp',
      'startTimer timer=lan:wrapUp:12 ms=30000',
    ]);
  });

  it('of a switch that cannot list its calls: silence ends what it does not tell of', () => {
    const c = openConsole({ capabilities: stringee.capabilities });
    c.shift('lan');
    expect(c.sees('leg.offered', { native: 'ch-1', from: '0901', to: '1901' })).toEqual([
      'call.created call=c1 direction=inbound customer=0901 hotline=1901 ours=true',
      'startTimer timer=c1:silence:1 ms=14400000',
      'leg.created leg=c1.1 call=c1 endpoint=0901 slot=customer',
      'call.changed call=c1 state=arriving hold=open handover=idle recording=off',
    ]);
    c.pass(14_000_000);
    c.asks('answer', { call: 'c1' });
    expect(c.sees('leg.answered', { native: 'ch-1' })).toEqual([
      'stopTimer timer=c1.1:ring:2',
      'leg.answered leg=c1.1 call=c1 basis=seen',
      'call.changed call=c1 state=flow hold=open handover=idle recording=off',
      'command.resolved command=k3 what=cmd.answer call=c1 outcome=done allowed=[]',
      'call.changed call=c1 state=offering hold=open handover=idle recording=off',
      'leg.created leg=c1.2 call=c1 endpoint=+4930 slot=agent',
      'call.party call=c1 party={"kind":"number","number":"+4930"}',
      'startTimer timer=c1.2:ring:3 ms=18000',
      'redirect call=c1 leg=c1.1 native=ch-1 to=+4930 target=c1.2 ringMs=15000',
      'startTimer timer=c1:place:4 ms=5000',
    ]);
    c.pass(400_000);
    expect(c.fires('c1:silence')).toEqual(['startTimer timer=c1:silence:5 ms=14000000']);
    c.pass(14_000_000);
    expect(c.fires('c1:silence')).toEqual([
      'leg.ended leg=c1.1 call=c1 cause=presumed',
      'call.changed call=c1 state=closing hold=open handover=idle recording=off',
      'stopTimer timer=c1:place:4',
      'stopTimer timer=c1.2:ring:3',
      'hangUp call=c1 leg=c1.2 native=c1.2 cause=cancelled',
      'startTimer timer=c1.2:kill:6 ms=5000',
      'stopTimer timer=c1.2:kill:6',
      'leg.ended leg=c1.2 call=c1 cause=cancelled',
      'call.changed call=c1 state=closed hold=open handover=idle recording=off',
      'call.closed call=c1 end=customerLeft cause=presumed served=false abandoned=true waitMs=0 talkMs=0 holdMs=0',
    ]);
  });

  it('of what a switch will not do', () => {
    const c = openConsole();
    c.shift('lan');
    c.sees('leg.offered', { native: 'ch-1', from: '0901', to: '1900' });
    c.sees('leg.answered', { native: 'ch-1' });
    c.sees('effect.refused', { op: 'x', effect: 'play', native: 'ch-1', reason: 'no such prompt' });
    expect(c.sees('effect.refused', { op: 'x', effect: 'dial', native: 'c1.2', reason: 'no route' })).toEqual([
      'stopTimer timer=c1.2:ring:5',
      'leg.ended leg=c1.2 call=c1 cause=unreachable',
      'call.changed call=c1 state=queued hold=open handover=idle recording=off',
      'stopTimer timer=c1:place:6',
      'treat call=c1 leg=c1.1 native=ch-1 with=music',
      'call.party call=c1',
      'call.queued call=c1 queue=sales front=true',
      'startTimer timer=c1:wait:7 ms=60000',
      'startTimer timer=c1:place:8 ms=5000',
      'agent.changed agent=lan state=away reason=missed',
    ]);
    c.asks('ready', { agent: 'lan' });
    c.sees('leg.answered', { native: 'c1.3' });
    expect(c.sees('effect.refused', { op: opOf(c, 'c1.3'), effect: 'join', native: 'c1.3', reason: 'full' })).toEqual([
      'stopTimer timer=c1:place:11',
      'call.changed call=c1 state=queued hold=open handover=idle recording=off',
      'treat call=c1 leg=c1.1 native=ch-1 with=music',
      'call.party call=c1',
      'call.queued call=c1 queue=sales front=true',
      'startTimer timer=c1:wait:12 ms=60000',
      'startTimer timer=c1:place:13 ms=5000',
      'hangUp call=c1 leg=c1.3 native=c1.3 cause=normal',
      'startTimer timer=c1.3:kill:14 ms=5000',
    ]);
    expect(c.sees('effect.refused', { op: 'x', effect: 'hangUp', native: 'c1.3', reason: 'noSuchLeg' })).toEqual([
      'stopTimer timer=c1.3:kill:14',
      'leg.ended leg=c1.3 call=c1 cause=normal',
      'agent.changed agent=lan state=wrapUp',
      'startTimer timer=lan:wrapUp:15 ms=30000',
    ]);
  });
});
