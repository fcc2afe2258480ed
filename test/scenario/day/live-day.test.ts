import { readFileSync } from 'node:fs';
import { createMemoryJournal, startRuntime } from '@legwork/core/runtime';
import { createVirtualTime, parseScenario, planScenario, prepareLiveDay } from '@legwork/sim';
import { expect, test } from 'vitest';

const evening = parseScenario(
  readFileSync(new URL(import.meta.resolve('@legwork/sim/scenarios/evening.yaml')), 'utf8'),
  'evening.yaml',
);

const live = async (minutes: number) => {
  const plan = planScenario(evening, 7);
  const time = createVirtualTime(plan.midnightMs + plan.fromMs);
  const day = prepareLiveDay(plan, { time, guests: ['minh'] });
  const runtime = startRuntime({
    config: day.config,
    switches: new Map([[day.centre.id, day.centre.switch]]),
    clock: day.centre.clock,
    journal: createMemoryJournal(),
  });
  const facts: string[] = [];
  runtime.publications.subscribe(({ fact }) => facts.push(JSON.stringify(fact)));
  day.open(runtime);
  await time.pass(minutes * 60_000, () => runtime.settled());
  return { runtime, facts };
};

test('the evening of the demo has some 200 calls at once, most of them in conversation', async () => {
  const { runtime } = await live(12);
  const figures = runtime.live.figures(runtime.now());
  expect(figures.calls).toBeGreaterThan(170);
  expect(figures.calls).toBeLessThan(260);
  expect(figures.talking).toBeGreaterThan(140);
});

test('a day behind a runtime is the same for the same seed, to the byte', async () => {
  const [one, other] = [await live(2), await live(2)];
  expect(one.facts.length).toBeGreaterThan(1_000);
  expect(one.facts).toEqual(other.facts);
});

test('no two callers have the same number, and all look like numbers of the country', () => {
  const numbers = planScenario(evening, 7).callers.map(({ from }) => from);
  expect(numbers.length).toBeGreaterThan(10_000);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers.every((number) => /^\+849\d{8}$/.test(number))).toBe(true);
});
