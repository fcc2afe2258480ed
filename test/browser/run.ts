import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { CHROMIUM } from './support/chromium.ts';

/**
 * `npm run test:browser`: the console in Debian's Chromium. Where there is none it is installed, if that is allowed; where it cannot be had,
 * that is said at the top of one's voice and nothing is tested.
 */
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const install = (): void => {
  if (process.getuid?.() !== 0) return;
  say('Installing Chromium from the distribution, once.');
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: readonly string[]): boolean =>
    spawnSync('apt-get', ['-qq', ...args], { stdio: 'inherit', env: environment }).status === 0;
  const packages = ['install', '-y', '--no-install-recommends', 'chromium'];
  if (!apt(...packages)) void (apt('update') && apt(...packages));
};

if (!existsSync(CHROMIUM)) install();
if (existsSync(CHROMIUM)) {
  const config = ['--config', 'test/browser/vitest.config.ts'];
  const { status } = spawnSync('vitest', ['run', ...config, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  const frame = '*'.repeat(100);
  const why = `There is no ${CHROMIUM}, and it could not be installed: that takes root and apt-get.`;
  // In CI the console has to be seen; elsewhere there may be no such browser.
  const isNeeded = process.env['CI'] !== undefined;
  say([frame, 'NO TEST RAN IN A BROWSER.', why, frame, `tests: 0 passed, ${isNeeded ? 1 : 0} failed`].join('\n'));
  process.exitCode = isNeeded ? 1 : 0;
}
