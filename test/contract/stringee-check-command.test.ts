import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listenLocally } from '../../api/src/twins/listen-locally.ts';
import { hmac, sendWebhook, serveStringee } from '../../api/src/twins/serve-stringee.ts';
import { createStringeeTwin } from '../../sim/src/twins/stringee/index.ts';
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
  const check = (name: string, options: object) => {
    writeFileSync(join(folder, name), JSON.stringify(options));
    return legwork(['check', 'stringee', '--config', name], { cwd: folder });
  };

  const [fine, guessed, astray, wrong] = await Promise.all([
    check('fine.json', whole),
    check('guessed.json', { ...whole, apiKeySecret: 'guessed' }),
    check('astray.json', { ...whole, listen: { host: '127.0.0.1', port }, publicUrl: `http://127.0.0.1:${port}` }),
    check('wrong.json', { ...whole, number: 'none' }),
  ]);
  expect(fine).toMatchObject({ code: 0, stderr: '' });
  expect(fine.stdout).toContain(
    'fine  REST answers and takes the key\nfine  webhooks can be listened for\nfine  answer_url ',
  );
  expect(guessed.code).toBe(1);
  expect(guessed.stdout).toMatch(/^WRONG REST answers and takes the key: it says: .*Are apiKeySid and apiKeySecret/);
  expect(astray.code).toBe(1);
  expect(astray.stdout).toContain('WRONG webhooks can be listened for: listen: ');
  expect(wrong.stdout).toMatch(/^WRONG the options: number: a number of the project is wanted/);
  for (const { stdout, stderr } of [fine, guessed, astray])
    expect(stdout + stderr).not.toMatch(/loopback|guessed|84247/);
});
