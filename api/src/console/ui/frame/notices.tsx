import { useCallback, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFigures } from '../live/figures.ts';
import { LostIcon } from '../parts/icons.tsx';
import { reconnectNow } from '../service/feed.ts';
import { link } from '../service/live.ts';
import { serviceNow, useRunningText } from '../state/clock.ts';
import { useStore } from '../state/store.ts';
import { agoOf, timeOfDay } from '../words/time.ts';

/** What has to be known before anything on the page is believed: above it, on every screen. */
export const Notices = (): ReactNode => {
  const now = useStore(link);
  const { lostSwitches, unconfirmed } = useFigures();
  return (
    <div className="notices">
      {now.state === 'lost' ? (
        <ServiceLost since={now.since} />
      ) : lostSwitches.length > 0 ? (
        <SwitchLost names={lostSwitches} count={unconfirmed} />
      ) : null}
    </div>
  );
};

const ServiceLost = ({ since }: { readonly since: number }): ReactNode => {
  const { t, i18n } = useTranslation();
  const ago = useRunningText(
    useCallback((now: number) => agoOf(i18n.language, now - since), [i18n.language, since]),
    serviceNow,
  );
  return (
    <div className="notice bad">
      <LostIcon size={16} aria-hidden />
      <p>
        <strong role="alert">{t('link.lostService')}</strong>{' '}
        {t('link.shownIsOf', { time: timeOfDay(i18n.language, since) })} (<span ref={ago} className="number" />)
      </p>
      <button type="button" className="button small" onClick={reconnectNow}>
        {t('link.reconnect')}
      </button>
    </div>
  );
};

const SwitchLost = ({ names, count }: { readonly names: readonly string[]; readonly count: number }): ReactNode => {
  const { t } = useTranslation();
  return (
    <div className="notice warn">
      <LostIcon size={16} aria-hidden />
      <p>
        <strong role="alert">{t('link.lostSwitch', { names: names.join(', ') })}</strong>{' '}
        {t('link.unconfirmed', { count })}
      </p>
    </div>
  );
};
