import fc from 'fast-check';
import type { EndpointBehaviour } from '../switch/index.ts';

/** What a phone does that is called. Shrinks towards one that is answered at once. */
export const phone = ({ atMostMs = 8_000 }: { readonly atMostMs?: number } = {}): fc.Arbitrary<EndpointBehaviour> => {
  const afterMs = fc.integer({ min: 1, max: atMostMs });
  const behaviour = (kind: 'answers' | 'rejects' | 'busy' | 'unreachable') =>
    afterMs.map((ms) => ({ kind, afterMs: ms }));
  return fc.oneof(
    { weight: 12, arbitrary: behaviour('answers') },
    { weight: 1, arbitrary: fc.constant<EndpointBehaviour>({ kind: 'ringsOut' }) },
    { weight: 1, arbitrary: behaviour('rejects') },
    { weight: 1, arbitrary: behaviour('busy') },
    { weight: 1, arbitrary: behaviour('unreachable') },
  );
};
