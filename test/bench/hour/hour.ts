import { isDeepStrictEqual } from 'node:util';
import { compiled, interpreted } from '@legwork/core';
import { rowOf, type Extent, type Figure } from '../figure.ts';
import { inTurns, median, processorMs } from '../measure.ts';
import { profile } from '../profile.ts';
import { bareHour } from './bare-hour.ts';
import { countHour, type Counts } from './counts.ts';
import { engineHour } from './engine-hour.ts';
import { contactCentreHour, type Load } from './load.ts';

const tinyCentre: Load = {
  ...contactCentreHour,
  callsPerSecond: 0.2,
  agents: 36,
  warmUpMs: 300_000,
  untilMs: 900_000,
};

/** The contact-centre hour through all of the engine's logic, beside the same hour as numbers in a heap. */
export const measureHour = ({ runs, isQuick }: Extent): Figure => {
  const load = isQuick ? tinyCentre : contactCentreHour;
  const beginning: Load = { ...load, untilMs: Math.min(load.untilMs, 600_000) };
  const bare = bareHour(load);
  if (!isDeepStrictEqual(bare.fates, engineHour(load)))
    throw new Error('bug: the engine and the bare heap do not simulate the same');
  const byProgram = countHour(beginning, compiled(), true);
  const byXState = countHour(beginning, interpreted(), true);
  if (!isDeepStrictEqual(byProgram, byXState))
    throw new Error('bug: compiled and interpreted machines do not do the same');
  const measured = inTurns(
    { bare: () => processorMs(() => bareHour(load)), engine: () => processorMs(() => engineHour(load)) },
    runs,
  );
  const counts = countHour(load, compiled(), false);
  const shares = profile(() => engineHour(load));
  return {
    name: 'hour',
    title: 'the contact-centre hour, warm-up included',
    rows: [
      rowOf(
        'every leg, call and agent',
        'ms',
        measured.engine,
        { what: 'a bare heap', runs: measured.bare },
        { of: 'value ÷ baseline', bound: 'at most', than: 6 },
      ),
    ],
    notes: [
      `per served call: ${perServed(counts)}; ${((median(measured.engine) * 1000) / counts.served).toFixed(1)} µs`,
      `the first ten minutes as XState interprets them: ${perServed(byXState)}, the same as compiled; digest ${byXState.digest.slice(0, 16)}`,
      `spent on: ${shares
        .filter(([, share]) => share >= 0.01)
        .map(([part, share]) => `${part} ${Math.round(share * 100)} %`)
        .join(', ')}`,
    ],
    details: { load, fates: bare.fates, bareEvents: bare.events, counts, firstTenMinutes: byXState, shares },
  };
};

const perServed = ({ served, legs, switchEvents, machineSteps, facts }: Counts): string =>
  `${over(legs, served)} legs, ${over(switchEvents, served)} switch events, ${over(machineSteps, served)} machine steps, ${over(facts, served)} facts`;

const over = (number: number, calls: number): string => (number / calls).toFixed(1);
