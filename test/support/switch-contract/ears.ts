import { phoneNames, type Hearing, type PhoneName } from './rig.ts';

export const isPhone = (user: string): user is PhoneName => phoneNames.some((name) => name === user);

/** The same for each phone. */
export const ofEachPhone = <Of>(of: (name: PhoneName) => Of): Readonly<Record<PhoneName, Of>> => ({
  customer: of('customer'),
  agent: of('agent'),
  colleague: of('colleague'),
  supervisor: of('supervisor'),
  manager: of('manager'),
});

/** A phone, and the leg that it takes part with. */
interface Line<Leg> {
  readonly name: PhoneName;
  readonly leg: Leg;
}

/** Who hears whom at the phones of a rig. */
interface Ears {
  /** Takes down who hears whom now. To be called whenever that may have changed. */
  listen(): void;
  hearing(): Hearing;
  /** Who has heard whom whenever it was taken down. */
  everHeard(): Hearing;
}

export function openEars<Leg>(
  lines: () => readonly Line<Leg>[],
  hears: (listener: Leg, speaker: Leg) => boolean,
): Ears {
  const ever = new Set<string>();

  function listenInto(pairs: Set<string>): void {
    const now = lines();
    for (const listener of now) {
      for (const speaker of now) if (hears(listener.leg, speaker.leg)) pairs.add(`${listener.name} ${speaker.name}`);
    }
  }
  const hearingOf = (pairs: ReadonlySet<string>): Hearing =>
    ofEachPhone((listener) => phoneNames.filter((speaker) => pairs.has(`${listener} ${speaker}`)));

  return {
    listen: () => listenInto(ever),
    hearing() {
      const pairs = new Set<string>();
      listenInto(pairs);
      return hearingOf(pairs);
    },
    everHeard: () => hearingOf(ever),
  };
}
