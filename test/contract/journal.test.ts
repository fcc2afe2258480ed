import { spawnSync } from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import threads, { type Worker } from 'node:worker_threads';
import {
  asId,
  type AgentId,
  type CallId,
  type CommandId,
  type Endpoint,
  type QueueId,
  type SupervisorId,
} from '@legwork/core';
import { openRuntime, startRuntime, type Runtime } from '@legwork/core/runtime';
import { createCentre, createVirtualTime, type Centre } from '@legwork/sim';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keepLog } from '../../api/src/journal/log-keeper.ts';
import { openStore, type OpenStore, type StoreOptions } from '../../api/src/journal/open.ts';

const by = { role: 'service', id: 'test' } as const;
const lan = asId<AgentId>('lan');
const minh = asId<SupervisorId>('minh');

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'legwork-journal-'));
  file = join(folder, 'legwork.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Setting {
  readonly store: OpenStore;
  readonly runtime: Runtime;
  readonly centre: Centre;
  readonly pass: (ms: number) => Promise<void>;
}

type Kind = 'memory' | 'a file' | 'a file, written by a thread of its own';
const openAs = (kind: Kind, options: Partial<StoreOptions> = {}): Promise<OpenStore> => {
  const thread = kind === 'a file' ? 'off' : 'on';
  return openStore({ file: kind === 'memory' ? ':memory:' : file, thread, ...options });
};

const begin = async (kind: Kind = 'a file', options: Partial<StoreOptions> = {}): Promise<Setting> => {
  const store = await openAs(kind, options);
  const time = createVirtualTime(1_000_000);
  const centre = createCentre({ seed: 7, time, agents: ['lan'], supervisors: ['minh'] });
  const runtime = startRuntime({
    config: centre.config,
    switches: new Map([[centre.id, centre.switch]]),
    clock: centre.clock,
    journal: store.journal,
  });
  const pass = (ms: number): Promise<void> => time.pass(ms, () => runtime.settled());
  await runtime.ask({ type: 'cmd.logIn', id: asId<CommandId>('in'), by, agent: lan });
  await runtime.ask({ type: 'cmd.ready', id: asId<CommandId>('ready'), by, agent: lan });
  return { store, runtime, centre, pass };
};

/** Lan talks with a customer for a minute while Minh whispers, then the customer hangs up. */
const oneCall = async (kind: Kind = 'a file'): Promise<Setting> => {
  const setting = await begin(kind);
  const native = setting.centre.arrive({ from: '0901234567' });
  await setting.pass(5_000);
  const supervise = {
    type: 'cmd.supervise',
    id: asId<CommandId>('op_whisper'),
    by: { role: 'supervisor', id: 'minh' },
    call: asId<CallId>('c1'),
    supervisor: minh,
    mode: 'whisper',
    scope: 'call',
  } as const;
  const note = {
    principal: 'minh@bank.vn',
    reason: 'a new agent',
    receipt: { scope: 'minh POST /calls/c1/supervisions', key: 'k1', fingerprint: 'f1' },
  };
  await setting.runtime.ask(supervise, note);
  await setting.pass(60_000);
  setting.centre.switch.simulated.hangUp(native);
  await setting.pass(5_000);
  return setting;
};

const all = async <Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> => {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
};

