import { tableOf, type Agreement } from '../agreement.ts';
import { argued } from './argued.ts';
import { recordingNames } from './recordings.ts';
import { accountOf, differencesOf, replay } from './replayed.ts';

// npm run agreement:freeswitch
//
// Prints of each recording of a real FreeSWITCH whether the twin, given the same commands, told the same, and why where it did not.
const agreements: Agreement[] = [];
for (const recording of recordingNames) {
  const real = accountOf(recording);
  const events = real.channels.reduce((sum, story) => sum + story.length, 0);
  const extent = `${real.replies.length} replies, ${events} events of ${real.channels.length} channels`;
  agreements.push({ recording, extent, differences: differencesOf(real, await replay(recording)) });
}
process.stdout.write(tableOf(agreements, (recording) => argued[recording]));
