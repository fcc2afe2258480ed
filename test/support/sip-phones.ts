import { asId } from '@legwork/core';
import type { Endpoint } from '@legwork/core';
import { openSipPhone, type SipPhone } from './sip/phone.ts';
import { phoneNames, type Hearing, type Phone, type PhoneName } from './switch-contract/rig.ts';

/** The tone that each phone sends all the time, in Hz. */
export const tones: Readonly<Record<PhoneName, number>> = {
  customer: 700,
  agent: 900,
  colleague: 1150,
  supervisor: 1300,
  manager: 1650,
};

/** Phones that speak SIP, for rigs of real switches. They outlive a test. */
export interface SipPhones {
  readonly ports: Readonly<Record<PhoneName, number>>;
  readonly phones: Readonly<Record<PhoneName, Phone>>;
  readonly hearing: () => Hearing;
  readonly everHeard: () => Hearing;
  /** Nobody has heard anybody, and everybody answers. */
  readonly reset: () => void;
  /** The tones that a phone gets, those included that are nobody's. */
  readonly tonesAt: (name: PhoneName) => readonly number[];
  readonly close: () => void;
}

export interface SipPhonesOptions {
  readonly switchPort: number;
  /** Tones to listen for that are not of a phone. */
  readonly otherTones?: readonly number[];
  /** What reaches a phone when the switch dials it. */
  readonly endpointOf: (name: PhoneName, port: number) => string;
}

export async function openSipPhones({ switchPort, otherTones = [], endpointOf }: SipPhonesOptions): Promise<SipPhones> {
  const listened = [...Object.values(tones), ...otherTones];
  const ever = new Map<PhoneName, Set<PhoneName>>();
  const digits = new Map<PhoneName, string>();
  const nameOf = (hz: number): PhoneName | undefined => phoneNames.find((name) => tones[name] === hz);

  async function open(name: PhoneName): Promise<SipPhone> {
    return openSipPhone({
      name,
      switchPort,
      port: 0,
      toneHz: tones[name],
      tones: listened,
      heard(hz) {
        const speaker = nameOf(hz);
        if (speaker !== undefined && speaker !== name) ever.set(name, (ever.get(name) ?? new Set()).add(speaker));
      },
      digit: (digit) => digits.set(name, (digits.get(name) ?? '') + digit),
    });
  }

  const each = await eachPhone(open);
  const hearingBy = (heardBy: (name: PhoneName) => readonly PhoneName[]): Hearing => ({
    customer: heardBy('customer'),
    agent: heardBy('agent'),
    colleague: heardBy('colleague'),
    supervisor: heardBy('supervisor'),
    manager: heardBy('manager'),
  });
  const asPhone = (name: PhoneName): Phone => {
    const phone = each[name];
    return {
      ...phone,
      endpoint: asId<Endpoint>(endpointOf(name, phone.port)),
      digits: () => digits.get(name) ?? '',
    };
  };

  return {
    ports: {
      customer: each.customer.port,
      agent: each.agent.port,
      colleague: each.colleague.port,
      supervisor: each.supervisor.port,
      manager: each.manager.port,
    },
    phones: {
      customer: asPhone('customer'),
      agent: asPhone('agent'),
      colleague: asPhone('colleague'),
      supervisor: asPhone('supervisor'),
      manager: asPhone('manager'),
    },
    hearing: () =>
      hearingBy((name) =>
        each[name]
          .tones()
          .flatMap((hz) => nameOf(hz) ?? [])
          .filter((speaker) => speaker !== name),
      ),
    everHeard: () => hearingBy((name) => phoneNames.filter((speaker) => ever.get(name)?.has(speaker) === true)),
    reset() {
      ever.clear();
      digits.clear();
      for (const name of phoneNames) each[name].set('answers');
    },
    tonesAt: (name) => each[name].tones(),
    close() {
      for (const name of phoneNames) each[name].close();
    },
  };
}

async function eachPhone<Value>(
  open: (name: PhoneName) => Promise<Value>,
): Promise<Readonly<Record<PhoneName, Value>>> {
  return {
    customer: await open('customer'),
    agent: await open('agent'),
    colleague: await open('colleague'),
    supervisor: await open('supervisor'),
    manager: await open('manager'),
  };
}
