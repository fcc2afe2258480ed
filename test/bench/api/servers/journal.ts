import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type OpenStore } from '@legwork/api/store';
import {
  asId,
  type CallId,
  type Command,
  type CommandId,
  type Fact,
  type Input,
  type JournalBatch,
  type Recorded,
} from '@legwork/core';
import { createMemoryJournal, startRuntime } from '@legwork/core/runtime';
import { createCentre, createVirtualTime } from '@legwork/sim';
import { openBareRows, type BareRows } from '../bare.ts';
import { serveDeeds } from './child.ts';

// The journal by itself: what a day with so many calls has recorded is written again and again, as if it came after what was written last.

const AGENTS = 200;
/** So many talk at once. */
const TALKING = 150;
const BATCH = 1_000;

const by = { role: 'service', id: 'bench' } as const;

const record = async (calls: number): Promise<readonly Recorded[]> => {
  const agents = Array.from({ length: AGENTS }, (_, n) => `a${n}`);
  const time = createVirtualTime(Date.UTC(2026, 0, 5, 9));
  const centre = createCentre({ seed: 7, time, agents, supervisors: [] });
  const journal = createMemoryJournal();
  const runtime = startRuntime({
    config: centre.config,
    switches: new Map([[centre.id, centre.switch]]),
    clock: centre.clock,
    journal,
    checkpointEvery: Infinity,
  });
  const ask = (command: Parameters<typeof named>[0]): void => void runtime.ask(named(command));
  const pass = (ms: number): Promise<void> => time.pass(ms, () => runtime.settled());
  for (const { id: agent } of centre.config.agents) {
    ask({ type: 'cmd.logIn', agent });
    ask({ type: 'cmd.ready', agent });
  }
  const natives: ReturnType<typeof centre.arrive>[] = [];
  for (let n = 0; n < calls; n += 1) {
    natives.push(centre.arrive({ from: `+8490${n}` }));
    await pass(500);
    const leaving = natives[n - TALKING];
    if (leaving === undefined) continue;
    const call = asId<CallId>(`c${n - TALKING + 1}`);
    ask({ type: 'cmd.hold', call });
    await pass(100);
    ask({ type: 'cmd.resume', call });
    await pass(100);
    centre.switch.simulated.hangUp(leaving);
  }
  await pass(10_000);
  const recorded: Recorded[] = [];
  for await (const one of journal.read(1)) recorded.push(one);
  return recorded;
};

let asked = 0;
type Unnamed = Command extends infer One ? (One extends Command ? Omit<One, 'id' | 'by'> : never) : never;
const named = (command: Unnamed): Command => {
  asked += 1;
  return { ...command, id: asId<CommandId>(`op${asked}`), by };
};

/** The same once more, with numbers that follow and commands that are others. */
const lap = (recorded: readonly Recorded[], laps: number): readonly JournalBatch[] => {
  const last = recorded.at(-1)?.entry ?? { seq: 0, published: 0 };
  const other = (id: CommandId): CommandId => asId<CommandId>(`${id}.${laps}`);
  const again = (input: Input): Input => ('by' in input ? { ...input, id: other(input.id) } : input);
  const toldAgain = (fact: Fact): Fact => ('command' in fact ? { ...fact, command: other(fact.command) } : fact);
  return Array.from({ length: Math.ceil(recorded.length / BATCH) }, (_, n) => {
    const some = recorded.slice(n * BATCH, (n + 1) * BATCH);
    return {
      entries: some.map(({ entry }) => ({
        ...entry,
        seq: entry.seq + laps * last.seq,
        published: entry.published + laps * last.published,
        input: again(entry.input),
      })),
      publications: some.flatMap(({ publications }) =>
        publications.map(({ seq, fact }) => ({ seq: seq + laps * last.published, fact: toldAgain(fact) })),
      ),
      notes: [],
      performed: 0,
    };
  });
};

interface Opened {
  readonly store: OpenStore;
  readonly bare: BareRows;
  readonly recorded: readonly Recorded[];
  readonly rows: number;
}
let opened: Opened | null = null;
let laps = 0;

const perSecond = async (rows: number, act: () => Promise<void>): Promise<number> => {
  const began = performance.now();
  await act();
  return (1_000 * rows) / (performance.now() - began);
};

const ready = (): Opened => {
  if (opened === null) throw new Error('nothing was opened');
  return opened;
};

const folder = mkdtempSync(join(tmpdir(), 'legwork-rows-'));

const deeds = {
  open: async (calls: number) => {
    const recorded = await record(calls);
    const rows = recorded.reduce((sum, { publications }) => sum + 1 + publications.length, 0);
    const store = await openStore({ file: join(folder, 'legwork.db') });
    opened = { store, bare: openBareRows(join(folder, 'bare.db')), recorded, rows };
    return { rows };
  },
  service: () => {
    const { store, recorded, rows } = ready();
    const batches = lap(recorded, laps);
    laps += 1;
    return perSecond(rows, async () => {
      for (const batch of batches) await store.journal.append(batch);
    });
  },
  bare: () => {
    const { bare, recorded, rows } = ready();
    const batches = lap(recorded, 0);
    return perSecond(rows, () => {
      for (const { entries, publications } of batches) {
        bare.write([
          ...entries.map(({ input }) => JSON.stringify(input)),
          ...publications.map(({ fact }) => JSON.stringify(fact)),
        ]);
      }
      return Promise.resolve();
    });
  },
} as const;
export type JournalDeeds = typeof deeds;

process.on('exit', () => {
  opened?.bare.close();
  rmSync(folder, { recursive: true });
});
serveDeeds(deeds);
