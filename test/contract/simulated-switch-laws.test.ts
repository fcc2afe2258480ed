import { asId, assertNever } from '@legwork/core';
import type { EffectId, NativeId, SwitchEvent } from '@legwork/core';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createStreams } from '../../sim/src/kernel/index.ts';
import { asterisk, freeswitch, stringee, unlimited } from '../../sim/src/switch/index.ts';
import type { SwitchShape } from '../../sim/src/switch/index.ts';
import { openSwitchboard } from '../support/switchboard.ts';
import type { Switchboard, Wish } from '../support/switchboard.ts';

/** Something that happens, and how long after the one before. */
interface Step {
  readonly waitMs: number;
  readonly what:
    | { readonly kind: 'effect'; readonly wish: Wish }
    | { readonly kind: 'offer'; readonly leg: string }
    | { readonly kind: 'hangUp'; readonly leg: string }
    | { readonly kind: 'keys'; readonly leg: string };
}

const leg = fc.constantFrom('c', 'a', 't', 's', 'b');
const call = fc.constantFrom('c1', 'c2');
const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({ do: fc.constant('answer' as const), leg, call }),
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('dial' as const), leg, call, to: fc.constantFrom('x', 'y', 'z') }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('join' as const), leg, call, mix: fc.constantFrom('main', 'side') }),
  },
  fc.record({ do: fc.constant('join' as const), leg, call, instead: leg }),
  fc.record({ do: fc.constant('treat' as const), leg, call }),
  fc.record({ do: fc.constant('play' as const), leg, call, prompt: fc.constant('hello') }),
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('tap' as const),
      leg,
      call,
      target: leg,
      mode: fc.constantFrom('monitor', 'whisper', 'barge'),
    }),
  },
  fc.record({ do: fc.constant('mute' as const), leg, call, on: fc.boolean() }),
  fc.record({ do: fc.constant('digits' as const), leg, call, digits: fc.constant('1') }),
  fc.record({ do: fc.constant('record' as const), call, on: fc.boolean() }),
  fc.record({ do: fc.constant('claim' as const), call }),
  fc.record({ do: fc.constant('hangUp' as const), leg, call, cause: fc.constant('cancelled' as const) }),
);
const redirect: fc.Arbitrary<Wish> = fc.record({
  do: fc.constant('redirect' as const),
  leg,
  call,
  target: leg,
  instead: leg,
});

const stepOf = (wish: fc.Arbitrary<Wish>): fc.Arbitrary<Step> =>
  fc.record({
    waitMs: fc.constantFrom(0, 1, 20, 300, 2000),
    what: fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('effect' as const), wish }) },
      fc.record({ kind: fc.constantFrom('offer', 'hangUp', 'keys'), leg }),
    ),
  });
const steps = fc.array(stepOf(fc.oneof({ weight: 8, arbitrary: wish }, redirect)), { maxLength: 40 });
const shape = fc.constantFrom<SwitchShape[]>(unlimited, asterisk, freeswitch, stringee);

/** A switch whose every message takes its own time, and phones of all kinds. */
function open(shape: SwitchShape, seed: number): Switchboard {
  const stream = createStreams(seed).stream('latency');
  return openSwitchboard(
    { ...shape, latency: () => stream.integer(0, 100) },
    { x: { kind: 'answers', afterMs: 50 }, y: { kind: 'busy', afterMs: 50 }, z: { kind: 'ringsOut' } },
  );
}

function happen(board: Switchboard, { waitMs, what }: Step): EffectId | undefined {
  board.runFor(waitMs);
  switch (what.kind) {
    case 'effect':
      return board.ask(what.wish);
    case 'offer':
      if (board.simulated.legs().some(({ native }) => native === what.leg)) return undefined;
      board.simulated.offer({ native: asId(what.leg), from: asId('0901'), to: asId('1900') });
      return undefined;
    case 'hangUp':
      board.simulated.hangUp(asId(what.leg));
      return undefined;
    case 'keys':
      board.simulated.pressDigits(asId(what.leg), '9');
      return undefined;
    default:
      return assertNever(what);
  }
}

