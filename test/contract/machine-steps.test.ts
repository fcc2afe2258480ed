import { build, compile, interpret, remember } from '@legwork/core';
import type { Decider, Definition, Refuses } from '@legwork/core';
import { describe, expect, it } from 'vitest';

/** What a step of any machine comes to: shown on a small one, a telephone with a line and a lamp. */

interface Phone {
  readonly rings: number;
  readonly with: string | null;
}
type In =
  | { readonly type: 'ring' | 'hangUp' | 'wave' | 'cmd.hold' | 'cmd.divert' | 'cmd.mute' | 'cmd.forget' | 'cmd.break' }
  | { readonly type: 'answer'; readonly by: string };
type Out = { readonly say: 'sounds'; readonly what: string } | Refuses;

const sounds = (what: string) => ({ type: 'say', params: { say: 'sounds', what } }) as const;
const refuses = { type: 'say', params: { say: 'refuse', refusal: { reason: 'notHeld' } } } as const;

const phone: Definition<Phone, In, Out> = {
  config: {
    id: 'phone',
    type: 'parallel',
    on: {
      'cmd.hold': { actions: refuses },
      'cmd.divert': { actions: [refuses, sounds('beep')] },
      'cmd.mute': { target: '#phone.lamp.lit', actions: refuses },
      'cmd.forget': { actions: [refuses, 'forget'] },
      'cmd.break': { actions: ['tellAll', refuses] },
    },
    states: {
      line: {
        initial: 'idle',
        states: {
          idle: {
            on: {
              ring: [
                { guard: { type: 'hasRung', params: { times: 2 } }, target: 'dead', actions: sounds('silence') },
                { actions: ['count', 'tellRings'] },
              ],
              answer: { target: 'busy', actions: ['connect', 'tellAll', sounds('voice')] },
            },
          },
          busy: {
            entry: sounds('click'),
            exit: sounds('clack'),
            on: { hangUp: { target: 'idle', actions: 'forget' } },
          },
          dead: {},
        },
      },
      lamp: { initial: 'dark', states: { dark: { on: { answer: { target: 'lit' } } }, lit: {} } },
    },
  },
  record: { rings: 0, with: null },
  edits: {
    count: (record) => void (record.rings += 1),
    connect: (record, input) => void (record.with = input.type === 'answer' ? input.by : null),
    forget: (record) => {
      record.rings = 0;
      record.with = null;
    },
  },
  tellings: {
    tellRings: ({ rings }, _input, say) => {
      for (let n = 0; n < rings; n += 1) say({ say: 'sounds', what: 'ring' });
    },
    tellAll: ({ with: who }, { type }, say) => say({ say: 'sounds', what: `${type} ${who ?? 'nobody'}` }),
  },
  guards: { hasRung: ({ rings }, _input, { times }: { readonly times: number }) => rings >= times },
};

const ways: readonly (readonly [string, () => Decider<Phone, In, Out>])[] = [
  ['asked of XState', () => interpret(build(phone))],
  ['compiled', () => compile(phone)],
  ['remembered', () => remember(compile(phone))],
  ['remembered, and forgotten again after a state', () => remember(compile(phone), 1)],
];

