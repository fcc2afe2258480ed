import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReason } from '../actions/reason.ts';
import { ProblemError } from '../service/request.ts';

/** What could not be read, why, and another try. */
export const Failed = ({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }): ReactNode => {
  const { t } = useTranslation();
  const reasonOf = useReason();
  const said = error instanceof ProblemError ? (error.problem.reason ?? error.problem.title) : error.message;
  return (
    <div role="alert" className="empty">
      <p>
        {t('error.title')}: {reasonOf(said)}
      </p>
      <button type="button" className="button" onClick={onRetry}>
        {t('error.retry')}
      </button>
    </div>
  );
};
