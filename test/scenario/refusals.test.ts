import { expect } from 'vitest';
import { capabilities } from '@legwork/core';
import type { Capability } from '@legwork/core';
import { unlimited, withCapabilities } from '@legwork/sim';
import { withDesk } from '../support/contact-centres.ts';
import { story, type CommandName, type Story } from '../support/story.ts';

/** What cannot be done is refused, with a reason, and changes nothing. */

type Ask = readonly [what: CommandName, how: Readonly<Record<string, string | boolean>>];
type Row = readonly [sentence: string, before: (s: Story) => void, ask: Ask, reason: string];

const talking = (s: Story) => s.talking('lan');
const arriving = (s: Story) => {
  s.loses('answer');
  s.arrive();
  s.pass(1);
};
const queued = (s: Story) => {
  s.arrive();
  s.pass(1);
};
const held = (s: Story) => {
  s.talking('lan');
  s.try('hold');
};
const holding = (s: Story) => {
  s.talking('lan');
  s.ask('hold');
};
const transferring = (s: Story) => {
  s.phones({ mai: 'ringsOut' });
  s.talking('lan', 'mai');
  s.ask('transfer', { to: 'mai' });
  s.pass(1);
};
const closing = (s: Story) => {
  s.talking('lan');
  s.loses('hangUp');
  s.ask('stop');
  s.pass(1);
};
const supervised = (s: Story) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
};
const onTwoCalls = (s: Story) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
  s.ready('mai');
  s.arrive('0902');
  s.pass(10);
};

