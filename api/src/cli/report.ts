import { outcomes, type Outcome } from '@legwork/core';
import { interventions } from '@legwork/sim';
import { dayChart } from './chart.ts';
import { wrapped } from './page.ts';
import { definitions, type Summary } from './summary.ts';
import { table } from './table.ts';
import { spaced } from './words.ts';

/** A summary for people to read, in lines of `width` characters at most wherever they can be broken. */
export function reportOf(summary: Summary, width: number): string {
  const { title, seed, complete, halfHours, invariants } = summary;
  return [
    `${title}, seed ${seed}${complete ? '' : ' (stopped before its end)'}`,
    callsOf(summary, width),
    dayChart(halfHours, width),
    supervisorsOf(summary, width),
    faultsOf(summary, width),
    invariants.violations === 0 ? '' : invariants.found.join('\n'),
    runOf(summary, width),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function callsOf({ calls, waitMs, meanTalkMs, serviceLevel, occupancy }: Summary, width: number): string {
  const { offered } = calls;
  const of = (count: number): string => (offered === 0 ? '' : `${((count / offered) * 100).toFixed(1)} %`);
  const threshold =
    typeof serviceLevel.thresholdMs === 'number' ? seconds(serviceLevel.thresholdMs) : 'the threshold of its queue';
  return [
    table(
      [
        ['calls', 'count', 'of offered'],
        ['offered', String(offered), ''],
        ['served', String(calls.served), of(calls.served)],
        ['abandoned', String(calls.abandoned), of(calls.abandoned)],
        ['  of these in the menu', String(calls.abandonedInMenu), of(calls.abandonedInMenu)],
        ['turned away', String(calls.turnedAway), of(calls.turnedAway)],
        ['still there', String(calls.stillThere), of(calls.stillThere)],
      ],
      width,
    ),
    table(
      [
        ['wait', 'mean', '90 % within'],
        ['of the served', seconds(waitMs.served.mean), seconds(waitMs.served.p90)],
        ['of all who queued', seconds(waitMs.all.mean), seconds(waitMs.all.p90)],
        ['conversation', seconds(meanTalkMs), ''],
      ],
      width,
    ),
    table(
      [
        [`service level: answered within ${threshold}`, ''],
        [definitions.ofServed, percent(serviceLevel.ofServed)],
        [definitions.ofServedAndLate, percent(serviceLevel.ofServedAndLate)],
        [definitions.ofOffered, percent(serviceLevel.ofOffered)],
      ],
      width,
    ),
    `occupancy  ${percent(occupancy)}\n${wrapped(`  ${definitions.occupancy}`, width, '  ')}`,
  ].join('\n\n');
}

function supervisorsOf({ supervisors }: Summary, width: number): string {
  // Seldom ends have a column only where there were any.
  const ends = outcomes.filter(
    (end) => !seldom.includes(end) || interventions.some((name) => supervisors[name][end] > 0),
  );
  const rows = interventions.map((name) => [
    names[name],
    ...['asked' as const, ...ends].map((end) => String(supervisors[name][end])),
  ]);
  const [head, rule, ...lines] = table([['supervisors', 'asked', ...ends.map(spaced)], ...rows], width).split('\n');
  const withReasons = interventions.flatMap((name, n) => {
    const reasons = Object.entries(supervisors[name].why).map(([reason, count]) => `${spaced(reason)} ${count}`);
    const line = lines[n] ?? '';
    return reasons.length === 0 ? [line] : [line, wrapped(`  why not: ${reasons.join(', ')}`, width, '    ')];
  });
  return [head, rule, ...withReasons].join('\n');
}

const seldom: readonly Outcome[] = ['cancelled', 'timedOut', 'callGone'];

const names = {
  monitor: 'monitor',
  whisper: 'whisper',
  barge: 'barge',
  takeover: 'take over',
  transfer: 'forced transfer',
  stop: 'stop',
  switchMode: 'switch mode',
  leave: 'leave',
} as const;

function faultsOf({ faults, invariants }: Summary, width: number): string {
  const { injected, ...kinds } = faults;
  const struck = Object.entries(kinds).flatMap(([kind, count]) => (count > 0 ? [`${kind} ${count}`] : []));
  return [
    `faults injected: ${injected}${injected > 0 ? ` (${struck.join(', ')})` : ''}`,
    `invariants: ${invariants.each.length} checked ${invariants.checks} times, violations: ${invariants.violations}`,
  ]
    .map((line) => wrapped(line, width, '  '))
    .join('\n');
}

function runOf({ virtualMs, events, facts, factsDigest, performance }: Summary, width: number): string {
  const hours = (virtualMs / 3_600_000).toFixed(2);
  const pace = performance.eventsPerSecond === null ? '' : `, ${performance.eventsPerSecond} events a second`;
  return [
    wrapped(`${hours} hours in ${performance.wallSeconds} s: ${events} events, ${facts} facts${pace}`, width, '  '),
    `facts ${factsDigest}`,
  ].join('\n');
}

const seconds = (ms: number | null): string => (ms === null ? '–' : `${(ms / 1000).toFixed(1)} s`);
const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);
