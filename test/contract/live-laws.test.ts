import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asId } from '@legwork/core';
import type { AgentId, CallId, CommandId, Fact, FactOf, LegId, QueueId, SeatId, SupervisorId } from '@legwork/core';
import { createLiveList } from '../../core/src/live/index.ts';
import type { LiveList, LiveListSnapshot, LivePlace } from '../../core/src/live/index.ts';

/** A fact without its time. */
type Untimed = Fact extends infer One ? (One extends Fact ? Omit<One, 'at'> : never) : never;

const idsOf = <Id>(...names: readonly string[]): fc.Arbitrary<Id> =>
  fc.constantFrom(...names.map((name) => name as Id));
const anyCall = idsOf<CallId>('c1', 'c2', 'c3');
const anyCallOrNone = fc.option(anyCall, { freq: 4 });
const anyCommand = fc.constantFrom('cmd.takeover', 'cmd.consult', 'cmd.hold', 'cmd.stop');

const anyChange: fc.Arbitrary<Omit<FactOf<'call.changed'>, 'at'>> = fc.record({
  type: fc.constant('call.changed' as const),
  call: anyCall,
  state: fc.constantFrom('flow', 'queued', 'offering', 'connecting', 'talking', 'parked', 'closing'),
  hold: fc.constantFrom('open', 'holding', 'held', 'resuming'),
  handover: fc.constantFrom('idle', 'dialling', 'consulting', 'joining'),
  recording: fc.constantFrom('off', 'starting', 'on', 'stopping'),
});
const anyQueued: fc.Arbitrary<Omit<FactOf<'call.queued'>, 'at'>> = fc.record({
  type: fc.constant('call.queued' as const),
  call: anyCall,
  queue: idsOf<QueueId>('sales', 'billing'),
  front: fc.boolean(),
});

const anyClosed: fc.Arbitrary<Omit<FactOf<'call.closed'>, 'at'>> = fc.record({
  type: fc.constant('call.closed' as const),
  call: anyCall,
  end: fc.constant('hungUp' as const),
  cause: fc.constant('normal' as const),
  queue: fc.constant(null),
  served: fc.boolean(),
  abandoned: fc.boolean(),
  waitMs: fc.nat(),
  talkMs: fc.nat(),
  holdMs: fc.nat(),
});

/** Any fact that the list shows, about one of three calls that may or may not be there. */
const anyFact: fc.Arbitrary<Untimed> = fc.oneof(
  { weight: 6, arbitrary: anyChange },
  { weight: 2, arbitrary: anyQueued },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('call.created' as const),
      call: anyCall,
      direction: fc.constantFrom('inbound', 'outbound'),
      customer: fc.constant(asId<FactOf<'call.created'>['customer']>('100')),
      hotline: fc.constant(null),
      switch: fc.constant(asId<FactOf<'call.created'>['switch']>('sim')),
      ours: fc.boolean(),
    }),
  },
  anyClosed,
  fc.record({ type: fc.constant('call.confirmed' as const), call: anyCall, confirmed: fc.boolean() }),
  fc.record({
    type: fc.constant('leg.answered' as const),
    leg: idsOf<LegId>('l1'),
    call: anyCallOrNone,
    basis: fc.constantFrom('seen', 'assumed'),
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('seat.changed' as const),
      seat: idsOf<SeatId>('s1', 's2'),
      supervisor: idsOf<SupervisorId>('minh'),
      call: anyCallOrNone,
      scope: fc.constantFrom('call', 'agent'),
      state: fc.constantFrom('dialling', 'present', 'parked', 'gone'),
      mode: fc.constantFrom('monitor', 'barge', null),
      wanted: fc.constantFrom('monitor', 'barge'),
    }),
  },
  fc.record({
    type: fc.constant('agent.changed' as const),
    agent: idsOf<AgentId>('lan', 'ha'),
    state: fc.constantFrom('offline', 'available', 'talking'),
    reason: fc.constant(null),
    call: fc.constant(null),
  }),
  fc.record({
    type: fc.constant('command.accepted' as const),
    command: idsOf<CommandId>('k1', 'k2'),
    what: anyCommand,
    call: anyCallOrNone,
  }),
  fc.record({
    type: fc.constant('command.resolved' as const),
    command: idsOf<CommandId>('k1', 'k2'),
    what: anyCommand,
    call: anyCallOrNone,
    outcome: fc.constant('done' as const),
    cause: fc.constant(null),
    refusal: fc.constant(null),
    allowed: fc.constant([]),
  }),
);

/** Facts in order, each at least so many milliseconds after the one before. Neither a call nor an open command comes twice. */
const anyFacts = (minStepMs: number): fc.Arbitrary<readonly Fact[]> =>
  fc
    .array(fc.tuple(anyFact, fc.integer({ min: minStepMs, max: 9 })), { maxLength: 60 })
    .map((steps) => timed(steps).filter(firstOfItsName()));

function timed(steps: readonly (readonly [Untimed, number])[]): readonly Fact[] {
  let at = 0;
  return steps.map(([fact, afterMs]) => {
    at += afterMs;
    return { ...fact, at };
  });
}

function firstOfItsName(): (fact: Fact) => boolean {
  const named = new Set<string>();
  return (fact) => {
    if (fact.type !== 'call.created' && fact.type !== 'command.accepted') return true;
    const name = fact.type === 'call.created' ? fact.call : fact.command;
    if (named.has(name)) return false;
    named.add(name);
    return true;
  };
}

function applied(list: LiveList, facts: readonly Fact[]): LiveList {
  for (const fact of facts) list.apply(fact);
  return list;
}

