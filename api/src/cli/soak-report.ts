import { catalogue, isFaultName } from '@legwork/sim';
import type { SoakTally, SoakViolation } from '@legwork/sim/soak';
import { wrapped } from './page.ts';
import { table } from './table.ts';

/** A failing world, as small as it could be made. */
export interface SoakFailure extends SoakViolation {
  readonly seed: number;
  readonly calls: number;
  /** What somebody does. */
  readonly deeds: number;
  /** How often each fault strikes. */
  readonly faults: Readonly<Record<string, number>>;
  /** How many worlds were lived through to find it. */
  readonly worldsTried: number;
  readonly file: string;
}

/** The same, with the call as a ladder diagram where it is about one. */
export interface ToldFailure {
  readonly failure: SoakFailure;
  readonly ladder: string | null;
}

export interface SoakSummary extends SoakTally {
  readonly seeds: readonly [from: number, to: number];
  readonly callsPerWorld: number;
  /** Whether every seed was soaked. */
  readonly complete: boolean;
  readonly failures: readonly SoakFailure[];
  readonly performance: { readonly seconds: number; readonly eventsPerSecond: number; readonly node: string };
}

/** What went wrong, for people to read: the violation, the ladder, and the one command that shows it again. */
export function failureText({ failure, ladder }: ToldFailure): string {
  const { seed, invariant, at, call, what, calls, deeds, faults, worldsTried, file } = failure;
  const strikes = Object.entries(faults).map(([name, count]) => (count === 1 ? name : `${name} ${count} times`));
  return [
    `seed ${seed}: invariant ${invariant}, ${call ?? 'no call'}, at ${at} ms: ${what}`,
    `shrunk to ${calls} ${calls === 1 ? 'call' : 'calls'}, ${deeds} ${deeds === 1 ? 'deed' : 'deeds'}, ` +
      `${strikes.length === 0 ? 'no fault' : strikes.join(', ')} (${worldsTried} worlds tried)`,
    ladder ?? '(about no single call)',
    `again: npm run legwork -- replay ${file}`,
  ].join('\n');
}

/** A soak for people to read, in lines of `width` characters at most wherever they can be broken. */
export function soakReportOf(summary: SoakSummary, width: number): string {
  const { seeds, complete, worlds, calls, events, faults, violations, performance } = summary;
  const rows = Object.entries(faults).map(([name, count]) => [name, String(count)]);
  const struck = rows.length === 0 ? [] : [table([['fault', 'struck'], ...rows], width)];
  const never = Object.entries(faults).filter(([, count]) => count === 0);
  return [
    ...struck,
    ...(never.length === 0
      ? []
      : [`never struck:\n${never.map(([name]) => wrapped(`  ${name}: ${saysOf(name)}`, width, '    ')).join('\n')}`]),
    [
      `seeds ${seeds[0]}..${seeds[1]}${complete ? '' : ' (stopped before the end)'}: ${worlds} worlds, ${calls} calls, ${events} events ` +
        `in ${performance.seconds} s, ${performance.eventsPerSecond} a second`,
      `violations: ${violations}`,
    ]
      .map((line) => wrapped(line, width, '  '))
      .join('\n'),
  ].join('\n\n');
}

const saysOf = (name: string): string => (isFaultName(name) ? catalogue[name].does : '');
