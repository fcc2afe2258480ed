import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AlertIcon, Check } from '../parts/icons.tsx';
import { useStore } from '../state/store.ts';
import { timeOfDay } from '../words/time.ts';
import { acknowledge, alerts } from './alerts.ts';

export const AlertList = (): ReactNode => {
  const { t, i18n } = useTranslation();
  const list = useStore(alerts);
  const open = list.filter(({ acknowledged }) => !acknowledged);
  return (
    <section className="panel alerts" aria-labelledby="wall-alerts">
      <header>
        <h2 id="wall-alerts">{t('wall.alerts')}</h2>
        <span className="dim number">{list.length}</span>
        {open.length > 1 ? (
          <button type="button" className="button quiet small" onClick={() => acknowledge(open.map(({ id }) => id))}>
            {t('wall.ackAll')}
          </button>
        ) : null}
      </header>
      {list.length === 0 ? (
        <p className="all-well">
          <Check size={15} aria-hidden className="tone-good" />
          {t('wall.noAlerts')}
        </p>
      ) : (
        <ul>
          {list.map((alert) => (
            <li key={alert.id} data-acknowledged={alert.acknowledged}>
              <AlertIcon size={16} aria-hidden className={alert.acknowledged ? 'dim' : 'tone-bad'} />
              <span>
                {t(`wall.alert.${alert.kind}`, { queue: alert.queue, value: alert.value, target: alert.target })}
                <span className="dim number">
                  {' '}
                  · {t('wall.since', { time: timeOfDay(i18n.language, alert.since) })}
                </span>
              </span>
              {alert.acknowledged ? (
                <span className="dim">{t('wall.acknowledged')}</span>
              ) : (
                <button type="button" className="button small" onClick={() => acknowledge([alert.id])}>
                  {t('wall.acknowledge')}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
