import type { SwitchEffect, SwitchEvent } from '@legwork/core';
import fc from 'fast-check';
import type { FaultRule } from '../faults/index.ts';

/** What befalls events and effects in a world. */
export interface Faults {
  readonly events: readonly FaultRule<SwitchEvent['type']>[];
  readonly effects: readonly FaultRule<SwitchEffect['type']>[];
}

/**
 * Duplicate, late, lost and overtaken events, late and lost effects. A port performs the effects on one leg in their order and reports each once;
 * effects are therefore neither doubled nor overtaken. Shrinks towards no faults. The most that one item is held up is 2 s for each rule.
 */
export const faults = ({ most = 0.1 }: { readonly most?: number } = {}): fc.Arbitrary<Faults> => {
  const probability = fc.integer({ min: 1, max: 100 }).map((percent) => (percent * most) / 100);
  const span = fc.constant([1, 2_000] as const);
  const drop = probability.map((p) => ({ kind: 'drop' as const, probability: p }));
  const delay = fc.tuple(probability, span).map(([p, byMs]) => ({ kind: 'delay' as const, probability: p, byMs }));
  const reorder = fc.tuple(probability, span).map(([p, byMs]) => ({ kind: 'reorder' as const, probability: p, byMs }));
  const duplicate = fc
    .tuple(probability, span)
    .map(([p, againAfterMs]) => ({ kind: 'duplicate' as const, probability: p, againAfterMs }));
  return fc.record({
    events: fc.uniqueArray(fc.oneof(duplicate, delay, drop, reorder), { maxLength: 4, selector: ({ kind }) => kind }),
    effects: fc.uniqueArray(fc.oneof(delay, drop), { maxLength: 2, selector: ({ kind }) => kind }),
  });
};
