import { asId } from '@legwork/core';
import type { Endpoint } from '@legwork/core';
import { openSwitch, type StringeeOptions, type StringeeSwitch } from '@legwork/stringee';
import { hmac, sendWebhook, serveStringee } from '../../../api/src/twins/serve-stringee.ts';
import type { EndpointBehaviour } from '../../../sim/src/switch/index.ts';
import {
  createStringeeTwin,
  type StringeeTwin,
  type StringeeTwinOptions,
} from '../../../sim/src/twins/stringee/index.ts';
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

/** The customer has a phone; everybody else an app. */
const customersNumber = '84901234567';
export const hotline = '1900';
export const account = { apiKeySid: 'SK.legwork', apiKeySecret: 'loopback', signingSecret: 'loopback-signing' };

const nameOf = (number: string): string => (number === customersNumber ? 'customer' : number);

export interface StringeeRig extends SwitchRig {
  readonly port: StringeeSwitch;
  readonly twin: StringeeTwin;
  /** Ends the adapter and begins another one, which remembers nothing. */
  again(): Promise<StringeeSwitch>;
}
export interface StringeeRigOptions {
  /** What differs about the twin: what is not published can be otherwise. */
  readonly twin?: Partial<StringeeTwinOptions>;
  /** What differs about the adapter's options. */
  readonly adapter?: Partial<StringeeOptions>;
}

/** The Stringee twin behind its real port, and the adapter on it, with a phone and apps. */
export async function openStringeeRig({ twin: how = {}, adapter = {} }: StringeeRigOptions = {}): Promise<StringeeRig> {
  const answering = new Map<string, Answering>();
  const urls = { answerUrl: '', eventUrl: '' };
  const twin = createStringeeTwin({
    time: systemTime,
    hmac,
    send: sendWebhook,
    ...account,
    project: () => urls,
    number: (called) => (called === hotline ? urls : null),
    answering({ number }) {
      const name = nameOf(number);
      return isPhone(name) ? behaviours[answering.get(name) ?? 'answers'] : null;
    },
    soundMs: () => 400,
    witness: () => ears.listen(),
    ...how,
  });
  const linesOf = () =>
    twin.parties().flatMap(({ id: leg, number }) => {
      const name = nameOf(number);
      return isPhone(name) ? [{ name, leg }] : [];
    });
  const ears = openEars(linesOf, (listener, speaker) => twin.hears(listener, speaker));

  function phoneOf(name: PhoneName): Phone {
    const number = name === 'customer' ? customersNumber : name;
    const party = () => twin.parties().find((one) => one.number === number);
    return {
      endpoint: asId<Endpoint>(number),
      set: (how) => void answering.set(name, how),
      call: (to) => void twin.call({ from: number, to }),
      hangUp: () => void twin.hangUp(party()?.id ?? ''),
      press: (digits) => void twin.press(party()?.id ?? '', digits),
      state() {
        const state = party()?.state;
        if (state === undefined) return 'idle';
        if (state === 'up') return 'talking';
        return state === 'calling' ? 'calling' : 'ringing';
      },
      digits: () => '',
    };
  }

  const served = await serveStringee(twin, 0);
  const cable = await layCable(served.port);
  let current: StringeeSwitch | null = null;
  /** One life of the adapter, connected. */
  async function begin(): Promise<StringeeSwitch> {
    // Calls go on telling where they were told to.
    const port = current === null ? 0 : Number(new URL(current.webhooks.eventUrl).port);
    await current?.close();
    const opened = await openSwitch({
      id: 'sw',
      url: `http://127.0.0.1:${cable.port}`,
      ...account,
      number: hotline,
      listen: { host: '127.0.0.1', port },
      ...adapter,
    });
    current = opened;
    Object.assign(urls, opened.webhooks);
    await new Promise<void>((resolve) => {
      const subscription = opened.events.subscribe(({ type }) => {
        if (type !== 'switch.back') return;
        resolve();
        setImmediate(() => subscription.unsubscribe());
      });
    });
    return opened;
  }
  const port = await begin();

  return {
    id: asId('sw'),
    port,
    twin,
    phones: ofEachPhone(phoneOf),
    hotline: asId(hotline),
    nowhere: asId('nobody'),
    prompt: 'welcome',
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    hearing: () => Promise.resolve(ears.hearing()),
    everHeard: () => ears.everHeard(),
    recorded: () => Promise.resolve([]),
    async whileLost(happen) {
      cable.cut();
      await happen();
      cable.mend();
    },
    again: begin,
    restart() {
      twin.crash();
      return Promise.resolve();
    },
    leftOver: () => Promise.resolve(twin.parties().map(({ id }) => id)),
    async close() {
      await current?.close();
      await cable.close();
      await served.close();
    },
  };
}
