import { describe, expect, it } from 'vitest';
import {
  asId,
  type CallId,
  type EffectId,
  type Fact,
  type LegId,
  type NativeId,
  type SwitchEffect,
  type SwitchEvent,
  type SwitchId,
} from '@legwork/core';
import { answerAtOnce, createWorld } from '@legwork/sim';
import { configOf, createCentre, staff } from '../bench/hour/centre.ts';

const of = { op: asId<EffectId>('1.1'), switch: asId<SwitchId>('sim') };
const onLeg = { ...of, call: asId<CallId>('c1'), leg: asId<LegId>('c1.1'), native: asId<NativeId>('in-1') };

const answersTo = (effect: SwitchEffect): readonly string[] => {
  const told: string[] = [];
  answerAtOnce(effect, ({ switch: by, basis, ...event }: SwitchEvent) => {
    expect({ by, basis }).toEqual({ by: 'sim', basis: 'seen' });
    told.push(Object.values(event).join(' '));
  });
  return told;
};

describe('a switch that answers at once', () => {
  const cases: readonly (readonly [SwitchEffect, readonly string[]])[] = [
    [{ ...onLeg, type: 'answer' }, ['leg.answered in-1']],
    [
      { ...onLeg, type: 'dial', to: asId('agent/1'), as: asId('1900'), ringMs: 1 },
      ['leg.ringing in-1', 'leg.answered in-1'],
    ],
    [
      { ...onLeg, type: 'redirect', to: asId('0902'), target: asId('c1.3'), instead: asId('c1.2'), ringMs: 1 },
      [
        'leg.ended c1.2 normal',
        'leg.ringing c1.3',
        'leg.answered c1.3',
        'leg.placed in-1 main',
        'leg.placed c1.3 main',
      ],
    ],
    [
      { ...onLeg, type: 'redirect', to: asId('0902'), target: asId('c1.3'), instead: null, ringMs: 1 },
      ['leg.ringing c1.3', 'leg.answered c1.3', 'leg.placed in-1 main', 'leg.placed c1.3 main'],
    ],
    [{ ...onLeg, type: 'join', mix: 'side', instead: null }, ['leg.placed in-1 side']],
    [{ ...onLeg, type: 'treat', with: 'music' }, ['leg.placed in-1 treated']],
    [{ ...onLeg, type: 'tap', target: asId('c1.2'), mode: 'whisper' }, ['leg.placed in-1 tap c1.2 whisper']],
    [{ ...onLeg, type: 'play', prompt: 'closed' }, ['leg.played in-1 closed']],
    [{ ...onLeg, type: 'mute', on: true }, ['leg.muted in-1 true']],
    [{ ...onLeg, type: 'digits', digits: '12#' }, ['leg.digits in-1 12# true']],
    [{ ...onLeg, type: 'hangUp', cause: 'busy' }, ['leg.ended in-1 busy']],
    [{ ...of, type: 'record', call: asId('c1'), on: true }, ['record.started c1']],
    [{ ...of, type: 'record', call: asId('c1'), on: false }, ['record.stopped c1']],
    [{ ...of, type: 'claim', call: asId('c1'), natives: [] }, ['call.claimed c1']],
  ];

  it.each(cases)('has performed $type in that moment', (effect, told) => {
    expect(answersTo(effect)).toEqual(told);
  });

  it('makes the same facts of a call as the simulated switch without latency', () => {
    const facts: Fact[] = [];
    const config = configOf(1);
    const centre = createCentre(config, {
      due: () => undefined,
      hear: (fact) => {
        facts.push(fact);
      },
    });
    staff(centre, config);
    facts.length = 0;
    centre.offer(asId('in-1'), asId('0901'));
    centre.hangUp(asId('in-1'));

    const world = createWorld({
      seed: 1,
      agents: [{ id: 'a0', endpoint: 'agent/0', skills: [] }],
      latencyMs: [0, 0],
      answering: () => ({ kind: 'answers', afterMs: 0 }),
    });
    world.ready('a0');
    const before = world.facts.length;
    const caller = world.arrive({ from: '0901' });
    world.pass(0);
    world.hangUp(caller);
    world.pass(0);

    const tale = (told: readonly Fact[]): readonly string[] =>
      told.map(({ at: _at, ...fact }) => JSON.stringify(fact)).toSorted();
    expect(tale(facts)).toEqual(tale(world.facts.slice(before)));
  });
});
