import { afterEach, expect, test } from 'vitest';
import { createSimulations } from '../../api/src/simulations/simulations.ts';
import { openApi, type As } from '../support/api/open-api.ts';
import { readStream } from '../support/api/read-stream.ts';
import { shortDay } from '../support/short-day.ts';

const scenario = shortDay();

type Api = Awaited<ReturnType<typeof openApi>>;
const open: Api[] = [];
afterEach(() => Promise.all(open.splice(0).map(({ service }) => service.simulations.close())));

const start = async (settings: object = {}) => {
  const api = await openApi({ settings });
  open.push(api);
  return {
    api,
    create: async (order: object, as: As = 'analyst') => {
      const reply = await api.post('/v1/simulations', as, order);
      expect(reply.status).toBe(202);
      return String(reply.at('id'));
    },
    ended: (id: string) => api.service.simulations.ended(id),
  };
};

test('a scenario is run beside the calls, and its figures get surer with every run', async () => {
  const { api, create, ended } = await start();
  const response = await api.app.request('/v1/events/stream?types=simulation.progress', {
    headers: { authorization: `Bearer ${await api.tokenOf('admin')}` },
  });
  const stream = readStream(response);
  const id = await create({ scenario, runs: 2, seed: 5, title: 'A short day' });
  const told = await stream.until(({ data }) => JSON.stringify(data).includes('"state":"done"'));
  const progress = told.map(({ data }) => data['data'] as Record<string, unknown>);
  expect(progress.map(({ runsDone }) => runsDone)).toEqual([0, 1, 2, 2]);
  expect(progress.map(({ halfWidth }) => halfWidth === null)).toEqual([true, true, false, false]);
  expect(progress.map(({ serviceLevel }) => serviceLevel === null)).toEqual([true, false, false, false]);
  await ended(id);

  const report = await api.get(`/v1/simulations/${id}/report`, 'analyst');
  expect(report.body).toMatchObject({ title: 'A short day', runsDone: 2 });
  expect((report.at('halfHours') as { from: string }[]).map(({ from }) => from)).toEqual([
    '10:00',
    '10:30',
    '11:00',
    '11:30',
  ]);
  const { mean, halfWidth } = report.at('figures.offered') as { mean: number; halfWidth: number };
  expect(mean).toBeGreaterThan(10);
  expect(halfWidth).toBeGreaterThan(0);

  const svg = await api.get(`/v1/simulations/${id}/report`, 'analyst', { accept: 'image/svg+xml' });
  expect(svg.body).toMatch(/^<svg .*aria-label="Service level/s);
  const page = await api.get(`/v1/simulations/${id}/report`, 'analyst', { accept: 'text/html' });
  expect(page.body).toMatch('<h1>A short day</h1>');
  expect(page.body).toMatch('<svg ');
  expect(page.headers.get('content-security-policy')).toMatch("default-src 'none'");
  expect((await api.get(`/v1/simulations/${id}/report`, 'analyst', { accept: 'image/png' })).status).toBe(406);
  await stream.leave();
});

test('what is wrong with a scenario is told line by line, and nothing is run', async () => {
  const { api } = await start();
  const wrong = scenario.replace('  to:', '  too:');
  const reply = await api.post('/v1/simulations', 'analyst', { scenario: wrong });
  expect(reply.status).toBe(422);
  expect(reply.at('errors.0.pointer')).toBe('/scenario');
  expect(String(reply.at('errors.0.detail'))).toMatch(/^line \d+, column \d+: /);
  expect((await api.get('/v1/simulations', 'analyst')).at('data')).toEqual([]);
});

test('one is run after the other, and what waits or runs can be stopped', async () => {
  const { api, create, ended } = await start({ simulations: { waiting: 2 } });
  const first = await create({ runs: 200 });
  const second = await create({ scenario, runs: 1 });
  expect((await api.get(`/v1/simulations/${second}`, 'analyst')).at('state')).toBe('queued');
  const third = await api.post('/v1/simulations', 'analyst', { runs: 1 });
  expect(third.status).toBe(429);
  expect((await api.request('DELETE', `/v1/simulations/${first}`, { as: 'analyst' })).status).toBe(204);
  expect((await api.get(`/v1/simulations/${first}`, 'analyst')).at('state')).toBe('cancelled');
  await ended(second);
  expect((await api.get(`/v1/simulations/${second}`, 'analyst')).at('state')).toBe('done');
  expect((await api.request('DELETE', `/v1/simulations/${second}`, { as: 'analyst' })).status).toBe(204);
  expect((await api.get(`/v1/simulations/${second}`, 'analyst')).status).toBe(404);
});

test('one that takes too long has failed, and says so', async () => {
  const { api, create, ended } = await start({ simulations: { timeoutMs: 1 } });
  const id = await create({ runs: 200 });
  await ended(id);
  expect((await api.get(`/v1/simulations/${id}`, 'analyst')).body).toMatchObject({
    state: 'failed',
    error: 'it took longer than 1 ms',
  });
});

test('those that were not over when the service stopped have failed after the restart, the others are kept', async () => {
  const { api, create, ended } = await start();
  const done = await create({ scenario, runs: 1 });
  await ended(done);
  const running = await create({ runs: 200 });
  const { service, runtime, store } = api;
  const limits = { waiting: 10, kept: 10, timeoutMs: 1_000, memoryMb: 100 };
  const again = createSimulations({ store, log: service.log, runtime, streams: service.streams }, limits);
  await again.ready;
  expect(again.find(running)).toMatchObject({ state: 'failed', error: 'the service was stopped meanwhile' });
  expect(again.find(done)).toMatchObject({ state: 'done', results: [{ seed: 1 }] });
  await again.close();
});

test('one that cannot be kept is not taken on, and takes nobody’s place', async () => {
  const { api } = await start();
  const { service, runtime, store } = api;
  const full = { ...store, documents: <Doc>(name: string) => ({ ...store.documents<Doc>(name), put: refuses }) };
  const limits = { waiting: 1, kept: 10, timeoutMs: 1_000, memoryMb: 100 };
  const simulations = createSimulations({ store: full, log: service.log, runtime, streams: service.streams }, limits);
  const order = { title: 't', scenario, seed: 1, runs: 1, by: 'key:1' };
  for (let n = 0; n < 2; n += 1) await expect(simulations.create(order)).rejects.toThrow('no room');
  expect(simulations.list()).toEqual([]);
});
const refuses = () => Promise.reject(new Error('no room'));

test('simulations are for those who may run them', async () => {
  const { api } = await start();
  expect((await api.post('/v1/simulations', 'minh', {})).status).toBe(403);
  expect((await api.get('/v1/simulations', 'minh')).status).toBe(200);
  expect((await api.get('/v1/simulations', 'lan')).status).toBe(403);
});
