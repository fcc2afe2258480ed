import { rowOf, type Extent, type Figure, type Row } from '../figure.ts';
import { median } from '../measure.ts';
import { breakDown, type Breakdown } from './breakdown.ts';
import type { EngineTaken } from './child.ts';
import { engineInFreshProcess, growthInFreshProcess } from './children.ts';

const sizes = [1_000, 10_000, 100_000, 1_000_000] as const;
const tinySizes = [20] as const;

/** What live calls cost: in memory, and in time where there are many. The same processes measure both, a fresh one for each measurement. */
export const measureLive = ({ runs, isQuick }: Extent): readonly [memory: Figure, growth: Figure] => {
  const taken = (isQuick ? tinySizes : sizes).map((calls) => takeAll(calls, runs, isQuick ? 50 : 10_000));
  return [memoryOf(taken, runs, isQuick), growthOf(taken)];
};

interface Taken {
  readonly calls: number;
  /** One of each process; fewer where the machine's memory was not enough. */
  readonly processes: readonly EngineTaken[];
}

const takeAll = (calls: number, runs: number, turnOvers: number): Taken => {
  const processes: EngineTaken[] = [];
  for (let run = 0; run < runs; run += 1) {
    const taken = engineInFreshProcess(calls, turnOvers, 3);
    if (taken === null) break;
    processes.push(taken);
  }
  return { calls, processes };
};

const memoryOf = (taken: readonly Taken[], runs: number, isQuick: boolean): Figure => {
  const rows: Row[] = [];
  const notes: string[] = [];
  const few = isQuick ? 5 : 1_000;
  const snapshots = repeated(runs, () => growthInFreshProcess('snapshots', few * 10)?.residentBytes);
  const shown = isQuick ? taken : taken.filter(({ calls }) => calls === 10_000 || calls === 1_000_000);
  for (const { calls, processes } of shown) {
    if (processes.length < runs) {
      notes.push(`${grouped(calls)} calls do not fit into this machine's memory`);
      continue;
    }
    rows.push(
      rowOf(
        `${grouped(calls)} live calls`,
        'bytes/call',
        processes.map(({ residentBytes }) => residentBytes),
        { what: 'XState’s snapshots of their machines, nothing else', runs: snapshots },
        { of: 'value', bound: 'at most', than: 400 },
      ),
    );
  }
  // Beyond the number of calls that are kept ready for what comes next.
  const breakdown = isQuick ? [] : breakDown(8_192);
  const projection = repeated(runs, () => growthInFreshProcess('projection', few * 10)?.residentBytes);
  return {
    name: 'memory',
    title: 'resident memory of a live call: two legs up, an agent, a number of its own, a timer, all indexes',
    rows,
    notes: [
      ...notes,
      ...(isQuick ? [] : [`by part: ${byPart(breakdown)}`]),
      `beside it the live list, where it is kept: ${Math.round(median(projection))} bytes a call`,
    ],
    details: { breakdown, projection },
  };
};

const growthOf = (taken: readonly Taken[]): Figure => {
  const [first, ...others] = taken.filter(({ processes }) => processes.length > 0);
  if (first === undefined) throw new Error('nothing was measured');
  const rows = [
    rowOf(
      `${grouped(first.calls)} live calls`,
      'µs/event',
      first.processes.map(({ inputUs }) => inputUs),
      bareOf(first),
    ),
  ];
  for (const one of others) {
    rows.push(
      rowOf(
        `${grouped(one.calls)} live calls`,
        'µs/event',
        one.processes.map(({ inputUs }) => inputUs),
        bareOf(one),
      ),
    );
  }
  const last = others.at(-1);
  if (last !== undefined) rows.push(growthRow(first, last));
  return {
    name: 'growth',
    title: 'cost of an event to the engine, the more calls are live',
    rows,
    notes: [
      'an event is one of the nine or so inputs by which one conversation ends and the next begins; the bare heap moves one number and touches each line of a record as large as a live call',
    ],
    details: {},
  };
};

const bareOf = ({ processes }: Taken): { readonly what: string; readonly runs: readonly number[] } => ({
  what: 'a bare heap with records',
  runs: processes.map(({ bareUs }) => bareUs),
});

/** How many times as much an event costs, where there are so many more calls. */
const growthRow = (few: Taken, many: Taken): Row => {
  const inputUs = median(few.processes.map((one) => one.inputUs));
  const bareUs = median(few.processes.map((one) => one.bareUs));
  return rowOf(
    `from ${grouped(few.calls)} to ${grouped(many.calls)}`,
    '×',
    many.processes.map((one) => one.inputUs / inputUs),
    { what: 'growth of the bare heap', runs: many.processes.map((one) => one.bareUs / bareUs) },
    { of: 'value ÷ baseline', bound: 'at most', than: 1.3 },
  );
};

const byPart = (breakdown: Breakdown): string => {
  const parts = new Map<string, number>();
  for (const [path, bytes] of breakdown) {
    const part = path.split('.')[0] ?? path;
    parts.set(part, (parts.get(part) ?? 0) + bytes);
  }
  return [...parts]
    .filter(([, bytes]) => bytes >= 1)
    .sort(([, one], [, other]) => other - one)
    .map(([part, bytes]) => `${part} ${Math.round(bytes)}`)
    .join(', ');
};

const repeated = (runs: number, measure: () => number | undefined): readonly number[] =>
  Array.from({ length: runs }, () => {
    const measured = measure();
    if (measured === undefined) throw new Error('not enough memory for the baseline');
    return measured;
  });

const grouped = (number: number): string => number.toLocaleString('en');
