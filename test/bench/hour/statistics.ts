import { isDeepStrictEqual } from 'node:util';
import { erlangA } from '../../support/erlang-a.ts';
import { rowOf, type Extent, type Figure, type Row } from '../figure.ts';
import { bareHour } from './bare-hour.ts';
import { engineHour } from './engine-hour.ts';
import { contactCentreHour, streamDraws, type Load } from './load.ts';

/** How many standard errors a mean may lie away from the formula. */
const bound = { of: '|z|', bound: 'at most', than: 3 } as const;

/** Ten hours of the contact centre, ten times, through the whole engine: does it wait and abandon as the theory says? */
export const compareWithErlangA = ({ isQuick }: Extent): Figure => {
  const size = isQuick ? { callsPerSecond: 0.2, agents: 36, untilMs: 3_600_000 } : { untilMs: 37_800_000 };
  const load: Load = { ...contactCentreHour, ...size };
  const replications = isQuick ? 3 : 10;
  return {
    name: 'statistics',
    title: `${load.agents.toLocaleString('en')} agents beside Erlang A, ${replications} runs of ${(load.untilMs - load.warmUpMs) / 3_600_000} h`,
    rows: rowsBesideErlangA(load, replications),
    notes: [],
    details: { load, replications },
  };
};

/** Each figure of each run, beside what the formula says. Seeds follow that of the load. */
export const rowsBesideErlangA = (load: Load, replications: number): readonly Row[] => {
  const runs = Array.from({ length: replications }, (_, n) => {
    const replication = { ...load, seed: load.seed + n };
    const fates = engineHour(replication, { draws: streamDraws(replication) });
    if (!isDeepStrictEqual(fates, bareHour(replication, streamDraws(replication)).fates))
      throw new Error('bug: the engine and the bare heap do not simulate the same');
    const { served, abandoned, waited, waitMs } = fates;
    const all = served + abandoned;
    return { abandons: abandoned / all, waits: waited / all, meanWaitMs: waitMs / all };
  });
  const exact = erlangA(load);
  const row = (what: string, unit: string, name: keyof typeof exact): Row =>
    rowOf(
      what,
      unit,
      runs.map((run) => run[name]),
      { what: 'Erlang A', runs: [exact[name]] },
      bound,
    );
  return [
    row('share abandoned', '', 'abandons'),
    row('share that waits', '', 'waits'),
    row('mean wait', 'ms', 'meanWaitMs'),
  ];
};
