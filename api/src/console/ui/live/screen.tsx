import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { setSearch, useSearch } from '../frame/location.ts';
import { calls, link } from '../service/live.ts';
import { myself } from '../session/me.ts';
import { useStore, createStore } from '../state/store.ts';
import { CallTable } from './call-table.tsx';
import { FigureStrip } from './figure-strip.tsx';
import { useFigures } from './figures.ts';
import { FilterBar } from './filter-bar.tsx';
import { fromSearch, toSearch, type SortColumn, type View } from './filter.ts';
import { useOrder } from './use-order.ts';
import { ViewChips } from './view-chips.tsx';

/** Whether rows keep their places. */
export const frozenOrder = createStore(false);

/** Every call in progress, and all that can be done to it. */
export const LiveScreen = (): ReactNode => {
  const { t } = useTranslation();
  const search = useSearch();
  const view = useMemo(() => fromSearch(search), [search]);
  const frozen = useStore(frozenOrder);
  const state = useStore(link).state;
  const order = useOrder(view, myself()?.supervisor ?? null, frozen);
  const figures = useFigures();
  const [queues, setQueues] = useState<readonly string[]>([]);
  const seen = [...new Set([...queues, ...figures.queues.keys()])].sort();
  if (seen.length !== queues.length) setQueues(seen);

  const onView = useCallback((next: View) => setSearch(toSearch(next)), []);
  const onSort = useCallback((by: SortColumn) => {
    const { sort, filter } = fromSearch(location.search);
    // Largest first, smallest first, as they came.
    const next = sort?.by !== by ? { by, down: true } : sort.down ? { by, down: false } : null;
    setSearch(toSearch({ filter, sort: next }));
  }, []);

  const empty = calls.size > 0 ? t('table.none') : state === 'connecting' ? t('table.loading') : t('table.empty');
  return (
    <section className="live" aria-labelledby="screen">
      <h1 id="screen" className="unseen">
        {t('table.label')}
      </h1>
      <FigureStrip figures={figures} />
      <ViewChips view={view} onView={onView} />
      <FilterBar
        filter={view.filter}
        onFilter={(filter) => onView({ ...view, filter })}
        queues={queues}
        teams={figures.teams}
        frozen={frozen}
        onFreeze={() => frozenOrder.set(!frozen)}
        shown={order.matching}
        count={order.total}
      />
      <CallTable order={order} sort={view.sort} onSort={onSort} empty={empty} />
    </section>
  );
};
