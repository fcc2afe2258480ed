import { asId } from '@legwork/core';
import type { Endpoint } from '@legwork/core';
import { openSwitch, type FreeswitchOptions, type Times } from '@legwork/freeswitch';
import { serveFreeswitch } from '../../../api/src/twins/serve-freeswitch.ts';
import type { EndpointBehaviour } from '../../../sim/src/switch/index.ts';
import {
  createFreeswitchTwin,
  offerToLegwork,
  type FreeswitchTwin,
  type FreeswitchTwinOptions,
} from '../../../sim/src/twins/freeswitch/index.ts';
import { isPhone, ofEachPhone, openEars } from '../switch-contract/ears.ts';
import type { Answering, Phone, PhoneName, SwitchRig } from '../switch-contract/rig.ts';
import { systemTime } from '../system-time.ts';

const behaviours: Readonly<Record<Answering, EndpointBehaviour>> = {
  answers: { kind: 'answers', afterMs: 60 },
  ringsOut: { kind: 'ringsOut' },
  rejects: { kind: 'rejects', afterMs: 60 },
  isBusy: { kind: 'busy', afterMs: 20 },
};

/** Calls that others have set up: the second past FreeSWITCH's media. */
const ofOthers: Readonly<Record<string, readonly string[]>> = {
  '9000': ['bridge:sofia/lab/agent@127.0.0.1'],
  '9001': ['set:bypass_media=true', 'bridge:sofia/lab/agent@127.0.0.1'],
};

/** What differs from a FreeSWITCH at its best. */
interface RigOptions
  extends
    Pick<FreeswitchTwinOptions, 'deliver' | 'heartbeatMs' | 'writtenAfterMs'>,
    Pick<FreeswitchOptions, 'onFault'> {
  readonly times?: Partial<Times>;
  /** The switch's id; `sw` where nothing is said. */
  readonly id?: string;
}

/** A rig whose twin can be seen. */
export type TwinRig = SwitchRig & { readonly twin: FreeswitchTwin };

/** The FreeSWITCH twin behind its real event socket, and the adapter on it, with phones. */
export const openFreeswitchRig = async ({
  deliver,
  heartbeatMs,
  writtenAfterMs,
  times,
  onFault,
  id = 'sw',
}: RigOptions = {}): Promise<TwinRig> => {
  const answering = new Map<string, Answering>();
  const recordings = new Map<string, Set<PhoneName>>();

  const twin = createFreeswitchTwin({
    time: systemTime,
    answering: ({ user }) =>
      isPhone(user) ? behaviours[answering.get(user) ?? 'answers'] : { kind: 'unreachable', afterMs: 20 },
    extension: (destination) => ofOthers[destination] ?? offerToLegwork,
    soundMs: (path) => (path.startsWith('local_stream://') ? Infinity : 500),
    witness,
    ...(deliver === undefined ? {} : { deliver }),
    ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
    ...(writtenAfterMs === undefined ? {} : { writtenAfterMs }),
  });

  function witness(): void {
    ears.listen();
    const channels = twin.channels();
    for (const path of channels.flatMap((channel) => channel.recordings)) {
      const voices = recordings.get(path) ?? new Set();
      recordings.set(path, voices);
      for (const uuid of twin.recorded(path)) {
        const user = channels.find((one) => one.uuid === uuid)?.user ?? '';
        if (isPhone(user)) voices.add(user);
      }
    }
  }

  const ears = openEars(
    () => twin.channels().flatMap(({ uuid: leg, user: name }) => (isPhone(name) ? [{ name, leg }] : [])),
    (listener, speaker) => twin.hears(listener, speaker),
  );

  const served = await serveFreeswitch(twin, 0);
  const port = await openSwitch({
    id,
    host: '127.0.0.1',
    port: served.port,
    password: 'ClueCon',
    dial: 'sofia/lab/{to}@127.0.0.1',
    prompts: { welcome: 'ivr/welcome.wav' },
    times: { modeMs: 40, settleMs: 150, firstBackoffMs: 20, longestBackoffMs: 100, ...times },
    ...(onFault === undefined ? {} : { onFault }),
  });

  // That it is there at all is told to whoever listens first.
  port.events.subscribe().unsubscribe();

  const phoneOf = (name: PhoneName): Phone => {
    const channel = () => twin.channels().findLast(({ user }) => user === name);
    return {
      endpoint: asId<Endpoint>(name),
      set: (how) => void answering.set(name, how),
      call: (to) => void twin.call({ from: name, to }),
      hangUp: () => void twin.hangUp(channel()?.uuid ?? ''),
      press: (digits) => void twin.press(channel()?.uuid ?? '', digits),
      state() {
        const now = channel();
        if (now === undefined) return 'idle';
        if (now.isAnswered) return 'talking';
        return now.direction === 'inbound' ? 'calling' : 'ringing';
      },
      digits: () => channel()?.sentDigits ?? '',
    };
  };

  return {
    id: asId(id),
    port,
    twin,
    phones: ofEachPhone(phoneOf),
    hotline: asId('1900'),
    nowhere: asId('nowhere'),
    prompt: 'welcome',
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    hearing: () => Promise.resolve(ears.hearing()),
    everHeard: () => ears.everHeard(),
    recorded: (call) =>
      Promise.resolve([...recordings].flatMap(([path, voices]) => (path.includes(`/${call}-`) ? [...voices] : []))),
    async whileLost(happen) {
      served.keepOut(true);
      await happen();
      served.keepOut(false);
    },
    restart() {
      twin.crash();
      return Promise.resolve();
    },
    foreignCall: () => void twin.call({ from: 'customer', to: '9000' }),
    leftOver: () => Promise.resolve(twin.channels().map(({ uuid }) => uuid)),
    async close() {
      await port.close();
      await served.close();
    },
  };
};