const kinds: readonly Kind[] = ['memory', 'a file', 'a file, written by a thread of its own'];
describe.for(kinds)('the journal in %s', (kind) => {
  test('keeps every input and every publication, in order and without gaps', async () => {
    const { store, runtime } = await oneCall(kind);
    const published = await store.publications(0, 10_000);
    expect(published.map(({ seq }) => seq)).toEqual(published.map((_, n) => n + 1));
    expect(published.length).toBe(runtime.published());
    const recorded = await all(store.journal.read(1));
    expect(recorded.map(({ entry }) => entry.seq)).toEqual(recorded.map((_, n) => n + 1));
    expect(recorded.flatMap(({ publications }) => publications)).toEqual(published);
    expect(await all(store.journal.read(7))).toEqual(recorded.slice(6));
    await store.close();
  });

  test('keeps the record of a closed call: who talked, who was present, how long what took', async () => {
    const { store } = await oneCall(kind);
    const { data, next } = await store.callRecords({ limit: 10 });
    expect(next).toBeNull();
    expect(data).toMatchObject([
      {
        call: 'c1',
        direction: 'inbound',
        customer: '0901234567',
        agents: ['lan'],
        supervisors: ['minh'],
        served: true,
        abandoned: false,
        end: 'customerLeft',
      },
    ]);
    const [record] = data;
    expect(record?.talkMs).toBeGreaterThan(60_000);
    expect(record?.endedAt).toBeGreaterThan(record?.startedAt ?? Infinity);
    expect((await store.callRecords({ limit: 1, agent: lan })).data).toEqual(data);
    expect((await store.callRecords({ limit: 1, agent: asId<AgentId>('hoa') })).data).toEqual([]);
    expect((await store.callRecords({ limit: 1, updatedSince: record?.updatedSeq ?? 0 })).data).toEqual([]);
    await store.close();
  });

  test('keeps what became of each command, who asked and why, and the request that may be repeated', async () => {
    const { store } = await oneCall(kind);
    expect(await store.operation(asId<CommandId>('op_whisper'))).toMatchObject({
      what: 'cmd.supervise',
      by: { role: 'supervisor', id: 'minh' },
      principal: 'minh@bank.vn',
      reason: 'a new agent',
      call: 'c1',
      state: 'done',
      refusal: null,
    });
    expect(await store.operation(asId<CommandId>('never'))).toBeNull();
    expect(await store.receipt('minh POST /calls/c1/supervisions', 'k1')).toMatchObject({
      fingerprint: 'f1',
      command: 'op_whisper',
    });
    expect(await store.receipt('somebody else', 'k1')).toBeNull();
    expect(await store.audit({ limit: 5 })).toMatchObject({
      data: [{ what: 'cmd.supervise', principal: 'minh@bank.vn', reason: 'a new agent', outcome: 'done', call: 'c1' }],
      next: null,
    });
    await store.close();
  });

  test('keeps a refusal with its reason, and leaves an open command what it is where its id is used again', async () => {
    const { store, runtime, centre, pass } = await begin(kind);
    centre.arrive({ from: '0901234567' });
    await pass(5_000);
    const call = asId<CallId>('c1');
    const hold = { type: 'cmd.hold', id: asId<CommandId>('op_1'), by, call } as const;
    const resume = { type: 'cmd.resume', id: asId<CommandId>('op_2'), by, call } as const;
    expect(await runtime.ask(resume)).toMatchObject({ accepted: false, refusal: { reason: 'notHeld' } });
    expect(await store.operation(resume.id)).toMatchObject({
      state: 'refused',
      refusal: { reason: 'notHeld' },
      principal: 'service:test',
    });
    await runtime.ask(hold);
    expect(await runtime.ask(hold)).toMatchObject({ accepted: false, refusal: { reason: 'conflict' } });
    expect(await store.operation(hold.id)).toMatchObject({ state: 'pending', resolvedAt: null });
    await pass(5_000);
    expect(await store.operation(hold.id)).toMatchObject({ state: 'done' });
    await store.close();
  });

  test('gives the timeline of one call, and documents by collection and id', async () => {
    const { store } = await oneCall(kind);
    const timeline = await store.publicationsOf(asId<CallId>('c1'), 1_000);
    expect(timeline[0]?.fact.type).toBe('call.created');
    expect(timeline.some(({ fact }) => fact.type === 'call.closed')).toBe(true);
    expect(timeline.every(({ fact }) => 'call' in fact && fact.call === 'c1')).toBe(true);

    const flows = store.documents<{ readonly name: string }>('flows');
    await flows.put('b', { name: 'bank' });
    await flows.put('a', { name: 'after hours' });
    await flows.put('b', { name: 'the bank' });
    expect(await flows.list()).toEqual([{ name: 'after hours' }, { name: 'the bank' }]);
    expect(await flows.get('b')).toEqual({ name: 'the bank' });
    expect(await store.documents('webhooks').list()).toEqual([]);
    expect([await flows.remove('b'), await flows.remove('b')]).toEqual([true, false]);
    await store.close();
  });
});

