import type { CallId } from '@legwork/core';
import { ladder, type Violation, type Watch, type World } from '@legwork/sim';

/**
 * What a failing world has to say: what did not hold, the ladder of the shortest call for which it did not, and the one command that lets the same
 * happen again.
 */
export const failureOf = (world: World, { violations, inputs }: Watch, command: string): string => {
  const found = violations
    .slice(0, 10)
    .map(({ invariant, at, call, what }) => `  ${invariant}. at ${at} ms, ${call ?? 'no call'}: ${what}`);
  const more = violations.length > 10 ? [`  and ${violations.length - 10} more`] : [];
  const engine = world.freshEngine();
  const steps = inputs.map(({ at, input }) => ({ at, input, outputs: engine.step(input, at) }));
  const ladders = callsOf(violations).map((call) => ladder(steps, call));
  const [shortest] = ladders.sort((one, other) => one.length - other.length);
  return ['invariants broken:', ...found, ...more, '', shortest ?? '(no single call)', '', `again: ${command}`].join(
    '\n',
  );
};

const callsOf = (violations: readonly Violation[]): readonly CallId[] =>
  [...new Set(violations.flatMap(({ call }) => (call === null ? [] : [call])))].slice(0, 20);

/** The seed to begin with: the one of the failure to see again, or the usual one. */
export const seedFrom = (name: string, usual: number): number => {
  const given = process.env[name];
  return given === undefined ? usual : Number(given);
};
