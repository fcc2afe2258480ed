import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createTally, shrink, soak as soakWorlds, writeSoakReplay, type SoakedWorld } from '@legwork/sim/soak';
import { exits } from './exits.ts';
import { watchForInterruption } from './interruption.ts';
import { pageWidth } from './page.ts';
import { showSoakProgress } from './soak-progress.ts';
import { failureText, soakReportOf, type SoakFailure, type SoakSummary, type ToldFailure } from './soak-report.ts';
import { faultsNamed } from './faults-named.ts';

export interface SoakCommandOptions {
  readonly seeds?: readonly [from: number, to: number];
  readonly calls?: number;
  readonly faults?: string;
  readonly json?: true;
}

const SEEDS = [1, 100] as const;
const CALLS = 20;
/** Of more failures than these there is nothing more to learn: the first are mended first. */
const MOST_FAILURES = 5;

/** Soaks worlds in faults, one for each seed, and shrinks what goes wrong to a file that can be replayed. */
export async function soak({ seeds = SEEDS, calls = CALLS, faults, json }: SoakCommandOptions): Promise<void> {
  const names = faultsNamed((faults ?? 'all').split(',').map((name) => name.trim()));
  const [from, to] = seeds;
  const tally = createTally(names);
  const failures: ToldFailure[] = [];
  const interruption = watchForInterruption();
  const progress = showSoakProgress(to - from + 1, json === true ? process.stderr : process.stdout);
  // Shrinking is not soaking.
  let soakedMs = 0;
  let startedMs = performance.now();
  try {
    for (const world of soakWorlds({ seeds: [from, to], calls, faults: names })) {
      soakedMs += performance.now() - startedMs;
      tally.add(world.soaked);
      progress.show(tally.tally(), soakedMs);
      if (world.soaked.violations.length > 0) {
        progress.note(`seed ${world.seed} violates an invariant: looking for the least that does`);
        failures.push(shrunk(world));
      }
      // Ctrl-C is heard between two worlds.
      await setImmediate();
      if (interruption.isAsked || failures.length >= MOST_FAILURES) break;
      startedMs = performance.now();
    }
  } finally {
    progress.end();
    interruption.forget();
  }
  const { violations, ...counted } = tally.tally();
  const summary: SoakSummary = {
    seeds: [from, to],
    callsPerWorld: calls,
    complete: counted.worlds === to - from + 1,
    ...counted,
    violations,
    failures: failures.map(({ failure }) => failure),
    performance: {
      seconds: Math.round(soakedMs) / 1_000,
      eventsPerSecond: Math.round(counted.events / (soakedMs / 1_000)),
      node: process.version,
    },
  };
  if (json === true) {
    for (const told of failures) process.stderr.write(`${failureText(told)}\n\n`);
    process.stdout.write(`${JSON.stringify(summary)}\n`);
  } else {
    for (const told of failures) process.stdout.write(`${failureText(told)}\n\n`);
    process.stdout.write(`${soakReportOf(summary, pageWidth(process.stdout))}\n`);
  }
  if (violations > 0) process.exitCode = exits.violated;
  else if (interruption.isAsked) process.exitCode = exits.interrupted;
}

/** Makes a failing world as small as can be, and writes it down. */
function shrunk({ seed, plan }: SoakedWorld): ToldFailure {
  const { plan: least, violation, soaked, worlds } = shrink(plan);
  const file = resolve(`legwork-soak-${seed}.json`);
  writeFileSync(file, writeSoakReplay({ expected: violation, plan: least }));
  const failure: SoakFailure = {
    seed,
    ...violation,
    calls: least.callers.length,
    deeds: least.callers.reduce((sum, { happenings }) => sum + happenings.length, 0),
    faults: Object.fromEntries(
      soaked.struck.flatMap(({ name, strikes }) => (strikes.length > 0 ? [[name, strikes.length]] : [])),
    ),
    worldsTried: worlds,
    file: relative(process.cwd(), file),
  };
  return { failure, ladder: soaked.drawn() };
}
