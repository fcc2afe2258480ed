import { describe, expect, test } from 'vitest';
import { createVirtualTime } from '../../sim/src/centre/index.ts';
import { createAsteriskTwin } from '../../sim/src/twins/asterisk/index.ts';

const nothing = (): Promise<void> => Promise.resolve();

/** A twin with a connection to its manager interface, on which somebody has logged in. */
const managed = async () => {
  const time = createVirtualTime();
  const twin = createAsteriskTwin({
    time,
    answering: ({ endpoint }) => (endpoint === 'PJSIP/nobody' ? null : { kind: 'answers', afterMs: 50 }),
    extension: (exten) => (exten === '201' ? { app: 'Dial', endpoint: 'PJSIP/agent' } : undefined),
  });
  let said = '';
  const client = twin.manage({ write: (text) => void (said += text), close: () => undefined });
  const ask = async (lines: readonly string[], ms = 500): Promise<readonly string[]> => {
    said = '';
    client.receive(`${lines.join('\r\n')}\r\n\r\n`);
    await time.pass(ms, nothing);
    return [...said.matchAll(/^(?:Event|Response): (\w+)/gm)].map(([, word = '']) => word);
  };
  await ask(['Action: Login', 'Username: legwork', 'Secret: loopback']);
  return { twin, ask, words: () => said };
};

describe('whoever speaks to the twin by its manager interface', () => {
  test('rings a phone, connects it with an extension, and is told of every step', async () => {
    const { twin, ask, words } = await managed();
    const told = await ask([
      'Action: Originate',
      'Channel: PJSIP/boss',
      'Exten: 201',
      'Context: phones',
      'Async: true',
    ]);
    expect(told.slice(0, 2)).toEqual(['Success', 'Newchannel']);
    expect(words()).toMatch(/Event: OriginateResponse\r\nResponse: Success/);
    expect(told.filter((word) => word === 'BridgeEnter')).toHaveLength(2);
    const [boss, agent] = twin.channels();
    expect(twin.hears(boss?.id ?? '', agent?.id ?? '')).toBe(true);

    const ends = await ask(['Action: Hangup', `Channel: ${boss?.name ?? ''}`]);
    expect(ends.filter((word) => word === 'Hangup')).toHaveLength(2);
    expect(twin.channels()).toEqual([]);
  });

  test('is told that nobody is there', async () => {
    const { ask } = await managed();
    const told = await ask(['Action: Originate', 'Channel: PJSIP/nobody', 'Exten: 201', 'Context: phones']);
    expect(told).toEqual(['Error']);
  });

  test('spies on a call with ChanSpy, and is let go with whom it spied on', async () => {
    const { twin, ask } = await managed();
    twin.call({ user: 'customer', to: '201' });
    await ask(['Action: Ping']);
    const [customer, agent] = twin.channels();
    const spying = ['Application: ChanSpy', `Data: ${agent?.name ?? ''},qdEu`, 'Channel: PJSIP/boss'];
    await ask(['Action: Originate', 'Async: true', ...spying]);
    const boss = twin.channels().find(({ user }) => user === 'boss');
    expect(twin.hears(boss?.id ?? '', customer?.id ?? '')).toBe(true);
    expect(twin.hears(customer?.id ?? '', boss?.id ?? '')).toBe(false);
    twin.hangUp(customer?.id ?? '');
    await ask(['Action: Ping']);
    expect(twin.channels()).toEqual([]);
  });
});

test('the twin describes every operation that it answers', async () => {
  const time = createVirtualTime();
  const twin = createAsteriskTwin({ time, answering: () => null });
  const get = async (url: string): Promise<Readonly<Record<string, unknown>>> => {
    let body: unknown;
    twin.request(
      { method: 'GET', url: `${url}?api_key=legwork:loopback`, authorization: '', body: '', host: 'pbx:8088' },
      (reply) => void (body = reply.body),
    );
    await time.pass(10, nothing);
    return body as Readonly<Record<string, unknown>>;
  };
  const { apis, basePath } = await get('/api-docs/resources.json');
  expect(basePath).toBe('http://pbx:8088/ari');
  const resources = (apis as readonly { readonly path: string }[]).map(({ path }) => path.replace('{format}', 'json'));
  const described = await Promise.all(resources.map(async (path) => (await get(path))['apis']));
  expect(resources).toContain('/api-docs/channels.json');
  expect(described.flat()).not.toContain(undefined);
});
