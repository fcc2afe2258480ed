import { useTranslation } from 'react-i18next';
import type { Call } from '../service/shapes.ts';
import { commandWord } from '../words/command.ts';
import { assertNever } from '../state/never.ts';

/** Says what was begun with a call and is not finished: the first of it. Null where nothing is. */
export const useUnderWay = (): ((call: Pick<Call, 'underWay'>) => string | null) => {
  const { t } = useTranslation();
  return ({ underWay }) => {
    const [first] = underWay;
    if (first === undefined) return null;
    switch (first.kind) {
      case 'handover':
        return t(`underWay.handover.${first.state}`);
      case 'hold':
        return t(`underWay.hold.${first.state}`);
      case 'recording':
        return t(`underWay.recording.${first.state}`);
      case 'command':
        return t(`command.${commandWord(first.by)}`);
      default:
        return assertNever(first);
    }
  };
};
