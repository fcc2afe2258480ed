import { expect } from 'vitest';

/** Waits until it is so. The deadline is a guard, not a measure. */
export const until = async (what: string, isSo: () => boolean, deadlineMs = 120_000): Promise<void> => {
  const end = Date.now() + deadlineMs;
  while (!isSo()) {
    if (Date.now() > end) expect.fail(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
