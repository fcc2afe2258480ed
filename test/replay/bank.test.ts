import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCallBook, estimatesOf, openDay, parseTrace, planTraceDay, recordedFigures } from '@legwork/sim';
import { beforeAll, describe, expect, it } from 'vitest';

const recording = join(import.meta.dirname, '../../../shared/data/bank-1999/calls-1999-02-first-half.csv');

/** Each day of the fortnight, as it was and as it is lived again. */
const relive = () => {
  const trace = parseTrace(readFileSync(recording, 'utf8'));
  const estimates = estimatesOf(trace);
  return trace.days.map((recorded) => {
    const day = openDay(planTraceDay(recorded, estimates, 1), { keepFacts: false });
    const book = createCallBook(() => 0);
    day.world.onStep((_at, _input, outputs) => {
      for (const output of outputs) if ('at' in output) book.hear(output);
    });
    day.world.settle();
    return { date: recorded.date, recorded: recordedFigures(recorded), simulated: book.figures() };
  });
};

describe.skipIf(!existsSync(recording))('the recorded fortnight of a bank, lived again', () => {
  let days: ReturnType<typeof relive> = [];
  beforeAll(() => {
    days = relive();
  });
  const sum = (of: (day: ReturnType<typeof relive>[number]) => number): number =>
    days.reduce((total, day) => total + of(day), 0);

  it('has every call of every day, and leaves nobody on the line', () => {
    for (const { date, recorded, simulated } of days) {
      expect(simulated, date).toMatchObject({ offered: recorded.calls, turnedAway: 0, stillThere: 0 });
    }
  });

  it('abandons within a point and a half of what was recorded', () => {
    const calls = sum(({ recorded }) => recorded.calls);
    const [recorded, simulated] = [sum((day) => day.recorded.abandoned), sum((day) => day.simulated.abandoned)];
    expect(Math.abs(simulated - recorded) / calls).toBeLessThan(0.015);
  });

  it('waits within an eighth of what was recorded', () => {
    const recorded = sum((day) => day.recorded.meanWaitMs * day.recorded.served) / sum((day) => day.recorded.served);
    const simulated =
      sum((day) => day.simulated.waitOfServed.meanMs * day.simulated.served) / sum((day) => day.simulated.served);
    expect(Math.abs(simulated / recorded - 1)).toBeLessThan(0.125);
  });

  it('serves each day for as long as was recorded, within a twentieth', () => {
    for (const { date, recorded, simulated } of days) {
      expect(Math.abs(simulated.meanTalkMs / recorded.meanServiceMs - 1), date).toBeLessThan(0.05);
    }
  });
});
