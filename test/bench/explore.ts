import { compiled, interpreted, type Deciders } from '@legwork/core';
import { explore } from '@legwork/sim';
import { rowOf, type Extent, type Figure } from './figure.ts';
import { inTurns, processorMs } from './measure.ts';

/** States a second of exploring every interleaving of one call, invariants and all. */
export const measureExploring = ({ runs, isQuick }: Extent): Figure => {
  const bounds = isQuick ? { legs: 2, maxStates: 200 } : { legs: 2 };
  const program = compiled();
  const reference = interpreted();
  let states = 0;
  const statesASecond = (deciders: Deciders) => (): number => {
    const ms = processorMs(() => {
      ({ states } = explore({ ...bounds, deciders }));
    });
    return (states * 1000) / Math.max(ms, 0.001);
  };
  const measured = inTurns({ interpreted: statesASecond(reference), compiled: statesASecond(program) }, runs);
  return {
    name: 'explore',
    title: 'exploring every interleaving of one call',
    rows: [
      rowOf(`${bounds.legs} legs`, 'states/s', measured.compiled, {
        what: 'machines interpreted by XState',
        runs: measured.interpreted,
      }),
    ],
    notes: [`${states.toLocaleString('en')} states, all invariants in each`],
    details: { bounds, states },
  };
};
