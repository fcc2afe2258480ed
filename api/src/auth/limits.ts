import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Settings } from '../config/settings.ts';
import { problem } from '../http/problem.ts';

/** How often somebody may ask, and an address may be wrong about who it is. */
export interface RateLimits {
  /** @throws ProblemError where that was once too often. */
  ask(principal: string): Promise<void>;
  /** @throws ProblemError where the address was wrong too often. */
  admit(address: string): Promise<void>;
  wrong(address: string): Promise<void>;
}

export const createRateLimits = ({ limits }: Pick<Settings, 'limits'>): RateLimits => {
  const requests = new RateLimiterMemory({ points: limits.requestsPerMinute, duration: 60 });
  const failures = new RateLimiterMemory({ points: limits.failuresPerMinute, duration: 60 });
  return {
    ask: async (principal) => {
      await requests.consume(principal).catch(refuse);
    },
    admit: async (address) => {
      const before = await failures.get(address);
      if (before !== null && before.remainingPoints <= 0) refuse(before);
    },
    wrong: async (address) => {
      await failures.consume(address).catch(refuse);
    },
  };
};

const refuse = (result: unknown): never => {
  const ms = typeof result === 'object' && result !== null ? Number(Reflect.get(result, 'msBeforeNext')) : 0;
  throw problem('tooMany', {}, { 'Retry-After': String(Math.max(1, Math.ceil(ms / 1_000))) });
};
