import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serveAsterisk } from '../../api/src/twins/serve-asterisk.ts';
import { createAsteriskTwin, type AsteriskTwinOptions } from '../../sim/src/twins/asterisk/index.ts';
import { legwork } from '../support/legwork.ts';
import { systemTime } from '../support/system-time.ts';

const folder = mkdtempSync(join(tmpdir(), 'legwork-asterisk-check-'));
const account = { user: 'legwork', password: 'hush hush' };

/** An Asterisk with a way in for calls of others, and what is different about it. */
const serve = async (how: Pick<AsteriskTwinOptions, 'modules'> = {}) => {
  const twin = createAsteriskTwin({
    time: systemTime,
    ...account,
    answering: () => null,
    extension: (exten, context) =>
      `${exten}@${context}` === 'stasis@legwork' ? { app: 'Stasis', application: 'legwork' } : undefined,
    ...how,
  });
  const served = await serveAsterisk(twin, { http: 0, manager: 0 });
  onTestFinished(() => served.close());
  return {
    url: `http://127.0.0.1:${served.http}/ari`,
    ...account,
    manager: { host: '127.0.0.1', port: served.manager, ...account, context: 'legwork', extension: 'stasis' },
  };
};

const check = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return legwork(['check', 'asterisk', '--config', name], { cwd: folder });
};
const checkOf = (name: string, options: object) => check(name, JSON.stringify(options));
const wrongIn = (said: string): readonly string[] => said.split('\n').filter((line) => line.startsWith('WRONG'));

test('legwork check asterisk says in plain words what an Asterisk lacks, and ends accordingly', async () => {
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const whole = await serve();
  const bare = await serve({ modules: ['app_stasis', 'res_stasis_answer', 'bridge_simple', 'bridge_softmix'] });
  const [fine, guessed, lacking, strangers, torn, settings, other] = await Promise.all([
    checkOf('fine.json', whole),
    checkOf('guessed.json', { ...whole, password: 'guessed' }),
    checkOf('lacking.json', { ...bare, manager: { ...bare.manager, context: 'nowhere' } }),
    checkOf('strangers.json', { ...whole, manager: { ...whole.manager, user: 'stranger' } }),
    check('torn.json', '{'),
    check(
      'legwork.yaml',
      `switch:\n  kind: asterisk\n  options: ${JSON.stringify({ ...whole, manager: undefined })}\n`,
    ),
    check('other.yaml', 'switch: { kind: simulated }'),
  ]);

  expect(fine).toMatchObject({ code: 0, stderr: '' });
  expect(wrongIn(fine.stdout)).toEqual([]);
  expect(fine.stdout).toContain('fine  events come over the WebSocket\n');
  expect(fine.stdout).toContain('fine  the dialplan has stasis in legwork\n');

  expect(guessed).toMatchObject({
    code: 1,
    stderr: '',
    stdout: 'WRONG ARI answers: the user or the password is wrong: they are in ari.conf\n',
  });

  expect(lacking.code).toBe(1);
  expect(wrongIn(lacking.stdout)).toEqual([
    'WRONG res_stasis_playback is loaded: it plays prompts: load = res_stasis_playback.so in modules.conf',
    'WRONG res_stasis_recording is loaded: it records: load = res_stasis_recording.so in modules.conf',
    'WRONG res_stasis_snoop is loaded: supervisors listen and whisper through it: load = res_stasis_snoop.so in modules.conf',
    'WRONG res_musiconhold is loaded: it plays music on hold: load = res_musiconhold.so in modules.conf',
    'WRONG the dialplan has stasis in nowhere: to take calls over, extensions.conf needs [nowhere] with exten => stasis,1,Stasis(…), and the user read = all',
  ]);

  expect(strangers.code).toBe(1);
  expect(wrongIn(strangers.stdout)).toEqual([
    'WRONG the manager interface lets us in: the user or the password is wrong, or this machine is not permitted: they are in manager.conf',
  ]);

  expect(settings, 'the settings of the service').toMatchObject({ code: 0, stderr: '' });
  expect(wrongIn(settings.stdout)).toEqual([]);
  expect(other).toMatchObject({ code: 2, stdout: '' });
  expect(other.stderr).toContain('switch.kind is simulated, not asterisk');

  expect(torn).toMatchObject({ code: 2, stdout: '' });
  expect(torn.stderr).toContain('the configuration torn.json is no JSON object');
  for (const { stdout, stderr } of [fine, guessed, lacking, strangers])
    expect(stdout + stderr).not.toMatch(/hush|guessed/);
});
