import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Listed, Said } from './worker.ts';

/**
 * Breaks the machines on purpose, one thing at a time, and sees whether anybody notices:
 *
 *   npm run mutate:machines -- [--only call] [--sample 100] [--match 'queued exit' --match 'begins in'] [--jobs 2]
 *
 * Fails where less than 95 % are noticed, where a survivor is not accounted for in survivors.json, and where one that is has been killed.
 */
const needed = 0.95;
/** A check that takes longer has gone round in circles: noticed. */
const patienceMs = 20_000;

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    sample: { type: 'string' },
    match: { type: 'string', multiple: true },
    jobs: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

interface Result extends Listed {
  readonly killedBy: string | null;
  readonly why: string;
}

interface Accounted {
  readonly why: string;
  readonly mutants: readonly string[];
}
const survivorsFile = join(import.meta.dirname, 'survivors.json');
const accounted: ReadonlySet<string> = new Set(
  (JSON.parse(readFileSync(survivorsFile, 'utf8')) as readonly Accounted[]).flatMap(({ mutants }) => mutants),
);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const main = async (): Promise<void> => {
  const from = performance.now();
  const results = new Map<string, Result>();
  let queue: Listed[] | null = null;
  let total = 0;

  const runWorker = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child: ChildProcess = fork(join(import.meta.dirname, 'worker.ts'), {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      let current: Listed | null = null;
      let timer: NodeJS.Timeout | undefined;
      const next = (): void => {
        clearTimeout(timer);
        current = queue?.shift() ?? null;
        if (current === null) {
          child.disconnect();
          resolve();
          return;
        }
        child.send(current.id);
        waitFor();
      };
      const waitFor = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      };
      child.on('message', (said: Said) => {
        if (said.kind === 'alive') {
          waitFor();
          return;
        }
        if (said.kind === 'ready') {
          for (const broken of said.broken)
            print(`not in the suite, for it fails on Legwork's own machines: ${broken}`);
          if (queue === null) {
            queue = chosen(said.mutants);
            total = queue.length;
            print(`${total} mutants of ${said.mutants.length}, ${said.checks} checks`);
          }
        } else if (current !== null) {
          results.set(said.id, { ...current, killedBy: said.killedBy, why: said.why });
          if (said.killedBy === null || options.verbose) {
            print(
              `${said.killedBy === null ? 'SURVIVED' : 'killed  '} ${said.id}${said.killedBy === null ? '' : ` | ${said.killedBy} | ${said.why}`}`,
            );
          }
          if (results.size % 250 === 0) print(`… ${results.size} of ${total}, ${seconds(from)} s`);
        }
        next();
      });
      child.on('exit', (_code, signal) => {
        clearTimeout(timer);
        if (current === null) return;
        results.set(current.id, {
          ...current,
          killedBy: signal === 'SIGKILL' ? 'it never ends' : 'it crashes',
          why: '',
        });
        runWorker().then(resolve, reject);
      });
      child.on('error', reject);
    });

  const jobs = Number(options.jobs ?? Math.min(2, availableParallelism()));
  await Promise.all(Array.from({ length: jobs }, runWorker));
  report([...results.values()], seconds(from));
};

const chosen = (mutants: readonly Listed[]): Listed[] => {
  const { only, sample, match } = options;
  const wanted = mutants.filter(
    ({ machine, id }) =>
      (only === undefined || machine === only) && (match === undefined || match.some((part) => id.includes(part))),
  );
  if (sample === undefined) return wanted;
  const every = Math.max(1, wanted.length / Number(sample));
  return Array.from(
    { length: Math.min(Number(sample), wanted.length) },
    (_, n) => wanted[Math.floor(n * every)],
  ).filter((one) => one !== undefined);
};

const report = (results: readonly Result[], tookS: number): void => {
  const survivors = results.filter(({ killedBy }) => killedBy === null);
  const unaccounted = survivors.filter(({ id }) => !accounted.has(id));
  const stale = results.filter(({ id, killedBy }) => killedBy !== null && accounted.has(id));
  const rows = (key: 'machine' | 'operator') =>
    [...new Set(results.map((one) => one[key]))].map((name) => {
      const ofIt = results.filter((one) => one[key] === name);
      return { name, mutants: ofIt.length, killed: ofIt.filter(({ killedBy }) => killedBy !== null).length };
    });
  const table = [
    ...rows('machine'),
    ...rows('operator'),
    { name: 'all', mutants: results.length, killed: results.length - survivors.length },
  ];
  print('');
  print(`${'what'.padEnd(22)}${'mutants'.padStart(9)}${'killed'.padStart(9)}${'score'.padStart(9)}`);
  for (const { name, mutants, killed } of table) {
    print(
      `${name.padEnd(22)}${String(mutants).padStart(9)}${String(killed).padStart(9)}${`${((killed / mutants) * 100).toFixed(1)} %`.padStart(9)}`,
    );
  }
  print(`${tookS} s`);
  for (const { id } of unaccounted) print(`survived, and nobody says why: ${id}`);
  for (const { id } of stale) print(`accounted for, and killed all the same: ${id}`);
  const score = results.length === 0 ? 1 : (results.length - survivors.length) / results.length;
  const summary = {
    score,
    table,
    survivors: survivors.map(({ id }) => id),
    unaccounted: unaccounted.map(({ id }) => id),
    tookS,
  };
  const file = join(import.meta.dirname, '../../.cache/mutation/machines.json');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...summary, results }, null, 2)}\n`);
  if (score < needed || unaccounted.length > 0 || stale.length > 0) process.exitCode = 1;
};

const seconds = (from: number): number => Math.round((performance.now() - from) / 100) / 10;

await main();
