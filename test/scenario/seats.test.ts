import { expect } from 'vitest';
import type { CommandId } from '@legwork/core';
import { unlimited, withCapabilities, type SwitchShape } from '@legwork/sim';
import { story, together, type Story, type StoryOptions } from '../support/story.ts';

/** What becomes of a supervisor who is on the way in, there, or on the way out, when the agent or the call goes. */

const withoutSilence: SwitchShape = {
  ...unlimited,
  capabilities: withCapabilities({ effects: { treat: 'unsupported' } }),
};
const scopes = ['call', 'agent'] as const;
type Scope = (typeof scopes)[number];

/** Each brings minh to a stage of being present, and gives the command that is under way there; '' where none is. */
const stages = {
  dialling: (s: Story, scope: Scope) => {
    const command = s.ask('supervise', { supervisor: 'minh', mode: 'whisper', scope });
    s.pass(1);
    return command;
  },
  attaching: (s: Story, scope: Scope) => {
    s.loses('tap');
    const command = s.ask('supervise', { supervisor: 'minh', mode: 'whisper', scope });
    s.until(() => s.seat('minh') === 'attaching');
    return command;
  },
  present: (s: Story, scope: Scope) => {
    expect(s.try('supervise', { supervisor: 'minh', mode: 'whisper', scope })).toBe('done');
    return '';
  },
  changing: (s: Story, scope: Scope) => {
    expect(s.try('supervise', { supervisor: 'minh', mode: 'monitor', scope })).toBe('done');
    s.loses('tap');
    return s.ask('switchMode', { seat: 'minh', mode: 'whisper' });
  },
} as const;
type Stage = keyof typeof stages;
const outcomeOf = (s: Story, command: ReturnType<(typeof stages)[Stage]>): string =>
  command === '' ? '' : s.outcome(command as CommandId);

/** The agent is lost, and takes no other call; the customer is not. */
const losesAgent = (s: Story): void => {
  s.ask('away', { agent: 'lan', reason: 'lunch' });
  s.world.feed({ type: 'leg.ended', switch: s.world.switch.id, basis: 'seen', native: s.native('lan'), cause: 'lost' });
};
const state = (s: Story): string => s.seat('minh').split(' ')[0] ?? '';

for (const [name, options] of [
  ['', {}],
  [' where nobody can be kept waiting in silence', { shape: withoutSilence }],
] as const satisfies readonly (readonly [string, StoryOptions])[]) {
  const canWait = name === '';
  for (const stage of Object.keys(stages) as Stage[]) {
    for (const scope of scopes) {
      story(`the agent is lost while a supervisor of the ${scope} is ${stage}${name}`, options, (s) => {
        s.talking('lan');
        const command = stages[stage](s, scope);
        losesAgent(s);
        s.loses();
        if (stage === 'dialling') {
          expect(state(s)).toBe('dialling');
          s.pass(3);
          expect(outcomeOf(s, command)).toBe('failed agentLeft');
        } else {
          const failed = scope === 'call' ? 'failed agentLeft' : 'callGone';
          expect(outcomeOf(s, command)).toBe(stage === 'present' ? '' : failed);
          expect(state(s)).toBe(canWait ? 'parked' : 'leaving');
          s.pass(1);
        }
        expect(state(s)).toBe(canWait ? 'parked' : 'none');
        // Whoever is there for the call listens to the next agent, silently; whoever is there for the agent does not.
        s.ready('mai');
        s.pass(8);
        if (canWait && scope === 'call') expect(s.seat('minh')).toBe('present monitor');
        else expect(state(s)).toBe(canWait ? 'parked' : 'none');
        expect(s.stands()).toBe('talking');
      });

      story(`the call ends while a supervisor of the ${scope} is ${stage}${name}`, options, (s) => {
        s.talking('lan');
        const command = stages[stage](s, scope);
        s.hangsUp('customer');
        s.loses();
        s.pass(0.1);
        const waits = scope === 'agent' && canWait;
        if (stage === 'dialling' && scope === 'agent') {
          expect(state(s)).toBe('dialling');
          s.pass(3);
          expect(outcomeOf(s, command)).toBe('failed agentLeft');
        } else {
          expect(outcomeOf(s, command)).toBe(stage === 'present' ? '' : 'callGone');
        }
        s.pass(1);
        expect(state(s)).toBe(waits ? 'parked' : 'none');
        // The agent's next call.
        s.arrive('0902');
        s.pass(8);
        expect(s.seat('minh')).toBe(waits ? 'present monitor' : 'none');
      });
    }
  }
}

