import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { loadSettings } from '@legwork/api';
import { asId, type SwitchId } from '@legwork/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from '../../api/src/create-service.ts';
import { startServing } from '../../api/src/serve/serve.ts';
import { factTeller } from '../../api/src/serve/tell.ts';
import { legwork } from '../support/legwork.ts';

let folder: string;
let running: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'legwork-serve-'));
});
afterEach(async () => {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
  running = [];
  rmSync(folder, { recursive: true });
});

const settings = (more = ''): string => `
listen: { port: 0 }
journal: { file: ${join(folder, 'legwork.db')} }
agents:
  - { id: lan, endpoint: agent/lan }
supervisors:
  - { id: minh, endpoint: supervisor/minh }
routing:
  hotlines: [{ number: '1900', name: hotline, entry: main }]
  nodes:
    main: { kind: queue, queue: main, overflow: bye }
    bye: { kind: hangUp, cause: busy }
  queues:
    main: { name: main, skills: [], ringTimeoutMs: 20000, maxSize: 100, maxWaitMs: 600000, wrapUpMs: 0, serviceLevelMs: 20000, priority: 0 }
${more}`;

const configured = (text: string): string => {
  const file = join(folder, 'legwork.yaml');
  writeFileSync(file, text);
  return file;
};

interface Served {
  readonly child: ChildProcess;
  readonly url: string;
  /** What was printed before it ran. */
  readonly printed: string;
}

const main = join(import.meta.dirname, '../../api/src/cli/main.ts');

const serve = async (config: string): Promise<Served> => {
  const args = ['--no-warnings', main, 'serve', '--config', config];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(child);
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    const url = /"url":"(http:[^"]*)"/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return { child, url, printed: lines.join('\n') };
  }
  throw new Error(`it ended before it ran:\n${lines.join('\n')}`);
};

const keyIn = ({ printed }: Served): string => /lw_[\w-]+/.exec(printed)?.[0] ?? '';

const ask = (url: string, key: string, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${url}/v1/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  });

