import { asId } from '@legwork/core';
import type { NativeId, Traits } from '@legwork/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hears } from '../../core/src/audibility/index.ts';
import type { Ear } from '../../core/src/audibility/index.ts';
import { freeswitch, withCapabilities } from '../../sim/src/switch/index.ts';
import { addSupervisor, openSwitchboard, supervised, talking } from '../support/switchboard.ts';
import type { Switchboard, Wish } from '../support/switchboard.ts';

const id = asId<NativeId>;

/** `c:a` reads: the customer is heard by the agent. */
function audiences(board: Switchboard): Readonly<Record<string, string>> {
  return Object.fromEntries(
    board.simulated.legs().map(({ native }) => [native, board.simulated.audience(native).join(' ')]),
  );
}

describe('who truly hears whom', () => {
  it('customer and agent hear each other', () => {
    expect(audiences(talking())).toEqual({ c: 'a', a: 'c' });
  });

  it('a monitoring supervisor hears both and is heard by nobody', () => {
    expect(audiences(supervised('monitor'))).toEqual({ c: 'a s', a: 'c s', s: '' });
  });

  it('a whispering supervisor is heard by the agent alone', () => {
    expect(audiences(supervised('whisper'))).toEqual({ c: 'a s', a: 'c s', s: 'a' });
  });

  it('a supervisor who barges is heard by both parties', () => {
    expect(audiences(supervised('barge'))).toEqual({ c: 'a s', a: 'c s', s: 'c a' });
  });

  it('a second supervisor hears a whisper only on a switch with that trait', () => {
    const apart = supervised('whisper');
    const together = supervised('whisper', freeswitch);
    for (const board of [apart, together]) addSupervisor(board, 'b', 'monitor');
    expect(audiences(apart)).toMatchObject({ s: 'a', b: '' });
    expect(audiences(together)).toMatchObject({ s: 'a b', b: '' });
  });

  it('a second supervisor hears who barges', () => {
    const board = supervised('barge');
    addSupervisor(board, 'b', 'whisper');
    expect(audiences(board)).toEqual({ c: 'a s b', a: 'c s b', s: 'c a b', b: 'a' });
  });

  it('a supervisor on one party hears who barges in by another', () => {
    const board = supervised('barge');
    board.ask({ do: 'dial', leg: 'b' });
    board.settle();
    board.ask({ do: 'tap', leg: 'b', target: 'c', mode: 'monitor' });
    board.settle();
    expect(audiences(board)).toEqual({ c: 'a s b', a: 'c s b', s: 'c a b', b: '' });
  });

  it('a customer on hold hears nobody and is heard by nobody, and the supervisor hears the agent alone', () => {
    const board = supervised('barge');
    board.ask({ do: 'treat', leg: 'c' });
    board.settle();
    expect(audiences(board)).toEqual({ c: '', a: 's', s: 'a' });
  });

  it('whoever taps a treated leg hears it on a switch with that trait', () => {
    const deaf = supervised('monitor');
    const keen = supervised('monitor', freeswitch);
    for (const board of [deaf, keen]) board.ask({ do: 'treat', leg: 'a' });
    for (const board of [deaf, keen]) board.settle();
    expect(audiences(deaf)).toEqual({ c: '', a: '', s: '' });
    expect(audiences(keen)).toEqual({ c: '', a: 's', s: '' });
  });

  it('during a consult the supervisor hears the consult', () => {
    const board = supervised('whisper');
    board.ask({ do: 'dial', leg: 't' });
    board.settle();
    for (const leg of ['a', 't']) board.ask({ do: 'join', leg, mix: 'side' });
    board.settle();
    expect(audiences(board)).toEqual({ c: '', a: 's t', s: 'a', t: 'a s' });
  });

  it('a muted leg is heard by nobody and hears', () => {
    const board = supervised('monitor');
    board.ask({ do: 'mute', leg: 'a', on: true });
    board.settle();
    expect(audiences(board)).toEqual({ c: 'a s', a: '', s: '' });
  });

  it('who took over talks with the customer, and the agent is out', () => {
    const board = supervised('whisper');
    board.ask({ do: 'join', leg: 's', instead: 'a' });
    board.settle();
    expect(audiences(board)).toEqual({ c: 's', a: '', s: 'c' });
  });

  it('a recording holds the main mix and who barges into it, never a whisper or a consult', () => {
    const board = supervised('whisper');
    const recorded = (): readonly string[] => ['c', 'a', 's'].filter((leg) => board.simulated.records(id(leg)));
    expect(recorded()).toEqual([]);
    board.ask({ do: 'record', on: true });
    board.settle();
    expect(recorded()).toEqual(['c', 'a']);
    board.ask({ do: 'tap', leg: 's', target: 'a', mode: 'barge' });
    board.settle();
    expect(recorded()).toEqual(['c', 'a', 's']);
    board.ask({ do: 'join', leg: 'a', mix: 'side' });
    board.settle();
    expect(recorded()).toEqual(['c']);
  });

  it('a call that was found is a conversation, before and after it is named', () => {
    const board = openSwitchboard();
    board.simulated.find([
      { native: id('c'), role: 'customer', endpoint: asId('0901') },
      { native: id('a'), role: 'agent', endpoint: asId('101') },
    ]);
    expect(audiences(board)).toEqual({ c: 'a', a: 'c' });
    board.ask({ do: 'mute', leg: 'a', on: true });
    board.settle();
    expect(audiences(board)).toEqual({ c: 'a', a: '' });
  });
});

