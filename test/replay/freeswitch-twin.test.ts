import { describe, expect, test } from 'vitest';
import { argued } from '../support/freeswitch/argued.ts';
import { recordingNames } from '../support/freeswitch/recordings.ts';
import { accountOf, differencesOf, replay } from '../support/freeswitch/replayed.ts';

describe.runIf(recordingNames.length > 0)('the twin, given the commands of a recording,', () => {
  test.for(recordingNames.filter((name) => !(name in argued)))(
    'tells what the real FreeSWITCH told: %s',
    async (name) => {
      expect(differencesOf(accountOf(name), await replay(name))).toEqual([]);
    },
  );

  test.for(Object.entries(argued))('differs from %s as argued: %s', async ([name]) => {
    expect(differencesOf(accountOf(name), await replay(name))).not.toEqual([]);
  });
});
