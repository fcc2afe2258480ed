import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from '../frame/link.tsx';
import { answer, v1, type CallRecord } from '../service/client.ts';
import { useNames, useQueueNames } from '../service/names.ts';
import { agentsQuery, queuesQuery, type Listing } from '../service/queries.ts';
import { isAmong } from '../words/among.ts';
import { en } from '../words/en.ts';
import { clockOf, dayAndTime, timeOfDay } from '../words/time.ts';
import { DownloadButton } from './download.tsx';
import { namesOf, useFilters } from './filters.tsx';
import { ListPage } from './list-page.tsx';

const names = ['from', 'to', 'queue', 'agent'] as const;

/** The calls that are over: found, read, taken along. */
export const HistoryScreen = (): ReactNode => {
  const { t } = useTranslation();
  const queues = useQuery(queuesQuery).data ?? [];
  const agents = useQuery(agentsQuery).data ?? [];
  const filters = useFilters(names);
  const { asked } = filters;
  const listing: Listing<CallRecord> = {
    name: 'call-records',
    asked,
    read: (page, signal) => answer(v1['call-records'].$get({ query: { ...asked, ...page } }, { init: { signal } })),
  };
  return (
    <ListPage
      of="history"
      tools={
        <>
          <DownloadButton format="csv" asked={asked} />
          <DownloadButton format="parquet" asked={asked} />
        </>
      }
      filters={filters}
      choices={[
        { name: 'queue', label: t('history.queue'), any: t('filter.anyQueue'), choices: namesOf(queues) },
        { name: 'agent', label: t('history.agent'), any: t('history.anyAgent'), choices: namesOf(agents) },
      ]}
      listing={listing}
      head={<RecordHead />}
      row={(record) => <RecordLine key={record.call} record={record} />}
    />
  );
};

const RecordHead = (): ReactNode => {
  const { t } = useTranslation();
  return (
    <tr>
      <th>{t('history.ended')}</th>
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
  );
};

const RecordLine = ({ record }: { readonly record: CallRecord }): ReactNode => {
  const { t, i18n } = useTranslation();
  const nameOf = useNames();
  const queueOf = useQueueNames();
  const { served, abandoned, end } = record;
  return (
    <tr>
      <td className="number">{dayAndTime(i18n.language, record.endedAt)}</td>
      <td className="number">{timeOfDay(i18n.language, record.startedAt)}</td>
      <td className="number strong">{record.customer}</td>
      <td>{record.queue === null ? '–' : queueOf(record.queue)}</td>
      <td>{record.agents.length === 0 ? '–' : record.agents.map(nameOf).join(', ')}</td>
      <td className="end number">{clockOf(record.waitMs)}</td>
      <td className="end number">{clockOf(record.talkMs)}</td>
      <td className="end number">{record.holdMs === 0 ? '–' : clockOf(record.holdMs)}</td>
      <td>
        <span className={served ? 'tone-good' : abandoned ? 'tone-warn' : 'tone-calm'}>
          {t(served ? 'history.served' : abandoned ? 'history.abandoned' : 'history.notServed')}
        </span>
        <span className="dim"> · {isAmong(en.end, end) ? t(`end.${end}`) : end}</span>
      </td>
      <td>{record.supervisors.map(nameOf).join(', ')}</td>
      <td>
        <Link to={{ name: 'call', call: record.call }} className="number">
          {record.call}
        </Link>
      </td>
    </tr>
  );
};
