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
