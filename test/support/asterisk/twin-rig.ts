import { asId } from '@legwork/core';
import type { Endpoint } from '@legwork/core';
import { openSwitch } from '@legwork/asterisk';
import { serveAsterisk } from '../../../api/src/twins/serve-asterisk.ts';
import type { EndpointBehaviour } from '../../../sim/src/switch/index.ts';
import { createAsteriskTwin } from '../../../sim/src/twins/asterisk/index.ts';
import { layCable } from '../cable.ts';
import { isPhone, ofEachPhone, openEars } from '../switch-contract/ears.ts';
import type { Answering, Phone, PhoneName, SwitchRig } from '../switch-contract/rig.ts';
import { systemTime } from '../system-time.ts';

const behaviours: Readonly<Record<Answering, EndpointBehaviour>> = {
  answers: { kind: 'answers', afterMs: 20 },
  ringsOut: { kind: 'ringsOut' },
  rejects: { kind: 'rejects', afterMs: 20 },
  isBusy: { kind: 'busy', afterMs: 10 },
};

export interface TwinRigOptions {
  /** The switch's id; `sw` where nothing is said. */
  readonly id?: string;
  readonly seed?: number;
  /** What becomes of an event of that type: how often it is told, and after how many ms more. */
  readonly deliver?: (type: string) => readonly number[];
  /** The dialplan has the extension that calls of others are claimed by; true where nothing is said. */
  readonly leadsIn?: boolean;
}

/** The Asterisk twin behind its real ports, and the adapter on it, with phones. */
export async function openAsteriskTwinRig({
  id = 'sw',
  seed = 1,
  deliver = () => [0],
  leadsIn = true,
}: TwinRigOptions = {}): Promise<SwitchRig> {
  const answering = new Map<string, Answering>();

  const twin = createAsteriskTwin({
    time: systemTime,
    seed,
    deliver,
    answering({ endpoint }) {
      const user = endpoint.replace('PJSIP/', '');
      return isPhone(user) ? behaviours[answering.get(user) ?? 'answers'] : null;
    },
    extension(exten) {
      if (exten === 'stasis' && !leadsIn) return undefined;
      return exten === '201' ? { app: 'Dial', endpoint: 'PJSIP/agent' } : { app: 'Stasis', application: 'legwork' };
    },
    soundMs: () => 400,
    witness: () => ears.listen(),
  });

  const ears = openEars(
    () =>
      twin.channels().flatMap(({ id: leg, user: name, isSnoop }) => (isPhone(name) && !isSnoop ? [{ name, leg }] : [])),
    (listener, speaker) => twin.hears(listener, speaker),
  );

  function phoneOf(name: PhoneName): Phone {
    const line = () => twin.channels().find(({ user, isSnoop }) => user === name && !isSnoop);
    return {
      endpoint: asId<Endpoint>(name),
      set: (how) => void answering.set(name, how),
      call: (to) => void twin.call({ user: name, to }),
      hangUp: () => void twin.hangUp(line()?.id ?? ''),
      press: (digits) => void twin.press(line()?.id ?? '', digits),
      state() {
        const channel = line();
        if (channel === undefined) return 'idle';
        if (channel.state === 'Up') return 'talking';
        return channel.isInbound ? 'calling' : 'ringing';
      },
      digits: () => line()?.sentDigits ?? '',
    };
  }

  const served = await serveAsterisk(twin, { http: 0, manager: 0 });
  const cable = await layCable(served.http);
  const account = { user: 'legwork', password: 'loopback' };
  const port = openSwitch({
    id,
    url: `http://127.0.0.1:${cable.port}/ari`,
    ...account,
    manager: { host: '127.0.0.1', port: served.manager, ...account, context: 'legwork', extension: 'stasis' },
  });
  await new Promise<void>((resolve) => {
    const subscription = port.events.subscribe(({ type }) => {
      if (type !== 'switch.back') return;
      resolve();
      setImmediate(() => subscription.unsubscribe());
    });
  });

  return {
    id: asId(id),
    port,
    phones: ofEachPhone(phoneOf),
    hotline: asId('1900'),
    nowhere: asId('nobody'),
    prompt: 'welcome',
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    hearing: () => Promise.resolve(ears.hearing()),
    everHeard: () => ears.everHeard(),
    recorded(call) {
      const recordings = [...twin.recorded()].filter(([name]) => name.startsWith(`legwork-${call}-`));
      return Promise.resolve([...new Set(recordings.flatMap(([, voices]) => voices.filter(isPhone)))]);
    },
    async whileLost(happen) {
      cable.cut();
      await happen();
      cable.mend();
    },
    restart() {
      twin.crash();
      return Promise.resolve();
    },
    foreignCall: () => void twin.call({ user: 'customer', to: '201' }),
    leftOver: () => Promise.resolve([...twin.channels().map(({ id }) => id), ...twin.bridges()]),
    async close() {
      await port.close();
      await cable.close();
      await served.close();
    },
  };
}
