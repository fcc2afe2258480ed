import { argued } from './argued.ts';
import { recordingNames } from './recordings.ts';
import { accountOf, differencesOf, replay } from './replayed.ts';

// npm run agreement:freeswitch
//
// Prints of each recording of a real FreeSWITCH whether the twin, given the same commands, told the same, and where it first did not.
let same = 0;
for (const name of recordingNames) {
  const real = accountOf(name);
  const differences = differencesOf(real, await replay(name));
  const events = real.channels.reduce((sum, story) => sum + story.length, 0);
  const extent = `${real.replies.length} replies, ${events} events of ${real.channels.length} channels`;
  const verdict = differences.length === 0 ? 'the same' : `${argued[name] ?? 'UNEXPLAINED'}: ${differences[0] ?? ''}`;
  if (differences.length === 0) same += 1;
  process.stdout.write(`${name.replace('.txt', '').padEnd(44)} ${extent.padEnd(48)} ${verdict}\n`);
}
process.stdout.write(`${same} of ${recordingNames.length} recordings: the same\n`);
