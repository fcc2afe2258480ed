import type { FactOf } from '@legwork/core';
import { openDay, parseScenario, planScenario } from '@legwork/sim';
import { describe, expect, it } from 'vitest';
import { keepAccount } from '../../../api/src/cli/account.ts';
import { wrapped } from '../../../api/src/cli/page.ts';
import { reportOf } from '../../../api/src/cli/report.ts';
import { createScreen } from '../../../api/src/cli/screen.ts';
import { summaryOf } from '../../../api/src/cli/summary.ts';
import { inWords } from '../../../api/src/cli/words.ts';
import { shortDay } from '../../support/short-day.ts';

describe('the report of a day', () => {
  const day = openDay(planScenario(parseScenario(shortDay()), 7), { keepFacts: false });
  const books = keepAccount(day);
  day.world.settle();
  const checked = { checks: 0, violations: 0, each: [], found: [] };
  const summary = (isPaced: boolean) =>
    summaryOf({ day, scenario: 'short', account: books.account(), checked, wallMs: 1000, isPaced });

  it.each([80, 132])('fits a page of %i characters', (width) => {
    const long = reportOf(summary(false), width)
      .split('\n')
      .filter((line) => line.length > width);
    expect(long).toEqual([]);
  });

  it('has no rule that is longer than a page of 60 characters', () => {
    const rules = reportOf(summary(false), 60)
      .split('\n')
      .filter((line) => line.startsWith('─'));
    expect(rules.length).toBeGreaterThan(3);
    expect(Math.max(...rules.map((rule) => rule.length))).toBeLessThanOrEqual(60);
  });

  it('says how fast the day went by only where nothing held it up', () => {
    expect(reportOf(summary(false), 80)).toContain('events a second');
    expect(reportOf(summary(true), 80)).not.toContain('events a second');
  });
});

describe('a line that is too long', () => {
  it('goes on below, further in', () => {
    expect(wrapped('  one two three four', 11, '    ')).toBe('  one two\n    three\n    four');
  });

  it('is left as it is where it has no gap', () => {
    expect(wrapped('  sha256:0123456789', 8, '    ')).toBe('  sha256:0123456789');
  });
});

describe('a picture on a terminal', () => {
  it('has a line less than the terminal, and none that is wrapped', () => {
    const written: string[] = [];
    const screen = createScreen({ rows: 4, columns: 10, write: (text: string) => written.push(text) > 0 });
    screen.draw(['one', 'two', 'three is too long', 'four', 'five']);
    screen.draw(['one']);
    screen.end();
    expect(written[0]).toContain('three is \u001b[K\n');
    expect(written[0]).not.toContain('four');
    expect(written[1]).toContain('\u001b[3A');
  });
});

describe('what a supervisor does, in words', () => {
  const done = { outcome: 'done', why: null } as const;
  const refused = { outcome: 'refused', why: 'supervisorBusy' } as const;
  const audit = (about: Partial<FactOf<'audit'>>): FactOf<'audit'> =>
    ({ by: { role: 'supervisor', id: 's01' }, call: 'c7', detail: null, ...about }) as FactOf<'audit'>;

  it.each<[Partial<FactOf<'audit'>>, string]>([
    [{ what: 'cmd.transfer', detail: 'agent', ...done }, "s01 transferred a04's call to another agent"],
    [{ what: 'cmd.switchMode', detail: 'barge', ...done }, 's01 switched to barge on a04'],
    [{ what: 'cmd.supervise', detail: 'barge call', ...done }, 's01 barged in on a04'],
    [{ what: 'cmd.supervise', detail: 'monitor call', ...done }, 's01 is monitoring a04'],
    [{ what: 'cmd.stop', ...done }, "s01 stopped a04's call"],
    [{ what: 'cmd.takeover', ...refused }, "s01 wanted to take over a04's call: refused (is busy elsewhere)"],
  ])('%j', (about, words) => {
    expect(inWords(audit(about), 'a04')).toBe(words);
  });

  it('names the call where nobody talks on it', () => {
    expect(inWords(audit({ what: 'cmd.stop', ...done }), null)).toBe('s01 stopped call c7');
  });
});
