import { spawnSync } from 'node:child_process';
import { checkFreeswitch } from '@legwork/freeswitch';
import { dialledAt, placeNamed } from './place.ts';

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
    dial: dialledAt(place),
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
/** Words choose among the files of this folder; from the first option on, all goes to Vitest as it is. */
const given = process.argv.slice(2);
const options = given.findIndex((one) => one.startsWith('-'));
const words = options < 0 ? given : given.slice(0, options);
const files = words.length === 0 ? ['freeswitch/'] : words.map((word) => `freeswitch/${word}`);
const { status } = spawnSync(
  'vitest',
  ['run', '--config', 'test/pbx/vitest.config.ts', ...files, ...(options < 0 ? [] : given.slice(options))],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