describe.each(ways)('a machine that is %s', (_name, make) => {
  const decider = make();
  const quiet = decider.initial(phone.record);
  const take = (input: In, from = quiet) => {
    const decision = decider.decide(from, input);
    if (decision.kind !== 'step') throw new Error(`${input.type}: ${decision.kind}`);
    return decision;
  };
  const heard = (outs: readonly Out[]) => outs.map((out) => (out.say === 'sounds' ? out.what : out.say));

  it('begins where every region of it begins, and is named by all of them in the order in which they are written', () => {
    expect(quiet).toEqual({ at: 'line.idle lamp.dark', record: { rings: 0, with: null } });
  });

  it('takes one input in all its regions, and says what they say in the order of what is done', () => {
    const { state, outs } = take({ type: 'answer', by: 'lan' });
    expect(state).toEqual({ at: 'line.busy lamp.lit', record: { rings: 0, with: 'lan' } });
    expect(heard(outs)).toEqual(['answer lan', 'voice', 'click']);
  });

  it('leaves the record of the step before as it was', () => {
    const once = take({ type: 'ring' });
    const twice = take({ type: 'ring' }, once.state);
    expect([quiet, once.state, twice.state].map(({ record }) => record.rings)).toEqual([0, 1, 2]);
  });

  it('says in each step what belongs to that step, as often as it is told to', () => {
    const once = take({ type: 'ring' });
    const twice = take({ type: 'ring' }, once.state);
    expect([heard(once.outs), heard(twice.outs)]).toEqual([['ring'], ['ring', 'ring']]);
  });

  it('asks its guards what the record says, with the parameters that are written there', () => {
    const twice = take({ type: 'ring' }, take({ type: 'ring' }).state);
    expect(take({ type: 'ring' }, twice.state)).toMatchObject({
      state: { at: 'line.dead lamp.dark', record: { rings: 2 } },
      outs: [{ say: 'sounds', what: 'silence' }],
    });
  });

  it('says what is said on leaving a state before what is said on the way', () => {
    const { state, outs } = take({ type: 'hangUp' }, take({ type: 'answer', by: 'lan' }).state);
    expect(state).toEqual({ at: 'line.idle lamp.lit', record: { rings: 0, with: null } });
    expect(heard(outs)).toEqual(['clack']);
  });

  it('ignores what no state of it takes', () => {
    expect(decider.decide(quiet, { type: 'hangUp' })).toEqual({ kind: 'ignored' });
    expect(decider.decide(quiet, { type: 'wave' })).toEqual({ kind: 'ignored' });
  });

  it('has taken a step where the record was written anew, though nothing in it is new', () => {
    const { state } = take({ type: 'answer', by: 'lan' });
    expect(take({ type: 'hangUp' }, { ...state, record: { ...quiet.record } }).kind).toBe('step');
  });

  it('refuses in the words that are written there, and changes nothing', () => {
    expect(decider.decide(quiet, { type: 'cmd.hold' })).toEqual({ kind: 'refusal', refusal: { reason: 'notHeld' } });
  });

  it.each(['cmd.divert', 'cmd.mute', 'cmd.forget'] as const)(
    'takes it for a bug where a refusal comes with something else (%s)',
    (type) => {
      expect(() => decider.decide(quiet, { type })).toThrow(
        `bug: a refusal of ${type} in line.idle lamp.dark came with something else`,
      );
    },
  );

  it('decides by the state it is given, whatever it was asked before', () => {
    const busy = take({ type: 'answer', by: 'lan' }).state;
    expect(decider.decide(busy, { type: 'ring' })).toEqual({ kind: 'ignored' });
    expect(take({ type: 'ring' }).state.record.rings).toBe(1);
    expect(decider.decide(busy, { type: 'answer', by: 'mai' })).toEqual({ kind: 'ignored' });
  });

  it('does not decide in a state that it does not have', () => {
    expect(() => decider.decide({ ...quiet, at: 'line lamp.dark' }, { type: 'ring' })).toThrow(
      'bug: no such state: line lamp.dark',
    );
    expect(() => decider.decide({ ...quiet, at: 'line.gone lamp.dark' }, { type: 'ring' })).toThrow('gone');
  });
});

describe.each([
  ['asked of XState', (config: object) => interpret<Phone, In, Out>(build(phone, config))],
  ['compiled', (config: object) => compile(phone, config)],
] as const)('another configuration of the same functions, %s', (_name, make) => {
  it('is a machine of its own', () => {
    const decider = make({
      initial: 'up',
      states: { up: { on: { ring: { target: 'down', actions: 'count' } } }, down: {} },
    });
    const up = decider.initial(phone.record);
    expect(up.at).toBe('up');
    const rung = { at: 'down', record: { rings: 1, with: null } };
    expect(decider.decide(up, { type: 'ring' })).toEqual({ kind: 'step', state: rung, outs: [] });
    expect(decider.decide(rung, { type: 'ring' })).toEqual({ kind: 'ignored' });
    expect(decider.decide(up, { type: 'answer', by: 'lan' })).toEqual({ kind: 'ignored' });
  });

  it('follows of itself in the order in which its regions are written, however deep they lie', () => {
    const follows = (what: string, target: string) => ({
      always: { guard: { type: 'hasRung', params: { times: 1 } }, target, actions: sounds(what) },
    });
    const decider = make({
      type: 'parallel',
      on: { ring: { actions: 'count' } },
      states: {
        deep: {
          initial: 'still',
          states: {
            still: {},
            a: { initial: 'b', states: { b: { initial: 'c', states: { c: follows('first', 'd'), d: {} } } } },
          },
        },
        flat: { initial: 'still', states: { still: {}, a: follows('second', 'b'), b: {} } },
      },
    });
    expect(decider.decide({ at: 'deep.a.b.c flat.a', record: phone.record }, { type: 'ring' })).toEqual({
      kind: 'step',
      state: { at: 'deep.a.b.d flat.b', record: { rings: 1, with: null } },
      outs: [
        { say: 'sounds', what: 'first' },
        { say: 'sounds', what: 'second' },
      ],
    });
  });
});

