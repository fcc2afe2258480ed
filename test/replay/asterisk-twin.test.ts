import { afterAll, describe, expect, test } from 'vitest';
import { tableOf, type Agreement } from '../support/agreement.ts';
import { argue, idle } from '../support/asterisk/argued.ts';
import { compared } from '../support/asterisk/compared.ts';
import { recordingNames } from '../support/asterisk/recordings.ts';

describe.runIf(recordingNames.length > 0)('the Asterisk twin, asked what a recording asks,', () => {
  const agreements: Agreement[] = [];
  afterAll(() => {
    process.stdout.write(tableOf(agreements, argue));
  });

  test.for(recordingNames)(
    'answers with the same codes and tells of each channel in the same order: %s',
    async (name) => {
      const agreement = await compared(name);
      agreements.push(agreement);
      expect(agreement.differences.filter((difference) => argue(name, difference) === undefined)).toEqual([]);
    },
  );

  test('differs in everything that is argued', () => {
    const differences = agreements.flatMap(({ recording, differences: all }) =>
      all.map((difference) => ({ recording, difference })),
    );
    expect(idle(differences)).toEqual([]);
  });
});
