import { killAgainAndAgain } from '../support/kill/kills.ts';

/** `npm run test:kill`: the process of an engine is killed at least 200 times, or as often as is said. */
const KILLS_EACH = 20;
const all = Number(process.argv[2] ?? 200);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

let passed = 0;
let failed = 0;
for (let seed = 1; seed <= Math.ceil(all / KILLS_EACH); seed += 1) {
  const thread = seed % 2 === 0 ? 'on' : 'off';
  const { kills, acknowledged, talkedOn, problems } = await killAgainAndAgain({ kills: KILLS_EACH, seed, thread });
  say(`seed ${seed}, journal's thread ${thread}: ${kills} kills, ${acknowledged} acknowledged, ${talkedOn} talked on`);
  for (const problem of problems) say(`  ${problem}`);
  if (problems.length === 0 && acknowledged > 0 && talkedOn > 0) passed += 1;
  else failed += 1;
}
say(`tests: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