const rows: readonly Row[] = [
  ['a call that is not there', talking, ['hold', { call: 'c99' }], 'noSuchCall'],
  ['a leg that is not there', talking, ['mute', { leg: 'c99.1' }], 'noSuchLeg'],
  ['a seat that is not there', talking, ['leave', { seat: 's99' }], 'noSuchSeat'],
  [
    'a change of mode of a seat that is not there',
    talking,
    ['switchMode', { seat: 's99', mode: 'barge' }],
    'noSuchSeat',
  ],
  ['an agent who is not there', talking, ['ready', { agent: 'nobody' }], 'noSuchAgent'],
  ['a pick-up by an agent who is not there', queued, ['pickUp', { agent: 'nobody' }], 'noSuchAgent'],
  ['a call from an agent who is not there', talking, ['originate', { to: '0903', agent: 'nobody' }], 'noSuchAgent'],
  [
    'a supervisor who is not there',
    talking,
    ['supervise', { supervisor: 'nobody', mode: 'barge' }],
    'noSuchSupervisor',
  ],
  ['a takeover by a supervisor who is not there', talking, ['takeover', { supervisor: 'nobody' }], 'noSuchSupervisor'],
  ['a queue that is not there', talking, ['transfer', { to: 'queue nowhere' }], 'noSuchQueue'],
  [
    'a fallback to a queue that is not there',
    talking,
    ['originate', { to: '0903', agent: 'lan', queue: 'nowhere' }],
    'noSuchQueue',
  ],

  ['a command that lacks a field', talking, ['supervise', { supervisor: 'minh' }], 'invalid mode'],
  ['a command with a field that it does not have', talking, ['hold', { loudly: true }], 'invalid loudly'],
  ['digits that no telephone has', talking, ['digits', { leg: 'lan', digits: 'x' }], 'invalid digits'],
  ['a consult with a queue', talking, ['consult', { to: 'queue main' }], 'invalid to'],
  ['adding a queue', talking, ['addParty', { to: 'queue main' }], 'invalid to'],
  ['dropping the customer', talking, ['drop', { leg: 'customer' }], 'invalid leg'],
  ['dropping a supervisor', supervised, ['drop', { leg: 'minh' }], 'invalid leg'],
  ['a call with neither agent nor hotline', talking, ['originate', { to: '0903' }], 'invalid hotline'],
  ['a call to a hotline that is not there', talking, ['originate', { to: '0903', hotline: '1999' }], 'invalid hotline'],

  ['holding a call that waits', queued, ['hold', {}], 'notNow'],
  ['resuming a call that waits', queued, ['resume', {}], 'notNow'],
  ['answering a call that is answered', talking, ['answer', {}], 'notNow'],
  ['completing what was not begun', talking, ['complete', {}], 'notNow'],
  ['cancelling what was not begun', talking, ['cancel', {}], 'notNow'],
  ['picking up a call that talks', talking, ['pickUp', { agent: 'mai' }], 'agentUnavailable'],
  ['recording a call that waits', queued, ['record', { on: true }], 'notNow'],
  ['claiming a call that waits', queued, ['claim', {}], 'notNow'],
  ['parking a call that waits', queued, ['park', {}], 'notNow'],
  ['dropping a party of a call that is taken down', closing, ['drop', { leg: 'lan' }], 'notNow'],
  ['supervising a call that is taken down', closing, ['supervise', { supervisor: 'minh', mode: 'barge' }], 'notNow'],
  ['muting a phone that rings', transferring, ['mute', { leg: 'mai' }], 'notNow'],
  ['unmuting a phone that rings', transferring, ['unmute', { leg: 'mai' }], 'notNow'],
  ['digits to a phone that rings', transferring, ['digits', { leg: 'mai', digits: '1' }], 'notNow'],

  ['holding twice', holding, ['hold', {}], 'conflict hold'],
  ['resuming before the customer is held', holding, ['resume', {}], 'conflict hold'],
  ['a takeover while the customer is moved', holding, ['takeover', { supervisor: 'minh' }], 'conflict hold'],
  ['a transfer while the customer is moved', holding, ['transfer', { to: '+84999' }], 'conflict hold'],
  ['a consult while the customer is moved', holding, ['consult', { to: '+84999' }], 'conflict hold'],
  ['adding a party while the customer is moved', holding, ['addParty', { to: '+84999' }], 'conflict hold'],
  ['parking while the customer is moved', holding, ['park', {}], 'conflict hold'],
  ['a takeover during a transfer', transferring, ['takeover', { supervisor: 'minh' }], 'conflict handover'],
  ['a transfer during a transfer', transferring, ['transfer', { to: '+84999' }], 'conflict handover'],
  ['a consult during a transfer', transferring, ['consult', { to: '+84999' }], 'conflict handover'],
  ['adding a party during a transfer', transferring, ['addParty', { to: '+84999' }], 'conflict handover'],
  ['parking during a transfer', transferring, ['park', {}], 'conflict handover'],
  ['dropping a party during a transfer', transferring, ['drop', { leg: 'lan' }], 'conflict handover'],
  ['holding during a transfer', transferring, ['hold', {}], 'conflict handover'],

  ['resuming what is not held', talking, ['resume', {}], 'notHeld'],
  ['holding what is held', held, ['hold', {}], 'alreadySo'],
  ['stopping what is being stopped', closing, ['stop', {}], 'alreadySo'],
  ['hanging up what is being stopped', closing, ['hangUp', {}], 'alreadySo'],
  ['claiming a call of ours', talking, ['claim', {}], 'alreadySo'],
  ['unmuting what is not muted', talking, ['unmute', { leg: 'lan' }], 'alreadySo'],
  ['stopping a recording that does not run', talking, ['record', { on: false }], 'alreadySo'],

  ['supervising a call without an agent', queued, ['supervise', { supervisor: 'minh', mode: 'monitor' }], 'noAgent'],
  ['taking over a call without an agent', queued, ['takeover', { supervisor: 'minh' }], 'noAgent'],
  ['transferring a call without an agent', queued, ['transfer', { to: '+84999' }], 'noAgent'],

  ['transferring to an agent who is not free', talking, ['transfer', { to: 'mai' }], 'agentUnavailable'],
  ['consulting an agent who is not free', talking, ['consult', { to: 'mai' }], 'agentUnavailable'],
  ['adding an agent who is not free', talking, ['addParty', { to: 'mai' }], 'agentUnavailable'],
  ['transferring to the agent who has the call', talking, ['transfer', { to: 'lan' }], 'agentUnavailable'],
  ['a call from an agent who is not free', talking, ['originate', { to: '0903', agent: 'lan' }], 'agentUnavailable'],
  ['a pick-up by an agent who is not free', queued, ['pickUp', { agent: 'lan' }], 'agentUnavailable'],

  [
    'a supervisor who is present elsewhere',
    onTwoCalls,
    ['supervise', { supervisor: 'minh', mode: 'monitor' }],
    'supervisorBusy',
  ],
  [
    'a takeover by a supervisor who is present elsewhere',
    onTwoCalls,
    ['takeover', { supervisor: 'minh' }],
    'supervisorBusy',
  ],
  [
    'a supervisor who is present already',
    supervised,
    ['supervise', { supervisor: 'minh', mode: 'barge' }],
    'supervisorBusy',
  ],

  [
    'a takeover from another agent than is meant',
    talking,
    ['takeover', { supervisor: 'minh', expectedAgentLeg: 'c1.9' }],
    'stale c1.2',
  ],
  [
    'a transfer from another agent than is meant',
    talking,
    ['transfer', { to: '+84999', expectedAgentLeg: 'c1.9' }],
    'stale c1.2',
  ],
  ['a stop with another agent than is meant', talking, ['stop', { expectedAgentLeg: 'c1.9' }], 'stale c1.2'],
  ['a stop with an agent of a call that has none', queued, ['stop', { expectedAgentLeg: 'c1.9' }], 'stale none'],

  ['an agent who acts on the call of another', talking, ['hold', { by: 'mai' }], 'forbidden'],
  ['an agent who acts on a leg of another', talking, ['mute', { leg: 'lan', by: 'mai' }], 'forbidden'],
  ['an agent who supervises', talking, ['supervise', { supervisor: 'minh', mode: 'barge', by: 'lan' }], 'forbidden'],
  ['an agent who takes over', talking, ['takeover', { supervisor: 'minh', by: 'mai' }], 'forbidden'],
  ['an agent who stops a call', talking, ['stop', { by: 'mai' }], 'forbidden'],
  ['an agent who claims a call', talking, ['claim', { by: 'lan' }], 'forbidden'],
  [
    'an agent who forces another',
    talking,
    ['forceAgent', { agent: 'mai', to: 'away', reason: '', by: 'lan' }],
    'forbidden',
  ],
  ['an agent who logs another out', talking, ['logOut', { agent: 'mai', by: 'lan' }], 'forbidden'],
  ['an agent who calls for another', talking, ['originate', { to: '0903', agent: 'mai', by: 'lan' }], 'forbidden'],
  ['an agent who moves a seat', supervised, ['switchMode', { seat: 'minh', mode: 'barge', by: 'lan' }], 'forbidden'],
  [
    'a supervisor who sends another',
    talking,
    ['supervise', { supervisor: 'minh', mode: 'barge', by: 'hoa' }],
    'forbidden',
  ],
  ['a supervisor who takes over for another', talking, ['takeover', { supervisor: 'minh', by: 'hoa' }], 'forbidden'],
  [
    'a supervisor who moves another’s seat',
    supervised,
    ['switchMode', { seat: 'minh', mode: 'barge', by: 'hoa' }],
    'forbidden',
  ],
  ['a supervisor who ends another’s presence', supervised, ['leave', { seat: 'minh', by: 'hoa' }], 'forbidden'],
  [
    'supervising a call that is not answered',
    arriving,
    ['supervise', { supervisor: 'minh', mode: 'monitor' }],
    'noAgent',
  ],
];

