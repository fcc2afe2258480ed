import { Agent, request } from 'node:http';
import { credentials } from '../../pbx/asterisk/settings.ts';
import { arrive, authorization, type Side } from './arrivals.ts';

interface Told {
  readonly type: string;
  readonly channel?: { readonly id: string; readonly caller: { readonly number: string } };
}

/** A script that knows nothing but its one kind of call, and asks for what Legwork asks for, as soon as it may. */
export async function openBare(http: number, application: string): Promise<Side> {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const ask = (method: string, path: string, body = ''): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization,
        'content-length': body.length,
        ...(body === '' ? {} : { 'content-type': 'application/json' }),
      };
      const asked = request({ agent, method, headers, host: '127.0.0.1', port: http, path: `/ari${path}` }, (reply) => {
        reply.resume();
        reply.on('end', resolve);
      });
      asked.on('error', reject);
      asked.end(body);
    });

  /** Whoever waits for an event of a channel. */
  const waiting = new Map<string, () => void>();
  const come = (event: string): Promise<void> => new Promise((resolve) => waiting.set(event, resolve));
  const callers = new Map<string, (channel: string) => void>();

  const { user, password } = credentials;
  const socket = new WebSocket(
    `ws://127.0.0.1:${http}/ari/events?app=${application}&subscribeAll=true&api_key=${user}:${password}`,
  );
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  socket.addEventListener('message', ({ data }) => {
    const { type, channel } = JSON.parse(String(data)) as Told;
    if (channel === undefined) return;
    if (type === 'StasisStart' && callers.has(channel.caller.number)) {
      callers.get(channel.caller.number)?.(channel.id);
      return;
    }
    const key = `${type} ${channel.id}`;
    waiting.get(key)?.();
    waiting.delete(key);
  });

  return {
    async call(n, setUp) {
      const number = `08${n}`;
      const arrived = new Promise<string>((resolve) => callers.set(number, resolve));
      await arrive(http, application, number);
      const customer = await arrived;
      callers.delete(number);
      const [target, bridge] = [`bare-${n}`, `bare-bridge-${n}`];
      await ask('POST', `/channels/${customer}/ring`);
      const isAnswered = come(`ChannelStateChange ${customer}`);
      await ask('POST', `/channels/${customer}/answer`);
      await isAnswered;
      await ask('POST', `/channels/${customer}/moh?mohClass=default`);
      const isUp = come(`StasisStart ${target}`);
      const query = `endpoint=Local%2Ftalk%40phones%2Fn&app=${application}&timeout=20&callerId=%3C1900%3E`;
      await ask('POST', `/channels/${target}?${query}`, '{"variables":{"CALLERID(pres)":"prohib"}}');
      await isUp;
      await ask('DELETE', `/channels/${customer}/moh`);
      await ask('POST', `/bridges/${bridge}?type=mixing,dtmf_events`);
      const areIn = [customer, target].map((channel) => come(`ChannelEnteredBridge ${channel}`));
      for (const channel of [customer, target])
        await ask('POST', `/bridges/${bridge}/addChannel?channel=${channel}&inhibitConnectedLineUpdates=true`);
      await Promise.all(areIn);
      setUp();
      const areGone = [customer, target].map((channel) => come(`StasisEnd ${channel}`));
      for (const channel of [customer, target]) await ask('DELETE', `/channels/${channel}?reason_code=16`);
      await Promise.all(areGone);
      // Whoever waits for the end of a call is told of it before this: Legwork does it so.
      void ask('DELETE', `/bridges/${bridge}`);
    },
    close() {
      socket.close();
      agent.destroy();
      return Promise.resolve();
    },
  };
}
