import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';

/** The command was used wrongly, or its file is wrong: told in words, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A seed as somebody types it. @throws InvalidArgumentError unless it is a whole number from 0 to 2^53 - 1. */
export function seedFrom(typed: string): number {
  const seed = Number(typed);
  if (!/^\d+$/.test(typed) || !Number.isSafeInteger(seed)) {
    throw new InvalidArgumentError(`a seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`);
  }
  return seed;
}

/** Seeds as somebody types them: `a..b`, or one alone. @throws InvalidArgumentError unless both are seeds, the first not above the second. */
export function seedsFrom(typed: string): readonly [from: number, to: number] {
  const [, from, to] = /^(\d+)(?:\.\.(\d+))?$/.exec(typed) ?? [];
  const seeds = [Number(from), Number(to ?? from)] as const;
  if (from === undefined || !seeds.every(Number.isSafeInteger) || seeds[0] > seeds[1]) {
    throw new InvalidArgumentError(
      'seeds are written a..b, both whole numbers from 0, the first not above the second.',
    );
  }
  return seeds;
}

/** A number as somebody types it. @throws InvalidArgumentError unless it is a whole number within the bounds. */
export const countFrom =
  (least: number, most: number) =>
  (typed: string): number => {
    const count = Number(typed);
    if (/^\d+$/.test(typed) && count >= least && count <= most) return count;
    throw new InvalidArgumentError(`it is a whole number from ${least} to ${most}.`);
  };

/** The text of a file. @throws UsageError that says which file, and what is wrong with it. */
export function textOf(path: string | URL, kind: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = 'code' in error ? error.code : undefined;
    const why =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder, not a file' : error.message;
    throw new UsageError(`cannot read the ${kind} ${String(path)}: ${why}`, { cause: error });
  }
}
