import { asId } from '@legwork/core';
import { expect } from 'vitest';
import { freeswitch } from '@legwork/sim';
import { failures, story, together, type Hearing, type Story } from '../support/story.ts';

const modes = ['monitor', 'whisper', 'barge'] as const;
type Mode = (typeof modes)[number];

/** Customer, agent and one supervisor. */
const supervised = (mode: Mode, agent = 'lan'): Hearing => {
  const heard = { monitor: [], whisper: [agent], barge: [agent, 'customer'] }[mode] as readonly string[];
  return {
    customer: `${agent}${heard.includes('customer') ? ' minh' : ''}`,
    [agent]: `customer${heard.includes(agent) ? ' minh' : ''}`,
    minh: `customer ${agent}`,
  };
};
const loudness = (s: Story) =>
  ['customer', 'lan'].filter((party) => s.hearing()[party]?.includes('minh') === true).join(' ');

for (const mode of modes) {
  story(`a supervisor who joins by ${mode} is silent until that is seen, and heard by nobody else`, (s) => {
    s.talking('lan');
    const supervise = s.ask('supervise', { supervisor: 'minh', mode, by: 'minh' });
    const heard: string[] = [];
    s.throughout(8, () => {
      if (heard.at(-1) !== loudness(s)) heard.push(loudness(s));
    });
    expect(heard).toEqual({ monitor: [''], whisper: ['', 'lan'], barge: ['', 'customer lan'] }[mode]);
    expect(s.outcome(supervise)).toBe('done');
    expect(s.hearing()).toEqual(supervised(mode));
    expect(s.believed()).toEqual(s.hearing());
    expect(s.try('leave', { seat: 'minh', by: 'minh' })).toBe('done');
    expect(s.hearing()).toEqual(together('customer', 'lan'));
    expect(s.told('audit').map(({ what, detail, outcome }) => [what, detail, outcome])).toEqual([
      ['cmd.supervise', `${mode} call`, 'done'],
      ['cmd.leave', null, 'done'],
    ]);
  });
  for (const next of modes.filter((other) => other !== mode)) {
    story(`a supervisor changes from ${mode} to ${next} in place`, (s) => {
      s.talking('lan');
      s.try('supervise', { supervisor: 'minh', mode });
      const leg = s.leg('minh');
      expect(s.try('switchMode', { seat: 'minh', mode: next, by: 'minh' })).toBe('done');
      expect(s.hearing()).toEqual(supervised(next));
      expect(s.leg('minh')).toBe(leg);
      expect(s.try('switchMode', { seat: 'minh', mode: next })).toBe('refused alreadySo');
    });
  }
  for (const who of ['customer', 'lan', 'minh'] as const) {
    story(`a call with a supervisor in ${mode} when ${who} hangs up`, (s) => {
      s.talking('lan');
      s.try('supervise', { supervisor: 'minh', mode });
      s.hangsUp(who);
      s.pass(5);
      if (who === 'minh') expect(s.hearing()).toEqual(together('customer', 'lan'));
      else if (who === 'lan' && mode === 'barge') expect(s.hearing()).toEqual(together('customer', 'minh'));
      else expect(s.hearing()).toEqual({});
      expect(s.seat('minh')).toBe('none');
    });
  }
  story(`a supervisor whose ${mode} is never seen is dropped: silence rather than doubt`, (s) => {
    s.talking('lan');
    const supervise = s.ask('supervise', { supervisor: 'minh', mode });
    s.pass(1);
    s.loses('tap');
    s.pass(10);
    expect(s.outcome(supervise)).toBe('timedOut');
    expect(s.hearing()).toEqual(together('customer', 'lan'));
    expect(s.seat('minh')).toBe('none');
  });
}

