import { faultNames, isFaultName } from '@legwork/sim';
import { createTally, planWorld, runPlan, shapes, soak, writeSoakReplay } from '@legwork/sim/soak';
import { describe, expect, it } from 'vitest';
import { seedFrom } from '../support/replay.ts';

const WORLDS = 48;
const CALLS = 20;

describe('a soak', () => {
  it('in all faults violates no invariant, and every fault strikes', () => {
    const from = seedFrom('SOAK_SEED', 1);
    const tally = createTally(faultNames);
    const shapesSeen = new Set<string>();
    const startedMs = performance.now();
    for (const { seed, plan, soaked } of soak({
      seeds: [from, from + WORLDS - 1],
      calls: CALLS,
      faults: faultNames,
    })) {
      tally.add(soaked);
      shapesSeen.add(plan.shape);
      const again = `again: npm run legwork -- soak --seeds ${seed}`;
      expect(soaked.violations, `${soaked.drawn() ?? ''}\n${again}`).toEqual([]);
    }
    const { events, calls, faults } = tally.tally();
    const perSecond = Math.round(events / ((performance.now() - startedMs) / 1_000));
    process.stdout.write(`soak: ${WORLDS} worlds, ${calls} calls, ${events} events, ${perSecond} a second\n`);
    expect(Object.keys(faults)).toEqual(faultNames);
    expect(Object.entries(faults).filter(([, struck]) => struck === 0)).toEqual([]);
    expect(shapesSeen).toEqual(new Set(Object.keys(shapes)));
  });

  it('of one seed is the same to the byte, and of another is another', () => {
    const told = (seed: number): string => {
      const plan = planWorld(seed, { calls: 8, faults: faultNames });
      return JSON.stringify([plan, runPlan(plan).events, runPlan(plan).struck]);
    };
    expect(told(3)).toBe(told(3));
    expect(told(3)).not.toBe(told(4));
  });

  it('has a mix of its own for each seed: of many faults a few, of few all', () => {
    const mixes = Array.from({ length: 20 }, (_, seed) => planWorld(seed, { calls: 1, faults: faultNames }).faults);
    expect(new Set(mixes.map((mix) => mix.map(({ name }) => name).join())).size).toBe(20);
    for (const mix of mixes) expect(mix.length).toBeLessThan(faultNames.length / 1.5);
    const few = faultNames.slice(0, 2).filter(isFaultName);
    expect(planWorld(1, { calls: 1, faults: few }).faults.map(({ name }) => name)).toEqual(few);
    expect(planWorld(1, { calls: 1, faults: [] }).faults).toEqual([]);
  });

  it('whose strikes are told strikes as it did by chance', () => {
    const plan = planWorld(5, { calls: 10, faults: faultNames });
    const soaked = runPlan(plan);
    const told = runPlan({ ...plan, faults: soaked.struck });
    expect(soaked.struck.some(({ strikes }) => strikes.length > 0)).toBe(true);
    expect([told.events, told.struck]).toEqual([soaked.events, soaked.struck]);
    const text = writeSoakReplay({ expected: { invariant: 1, at: 0, call: null, what: 'x' }, plan });
    expect(text.endsWith('\n')).toBe(true);
  });
});
