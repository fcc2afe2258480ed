import { asId, type CallId, type CommandId, type SupervisorId } from '@legwork/core';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { readAudit } from '../../api/src/records/audit.ts';
import { readRecords } from '../../api/src/records/visible-records.ts';
import { openApi, type As } from '../support/api/open-api.ts';

type Api = Awaited<ReturnType<typeof openApi>>;

const by = { role: 'service', id: 'test' } as const;
const talked = async (api: Api, call: string, from = '+84901234567') => {
  await api.talk(from);
  await api.runtime.ask({ type: 'cmd.hangUp', id: asId<CommandId>(`hang-${call}`), call: asId<CallId>(call), by });
  await api.pass(1_000);
};
const bytesOf = async (api: Api, query: string, as: As, accept: string) => {
  const headers = { authorization: `Bearer ${await api.tokenOf(as)}`, accept };
  const response = await api.app.request(`/v1/call-records${query}`, { headers });
  expect(response.status).toBe(200);
  return { response, bytes: await response.arrayBuffer() };
};
const csvOf = async (api: Api, as: As, query = '') => {
  const { bytes } = await bytesOf(api, query, as, 'text/csv');
  return parse<Record<string, string>>(new TextDecoder().decode(bytes), { columns: true });
};

test('records are read page by page, and from where a reader stopped', async () => {
  const api = await openApi();
  await api.ready('lan');
  for (const call of ['c1', 'c2', 'c3']) await talked(api, call);
  const one = await api.get('/v1/call-records?limit=2', 'admin');
  expect(one.body).toMatchObject({ data: [{ call: 'c3', agents: ['lan'], served: true }, { call: 'c2' }] });
  const two = await api.get(`/v1/call-records?limit=2&cursor=${String(one.at('next'))}`, 'admin');
  expect(two.body).toMatchObject({ data: [{ call: 'c1' }], next: null });
  const first = two.at('data.0.updatedSeq');
  const since = await api.get(`/v1/call-records?updatedSince=${String(first)}`, 'admin');
  expect(since.body).toMatchObject({ data: [{ call: 'c2' }, { call: 'c3' }] });
  expect((await api.get('/v1/call-records?since=1', 'admin')).status).toBe(422);
  expect((await api.get('/v1/call-records', 'service')).status).toBe(403);
});

test('a table for spreadsheets holds every record, and no cell that one would take for a formula', async () => {
  const api = await openApi();
  await api.ready('lan');
  const numbers = ['+84901234567', '=HYPERLINK("http://x")', '@SUM(1)', '-1+1', '0901,"2"'];
  for (const [index, number] of numbers.entries()) await talked(api, `c${index + 1}`, number);
  const rows = await csvOf(api, 'admin', '?updatedSince=0');
  expect(rows.map((row) => row['customer'])).toEqual([
    "'+84901234567",
    '\'=HYPERLINK("http://x")',
    "'@SUM(1)",
    "'-1+1",
    '0901,"2"',
  ]);
  expect(rows[0]).toMatchObject({ call: 'c1', agents: 'lan', served: 'true', abandoned: 'false', supervisors: '' });
  expect(new Date(String(rows[0]?.['startedAt'])).getUTCFullYear()).toBe(2026);
  expect(Number(rows[0]?.['talkMs'])).toBeGreaterThan(0);
});

test('a Parquet file holds the same as the table', async () => {
  const api = await openApi();
  await api.ready('lan');
  for (const call of ['c1', 'c2']) await talked(api, call);
  const { bytes, response } = await bytesOf(api, '', 'admin', 'application/vnd.apache.parquet');
  expect(response.headers.get('content-disposition')).toMatch('call-records.parquet');
  const rows = await parquetReadObjects({ file: bytes });
  const listed = (await api.get('/v1/call-records', 'admin')).at('data') as Record<string, unknown>[];
  expect(rows).toEqual(
    listed.map((record) => ({
      ...record,
      agents: 'lan',
      supervisors: '',
      startedAt: new Date(Number(record['startedAt'])),
      endedAt: new Date(Number(record['endedAt'])),
      ...Object.fromEntries(
        ['waitMs', 'talkMs', 'holdMs', 'updatedSeq'].map((name) => [name, BigInt(Number(record[name]))]),
      ),
    })),
  );
});

test('files without records are files all the same', async () => {
  const api = await openApi();
  expect(await csvOf(api, 'admin')).toEqual([]);
  const { bytes } = await bytesOf(api, '?format=parquet', 'admin', '*/*');
  expect(await parquetReadObjects({ file: bytes })).toEqual([]);
});

