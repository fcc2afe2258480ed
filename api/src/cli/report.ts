import { interventions } from '@legwork/sim';
import { dayChart } from './chart.ts';
import { definitions, type Summary } from './summary.ts';
import { table } from './table.ts';
import { spaced } from './words.ts';

/** A summary for people to read. */
export function reportOf(summary: Summary): string {
  const { title, seed, complete, halfHours, invariants } = summary;
  return [
    `${title}, seed ${seed}${complete ? '' : ' (stopped before its end)'}`,
    callsOf(summary),
    dayChart(halfHours),
    supervisorsOf(summary),
    faultsOf(summary),
    invariants.violations === 0 ? '' : invariants.found.join('\n'),
    runOf(summary),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function callsOf({ calls, waitMs, meanTalkMs, serviceLevel, occupancy }: Summary): string {
  const { offered } = calls;
  const of = (count: number): string => (offered === 0 ? '' : `${((count / offered) * 100).toFixed(1)} %`);
  const threshold =
    typeof serviceLevel.thresholdMs === 'number' ? seconds(serviceLevel.thresholdMs) : 'the threshold of its queue';
  return [
    table([
      ['calls', 'count', 'of offered'],
      ['offered', String(offered), ''],
      ['served', String(calls.served), of(calls.served)],
      ['abandoned', String(calls.abandoned), of(calls.abandoned)],
      ['  of these in the menu', String(calls.abandonedInMenu), of(calls.abandonedInMenu)],
      ['turned away', String(calls.turnedAway), of(calls.turnedAway)],
      ['still there', String(calls.stillThere), of(calls.stillThere)],
    ]),
    table([
      ['wait', 'mean', '90 % within'],
      ['of the served', seconds(waitMs.served.mean), seconds(waitMs.served.p90)],
      ['of all who queued', seconds(waitMs.all.mean), seconds(waitMs.all.p90)],
      ['conversation', seconds(meanTalkMs), ''],
    ]),
    table([
      [`service level: answered within ${threshold}`, ''],
      [definitions.ofServed, percent(serviceLevel.ofServed)],
      [definitions.ofServedAndLate, percent(serviceLevel.ofServedAndLate)],
      [definitions.ofOffered, percent(serviceLevel.ofOffered)],
      ['occupancy', ''],
      [definitions.occupancy, percent(occupancy)],
    ]),
  ].join('\n\n');
}

function supervisorsOf({ supervisors }: Summary): string {
  const head = ['supervisors', 'asked', 'done', 'refused', 'failed', 'cancelled', 'timed out', 'call gone', 'why not'];
  const rows = interventions.map((name) => {
    const { asked, done, refused, failed, cancelled, timedOut, callGone, why } = supervisors[name];
    const reasons = Object.entries(why).map(([reason, count]) => `${spaced(reason)} ${count}`);
    const counts = [asked, done, refused, failed, cancelled, timedOut, callGone].map(String);
    return { cells: [names[name], ...counts], reasons: reasons.join(', ') };
  });
  // The reasons stand to the left, after the numbers.
  const [headLine, rule, ...lines] = table([head.slice(0, -1), ...rows.map(({ cells }) => cells)]).split('\n');
  return [
    `${headLine}  ${head.at(-1) ?? ''}`,
    `${rule}${'─'.repeat(9)}`,
    ...lines.map((line, n) => `${line}  ${rows[n]?.reasons ?? ''}`.trimEnd()),
  ].join('\n');
}

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

function faultsOf({ faults, invariants }: Summary): string {
  const { injected, ...kinds } = faults;
  const struck = Object.entries(kinds).flatMap(([kind, count]) => (count > 0 ? [`${kind} ${count}`] : []));
  return [
    `faults injected: ${injected}${injected > 0 ? ` (${struck.join(', ')})` : ''}`,
    `invariants: ${invariants.each.length} checked ${invariants.checks} times, violations: ${invariants.violations}`,
  ].join('\n');
}

function runOf({ virtualMs, events, facts, factsDigest, performance }: Summary): string {
  return [
    `${(virtualMs / 3_600_000).toFixed(2)} hours in ${performance.wallSeconds} s: ${events} events, ${facts} facts, ${performance.eventsPerSecond} events a second`,
    `facts ${factsDigest}`,
  ].join('\n');
}

const seconds = (ms: number | null): string => (ms === null ? '–' : `${(ms / 1000).toFixed(1)} s`);
const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);
