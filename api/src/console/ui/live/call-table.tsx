import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { go } from '../frame/location.ts';
import { ArrowDown, ArrowUp } from '../parts/icons.tsx';
import { whenLeaving } from '../session/leaving.ts';
import { createStore, useStore } from '../state/store.ts';
import { CallRow } from './call-row.tsx';
import { columns } from './columns.ts';
import type { Sort, SortColumn } from './filter.ts';
import type { Order } from './use-order.ts';

const rowHeight = 35;

/** The row that keys act upon. It survives a look at another screen. */
export const currentCall = createStore<string | null>(null);
whenLeaving(() => currentCall.set(null));

interface CallTableProps {
  readonly order: Order;
  readonly sort: Sort;
  readonly onSort: (by: SortColumn) => void;
  readonly empty: string;
}

/** The calls as a grid, of which only the rows in sight exist. */
export const CallTable = ({ order, sort, onSort, empty }: CallTableProps): ReactNode => {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const chosen = useStore(currentCall);
  const { ids } = order;
  const rows = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: useCallback((index: number) => ids[index] ?? index, [ids]),
    overscan: 8,
    useFlushSync: false,
  });
  const at = chosen === null ? -1 : ids.indexOf(chosen);
  const current = at === -1 ? ids[0] : chosen;

  // Keys move the current row from outside; it is brought into sight, and the focus goes with it.
  const wantsFocus = useRef(false);
  useEffect(() => {
    if (!wantsFocus.current || at === -1) return undefined;
    rows.scrollToIndex(at, { align: 'auto' });
    const frame = requestAnimationFrame(() => {
      const row = scroller.current?.querySelector<HTMLElement>(`[data-call="${CSS.escape(chosen ?? '')}"]`);
      row?.focus({ preventScroll: true });
      wantsFocus.current = false;
    });
    return () => cancelAnimationFrame(frame);
  }, [at, chosen, rows]);

  useEffect(() => {
    const move = (step: number): void => {
      const from = currentCall.get();
      const index = from === null ? -1 : ids.indexOf(from);
      const next = ids[Math.min(Math.max(index === -1 ? 0 : index + step, 0), ids.length - 1)];
      if (next === undefined) return;
      wantsFocus.current = true;
      currentCall.set(next);
    };
    moveCurrent = move;
    return () => {
      if (moveCurrent === move) moveCurrent = null;
    };
  }, [ids]);

  const callOf = (target: EventTarget): string | null =>
    target instanceof Element ? (target.closest('[data-call]')?.getAttribute('data-call') ?? null) : null;

  return (
    <div
      className="call-table"
      role="grid"
      aria-label={t('table.label')}
      aria-rowcount={ids.length + 1}
      aria-colcount={columns.length}
    >
      <div role="rowgroup" className="heads">
        <div role="row" className="call-heads" aria-rowindex={1}>
          {columns.map((column) => (
            <Head key={column.name} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
      </div>
      <div
        ref={scroller}
        role="rowgroup"
        className="rows"
        tabIndex={-1}
        onPointerMove={order.onPointer}
        onPointerLeave={order.onPointerAway}
        onClick={(event) => currentCall.set(callOf(event.target) ?? currentCall.get())}
        onFocus={(event) => currentCall.set(callOf(event.target) ?? currentCall.get())}
        onDoubleClick={(event) => {
          const call = callOf(event.target);
          const isOnButton = event.target instanceof Element && event.target.closest('button, a') !== null;
          if (call !== null && !isOnButton) go({ name: 'call', call });
        }}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -Infinity, End: Infinity }[
            event.key
          ];
          if (step === undefined) return;
          event.preventDefault();
          moveCurrent?.(step);
        }}
      >
        {ids.length === 0 ? (
          <div role="row" className="no-rows">
            <div role="gridcell" className="empty">
              {empty}
            </div>
          </div>
        ) : (
          <div role="presentation" className="all-rows" style={{ height: rows.getTotalSize() }}>
            {rows.getVirtualItems().map(({ index, start }) => {
              const id = ids[index];
              return id === undefined ? null : (
                <CallRow key={id} id={id} index={index} top={start} isCurrent={id === current} />
              );
            })}
          </div>
        )}
      </div>
    </div>
  );
};

/** Moves the current row of the table that is on the screen. */
let moveCurrent: ((step: number) => void) | null = null;
export const stepRow = (step: number): void => moveCurrent?.(step);

interface HeadProps {
  readonly column: (typeof columns)[number];
  readonly sort: Sort;
  readonly onSort: (by: SortColumn) => void;
}

const Head = ({ column, sort, onSort }: HeadProps): ReactNode => {
  const { t } = useTranslation();
  const by = 'sort' in column ? column.sort : undefined;
  const isSorted = by !== undefined && sort?.by === by;
  const className = 'end' in column ? 'cell end' : 'cell';
  const title = t(`column.${column.name}`);
  if (by === undefined) {
    return (
      <div role="columnheader" className={column.name === 'recording' ? 'cell centre' : className}>
        <span className="clip">{title}</span>
      </div>
    );
  }
  return (
    <div
      role="columnheader"
      className={className}
      aria-sort={isSorted ? (sort.down ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" onClick={() => onSort(by)}>
        <span className="clip">{title}</span>
        {isSorted ? sort.down ? <ArrowDown size={10} aria-hidden /> : <ArrowUp size={10} aria-hidden /> : null}
      </button>
    </div>
  );
};
