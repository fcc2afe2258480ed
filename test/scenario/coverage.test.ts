import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { capabilities, compiled } from '@legwork/core';
import type { Conflict, Fact, Refusal, RefusalReason } from '@legwork/core';
import { asterisk, blindOnly, freeswitch, stringee, unlimited } from '@legwork/sim';
import { createCoverage, drawn, isListed, tableOf, type Unreachable } from '../support/coverage.ts';
import { randomWorld } from '../support/random-world.ts';
import { collectStories, perform } from '../support/story.ts';
import { unreachable } from '../support/unreachable.ts';

/** Every state of every machine meets everything that can be asked of it or happen in it: in stories, or in worlds where anything goes. */

const isCommand = (input: string) => input.startsWith('cmd.');
const all = () => true;
const tables = [
  tableOf('life', 'call', isCommand),
  tableOf('hold', 'call', isCommand),
  tableOf('recording', 'call', isCommand),
  tableOf('handover', 'call', all),
  tableOf('seat', 'seat', all),
  tableOf('agent', 'agent', all),
  tableOf('leg', 'leg', all),
];
const coverage = createCoverage(compiled());
/** What was refused in the stories, and why. */
const refusals = new Set<string>();
const inFull = (refusal: Refusal): string => {
  if (refusal.reason === 'conflict') return `conflict ${refusal.with}`;
  return refusal.reason === 'unsupported' ? `unsupported ${refusal.capability}` : refusal.reason;
};

beforeAll(async () => {
  const files = readdirSync(import.meta.dirname).filter(
    (file) => file.endsWith('.test.ts') && file !== 'coverage.test.ts',
  );
  const stories = await collectStories(async () => {
    for (const file of files) await import(join(import.meta.dirname, file));
  });
  for (const one of stories) {
    const told: Fact[] = [];
    attempt(() =>
      perform(one, coverage.deciders, (world) => {
        coverage.explore(world);
        world.onStep((_at, _input, outputs) => told.push(...outputs.filter((output) => 'at' in output)));
      }),
    );
    for (const fact of told)
      if (fact.type === 'command.resolved' && fact.refusal !== null) refusals.add(inFull(fact.refusal));
  }

  const faults = {
    events: [
      { kind: 'drop', probability: 0.05 } as const,
      { kind: 'duplicate', probability: 0.1, againAfterMs: [0, 4_000] } as const,
      { kind: 'reorder', probability: 0.1, byMs: [0, 2_000] } as const,
    ],
    effects: [{ kind: 'drop', probability: 0.03 } as const],
  };
  const shapes = [unlimited, asterisk, freeswitch, stringee, blindOnly];
  for (let n = 0; n < 30; n += 1) {
    const shape = shapes[n % shapes.length] ?? unlimited;
    const options = { seed: n + 1, shape, deciders: coverage.deciders, watch: coverage.explore, acts: 150 };
    randomWorld({ ...options, breaks: n % 2 === 1, ...(n % 3 === 0 ? {} : { faults }) });
  }
});

/** A story that goes wrong fails as a test of its own; here its way so far counts. */
function attempt(run: () => unknown): void {
  try {
    run();
  } catch {
    // Told elsewhere.
  }
}

for (const table of tables) {
  const rules: readonly Unreachable[] = unreachable[table.name];
  test(`${table.name}: each pair has come about, or is known not to`, () => {
    process.stdout.write(`${drawn(table, coverage, rules)}\n\n`);
    const missing: string[] = [];
    const wrong: string[] = [];
    for (const state of table.states) {
      for (const input of table.inputs) {
        const { step, refusal, ignored } = coverage.of(table, state, input);
        const isReached = step + refusal + ignored > 0;
        if (!isReached && !isListed(rules, state, input)) missing.push(`${state} ${input}`);
        if (isReached && isListed(rules, state, input)) wrong.push(`${state} ${input}`);
        if (isCommand(input)) expect(ignored, `${input} in ${state} is answered`).toBe(0);
      }
    }
    expect(missing, 'never reached').toEqual([]);
    expect(wrong, 'reached, but listed as unreachable').toEqual([]);
  });
}

/** Each reason there is; one that is missing here does not compile. */
const reasons: Readonly<Record<Exclude<RefusalReason, 'conflict' | 'unsupported'>, true>> = {
  invalid: true,
  noSuchCall: true,
  noSuchLeg: true,
  noSuchSeat: true,
  noSuchAgent: true,
  noSuchSupervisor: true,
  noSuchQueue: true,
  notNow: true,
  stale: true,
  alreadySo: true,
  notHeld: true,
  noAgent: true,
  agentUnavailable: true,
  supervisorBusy: true,
  ownCall: true,
  full: true,
  notOurs: true,
  unconfirmed: true,
  forbidden: true,
};
const conflicts: Readonly<Record<Conflict, true>> = {
  handover: true,
  hold: true,
  recording: true,
  change: true,
  mute: true,
  digits: true,
  command: true,
  claim: true,
};

test('every reason to refuse is given in some story', () => {
  const all = [
    ...Object.keys(reasons),
    ...Object.keys(conflicts).map((conflict) => `conflict ${conflict}`),
    // An announcement that the switch cannot play is passed over: nobody asks for it.
    ...capabilities.filter((capability) => capability !== 'play').map((capability) => `unsupported ${capability}`),
  ];
  expect(all.filter((reason) => !refusals.has(reason))).toEqual([]);
});
