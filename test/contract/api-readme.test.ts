import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { serve } from '@hono/node-server';
import { createApp, createService, engineConfigOf, loadSettings } from '@legwork/api';
import { openStore } from '@legwork/api/store';
import { asId, type AgentId, type CommandId, type CommandType } from '@legwork/core';
import { startRuntime } from '@legwork/core/runtime';
import { createCentre } from '@legwork/sim';
import { expect, test } from 'vitest';
import { systemTime } from '../support/system-time.ts';

const root = join(import.meta.dirname, '../..');

/** The example's settings with three agents of Minh's team, each of whom talks. */
const open = async () => {
  const example = readFileSync(join(root, 'api/legwork.example.yaml'), 'utf8');
  const agents = ['lan', 'hai', 'tu'];
  const others = agents
    .slice(1)
    .map((id) => `  - { id: ${id}, team: north, endpoint: PJSIP/${id}, skills: [billing] }\n`);
  const loaded = loadSettings({
    text: example.replace('agents:\n', `agents:\n${others.join('')}`),
    environment: { LEGWORK_LOG_LEVEL: 'silent' },
    readFile: () => '',
  });
  if (!loaded.ok || loaded.routing === null) throw new Error('the example is wrong');
  const { settings, routing } = loaded;
  const centre = createCentre({
    seed: 7,
    time: systemTime,
    latencyMs: [1, 3],
    answering: () => ({ kind: 'answers', afterMs: 5 }),
    promptMs: () => 5,
  });
  const store = await openStore({ file: ':memory:' });
  const runtime = startRuntime({
    config: engineConfigOf(settings, routing, centre.config.switches),
    switches: new Map([[centre.id, centre.switch]]),
    clock: centre.clock,
    journal: store.journal,
  });
  const service = createService({ runtime, store, settings });
  const by = { role: 'service', id: 'test' } as const;
  for (const agent of agents) {
    for (const type of ['cmd.logIn', 'cmd.ready'] as const) {
      await runtime.ask({ type, id: asId<CommandId>(`${type}-${agent}`), by, agent: asId<AgentId>(agent) });
    }
  }
  const talking = new Promise<void>((resolve) => {
    const seen = new Set<string>();
    runtime.publications.subscribe(({ fact }) => {
      if (fact.type === 'call.changed' && fact.state === 'talking') seen.add(fact.call);
      if (seen.size === agents.length) resolve();
    });
  });
  for (const n of [1, 2, 3]) centre.arrive({ from: `+8490000000${n}`, to: '1900' });
  await talking;
  return { runtime, service };
};

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const partOf = (language: string): string =>
  new RegExp(`## The API\\n.*?\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(readme)?.[1] ?? '';

test.each([
  ['curl', 'bash', ['-e', '-o', 'pipefail', '-c', partOf('sh')], /"state":"(\w+)","call"/g, 6],
  ['the typed client', process.execPath, ['--input-type=module-typescript', '--eval', partOf('ts')], /^(\w+)$/gm, 1],
] as const)('with %s the README does all that a supervisor can do', async (_name, command, args, said, times) => {
  const { runtime, service } = await open();
  const done: CommandType[] = [];
  runtime.publications.subscribe(({ fact }) => {
    if (fact.type === 'command.resolved' && fact.outcome === 'done' && fact.call !== null) done.push(fact.what);
  });
  const order = {
    name: 'Minh',
    role: 'supervisor',
    subject: 'minh',
    teams: null,
    permissions: null,
    expiresAt: null,
  } as const;
  const { token } = await service.keys.create(order, 'test');
  const server = serve({ fetch: createApp(service).fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const child = spawn(command, args, {
    cwd: join(root, 'test'),
    env: { ...process.env, LEGWORK: `http://127.0.0.1:${port}`, KEY: token, no_proxy: '*' },
  });
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  server.close();
  expect(child.exitCode, `${out}\n${errors}`).toBe(0);
  expect(done).toEqual([
    'cmd.supervise',
    'cmd.switchMode',
    'cmd.switchMode',
    'cmd.takeover',
    'cmd.transfer',
    'cmd.stop',
  ]);
  const states = [...out.matchAll(said)].map(([, state]) => state);
  expect(states).toEqual(Array.from({ length: times }, () => 'done'));
  await runtime.close();
});
