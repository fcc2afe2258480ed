import { checkAsterisk, openSwitch } from '@legwork/asterisk';
import type { SwitchEvent } from '@legwork/core';
import { expect, onTestFinished, test } from 'vitest';
import { serveAsterisk } from '../../api/src/twins/serve-asterisk.ts';
import { createAsteriskTwin } from '../../sim/src/twins/asterisk/index.ts';
import { layCable } from '../support/cable.ts';
import { selfSigned } from '../support/certificate.ts';
import { until } from '../support/freeswitch/until.ts';
import { systemTime } from '../support/system-time.ts';

const account = { id: 'pbx', user: 'legwork', password: 'loopback' };

/** An Asterisk behind TLS, with a certificate that it has signed itself. */
const serve = async () => {
  const twin = createAsteriskTwin({ time: systemTime, answering: () => null });
  const served = await serveAsterisk(twin, { http: 0, manager: 0 });
  const certificate = selfSigned();
  const front = await layCable(served.http, certificate);
  onTestFinished(async () => {
    await front.close();
    await served.close();
  });
  return { twin, plain: served.http, secure: front.port, ca: certificate.cert };
};

test('an Asterisk is spoken to over https and wss where its certificate is given, and to no other', async () => {
  const { twin, plain, secure, ca } = await serve();
  const url = `https://127.0.0.1:${secure}/ari`;

  const port = openSwitch({ ...account, url, ca });
  onTestFinished(() => port.close());
  const events: SwitchEvent[] = [];
  port.events.subscribe((event) => events.push(event));
  await until('the connection', () => events.length > 0);
  twin.call({ user: '0901', to: '1900' });
  await until('the offer', () => events.length > 1);
  expect(events).toMatchObject([{ type: 'switch.back' }, { type: 'leg.offered', from: '0901', to: '1900' }]);
  expect((await checkAsterisk({ ...account, url, ca })).filter(({ isFine }) => !isFine)).toEqual([]);

  const distrust = `the certificate of 127.0.0.1:${secure} is not trusted, for it has signed itself: give the certificate of its authority as ca`;
  const log: string[] = [];
  const wary = openSwitch({ ...account, url, log: (line) => log.push(line) });
  onTestFinished(() => wary.close());
  const heard: SwitchEvent[] = [];
  wary.events.subscribe((event) => heard.push(event));
  await until('the second refusal', () => log.length > 1);
  expect(new Set(log)).toEqual(new Set([`not connected (${distrust}): trying again`]));
  expect(heard).toEqual([]);

  const advice = async (at: string, given?: string) => {
    const findings = await checkAsterisk({ ...account, url: at, ...(given === undefined ? {} : { ca: given }) });
    return findings.map((finding) => `${finding.what}: ${finding.advice}`);
  };
  expect(await advice(url)).toEqual([`ARI answers: ${distrust}`]);
  // Another authority, of the same name.
  expect(await advice(url, selfSigned().cert)).toEqual([
    expect.stringContaining(`the certificate of 127.0.0.1:${secure} is not trusted, for `),
  ]);
  expect(await advice(`https://localhost:${secure}/ari`, ca)).toEqual([
    expect.stringContaining(`the certificate of localhost:${secure} is not accepted, for it is for another name`),
  ]);
  expect(await advice(`https://127.0.0.1:${plain}/ari`, ca)).toEqual([
    `ARI answers: 127.0.0.1:${plain} speaks no TLS: give its TLS port (tlsbindaddr in http.conf), or http`,
  ]);
  expect(await advice(url, 'pbx.pem')).toEqual([
    'the options: ca: certificates in PEM are wanted, from -----BEGIN CERTIFICATE----- on, and no file name',
  ]);
});