test('pages of call records and of the audit join without a gap or a repeat', async () => {
  const { store, runtime, centre, pass } = await begin();
  for (let n = 1; n <= 7; n += 1) {
    const native = centre.arrive({ from: `09${n}` });
    await pass(5_000);
    await runtime.ask({ type: 'cmd.stop', id: asId<CommandId>(`stop${n}`), by, call: asId<CallId>(`c${n}`) });
    await pass(120_000);
    centre.switch.simulated.hangUp(native);
    await pass(5_000);
    await runtime.ask({ type: 'cmd.ready', id: asId<CommandId>(`again${n}`), by, agent: lan });
  }
  const customers: Endpoint[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.callRecords({ limit: 3, ...(cursor === undefined ? {} : { cursor }) });
    customers.push(...page.data.map(({ customer }) => customer));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  expect(customers).toEqual(['097', '096', '095', '094', '093', '092', '091']);

  const first = await store.callRecords({ limit: 4, updatedSince: 0 });
  const since = first.data.at(-1)?.updatedSeq ?? 0;
  expect(first.data.map(({ customer }) => customer)).toEqual(['091', '092', '093', '094']);
  const rest = await store.callRecords({ limit: 4, updatedSince: since });
  expect(rest.data.map(({ customer }) => customer)).toEqual(['095', '096', '097']);
  // Of a time: those that began from the third on and before the sixth, whichever way they are found.
  const starts = [...first.data, ...rest.data].map(({ startedAt }) => startedAt);
  const time = { from: starts[2] ?? 0, to: starts[5] ?? 0 };
  const some = await store.callRecords({ limit: 2, ...time });
  const others = await store.callRecords({ limit: 2, ...time, cursor: some.next ?? '' });
  expect([...some.data, ...others.data].map(({ customer }) => customer)).toEqual(['095', '094', '093']);
  expect(others.next).toBeNull();
  const forward = await store.callRecords({ limit: 2, ...time, updatedSince: since });
  expect(forward.data.map(({ customer }) => customer)).toEqual(['095']);
  const queue = asId<QueueId>('nobody waits here');
  expect((await store.callRecords({ limit: 4, queue })).data).toEqual([]);

  const newest = await store.audit({ limit: 5, what: 'cmd.stop' });
  const older = await store.audit({ limit: 5, what: 'cmd.stop', cursor: newest.next ?? '' });
  expect([...newest.data, ...older.data].map(({ command }) => command)).toEqual(
    [7, 6, 5, 4, 3, 2, 1].map((n) => `stop${n}`),
  );
  await store.close();
});

describe('a file', () => {
  const openFile = (name: string = file): Promise<OpenStore> => openStore({ file: name, thread: 'off' });

  test('is its owner’s alone to read', async () => {
    const { store } = await begin();
    expect(statSync(file).mode & 0o077).toBe(0);
    await store.close();
  });

  test('holds what it held when it is opened again', async () => {
    const { store } = await oneCall();
    const published = await store.publications(0, 10_000);
    await store.close();
    const again = await openFile();
    expect(await again.publications(0, 10_000)).toEqual(published);
    await again.close();
  });

  test('that somebody else has open is refused as locked', async () => {
    const store = await openFile();
    await expect(openFile()).rejects.toMatchObject({ name: 'JournalFault', trouble: 'locked' });
    // To another process no less, when it was tried in this one.
    const elsewhere = `new (require('better-sqlite3'))(${JSON.stringify(`${file}-owner`)}, { timeout: 0 }).exec('BEGIN EXCLUSIVE')`;
    const other = spawnSync(process.execPath, ['--eval', elsewhere], { cwd: import.meta.dirname, encoding: 'utf8' });
    expect(other.stderr).toContain('SQLITE_BUSY');
    await store.close();
    await (await openFile()).close();
  });

  test('that is no database, or one of something else, is refused as corrupt', async () => {
    writeFileSync(file, 'a letter to my grandmother, and nothing that SQLite would understand');
    await expect(openFile()).rejects.toMatchObject({ trouble: 'corrupt' });
    const other = join(folder, 'other.db');
    const db = new Database(other);
    db.exec('CREATE TABLE recipes (name TEXT)');
    db.close();
    await expect(openFile(other)).rejects.toMatchObject({ trouble: 'corrupt' });
  });

  test('that cannot be opened leaves no thread behind', async () => {
    writeFileSync(file, 'a letter to my grandmother, and nothing that SQLite would understand');
    const begun: Worker[] = [];
    const note = (worker: Worker): number => begun.push(worker);
    process.on('worker', note);
    await expect(openStore({ file, thread: 'on' })).rejects.toMatchObject({ trouble: 'corrupt' });
    process.off('worker', note);
    expect(begun.map(({ threadId }) => threadId)).toEqual([-1]);
  });

  test('that a newer version has written is refused as newer', async () => {
    await (await openFile()).close();
    const db = new Database(file);
    db.pragma('user_version = 9');
    db.close();
    await expect(openFile()).rejects.toMatchObject({
      trouble: 'newer',
      message: expect.stringContaining('version 9') as string,
    });
  });

  test('in a directory that is not there is refused, and says so', async () => {
    await expect(openFile(join(folder, 'nowhere', 'legwork.db'))).rejects.toMatchObject({
      trouble: 'failed',
      message: expect.stringContaining('directory') as string,
    });
  });
});

const log = (n: number) => ({ type: 'cmd.logIn', id: asId<CommandId>(`log${n}`), by, agent: lan }) as const;

test('the log is copied as SQLite does it where no thread is to be had for it', async () => {
  const db = new Database(file);
  const longest = (): unknown => db.pragma('wal_autocheckpoint', { simple: true });
  const none = vi.spyOn(threads, 'Worker').mockImplementation(function none(): never {
    throw new Error('no thread is to be had');
  });
  syncBuiltinESMExports();
  try {
    const log = keepLog(db, file);
    log.wrote(999);
    expect(longest()).toBe(0);
    log.wrote(1);
    log.wrote(1_000);
    expect([longest(), none.mock.calls.length]).toEqual([1_000, 1]);
    await log.close();
  } finally {
    none.mockRestore();
    syncBuiltinESMExports();
    db.close();
  }
});

test('what a thread of its own writes is copied into the file while it writes on, and the log begins anew', async () => {
  const store = await openAs('a file, written by a thread of its own');
  /** SQLite's log gets another salt each time that it begins anew. */
  const salt = (): number => {
    const log = openSync(`${file}-wal`, 'r');
    const head = Buffer.alloc(32);
    readSync(log, head, 0, head.length, 0);
    closeSync(log);
    return head.readUInt32BE(16);
  };
  const checkpoint = { at: 1, published: 3, behaviour: 1, config: '{}', live: '', timers: [], unperformed: [] };
  const textOf = (seq: number): string => `${seq} `.repeat(1_000_000);
  const save = (seq: number): Promise<void> => store.journal.save({ ...checkpoint, seq, engine: textOf(seq) });
  await save(1);
  const first = salt();
  let seq = 1;
  // So many as it takes: the thread has its turn when the machine lets it.
  while (salt() === first) {
    seq += 1;
    await save(seq);
  }
  await store.close();
  expect(() => statSync(`${file}-wal`)).toThrow('ENOENT');
  const again = await openAs('a file');
  const kept = await again.journal.load();
  expect(kept?.seq).toBe(seq);
  expect(kept?.engine === textOf(seq)).toBe(true);
  await again.close();
});

describe.for(['a file', 'a file, written by a thread of its own'] as const)('a journal in %s that fails', (kind) => {
  test('because it is full: nothing is acknowledged; what fits later is', async () => {
    const { store, runtime, pass } = await begin(kind, { mostBytes: 260_000 });
    let turns = 0;
    const ask = (n: number) => Promise.all(Array.from({ length: 100 }, (_, k) => runtime.ask(log(100 * n + k))));
    const fill = async (): Promise<void> => {
      for (; turns < 100; turns += 1) await ask(turns);
    };
    await expect(fill()).rejects.toMatchObject({ trouble: 'full' });
    await runtime.settled();
    // All of a turn, or nothing.
    const kept = (n: number) => store.operation(log(n).id);
    expect(await Promise.all([kept(100 * turns), kept(100 * turns + 99)])).toEqual([null, null]);
    expect(await kept(100 * turns - 1)).not.toBeNull();
    await expect(ask(turns + 1)).rejects.toMatchObject({ trouble: 'full' });

    // Somebody makes room.
    const db = new Database(file);
    db.exec('DELETE FROM operations');
    db.close();
    await pass(60_000);
    expect(await runtime.ask(log(0))).toMatchObject({ accepted: false });
    expect(runtime.fault()).toBeNull();
    await store.close();
  });

  test('because somebody else holds it: nothing is acknowledged until they let it go', async () => {
    const { store, runtime, pass } = await begin(kind);
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(runtime.ask(log(1))).rejects.toMatchObject({ trouble: 'locked' });
    await runtime.settled();
    other.exec('COMMIT');
    other.close();
    await pass(10_000);
    expect(await runtime.ask(log(2))).toMatchObject({ accepted: false });
    expect(await store.operation(log(1).id)).toBeNull();
    await store.close();
  });

  test('because it was damaged is refused when it is opened or read', async () => {
    const { store } = await oneCall(kind);
    await store.close();
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 4_096, 40_960);
    writeFileSync(file, bytes);
    const open = async (): Promise<void> => {
      const damaged = await openAs(kind);
      try {
        for await (const _ of damaged.journal.read(1));
      } finally {
        await damaged.close();
      }
    };
    await expect(open()).rejects.toMatchObject({ name: 'JournalFault', trouble: 'corrupt' });
  });
});