it('events of one leg arrive in the order in which they became true, and none is lost', () => {
  fc.assert(
    fc.property(steps, shape, fc.nat(), (steps, shape, seed) => {
      const board = open(shape, seed);
      for (const step of steps) happen(board, step);
      board.settle();
      const of = (native: string, events: readonly SwitchEvent[]): readonly SwitchEvent[] =>
        events.filter((event) => 'native' in event && event.native === native);
      for (const leg of ['c', 'a', 't', 's', 'b']) expect(of(leg, board.events)).toEqual(of(leg, board.witnessed));
      expect(board.events).toHaveLength(board.witnessed.length);
    }),
    { numRuns: 200 },
  );
});

it('effects on one leg are performed in the order of asking', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(), (count, seed) => {
      const board = open(unlimited, seed);
      board.simulated.offer({ native: asId('c'), from: asId('0901'), to: asId('1900') });
      board.ask({ do: 'answer', leg: 'c' });
      const digits = Array.from({ length: count }, (_, n) => `${n}`);
      for (const each of digits) board.ask({ do: 'digits', leg: 'c', digits: each });
      board.settle();
      expect(board.story('c').slice(2)).toEqual(digits.map((each) => `digits ${each}`));
    }),
    { numRuns: 50 },
  );
});

/** True where the event can be nothing but the answer to the effect, as long as nothing else happens. */
function isAnswer(event: SwitchEvent, wish: Wish, op: EffectId): boolean {
  if (event.type === 'effect.refused') return event.op === op;
  if (wish.do === 'claim') return event.type === 'call.claimed';
  if (wish.do === 'record') return event.type === (wish.on ? 'record.started' : 'record.stopped');
  if (!('native' in event) || event.native !== (wish.do === 'redirect' ? wish.target : wish.leg)) return false;
  if (wish.do === 'dial' || wish.do === 'redirect') {
    return event.type === 'leg.ringing' || (event.type === 'leg.ended' && event.cause === 'busy');
  }
  if (wish.do === 'join' || wish.do === 'treat' || wish.do === 'tap') {
    return event.type === 'leg.placed' && event.at !== 'none';
  }
  return event.type === answerTypes[wish.do];
}
const answerTypes = {
  answer: 'leg.answered',
  play: 'leg.played',
  mute: 'leg.muted',
  digits: 'leg.digits',
  hangUp: 'leg.ended',
} as const;

it('every effect is answered exactly once', () => {
  fc.assert(
    fc.property(steps, shape, fc.nat(), (steps, shape, seed) => {
      const board = open(shape, seed);
      for (const step of steps) {
        board.settle();
        const before = board.events.length;
        const op = happen(board, step);
        board.settle();
        if (step.what.kind !== 'effect' || op === undefined) continue;
        const { wish } = step.what;
        const answers = board.events.slice(before).filter((event) => isAnswer(event, wish, op));
        expect(answers, JSON.stringify(wish)).toHaveLength(1);
      }
    }),
    { numRuns: 300 },
  );
});

