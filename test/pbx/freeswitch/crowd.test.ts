import { openSwitch } from '@legwork/freeswitch';
import { afterAll, beforeAll, it } from 'vitest';
import { serveFreeswitch } from '../../../api/src/twins/serve-freeswitch.ts';
import { createFreeswitchTwin } from '../../../sim/src/twins/freeswitch/index.ts';
import { openSipPhone, type SipPhone } from '../../support/sip/phone.ts';
import { CROWD_MS, runCrowd, staff } from '../../support/switch-crowd.ts';
import { systemTime } from '../../support/system-time.ts';
import { openBench, type Bench } from './bench.ts';
import { dialledAt, endpointAt } from './place.ts';

const CALLS = 500;
/** More than call at once, since a phone is busy for a moment after its call. */
const CALLERS = 16;

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.stop());

it(
  `${CALLS} calls with supervisors at random work on FreeSWITCH all end, and leave nothing behind`,
  { timeout: CROWD_MS },
  async () => {
    const { real } = bench;
    if (real === null) await onTwin();
    else await onReal(real);
  },
);

const onReal = async ({ place, socket }: NonNullable<Bench['real']>): Promise<void> => {
  const switchPort = Number(place.sip.split(':')[1]);
  const heard = (): void => undefined;
  const phoneOf = (name: string): Promise<SipPhone> =>
    openSipPhone({ name, switchPort, port: 0, toneHz: 700, tones: [], heard, digit: heard });
  // FreeSWITCH divides by zero where somebody at a `null/` endpoint listens: all have phones.
  const called = new Map<string, SipPhone>();
  for (const name of staff) called.set(name, await phoneOf(name));
  const calling: SipPhone[] = [];
  for (let n = 0; n < CALLERS; n += 1) calling.push(await phoneOf(`caller${n}`));

  const port = await openSwitch({
    id: 'sw',
    host: place.host,
    port: place.port,
    password: place.password,
    dial: dialledAt(place),
    music: 'silence_stream://-1',
  });
  const arrive = async (): Promise<void> => {
    for (;;) {
      const idle = calling.find((phone) => phone.state() === 'idle');
      if (idle !== undefined) {
        idle.call('1900');
        return;
      }
      await new Promise((wake) => setTimeout(wake, 20));
    }
  };
  const endpointOf = (name: string): string => endpointAt(place, name, called.get(name)?.port ?? 0);
  await runCrowd({ port, calls: CALLS, arrive, leftOver: () => socket.channels(), endpointOf });
  for (const phone of [...called.values(), ...calling]) phone.close();
};

const onTwin = async (): Promise<void> => {
  const twin = createFreeswitchTwin({ time: systemTime, answering: () => ({ kind: 'answers', afterMs: 20 }) });
  const served = await serveFreeswitch(twin, 0);
  const port = await openSwitch({
    id: 'sw',
    host: '127.0.0.1',
    port: served.port,
    password: 'ClueCon',
    dial: 'null/{to}',
  });
  const arrive = (n: number): void => void twin.call({ from: `09${n}`, to: '1900' });
  const leftOver = () => Promise.resolve(twin.channels().map(({ uuid }) => uuid));
  await runCrowd({ port, calls: CALLS, arrive, leftOver });
  await served.close();
};
