import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  asId,
  type AgentId,
  type CallId,
  type CommandId,
  type Endpoint,
  type QueueId,
  type SupervisorId,
} from '@legwork/core';
import { startRuntime, type Runtime } from '@legwork/core/runtime';
import { createCentre, createVirtualTime, type Centre } from '@legwork/sim';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore, type OpenStore } from '../../api/src/journal/open.ts';

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

const begin = async (where: string = file): Promise<Setting> => {
  const store = await openStore({ file: where });
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
const oneCall = async (where: string = file): Promise<Setting> => {
  const setting = await begin(where);
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

describe.for([':memory:', 'a file'])('the journal in %s', (kind) => {
  const where = (): string => (kind === 'a file' ? file : kind);

  test('keeps every input and every publication, in order and without gaps', async () => {
    const { store, runtime } = await oneCall(where());
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
    const { store } = await oneCall(where());
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
    const { store } = await oneCall(where());
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
    const { store, runtime, centre, pass } = await begin(where());
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
    const { store } = await oneCall(where());
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
  test('is its owner’s alone to read', async () => {
    const { store } = await begin();
    expect(statSync(file).mode & 0o077).toBe(0);
    await store.close();
  });

  test('holds what it held when it is opened again', async () => {
    const { store } = await oneCall();
    const published = await store.publications(0, 10_000);
    await store.close();
    const again = await openStore({ file });
    expect(await again.publications(0, 10_000)).toEqual(published);
    await again.close();
  });

  test('that somebody else has open is refused as locked', async () => {
    const store = await openStore({ file });
    await expect(openStore({ file })).rejects.toMatchObject({ name: 'JournalFault', trouble: 'locked' });
    await store.close();
    await (await openStore({ file })).close();
  });

  test('that is no database, or one of something else, is refused as corrupt', async () => {
    writeFileSync(file, 'a letter to my grandmother, and nothing that SQLite would understand');
    await expect(openStore({ file })).rejects.toMatchObject({ trouble: 'corrupt' });
    const other = join(folder, 'other.db');
    const db = new Database(other);
    db.exec('CREATE TABLE recipes (name TEXT)');
    db.close();
    await expect(openStore({ file: other })).rejects.toMatchObject({ trouble: 'corrupt' });
  });

  test('that a newer version has written is refused as newer', async () => {
    await (await openStore({ file })).close();
    const db = new Database(file);
    db.pragma('user_version = 9');
    db.close();
    await expect(openStore({ file })).rejects.toMatchObject({
      trouble: 'newer',
      message: expect.stringContaining('version 9') as string,
    });
  });

  test('in a directory that is not there is refused, and says so', async () => {
    await expect(openStore({ file: join(folder, 'nowhere', 'legwork.db') })).rejects.toMatchObject({
      trouble: 'failed',
      message: expect.stringContaining('directory') as string,
    });
  });
});