it('every effect is answered exactly once, however many are under way', () => {
  // Effects whose answers nothing else looks like, where nobody is redirected: there only effects cancel.
  const kinds: Readonly<Record<string, string>> = {
    join: 'place',
    treat: 'place',
    tap: 'place',
    mute: 'mute',
    digits: 'digits',
    hangUp: 'hangUp',
    claim: 'claim',
  };
  const withoutRedirects = steps.map((steps) =>
    steps.filter(({ what }) => what.kind !== 'effect' || what.wish.do !== 'redirect'),
  );
  fc.assert(
    fc.property(withoutRedirects, fc.nat(), (steps, seed) => {
      const board = open(unlimited, seed);
      const asked = new Map<EffectId, Wish>();
      for (const step of steps) {
        const op = happen(board, step);
        if (step.what.kind === 'effect' && op !== undefined) asked.set(op, step.what.wish);
      }
      board.settle();

      const unanswered = new Map<string, number>();
      const count = (what: string, by: number): unknown => unanswered.set(what, (unanswered.get(what) ?? 0) + by);
      const countWish = (wish: Wish | undefined, by: number): unknown =>
        wish !== undefined &&
        wish.do in kinds &&
        count(`${kinds[wish.do]} ${'leg' in wish ? wish.leg : wish.call}`, by);
      for (const wish of asked.values()) countWish(wish, 1);
      for (const event of board.events) {
        if (event.type === 'effect.refused') countWish(asked.get(event.op), -1);
        if (event.type === 'leg.placed' && event.at !== 'none') count(`place ${event.native}`, -1);
        if (event.type === 'leg.muted') count(`mute ${event.native}`, -1);
        if (event.type === 'leg.digits' && event.digits === '1') count(`digits ${event.native}`, -1);
        if (event.type === 'leg.ended' && event.cause === 'cancelled') count(`hangUp ${event.native}`, -1);
        if (event.type === 'call.claimed') count(`claim ${event.call}`, -1);
      }
      expect([...unanswered].filter(([, count]) => count !== 0)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

it('an effect that is repeated changes nothing and is answered once more', () => {
  fc.assert(
    fc.property(steps, shape, fc.nat(), (steps, shape, seed) => {
      const board = open(shape, seed);
      for (const step of steps) {
        happen(board, step);
        board.settle();
        if (step.what.kind !== 'effect') continue;
        const before = { legs: board.simulated.legs(), audible: audible(board), events: board.events.length };
        board.askAgain();
        board.settle();
        expect({ legs: board.simulated.legs(), audible: audible(board) }).toEqual({
          legs: before.legs,
          audible: before.audible,
        });
        expect(board.events.length - before.events).toBe(1);
      }
    }),
    { numRuns: 200 },
  );
});

it('nothing is left when all legs have been hung up, and nothing happens any more', () => {
  fc.assert(
    fc.property(steps, shape, fc.nat(), (steps, shape, seed) => {
      const board = open(shape, seed);
      for (const step of steps) happen(board, step);
      // What is under way may still dial.
      board.runFor(200);
      for (const { native } of board.simulated.legs()) board.ask({ do: 'hangUp', leg: native });
      const fromMs = board.now();
      board.settle();
      expect(board.simulated.legs()).toEqual([]);
      expect(board.simulated.inUse()).toEqual({ legs: 0, calls: 0 });
      expect(board.now() - fromMs).toBeLessThanOrEqual(200);
    }),
    { numRuns: 200 },
  );
});

it('a leg that came ends once, or is still there', () => {
  fc.assert(
    fc.property(steps, shape, fc.nat(), (steps, shape, seed) => {
      const board = open(shape, seed);
      const dialled = new Map<EffectId, string>();
      for (const step of steps) {
        const op = happen(board, step);
        if (step.what.kind !== 'effect' || op === undefined) continue;
        const { wish } = step.what;
        if (wish.do === 'dial') dialled.set(op, wish.leg);
        if (wish.do === 'redirect') dialled.set(op, wish.target);
      }
      board.settle();
      for (const event of board.events) if (event.type === 'effect.refused') dialled.delete(event.op);

      for (const leg of ['c', 'a', 't', 's', 'b']) {
        const told = (type: SwitchEvent['type']): number =>
          board.events.filter((event) => event.type === type && 'native' in event && event.native === leg).length;
        const came = told('leg.offered') + [...dialled.values()].filter((native) => native === leg).length;
        const there = board.simulated.legs().filter(({ native }) => native === leg).length;
        expect(told('leg.ended') + there, leg).toBe(came);
      }
    }),
    { numRuns: 200 },
  );
});

function audible(board: Switchboard): readonly (readonly NativeId[])[] {
  return board.simulated.legs().map(({ native }) => board.simulated.audience(native));
}
