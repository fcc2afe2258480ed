import type { AsteriskTwin } from '@legwork/sim/twins/asterisk';
import type { FarEnds } from './control.ts';
import type { Phones } from './freeswitch-far-ends.ts';

/** The people at the phones of an Asterisk twin. */
export const asteriskFarEnds = (twin: AsteriskTwin, phones: Phones): FarEnds => ({
  legs: () => twin.channels(),
  call: (from, to) => twin.call({ user: from, to }),
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
    const legs = twin.channels().map(({ id }) => id);
    return legs.flatMap((ear) => legs.flatMap((mouth) => (twin.hears(ear, mouth) ? [[ear, mouth] as const] : [])));
  },
  power(what) {
    if (what === 'drop') twin.drop();
    else if (what === 'crash') twin.crash();
    else twin.shutDown();
  },
});
