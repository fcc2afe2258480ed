import { compile, NotCompilable, type Definition } from '@legwork/core';
import { describe, expect, it, test } from 'vitest';
import { and, assign, not, raise, stateIn } from 'xstate';

/** What can be compiled, and what is refused: by the state that has it, and by what it is. */
interface Lamp {
  readonly on: boolean;
}
interface Press {
  readonly type: string;
}
type Light = { readonly say: 'light'; readonly on: boolean };

const lamp: Definition<Lamp, Press, Light> = {
  config: { initial: 'off', states: { off: {}, on: {} } },
  record: { on: false },
  edits: {
    turn: (lamp, _input, { on }: { readonly on: boolean }) => {
      lamp.on = on;
    },
    toggle: (lamp) => {
      lamp.on = !lamp.on;
    },
  },
  tellings: {
    tell: (lamp, _input, say) => {
      say({ say: 'light', on: lamp.on });
    },
  },
  guards: { isOn: (lamp) => lamp.on, is: (lamp, _input, { on }: { readonly on: boolean }) => lamp.on === on },
};

/** A machine with a state in a state that has these features. */
const withIn = (inner: object, outer: object = {}): object => ({
  id: 'lamp',
  initial: 'off',
  ...outer,
  states: { off: {}, on: { id: 'on', initial: 'bright', states: { bright: inner, dim: {} } } },
});
const on = (transition: unknown): object => ({ on: { press: transition } });

const obstaclesOf = (config: object, definition = lamp): unknown => {
  try {
    compile(definition, config);
  } catch (error) {
    if (error instanceof NotCompilable) return error.obstacles;
    throw error;
  }
  return [];
};