for (const [sentence, before, [what, how], reason] of rows) {
  story(`${sentence} is refused: ${what} ${reason}`, (s) => {
    before(s);
    const stood = [s.stands(), s.hearing()];
    const effects = s.world.engine.state.counters.timers;
    const command = s.ask(what, how);
    expect(s.outcome(command)).toBe(`refused ${reason}`);
    expect([s.stands(), s.hearing()], 'nothing is changed').toEqual(stood);
    expect(s.world.engine.state.counters.timers, 'nothing is begun').toBe(effects);
    s.loses();
  });
}

story('a command with the id of one that is still open is refused', (s) => {
  s.talking('lan');
  s.loses('treat');
  s.ask('hold', { id: 'same' });
  s.ask('record', { id: 'same', on: true });
  expect(s.told('command.resolved').at(-1)).toMatchObject({
    command: 'same',
    refusal: { reason: 'conflict', with: 'command' },
  });
});

story('a refusal says what the call would take on instead', (s) => {
  s.arrive();
  s.pass(1);
  s.ask('hold');
  expect(s.told('command.resolved').at(-1)?.allowed).toEqual(['cmd.pickUp', 'cmd.hangUp', 'cmd.stop']);
});

story('refused commands of supervisors are audited like the others', (s) => {
  s.talking('lan');
  s.ask('supervise', { supervisor: 'minh', mode: 'barge', by: 'lan' });
  s.ask('takeover', { supervisor: 'nobody' });
  expect(s.told('audit').map(({ what, outcome, why }) => [what, outcome, why])).toEqual([
    ['cmd.supervise', 'refused', 'forbidden'],
    ['cmd.takeover', 'refused', 'noSuchSupervisor'],
  ]);
});

