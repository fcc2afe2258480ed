import { expect } from 'vitest';
import { unlimited, withCapabilities } from '@legwork/sim';
import { story, type CommandName, type Story, type StoryOptions } from '../support/story.ts';

/** Whatever happens in whatever phase: the call comes to rest, nobody is left alone, and what is believed of it is true. */

const blind: StoryOptions = {
  shape: { ...unlimited, capabilities: withCapabilities({ traits: { dialFirst: false } }) },
};

type Phase = readonly [name: string, go: (s: Story) => void, options?: StoryOptions];
const isAt = (s: Story, phase: string) => s.stands().split(' ').includes(phase);
/** Asks for something, and waits until it has come so far. */
const upTo =
  (phase: string, what: CommandName, how: Readonly<Record<string, string>>) =>
  (s: Story): void => {
    s.ask(what, how);
    s.until(() => isAt(s, phase));
  };
const toMai = { to: 'mai' };
const phases: readonly Phase[] = [
  ['idle', () => undefined],
  ['held', upTo('held', 'hold', {})],
  ['dialling', upTo('dialling', 'transfer', toMai)],
  ['joining', upTo('joining', 'transfer', toMai)],
  ['releasing', upTo('releasing', 'transfer', toMai)],
  ['meeting', upTo('meeting', 'consult', toMai)],
  ['consulting', upTo('consulting', 'consult', toMai)],
  [
    'undoing',
    (s) => {
      upTo('consulting', 'consult', toMai)(s);
      upTo('undoing', 'cancel', {})(s);
    },
  ],
  ['requeueing', upTo('requeueing', 'transfer', { to: 'queue main' })],
  ['dropping', upTo('dropping', 'drop', { leg: 'lan' })],
  ['mending', (s) => s.letsGo()],
  ['blind', upTo('blind', 'transfer', toMai), blind],
];

/** Who else has to do with the call when it happens. */
const companies: Readonly<Record<string, (s: Story) => void>> = {
  'with nobody else': () => undefined,
  'with a third party': (s) => void s.try('addParty', { to: '+84999' }),
  'with a supervisor whose change to barge is not seen': (s) => {
    s.try('supervise', { supervisor: 'minh', mode: 'monitor' });
    s.loses('tap');
    s.ask('switchMode', { seat: 'minh', mode: 'barge' });
    s.loses();
  },
  'with a barger': (s) => void s.try('supervise', { supervisor: 'minh', mode: 'barge' }),
  'with a recording of which no start is seen': (s) => {
    s.loses('record');
    s.ask('record', { on: true });
    s.loses();
  },
  'with a phone that does not hear that it was called off': (s) => {
    s.phones({ vy: 'ringsOut' });
    s.ready('vy');
    s.ask('transfer', { to: 'vy' });
    s.pass(1);
    s.loses('hangUp');
    s.ask('cancel');
    s.loses();
    s.pass(1);
  },
};

const isThere = (s: Story, who: string) => {
  try {
    const native = s.native(who);
    return s.world.switch.legs().some((leg) => leg.native === native);
  } catch {
    return false;
  }
};
const hangsUp = (who: string) => (s: Story) => {
  if (isThere(s, who)) s.hangsUp(who);
};
const happenings: Readonly<Record<string, (s: Story) => void>> = {
  'nothing happens': () => undefined,
  'the customer hangs up': hangsUp('customer'),
  'the agent hangs up': hangsUp('lan'),
  'the new party hangs up': hangsUp('mai'),
  'the third party hangs up': hangsUp('+84999'),
  'the supervisor hangs up': hangsUp('minh'),
  'a supervisor comes': (s) => void s.ask('supervise', { supervisor: 'hoa', mode: 'whisper' }),
  'the supervisor leaves': (s) => void s.ask('leave', { seat: 'minh' }),
  'the supervisor changes': (s) => void s.ask('switchMode', { seat: 'minh', mode: 'barge' }),
  'the supervisor falls silent': (s) => void s.ask('switchMode', { seat: 'minh', mode: 'monitor' }),
  'a recording starts': (s) => void s.ask('record', { on: true }),
  'a placement is lost': (s) => {
    s.loses('join', 'treat');
    s.pass(3);
    s.loses();
  },
  'the call is stopped': (s) => void s.ask('stop'),
};

for (const [phase, go, options = {}] of phases) {
  for (const [company, gather] of Object.entries(companies)) {
    if (options === blind && /third party|called off/u.test(company)) continue;
    for (const [happening, happen] of Object.entries(happenings)) {
      story(`${happening} while the call is ${phase}, ${company}: it comes to rest`, options, (s) => {
        s.talking('lan', 'mai');
        gather(s);
        go(s);
        const hadCustomer = isThere(s, 'customer');
        happen(s);
        s.pass(60);
        const state = s.stands();
        expect(state, 'at rest').toMatch(/^(talking( held| consulting)?( recording on)?|queued|parked|closed \w+)$/u);
        expect(s.believed(), 'what is believed is true').toEqual(s.hearing());
        const closes = /customer hangs up|stopped/u.test(happening) && hadCustomer;
        if (closes) expect(state).toMatch(/^closed/u);
        if (state.startsWith('closed')) expect(s.hearing(), 'nobody is left').toEqual({});
        if (state === 'talking') {
          const { customer = '' } = s.hearing();
          expect(customer, 'the customer talks with somebody').not.toBe('');
        }
        expect([...s.world.engine.state.open], 'nothing is left open').toEqual([]);
      });
    }
  }
}
