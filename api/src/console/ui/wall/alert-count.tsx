import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { serviceNow } from '../state/clock.ts';
import { useStore } from '../state/store.ts';
import { alerts, checkTargets } from './alerts.ts';
import { useQueues } from './use-queues.ts';

/** How many alerts nobody has acknowledged, beside the way to the wall: in sight on every screen, and said aloud when it changes. */
export const AlertCount = (): ReactNode => {
  const { t } = useTranslation();
  const queues = useQueues();
  useEffect(() => checkTargets(queues, serviceNow()), [queues]);
  const open = useStore(alerts).filter(({ acknowledged }) => !acknowledged).length;
  return (
    <span role="status" className={open === 0 ? 'unseen' : 'alert-count'}>
      {open === 0 ? null : (
        <>
          <span aria-hidden>{open}</span>
          <span className="unseen">{t('announce.alerts', { count: open })}</span>
        </>
      )}
    </span>
  );
};
