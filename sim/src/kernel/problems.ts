import { z } from 'zod';

/** One thing that is wrong with a value, and where in it: `parts[1].of.meanMs`, or empty for the value itself. */
export interface Problem {
  readonly at: string;
  readonly problem: string;
}

/** What a check found wrong; nothing when it passed. */
export function problemsOf(result: z.ZodSafeParseResult<unknown>): readonly Problem[] {
  if (result.success) return [];
  return result.error.issues.map((issue) => ({ at: pathText(issue.path), problem: issue.message }));
}

/** A path into data as one writes it in code: `parts[1].of.meanMs`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? String(key) : `.${String(key)}`))
    .join('');
}

/** An object with exactly these keys; a key too many is answered with those that are allowed. */
export function exactly<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown ${issue.keys.length === 1 ? 'key' : 'keys'} ${issue.keys.join(', ')}; allowed are ${Object.keys(shape).join(', ')}`
        : undefined,
  });
}

/** True when the shares make up a whole, apart from rounding in the sixth digit. */
export function sharesAddUp(parts: readonly { readonly share: number }[]): boolean {
  const sum = parts.reduce((total, part) => total + part.share, 0);
  return Math.abs(sum - 1) < 1e-6;
}
