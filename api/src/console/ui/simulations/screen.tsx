import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { setSearch, useSearch } from '../frame/location.ts';
import { Failed } from '../parts/failed.tsx';
import { SimulationsIcon } from '../parts/icons.tsx';
import { mayI } from '../session/me.ts';
import { useSimulations } from './queries.ts';
import { ReportView } from './report-view.tsx';
import { RunList } from './run-list.tsx';
import { StartDialog } from './start-dialog.tsx';

/** Days of a contact centre, run by the very logic that answers the calls: started, followed, read. */
export const SimulationsScreen = (): ReactNode => {
  const { t } = useTranslation();
  const { data, error, refetch } = useSimulations();
  const [isStarting, setStarting] = useState(false);
  // The run that is looked at stands in the address; where none does, the newest.
  const wanted = new URLSearchParams(useSearch()).get('run');
  const run = data?.find(({ id }) => id === wanted) ?? data?.[0];
  const choose = (id: string): void => setSearch(new URLSearchParams({ run: id }));
  const mayStart = mayI('simulations.write');
  return (
    <section className="page simulations" aria-labelledby="screen">
      <header className="page-head">
        <h1 id="screen">{t('simulations.title')}</h1>
        <span className="grow" />
        <button
          type="button"
          className="button primary"
          aria-disabled={!mayStart}
          {...(mayStart ? {} : { 'data-tip': t('refusal.forbidden'), 'aria-description': t('refusal.forbidden') })}
          onClick={() => setStarting(mayStart)}
        >
          <SimulationsIcon size={15} aria-hidden />
          {t('simulations.start')}
        </button>
      </header>
      {error === null ? null : <Failed error={error} onRetry={() => void refetch()} />}
      {data === undefined ? null : data.length === 0 ? (
        <p className="empty">{t('simulations.none')}</p>
      ) : (
        <div className="runs">
          <RunList runs={data} chosen={run?.id ?? null} onChoose={choose} />
          {run === undefined ? null : <ReportView key={run.id} run={run} />}
        </div>
      )}
      {isStarting ? <StartDialog onClose={() => setStarting(false)} onStarted={choose} /> : null}
    </section>
  );
};
