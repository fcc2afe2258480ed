import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The code of core in parts, each with the quick tests that are to notice when it is broken. */
export interface Part {
  readonly name: string;
  /** From the top of the repository; without braces, for the list is joined by commas. */
  readonly mutate: readonly string[];
  /** From the folder of the tests. */
  readonly tests: readonly string[];
  /** What runs them: the runner of stories where nothing is said. */
  readonly runner?: 'vitest' | 'stories';
  /** What stands at the top of its files is the configuration of a machine, which `mutate:machines` breaks. */
  readonly configures?: boolean;
}

/** Without the one that tells the stories of all the others once more, and what needs switches or processes of its own. */
const scenarios = [
  'scenario/{!(coverage|freeswitch-*|killed),day/two-calls}.test.ts',
  'contract/{engine,machines-bookkeeping,two-switches}*.test.ts',
];
const stories = [...scenarios, 'replay/inputs.test.ts'];
const engine = (...files: readonly string[]): readonly string[] => files.map((file) => `core/src/engine/${file}.ts`);

/** The machines' configurations are broken by `mutate:machines`; what their names stand for is broken here. */
const named: readonly Part[] = [
  {
    name: 'vocabulary',
    mutate: ['core/src/vocabulary/*.ts'],
    tests: ['contract/{input,privileged}*.test.ts', 'contract/flow-load.test.ts'],
    runner: 'vitest',
  },
  { name: 'acd', mutate: ['core/src/acd/*.ts'], tests: ['contract/acd*.test.ts'] },
  { name: 'flow', mutate: ['core/src/flow/*.ts'], tests: ['contract/flow*.test.ts'] },
  { name: 'audibility', mutate: ['core/src/audibility/*.ts'], tests: ['contract/audibility*.test.ts'] },
  { name: 'live', mutate: ['core/src/live/*.ts'], tests: ['contract/live*.test.ts'] },
  {
    name: 'machine',
    mutate: ['core/src/machine/*.ts', 'core/src/compile/*.ts'],
    tests: ['contract/{compile,machine-history,machine-steps}.test.ts', 'property/compiled-walks.test.ts'],
  },
  {
    name: 'call',
    mutate: ['edits', 'guards', 'tellings', 'vocabulary'].map((file) => `core/src/call/${file}.ts`),
    tests: scenarios,
  },
  {
    name: 'leg, seat, agent',
    mutate: ['core/src/leg/*.ts', 'core/src/supervision/*.ts', 'core/src/agent/*.ts'],
    tests: stories,
    configures: true,
  },
  {
    name: 'commands',
    mutate: engine('commands', 'allowed', 'rights', 'operations'),
    tests: stories,
  },
  {
    name: 'observations',
    mutate: engine('observations', 'settle', 'step', 'switches'),
    tests: stories,
  },
  { name: 'calls', mutate: engine('calls', 'agents'), tests: stories },
  { name: 'legs', mutate: engine('legs', 'seats'), tests: stories },
  {
    name: 'runtime',
    mutate: ['core/src/runtime/*.ts', ...engine('would', 'reconfigure')],
    tests: ['contract/{runtime,runtime-parts,runtime-recovery,paced-time}.test.ts', 'property/crashes.test.ts'],
  },
  // They keep what they have worked out: only with modules of its own does one mutant not hear of another.
  { name: 'remembered', mutate: engine('deciders', 'regions'), tests: ['contract/deciders.test.ts'], runner: 'vitest' },
];

/** What belongs to no other part. */
const rest = readdirSync(join(import.meta.dirname, '../../core/src/engine'))
  .map((file) => `core/src/engine/${file}`)
  .filter((file) => file.endsWith('.ts') && !named.some(({ mutate }) => mutate.includes(file)));

export const parts: readonly Part[] = [...named, { name: 'engine', mutate: rest.toSorted(), tests: stories }];
