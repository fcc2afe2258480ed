import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { openSwitch, type StringeeOptions, type StringeeSwitch } from '@legwork/stringee';
import type { SwitchEvent } from '@legwork/core';
import { beforeAll, beforeEach, afterAll, describe, expect, test } from 'vitest';

const signingSecret = 'signed by me alone';
const options = {
  id: 'st',
  // Nobody is there: webhooks are taken all the same.
  url: 'http://127.0.0.1:9',
  apiKeySid: 'SK.hidden',
  apiKeySecret: 'hidden secret',
  signingSecret,
  number: '842471234567',
  listen: { host: '127.0.0.1', port: 0 },
} satisfies StringeeOptions;
const log: string[] = [];
const events: SwitchEvent[] = [];
let port: StringeeSwitch;
beforeAll(async () => {
  port = await openSwitch({ ...options, log: (line) => log.push(line), answerWithinMs: 20 });
  port.events.subscribe((event) => events.push(event));
});
afterAll(() => port.close());
beforeEach(() => void events.splice(0));

const sign = (text: string, secret = signingSecret): string => createHmac('sha1', secret).update(text).digest('base64');
const post = async (body: string, signature?: string, path = port.webhooks.eventUrl): Promise<number> => {
  const headers: Record<string, string> = signature === undefined ? {} : { 'X-Stringee-Signature': signature };
  return (await fetch(path, { method: 'POST', headers, body })).status;
};
const get = async (query: string, signed: string): Promise<Response> =>
  fetch(`${port.webhooks.answerUrl}${query}`, { headers: { 'X-Stringee-Signature': sign(signed) } });

const told = (status: string, callId: string, { from, to } = between): string =>
  JSON.stringify({ call_status: status, call_id: callId, timestamp_ms: 1, from, to });
const between = { from: { number: '84901234567' }, to: { number: '1900' } };
const tell = async (body: string): Promise<void> => expect(await post(body, sign(body))).toBe(200);
const offered = (): readonly string[] =>
  events.flatMap((event) => (event.type === 'leg.offered' ? [event.native] : []));

const ended = (callId: string): string =>
  JSON.stringify({ call_status: 'ended', call_id: callId, timestamp_ms: 1, to: { number: '1900', alias: 'c1.2' } });

describe('webhooks', () => {
  test('that are not signed by the project are refused, and nothing of them is believed', async () => {
    const body = ended('call-1');
    expect(await post(body)).toBe(401);
    for (const signature of ['', 'x', sign(`${body} `), sign(body, 'another secret'), sign(body).slice(0, -2)])
      expect(await post(body, signature)).toBe(401);
    expect((await get('?from=84901234567&to=1900&uuid=u', '/answer?from=84901234567&to=1900&uuid=v')).status).toBe(401);
    expect(events).toEqual([]);
    // An operator hears of it, once, and nothing of what was in it.
    const said = log.filter((line) => line.includes('signature'));
    expect(said).toHaveLength(1);
    expect(log.join('\n')).not.toMatch(/849|signed by me|hidden|call-1/);
  });

  test('that are signed are taken, once however often they come', async () => {
    const body = ended('call-2');
    for (let n = 0; n < 3; n += 1) expect(await post(body, sign(body))).toBe(200);
    expect(events).toEqual([
      { type: 'leg.ended', native: 'c1.2', cause: 'normal', switch: 'st', basis: 'seen' },
      { type: 'leg.ended', native: 'call-2', cause: 'normal', switch: 'st', basis: 'seen' },
    ]);
  });

  test('that are no webhooks are turned away: too long, not readable, another path, another method', async () => {
    const long = 'x'.repeat(0x1_0001);
    expect(await post(long, sign(long))).toBe(413);
    for (const body of ['{', '[]', '{"call_status":"answered"}']) expect(await post(body, sign(body))).toBe(400);
    expect(await post('{}', sign('{}'), `${new URL(port.webhooks.eventUrl).origin}/other`)).toBe(404);
    expect(await post('{}', sign('{}'), port.webhooks.answerUrl)).toBe(405);
    expect((await get('?from=a&to=b', '/answer?from=a&to=b')).status).toBe(400);
  });

  test('that ask what to do are answered with actions, the same each time they ask, and are offered once', async () => {
    const query = '?from=84901234567&to=1900&uuid=u-1&fromInternal=false';
    const first = get(query, `/answer${query}`);
    const second = get(query, new URL(`${port.webhooks.answerUrl}${query}`).href);
    const [one, other] = await Promise.all([first, second].map(async (response) => (await response).json()));
    expect(one).toEqual(other);
    expect(one).toMatchObject([{ action: 'input', customField: 'u-1' }]);
    expect(offered()).toEqual(['u-1']);

    // The id of that call is learnt from a key alone; the next between the same two numbers has its own.
    const pressed = JSON.stringify({ call_id: 'call-3', dtmf: '1' });
    expect(await post(pressed, sign(pressed), port.webhooks.eventUrl.replace('/events', '/input?leg=u-1'))).toBe(200);
    await tell(told('created', 'call-4'));
    const next = query.replace('u-1', 'u-2');
    await get(next, `/answer${next}`);
    expect(offered()).toEqual(['u-1', 'call-4']);
  });

  test('that come when their call has ended are taken for no other between the same numbers', async () => {
    const asks = async (uuid: string): Promise<void> => {
      const query = `?from=84901234568&to=1901&uuid=${uuid}`;
      await get(query, `/answer${query}`);
    };
    const numbers = { from: { number: '84901234568' }, to: { number: '1901' } };
    await tell(told('created', 'call-5', numbers));
    await asks('u-5');
    await tell(told('ended', 'call-5', numbers));
    await tell(told('started', 'call-5', numbers));
    await tell(told('created', 'call-6', numbers));
    await asks('u-6');
    expect(offered()).toEqual(['call-5', 'call-6']);
  });

  test('that break off are no fault of ours, and no line in the log', async () => {
    const { hostname, port: at } = new URL(port.webhooks.eventUrl);
    const socket = connect(Number(at), hostname);
    socket.end('POST /events HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\n{');
    socket.resume();
    await once(socket, 'close');
    expect(log.join('\n')).not.toContain('bug');
  });
});

test('a port that is taken is said to be, and the address behind a proxy is the one that Stringee is given', async () => {
  const { port: taken } = new URL(port.webhooks.eventUrl);
  await expect(openSwitch({ ...options, listen: { host: '127.0.0.1', port: Number(taken) } })).rejects.toThrow(
    'EADDRINUSE',
  );
  const proxied = await openSwitch({ ...options, publicUrl: 'https://calls.example.com/stringee/' });
  expect(proxied.webhooks).toEqual({
    answerUrl: 'https://calls.example.com/stringee/answer',
    eventUrl: 'https://calls.example.com/stringee/events',
  });
  await proxied.close();
});
