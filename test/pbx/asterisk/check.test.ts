import { checkAsterisk, type AsteriskOptions, type Finding } from '@legwork/asterisk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBench, type Bench } from './rig.ts';
import { credentials } from './settings.ts';

let bench: Bench;
let options: AsteriskOptions;
beforeAll(async () => {
  bench = await openBench();
  const { http, manager } = bench.asterisk.ports;
  options = {
    id: 'pbx',
    url: `http://127.0.0.1:${http}/ari`,
    ...credentials,
    manager: { host: '127.0.0.1', port: manager, ...credentials, context: 'legwork', extension: 'stasis' },
  };
});
afterAll(() => bench.stop());

const wrong = (findings: readonly Finding[]): readonly string[] =>
  findings.filter(({ isFine }) => !isFine).map(({ what, advice }) => `${what}: ${advice}`);

it('an Asterisk that has what Legwork needs is fine', async () => {
  const findings = await checkAsterisk(options);
  expect(wrong(findings)).toEqual([]);
  expect(findings).toHaveLength(13);
});

it('a wrong password is found, and where to look', async () => {
  expect(wrong(await checkAsterisk({ ...options, password: 'wrong' }))).toEqual([
    'ARI answers: the user or the password is wrong: they are in ari.conf',
  ]);
});

it('a user who may only read is found', async () => {
  const found = wrong(await checkAsterisk({ ...options, user: 'reader' }));
  expect(found).toContain('the user may do things: the user may only read: read_only = no in ari.conf');
});

it('an Asterisk that is not there is found', async () => {
  expect(wrong(await checkAsterisk({ ...options, url: 'http://127.0.0.1:1/ari' }))).toEqual([
    'ARI answers: nobody answers at 127.0.0.1:1: is Asterisk running, and enabled = yes in http.conf with that address and port?',
  ]);
});

it('a dialplan without the way in for calls of others is found', async () => {
  const manager = { host: '127.0.0.1', port: bench.asterisk.ports.manager, ...credentials, context: 'nowhere' };
  expect(wrong(await checkAsterisk({ ...options, manager: { ...manager, extension: 'stasis' } }))).toEqual([
    'the dialplan has stasis in nowhere: to take calls over, extensions.conf needs [nowhere] with exten => stasis,1,Stasis(…), and the user read = all',
  ]);
});

it('options that are wrong are found before anybody is asked', async () => {
  expect(wrong(await checkAsterisk({ ...options, url: 'pbx' }))).toEqual([
    'the options: url: an address like http://127.0.0.1:8088/ari is wanted',
  ]);
});
