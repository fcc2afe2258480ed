import type { JournalBatch } from '@legwork/core';
import { openBare } from './bare.ts';
import type { Crowd } from './crowd.ts';

export interface ApiFigure {
  readonly name: string;
  readonly measured: number;
  readonly unit: string;
  /** The bare thing of the same run, in the same unit; null where there is none. */
  readonly bare: number | null;
  /** The same by processor time alone, all threads together: what a machine would give that has nothing else to do, and a disk that takes no time. */
  readonly byProcessor: { readonly measured: number; readonly bare: number | null } | null;
  readonly wanted: string;
}

/** So many commands are asked for at once. */
const AT_ONCE = 200;

/** Commands that are made durable a second, with what comes of each, beside one row a command in a bare table. */
export const measureCommands = async ({ runtime, next }: Crowd, count: number): Promise<ApiFigure> => {
  const many = async (ask: () => Promise<unknown>): Promise<void> => {
    for (let done = 0; done < count; done += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, ask));
  };
  const bare = openBare();
  const text = JSON.stringify(next());
  const bareRate = await rateOf(count, () => many(() => bare.append(text)));
  bare.close();
  const rate = await rateOf(count, async () => {
    await many(() => runtime.ask(next()));
    await runtime.settled();
  });
  return {
    name: 'durable commands',
    measured: rate.byClock,
    unit: '1/s',
    bare: bareRate.byClock,
    byProcessor: { measured: rate.byProcessor, bare: bareRate.byProcessor },
    wanted: '≥ 50 % of a bare durable route',
  };
};

interface Rate {
  readonly byClock: number;
  readonly byProcessor: number;
}

/** How many a second, by the clock and by processor time. */
const rateOf = async (count: number, act: () => Promise<void>): Promise<Rate> => {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  await act();
  const { user, system } = process.cpuUsage(cpu);
  return {
    byClock: Math.round((1_000 * count) / (performance.now() - began)),
    byProcessor: Math.round((1_000_000 * count) / (user + system)),
  };
};

/** How long until a command is acknowledged, asked for at a steady rate whatever became of those before, beside the commit of one row alone. */
export const measureAcknowledgement = async (
  { runtime, next }: Crowd,
  perSecond: number,
  seconds: number,
): Promise<ApiFigure> => {
  const bare = openBare();
  const tookMs: number[] = [];
  const asked: Promise<void>[] = [];
  const began = performance.now();
  const ask = async (dueAt: number): Promise<void> => {
    await runtime.ask(next());
    tookMs.push(performance.now() - dueAt);
  };
  for (let n = 0; n < perSecond * seconds;) {
    const due = began + (1_000 * n) / perSecond;
    if (performance.now() < due) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      continue;
    }
    asked.push(ask(due));
    n += 1;
  }
  await Promise.all(asked);
  for (let n = 0; n < 300; n += 1) await bare.append('{}');
  const commit = p99(bare.commitsMs);
  bare.close();
  const wanted = perSecond <= 200 ? '≤ 20 ms' : '≤ 50 ms';
  return {
    name: `p99 acknowledgement at ${perSecond}/s`,
    measured: p99(tookMs),
    unit: 'ms',
    bare: commit,
    byProcessor: null,
    wanted,
  };
};

/** Rows a second that the journal writes: inputs, facts and what is read of them, in turns of a thousand inputs. */
export const measureRows = async ({ store }: Crowd, wanted: number): Promise<ApiFigure> => {
  const batches: JournalBatch[] = [];
  let entries: JournalBatch['entries'][number][] = [];
  let publications: JournalBatch['publications'][number][] = [];
  for await (const recorded of store.journal.read(1)) {
    entries.push(recorded.entry);
    publications.push(...recorded.publications);
    if (entries.length < 1_000) continue;
    batches.push({ entries, publications, notes: [], performed: 0 });
    [entries, publications] = [[], []];
    if (batches.length * 1_000 >= wanted) break;
  }
  // The same inputs once more, as if they came after the last: only what they cost is of interest.
  const { seq: seqBy, published: publishedBy } = await lastOf(store);
  const moved = batches.map((batch) => ({
    ...batch,
    entries: batch.entries.map((entry) => ({
      ...entry,
      seq: entry.seq + seqBy,
      published: entry.published + publishedBy,
    })),
    publications: batch.publications.map(({ seq, fact }) => ({ seq: seq + publishedBy, fact })),
  }));
  const rows = moved.reduce((sum, batch) => sum + batch.entries.length + batch.publications.length, 0);
  const rate = await rateOf(rows, async () => {
    for (const batch of moved) await store.journal.append(batch);
  });
  return {
    name: 'journal rows, with projections',
    measured: rate.byClock,
    unit: '1/s',
    bare: null,
    byProcessor: { measured: rate.byProcessor, bare: null },
    wanted: '≥ 50,000/s',
  };
};

const lastOf = async (store: Crowd['store']): Promise<{ readonly seq: number; readonly published: number }> => {
  let last = { seq: 0, published: 0 };
  for await (const { entry } of store.journal.read(1)) last = entry;
  return last;
};

const p99 = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return Number((sorted[Math.floor(0.99 * (sorted.length - 1))] ?? 0).toFixed(2));
};
