import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listenLocally } from '../../api/src/twins/listen-locally.ts';
import { hmac, sendWebhook, serveStringee } from '../../api/src/twins/serve-stringee.ts';
import { createStringeeTwin } from '../../sim/src/twins/stringee/index.ts';
import { checkStringee } from '@legwork/stringee';
import { legwork } from '../support/legwork.ts';
import { account, hotline } from '../support/stringee/twin-rig.ts';
import { systemTime } from '../support/system-time.ts';

test('legwork check stringee says in plain words what of a project does not fit, and ends accordingly', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'legwork-stringee-check-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const twin = createStringeeTwin({
    time: systemTime,
    hmac,
    send: sendWebhook,
    ...account,
    project: () => ({ answerUrl: '', eventUrl: '' }),
    number: () => null,
    answering: () => null,
  });
  const served = await serveStringee(twin, 0);
  onTestFinished(() => served.close());
  // A proxy that leads somewhere else.
  const elsewhere = createServer((_, response) => void response.writeHead(502).end());
  const port = await listenLocally(elsewhere, 0);
  onTestFinished(() => void elsewhere.close());
  const whole = {
    ...account,
    url: `http://127.0.0.1:${served.port}`,
    number: hotline,
    listen: { host: '127.0.0.1', port: 0 },
  };
  const check = async (options: object): Promise<string> =>
    (await checkStringee({ id: 'st', ...whole, ...options }))
      .map(({ what, isFine, advice }) => (isFine ? `fine ${what}` : `WRONG ${what}: ${advice}`))
      .join('\n');

  writeFileSync(join(folder, 'stringee.json'), JSON.stringify({ ...whole, apiKeySecret: 'guessed' }));
  const [told, fine, astray, wrong] = await Promise.all([
    legwork(['check', 'stringee', '--config', 'stringee.json'], { cwd: folder }),
    check({}),
    check({ listen: { host: '127.0.0.1', port }, publicUrl: `http://127.0.0.1:${port}` }),
    check({ number: 'none' }),
  ]);
  expect(told).toMatchObject({ code: 1, stderr: '' });
  expect(told.stdout).toMatch(/^WRONG REST answers and takes the key: it says: .*Are apiKeySid and apiKeySecret/);
  expect(fine).toContain('fine REST answers and takes the key\nfine webhooks can be listened for\nfine answer_url ');
  expect(astray).toContain('WRONG webhooks can be listened for: listen: ');
  expect(await check({ publicUrl: `http://127.0.0.1:${port}` })).toContain('is answered with 502: does the proxy');
  expect(wrong).toMatch(/^WRONG the options: number: a number of the project is wanted/);
  for (const said of [told.stdout, fine, astray]) expect(said).not.toMatch(/loopback|guessed|84247/);
});