/** The agent Lan comes in, with a key of her own. Gives where to ask what became of it. */
const comeIn = async (url: string, admin: string): Promise<string> => {
  const order = { name: 'lan', role: 'agent', subject: 'lan' };
  const made = await ask(url, admin, 'keys', { method: 'POST', body: JSON.stringify(order) });
  const { token } = (await made.json()) as { readonly token: string };
  const body = JSON.stringify({ state: 'available' });
  const response = await ask(url, token, 'agents/lan/presence', { method: 'PUT', body });
  expect(response.status).toBe(202);
  return (response.headers.get('location') ?? '').replace(/^\/v1\//, '');
};

const end = async ({ child }: Served, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> => {
  const ended = once(child, 'exit') as Promise<[number | null]>;
  child.kill(signal);
  // Whoever ends a group of processes ends this one twice, where whoever has started it passes it on.
  if (signal === 'SIGTERM') child.kill(signal);
  return (await ended)[0];
};

test('a switch that has not been there yet is waited for; one that was there and is gone is warned of', () => {
  const lines: string[] = [];
  const tell = factTeller({
    info: (_about, line) => lines.push(`info: ${line}`),
    warn: (_about, line) => lines.push(`warn: ${line}`),
  });
  for (const reachable of [false, true, false, true]) {
    tell({ type: 'switch.reachable', at: 0, switch: asId<SwitchId>('pbx'), reachable });
  }
  expect(lines).toEqual([
    'info: the switch is waited for',
    'info: the switch is in reach',
    'warn: the switch is out of reach',
    'info: the switch is in reach',
  ]);
});

describe('legwork serve', () => {
  test('prints its first key once, drains when it is told to end, and goes on where it stopped', async () => {
    const config = configured(settings());
    const first = await serve(config);
    const key = keyIn(first);
    const operation = await comeIn(first.url, key);
    expect(await end(first, 'SIGTERM')).toBe(0);

    const second = await serve(config);
    expect(second.printed).not.toContain('key');
    expect(await (await ask(second.url, key, operation)).json()).toMatchObject({ state: 'done' });
    expect(await (await ask(second.url, key, 'agents')).json()).toMatchObject({
      data: [{ id: 'lan', state: 'available' }],
    });
    expect(await end(second, 'SIGTERM')).toBe(0);
  });

  test('keeps its journal as the settings say: no larger than that, and what does not fit is not acknowledged', async () => {
    const given = settings('policy: { holdWhileLostMs: 1000 }\nlog: { level: silent }\n').replace(
      'journal: {',
      'journal: { thread: off, mostBytes: 1048576, checkpointEvery: 100,',
    );
    const loaded = loadSettings({ text: given, environment: {}, readFile: () => '' });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const serving = await startServing({ ...loaded, log: createLog(loaded.settings) });
    const nodes = Array.from({ length: 300 }, (_, n): [string, object] => [
      `n${n}`,
      n === 0 ? { kind: 'hangUp', cause: 'busy' } : { kind: 'announce', prompt: 'p'.repeat(100), next: `n${n - 1}` },
    ]);
    const hotline = { number: '1900', name: 'hotline', entry: 'n299' };
    const routing = { hotlines: [hotline], nodes: Object.fromEntries<object>(nodes), queues: {} };
    const flow = { method: 'POST', body: JSON.stringify({ name: 'large', routing }) };
    let last = await ask(serving.url, serving.firstKey ?? '', 'flows', flow);
    for (let n = 0; n < 100 && last.status === 201; n += 1) {
      last = await ask(serving.url, serving.firstKey ?? '', 'flows', flow);
    }
    expect([last.status, last.headers.get('retry-after')]).toEqual([503, '5']);
    await serving.drain();
  });

  test('knows what it has acknowledged when its process was killed', async () => {
    const config = configured(settings());
    const first = await serve(config);
    const key = keyIn(first);
    const operation = await comeIn(first.url, key);
    await end(first, 'SIGKILL');
    const second = await serve(config);
    expect(await (await ask(second.url, key, operation)).json()).toMatchObject({ state: 'done' });
    expect(await end(second, 'SIGTERM')).toBe(0);
  });

  test('does not run twice on one journal', async () => {
    const config = configured(settings());
    await serve(config);
    const { code, stderr } = await legwork(['serve', '--config', config], { cwd: folder });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'legwork: the journal: somebody else holds the journal (SQLITE_BUSY)\n',
    });
  });

  test('says what is wrong with its settings, and where, and runs nothing', async () => {
    const config = configured(settings('limits: { bodyBytes: a lot }\n'));
    for (const check of [[], ['--check']]) {
      const { code, stderr } = await legwork(['serve', '--config', config, ...check], { cwd: folder });
      expect(code).toBe(2);
      expect(stderr).toMatch(/legwork\.yaml:\d+:\d+: limits\.bodyBytes: /);
    }
    const missing = await legwork(['serve', '--config', join(folder, 'none.yaml')], { cwd: folder });
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no such file') as string });
  });

  test('checks without running', async () => {
    const config = configured(settings());
    expect(await legwork(['serve', '--config', config, '--check'], { cwd: folder })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(
        'can be served: switch simulated, agents: 1, supervisors: 1, hotlines: 1, ',
      ) as string,
    });
  });

  describe('with a switch from a package', () => {
    const plug = (name: string, source: string): void => {
      const at = join(folder, 'node_modules', name);
      mkdirSync(at, { recursive: true });
      writeFileSync(join(at, 'package.json'), JSON.stringify({ name, type: 'module', exports: './index.js' }));
      writeFileSync(join(at, 'index.js'), source);
    };
    const withSwitch = (kind: string): string =>
      configured(settings(`switch: { kind: ${kind}, options: { where: here } }\n`));

    test('runs on what the package opens, with its options', async () => {
      plug(
        'our-switch',
        `const none = { answer: 'event', dial: 'event', redirect: 'event', join: 'event', treat: 'event', play: 'event', monitor: 'event', whisper: 'event',
          barge: 'event', mute: 'event', digits: 'event', record: 'event', hangUp: 'event', claim: 'event' };
        const traits = { dialFirst: true, list: true, coWhisper: false, tapHearsTreatment: false };
        export const openSwitch = async ({ where, id, log }) => {
          log('opened ' + where + ' as ' + id);
          return { capabilities: { effects: none, traits }, events: { subscribe() {} }, perform() {},
            snapshot: async () => ({ legs: [] }), close: async () => {} };
        };`,
      );
      const served = await serve(withSwitch('our-switch'));
      expect(served.printed).toContain('opened here as switch');
      expect(await end(served, 'SIGTERM')).toBe(0);
    });

    test('says that there is no such package, or that it has no switch', async () => {
      const check = async (kind: string) =>
        (await legwork(['serve', '--config', withSwitch(kind), '--check'], { cwd: folder })).stderr;
      expect(await check('no-such-switch')).toMatch(/:15:\d+: switch\.kind: there is no package no-such-switch in /);
      plug('no-switch', 'export const nothing = 1;');
      expect(await check('no-switch')).toContain('switch.kind: the package no-switch exports no openSwitch');
    });

    test('says where the options are wrong that the package does not take, before anything is started', async () => {
      const check = async (kind: string, options: string) => {
        const config = configured(settings(`switch: { kind: ${kind}, options: ${options} }\n`));
        const { code, stderr } = await legwork(['serve', '--config', config, '--check'], { cwd: folder });
        return { code, said: stderr.replace(config, 'it') };
      };
      const of = "url: 'http://127.0.0.1:8088/ari', user: me, password: secret";
      expect(await check('asterisk', `{ ${of} }`)).toEqual({ code: 0, said: '' });
      expect((await check('asterisk', `{ ${of}, manger: {} }`)).said).toMatch(
        /it:15:\d+: switch\.options\.manger: @legwork\/asterisk does not take it: there is no such option/,
      );
      expect((await check('freeswitch', '{ password: secret }')).said).toMatch(/it:15:\d+: switch\.options\.host: /);
    });

    test('finds the package where the settings are, wherever it is run', async () => {
      plug(
        'beside',
        'export const openSwitch = () => {}; export const checkOptions = () => { throw new Error("no where"); };',
      );
      const { stderr } = await legwork(['serve', '--config', withSwitch('beside'), '--check'], {
        cwd: import.meta.dirname,
      });
      expect(stderr).toMatch(/legwork\.yaml:15:\d+: switch\.options: beside does not take it: no where/);
    });
  });
});