for (const [phone, cause] of failures) {
  story(`a supervisor whose phone ${phone} is not present, and nobody notices`, (s) => {
    s.phones({ minh: phone });
    s.talking('lan');
    const supervise = s.ask('supervise', { supervisor: 'minh', mode: 'monitor' });
    s.pass(40);
    expect(s.outcome(supervise)).toBe(`failed ${cause}`);
    expect(s.seat('minh')).toBe('none');
    expect(s.stands()).toBe('talking');
  });
  story(`a takeover by a supervisor whose phone ${phone} leaves customer and agent together`, (s) => {
    s.phones({ minh: phone });
    s.talking('lan');
    const takeover = s.ask('takeover', { supervisor: 'minh' });
    s.throughout(40, () => expect(s.hearing()).toEqual(together('customer', 'lan')));
    expect(s.outcome(takeover)).toBe(`failed ${cause}`);
  });
}

story('a supervisor who leaves while their phone rings was never there', (s) => {
  s.phones({ minh: 'ringsOut' });
  s.talking('lan');
  const supervise = s.ask('supervise', { supervisor: 'minh', mode: 'monitor' });
  s.pass(2);
  expect(s.try('switchMode', { seat: 'minh', mode: 'barge' })).toBe('refused notNow');
  expect(s.try('leave', { seat: 'minh' })).toBe('done');
  expect(s.outcome(supervise)).toBe('cancelled');
});

story('a call that ends while the supervisor’s phone rings calls it off', (s) => {
  s.phones({ minh: 'ringsOut' });
  s.talking('lan');
  const supervise = s.ask('supervise', { supervisor: 'minh', mode: 'monitor' });
  s.pass(2);
  s.hangsUp('customer');
  s.pass(2);
  expect(s.outcome(supervise)).toBe('callGone');
  expect(s.seat('minh')).toBe('none');
});

story(
  'an agent who is gone when the supervisor’s phone is answered leaves the supervisor waiting for the next',
  (s) => {
    s.talking('lan', 'mai');
    s.ask('supervise', { supervisor: 'minh', mode: 'whisper' });
    s.pass(1);
    s.world.switch.hangUp(s.native('lan'), 'lost');
    s.pass(10);
    expect(s.hearing()).toEqual({ ...together('customer', 'mai'), minh: 'customer mai' });
  },
);

story('only one change of mode is under way at a time', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
  const first = s.ask('switchMode', { seat: 'minh', mode: 'whisper' });
  expect(s.try('switchMode', { seat: 'minh', mode: 'barge' })).toBe('refused conflict change');
  expect(s.outcome(first)).toBe('done');
});

story('a change of mode that is never seen drops the supervisor', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'barge' });
  s.loses('tap');
  expect(s.try('switchMode', { seat: 'minh', mode: 'monitor' })).toBe('timedOut');
  expect(s.hearing()).toEqual(together('customer', 'lan'));
});

story('a supervisor who leaves during a change of mode is gone', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
  const change = s.ask('switchMode', { seat: 'minh', mode: 'barge' });
  expect(s.try('leave', { seat: 'minh' })).toBe('done');
  expect(s.outcome(change)).toBe('cancelled');
  expect(s.hearing()).toEqual(together('customer', 'lan'));
});

story('a supervisor who was made louder than they asked to be is made silent again', { isUntrue: true }, (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
  s.world.switch.perform({
    type: 'tap',
    op: asId('pressed-a-key'),
    switch: asId('sim'),
    call: s.call,
    leg: s.leg('minh'),
    native: s.native('minh'),
    target: s.native('lan'),
    mode: 'barge',
  });
  s.pass(1);
  expect(s.seat('minh')).toBe('present monitor');
  expect(s.hearing()).toEqual(supervised('monitor'));
});

story('several supervisors are present at one call, each in their own mode', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
  s.try('supervise', { supervisor: 'hoa', mode: 'whisper' });
  s.try('supervise', { supervisor: 'tam', mode: 'barge' });
  expect(s.hearing()).toEqual({
    customer: 'lan tam',
    lan: 'customer hoa tam',
    tam: 'customer lan',
    minh: 'customer lan tam',
    hoa: 'customer lan tam',
  });
  s.try('supervise', { supervisor: 'khoa', mode: 'monitor' });
  expect(s.try('supervise', { supervisor: 'bao', mode: 'monitor' })).toBe('refused full');
  s.try('leave', { seat: 'khoa' });
  expect(s.try('supervise', { supervisor: 'bao', mode: 'monitor' })).toBe('done');
});

