import type { CallOut } from '@legwork/core';
import { rowOf, type Extent, type Figure } from '../figure.ts';
import { inTurns, processorMs } from '../measure.ts';
import { lives, stepsInAll } from './lives.ts';
import { createRunners, differences, type Runner } from './runners.ts';

/** Steps a second of one call's machine on the same scripts, by XState, by hand and compiled. What the machine says is handed to a function on all sides. */
export const measureSteps = ({ runs, isQuick }: Extent): Figure => {
  const runners = createRunners();
  const sampleMs = isQuick ? 2 : 400;
  const measured = inTurns(
    {
      transition: stepsASecond(runners.transition, sampleMs),
      scope: stepsASecond(runners.scope, sampleMs),
      handWritten: stepsASecond(runners.handWritten, sampleMs),
      compiled: stepsASecond(runners.compiled, sampleMs),
      forgetful: stepsASecond(runners.forgetful, sampleMs),
    },
    runs,
  );
  const { compiled } = measured;
  const outs = outsOf(runners.transition);
  // Speed is worth comparing where the same is done.
  const different = differences(runners);
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
      rowOf('compiled, each step decided anew', 'steps/s', measured.forgetful, {
        what: 'XState transition()',
        runs: measured.transition,
      }),
    ],
    notes: [
      `${lives.length} lives of ${stepsInAll} steps and ${outs} outputs in all, each output handed to a function`,
      ...different.map((difference) => `not the same as transition(): ${difference}`),
    ],
    details: { lives: lives.length, steps: stepsInAll, outs, different },
  };
};

/** As many lives as take the time of a sample, at the speed that shows at first. */
const stepsASecond = (runner: Runner, sampleMs: number): (() => number) => {
  const outs = outsOf(runner);
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

const outsOf = (runner: Runner): number => {
  let outs = 0;
  for (const life of lives)
    runner(life, () => {
      outs += 1;
    });
  return outs;
};
