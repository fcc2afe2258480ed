import { describe, expect, it } from 'vitest';
import { contactCentreHour } from '../bench/hour/load.ts';
import { rowsBesideErlangA } from '../bench/hour/statistics.ts';
import { erlangA } from '../support/erlang-a.ts';

// Each worked out by two methods. Per second; seconds; seconds; agents; then shares, and seconds.
const known = [
  [0.8, 60, 120, 50, { waits: 0.46777407, abandons: 0.030912249, meanWait: 3.7094699 }],
  [20, 180, 120, 3_500, { waits: 0.90973614, abandons: 0.028404649, meanWait: 3.4085578 }],
  [0.055555556, 180, 300, 14, { waits: 0.14526011, abandons: 0.013983744, meanWait: 4.1951232 }],
  [0.07, 120, 60, 12, { waits: 0.12737228, abandons: 0.029678906, meanWait: 1.7807343 }],
  [12, 1, 1, 10, { waits: 0.75760784, abandons: 0.21363235, meanWait: 0.21363235 }],
] as const;

describe('Erlang A', () => {
  it.each(known)(
    'is %d calls/s of %d s, patience of %d s, %d agents',
    (perSecond, service, patience, agents, exact) => {
      const found = erlangA({
        callsPerSecond: perSecond,
        meanServiceMs: service * 1000,
        meanPatienceMs: patience * 1000,
        agents,
      });
      expect(found.waits).toBeCloseTo(exact.waits, 7);
      expect(found.abandons).toBeCloseTo(exact.abandons, 8);
      expect(found.meanWaitMs / 1000).toBeCloseTo(exact.meanWait, 6);
    },
  );
});

describe('through every leg, call and agent of the engine', () => {
  it('twelve agents keep callers waiting as Erlang A has it, ten times ten hours', () => {
    const load = {
      ...contactCentreHour,
      callsPerSecond: 0.07,
      meanServiceMs: 120_000,
      meanPatienceMs: 60_000,
      agents: 12,
      untilMs: 37_800_000,
    };
    for (const { what, figure, value, baseline } of rowsBesideErlangA(load, 10)) {
      expect(figure, `${what}: ${value} beside ${baseline.value}`).toBeLessThanOrEqual(3);
    }
  });
});