for (const stage of Object.keys(stages) as Stage[]) {
  story(`a supervisor who is ${stage} leaves by command, and what was under way is called off`, (s) => {
    s.talking('lan');
    const command = stages[stage](s, 'call');
    s.loses('hangUp');
    const leave = s.ask('leave', { seat: 'minh' });
    expect(outcomeOf(s, command)).toBe(stage === 'present' ? '' : 'cancelled');
    expect([s.outcome(leave), state(s)]).toEqual(['open', 'leaving']);
    expect(s.outcome(s.ask('leave', { seat: 'minh' }))).toBe('refused notNow');
    expect(s.outcome(s.ask('switchMode', { seat: 'minh', mode: 'barge' }))).toBe('refused notNow');
    s.loses();
    s.pass(6);
    expect([s.outcome(leave), s.seat('minh')]).toEqual(['done', 'none']);
    expect(s.hearing()).toEqual(together('customer', 'lan'));
  });

  story(`a supervisor who is ${stage} hangs up`, (s) => {
    s.talking('lan');
    const command = stages[stage](s, 'call');
    s.loses();
    s.hangsUp('minh');
    s.pass(0.1);
    expect(outcomeOf(s, command)).toBe(
      { dialling: 'failed normal', attaching: 'failed normal', present: '', changing: 'failed normal' }[stage],
    );
    expect(s.seat('minh')).toBe('none');
    expect(s.told('seat.changed').at(-1)).toMatchObject({ state: 'gone', mode: null });
    expect(s.try('supervise', { supervisor: 'minh', mode: 'monitor' })).toBe('done');
  });

  story(`what a supervisor who is ${stage} may ask for`, (s) => {
    s.talking('lan');
    stages[stage](s, 'call');
    const again = s.ask('switchMode', { seat: 'minh', mode: 'barge' });
    const answer = {
      dialling: 'refused notNow',
      attaching: 'refused conflict change',
      present: 'open',
      changing: 'refused conflict change',
    };
    expect(s.outcome(again)).toBe(answer[stage]);
    s.loses();
  });
}

story('a supervisor who leaves while they wait in silence is gone', (s) => {
  s.talking('lan');
  stages.present(s, 'call');
  losesAgent(s);
  s.pass(1);
  expect(s.outcome(s.ask('switchMode', { seat: 'minh', mode: 'barge' }))).toBe('refused noAgent');
  s.loses('hangUp');
  const leave = s.ask('leave', { seat: 'minh' });
  expect([s.outcome(leave), state(s)]).toEqual(['open', 'leaving']);
  s.loses();
  s.pass(6);
  expect(s.outcome(leave)).toBe('done');
  expect(s.told('command.resolved').filter(({ command }) => command === leave)).toHaveLength(1);
});

story('a supervisor whose phone is answered after the next agent is there is present with the next agent', (s) => {
  s.phones({ minh: 'ringsOut' });
  s.talking('lan');
  const supervise = s.ask('supervise', { supervisor: 'minh', mode: 'whisper' });
  losesAgent(s);
  s.ready('mai');
  s.until(() => s.stands() === 'talking');
  s.world.feed({ type: 'leg.answered', switch: s.world.switch.id, basis: 'seen', native: s.native('minh') });
  expect(state(s)).toBe('attaching');
  s.hangsUp('minh');
  s.pass(1);
  expect(s.outcome(supervise)).toContain('failed');
});

/** The switch says where minh's leg is, unasked. */
const seen = (s: Story, mode: 'monitor' | 'whisper' | 'barge', target = 'lan'): void => {
  s.world.feed({
    type: 'leg.placed',
    switch: s.world.switch.id,
    basis: 'seen',
    native: s.native('minh'),
    at: 'tap',
    target: s.native(target),
    mode,
  });
};

story('a supervisor who is heard before they are present is made as quiet as they asked to be, at once', (s) => {
  s.talking('lan');
  stages.attaching(s, 'call');
  seen(s, 'barge');
  // The tap that every presence begins with was to be silent (known-failures 40): whisper is what was asked for.
  expect(s.seat('minh')).toBe('changing barge');
  seen(s, 'monitor');
  expect(s.seat('minh')).toBe('changing monitor');
  seen(s, 'whisper');
  expect(s.seat('minh')).toBe('present whisper');
  s.loses();
});

story('a supervisor who is to whisper is told of as one who listens until the whisper is seen', (s) => {
  s.talking('lan');
  const supervise = stages.attaching(s, 'call');
  seen(s, 'monitor');
  expect([outcomeOf(s, supervise), s.seat('minh')]).toEqual(['open', 'changing monitor']);
  expect(s.told('seat.changed').at(-1)).toMatchObject({ state: 'changing', mode: 'monitor', wanted: 'whisper' });
  seen(s, 'whisper');
  expect([outcomeOf(s, supervise), s.seat('minh')]).toEqual(['done', 'present whisper']);
  s.loses();
});

