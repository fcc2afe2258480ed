import { useCallback, useEffect, useRef, useState } from 'react';
import { calls } from '../service/live.ts';
import { shownNow } from '../state/clock.ts';
import { listed, type View } from './filter.ts';

/** How often rows may change their places. */
const orderEveryMs = 2_000;
/** A pointer that rests is not about to click. */
const pointerRestsMs = 6_000;

export interface Order {
  readonly ids: readonly string[];
  /** How many calls match now; rows that keep their places may be others. */
  readonly matching: number;
  /** How many calls there are, counted at the same moment. */
  readonly total: number;
  /** The pointer is over the rows: nothing moves under it. */
  readonly onPointer: () => void;
  readonly onPointerAway: () => void;
}

/**
 * The rows in their order. It is worked out anew at once when the view changes, otherwise every other second, and neither
 * while it is frozen nor under the pointer: then rows stay where they are, calls that came are added at the end, and calls
 * that ended stay as ended.
 */
export const useOrder = (view: View, me: string | null, frozen: boolean): Order => {
  const now = useCallback(() => listed(calls.all(), view, me, shownNow()), [view, me]);
  const [shown, setShown] = useState(() => {
    const ids = now();
    return { ids, matching: ids.length, total: calls.size, of: now };
  });
  const pointer = useRef(-Infinity);
  const keeps = useRef(frozen);
  keeps.current = frozen;

  // Another view: its own order, before anything is drawn.
  if (shown.of !== now) {
    const ids = now();
    setShown({ ids, matching: ids.length, total: calls.size, of: now });
  }

  useEffect(() => {
    let at = -1;
    let hasMoved = false;
    const order = (): void => {
      const isFirst = at === -1;
      if (calls.version === at && hasMoved && view.sort === null) return;
      at = calls.version;
      const fresh = now();
      const stays = !isFirst && (keeps.current || performance.now() - pointer.current < pointerRestsMs);
      hasMoved = !stays;
      setShown((before) => {
        const ids = stays ? withNew(before.ids, fresh) : fresh;
        const isSame = sameIds(before.ids, ids);
        if (isSame && before.matching === fresh.length && before.total === calls.size) return before;
        return { ids: isSame ? before.ids : ids, matching: fresh.length, total: calls.size, of: now };
      });
    };
    order();
    const timer = window.setInterval(order, orderEveryMs);
    // The first rows are not waited for.
    const stop = calls.onAny(() => {
      if (at === -1 || calls.size === 0 || shownNothing.current) order();
    });
    return () => {
      window.clearInterval(timer);
      stop();
    };
  }, [now, view.sort]);

  const shownNothing = useRef(true);
  shownNothing.current = shown.ids.length === 0;

  return {
    ids: shown.ids,
    matching: shown.matching,
    total: shown.total,
    onPointer: () => {
      pointer.current = performance.now();
    },
    onPointerAway: () => {
      pointer.current = -Infinity;
    },
  };
};

const withNew = (ids: readonly string[], fresh: readonly string[]): readonly string[] => {
  const known = new Set(ids);
  const added = fresh.filter((id) => !known.has(id));
  return added.length === 0 ? ids : [...ids, ...added];
};

const sameIds = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, n) => id === b[n]);