story('on a switch with a common whisper the other supervisors hear it too', { shape: freeswitch }, (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
  s.try('supervise', { supervisor: 'hoa', mode: 'whisper' });
  expect(s.hearing()).toEqual({ customer: 'lan', lan: 'customer hoa', minh: 'customer hoa lan', hoa: 'customer lan' });
  expect(s.believed()).toEqual(s.hearing());
});

story('the earliest barger takes the place of an agent who leaves, and the others stay present in silence', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'hoa', mode: 'barge' });
  s.try('supervise', { supervisor: 'minh', mode: 'barge' });
  s.hangsUp('lan');
  s.pass(5);
  expect(s.stands()).toBe('talking');
  expect(s.told('call.party').at(-1)?.party).toEqual({ kind: 'supervisor', supervisor: 'hoa' });
  expect(s.seat('minh'), 'barge does not carry over unasked').toBe('present monitor');
  expect(s.hearing()).toEqual({ ...together('customer', 'hoa'), minh: 'customer hoa' });
});

story('a barger who hangs up as they take the place of the agent leaves the customer at the head of the queue', (s) => {
  s.talking('lan');
  s.world.ask({ type: 'cmd.logOut', agent: 'lan' });
  s.try('supervise', { supervisor: 'minh', mode: 'barge' });
  s.hangsUp('lan');
  s.until(() => s.stands() === 'talking joining');
  s.hangsUp('minh');
  s.pass(2);
  expect(s.stands()).toBe('queued');
  expect(s.hearing()).toEqual({ customer: '' });
});

// Takeover.

story('of two supervisors who take over at once one wins, and the other is told', (s) => {
  s.talking('lan');
  const first = s.ask('takeover', { supervisor: 'minh' });
  expect(s.try('takeover', { supervisor: 'hoa' })).toBe('refused conflict handover');
  expect(s.outcome(first)).toBe('done');
  expect(s.try('takeover', { supervisor: 'minh' })).toBe('refused ownCall');
  expect(s.try('supervise', { supervisor: 'minh', mode: 'monitor' })).toBe('refused ownCall');
  expect(s.try('takeover', { supervisor: 'hoa' }), 'one supervisor after the other').toBe('done');
  expect(s.hearing()).toEqual(together('customer', 'hoa'));
});

for (const mode of modes) {
  story(
    `a takeover by a supervisor in ${mode} whose parties cannot be put together leaves them present in silence`,
    (s) => {
      s.talking('lan');
      s.try('supervise', { supervisor: 'minh', mode });
      s.loses('join');
      const takeover = s.ask('takeover', { supervisor: 'minh' });
      s.pass(1);
      s.loses();
      s.pass(9);
      expect(s.outcome(takeover)).toBe('timedOut');
      expect(s.stands()).toBe('talking');
      expect(s.seat('minh')).toBe('present monitor');
      expect(s.hearing()).toEqual(supervised('monitor'));
    },
  );
  for (const who of ['customer', 'lan', 'minh'] as const) {
    story(`a takeover by a supervisor in ${mode} when ${who} hangs up in the middle of it`, (s) => {
      s.talking('lan');
      s.try('supervise', { supervisor: 'minh', mode });
      const takeover = s.ask('takeover', { supervisor: 'minh' });
      expect(s.stands()).toBe('talking joining');
      s.hangsUp(who);
      s.pass(5);
      expect(s.outcome(takeover)).toBe({ customer: 'callGone', lan: 'done', minh: 'failed normal' }[who]);
      expect(s.hearing()).toEqual(
        { customer: {}, lan: together('customer', 'minh'), minh: together('customer', 'lan') }[who],
      );
      expect(s.seat('minh')).toBe('none');
    });
  }
}

story('another supervisor at the call follows to the one who takes over, in silence', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'hoa', mode: 'barge' });
  expect(s.try('takeover', { supervisor: 'minh' })).toBe('done');
  expect(s.seat('hoa')).toBe('present monitor');
  expect(s.hearing()).toEqual({ ...together('customer', 'minh'), hoa: 'customer minh' });
});

