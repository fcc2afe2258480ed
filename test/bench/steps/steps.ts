import { isDeepStrictEqual } from 'node:util';
import type { CallOut, CallRecord } from '@legwork/core';
import { rowOf, type Extent, type Figure } from '../figure.ts';
import { inTurns, processorMs } from '../measure.ts';
import { lives, stepsInAll } from './lives.ts';
import { createRunners, type Runner } from './runners.ts';

/** Steps a second of one call's machine on the same scripts, four ways. What the machine says is handed to a function on all sides. */
export const measureSteps = ({ runs, isQuick }: Extent): Figure => {
  const runners = createRunners();
  const outs = assertAllDoTheSame(runners);
  const sampleMs = isQuick ? 2 : 400;
  const measured = inTurns(
    {
      transition: stepsASecond(runners.transition, sampleMs, outs),
      scope: stepsASecond(runners.scope, sampleMs, outs),
      handWritten: stepsASecond(runners.handWritten, sampleMs, outs),
      compiled: stepsASecond(runners.compiled, sampleMs, outs),
    },
    runs,
  );
  const { compiled } = measured;
  return {
    name: 'steps',
    title: 'steps of a call’s machine',
    rows: [
      rowOf(
        'compiled',
        'steps/s',
        compiled,
        { what: 'XState transition()', runs: measured.transition },
        { of: 'value ÷ baseline', bound: 'at least', than: 200 },
      ),
      rowOf(
        'compiled',
        'steps/s',
        compiled,
        { what: 'XState, one scope reused', runs: measured.scope },
        { of: 'value ÷ baseline', bound: 'at least', than: 50 },
      ),
      rowOf(
        'compiled',
        'steps/s',
        compiled,
        { what: 'a hand-written switch', runs: measured.handWritten },
        { of: 'baseline ÷ value', bound: 'at most', than: 3 },
      ),
    ],
    notes: [
      `${lives.length} lives of ${stepsInAll} steps and ${outs} outputs in all, each output handed to a function`,
    ],
    details: { lives: lives.length, steps: stepsInAll, outs },
  };
};

/** As many lives as take the time of a sample, at the speed that shows at first. */
const stepsASecond = (runner: Runner, sampleMs: number, outs: number): (() => number) => {
  let rounds = 1;
  while (measure(runner, rounds, outs) < sampleMs) rounds *= 2;
  return () => (rounds * stepsInAll * 1000) / measure(runner, rounds, outs);
};

const measure = (runner: Runner, rounds: number, outs: number): number => {
  let delivered = 0;
  let letters = 0;
  const deliver = ({ say }: CallOut): void => {
    delivered += 1;
    // Looked at, so that no compiler can leave out making it.
    letters += say.length;
  };
  const ms = processorMs(() => {
    for (let round = 0; round < rounds; round += 1) for (const life of lives) runner(life, deliver);
  });
  if (delivered !== rounds * outs || letters < delivered) throw new Error('bug: outputs were lost');
  return Math.max(ms, 0.001);
};

/** Speed is worth comparing where the same is done: the records after each step, and all that is said. How many that are. */
const assertAllDoTheSame = (runners: Readonly<Record<string, Runner>>): number => {
  const traces = Object.values(runners).map((runner) => lives.map((life) => traceOf(runner, life)));
  const [first, ...others] = traces;
  if (others.some((trace) => !isDeepStrictEqual(trace, first)))
    throw new Error('bug: the four do not do the same with the scripts');
  return (first ?? []).reduce((sum, { outs }) => sum + outs.length, 0);
};

const traceOf = (runner: Runner, life: (typeof lives)[number]) => {
  const outs: CallOut[] = [];
  const records: CallRecord[] = [];
  runner(
    life,
    (out) => outs.push(out),
    ({ record }) => records.push(record),
  );
  return { outs, records };
};
