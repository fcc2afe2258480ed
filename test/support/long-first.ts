import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const tests = join(import.meta.dirname, '..');

/** Files that take long, the longest first; each has a process of its own. */
export const alone = [
  'property/compiled-proof.test.ts',
  'property/worlds-ten-thousand.test.ts',
  'property/worlds-six-to-ten.test.ts',
  'property/worlds-one-to-five.test.ts',
  'property/explore-faulty.test.ts',
  'property/explore-supervised.test.ts',
  'scenario/day/live-command.test.ts',
  'contract/freeswitch.test.ts',
  'contract/serve.test.ts',
  'contract/bench.test.ts',
  'scenario/freeswitch-soak.test.ts',
  'contract/asterisk-twin.test.ts',
  // Loads the stories anew, to tell them itself: it would not come by them where they are loaded already.
  'scenario/coverage.test.ts',
  'scenario/killed.test.ts',
  'property/hostile-input.test.ts',
  'scenario/day/command.test.ts',
  'property/worlds-single.test.ts',
  'property/soak-broken.test.ts',
];

for (const file of alone) {
  if (!existsSync(join(tests, file))) throw new Error(`${file} is listed in ${import.meta.filename}, and not there`);
}

/** Begins with what takes longest, so that no core waits for another in the end: what was measured in an earlier run does not matter. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = alone.indexOf(relative(tests, moduleId));
      return found === -1 ? alone.length : found;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}
