import { cheapDraws, type Draws, type Fates, type Load } from './load.ts';

const ARRIVAL = 0;
const SERVICE_ENDS = 1;
const PATIENCE_ENDS = 2;

/**
 * The limit of the language: the same hour as numbers in a heap with four children a node, in typed arrays, and no call logic at all. A caller
 * is a number, an agent is one of a count, patience that is no longer needed is passed over when it comes.
 */
export const bareHour = (
  load: Load,
  draws: Draws = cheapDraws(load),
): { readonly fates: Fates; readonly events: number } => {
  const { agents, warmUpMs, untilMs } = load;
  const most = Math.ceil(load.callsPerSecond * (untilMs / 1000) * 1.2) + 1000;
  const arrivedAt = new Float64Array(most);
  const serviceMs = new Float64Array(most);
  const isWaiting = new Uint8Array(most);
  const queue = new Int32Array(most);
  const heap = createHeap(1 << 18);
  let queueStart = 0;
  let queueEnd = 0;
  let free = agents;
  let callers = 0;
  let events = 0;
  const fates: Fates = { served: 0, abandoned: 0, waited: 0, waitMs: 0 };

  const serve = (caller: number, at: number): void => {
    heap.push(at + (serviceMs[caller] as number), caller * 4 + SERVICE_ENDS);
    if ((arrivedAt[caller] as number) >= warmUpMs) fates.served += 1;
  };

  const hasWaited = (caller: number, at: number): void => {
    isWaiting[caller] = 0;
    const arrived = arrivedAt[caller] as number;
    if (arrived < warmUpMs) return;
    fates.waited += 1;
    fates.waitMs += at - arrived;
  };

  heap.push(draws.gapMs(), ARRIVAL);
  while (heap.leastTime() <= untilMs) {
    const at = heap.leastTime();
    const item = heap.pop();
    const kind = item & 3;
    const caller = item >> 2;
    if (kind === ARRIVAL) {
      events += 1;
      const newcomer = callers;
      callers += 1;
      arrivedAt[newcomer] = at;
      serviceMs[newcomer] = draws.serviceMs();
      const patienceMs = draws.patienceMs();
      heap.push(at + draws.gapMs(), ARRIVAL);
      if (free > 0) {
        free -= 1;
        serve(newcomer, at);
      } else {
        isWaiting[newcomer] = 1;
        queue[queueEnd] = newcomer;
        queueEnd += 1;
        heap.push(at + patienceMs, newcomer * 4 + PATIENCE_ENDS);
      }
    } else if (kind === SERVICE_ENDS) {
      events += 1;
      while (queueStart < queueEnd && isWaiting[queue[queueStart] as number] === 0) queueStart += 1;
      if (queueStart === queueEnd) free += 1;
      else {
        const next = queue[queueStart] as number;
        queueStart += 1;
        hasWaited(next, at);
        serve(next, at);
      }
    } else if (isWaiting[caller] === 1) {
      events += 1;
      hasWaited(caller, at);
      if ((arrivedAt[caller] as number) >= warmUpMs) fates.abandoned += 1;
    }
  }
  return { fates, events };
};

interface Heap {
  push(at: number, item: number): void;
  /** Takes out the item of the least time, of these the first that was put in. */
  pop(): number;
  leastTime(): number;
}

const createHeap = (capacity: number): Heap => {
  const times = new Float64Array(capacity);
  const turns = new Float64Array(capacity);
  const items = new Int32Array(capacity);
  let size = 0;
  let turn = 0;
  return {
    leastTime: () => (size === 0 ? Infinity : (times[0] as number)),
    push: (at, item) => {
      let position = size;
      size += 1;
      while (position > 0) {
        const parent = (position - 1) >> 2;
        const parentTime = times[parent] as number;
        // Of the same time, what was put in before stays before.
        if (parentTime <= at) break;
        times[position] = parentTime;
        turns[position] = turns[parent] as number;
        items[position] = items[parent] as number;
        position = parent;
      }
      times[position] = at;
      turns[position] = turn;
      turn += 1;
      items[position] = item;
    },
    pop: () => {
      const top = items[0] as number;
      size -= 1;
      const at = times[size] as number;
      const ofTurn = turns[size] as number;
      const item = items[size] as number;
      let position = 0;
      for (;;) {
        const first = 4 * position + 1;
        if (first >= size) break;
        const end = Math.min(first + 4, size);
        let least = first;
        let leastTime = times[first] as number;
        for (let child = first + 1; child < end; child += 1) {
          const time = times[child] as number;
          if (time < leastTime || (time === leastTime && (turns[child] as number) < (turns[least] as number))) {
            least = child;
            leastTime = time;
          }
        }
        if (leastTime > at || (leastTime === at && (turns[least] as number) > ofTurn)) break;
        times[position] = leastTime;
        turns[position] = turns[least] as number;
        items[position] = items[least] as number;
        position = least;
      }
      times[position] = at;
      turns[position] = ofTurn;
      items[position] = item;
      return top;
    },
  };
};
