/** Runs something `delayMs` milliseconds from now, not before the caller is done. The result takes it back. */
export type Schedule = (delayMs: number, run: () => void) => Cancel;
export type Cancel = () => void;

/**
 * Keeps order where order matters: what is posted on a lane happens after everything posted on it before, however short
 * its own delay. An item on several lanes waits on all of them. Lanes without a common item do not wait for each other.
 */
export interface Lanes {
  post(lanes: readonly string[], delayMs: number, happen: () => void): void;
  /** Whether anything that was posted on the lane is still to happen. */
  isBusy(lane: string): boolean;
}

interface Item {
  readonly lanes: readonly string[];
  readonly happen: () => void;
  isDue: boolean;
}

export function createLanes(schedule: Schedule): Lanes {
  const waiting = new Map<string, Item[]>();

  function settle(item: Item): void {
    const isFirst = item.lanes.every((lane) => waiting.get(lane)?.[0] === item);
    if (!item.isDue || !isFirst) return;
    for (const lane of item.lanes) {
      const items = waiting.get(lane);
      items?.shift();
      if (items?.length === 0) waiting.delete(lane);
    }
    item.happen();
    for (const lane of item.lanes) {
      const next = waiting.get(lane)?.[0];
      if (next !== undefined) settle(next);
    }
  }

  return {
    isBusy: (lane) => waiting.has(lane),
    post(lanes, delayMs, happen) {
      const item: Item = { lanes, happen, isDue: false };
      for (const lane of lanes) {
        const items = waiting.get(lane);
        if (items === undefined) waiting.set(lane, [item]);
        else items.push(item);
      }
      schedule(delayMs, () => {
        item.isDue = true;
        settle(item);
      });
    },
  };
}
