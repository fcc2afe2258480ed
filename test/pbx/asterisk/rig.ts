import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { asId } from '@legwork/core';
import { openSwitch } from '@legwork/asterisk';
import { layCable } from '../../support/cable.ts';
import { openSipPhones, tones, type SipPhones } from '../../support/sip-phones.ts';
import { voicesIn } from '../../support/sip/voices.ts';
import { phoneNames, type PhoneName, type SwitchRig } from '../../support/switch-contract/rig.ts';
import { freePorts, startAsterisk, type Asterisk } from './asterisk.ts';
import { credentials, musicHz } from './settings.ts';

/** A real Asterisk with phones, for as many tests as like. */
export interface Bench {
  readonly asterisk: Asterisk;
  readonly sip: SipPhones;
  /** The adapter on it, as if there had been nothing before; or in the middle of what the phones are doing. */
  open(how?: { readonly keepsPhones?: boolean }): Promise<SwitchRig>;
  /** What exists on it, in words. */
  leftOver(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Nothing on a machine that is idle; long where many tests share it. */
const PATIENCE_MS = 30_000;

export async function openBench(): Promise<Bench> {
  const ports = await freePorts();
  const sip = await openSipPhones({ switchPort: ports.sip, otherTones: [musicHz], endpointOf: (name) => name });
  const asterisk = await startAsterisk({ ports, phones: sip.ports }, (line) => process.stdout.write(`${line}\n`));
  return {
    asterisk,
    sip,
    open({ keepsPhones = false } = {}) {
      if (!keepsPhones) sip.reset();
      return openRig(asterisk, sip);
    },
    leftOver: () => leftOver(ports.http),
    async stop() {
      sip.close();
      await asterisk.stop();
    },
  };
}

async function openRig(asterisk: Asterisk, sip: SipPhones): Promise<SwitchRig> {
  const { ports } = asterisk;
  const cable = await layCable(ports.http);
  const id = 'sw';
  const port = openSwitch({
    id,
    url: `http://127.0.0.1:${cable.port}/ari`,
    ...credentials,
    manager: { host: '127.0.0.1', port: ports.manager, ...credentials, context: 'legwork', extension: 'stasis' },
  });
  await connected(port);

  return {
    id: asId(id),
    port,
    phones: sip.phones,
    hotline: asId('1900'),
    nowhere: asId('nobody'),
    prompt: 'welcome',
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    hearing: () => Promise.resolve(sip.hearing()),
    everHeard: sip.everHeard,
    recorded: (call) => Promise.resolve(voicesOf(asterisk.recordings, call)),
    async whileLost(happen) {
      cable.cut();
      await happen();
      cable.mend();
    },
    restart: () => asterisk.crash(),
    foreignCall: () => sip.phones.customer.call(asId('201')),
    leftOver: () => leftOver(ports.http),
    async close() {
      for (const name of phoneNames) sip.phones[name].hangUp();
      await port.close();
      await cable.close();
      await emptied(ports.http);
    },
  };
}

function connected(port: ReturnType<typeof openSwitch>): Promise<void> {
  return new Promise((resolve, reject) => {
    const patience = setTimeout(() => reject(new Error('the adapter has not connected')), PATIENCE_MS);
    const subscription = port.events.subscribe((event) => {
      if (event.type !== 'switch.back') return;
      clearTimeout(patience);
      resolve();
      setImmediate(() => subscription.unsubscribe());
    });
  });
}

/** The channels and bridges that Asterisk has, by ARI. */
async function leftOver(http: number): Promise<readonly string[]> {
  const lists = await Promise.all(['channels', 'bridges'].map((what) => ask(http, 'GET', what)));
  return lists.flatMap((list) =>
    (list as readonly { id: string; name: string }[]).map(({ id, name }) => `${name} ${id}`),
  );
}

/** After a test that has failed, the next one finds nothing of it. */
async function emptied(http: number): Promise<void> {
  for (const what of ['channels', 'bridges'])
    for (const { id } of (await ask(http, 'GET', what)) as readonly { id: string }[])
      await ask(http, 'DELETE', `${what}/${encodeURIComponent(id)}`);
}

async function ask(http: number, method: string, path: string): Promise<unknown> {
  const authorization = `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;
  const reply = await fetch(`http://127.0.0.1:${http}/ari/${path}`, { method, headers: { authorization } });
  const text = await reply.text();
  return text === '' ? null : JSON.parse(text);
}

function voicesOf(folder: string, call: string): readonly PhoneName[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.startsWith(`legwork-${call}-`));
  return voicesIn(
    files.map((file) => readFileSync(join(folder, file))),
    tones,
  );
}