test('what is older than it is to be kept is given up at a checkpoint, and what replaying needs is not', async () => {
  const store = await openStore({
    file,
    thread: 'off',
    retention: { publicationsMs: 1_000, operationsMs: 1_000, receiptsMs: 1_000 },
  });
  const time = createVirtualTime(1_000_000);
  const centre = createCentre({ seed: 7, time, agents: ['lan'] });
  const switches = new Map([[centre.id, centre.switch]]);
  const options = { config: centre.config, switches, clock: centre.clock, journal: store.journal, checkpointEvery: 10 };
  const runtime = await openRuntime(options);
  for (let n = 0; n < 40; n += 1) {
    const receipt = { scope: 's', key: `k${n}`, fingerprint: 'f' };
    await runtime.ask(log(n), { principal: 'p', reason: null, receipt });
    await time.pass(100, () => runtime.settled());
  }
  await runtime.close();
  const again = await openStore({ file, thread: 'off' });
  expect(await again.oldest()).toBeGreaterThan(10);
  expect(await again.publications((await again.oldest()) - 1, 1)).toHaveLength(1);
  expect(await again.operation(log(1).id)).toBeNull();
  expect(await again.operation(log(39).id)).not.toBeNull();
  expect(await again.receipt('s', 'k1')).toBeNull();
  const entries = await all(again.journal.read(1));
  expect(entries.length).toBeLessThan(30);
  const reopened = await openRuntime({ ...options, journal: again.journal });
  expect(reopened.engine.state.counters.inputs).toBeGreaterThanOrEqual(40);
  await again.close();
});

