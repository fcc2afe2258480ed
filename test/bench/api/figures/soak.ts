import { rowOf, type Extent } from '../../figure.ts';
import { startChild } from '../servers/child.ts';
import type { Hour, SoakDeeds } from '../servers/soak.ts';
import type { ApiFigure } from '../stage.ts';

const HOURS = 30;
/** Until then what is kept for a while, and the compiler's code, have come to their size. */
const SETTLED = 6;

/** Memory of the whole service after each of many simulated hours. */
export const measureSoak = async ({ isQuick }: Extent): Promise<ApiFigure> => {
  const child = startChild<SoakDeeds>(new URL('../servers/soak.ts', import.meta.url));
  const hours = await child.ask('live', isQuick ? 1 : HOURS);
  await child.end();
  const settled = isQuick ? hours : hours.slice(SETTLED - 1);
  const rows = (['heapMb', 'residentMb'] as const).map((what) => {
    const values = settled.map((hour) => hour[what]);
    const slope = slopeOf(values);
    const growth = (100 * slope * (values.length - 1)) / (values[0] ?? 1);
    return rowOf(
      `${what === 'heapMb' ? 'heap' : 'resident memory'}, growth over the hours that count`,
      '%',
      [growth],
      { what: `MB after hour ${settled[0]?.hour ?? 0}`, runs: [values[0] ?? 0] },
      what === 'heapMb' ? { of: 'value', bound: 'at most', than: 5 } : null,
    );
  });
  return {
    name: 'soak',
    title: `Memory over ${hours.length} simulated hours, after collection`,
    rows,
    notes: [...lines(hours), ...slopes(settled)],
    details: { hours },
  };
};

const lines = (hours: readonly Hour[]): readonly string[] => {
  const last = hours.at(-1);
  const mb = (what: 'heapMb' | 'residentMb'): string => hours.map((hour) => hour[what].toFixed(1)).join(' ');
  return [
    `heap, MB: ${mb('heapMb')}`,
    `resident, MB: ${mb('residentMb')}`,
    `handles: ${hours.map(({ handles }) => handles).join(' ')}`,
    `${last?.publications.toLocaleString('en') ?? 0} facts, ${last?.liveCalls ?? 0} live calls at the end`,
  ];
};

const slopes = (settled: readonly Hour[]): readonly string[] => [
  `slope from hour ${settled[0]?.hour ?? 0} on: heap ${slopeOf(settled.map(({ heapMb }) => heapMb)).toFixed(3)}, resident ${slopeOf(settled.map(({ residentMb }) => residentMb)).toFixed(3)} MB an hour`,
];

/** By least squares: how much more with each. */
const slopeOf = (values: readonly number[]): number => {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const [over, under] = values.reduce(
    ([above, below], value, n) => [above + (n - middle) * (value - mean), below + (n - middle) ** 2],
    [0, 0],
  );
  return under === 0 ? 0 : over / under;
};
