import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asId, assertNever, modes, places } from '@legwork/core';
import type { LegId } from '@legwork/core';
import { forbidden, hears, mayHear, recorderHears, recorderMayHear } from '../../core/src/audibility/index.ts';
import type { Ear, Hearing, HearingTraits, Placement } from '../../core/src/audibility/index.ts';

const parties = ['customer', 'agent', 'target', 'seat', 'seat'] as const;
const legs = parties.map((party, n) => asId<LegId>(`${party}${n}`));
const agentLeg = asId<LegId>('agent1');
const nobody = asId<LegId>('nobody');

/** The rules for one listener and one speaker, said one after the other, over what is true. */
function rulesSay(ears: readonly Ear[], traits: HearingTraits, listener: Ear, speaker: Ear): boolean {
  const tappedBy = ({ place }: Ear): Ear | undefined =>
    ears.find((ear) => place.at === 'tap' && ear.leg === place.target && ear.up);
  const shareMix = (one: Ear, other: Ear): boolean =>
    one.place.at === other.place.at && (one.place.at === 'main' || one.place.at === 'side');

  if (listener === speaker || !listener.up || !speaker.up || speaker.muted) return false;
  const listensTo = tappedBy(listener);
  const speaksTo = tappedBy(speaker);
  if (listener.place.at === 'treated') return false;
  if (speaker.place.at === 'treated') return listensTo === speaker && traits.tapHearsTreatment;
  if (shareMix(listener, speaker)) return true;
  if (listensTo !== undefined && (listensTo === speaker || shareMix(listensTo, speaker))) return true;
  if (speaksTo === undefined || speaksTo === speaker) return false;
  const isCoSupervisor = listensTo === speaksTo;
  switch (speaker.place.mode) {
    case 'barge':
      return (
        speaksTo === listener ||
        shareMix(speaksTo, listener) ||
        isCoSupervisor ||
        (listensTo !== undefined && shareMix(speaksTo, listensTo))
      );
    case 'whisper':
      return speaksTo === listener || (isCoSupervisor && traits.coWhisper);
    case 'monitor':
    case null:
      return false;
    default:
      return assertNever(speaker.place.mode);
  }
}

const pairs = legs.flatMap((listener) => legs.map((speaker) => ({ listener, speaker })));

/** Everything the relation says, in a fixed order. */
const saidBy = (hearing: Hearing): readonly boolean[] =>
  pairs.map(({ listener, speaker }) => hearing(listener, speaker));

function expectWithin(inner: Hearing, outer: Hearing): void {
  const outside = pairs.filter(({ listener, speaker }) => inner(listener, speaker) && !outer(listener, speaker));
  expect(outside).toEqual([]);
}

/** Everything that may be true: each leg somewhere it is or was asked to be, muted or not likewise. */
function truthsOf(ears: readonly Ear[]): readonly (readonly Ear[])[] {
  let truths: readonly (readonly Ear[])[] = [[]];
  for (const ear of ears) {
    const up = ear.up || ear.asked.length > 0;
    const ways = [ear.place, ...ear.asked].flatMap((place) =>
      [...new Set([ear.muted, ...ear.askedMutes])].map((muted) => ({ ...ear, up, place, muted })),
    );
    truths = truths.flatMap((truth) => ways.map((way) => [...truth, way]));
  }
  return truths;
}

const anyTraits: fc.Arbitrary<HearingTraits> = fc.record({ coWhisper: fc.boolean(), tapHearsTreatment: fc.boolean() });

const anyTap: fc.Arbitrary<Placement> = fc.record({
  at: fc.constant('tap' as const),
  target: fc.oneof(
    { weight: 4, arbitrary: fc.constant(agentLeg) },
    { weight: 4, arbitrary: fc.constantFrom(...legs) },
    { weight: 1, arbitrary: fc.constantFrom(null, nobody) },
  ),
  mode: fc.constantFrom(...modes, null),
});
const anyPlacement: fc.Arbitrary<Placement> = fc.oneof(
  anyTap,
  fc.constantFrom(...places.filter((place) => place !== 'tap')).map((at) => ({ at, target: null, mode: null })),
);