const arrived = (call: CallId): Fact => ({
  type: 'call.created',
  at: 0,
  call,
  direction: 'inbound',
  customer: asId('100'),
  hotline: null,
  switch: asId('sim'),
  ours: true,
});

describe('the live list', () => {
  test('shows times that are the sums of what was so, millisecond by millisecond', () => {
    const call = asId<CallId>('c1');
    const step = fc.tuple(
      fc.oneof({ weight: 3, arbitrary: anyChange }, anyQueued).map((fact) => ({ ...fact, call })),
      fc.nat(9),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.nat(20), (steps, restMs) => {
        const list = createLiveList();
        list.apply(arrived(call));
        const sums = { waitMs: 0, talkMs: 0, holdMs: 0 };
        let [wasQueued, wasTalkedOn, hasEnded] = [false, false, false];
        let [state, hold] = ['arriving', 'open'];
        const pass = (ms: number): void => {
          for (let n = 0; n < ms; n += 1) {
            if (wasQueued && !wasTalkedOn && !hasEnded) sums.waitMs += 1;
            if (state === 'talking') sums.talkMs += 1;
            if (hold === 'held') sums.holdMs += 1;
          }
        };
        const facts = timed(steps);
        let now = 0;
        for (const fact of facts) {
          pass(fact.at - now);
          now = fact.at;
          list.apply(fact);
          if (fact.type === 'call.queued') wasQueued = true;
          if (fact.type !== 'call.changed') continue;
          ({ state, hold } = fact);
          if (state === 'talking') wasTalkedOn = true;
          if (state === 'closing') hasEnded = true;
          expect(list.get(call, now)).toMatchObject(sums);
        }
        pass(restMs);
        expect(list.get(call, now + restMs)).toMatchObject(sums);
      }),
    );
  });

  test('changes nothing when every fact comes twice', () => {
    fc.assert(
      fc.property(anyFacts(0), (facts) => {
        const twice = facts.flatMap((fact) => [fact, fact]);
        expect(applied(createLiveList(), twice).snapshot()).toEqual(applied(createLiveList(), facts).snapshot());
      }),
    );
  });

  test('ends up the same when a reader goes back and reads on from there', () => {
    fc.assert(
      fc.property(anyFacts(1), fc.nat(60), (facts, back) => {
        const list = applied(createLiveList(), facts);
        const before = list.snapshot();
        expect(applied(list, facts.slice(-back)).snapshot()).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });

  test('goes on from a snapshot that went through JSON as if it had never stopped', () => {
    fc.assert(
      fc.property(anyFacts(0), fc.nat(60), (facts, cut) => {
        const saved = JSON.stringify(applied(createLiveList(), facts.slice(0, cut)).snapshot());
        const restored = createLiveList(JSON.parse(saved) as LiveListSnapshot);
        expect(JSON.stringify(restored.snapshot())).toBe(saved);
        const straight = applied(createLiveList(), facts);
        const now = 1_000;
        applied(restored, facts.slice(cut));
        expect(restored.rows(now)).toEqual(straight.rows(now));
        expect(restored.figures(now)).toEqual(straight.figures(now));
        expect(restored.size).toBe(straight.size);
      }),
    );
  });

  test('keeps a snapshot as it was, whatever comes after', () => {
    fc.assert(
      fc.property(anyFacts(0), anyFacts(0), (before, after) => {
        const list = applied(createLiveList(), before);
        const snapshot = list.snapshot();
        const text = JSON.stringify(snapshot);
        applied(createLiveList(snapshot), after);
        applied(list, after);
        expect(JSON.stringify(snapshot)).toBe(text);
      }),
    );
  });

  test('is read in the order of any value, from any place, whatever came since it was read last', () => {
    const anyOf100 = fc.integer({ min: 1, max: 100 }).map((n) => asId<CallId>(`c${n}`));
    const step = fc.tuple(fc.oneof({ weight: 9, arbitrary: anyChange }, anyQueued, anyClosed), anyOf100, fc.nat(9));
    const look = fc.record({
      sort: fc.constantFrom('stateSinceMs', 'waitMs', 'talkMs', 'holdMs'),
      isDescending: fc.boolean(),
      beyond: fc.option(fc.tuple(fc.nat(300), fc.nat(100))),
      afterMs: fc.nat(50),
    });
    const round = fc.record({ steps: fc.array(step, { minLength: 1, maxLength: 120 }), looks: fc.array(look) });
    fc.assert(
      fc.property(fc.array(round, { minLength: 1, maxLength: 4 }), (rounds) => {
        const list = createLiveList();
        for (let n = 1; n <= 100; n += 1) list.apply(arrived(asId<CallId>(`c${n}`)));
        let at = 0;
        for (const { steps, looks } of rounds) {
          for (const [fact, call, ms] of steps) {
            at += ms;
            list.apply({ ...fact, at, call });
          }
          for (const { sort, isDescending, beyond, afterMs } of looks) {
            const places = list
              .rows(at + afterMs)
              .map((row) => ({ call: row.call, place: [row[sort], Number(row.call.slice(1))] as const }))
              .sort((one, other) => compare(one.place, other.place));
            if (isDescending) places.reverse();
            const by = isDescending ? -1 : 1;
            const expected = places.filter(({ place }) => beyond === null || by * compare(place, beyond) > 0);
            const read = [...list.inOrder(sort, at + afterMs, { isDescending, beyond })];
            expect(read).toEqual(expected.map(({ call }) => call));
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});

const compare = (one: LivePlace, other: LivePlace): number => one[0] - other[0] || one[1] - other[1];
