/** The code of core in parts, each with the quick tests that are to notice when it is broken. */
export interface Part {
  readonly name: string;
  /** From the top of the repository; without braces, for the list is joined by commas. */
  readonly mutate: readonly string[];
  /** From the folder of the tests. */
  readonly tests: readonly string[];
}

const stories = ['scenario/*.test.ts', 'replay/inputs.test.ts', 'contract/{command,engine}*.test.ts'];

/** The machines' configurations are broken by `mutate:machines`; what their names stand for is broken here. */
export const parts: readonly Part[] = [
  {
    name: 'vocabulary',
    mutate: ['core/src/vocabulary/*.ts'],
    tests: ['contract/{input,privileged}*.test.ts', 'contract/flow-load.test.ts'],
  },
  { name: 'acd', mutate: ['core/src/acd/*.ts'], tests: ['contract/acd*.test.ts'] },
  { name: 'flow', mutate: ['core/src/flow/*.ts'], tests: ['contract/flow*.test.ts'] },
  { name: 'audibility', mutate: ['core/src/audibility/*.ts'], tests: ['contract/audibility*.test.ts'] },
  { name: 'live', mutate: ['core/src/live/*.ts'], tests: ['contract/live*.test.ts'] },
  {
    name: 'machine',
    mutate: ['core/src/machine/*.ts', 'core/src/compile/*.ts'],
    tests: ['contract/machine*.test.ts', 'property/compiled.test.ts'],
  },
  {
    name: 'call',
    mutate: ['edits', 'guards', 'tellings', 'vocabulary'].map((file) => `core/src/call/${file}.ts`),
    tests: stories,
  },
  {
    name: 'leg, seat, agent',
    mutate: ['core/src/leg/*.ts', 'core/src/supervision/*.ts', 'core/src/agent/*.ts'],
    tests: stories,
  },
  { name: 'engine', mutate: ['core/src/engine/*.ts'], tests: stories },
];
