/** A library of somebody else, unmodified, and a small call that it runs. What it was told is given back. */
export interface Library<Twin> {
  readonly name: string;
  readonly run: (folder: string, twin: Twin) => Promise<readonly string[]>;
  /** What it has to be told, in whatever order two channels tell it. */
  readonly wanted: readonly string[];
}

/** A twin on real ports. */
export interface TwinAtHand {
  /** How many channels are left. */
  readonly left: () => number;
  close(): Promise<void>;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Lets each library run its call on a twin of its own, and prints whether it could. `variable` names a node_modules folder that has them. */
export async function tryLibraries<Twin extends TwinAtHand>(
  variable: string,
  open: () => Promise<Twin>,
  libraries: readonly Library<Twin>[],
): Promise<void> {
  const folder = process.env[variable];
  if (folder === undefined) {
    process.stdout.write(`${variable} is not set: nothing was tried\n`);
    return;
  }
  for (const { name, run, wanted } of libraries) {
    const twin = await open();
    const told = await run(folder, twin);
    const missing = wanted.filter((one) => !told.includes(one));
    const left = twin.left() === 0 ? [] : ['the end of all channels'];
    const lacking = [...missing, ...left];
    process.stdout.write(`${name} ${lacking.length === 0 ? 'ran its call' : `was not told: ${lacking.join(', ')}`}\n`);
    if (lacking.length > 0) process.exitCode = 1;
    await twin.close();
  }
}
