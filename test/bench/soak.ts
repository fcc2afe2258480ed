import { compiled, interpreted, type Deciders } from '@legwork/core';
import { faultNames } from '@legwork/sim';
import { createTally, soak } from '@legwork/sim/soak';
import { rowOf, type Extent, type Figure } from './figure.ts';
import { inTurns, processorMs } from './measure.ts';

/** Events a second of soaking worlds: every fault of the catalogue, all invariants after each event. */
export const measureSoaking = ({ runs, isQuick }: Extent): Figure => {
  const worlds = { seeds: isQuick ? ([1, 1] as const) : ([1, 20] as const), calls: isQuick ? 2 : 20 };
  const program = compiled();
  const reference = interpreted();
  let tally = createTally(faultNames).tally();
  const eventsASecond = (deciders: Deciders) => (): number => {
    const counted = createTally(faultNames);
    const ms = processorMs(() => {
      for (const { soaked } of soak({ ...worlds, faults: faultNames, deciders })) counted.add(soaked);
    });
    tally = counted.tally();
    return (tally.events * 1000) / Math.max(ms, 0.001);
  };
  const measured = inTurns({ interpreted: eventsASecond(reference), compiled: eventsASecond(program) }, runs);
  return {
    name: 'soak',
    title: 'soaking worlds in faults',
    rows: [
      rowOf(`worlds of ${worlds.calls} callers`, 'events/s', measured.compiled, {
        what: 'machines interpreted by XState',
        runs: measured.interpreted,
      }),
    ],
    notes: [
      `${tally.worlds} worlds, ${tally.calls.toLocaleString('en')} calls, ${tally.events.toLocaleString('en')} events, ${faultNames.length} faults, all invariants; violations: ${tally.violations}`,
    ],
    details: { ...tally },
  };
};