/** Five legs of a call, anywhere at all, with at most so many placements and mutes asked for each. */
function anyEars(maxAsked: number): fc.Arbitrary<readonly Ear[]> {
  const earOf = (leg: LegId, party: Ear['party']): fc.Arbitrary<Ear> =>
    fc.record({
      leg: fc.constant(leg),
      up: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
      party: fc.constant(party),
      place: anyPlacement,
      muted: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
      asked: fc.array(anyPlacement, { maxLength: maxAsked }),
      askedMutes: fc.array(fc.boolean(), { maxLength: Math.min(1, maxAsked) }),
    });
  return fc.tuple(...parties.map((party, n) => earOf(legs[n] ?? nobody, party)));
}

describe('hears', () => {
  test('says for every pair what the rules say', () => {
    fc.assert(
      fc.property(anyEars(0), anyTraits, (ears, traits) => {
        const hearing = hears(ears, traits);
        for (const listener of ears) {
          for (const speaker of ears) {
            expect(hearing(listener.leg, speaker.leg), `${listener.leg} hears ${speaker.leg}`).toBe(
              rulesSay(ears, traits, listener, speaker),
            );
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('lets nobody hear a monitor, and a whisper only by the tapped leg and, by trait, by those who tap it too', () => {
    fc.assert(
      fc.property(anyEars(0), anyTraits, (ears, traits) => {
        const hearing = hears(ears, traits);
        for (const speaker of ears.filter((ear) => ear.place.at === 'tap')) {
          const { mode, target } = speaker.place;
          // Whoever listens to the tapping leg itself hears its microphone, as on any leg.
          const others = ears.filter((ear) => ear.place.at !== 'tap' || ear.place.target !== speaker.leg);
          for (const listener of others.filter((ear) => hearing(ear.leg, speaker.leg))) {
            expect(mode === 'whisper' || mode === 'barge').toBe(true);
            if (mode !== 'whisper' || listener.leg === target) continue;
            expect(traits.coWhisper && listener.place.target === target).toBe(true);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('mayHear', () => {
  test('is true where some truth that is possible lets the listener hear, and nowhere else', () => {
    fc.assert(
      fc.property(anyEars(2), anyTraits, (ears, traits) => {
        const truths = truthsOf(ears).map((truth) => saidBy(hears(truth, traits)));
        const someTruth = pairs.map((_, n) => truths.some((truth) => truth[n]));
        expect(saidBy(mayHear(ears, traits))).toEqual(someTruth);
      }),
      { numRuns: 100 },
    );
  });

  test('of the recording is true where some truth that is possible has it recorded, and nowhere else', () => {
    fc.assert(
      fc.property(anyEars(2), (ears) => {
        const truths = truthsOf(ears).map((truth) => legs.map(recorderHears(truth)));
        const someTruth = legs.map((_, n) => truths.some((truth) => truth[n]));
        expect(legs.map(recorderMayHear(ears))).toEqual(someTruth);
      }),
      { numRuns: 50 },
    );
  });

  test('is what hears says when nothing is asked for', () => {
    fc.assert(
      fc.property(anyEars(0), anyTraits, (ears, traits) => {
        expect(saidBy(mayHear(ears, traits))).toEqual(saidBy(hears(ears, traits)));
      }),
    );
  });

  test('never shrinks by asking for more', () => {
    fc.assert(
      fc.property(anyEars(3), anyTraits, fc.nat(4), anyPlacement, fc.boolean(), (ears, traits, n, placement, mute) => {
        const more = ears.map((ear, m) =>
          m === n ? { ...ear, asked: [...ear.asked, placement], askedMutes: [...ear.askedMutes, mute] } : ear,
        );
        expectWithin(hears(ears, traits), mayHear(ears, traits));
        expectWithin(mayHear(ears, traits), mayHear(more, traits));
      }),
    );
  });

  test('holds the truth at every moment of a switch that lags, and is the truth once it has caught up', () => {
    fc.assert(
      fc.property(anyTraits, fc.array(anyMove, { maxLength: 60 }), (traits, moves) => {
        let wires: readonly Wire[] = legs.map(newWire);
        for (const { leg, kind, placement } of moves) {
          wires = wires.map((wire, n) => (n === leg ? moved(wire, kind, placement) : wire));
          const known = wires.map(({ known }) => known);
          expectWithin(hears(truthOf(wires), traits), mayHear(known, traits));
        }
        for (let n = 0; n < moves.length; n += 1) {
          wires = wires.map((wire) => moved(moved(wire, 'perform', nowhere), 'report', nowhere));
        }
        const known = wires.map(({ known }) => known);
        expect(saidBy(mayHear(known, traits))).toEqual(saidBy(hears(truthOf(wires), traits)));
      }),
    );
  });
});

/** A leg whose switch performs what is asked in its order, some time later, and reports it in that order, later still. */
interface Wire {
  readonly known: Ear;
  readonly truth: Placement;
  readonly toPerform: readonly Placement[];
  readonly toReport: readonly Placement[];
}

const nowhere: Placement = { at: 'none', target: null, mode: null };

const newWire = (leg: LegId, n: number): Wire => ({
  known: { leg, up: true, party: parties[n] ?? 'seat', place: nowhere, muted: false, asked: [], askedMutes: [] },
  truth: nowhere,
  toPerform: [],
  toReport: [],
});

const truthOf = (wires: readonly Wire[]): readonly Ear[] =>
  wires.map(({ known, truth }) => ({ ...known, place: truth, asked: [] }));

function moved(wire: Wire, kind: 'ask' | 'perform' | 'report', placement: Placement): Wire {
  const { known, toPerform, toReport } = wire;
  switch (kind) {
    case 'ask':
      return { ...wire, known: { ...known, asked: [...known.asked, placement] }, toPerform: [...toPerform, placement] };
    case 'perform': {
      const [first, ...rest] = toPerform;
      return first === undefined ? wire : { ...wire, truth: first, toPerform: rest, toReport: [...toReport, first] };
    }
    case 'report': {
      const [first, ...rest] = toReport;
      if (first === undefined) return wire;
      return { ...wire, known: { ...known, place: first, asked: known.asked.slice(1) }, toReport: rest };
    }
    default:
      return assertNever(kind);
  }
}

const anyMove = fc.record({
  leg: fc.nat(legs.length - 1),
  kind: fc.constantFrom('ask' as const, 'perform' as const, 'report' as const),
  placement: anyPlacement,
});

describe('forbidden', () => {
  test('is empty while supervisors tap agents alone, whatever is in flight', () => {
    const agentsOnly = anyEars(3).map((ears) =>
      ears.map((ear) => {
        if (ear.party !== 'seat') return { ...ear, place: unlessTap(ear.place), asked: ear.asked.map(unlessTap) };
        return { ...ear, place: onAgent(ear.place), asked: ear.asked.map(onAgent) };
      }),
    );
    fc.assert(
      fc.property(agentsOnly, anyTraits, (ears, traits) => {
        expect(forbidden(ears, traits)).toEqual([]);
      }),
    );
  });

  test('names whoever may hear a whisper and is no agent, unless the supervisor is or may be louder', () => {
    fc.assert(
      fc.property(anyEars(2), anyTraits, (ears, traits) => {
        const overheard = forbidden(ears, traits);
        const may = mayHear(ears, traits);
        for (const speaker of ears.filter((ear) => ear.party === 'seat')) {
          const all = [speaker.place, ...speaker.asked];
          const isLoud = all.some(
            ({ at, mode }) => at === 'main' || at === 'side' || (at === 'tap' && mode === 'barge'),
          );
          const heardByCustomer = may(asId<LegId>('customer0'), speaker.leg);
          const isNamed = overheard.some((pair) => pair.listener === 'customer0' && pair.speaker === speaker.leg);
          expect(isNamed).toBe(heardByCustomer && !isLoud);
        }
      }),
      { numRuns: 300 },
    );
  });
});

const unlessTap = (placement: Placement): Placement => (placement.at === 'tap' ? nowhere : placement);
const onAgent = (placement: Placement): Placement =>
  placement.at === 'tap' ? { ...placement, target: agentLeg } : placement;
