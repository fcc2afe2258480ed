import { faultNames, type FaultName } from '@legwork/sim';
import { expect, test } from 'vitest';
import { createVirtualTime } from '../../sim/src/centre/index.ts';
import { createAsteriskTwin } from '../../sim/src/twins/asterisk/index.ts';

const nothing = (): Promise<void> => Promise.resolve();

interface Strikes {
  readonly told: readonly string[];
  readonly statuses: readonly number[];
}
const CALLS = 15;

/** Some calls that are answered, held, talked, listened to, played to and ended, on a wire with that fault. */
const callsUnder = async (name: FaultName | null): Promise<Strikes> => {
  const time = createVirtualTime();
  const twin = createAsteriskTwin({
    time,
    seed: 7,
    answering: () => ({ kind: 'answers', afterMs: 50 }),
    faults: name === null ? [] : [{ name, probability: 0.5 }],
  });
  const told: string[] = [];
  const statuses: number[] = [];
  const hear = (text: string): void => {
    const event = JSON.parse(text) as { readonly type: string; readonly channel?: { readonly id: string } };
    told.push(`${event.type} ${event.channel?.id ?? ''}`);
  };
  const ask = async (method: string, url: string): Promise<void> => {
    const key = `${url.includes('?') ? '&' : '?'}api_key=legwork:loopback`;
    twin.request({ method, url: `${url}${key}`, authorization: '', body: '' }, ({ status }) => statuses.push(status));
    await time.pass(20, nothing);
  };
  for (let n = 0; n < CALLS; n += 1) {
    // Where a fault has broken the connection, it is made anew.
    const listening = 'app=legwork&subscribeAll=true';
    if (twin.refuses({ query: `${listening}&api_key=legwork:loopback`, authorization: '' }) === null)
      twin.listen({ query: listening }, { send: hear, close: () => undefined });
    const [customer, agent] = [twin.call({ user: '0901', to: '1900' }), `a${n}`];
    await time.pass(20, nothing);
    await ask('POST', `/channels/${customer}/answer`);
    await ask('POST', `/channels/${customer}/moh`);
    await ask('POST', `/channels/${agent}?endpoint=PJSIP/agent&app=legwork&timeout=5`);
    await time.pass(200, nothing);
    await ask('POST', `/bridges/b${n}`);
    await ask('DELETE', `/channels/${customer}/moh`);
    await ask('POST', `/bridges/b${n}/addChannel?channel=${customer},${agent}`);
    await ask('POST', `/channels/${agent}/snoop/snoop${n}?spy=both&whisper=none&app=legwork`);
    await ask('POST', `/bridges/b${n}/record?name=r${n}&format=wav`);
    await ask('POST', `/channels/${customer}/mute`);
    await ask('POST', `/channels/${customer}/dtmf?dtmf=1`);
    await ask('POST', `/channels/${customer}/play/p${n}?media=sound:welcome`);
    twin.press(agent, '5');
    await time.pass(2000, nothing);
    await ask('DELETE', `/channels/${agent}`);
    twin.hangUp(customer);
    await time.pass(500, nothing);
    await ask('DELETE', `/bridges/b${n}`);
  }
  return { told, statuses };
};

/** ARI has no words for it, or a snoop knows nobody who listens by it. */
const notOnThisWire = [
  'hangUpAfterPlayback',
  'causeOverwritten',
  'hangUpLooksLost',
  'ringsForEver',
  'untoldEndOfRing',
  'refusalWithoutLeg',
  'lostRefusal',
  'earlyTimer',
  'monitorGoesLive',
  'tapsWrongLeg',
  'spyMovesOn',
  'tapBlocksCommands',
  'tappedCannotBridge',
  'modeFlickers',
  'holdFlagCorrupted',
  'staleOtherLeg',
];

test('faults of the catalogue strike on the wire of the Asterisk twin: what it answers or tells is not what it is without', async () => {
  const plain = await callsUnder(null);
  const without: string[] = [];
  for (const name of faultNames) {
    const { told, statuses } = await callsUnder(name);
    if (told.join() === plain.told.join() && statuses.join() === plain.statuses.join()) without.push(name);
  }
  expect(without).toEqual(notOnThisWire);
});

test('whatever a client writes, the twin answers, and stands', async () => {
  const time = createVirtualTime();
  const twin = createAsteriskTwin({ time, seed: 7, answering: () => ({ kind: 'ringsOut' }) });
  twin.listen({ query: 'app=legwork&subscribeAll=true' }, { send: () => undefined, close: () => undefined });
  const statuses: number[] = [];
  const ask = async (method: string, url: string, body = ''): Promise<void> => {
    const key = `${url.includes('?') ? '&' : '?'}api_key=legwork:loopback`;
    twin.request({ method, url: `${url}${key}`, authorization: '', body }, ({ status }) => statuses.push(status));
    await time.pass(20, nothing);
  };
  const seconds = ['abc', '-1', '1e99', '1.0005', '', '5'];
  for (const [n, timeout] of seconds.entries())
    await ask('POST', `/channels/a${n}?endpoint=PJSIP/agent&app=legwork&timeout=${timeout}`);
  await ask('POST', '/channels/b?endpoint=PJSIP/agent&app=legwork', '{"variables":{"x":{"toString":1},"y":null}}');
  await ask('POST', '/channels/c?app=legwork', '{"endpoint":[{"toString":1}]}');
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 200, 400]);
  const filter = '{"allowed":[null,7,{"type":9},{"type":"Dial"}],"disallowed":[null]}';
  await ask('PUT', '/applications/legwork/eventFilter', filter);
  await ask('DELETE', '/channels/b?reason=constructor');
  expect(statuses.slice(-2)).toEqual([200, 400]);

  let said = '';
  let isOpen = true;
  const manager = twin.manage({ write: (text) => void (said += text), close: () => void (isOpen = false) });
  manager.receive('Action: Login\r\nUsername: legwork\r\nSecret: loopback\r\n\r\n');
  for (const timeout of seconds) {
    const where = 'Channel: PJSIP/agent\r\nExten: 1900\r\nContext: legwork\r\nAsync: true';
    manager.receive(`Action: Originate\r\n${where}\r\nTimeout: ${timeout}\r\n\r\n`);
  }
  await time.pass(60_000, nothing);
  expect(said.split('Originate successfully queued')).toHaveLength(1 + seconds.length);
  expect(twin.channels().map(({ id }) => id)).toEqual(expect.arrayContaining(['a1', 'a2']));
  for (let n = 0; n < 40; n += 1) manager.receive('x'.repeat(100_000));
  expect(isOpen).toBe(false);
});