story('a tap on somebody else than the agent is not the one that was asked for', (s) => {
  s.talking('lan');
  stages.attaching(s, 'call');
  seen(s, 'monitor', 'customer');
  expect(state(s)).toBe('attaching');
  s.loses();
});

story('a mode is changed when the mode that was asked for is seen, and not before', (s) => {
  s.talking('lan');
  const change = stages.changing(s, 'call');
  seen(s, 'monitor');
  expect([outcomeOf(s, change), s.seat('minh')]).toEqual(['open', 'changing monitor']);
  seen(s, 'barge');
  expect([outcomeOf(s, change), s.seat('minh')]).toEqual(['open', 'changing barge']);
  seen(s, 'whisper');
  expect([outcomeOf(s, change), s.seat('minh')]).toEqual(['done', 'present whisper']);
  s.loses();
});

story('a supervisor who is seen louder than they asked to be is told of as that, and made silent at once', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
  seen(s, 'barge');
  expect(s.seat('minh')).toBe('changing barge');
  s.pass(1);
  expect(s.seat('minh')).toBe('present monitor');
  // Quieter than asked is no danger, and no news to the supervisor.
  s.try('switchMode', { seat: 'minh', mode: 'barge' });
  seen(s, 'monitor');
  expect(s.seat('minh')).toBe('present monitor');
});

story('a supervisor who takes over is no seat any more, and is one again when the takeover is undone', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'barge' });
  s.loses('join', 'tap');
  const takeover = s.ask('takeover', { supervisor: 'minh' });
  expect(state(s)).toBe('lent');
  s.until(() => state(s) !== 'lent');
  expect(s.seat('minh')).toBe('attaching');
  expect(s.outcome(takeover)).toBe('open');
  s.loses();
});

for (const [name, options, then] of [
  ['waits in silence for the next agent', {}, 'parked'],
  ['leaves where nobody can wait in silence', { shape: withoutSilence }, 'leaving'],
] as const satisfies readonly (readonly [string, StoryOptions, string])[]) {
  story(`a supervisor whose takeover fails when the agent is lost too ${name}`, options, (s) => {
    s.talking('lan');
    s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
    s.loses('join');
    s.ask('takeover', { supervisor: 'minh' });
    s.pass(1);
    losesAgent(s);
    expect(state(s)).toBe('lent');
    s.until(() => state(s) !== 'lent');
    expect(s.seat('minh')).toBe(then);
    s.loses();
    s.pass(10);
  });
}

story(
  'a supervisor who follows an agent is asked to end when the agent logs out, and is gone when that is seen',
  (s) => {
    s.talking('lan');
    stages.present(s, 'agent');
    s.hangsUp('customer');
    s.pass(1);
    s.loses('hangUp');
    s.ask('logOut', { agent: 'lan' });
    expect(state(s)).toBe('leaving');
    s.loses();
    s.pass(6);
    expect(s.seat('minh')).toBe('none');
  },
);

story('a supervisor who is leaving is not kept by a call that ends meanwhile', (s) => {
  s.talking('lan');
  stages.present(s, 'call');
  s.loses('hangUp');
  s.ask('leave', { seat: 'minh' });
  s.hangsUp('customer');
  s.pass(0.1);
  s.hangsUp('lan');
  s.pass(1);
  expect(s.stands()).toBe('closed customerLeft');
  expect(state(s)).toBe('leaving');
  s.loses();
  s.pass(6);
  expect(s.seat('minh')).toBe('none');
});

for (const [name, options, states] of [
  ['waits, and leaves', {}, ['lent', 'parked', 'leaving', 'gone']],
  ['leaves where nobody can wait in silence', { shape: withoutSilence }, ['lent', 'leaving', 'gone']],
] as const satisfies readonly (readonly [string, StoryOptions, readonly string[]])[]) {
  story(`a supervisor whose takeover ends with the customer hanging up ${name}`, options, (s) => {
    s.talking('lan');
    s.try('supervise', { supervisor: 'minh', mode: 'barge' });
    const before = s.told('seat.changed').length;
    s.loses('join');
    const takeover = s.ask('takeover', { supervisor: 'minh' });
    s.pass(1);
    s.hangsUp('customer');
    s.pass(2);
    expect(
      s
        .told('seat.changed')
        .slice(before)
        .map(({ state }) => state),
    ).toEqual(states);
    expect(
      s
        .told('seat.changed')
        .slice(before + 1)
        .map(({ mode }) => mode),
    ).toEqual(states.slice(1).map(() => null));
    expect(s.outcome(takeover)).toBe('callGone');
    expect(s.hearing()).toEqual({});
  });
}
