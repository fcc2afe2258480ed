import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed } from '../parts/failed.tsx';
import { pagesQuery, type Listing } from '../service/queries.ts';
import { ChoiceField, MomentField, type ChoiceFieldProps, type Filters } from './filters.tsx';

interface ListPageProps<Row, Name extends string> {
  /** What its words are found under. */
  readonly of: 'history' | 'audit';
  /** Beside the title: what can be done with all that is found. */
  readonly tools?: ReactNode;
  readonly filters: Filters<'from' | 'to' | Name>;
  /** What can be chosen from, beside the time. */
  readonly choices: readonly Omit<ChoiceFieldProps<Name>, 'filters'>[];
  /** More fields to filter by. */
  readonly fields?: ReactNode;
  readonly listing: Listing<Row>;
  readonly head: ReactNode;
  readonly row: (row: Row) => ReactNode;
}

/** A screen that looks into the past: filters above, and a table that goes on as long as somebody asks for more. */
export const ListPage = <Row, Name extends string>({
  tools,
  filters,
  choices,
  fields,
  ...table
}: ListPageProps<Row, Name>): ReactNode => {
  const { t } = useTranslation();
  return (
    <section className="page" aria-labelledby="screen">
      <header className="page-head">
        <h1 id="screen">{t(`${table.of}.title`)}</h1>
        <span className="grow" />
        {tools}
      </header>
      <div className="page-filters" role="search" aria-label={t('filter.label')}>
        <MomentField filters={filters} name="from" label={t('history.from')} />
        <MomentField filters={filters} name="to" label={t('history.to')} />
        {choices.map((choice) => (
          <ChoiceField key={choice.name} filters={filters} {...choice} />
        ))}
        {fields}
      </div>
      <Rows {...table} />
    </section>
  );
};

type RowsProps<Row> = Pick<ListPageProps<Row, never>, 'of' | 'listing' | 'head' | 'row'>;

const Rows = <Row,>({ of, listing, head, row }: RowsProps<Row>): ReactNode => {
  const { t } = useTranslation();
  const count = (count: number): string => t(`${of}.shown`, { count });
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    pagesQuery(listing),
  );
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />;
  const rows = data?.pages.flatMap((page) => page.data) ?? [];
  if (isPending) return <p className="empty">{t('history.loading')}</p>;
  if (rows.length === 0) return <p className="empty">{t(`${of}.none`)}</p>;
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
