import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { hmac, sendWebhook, serveStringee } from '../../api/src/twins/serve-stringee.ts';
import { createStringeeTwin } from '../../sim/src/twins/stringee/index.ts';
import { account, hotline } from '../support/stringee/twin-rig.ts';
import { systemTime } from '../support/system-time.ts';

const customer = '84901234567';
const elsewhere = '84907654321';

/** A project of Stringee with phones that answer, on a port of its own. */
const project = async () => {
  const urls = { answerUrl: '', eventUrl: '' };
  const twin = createStringeeTwin({
    time: systemTime,
    hmac,
    send: sendWebhook,
    ...account,
    project: () => urls,
    number: () => urls,
    answering: () => ({ kind: 'answers', afterMs: 5 }),
  });
  const served = await serveStringee(twin, 0);
  onTestFinished(() => served.close());
  return { twin, urls, url: `http://127.0.0.1:${served.port}` };
};

const settings = (folder: string, url: string): string => `
listen: { port: 0 }
journal: { file: ${join(folder, 'legwork.db')} }
switch:
  kind: stringee
  id: cloud
  options:
    url: ${url}
    apiKeySid: ${account.apiKeySid}
    apiKeySecret: { env: STRINGEE_API_KEY_SECRET }
    signingSecret: { env: STRINGEE_SIGNING_SECRET }
    number: '${hotline}'
    listen: { host: 127.0.0.1, port: 0 }
agents: [{ id: lan, endpoint: lan }]
supervisors: [{ id: minh, endpoint: minh }]
policy: { destinations: { allow: ['84'] } }
routing:
  hotlines: [{ number: '${hotline}', name: hotline, entry: main }]
  nodes:
    main: { kind: queue, queue: main, overflow: bye }
    bye: { kind: hangUp, cause: busy }
  queues:
    main: { name: main, skills: [], ringTimeoutMs: 20000, maxSize: 100, maxWaitMs: 600000, wrapUpMs: 0, serviceLevelMs: 20000, priority: 0 }
`;

/** `legwork serve`, and all that it has printed. */
const serve = async (folder: string, url: string) => {
  const config = join(folder, 'legwork.yaml');
  writeFileSync(config, settings(folder, url));
  const main = join(import.meta.dirname, '../../api/src/cli/main.ts');
  const child = spawn(process.execPath, ['--no-warnings', main, 'serve', '--config', config], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      STRINGEE_API_KEY_SECRET: account.apiKeySecret,
      STRINGEE_SIGNING_SECRET: account.signingSecret,
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  const find = (pattern: RegExp): string => pattern.exec(lines.join('\n'))?.[1] ?? '';
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      if (line.includes('"url":"http:')) resolve();
    });
    child.once('exit', () => reject(new Error(`it ended before it ran:\n${lines.join('\n')}`)));
  });
  return {
    url: find(/"url":"(http:[^"]*)"/),
    key: find(/(lw_[\w-]+)/),
    answerUrl: find(/answer_url (\S+),/),
    eventUrl: find(/event_url (\S+?)"/),
    printed: () => lines.join('\n'),
    async end() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      return ((await ended) as [number | null])[0];
    },
  };
};

test('legwork serve on a Stringee: a call comes in, an agent talks, a supervisor listens, speaks, takes over; it is transferred and stopped', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'legwork-stringee-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { twin, urls, url } = await project();
  const legwork = await serve(folder, url);
  Object.assign(urls, { answerUrl: legwork.answerUrl, eventUrl: legwork.eventUrl });

  const ask = async (method: string, path: string, body?: object, key = legwork.key) => {
    const response = await fetch(`${legwork.url}/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', prefer: 'wait=10' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Readonly<Record<string, unknown>>;
  };
  const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
    for (let n = 0; n < 1500; n += 1) {
      if (await isSo()) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect.fail(`waited in vain for ${what}`);
  };
  const listening = (speaker: string): readonly string[] => {
    const parties = twin.parties();
    const mouth = parties.find(({ number }) => number === speaker)?.id ?? '';
    return parties.flatMap(({ id, number }) => (twin.hears(id, mouth) ? [number] : [])).toSorted();
  };
  const heardBy = (speaker: string, ...whom: readonly string[]) =>
    until(`${speaker} to be heard by ${whom.join()}`, () => listening(speaker).join() === whom.toSorted().join());
  const talkingCall = async (): Promise<string> => {
    twin.call({ from: customer, to: hotline });
    const find = async (): Promise<readonly { readonly id: string }[]> =>
      (await ask('GET', 'calls?state=talking'))['data'] as { readonly id: string }[];
    await until('a conversation', async () => (await find()).length === 1);
    return `calls/${(await find())[0]?.id ?? ''}`;
  };

  const key = await ask('POST', 'keys', { name: 'lan', role: 'agent', subject: 'lan' });
  expect(await ask('PUT', 'agents/lan/presence', { state: 'available' }, String(key['token']))).toMatchObject({
    state: 'done',
  });

  const first = await talkingCall();
  await heardBy(customer, 'lan');
  expect(await ask('POST', `${first}/supervisions`, { mode: 'monitor', supervisor: 'minh' })).toMatchObject({
    state: 'done',
  });
  await heardBy(customer, 'lan', 'minh');
  expect(listening('minh')).toEqual([]);
  const { supervisors } = await ask('GET', first);
  const [{ id: seat } = { id: '' }] = supervisors as { readonly id: string }[];
  expect(await ask('PATCH', `supervisions/${seat}`, { mode: 'whisper' })).toMatchObject({ state: 'done' });
  await heardBy('minh', 'lan');
  expect(await ask('PATCH', `supervisions/${seat}`, { mode: 'barge' })).toMatchObject({ state: 'done' });
  await heardBy('minh', customer, 'lan');
  for (const path of ['hold', 'recordings'])
    expect(await ask('POST', `${first}/${path}`, {})).toMatchObject({ status: 422, reason: 'unsupported' });
  expect(await ask('POST', `${first}/takeover`, { supervisionId: seat })).toMatchObject({ state: 'done' });
  await heardBy(customer, 'minh');
  await heardBy('minh', customer);
  expect(await ask('POST', `${first}/stop`, { reason: 'abuse' })).toMatchObject({ state: 'done' });
  expect(twin.parties()).toEqual([]);

  const second = await talkingCall();
  expect(await ask('POST', `${second}/transfers`, { to: { number: elsewhere }, forced: true })).toMatchObject({
    state: 'done',
  });
  await heardBy(customer, elsewhere);
  expect(await ask('POST', `${second}/stop`, {})).toMatchObject({ state: 'done' });
  expect(twin.parties()).toEqual([]);

  expect(await legwork.end()).toBe(0);
  expect(legwork.printed()).not.toMatch(new RegExp(`${customer}|${elsewhere}|${account.signingSecret}`));
});
