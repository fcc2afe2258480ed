import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFigures } from '../live/figures.ts';

/** Rarely enough that it can be listened to beside a call. */
const everyMs = 30_000;

/** Says how many wait, where that has changed: counts, never single rows. */
export const Announcer = (): ReactNode => {
  const { t } = useTranslation();
  const { waiting } = useFigures();
  const [said, setSaid] = useState({ waiting, at: 0 });
  useEffect(() => {
    if (waiting !== said.waiting && performance.now() - said.at > everyMs) setSaid({ waiting, at: performance.now() });
  }, [waiting, said]);
  return (
    <p className="unseen" role="status">
      {said.at === 0 ? '' : t('announce.waiting', { count: said.waiting })}
    </p>
  );
};
