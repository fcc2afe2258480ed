import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { needsReason } from '../service/about.ts';
import type { ActionName, Call } from '../service/client.ts';
import { calls } from '../service/live.ts';
import { useRow } from '../state/rows.ts';
import { whyNot } from './act.ts';
import { usePossible } from './possible.ts';
import { useReason } from './reason.ts';

interface Asking {
  /** Why it would be refused by now, as a sentence; null where it would not. The call goes on while a dialog is open. */
  readonly refusal: string | null;
  readonly needsReason: boolean;
  /** It would be taken on, and everything that is needed has been said. */
  readonly isReady: boolean;
}

export const useAsking = (call: Call, action: ActionName, reason: string): Asking => {
  const reasonOf = useReason();
  const answer = usePossible(call);
  const isGone = useRow(calls, call.id) === undefined;
  const why = isGone ? 'noSuchCall' : whyNot(answer, action);
  const refusal = why === null || why === 'asking' ? null : reasonOf(why);
  const isNeeded = needsReason(action);
  return { refusal, needsReason: isNeeded, isReady: refusal === null && !(isNeeded && reason.trim() === '') };
};

export const Refusal = ({ text }: { readonly text: string | null }): ReactNode =>
  text === null ? null : (
    <p role="alert" className="refusal">
      {text}
    </p>
  );

interface ReasonProps {
  readonly reason: string;
  readonly isNeeded: boolean;
  readonly onReason: (reason: string) => void;
}

export const Reason = ({ reason, isNeeded, onReason }: ReasonProps): ReactNode => {
  const { t } = useTranslation();
  return (
    <label className="labelled">
      <span>{t('action.reason')}</span>
      <input
        className="field"
        data-first={isNeeded ? true : undefined}
        value={reason}
        required={isNeeded}
        maxLength={200}
        placeholder={t(isNeeded ? 'action.reasonNeeded' : 'action.reasonOptional')}
        onChange={(event) => onReason(event.target.value)}
      />
    </label>
  );
};
