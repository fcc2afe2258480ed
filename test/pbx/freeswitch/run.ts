import { spawnSync } from 'node:child_process';
import { checkFreeswitch } from '@legwork/freeswitch';
import { placeNamed } from './place.ts';

/** `npm run test:freeswitch`: the tests on the FreeSWITCH that LEGWORK_FREESWITCH names; on the twin where it names none. */
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const frame = '*'.repeat(100);

const place = placeNamed();
if (place === null) {
  say([frame, 'LEGWORK_FREESWITCH names no FreeSWITCH: this runs on the twin, without audio.', frame].join('\n'));
} else {
  const { host, port, password } = place;
  const findings = await checkFreeswitch({
    id: 'sw',
    host,
    port,
    password,
    dial: place.dial.replace(/\{user\}.*/, '{to}'),
  });
  for (const { what, isFine, advice } of findings) say(isFine ? `fine  ${what}` : `WRONG ${what}: ${advice}`);
  if (findings.some(({ what, isFine }) => what === 'the event socket' && !isFine)) {
    say(
      [frame, 'NO TEST RAN ON A REAL FREESWITCH: it cannot be reached.', frame, 'tests: 0 passed, 1 failed'].join('\n'),
    );
    process.exit(1);
  }
  if (place.mayRestart !== true) say('left out: what happens when it is restarted ("mayRestart" is not true)');
}
const { status } = spawnSync(
  'vitest',
  ['run', '--config', 'test/pbx/vitest.config.ts', 'freeswitch', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
