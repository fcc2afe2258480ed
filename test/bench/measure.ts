/**
 * Processor time of a deed in ms, of all threads: what the collector of garbage and the compiler do beside it counts, what other processes do on
 * the same machine does not.
 */
export const processorMs = (deed: () => void): number => {
  const before = process.cpuUsage();
  deed();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

/** The middle one; of an even number the mean of the two in the middle. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  if (upper === undefined || lower === undefined) throw new Error('nothing has no middle');
  return (lower + upper) / 2;
};

/**
 * Measures each side once before it counts, then all of them in turns, `runs` times: what slows the machine down for a while slows all sides down.
 */
export const inTurns = <Side extends string>(
  sides: Readonly<Record<Side, () => number>>,
  runs: number,
): Readonly<Record<Side, readonly number[]>> => {
  const names = Object.keys(sides) as Side[];
  const measured = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Side, number[]>;
  for (const name of names) sides[name]();
  for (let run = 0; run < runs; run += 1) for (const name of names) measured[name].push(sides[name]());
  return measured;
};

/** How many standard errors the mean of the runs lies away from what it should be. */
export const distanceInErrors = (runs: readonly number[], expected: number): number => {
  const mean = runs.reduce((sum, value) => sum + value, 0) / runs.length;
  const variance = runs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (runs.length - 1);
  return Math.abs(mean - expected) / Math.sqrt(variance / runs.length);
};
