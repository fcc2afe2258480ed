import { networkInterfaces } from 'node:os';
import { checkAsterisk, openSwitch, type AsteriskOptions, type ManagerOptions } from '@legwork/asterisk';
import type { SwitchEvent } from '@legwork/core';
import { expect, onTestFinished, test } from 'vitest';
import { serveAsterisk } from '../../api/src/twins/serve-asterisk.ts';
import { createAsteriskTwin } from '../../sim/src/twins/asterisk/index.ts';
import { layCable } from '../support/cable.ts';
import { selfSigned } from '../support/certificate.ts';
import { until } from '../support/freeswitch/until.ts';
import { systemTime } from '../support/system-time.ts';

const credentials = { user: 'legwork', password: 'loopback' };
const account = { id: 'pbx', ...credentials };

/** An Asterisk behind TLS, with a certificate that it has signed itself. */
const serve = async (host = '127.0.0.1') => {
  const twin = createAsteriskTwin({
    time: systemTime,
    answering: () => null,
    extension: () => ({ app: 'Stasis', application: 'legwork' }),
  });
  const served = await serveAsterisk(twin, { http: 0, manager: 0 });
  const certificate = selfSigned();
  const [http, manager] = await Promise.all([
    layCable(served.http, certificate, host),
    layCable(served.manager, certificate, host),
  ]);
  onTestFinished(async () => {
    await Promise.all([http.close(), manager.close(), served.close()]);
  });
  return { twin, served, plain: served.http, secure: http.port, manager: manager.port, ca: certificate.cert };
};

/** Where this machine can be reached by an address of its own, both kinds of address where it has them. */
const loopbacks = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .flatMap(({ address }) => (address === '127.0.0.1' ? [address] : address === '::1' ? [`[${address}]`] : []));

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

test.each(loopbacks)(
  'an Asterisk at %s is spoken to over TLS: ARI, its events, and the manager interface',
  async (at) => {
    const { secure, manager, served, ca } = await serve(at.replace(/^\[|\]$/g, ''));
    const way = { host: at, port: manager, ...credentials, context: 'legwork', extension: 'stasis', tls: true };
    const wrong = async (how: Partial<ManagerOptions>, given = ca) => {
      const options = { ...account, url: `https://${at}:${secure}/ari`, ca, manager: { ...way, ...how } };
      const findings = await checkAsterisk(
        given === ca ? options : { ...options, url: `http://127.0.0.1:${served.http}/ari`, ca: given },
      );
      return findings.flatMap(({ what, isFine, advice }) => (isFine ? [] : [`${what}: ${advice}`]));
    };
    const refused = 'the manager interface lets us in: ';

    expect(await wrong({})).toEqual([]);
    expect(await wrong({}, selfSigned().cert)).toEqual([
      expect.stringContaining(`${refused}the certificate of ${at}:${manager} is not trusted, for `),
    ]);
    expect(await wrong({ host: '127.0.0.1', port: served.manager })).toEqual([
      `${refused}127.0.0.1:${served.manager} speaks no TLS: give its TLS port (tlsbindaddr in manager.conf), or no tls`,
    ]);
    if (at === '127.0.0.1')
      expect(await wrong({ host: 'localhost' })).toEqual([
        `${refused}the certificate of localhost:${manager} is not accepted, for it is for another name`,
      ]);
  },
);

test('what is wrong with the way to the manager interface is said before anything is tried', () => {
  const manager = {
    host: 'pbx',
    port: 5039,
    user: 'legwork',
    password: 'loopback',
    context: 'legwork',
    extension: 'stasis',
  };
  const fault = (how: object) => {
    const given: AsteriskOptions = { ...account, url: 'http://127.0.0.1:1/ari', manager: { ...manager, ...how } };
    return () => openSwitch(given);
  };
  expect(fault({ port: 0 })).toThrow('manager.port: a number from 1 to 65535 is wanted');
  expect(fault({ tls: 'yes' })).toThrow('manager.tls: true or false is wanted');
  expect(fault({ context: '' })).toThrow('manager.context: a text is wanted');
});
