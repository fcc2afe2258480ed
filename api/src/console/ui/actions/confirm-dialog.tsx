import { useState, type ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Dialog } from '../parts/dialog.tsx';
import { StopIcon, TakeoverIcon, type LucideIcon } from '../parts/icons.tsx';
import type { ActionName, Call } from '../service/client.ts';
import { perform } from '../service/deeds.ts';
import { assertNever } from '../state/never.ts';
import { setMode } from './act.ts';
import { closeDialog } from './dialogs.ts';
import { modeIcons } from './mode-icons.ts';
import { mySeatAt } from './my-seat.ts';
import { Reason, Refusal, useAsking } from './asking.tsx';

/** What is asked about before it is done. A mode is only where the house wants to know why. */
export type Confirmed = Exclude<ActionName, 'transfer'>;

const icons: Readonly<Record<Confirmed, LucideIcon>> = { ...modeIcons, takeover: TakeoverIcon, stop: StopIcon };

/** Asks whether it is meant, and why. It names both parties, so that nobody acts on a neighbouring row. */
export const ConfirmDialog = ({ call, action }: { readonly call: Call; readonly action: Confirmed }): ReactNode => {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const { refusal, isReady, needsReason } = useAsking(call, action, reason);
  const Icon = icons[action];
  const isStop = action === 'stop';
  const label = isStop || action === 'takeover' ? t(`action.${action}`) : t(`mode.${action}`);
  // A reason that is needed is where one begins; to stop a call begins on the way out.
  const begins = needsReason ? 'reason' : isStop ? 'way out' : 'deed';
  return (
    <Dialog
      title={isStop || action === 'takeover' ? t(`${action}.title`) : label}
      onClose={closeDialog}
      onSubmit={() => {
        if (!isReady) return;
        carryOut(call, action, reason);
        closeDialog();
      }}
      foot={
        <>
          <button
            type="button"
            className="button"
            data-first={begins === 'way out' ? true : undefined}
            onClick={closeDialog}
          >
            {t(isStop ? 'action.keep' : 'action.cancel')}
          </button>
          <button
            type="submit"
            className={isStop ? 'button danger' : 'button primary'}
            data-first={begins === 'deed' ? true : undefined}
            aria-disabled={!isReady}
          >
            <Icon size={15} aria-hidden />
            {label}
          </button>
        </>
      }
    >
      <p>
        <Sentence call={call} action={action} />
      </p>
      <Refusal text={refusal} />
      <Reason reason={reason} isNeeded={needsReason} onReason={setReason} />
    </Dialog>
  );
};

const carryOut = (call: Call, action: Confirmed, reason: string): void => {
  switch (action) {
    case 'monitor':
    case 'whisper':
    case 'barge':
      setMode(call, action, reason);
      return;
    case 'takeover':
      void perform({ kind: 'takeover', call, seat: mySeatAt(call)?.id ?? null, reason });
      return;
    case 'stop':
      void perform({ kind: 'stop', call, reason });
      return;
    default:
      assertNever(action);
  }
};

/** What it will be like, with both parties in it. */
const Sentence = ({ call, action }: { readonly call: Call; readonly action: Confirmed }): ReactNode => {
  const { t } = useTranslation();
  const { party, customer } = call;
  if (action !== 'stop' && action !== 'takeover') {
    return (
      <>
        <strong>{[party?.name, customer].filter(Boolean).join(' · ')}</strong>: {t(`modeHint.${action}`)}
      </>
    );
  }
  const values = { customer, agent: party?.name ?? '' };
  const components = { strong: <strong /> };
  return party === null ? (
    <Trans i18nKey={`${action}.textNobody`} values={values} components={components} />
  ) : (
    <Trans i18nKey={`${action}.text`} values={values} components={components} />
  );
};
