import { openSwitch } from '@legwork/asterisk';
import { afterAll, beforeAll, it } from 'vitest';
import { CROWD_MS, runCrowd } from '../../support/switch-crowd.ts';
import { openBench, type Bench } from './rig.ts';
import { credentials } from './settings.ts';

const CALLS = 500;

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.stop());

it(
  `${CALLS} calls with supervisors at random work on a real Asterisk all end, and leave nothing behind`,
  { timeout: CROWD_MS },
  async () => {
    const { http } = bench.asterisk.ports;
    const port = openSwitch({
      id: 'sw',
      url: `http://127.0.0.1:${http}/ari`,
      ...credentials,
      // Everybody answers, and talks for as long as they are let.
      dialling: [{ matches: '.+', dial: 'Local/talk@phones/n' }],
    });
    const authorization = `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;
    const arrive = async (n: number): Promise<void> => {
      const query = new URLSearchParams({
        endpoint: 'Local/1900@phones/n',
        extension: 'talk',
        context: 'phones',
        priority: '1',
        callerId: `<09${n}>`,
      });
      const reply = await fetch(`http://127.0.0.1:${http}/ari/channels?${query.toString()}`, {
        method: 'POST',
        headers: { authorization },
      });
      await reply.text();
    };
    await runCrowd({ port, calls: CALLS, arrive, leftOver: () => bench.leftOver() });
  },
);
