import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed } from '../parts/failed.tsx';
import { CloseIcon, Download } from '../parts/icons.tsx';
import type { Report, Simulation } from '../service/client.ts';
import { ProblemError } from '../service/request.ts';
import { mayI } from '../session/me.ts';
import { estimated, measures, type Measure } from './figures.ts';
import { Plot, type Drawn } from './plot.tsx';
import { isRunOver, reportQuery, useRemove } from './queries.ts';
import { RunBadge, RunProgress } from './run-list.tsx';

/** One run: how far it is, and what the days that are done came to, in figures and drawn over the day. */
export const ReportView = ({ run }: { readonly run: Simulation }): ReactNode => {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(reportQuery(run));
  return (
    <article className="report" aria-labelledby="report">
      <header className="report-head">
        <div>
          <h2 id="report" className="clip">
            {run.title}
          </h2>
          <span className="report-state">
            <span role="status">
              <RunBadge state={run.state} />
            </span>
            <RunProgress run={run} />
            <span className="dim number">
              {t('simulations.seed')} {run.seed}
            </span>
          </span>
        </div>
        {run.runsDone === 0 ? null : (
          <a className="button small" href={`/v1/simulations/${run.id}/report`} target="_blank" rel="noreferrer">
            <Download size={14} aria-hidden />
            {t('simulations.asPage')}
          </a>
        )}
        <RemoveButton run={run} />
      </header>
      {run.error === null ? null : (
        <p role="alert" className="refusal">
          {run.error}
        </p>
      )}
      {error === null ? null : <Failed error={error} onRetry={() => void refetch()} />}
      {data === undefined || data.runsDone === 0 ? (
        <p className="empty">{t('simulations.noDay')}</p>
      ) : (
        <Results report={data} />
      )}
    </article>
  );
};

const RemoveButton = ({ run }: { readonly run: Simulation }): ReactNode => {
  const { t } = useTranslation();
  const remove = useRemove();
  const [failed, setFailed] = useState(false);
  if (!mayI('simulations.write')) return null;
  const isOver = isRunOver(run.state);
  const press = async (): Promise<void> => {
    try {
      await remove(run.id);
    } catch (fault) {
      if (!(fault instanceof ProblemError)) throw fault;
      setFailed(true);
    }
  };
  return (
    <>
      <span role="status" className={failed ? 'refusal' : 'unseen'}>
        {failed ? t('action.failed') : ''}
      </span>
      <button
        type="button"
        className={isOver ? 'button small' : 'button small danger-line'}
        onClick={() => void press()}
      >
        <CloseIcon size={14} aria-hidden />
        {t(isOver ? 'simulations.remove' : 'simulations.stop')}
      </button>
    </>
  );
};

const plots = {
  serviceLevel: 'share',
  offered: 'count',
  abandoned: 'count',
  meanWaiting: 'count',
} as const satisfies Readonly<Record<Drawn, unknown>>;

const Results = ({ report }: { readonly report: Report }): ReactNode => {
  const { t, i18n } = useTranslation();
  const { figures, halfHours } = report;
  return (
    <div className="results">
      <div className="plots">
        {(Object.keys(plots) as Drawn[]).map((drawn) => (
          <Plot key={drawn} drawn={drawn} unit={plots[drawn]} halfHours={halfHours} />
        ))}
        <p className="dim">{t('simulations.band')}</p>
      </div>
      <section className="panel" aria-label={t('simulations.report')}>
        <table className="table">
          <thead>
            <tr>
              <th>{t('simulations.measure')}</th>
              <th className="end">
                {t('simulations.mean')} {t('simulations.halfWidth')}
              </th>
            </tr>
          </thead>
          <tbody>
            {(Object.keys(measures) as Measure[]).map((measure) => (
              <tr key={measure} data-measure={measure}>
                <th scope="row">
                  {t(`simulations.figure.${measure}`)}
                  <span className="dim">{t(`simulations.definition.${measure}`)}</span>
                </th>
                <td className="end number">
                  {estimated(i18n.language, measures[measure], figures[measure] ?? { mean: null, halfWidth: null })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
};
