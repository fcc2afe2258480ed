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

type Samples = ReadonlyMap<string, readonly Sample[]>;

/** What was counted in the last half hour, for as long as somebody has been here: a page that is loaded anew goes on from where it was. */
export const samples = createStore<Samples>(new Map());

const key = 'legwork.samples';
whenLeaving(() => {
  samples.set(new Map());
  sessionStorage.removeItem(key);
});

const read = (): Samples => {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? '[]');
    return new Map(areSamples(kept) ? kept : []);
  } catch {
    return new Map();
  }
};

const areSamples = (kept: unknown): kept is readonly (readonly [string, readonly Sample[]])[] =>
  Array.isArray(kept) &&
  kept.every(
    (line: unknown) =>
      Array.isArray(line) &&
      typeof line[0] === 'string' &&
      Array.isArray(line[1]) &&
      line[1].every(
        (sample: Partial<Sample> | null) => Number.isFinite(sample?.at) && Number.isFinite(sample?.waiting),
      ),
  );

/** Counts on, whichever screen is shown. */
export const startSampling = (): void => {
  samples.set(read());
  window.addEventListener('pagehide', () => sessionStorage.setItem(key, JSON.stringify([...samples.get()])));
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