story('a supervisor who talks with a customer can give the call away again', (s) => {
  s.talking('lan', 'mai');
  s.try('takeover', { supervisor: 'minh' });
  expect(s.try('transfer', { to: 'mai', by: 'minh' })).toBe('done');
  expect(s.hearing()).toEqual(together('customer', 'mai'));
  expect(s.try('takeover', { supervisor: 'minh' }), 'and is free for another').toBe('done');
});

story('a call that a supervisor took over ends when they hang up', (s) => {
  s.talking('lan');
  s.try('takeover', { supervisor: 'minh' });
  s.hangsUp('minh');
  s.pass(2);
  expect(s.stands()).toBe('closed agentLeft');
});

// Whom a supervisor follows.

story('a supervisor of the call stays with it when the agent changes, in silence', (s) => {
  s.talking('lan', 'mai');
  s.try('supervise', { supervisor: 'minh', mode: 'whisper' });
  s.try('transfer', { to: 'mai' });
  expect(s.seat('minh')).toBe('present monitor');
  expect(s.hearing()).toEqual(supervised('monitor', 'mai'));
});

story('a supervisor of the call waits in silence while it is queued, and leaves when it ends', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'barge' });
  s.world.ask({ type: 'cmd.logOut', agent: 'lan' });
  s.try('transfer', { to: 'queue main' });
  expect(s.seat('minh')).toBe('parked');
  expect(s.hearing()).toEqual({ customer: '', minh: '' });
  expect(s.try('switchMode', { seat: 'minh', mode: 'barge' })).toBe('refused noAgent');
  s.ready('mai');
  s.pass(5);
  expect(s.hearing()).toEqual(supervised('monitor', 'mai'));
  s.hangsUp('customer');
  s.pass(2);
  expect(s.seat('minh')).toBe('none');
});

story('a supervisor who follows an agent listens to the next call of theirs, and no other', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'whisper', scope: 'agent' });
  s.hangsUp('customer');
  s.pass(5);
  expect(s.seat('minh')).toBe('parked');
  expect(s.hearing()).toEqual({ minh: '' });
  s.arrive();
  s.pass(10);
  expect(s.seat('minh'), 'whisper does not carry over unasked').toBe('present monitor');
  expect(s.hearing()).toEqual(supervised('monitor'));
});

story('a supervisor who follows an agent does not stay with a call that is given to another', (s) => {
  s.talking('lan', 'mai');
  s.try('supervise', { supervisor: 'minh', mode: 'barge', scope: 'agent' });
  s.try('transfer', { to: 'mai' });
  expect(s.seat('minh')).toBe('parked');
  expect(s.hearing()).toEqual({ ...together('customer', 'mai'), minh: '' });
  s.arrive('0902');
  s.pass(10);
  expect(s.seat('minh')).toBe('present monitor');
  expect(s.hearing()).toMatchObject({ minh: '0902 lan' });
});

story('a supervisor who follows an agent takes the call over, and is with the customer from then on', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'whisper', scope: 'agent' });
  expect(s.try('takeover', { supervisor: 'minh' })).toBe('done');
  expect(s.seat('minh')).toBe('none');
  s.arrive('0902');
  s.pass(10);
  expect(s.hearing()).toEqual({ ...together('customer', 'minh'), ...together('0902', 'lan') });
});

for (const moment of ['come to their agent', 'change their mode'] as const) {
  story(`a supervisor who follows an agent is to ${moment} when the call is given to another`, (s) => {
    s.talking('lan', 'mai');
    const mode = { supervisor: 'minh', mode: 'monitor', scope: 'agent' } as const;
    if (moment === 'change their mode') s.try('supervise', mode);
    s.loses('tap');
    const command =
      moment === 'change their mode' ? s.ask('switchMode', { seat: 'minh', mode: 'barge' }) : s.ask('supervise', mode);
    s.pass(2.5);
    s.loses();
    s.ask('transfer', { to: 'mai' });
    s.until(() => s.seat('minh') === 'parked');
    expect(s.outcome(command)).toMatch(/failed agentLeft|callGone/u);
    expect(s.hearing()['mai']).toBe('customer');
  });
}

