import type { Settings } from '../config/settings.ts';
import { problem } from '../http/problem.ts';

/** How often somebody may ask, and an address may be wrong about who it is. */
export interface RateLimits {
  /** @throws ProblemError where that was once too often. */
  ask(principal: string): void;
  /** @throws ProblemError where the address was wrong too often. */
  admit(address: string): void;
  wrong(address: string): void;
}

const WINDOW_MS = 60_000;

/** Each counts within a minute that begins with their first. `now` is in milliseconds and never goes back. */
export const createRateLimits = (
  { limits }: Pick<Settings, 'limits'>,
  now: () => number = () => performance.now(),
): RateLimits => {
  const requests = createCounts(now);
  const failures = createCounts(now);
  return {
    ask: (principal) => {
      if (requests.add(principal) > limits.requestsPerMinute) refuse(requests.leftMs(principal));
    },
    admit: (address) => {
      if (failures.of(address) >= limits.failuresPerMinute) refuse(failures.leftMs(address));
    },
    wrong: (address) => {
      if (failures.add(address) > limits.failuresPerMinute) refuse(failures.leftMs(address));
    },
  };
};

const refuse = (ms: number): never => {
  throw problem('tooMany', {}, { 'Retry-After': String(Math.max(1, Math.ceil(ms / 1_000))) });
};

/** How often each was there within their minute. */
interface Counts {
  of(name: string): number;
  /** Gives how often that is now. */
  add(name: string): number;
  leftMs(name: string): number;
}

interface Window {
  readonly endsAt: number;
  count: number;
}

const createCounts = (now: () => number): Counts => {
  const windows = new Map<string, Window>();
  /** They stand in the order in which they end. */
  const forget = (at: number): void => {
    for (const [name, { endsAt }] of windows) {
      if (endsAt > at) return;
      windows.delete(name);
    }
  };
  return {
    of: (name) => {
      const window = windows.get(name);
      return window === undefined || window.endsAt <= now() ? 0 : window.count;
    },
    add: (name) => {
      const at = now();
      const window = windows.get(name);
      if (window !== undefined && window.endsAt > at) {
        window.count += 1;
        return window.count;
      }
      forget(at);
      windows.set(name, { endsAt: at + WINDOW_MS, count: 1 });
      return 1;
    },
    leftMs: (name) => (windows.get(name)?.endsAt ?? 0) - now(),
  };
};