test('a checkpoint of any length is read back as it was, whatever it is made of; one that was not finished counts for nothing', async () => {
  const store = await openStore({ file, thread: 'on' });
  // Characters of two units, so that pieces of any even length would cut one in half.
  const long = `x${'📞'.repeat(400_000)}`;
  const short = { seq: 7, at: 1, published: 3, behaviour: 1, config: '{}', timers: [], unperformed: [] };
  await store.journal.save({ ...short, engine: long, live: 'short' });
  await store.journal.save({ ...short, seq: 9, engine: 'the one after it', live: '' });
  expect(await store.journal.load()).toMatchObject({ seq: 9, engine: 'the one after it', live: '' });
  // The same again, and shorter: of the longer one nothing is left.
  await store.journal.save({ ...short, seq: 10, engine: long, live: long });
  await store.journal.save({ ...short, seq: 10, engine: long.slice(1), live: 'y' });
  const loaded = await store.journal.load();
  expect(loaded?.engine === long.slice(1)).toBe(true);
  expect(loaded?.live).toBe('y');
  await store.close();
  const db = new Database(file);
  db.prepare("INSERT INTO checkpoint_pieces VALUES (11, 'engine', 0, 'unfinished')").run();
  expect(db.prepare('SELECT DISTINCT checkpoint FROM checkpoint_pieces ORDER BY 1').pluck().all()).toEqual([9, 10, 11]);
  db.close();
  const again = await openStore({ file, thread: 'off' });
  expect((await again.journal.load())?.seq).toBe(10);
  await again.close();
});