/** On a switch that lacks it, what asks for it is refused; a switch that cannot dial or connect has found its calls. */
const asks: { readonly [Name in Capability]: readonly Ask[] | null } = {
  answer: [['answer', {}]],
  dial: [['originate', { to: '0903', hotline: '1900' }]],
  // Needed only where the switch cannot dial first either.
  redirect: null,
  join: [
    ['takeover', { supervisor: 'minh' }],
    ['transfer', { to: '+84999' }],
    ['consult', { to: '+84999' }],
    ['addParty', { to: '+84999' }],
    ['originate', { to: '0903', agent: 'mai' }],
  ],
  treat: [
    ['hold', {}],
    ['park', {}],
    ['consult', { to: '+84999' }],
    ['transfer', { to: 'queue main' }],
  ],
  // An announcement that cannot be played is passed over.
  play: null,
  monitor: [
    ['supervise', { supervisor: 'minh', mode: 'monitor' }],
    ['supervise', { supervisor: 'minh', mode: 'barge' }],
  ],
  whisper: [['supervise', { supervisor: 'minh', mode: 'whisper' }]],
  barge: [['supervise', { supervisor: 'minh', mode: 'barge' }]],
  mute: [
    ['mute', { leg: 'lan' }],
    ['unmute', { leg: 'lan' }],
  ],
  digits: [['digits', { leg: 'lan', digits: '1' }]],
  record: [['record', { on: true }]],
  hangUp: [
    ['stop', {}],
    ['hangUp', {}],
    ['drop', { leg: 'lan' }],
  ],
  claim: null,
  dialFirst: [
    ['consult', { to: '+84999' }],
    ['addParty', { to: '+84999' }],
  ],
};

for (const capability of capabilities) {
  for (const [what, how] of asks[capability] ?? []) {
    const shape = {
      ...unlimited,
      capabilities: withCapabilities(
        capability === 'dialFirst' ? { traits: { dialFirst: false } } : { effects: { [capability]: 'unsupported' } },
      ),
    };
    story(
      `on a switch without ${capability}, ${what} ${JSON.stringify(how)} is refused`,
      { shape, ...(capability === 'answer' && { routing: withDesk }) },
      (s) => {
        if (capability === 'answer') s.arrive('customer', '1901');
        else if (capability === 'dial') s.ready('lan');
        else s.talking('lan', 'mai');
        s.pass(1);
        expect(s.outcome(s.ask(what, how))).toBe(`refused unsupported ${capability}`);
      },
    );
  }
}

for (const mode of ['whisper', 'barge'] as const) {
  story(
    `a supervisor who is present cannot change to ${mode} where the switch lacks it`,
    { shape: { ...unlimited, capabilities: withCapabilities({ effects: { [mode]: 'unsupported' } }) } },
    (s) => {
      s.talking('lan');
      s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
      expect(s.try('switchMode', { seat: 'minh', mode })).toBe(`refused unsupported ${mode}`);
      expect(s.seat('minh')).toBe('present monitor');
    },
  );
}

for (const [what, how] of [
  ['transfer', { to: '+84999' }],
  ['takeover', { supervisor: 'minh' }],
] as const) {
  story(
    `on a switch that neither dials first nor redirects, ${what} is refused`,
    {
      shape: {
        ...unlimited,
        capabilities: withCapabilities({ effects: { redirect: 'unsupported' }, traits: { dialFirst: false } }),
      },
    },
    (s) => {
      s.talking('lan');
      expect(s.try(what, how)).toBe('refused unsupported redirect');
    },
  );
}