describe('refused in the state that has it is', () => {
  const unnamed = (): boolean => true;
  test.each<readonly [string, object, string]>([
    ['a timer', { after: { 100: 'dim' } }, 'after'],
    ['an actor', { invoke: { src: 'phone' } }, 'invoke'],
    ['what follows from being done', { onDone: 'dim' }, 'onDone'],
    ['an output', { output: {} }, 'output'],
    ['a context of its own', { context: () => ({}) }, 'context'],
    ['a final state', { type: 'final' }, 'type "final"'],
    ['a name that XState does not know', { onEntry: 'tell' }, 'onEntry'],
    ['any event', { on: { '*': 'dim' } }, '*: not the name of one event'],
    ['a family of events', { on: { 'press.*': 'dim' } }, 'press.*: not the name of one event'],
    ['an event without a name', { on: { '': 'dim' } }, ': not the name of one event'],
    ['an event of XState’s', { on: { 'xstate.stop': 'dim' } }, 'xstate.stop: not the name of one event'],
    ['an unnamed guard', on({ guard: unnamed }), 'press: a guard that is a function (unnamed)'],
    ['a guard of guards', on({ guard: and(['isOn']) }), 'press: a guard that is a function (and)'],
    ['the opposite of a guard', on({ guard: not('isOn') }), 'press: a guard that is a function (not)'],
    ['a look at the state', on({ guard: stateIn('#on') }), 'press: a guard that is a function (stateIn)'],
    ['a guard that nobody wrote', on({ guard: 'isBlue' }), 'press: no guard by the name of isBlue'],
    ['a guard that every object has', on({ guard: 'toString' }), 'press: no guard by the name of toString'],
    ['an unnamed action', on({ actions: [unnamed] }), 'press: an action that is a function (unnamed)'],
    ['an unnamed action on the way in', { entry: unnamed }, 'entry: an action that is a function (unnamed)'],
    ['an unnamed action on the way out', { exit: ['tell', unnamed] }, 'exit: an action that is a function (unnamed)'],
    ['an assignment', { entry: assign({}) }, 'entry: an action that is a function (xstate.assign)'],
    ['an event raised', { exit: raise({ type: 'press' }) }, 'exit: an action that is a function (xstate.raise)'],
    ['an action that nobody wrote', on({ actions: 'glow' }), 'press: no action by the name of glow'],
    ['an action that every object has', { entry: 'valueOf' }, 'entry: no action by the name of valueOf'],
    ['a guard as an action', { entry: 'isOn' }, 'entry: no action by the name of isOn'],
    ['an action as a guard', { always: { guard: 'tell' } }, 'always: no guard by the name of tell'],
    [
      'parameters that are worked out',
      { entry: { type: 'turn', params: unnamed } },
      'entry: an action that is {"type":"turn","params":"a function (unnamed)"}',
    ],
    [
      'a parameter that JSON cannot tell from others',
      { entry: { type: 'turn', params: { on: [Number.NaN] } } },
      'entry: an action that is {"type":"turn","params":{"on":[null]}}',
    ],
    [
      'a parameter that is more than data',
      { entry: { type: 'turn', params: new Map() } },
      'entry: an action that is {"type":"turn","params":{}}',
    ],
    [
      'something beside name and parameters',
      { entry: { type: 'tell', delay: 5 } },
      'entry: an action that is {"type":"tell","delay":5}',
    ],
    ['an action that is no name', { entry: { params: {} } }, 'entry: an action that is {"params":{}}'],
    ['an action that is nothing', { entry: [null] }, 'entry: an action that is null'],
    ['a delay', on({ delay: 100, target: 'dim' }), 'press: delay'],
    ['a target beside it that is not there', on('dark'), 'press: a target that is "dark"'],
    ['a target within it that is not there', on({ target: '.dark' }), 'press: a target that is ".dark"'],
    ['a target by an id that is not there', on([{ target: '#lamp.dark' }]), 'press: a target that is "#lamp.dark"'],
    ['a target by no id', on({ target: '#dark' }), 'press: a target that is "#dark"'],
    ['a target that every object has', on({ target: 'toString' }), 'press: a target that is "toString"'],
    ['one of two targets', on({ target: ['dim', 'dark'] }), 'press: a target that is "dark"'],
    ['a target that is no text', on({ target: 5 }), 'press: a target that is 5'],
    ['a history that leads nowhere', { type: 'history', target: 'dark' }, 'target: a target that is "dark"'],
    ['no beginning', { states: { a: {} } }, 'initial: nothing'],
    ['a beginning that is not there', { initial: 'b', states: { a: {} } }, 'initial: "b"'],
    [
      'a beginning that does what nobody wrote',
      { initial: { target: 'a', actions: 'glow' }, states: { a: {} } },
      'initial: no action by the name of glow',
    ],
  ])('%s', (_, inner, feature) => {
    expect(obstaclesOf(withIn(inner))).toEqual([{ state: 'on.bright', feature }]);
  });

  test('a name by which it could be mistaken for two', () => {
    const feature = 'a name of more than letters, digits, _ and -';
    expect(obstaclesOf({ initial: 'a b', states: { 'a b': {} } })).toEqual([{ state: 'a b', feature }]);
  });

  test('all of them at once, the root too', () => {
    const config = { after: {}, initial: 'a', states: { a: { entry: 'glow', exit: 'glow' } } };
    expect(obstaclesOf(config)).toEqual([
      { state: '', feature: 'after' },
      { state: 'a', feature: 'entry: no action by the name of glow' },
      { state: 'a', feature: 'exit: no action by the name of glow' },
    ]);
    expect(() => compile(lamp, config)).toThrow(
      'this machine cannot be compiled\nthe root: after\na: entry: no action by the name of glow\na: exit: no',
    );
  });

  test('a target of the root that is neither within nor by an id', () => {
    expect(obstaclesOf(withIn({}, on('off')))).toEqual([{ state: '', feature: 'press: a target that is "off"' }]);
  });

  test('an edit and a telling of one name, and one that takes the name of say', () => {
    const { tell } = lamp.tellings;
    const { toggle } = lamp.edits;
    if (tell === undefined || toggle === undefined) throw new Error('no such function');
    const twice: typeof lamp = { ...lamp, edits: { toggle, say: toggle }, tellings: { tell, toggle: tell } };
    expect(obstaclesOf(lamp.config, twice)).toEqual([
      { state: '', feature: 'two functions by the name of say' },
      { state: '', feature: 'two functions by the name of toggle' },
    ]);
    expect(obstaclesOf(lamp.config, { ...lamp, tellings: { tell, say: tell } })).toEqual([
      { state: '', feature: 'two functions by the name of say' },
    ]);
  });

  test('more ways to go than anybody could have meant', () => {
    const regions = Array.from({ length: 13 }, (_, n) => {
      const guard = { type: 'is', params: { on: `region ${n}` } };
      return [`region${n}`, { on: { press: { guard, actions: 'tell' } } }] as const;
    });
    const decider = compile(lamp, { type: 'parallel', states: Object.fromEntries(regions) });
    const at = regions.map(([name]) => name).join(' ');
    expect(() => decider.decide({ at, record: lamp.record }, { type: 'press' })).toThrow(
      `${at}: press: more than 5000 paths`,
    );
  });
});

