import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from '../frame/link.tsx';
import { setSearch, useSearch } from '../frame/location.ts';
import { Choice } from '../live/filter-bar.tsx';
import { queuesQuery } from '../service/queries.ts';
import type { CallRecord } from '../service/shapes.ts';
import { clockOf, dayAndTime } from '../words/time.ts';
import { DownloadButton } from './download.tsx';
import { changed, DateField, momentIn, TextField } from './filters.tsx';
import { Pages } from './pages.tsx';

const path = '/v1/call-records';
const filters = ['from', 'to', 'queue', 'agent'] as const;

/** The calls that are over: found, read, taken along. */
export const HistoryScreen = (): ReactNode => {
  const { t, i18n } = useTranslation();
  const search = useSearch();
  const queues = useQuery(queuesQuery).data ?? [];
  const asked = useMemo(() => {
    const given = new URLSearchParams(search);
    return new URLSearchParams(
      filters.flatMap((name) => (given.get(name) === null ? [] : [[name, given.get(name) ?? '']])),
    );
  }, [search]);
  const change = useCallback(
    (name: (typeof filters)[number], value: string | null) => setSearch(changed(location.search, name, value)),
    [],
  );
  const shown = new URLSearchParams([...asked, ['limit', '100']]);
  const all = `${path}${asked.size === 0 ? '' : `?${asked.toString()}`}`;
  return (
    <section className="page" aria-labelledby="screen">
      <header className="page-head">
        <h1 id="screen">{t('history.title')}</h1>
        <span className="grow" />
        <DownloadButton format="csv" path={all} name="call-records" />
        <DownloadButton format="parquet" path={all} name="call-records" />
      </header>
      <div className="page-filters" role="search" aria-label={t('filter.label')}>
        <DateField
          label={t('history.from')}
          value={momentIn(search, 'from')}
          onValue={(at) => change('from', at === null ? null : String(at))}
        />
        <DateField
          label={t('history.to')}
          value={momentIn(search, 'to')}
          onValue={(at) => change('to', at === null ? null : String(at))}
        />
        <div className="labelled">
          <span aria-hidden>{t('history.queue')}</span>
          <Choice
            label={t('history.queue')}
            any={t('filter.anyQueue')}
            value={asked.get('queue')}
            choices={queues.map(({ id, name }) => [id, name])}
            onChoice={(queue) => change('queue', queue)}
          />
        </div>
        <TextField
          label={t('history.agent')}
          value={asked.get('agent') ?? ''}
          onValue={useCallback((agent: string) => change('agent', agent), [change])}
        />
      </div>
      <Pages<CallRecord>
        path={path}
        search={shown}
        none={t('history.none')}
        count={(count) => t('history.shown', { count })}
        head={
          <tr>
            <th>{t('history.started')}</th>
            <th>{t('history.customer')}</th>
            <th>{t('history.queue')}</th>
            <th>{t('history.talkedWith')}</th>
            <th className="end">{t('column.wait')}</th>
            <th className="end">{t('column.talk')}</th>
            <th className="end">{t('column.hold')}</th>
            <th>{t('history.end')}</th>
            <th>{t('column.supervisors')}</th>
            <th>{t('history.call')}</th>
          </tr>
        }
        row={(record) => (
          <tr key={record.call}>
            <td className="number">{dayAndTime(i18n.language, record.startedAt)}</td>
            <td className="number strong">{record.customer}</td>
            <td>{record.queue ?? '–'}</td>
            <td>{record.agents.length === 0 ? '–' : record.agents.join(', ')}</td>
            <td className="end number">{clockOf(record.waitMs)}</td>
            <td className="end number">{clockOf(record.talkMs)}</td>
            <td className="end number">{record.holdMs === 0 ? '–' : clockOf(record.holdMs)}</td>
            <td>
              <span className={record.served ? 'tone-good' : record.abandoned ? 'tone-warn' : 'tone-calm'}>
                {t(record.served ? 'history.served' : record.abandoned ? 'history.abandoned' : 'history.notServed')}
              </span>
              <span className="dim"> · {t(`end.${record.end}`)}</span>
            </td>
            <td>{record.supervisors.join(', ')}</td>
            <td>
              <Link to={{ name: 'call', call: record.call }} className="number">
                {record.call}
              </Link>
            </td>
          </tr>
        )}
      />
    </section>
  );
};