const legs = ['c', 'a', 't', 's', 'b'];
const leg = fc.constantFrom(...legs);
const change = fc.oneof(
  fc.record({ do: fc.constant('join' as const), leg, mix: fc.constantFrom('main', 'side'), instead: leg }),
  fc.record({ do: fc.constant('join' as const), leg, mix: fc.constant('main' as const) }),
  fc.record({ do: fc.constant('treat' as const), leg }),
  fc.record({
    do: fc.constant('tap' as const),
    leg,
    target: leg,
    mode: fc.constantFrom('monitor', 'whisper', 'barge'),
  }),
  fc.record({ do: fc.constant('mute' as const), leg, on: fc.boolean() }),
  fc.record({ do: fc.constant('hangUp' as const), leg }),
) satisfies fc.Arbitrary<Wish>;
const traits = fc.record({
  dialFirst: fc.constant(true),
  list: fc.constant(true),
  coWhisper: fc.boolean(),
  tapHearsTreatment: fc.boolean(),
});

/** Lets the changes happen to five legs of one call, one after the other, and looks after each. */
function watch(
  changes: readonly Wish[],
  traits: Traits,
  look: (board: Switchboard, ears: readonly Ear[]) => void,
): void {
  const board = openSwitchboard({ capabilities: withCapabilities({ traits }) });
  for (const leg of legs) board.ask({ do: 'dial', leg });
  board.settle();
  for (const change of changes) {
    board.ask(change);
    board.settle();
    look(board, earsOf(board));
  }
}

function earsOf(board: Switchboard): readonly Ear[] {
  const muted = new Map<string, boolean>();
  for (const event of board.events) if (event.type === 'leg.muted') muted.set(event.native, event.on);
  return board.simulated.legs().map(({ native, up, at, target, mode }) => ({
    leg: asId(native),
    up,
    party: 'agent' as const,
    place: { at, target: target === undefined ? null : asId(target), mode: mode ?? null },
    muted: muted.get(native) ?? false,
    asked: [],
    askedMutes: [],
  }));
}

describe('whatever is connected to whatever', () => {
  it('every voice has the audience of its place, and no other', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 25 }), traits, (changes, traits) =>
        watch(changes, traits, (board, ears) => {
          const ear = (leg: string): Ear | undefined => ears.find((other) => other.leg === leg);
          const tappersOf = (leg: string): readonly string[] =>
            ears.filter(({ place }) => place.target === leg).map(({ leg }) => leg);
          const mixOf = (at: string): readonly string[] =>
            ears.filter(({ place }) => place.at === at).map(({ leg }) => leg);
          const around = (leg: string): readonly string[] => {
            const at = ear(leg)?.place.at ?? 'none';
            return at === 'main' || at === 'side' ? mixOf(at) : at === 'treated' ? [] : [leg];
          };

          for (const { leg, muted, place } of ears) {
            const target = place.target ?? '';
            const isTargetTreated = ear(target)?.place.at === 'treated';
            const audience: Readonly<Record<string, () => readonly string[]>> = {
              none: () => tappersOf(leg),
              treated: () => (traits.tapHearsTreatment ? tappersOf(leg) : []),
              main: () => mixOf('main').flatMap((member) => [member, ...tappersOf(member)]),
              side: () => mixOf('side').flatMap((member) => [member, ...tappersOf(member)]),
              monitor: () => [],
              whisper: () => [...(isTargetTreated ? [] : [target]), ...(traits.coWhisper ? tappersOf(target) : [])],
              barge: () => [...around(target).flatMap((one) => [one, ...tappersOf(one)]), ...tappersOf(target)],
            };
            const meant = muted ? [] : (audience[place.mode ?? place.at]?.() ?? []);
            const others = new Set(meant.filter((listener) => listener !== leg));
            expect(new Set<string>(board.simulated.audience(id(leg))), `who hears ${leg}`).toEqual(others);
          }
        }),
      ),
      { numRuns: 300 },
    );
  });

  it('the truth is what core works out from a list of the legs', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 25 }), traits, (changes, traits) =>
        watch(changes, traits, (board, ears) => {
          const workedOut = hears(ears, traits);
          for (const listener of legs) {
            for (const speaker of legs) {
              const heard = board.simulated.hears(id(listener), id(speaker));
              expect(heard, `${listener} hears ${speaker}`).toBe(workedOut(asId(listener), asId(speaker)));
            }
          }
        }),
      ),
      { numRuns: 300 },
    );
  });
});
