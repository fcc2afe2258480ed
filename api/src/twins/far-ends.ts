import type { FarEnds } from './control.ts';
import type { Phones } from './phones.ts';

/** What the twins of all switches can do at their far ends. */
interface Twin<Channel> {
  channels(): readonly Channel[];
  answer(leg: string): boolean;
  hangUp(leg: string): boolean;
  press(leg: string, digits: string): boolean;
  hold(leg: string, on: boolean): boolean;
  hears(listener: string, speaker: string): boolean;
  drop(): void;
  crash(): void;
  shutDown(): void;
}

/** What each twin has in its own way. */
interface Ways<Channel> {
  readonly idOf: (channel: Channel) => string;
  readonly call: FarEnds['call'];
}

/** The people at the phones of a twin. */
export const farEndsOf = <Channel extends object>(
  twin: Twin<Channel>,
  { idOf, call }: Ways<Channel>,
  phones: Phones,
): FarEnds => ({
  legs: () => twin.channels(),
  call,
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
    const legs = twin.channels().map(idOf);
    return legs.flatMap((ear) => legs.flatMap((mouth) => (twin.hears(ear, mouth) ? [[ear, mouth] as const] : [])));
  },
  power(what) {
    twin[what]();
  },
});
