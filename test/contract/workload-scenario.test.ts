import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRouting } from '../../core/src/flow/index.ts';
import { expectedArrivals } from '../../sim/src/kernel/index.ts';
import { parseScenario, ScenarioError } from '../../sim/src/workload/index.ts';

const text = readFileSync(join(import.meta.dirname, '../../sim/scenarios/bank.yaml'), 'utf8');

describe('the scenario of the bank', () => {
  const bank = parseScenario(text, 'bank.yaml');

  it('begins at a local midnight', () => {
    expect(bank.day).toMatchObject({ weekday: 'wed', midnightMs: Date.UTC(1999, 1, 9, 22), toMs: 24 * 3_600_000 });
  });

  it('expects the calls of a recorded working day', () => {
    const { day, arrivals } = bank;
    const calls = Object.entries(arrivals.perHour).map(([type, perHour]) => [
      type,
      Math.round(expectedArrivals({ startMs: day.fromMs, intervalMs: arrivals.intervalMs, perHour })),
    ]);
    expect(Object.fromEntries(calls)).toEqual({ PS: 982, PE: 7, NE: 118, NW: 376, IN: 13, TT: 39 });
  });

  it('has a routing that the engine loads', () => {
    expect(loadRouting(bank.routing)).toMatchObject({ ok: true });
  });

  it('has a hotline for every number that callers dial', () => {
    const loaded = loadRouting(bank.routing);
    const numbers = loaded.ok ? loaded.routing.hotlines.map(({ number }) => String(number)) : [];
    const dialled = Object.values(bank.callers).flatMap(({ dials }) => dials.map(({ number }) => number));
    expect(dialled.toSorted()).toEqual(numbers.toSorted());
  });

  it('has an announcement for every prompt, and an agent for every queue at every hour of business', () => {
    const loaded = loadRouting(bank.routing);
    if (!loaded.ok) expect.fail('the routing does not load');
    const { nodes, queues } = loaded.routing;
    for (const node of Object.values(nodes))
      if (node.kind === 'announce') expect(bank.prompts).toHaveProperty(node.prompt);
    for (const { id, skills } of Object.values(queues)) {
      for (let hour = 7; hour < 24; hour++) {
        const some = bank.agents.some(
          (agent) =>
            skills.every((skill) => agent.skills.includes(skill)) &&
            agent.shifts.some(({ fromMs, toMs }) => fromMs < (hour + 1) * 3_600_000 && toMs > hour * 3_600_000),
        );
        expect(some, `${id} between ${hour} and ${hour + 1}`).toBe(true);
      }
    }
  });
});

/** Lists of lists: ten times as long with each line. */
const nested = (lines: number): string[] =>
  Array.from(
    { length: lines },
    (_, n) => `a${n + 1}: &a${n + 1} [${Array.from({ length: 10 }, () => `*a${n}`).join()}]`,
  );

describe('a scenario', () => {
  it.each([
    [
      'kind: mixture',
      'kind: mix',
      'bank.yaml:76:7 callers.PS.serviceMs.kind: a distribution has a kind, one of constant,',
    ],
    ["from: '06:30'", "from: '6:30'", 'bank.yaml:16:3 day.from: a time of day is written HH:MM, from 00:00 to 24:00'],
    ['seed: 19990210', 'sead: 1', 'bank.yaml:9:1 seed: is missing; a whole number from 0 up is expected'],
    ['seed: 19990210', 'sead: 1', 'bank.yaml:11:1 unknown key sead; allowed are name, title, seed, day,'],
    [
      "'08:00': [",
      "'08:15': [",
      'arrivals.perHour.08:15: the rows follow each other by 30 minutes: 08:00 stands here, not 08:15',
    ],
    ["'08:00': [", "'08:00': [1, ", 'arrivals.perHour.08:00: a row has 6 rates, one for each type, not 7'],
    [
      '[PS, PE, NE, NW, IN, TT]',
      '[PS, PE, NE, NW, IN, TX]',
      'arrivals.types: the types are those of callers, each once: PS,',
    ],
    ['10:45-12:45', '09:45-12:45', 'agents[1].shifts: shifts stand in their order and do not overlap'],
    ['10:45-12:45', '12:45-10:45', 'agents[1].shifts[1]: a shift begins before it ends'],
    ['id: a02', 'id: a01', 'agents: no two have the same id'],
    ['share: 0.68', 'share: 0.86', 'callers.PS.dials: the shares add up to 1'],
    [
      'kind: queue, queue: ne',
      'kind: line, queue: ne',
      'talks.transfersTo[0].kind: a destination has a kind, one of queue, agent, number',
    ],
    ['date: 1999-02-10', 'date: 1999-02-30', 'bank.yaml:13:1 day: the calendar has no 1999-02-30'],
    ['  NE:\n', '  PE:\n', 'Map keys must be unique'],
    ['holdShare: 0.08', "holdShare: '8'", 'talks.holdShare: is "8"; allowed is a number from 0 to 1'],
    ['name: bank', 'name: 7', 'bank.yaml:9:1 name: is 7; allowed is text: put it in quotes'],
    ['name: bank', "name: ''", 'name: is ""; allowed is text of length at least 1'],
    ['skills: [PS, PE, NE, TT]', 'skills: PS', 'agents[0].skills: is "PS"; allowed is a list'],
    ['meanMs: 60000', 'meanMs: -3', 'backAfterMissMs.meanMs: is -3; allowed is more than 0'],
    [
      'skills: [PS, PE, NE, TT]',
      'skills: [PS, PX]',
      'bank.yaml:148:29 agents[0].skills[1]: no queue asks for PX; allowed are PS, PE, NE, NW, IN, TT',
    ],
    ['skills: [PS, PE, NE, TT]', 'skills: []', 'bank.yaml:148:16 agents[0].skills: a01 can serve no queue'],
    [
      'skills: [PE] }',
      'skills: [PQ] }',
      'bank.yaml:302:59 routing.queues.pe.skills: no agent can serve this queue: nobody has PQ',
    ],
    ['id: s01', 'id: a01', 'bank.yaml:208:9 supervisors.people[0].id: a01 is an agent already; nobody is both'],
    ['name: bank', 'name: *nobody', 'bank.yaml:9:7 there is no &nobody before'],
    ['name: bank', 'name: [bank', 'bank.yaml:'],
    ['name: bank', 'name: bank\n<<: 5', 'bank.yaml:1:1 Merge sources must be maps'],
    ['name: bank', ['name: bank', 'a0: &a0 [x]', ...nested(9)].join('\n'), 'bank.yaml:1:1 Excessive alias count'],
  ])('with %j changed to %j is refused: %s', (right, wrong, message) => {
    expect(text).toContain(right);
    expect(() => parseScenario(text.replace(right, wrong), 'bank.yaml')).toThrow(message);
  });

  it('is told everything that is wrong with it at once', () => {
    const wrong = text.replace('seed: 19990210', 'seed: -1').replace('holdShare: 0.08', 'holdShare: 8');
    try {
      parseScenario(wrong);
      expect.fail('it was accepted');
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      expect(error.problems.map(({ at, line }) => [at, wrong.split('\n')[line - 1]?.trim().split(' ')[0]])).toEqual([
        ['seed', 'seed:'],
        ['talks.holdShare', 'holdShare:'],
      ]);
    }
  });
});
