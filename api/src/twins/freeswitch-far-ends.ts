import type { EndpointBehaviour } from '@legwork/sim';
import type { FreeswitchTwin } from '@legwork/sim/twins/freeswitch';
import type { Answering, FarEnds } from './control.ts';

/** What phones do: as they were told, and otherwise they answer after a while. */
export interface Phones {
  behaviourOf(phone: string): EndpointBehaviour;
  set(phone: string, answering: Answering): void;
}

export const createPhones = (answersAfterMs: number): Phones => {
  const behaviours: Readonly<Record<Answering, EndpointBehaviour>> = {
    answers: { kind: 'answers', afterMs: answersAfterMs },
    ringsOut: { kind: 'ringsOut' },
    rejects: { kind: 'rejects', afterMs: answersAfterMs },
    isBusy: { kind: 'busy', afterMs: 20 },
    isUnreachable: { kind: 'unreachable', afterMs: 20 },
  };
  const set = new Map<string, Answering>();
  return {
    behaviourOf: (phone) => behaviours[set.get(phone) ?? 'answers'],
    set: (phone, answering) => void set.set(phone, answering),
  };
};

/** The people at the phones of a FreeSWITCH twin. */
export const farEndsOf = (twin: FreeswitchTwin, phones: Phones): FarEnds => ({
  legs: () => twin.channels(),
  call: (from, to) => twin.call({ from, to }),
  act(leg, deed, digits) {
    switch (deed) {
      case 'answer':
        return twin.answer(leg);
      case 'hangUp':
        return twin.hangUp(leg);
      case 'press':
        return twin.press(leg, digits);
      case 'hold':
      case 'resume':
        return twin.hold(leg, deed === 'hold');
      default:
        return deed satisfies never;
    }
  },
  setPhone: (phone, answering) => phones.set(phone, answering),
  hearing() {
    const legs = twin.channels().map(({ uuid }) => uuid);
    return legs.flatMap((ear) => legs.flatMap((mouth) => (twin.hears(ear, mouth) ? [[ear, mouth] as const] : [])));
  },
  power(what) {
    if (what === 'drop') twin.drop();
    else if (what === 'crash') twin.crash();
    else twin.shutDown();
  },
});