test('a file is written batch by batch, however many records there are', async () => {
  const api = await openApi();
  await api.ready('lan');
  await talked(api, 'c1');
  const [record] = (await api.service.store.callRecords({ limit: 1 })).data;
  if (record === undefined) throw new Error('no record');
  let asked = 0;
  const store = {
    ...api.service.store,
    callRecords: ({ limit, cursor = '0' }: { readonly limit: number; readonly cursor?: string }) => {
      asked += 1;
      const from = Number(cursor);
      const data = Array.from({ length: limit }, (_, index) => ({ ...record, updatedSeq: from + index }));
      return Promise.resolve({ data, next: from + limit >= 5_000 ? null : String(from + limit) });
    },
  };
  const { createApp } = await import('@legwork/api');
  const app = createApp({ ...api.service, store });
  const authorization = `Bearer ${await api.tokenOf('admin')}`;
  for (const format of ['csv', 'parquet']) {
    asked = 0;
    const response = await app.request(`/v1/call-records?format=${format}`, { headers: { authorization } });
    // Nobody has read yet: one batch is ready, and no more.
    expect(asked).toBeLessThanOrEqual(1);
    const bytes = await response.arrayBuffer();
    expect(asked).toBe(5);
    const rows =
      format === 'csv'
        ? parse(new TextDecoder().decode(bytes), { columns: true })
        : await parquetReadObjects({ file: bytes });
    expect(rows).toHaveLength(5_000);
  }
});

test('what form records are given in is agreed on, or refused', async () => {
  const api = await openApi();
  const accepting = async (accept: string) => {
    const reply = await api.get('/v1/call-records', 'admin', { accept });
    return reply.status === 200 ? reply.headers.get('content-type')?.split(';')[0] : reply.status;
  };
  expect(await accepting('*/*')).toBe('application/json');
  expect(await accepting('application/json')).toBe('application/json');
  expect(await accepting('text/csv, application/json;q=0.5')).toBe('text/csv');
  expect(await accepting('application/vnd.apache.parquet')).toBe('application/vnd.apache.parquet');
  expect(await accepting('image/png')).toBe(406);
});

test('records are those of one’s teams, numbers are for those who may read them, and agents see nobody who listened', async () => {
  const settings = { auth: { permissions: { agent: ['records.read', 'numbers.read'] } } };
  const api = await openApi({ settings });
  await api.ready('lan');
  await api.talk();
  const minh = asId<SupervisorId>('minh');
  const listens = { mode: 'monitor', scope: 'call', supervisor: minh, by: { role: 'supervisor', id: 'minh' } } as const;
  await api.runtime.ask({ type: 'cmd.supervise', id: asId<CommandId>('m'), call: asId<CallId>('c1'), ...listens });
  await api.pass(5_000);
  await api.runtime.ask({ type: 'cmd.hangUp', id: asId<CommandId>('h'), call: asId<CallId>('c1'), by });
  await api.pass(1_000);
  const seen = async (as: As) => (await api.get('/v1/call-records', as)).body;
  expect(await seen('minh')).toMatchObject({ data: [{ call: 'c1', supervisors: ['minh'], customer: '+84901234567' }] });
  expect(await seen('lan')).toMatchObject({ data: [{ call: 'c1', supervisors: [] }] });
  expect(await seen('hoa')).toMatchObject({ data: [] });
  expect(await seen('mai')).toMatchObject({ data: [] });
  expect(await seen('analyst')).toMatchObject({ data: [{ customer: '•••567' }] });
  expect(await csvOf(api, 'hoa')).toEqual([]);
});

test('the audit tells who did what to whom, of the calls of one’s teams', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.talk();
  await api.post('/v1/calls/c1/supervisions', 'minh', { mode: 'monitor', scope: 'call', reason: 'training' });
  await api.pass(5_000);
  const stops = { type: 'cmd.stop', call: asId<CallId>('c1'), by: { role: 'agent', id: 'lan' } } as const;
  await api.runtime.ask(
    { ...stops, id: asId<CommandId>('stop') },
    { principal: 'key:lan', reason: null, receipt: null },
  );
  await api.pass(1_000);
  const rows = await api.get('/v1/audit', 'admin');
  expect(rows.at('data')).toMatchObject([
    { what: 'cmd.stop', outcome: 'refused', why: 'forbidden', principal: 'key:lan' },
    { what: 'cmd.supervise', outcome: 'done', reason: 'training', call: 'c1', by: { role: 'supervisor', id: 'minh' } },
  ]);
  expect((await api.get('/v1/audit', 'minh')).at('data.length')).toBe(2);
  expect((await api.get('/v1/audit', 'hoa')).at('data')).toEqual([]);
  expect((await api.get('/v1/audit?what=cmd.takeover', 'admin')).at('data')).toEqual([]);
  expect((await api.get('/v1/audit?by=minh', 'admin')).at('data.length')).toBe(1);
  expect((await api.get('/v1/audit?by=hoa', 'admin')).at('data')).toEqual([]);
  expect((await api.get('/v1/audit', 'lan')).status).toBe(403);
});

test('whoever reads through days in which little is theirs holds up nobody', async () => {
  const api = await openApi();
  await api.ready('lan');
  await api.talk();
  await api.post('/v1/calls/c1/stop', 'minh', {});
  await api.pass(5_000);
  const { service } = api;
  const [key] = (await service.keys.list()).filter(({ subject }) => subject === 'minh');
  const hoa = key === undefined ? null : service.principals.ofKey({ ...key, id: 'another', subject: 'hoa' });
  if (hoa === null) throw new Error('Hoa works here');
  for (const read of [
    () => readRecords(service, hoa, {}, { limit: 10 }),
    () => readAudit(service, hoa, {}, { limit: 10 }),
    () => service.streams.hub.past(0).next(10),
  ]) {
    let others = 0;
    setImmediate(() => {
      others += 1;
    });
    await read();
    expect(others).toBe(1);
  }
});