story('a supervisor who follows an agent waits for them while the call goes on with another', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor', scope: 'agent' });
  s.ask('away', { agent: 'lan', reason: 'lunch' });
  s.loses('join');
  s.letsGo();
  s.pass(6);
  s.loses();
  expect([s.stands(), s.seat('minh')]).toEqual(['queued', 'parked']);
  s.ready('mai');
  s.pass(8);
  expect([s.stands(), s.seat('minh')]).toEqual(['talking', 'parked']);
});

story('a supervisor who follows an agent leaves when the agent logs out', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor', scope: 'agent' });
  s.hangsUp('customer');
  s.pass(3);
  s.world.ask({ type: 'cmd.logOut', agent: 'lan' });
  s.pass(1);
  expect(s.seat('minh')).toBe('none');
});

story('a supervisor who follows an agent leaves when there is no call for ten minutes', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor', scope: 'agent' });
  s.hangsUp('customer');
  s.pass(590);
  expect(s.seat('minh')).toBe('parked');
  s.pass(30);
  expect(s.seat('minh')).toBe('none');
});

story('a supervisor cannot follow an agent where none talks', (s) => {
  s.talking('lan');
  s.try('takeover', { supervisor: 'hoa' });
  expect(s.try('supervise', { supervisor: 'minh', mode: 'monitor', scope: 'agent' })).toBe('refused noAgent');
});

story('a parked supervisor leaves by command', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
  s.world.ask({ type: 'cmd.logOut', agent: 'lan' });
  s.try('transfer', { to: 'queue main' });
  expect(s.try('leave', { seat: 'minh' })).toBe('done');
});

story('a supervisor who is present takes the call over from the queue only when somebody talks', (s) => {
  s.talking('lan');
  s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
  s.world.ask({ type: 'cmd.logOut', agent: 'lan' });
  s.try('transfer', { to: 'queue main' });
  expect(s.try('takeover', { supervisor: 'minh' })).toBe('refused noAgent');
});

// Forced transfers, and dropping a party.

for (const to of ['mai', '+84999', 'queue main'] as const) {
  for (const mode of [null, ...modes]) {
    story(
      `a supervisor ${mode === null ? 'who is not present' : `in ${mode}`} sends the call to ${to} without asking the agent`,
      (s) => {
        s.talking('lan', 'mai');
        if (mode !== null) s.try('supervise', { supervisor: 'minh', mode });
        expect(s.try('transfer', { to, by: 'minh' })).toBe('done');
        const next = to === '+84999' ? to : 'mai';
        expect(s.hearing()).toEqual({
          ...together('customer', next),
          ...(mode === null ? {} : { minh: `customer ${next}` }),
        });
        expect(s.told('audit').at(-1)).toMatchObject({ what: 'cmd.transfer', outcome: 'done', by: { id: 'minh' } });
      },
    );
  }
}

story('a supervisor drops an added party', (s) => {
  s.talking('lan');
  s.try('addParty', { to: '+84999' });
  expect(s.try('drop', { leg: '+84999', by: 'minh' })).toBe('done');
  expect(s.hearing()).toEqual(together('customer', 'lan'));
  expect(s.told('audit')).toMatchObject([{ what: 'cmd.drop', outcome: 'done' }]);
});

story('a supervisor hears a consult, and is heard there by barge alone', (s) => {
  s.talking('lan', 'mai');
  s.try('supervise', { supervisor: 'minh', mode: 'whisper' });
  s.try('consult', { to: 'mai' });
  expect(s.hearing()).toEqual({ customer: '', lan: 'mai minh', mai: 'lan', minh: 'lan mai' });
  s.try('switchMode', { seat: 'minh', mode: 'barge' });
  expect(s.hearing()).toEqual({ customer: '', ...together('lan', 'mai', 'minh') });
  expect(s.try('cancel')).toBe('done');
  expect(s.hearing()).toEqual(together('customer', 'lan', 'minh'));
});
