import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReason } from '../actions/reason.ts';
import { pagesQuery } from '../service/queries.ts';
import { ProblemError } from '../service/request.ts';

interface PagesProps<Row> {
  readonly path: string;
  readonly search: URLSearchParams;
  readonly none: string;
  readonly count: (count: number) => string;
  readonly head: ReactNode;
  readonly row: (row: Row) => ReactNode;
}

/** A table that goes on as long as somebody asks for more. */
export const Pages = <Row,>({ path, search, none, count, head, row }: PagesProps<Row>): ReactNode => {
  const { t } = useTranslation();
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    pagesQuery<Row>(path, search),
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

export const Failed = ({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }): ReactNode => {
  const { t } = useTranslation();
  const reasonOf = useReason();
  const said = error instanceof ProblemError ? (error.problem.reason ?? error.problem.title) : error.message;
  return (
    <div role="alert" className="empty">
      <p>
        {t('error.title')}: {reasonOf(said)}
      </p>
      <button type="button" className="button" onClick={onRetry}>
        {t('error.retry')}
      </button>
    </div>
  );
};