describe('a decider that remembers', () => {
  /** What it asks of the machine behind it is noted. */
  const open = (mostStates?: number) => {
    const asked: In[] = [];
    const inner = compile(phone);
    const decider = remember<Phone, In, Out>(
      {
        initial: (record) => inner.initial(record),
        decide: (state, input) => {
          asked.push(input);
          return inner.decide(state, input);
        },
      },
      mostStates,
    );
    const quiet = decider.initial(phone.record);
    const step = (input: In, from = quiet) => {
      const decision = decider.decide(from, input);
      if (decision.kind !== 'step') throw new Error(decision.kind);
      return decision.state;
    };
    return { asked, decider, quiet, step };
  };

  it('decides the same thing once, whoever asks', () => {
    const { asked, decider, quiet } = open();
    const first = decider.decide(quiet, { type: 'answer', by: 'lan' });
    expect(decider.decide({ ...quiet }, { type: 'answer', by: 'lan' })).toBe(first);
    expect(asked).toHaveLength(1);
  });

  it('keeps in mind as well what is ignored, and what is refused', () => {
    const { asked, decider, quiet } = open();
    for (const type of ['wave', 'cmd.hold'] as const)
      for (let times = 0; times < 3; times += 1) decider.decide(quiet, { type });
    expect(asked).toEqual([{ type: 'wave' }, { type: 'cmd.hold' }]);
  });

  it('tells inputs apart by what they say, and by which field says it', () => {
    const { decider, quiet } = open();
    const who = (input: In) => {
      const decision = decider.decide(quiet, input);
      return decision.kind === 'step' ? decision.state.record.with : decision.kind;
    };
    expect(who({ type: 'answer', by: 'mai' })).toBe('mai');
    expect(who({ by: 'answer', type: 'answer' })).toBe('answer');
    expect(who({ type: 'answer', by: 'answer' })).toBe('answer');
    expect(who({ type: 'answer', by: 'lan' })).toBe('lan');
  });

  it('tells an input from one that says more', () => {
    const { asked, decider, quiet } = open();
    const short = { type: 'ring' } as const;
    const long = { type: 'ring', loud: true } as const;
    const other = { type: 'ring', by: true } as const;
    for (const input of [long, short, other, long, short]) decider.decide(quiet, input);
    // What says something else at a place where others have said theirs is not kept in mind.
    expect(asked).toEqual([long, short, other]);
    decider.decide(quiet, other);
    expect(asked).toEqual([long, short, other, other]);
  });

  it('decides anew whatever holds more than plain values', () => {
    const { asked, decider, quiet } = open();
    const input = { type: 'ring', how: { loud: true } } as const;
    for (let times = 0; times < 3; times += 1) decider.decide(quiet, input);
    expect(asked).toHaveLength(3);
  });

  it('decides anew what comes after more kinds of input than anybody has, and still knows the first of them', () => {
    const { asked, decider, quiet } = open();
    const many = Array.from({ length: 4_100 }, (_, n): In => ({ type: 'answer', by: String(n) }));
    for (const input of many) decider.decide(quiet, input);
    expect(asked).toHaveLength(4_100);
    for (const input of many) decider.decide(quiet, input);
    expect(asked).toHaveLength(4_200);
    expect(asked.at(4_100)).toEqual({ type: 'answer', by: '4000' });
  });

  it('keeps one object for equal states, however they were reached', () => {
    const { decider, quiet, step } = open();
    const again = step({ type: 'answer', by: 'lan' }, step({ type: 'hangUp' }, step({ type: 'answer', by: 'lan' })));
    expect(again).toBe(step({ type: 'answer', by: 'lan' }));
    expect(decider.initial(phone.record)).toBe(quiet);
    expect(decider.initial({ ...phone.record })).toBe(quiet);
  });

  it('tells states apart by where they are, and by what they know', () => {
    const { step } = open();
    const [lan, mai] = ['lan', 'mai'].map((by) => step({ type: 'answer', by }));
    expect(lan).toMatchObject({ at: 'line.busy lamp.lit', record: { with: 'lan' } });
    expect(mai).toMatchObject({ at: 'line.busy lamp.lit', record: { with: 'mai' } });
    expect(step({ type: 'hangUp' }, lan)).toMatchObject({ at: 'line.idle lamp.lit', record: { rings: 0, with: null } });
  });

  it('knows as many states as it is to, and with one more begins from nothing', () => {
    const { asked, decider } = open(3);
    const states = [0, 1, 2].map((rings) => ({ at: 'line.idle lamp.lit', record: { rings, with: 'lan' } }));
    const rings = (...which: readonly number[]): number => {
      const before = asked.length;
      for (const n of which) for (const state of states.slice(n, n + 1)) decider.decide(state, { type: 'wave' });
      return asked.length - before;
    };
    expect(rings(0, 1, 0, 1)).toBe(2);
    expect(rings(2)).toBe(1);
    // The quiet phone that it began with is a state, too: with the last of these it knows no more than that one.
    expect(rings(2)).toBe(0);
    expect(rings(0)).toBe(1);
  });
});
