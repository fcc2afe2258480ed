import { useState, type ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Dialog } from '../parts/dialog.tsx';
import { StopIcon, TakeoverIcon } from '../parts/icons.tsx';
import { perform } from '../service/deeds.ts';
import { usePossible } from './possible.ts';
import type { Call } from '../service/shapes.ts';
import { whyNot } from './act.ts';
import { closeDialog } from './dialogs.ts';
import { mySeatAt } from './my-seat.ts';
import { useReason } from './reason.ts';

/** Ends the call for both. Names them, and begins on the way out. */
export const StopDialog = ({ call }: { readonly call: Call }): ReactNode => {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const refusal = useRefusal(call, 'stop');
  return (
    <Dialog
      title={t('stop.title')}
      onClose={closeDialog}
      onSubmit={() => {
        if (refusal !== null) return;
        void perform({ kind: 'stop', call, reason });
        closeDialog();
      }}
      foot={
        <>
          <button type="button" className="button" data-first onClick={closeDialog}>
            {t('action.keep')}
          </button>
          <button type="submit" className="button danger" aria-disabled={refusal !== null}>
            <StopIcon size={15} aria-hidden />
            {t('action.stop')}
          </button>
        </>
      }
    >
      <p>
        <Parties call={call} what="stop" />
      </p>
      <Refusal text={refusal} />
      <Reason reason={reason} onReason={setReason} />
    </Dialog>
  );
};

/** Takes the agent's place. */
export const TakeoverDialog = ({ call }: { readonly call: Call }): ReactNode => {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const refusal = useRefusal(call, 'takeover');
  return (
    <Dialog
      title={t('takeover.title')}
      onClose={closeDialog}
      onSubmit={() => {
        if (refusal !== null) return;
        void perform({ kind: 'takeover', call, seat: mySeatAt(call)?.id ?? null, reason });
        closeDialog();
      }}
      foot={
        <>
          <button type="button" className="button" onClick={closeDialog}>
            {t('action.cancel')}
          </button>
          <button type="submit" className="button primary" data-first aria-disabled={refusal !== null}>
            <TakeoverIcon size={15} aria-hidden />
            {t('action.takeover')}
          </button>
        </>
      }
    >
      <p>
        <Parties call={call} what="takeover" />
      </p>
      <Refusal text={refusal} />
      <Reason reason={reason} onReason={setReason} />
    </Dialog>
  );
};

/** A sentence with both parties in it, so that nobody acts on a neighbouring row. */
const Parties = ({ call, what }: { readonly call: Call; readonly what: 'stop' | 'takeover' }): ReactNode => {
  const { party, customer } = call;
  const values = { customer, agent: party?.name ?? '' };
  const components = { strong: <strong /> };
  return party === null ? (
    <Trans i18nKey={`${what}.textNobody`} values={values} components={components} />
  ) : (
    <Trans i18nKey={`${what}.text`} values={values} components={components} />
  );
};

/** Why it would be refused by now, as a sentence; null where it would not. The call goes on while the dialog is open. */
export const useRefusal = (call: Call, action: 'stop' | 'takeover' | 'transfer'): string | null => {
  const reasonOf = useReason();
  const why = whyNot(usePossible(call), action);
  return why === null || why === 'asking' ? null : reasonOf(why);
};

export const Refusal = ({ text }: { readonly text: string | null }): ReactNode =>
  text === null ? null : (
    <p role="alert" className="refusal">
      {text}
    </p>
  );

export const Reason = ({
  reason,
  onReason,
}: {
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}): ReactNode => {
  const { t } = useTranslation();
  return (
    <label className="labelled">
      <span>{t('action.reason')}</span>
      <input
        className="field"
        value={reason}
        maxLength={200}
        placeholder={t('action.reasonOptional')}
        onChange={(event) => onReason(event.target.value)}
      />
    </label>
  );
};