describe('a step that could follow itself without end is refused, and not waited for:', () => {
  const round = 'always: comes back to itself';
  const from = (states: object, ...at: readonly string[]): readonly [object, unknown] => [
    { initial: 'start', states: { start: { on: { press: 'a' } }, ...states } },
    at.map((state) => ({ state, feature: round })),
  ];
  test.each<readonly [string, readonly [object, unknown]]>([
    ['two that lead to one another', from({ a: { always: 'b' }, b: { always: 'a' } }, 'a', 'b')],
    ['whatever their guards', from({ a: { always: { guard: 'isOn', target: 'b' } }, b: { always: 'a' } }, 'a', 'b')],
    ['one that leads to itself', from({ a: { always: { target: 'a', guard: 'isOn' } } }, 'a')],
    ['one that enters itself again', from({ a: { always: { target: 'a', guard: 'isOn', reenter: true } } }, 'a')],
    ['one that stays, and edits', from({ a: { always: { guard: 'isOn', actions: ['tell', 'toggle'] } } }, 'a')],
    [
      'one that leads inwards and is not left',
      from({ a: { initial: 'b', always: { guard: 'isOn', target: '.c' }, states: { b: {}, c: {} } } }, 'a'),
    ],
    [
      'one that leads around by the first state of another',
      from(
        { a: { always: 'b' }, b: { initial: 'c', states: { c: { always: '#d' } } }, d: { id: 'd', always: 'a' } },
        'a',
        'b.c',
        'd',
      ),
    ],
    [
      'one that leads around by a region that nobody aimed at',
      from(
        {
          a: { id: 'a', always: 'b.left.in' },
          b: {
            type: 'parallel',
            states: {
              left: { initial: 'out', states: { in: {}, out: {} } },
              right: { initial: 'out', states: { out: { always: { guard: 'isOn', target: '#a' } } } },
            },
          },
        },
        'a',
        'b.right.out',
      ),
    ],
    [
      'one that leads around by what is remembered',
      from(
        {
          a: { id: 'a', always: { guard: 'isOn', target: 'b.back' } },
          b: {
            initial: 'c',
            states: { back: { type: 'history' }, c: {}, d: { always: { guard: 'isOn', target: '#a' } } },
          },
        },
        'a',
        'b.d',
      ),
    ],
    [
      'one of the root that enters all again',
      [{ always: { guard: 'isOn', target: '.a' }, initial: 'a', states: { a: {} } }, [{ state: '', feature: round }]],
    ],
  ])('%s', (_, [config, obstacles]) => {
    expect(obstaclesOf(config)).toEqual(obstacles);
  });

  test.each<readonly [string, object]>([
    ['one after the other', { a: { always: 'b' }, b: { always: { guard: 'isOn', target: 'c' } }, c: {} }],
    ['one that stays, and only tells', { a: { always: { guard: 'isOn', actions: 'tell' } } }],
    ['a way back that somebody has to ask for', { a: { always: 'b' }, b: { on: { press: 'a' } } }],
    [
      'one that goes from within to beside it',
      { a: { initial: 'b', states: { b: { always: '#c' }, c: { id: 'c' } } } },
    ],
    [
      'one in a region, beside another that is entered with it',
      {
        a: {
          type: 'parallel',
          states: {
            left: { initial: 'b', states: { b: { always: 'c' }, c: {} } },
            right: { initial: 'b', states: { b: { always: 'c' }, c: {} } },
          },
        },
      },
    ],
  ])('but not %s', (_, states) => {
    expect(obstaclesOf(from(states)[0])).toEqual([]);
  });
});

describe('before its first input', () => {
  const entering = (inner: object): object => ({ initial: 'a', states: { a: inner, b: {} } });
  it('a machine may say what nobody hears', () => {
    expect(obstaclesOf(entering({ entry: ['tell', { type: 'say', params: { say: 'light', on: true } }] }))).toEqual([]);
  });
  it('it changes nothing, and asks nothing', () => {
    expect(obstaclesOf(entering({ entry: 'toggle' }))).toEqual([
      { state: 'a', feature: 'toggle before the first input' },
    ]);
    expect(obstaclesOf(entering({ always: { guard: 'isOn', target: 'b' } }))).toEqual([
      { state: 'b', feature: 'isOn before the first input' },
    ]);
  });
  it('it may go where it always goes', () => {
    const decider = compile(lamp, entering({ always: 'b' }));
    expect(decider.initial({ on: true })).toEqual({ at: 'b', record: { on: true } });
  });
});
