import { useTranslation } from 'react-i18next';
import type { Call } from '../service/client.ts';
import { isAmong } from '../words/among.ts';
import { commandWord } from '../words/command.ts';
import { en } from '../words/en.ts';
import { assertNever } from '../state/never.ts';

/** Says what was begun with a call and is not finished: the first of it. Null where nothing is. */
export const useUnderWay = (): ((call: Pick<Call, 'underWay'>) => string | null) => {
  const { t } = useTranslation();
  return ({ underWay: [first] }) => {
    if (first === undefined) return null;
    const { kind, state, by } = first;
    switch (kind) {
      case 'handover':
        return isAmong(en.underWay.handover, state) ? t(`underWay.handover.${state}`) : state;
      case 'hold':
        return isAmong(en.underWay.hold, state) ? t(`underWay.hold.${state}`) : state;
      case 'recording':
        return isAmong(en.underWay.recording, state) ? t(`underWay.recording.${state}`) : state;
      case 'command':
        return by === null ? null : t(`command.${commandWord(by)}`);
      default:
        return assertNever(kind);
    }
  };
};
