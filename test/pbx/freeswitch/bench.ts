import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asId } from '@legwork/core';
import { openSwitch } from '@legwork/freeswitch';
import { filter, firstValueFrom } from 'rxjs';
import { layCable } from '../../support/cable.ts';
import { openFreeswitchRig } from '../../support/freeswitch/rig.ts';
import { openSipPhones, tones, type SipPhones } from '../../support/sip-phones.ts';
import { voicesIn } from '../../support/sip/voices.ts';
import { phoneNames, type SwitchRig } from '../../support/switch-contract/rig.ts';
import { openEventSocket, type EventSocket } from './event-socket.ts';
import { dialledAt, endpointAt, placeNamed, type Place } from './place.ts';

/** A FreeSWITCH with phones, for as many tests as like: a real one, or the twin where none is named. */
export interface Bench {
  readonly name: string;
  /** Null where it is the twin. */
  readonly real: RealBench | null;
  open(how?: { readonly keepsPhones?: boolean }): Promise<SwitchRig>;
  stop(): Promise<void>;
}
interface RealBench {
  readonly place: Place;
  readonly sip: SipPhones;
  readonly socket: EventSocket;
  /** Where it records into. */
  readonly recordings: string;
}

export const openBench = async (): Promise<Bench> => {
  const place = placeNamed();
  if (place === null) {
    return { name: 'the FreeSWITCH twin', real: null, open: () => openFreeswitchRig(), stop: () => Promise.resolve() };
  }
  const sip = await openSipPhones({
    switchPort: Number(place.sip.split(':')[1]),
    endpointOf: (name, port) => endpointAt(place, name, port),
  });
  const socket = await openEventSocket(place);
  // It may run as somebody else.
  const recordings = mkdtempSync(join(tmpdir(), 'legwork-recordings-'));
  chmodSync(recordings, 0o777);
  const real = { place, sip, socket, recordings };
  return {
    name: 'a real FreeSWITCH',
    real,
    open({ keepsPhones = false } = {}) {
      if (!keepsPhones) sip.reset();
      return openRig(real);
    },
    async stop() {
      sip.close();
      rmSync(recordings, { recursive: true });
      await socket.close();
    },
  };
};

const openRig = async ({ place, sip, socket, recordings }: RealBench): Promise<SwitchRig> => {
  const cable = await layCable(place.port);
  const port = await openSwitch({
    id: 'sw',
    host: '127.0.0.1',
    port: cable.port,
    password: place.password,
    dial: dialledAt(place),
    music: 'silence_stream://-1',
    prompts: { welcome: 'silence_stream://500' },
    recordings,
    times: { firstBackoffMs: 50, longestBackoffMs: 500 },
  });
  // That it is there at all is told to whoever listens first.
  port.events.subscribe().unsubscribe();
  const callOfOthers = `originate {ignore_early_media=true}${dialling(place, sip, 'customer')} &bridge(${dialling(place, sip, 'agent')})`;

  return {
    id: asId('sw'),
    port,
    phones: sip.phones,
    hotline: asId('1900'),
    nowhere: asId('nobody@127.0.0.1:9'),
    prompt: 'welcome',
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    hearing: () => Promise.resolve(sip.hearing()),
    everHeard: sip.everHeard,
    recorded: (call) => Promise.resolve(voicesOf(recordings, call)),
    async whileLost(happen) {
      cable.cut();
      await happen();
      cable.mend();
    },
    restart: () =>
      socket.restart((life) =>
        firstValueFrom(port.events.pipe(filter((event) => event.type === 'switch.back' && event.epoch !== life))),
      ),
    foreignCall: () => void socket.api(`bgapi ${callOfOthers}`),
    leftOver: () => socket.channels(),
    async close() {
      for (const name of phoneNames) sip.phones[name].hangUp();
      await port.close();
      await cable.close();
      for (const uuid of await socket.channels()) await socket.api(`uuid_kill ${uuid}`);
    },
  };
};

const dialling = ({ dial }: Place, { ports }: SipPhones, name: 'customer' | 'agent'): string =>
  dial.replace('{user}', name).replace('{port}', String(ports[name]));

const voicesOf = (folder: string, call: string) => {
  const files = readdirSync(folder).filter((name) => name.startsWith(`${call}-`));
  return voicesIn(
    files.map((file) => readFileSync(join(folder, file))),
    tones,
  );
};
