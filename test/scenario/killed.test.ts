import { expect, test } from 'vitest';
import { killAgainAndAgain } from '../support/kill/kills.ts';

test.for(['on', 'off'] as const)(
  'an engine whose process is killed at any moment loses nothing that it has acknowledged, and calls talk on (a thread for the journal: %s)',
  async (thread) => {
    const report = await killAgainAndAgain({ kills: 10, seed: thread === 'on' ? 1 : 2, thread });
    expect(report.problems).toEqual([]);
    expect(report.acknowledged).toBeGreaterThan(0);
    expect(report.talkedOn).toBeGreaterThan(0);
  },
);
