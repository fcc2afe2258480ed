import { spawnSync } from 'node:child_process';
import { installAsterisk, NoAsterisk } from './packages.ts';

/** `pnpm test:asterisk`: the tests on a real Asterisk. Where none can be had, it says so at the top of its voice and runs none. */
const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  await installAsterisk(say);
  const config = ['--config', 'test/pbx/vitest.config.ts'];
  const { status } = spawnSync(
    'vitest',
    ['run', ...config, ...(process.argv.length > 2 ? [] : ['asterisk']), ...process.argv.slice(2)],
    {
      stdio: 'inherit',
    },
  );
  process.exitCode = status ?? 1;
} catch (error) {
  if (!(error instanceof NoAsterisk)) throw error;
  const frame = '*'.repeat(100);
  say([frame, 'NO TEST RAN ON A REAL ASTERISK.', error.message, frame, 'tests: 0 passed, 0 failed'].join('\n'));
}
