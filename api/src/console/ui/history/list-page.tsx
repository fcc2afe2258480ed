import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed } from '../parts/failed.tsx';
import { pagesQuery, type Listing } from '../service/queries.ts';
import { MomentField, type Filters } from './filters.tsx';

interface ListPageProps<Row> {
  readonly title: string;
  /** Beside the title: what can be done with all that is found. */
  readonly tools?: ReactNode;
  readonly filters: Filters<'from' | 'to'>;
  /** The fields to filter by, beside those for the time. */
  readonly fields: ReactNode;
  readonly listing: Listing<Row>;
  readonly none: string;
  readonly count: (count: number) => string;
  readonly head: ReactNode;
  readonly row: (row: Row) => ReactNode;
}

/** A screen that looks into the past: filters above, and a table that goes on as long as somebody asks for more. */
export const ListPage = <Row,>({ title, tools, filters, fields, ...table }: ListPageProps<Row>): ReactNode => {
  const { t } = useTranslation();
  return (
    <section className="page" aria-labelledby="screen">
      <header className="page-head">
        <h1 id="screen">{title}</h1>
        <span className="grow" />
        {tools}
      </header>
      <div className="page-filters" role="search" aria-label={t('filter.label')}>
        <MomentField filters={filters} name="from" label={t('history.from')} />
        <MomentField filters={filters} name="to" label={t('history.to')} />
        {fields}
      </div>
      <Rows {...table} />
    </section>
  );
};

type RowsProps<Row> = Pick<ListPageProps<Row>, 'listing' | 'none' | 'count' | 'head' | 'row'>;

const Rows = <Row,>({ listing, none, count, head, row }: RowsProps<Row>): ReactNode => {
  const { t } = useTranslation();
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    pagesQuery(listing),
  );
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />;
  const rows = data?.pages.flatMap((page) => page.data) ?? [];
  if (isPending) return <p className="empty">{t('history.loading')}</p>;
  if (rows.length === 0) return <p className="empty">{none}</p>;
  return (
    <>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={count(rows.length)}>
        <table className="table">
          <thead>{head}</thead>
          <tbody>{rows.map(row)}</tbody>
        </table>
      </div>
      <footer className="table-foot">
        <span role="status" className="dim number">
          {hasNextPage ? t('history.more_than', { count: rows.length }) : count(rows.length)}
        </span>
        {hasNextPage ? (
          <button
            type="button"
            className="button small"
            aria-disabled={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {isFetchingNextPage ? t('history.loading') : t('history.more')}
          </button>
        ) : null}
      </footer>
    </>
  );
};
