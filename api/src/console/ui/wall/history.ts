import { figuresNow } from '../live/figures.ts';
import { link } from '../service/live.ts';
import { whenLeaving } from '../session/leaving.ts';
import { createStore } from '../state/store.ts';
import { serviceNow } from '../state/clock.ts';

/** How many waited in a queue at a moment. */
export interface Sample {
  readonly at: number;
  readonly waiting: number;
}

const everyMs = 5_000;
export const spanMs = 30 * 60_000;

/** What was counted in the last half hour, for as long as the page has been open. */
export const samples = createStore<ReadonlyMap<string, readonly Sample[]>>(new Map());
whenLeaving(() => samples.set(new Map()));

/** Counts on, whichever screen is shown. */
export const startSampling = (): void => {
  window.setInterval(() => {
    // What is not live is not counted: a gap is more honest than a flat line.
    if (link.get().state !== 'live') return;
    const at = serviceNow();
    const { queues } = figuresNow();
    const names = new Set([...samples.get().keys(), ...queues.keys()]);
    const next = new Map<string, readonly Sample[]>();
    for (const name of names) {
      const before = samples.get().get(name) ?? [];
      const kept = before.filter((sample) => sample.at > at - spanMs);
      next.set(name, [...kept, { at, waiting: queues.get(name)?.waiting ?? 0 }]);
    }
    samples.set(next);
  }, everyMs);
};
