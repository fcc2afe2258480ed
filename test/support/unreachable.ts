import type { Unreachable } from './coverage.ts';

/** What cannot come about, and why; by the name of the machine or of its region. */
const handovers = [
  'dropping',
  'mending',
  'dialling',
  'meeting',
  'consulting',
  'joining',
  'releasing',
  'undoing',
  'requeueing',
  'blind',
];
const allBut = (all: readonly string[], ...but: readonly string[]): readonly string[] =>
  all.filter((one) => !but.includes(one));
const seats = ['none', 'dialling', 'attaching', 'present', 'changing', 'parked', 'lent', 'leaving', 'gone'];
const agents = ['offline', 'available', 'reserved', 'talking', 'over', 'wrapUp', 'away'];
const legs = ['new', 'offered', 'dialling', 'ringing', 'up', 'dropping', 'ended'];

export const unreachable = {
  life: [
    { in: ['new'], inputs: ['*'], why: 'a call is made and begins in one step' },
    { in: ['closed'], inputs: ['*'], why: 'a call that is closed is forgotten in the same step' },
  ],
  hold: [],
  recording: [],
  handover: [
    { in: 'everywhere', inputs: ['sig.offered', 'sig.originated', 'sig.found'], why: 'a call begins once' },
    {
      in: 'everywhere',
      inputs: ['route.*'],
      why: 'the routing is asked by a call in the flow, and answers in the same step',
    },
    {
      in: 'everywhere',
      inputs: ['timer.announce', 'timer.wait', 'timer.park'],
      why: 'the timer is stopped where the customer leaves the place',
    },
    { in: 'everywhere', inputs: ['acd.agent'], why: 'a call that does not wait is offered to nobody' },
    { in: 'everywhere', inputs: ['sig.recordingReset'], why: 'the recording ends with the conversation' },
    { in: 'everywhere', inputs: ['guest.up'], why: 'a third party has been a target, and comes up as one' },
    {
      in: handovers,
      inputs: ['customer.up', 'agent.up'],
      why: 'both are up before they talk; the legs of a found call come up in the step that finds it',
    },
    {
      in: ['idle', 'dropping', 'mending', 'undoing', 'requeueing'],
      inputs: ['target.*'],
      why: 'nobody is on their way, or they were detached',
    },
    { in: ['meeting', 'consulting', 'joining', 'releasing'], inputs: ['target.up'], why: 'a leg comes up once' },
    { in: ['dialling'], inputs: ['target.placed'], why: 'a leg that is not up is nowhere; one that comes up leads on' },
    { in: ['requeueing'], inputs: ['guest.*'], why: 'a third party is detached before the customer is moved' },
    { in: ['blind'], inputs: ['guest.*'], why: 'a switch that cannot dial first has no third parties' },
    {
      in: ['releasing'],
      inputs: ['agent.placed'],
      why: 'where a leg is that was asked to end is of interest to nobody',
    },
    { in: ['blind'], inputs: ['timer.place'], why: 'no placement is waited for' },
    {
      in: ['meeting', 'consulting', 'blind'],
      inputs: ['sig.holdReset'],
      why: 'said in the other states, or on the way into them',
    },
    {
      in: allBut(handovers, 'dropping'),
      inputs: ['timer.hold'],
      why: 'no handover begins while the customer is moved by a hold, and a mending ends the hold',
    },
    {
      in: allBut(['idle', ...handovers], 'blind'),
      inputs: ['timer.blind'],
      why: 'the timer is of the blind handover alone',
    },
    {
      in: handovers,
      inputs: ['timer.claim'],
      why: 'a call that is being claimed takes on no handover, and is left to itself',
    },
  ],
  seat: [
    {
      in: ['none'],
      inputs: ['leg.*', 'call.*', 'cmd.*', 'timer.*', 'agent.*', 'sig.become', 'sig.lend', 'sig.lendBack'],
      why: 'a seat is made and opened in one step',
    },
    {
      in: ['gone'],
      inputs: ['leg.*', 'cmd.*', 'timer.*', 'agent.*', 'sig.*'],
      why: 'a seat that is gone is forgotten, and its leg has ended',
    },
    { in: allBut(seats, 'none', 'gone'), inputs: ['sig.open'], why: 'a seat is opened once' },
    { in: allBut(seats, 'none', 'dialling', 'gone'), inputs: ['leg.up'], why: 'a leg comes up once' },
    { in: ['dialling'], inputs: ['leg.placed'], why: 'a leg that is not up is nowhere' },
    { in: ['lent'], inputs: ['leg.placed'], why: 'the call hears of a leg that is lent to it' },
    { in: ['lent'], inputs: ['call.agentLeft'], why: 'the leg is given back before the call goes on without an agent' },
    {
      in: ['attaching', 'present', 'changing', 'lent'],
      inputs: ['call.agentHere'],
      why: 'the next agent comes after the last has left, for whom the seat parks',
    },
    {
      in: allBut(seats, 'none', 'attaching', 'changing', 'gone'),
      inputs: ['timer.place'],
      why: 'no tap is waited for',
    },
    {
      in: allBut(seats, 'none', 'parked', 'gone'),
      inputs: ['timer.follow', 'agent.loggedOut'],
      why: 'who follows an agent waits for them parked',
    },
    {
      in: allBut(seats, 'none', 'present', 'gone'),
      inputs: ['sig.lend'],
      why: 'a seat takes the call over, or the place of the agent, while it is present',
    },
    { in: allBut(seats, 'none', 'lent', 'gone'), inputs: ['sig.lendBack'], why: 'only what was lent is given back' },
    { in: ['dialling', 'attaching', 'parked'], inputs: ['sig.become'], why: 'who takes the call over is present' },
  ],
  agent: [
    { in: ['over'], inputs: ['*'], why: 'left in the step that enters it' },
    { in: allBut(agents, 'available', 'over'), inputs: ['sig.reserve'], why: 'who is not available is given no call' },
    {
      in: allBut(agents, 'reserved', 'over'),
      inputs: ['sig.answered', 'sig.missed', 'sig.calledOff'],
      why: 'only who is reserved is rung',
    },
    { in: allBut(agents, 'talking', 'over'), inputs: ['sig.over'], why: 'only a call that was answered is over' },
    { in: allBut(agents, 'wrapUp', 'over'), inputs: ['timer.wrapUp'], why: 'the timer is stopped with the work' },
  ],
  leg: [
    {
      in: ['new'],
      inputs: ['leg.*', 'cmd.*', 'timer.*', 'sig.asked', 'sig.answer', 'sig.hangUp'],
      why: 'a leg is made and begins in one step',
    },
    { in: ['ended'], inputs: ['*'], why: 'a leg that has ended is forgotten in the same step' },
    {
      in: allBut(legs, 'new', 'ended'),
      inputs: ['sig.dial', 'sig.redirect', 'sig.offer', 'sig.found'],
      why: 'a leg begins once',
    },
    {
      in: allBut(legs, 'new', 'offered', 'ended'),
      inputs: ['sig.answer'],
      why: 'only who was offered can be answered',
    },
    {
      in: allBut(legs, 'new', 'up', 'ended'),
      inputs: ['sig.asked', 'timer.mute', 'timer.digits'],
      why: 'only a leg that is up is placed, muted or sent digits',
    },
    { in: ['up', 'dropping'], inputs: ['timer.ring'], why: 'the timer is stopped with the ringing' },
    {
      in: allBut(legs, 'new', 'dropping', 'ended'),
      inputs: ['timer.kill'],
      why: 'only a leg that was asked to end is asked again',
    },
  ],
} satisfies { readonly [table: string]: readonly Unreachable[] };
