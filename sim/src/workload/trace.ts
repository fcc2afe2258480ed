import { CsvError, parse } from 'csv-parse/sync';
import { createTally, quantile } from '../measure/index.ts';
import { DAY_MS, dayNumber, weekdayOf } from './civil.ts';
import type { Weekday } from './civil.ts';

/**
 * A recorded call centre, read from one row a call: that of a bank in 1999 (Brown et al., "Statistical Analysis of a Telephone
 * Call Center", JASA 100, 2005).
 *
 * What a replay takes from the columns, and what it has to bring forth itself:
 *
 * | column | is |
 * | --- | --- |
 * | `type` | input: who calls |
 * | `priority` | input for who queued; nobody else is identified |
 * | `vru_time` | input: how long the menu takes |
 * | `q_start`, without a queue `vru_exit` | input: when the caller asks for an agent |
 * | `ser_time` | input: how long the service takes |
 * | `q_time` of who hung up | input: the patience of this caller |
 * | `q_time` of who was served | output; as input it says only that the patience was longer |
 * | `server`, `ser_start`, `ser_exit` | input for the day as a whole: who is on shift; output for the call: who serves it, and when |
 * | `outcome`, `q_exit` | output |
 * | `line`, `call_id`, `vru_entry` | neither |
 */
export interface Trace {
  readonly days: readonly TraceDay[];
  /** How many rows the recording has: each is a caller of a day or counted in `skipped`. */
  readonly rows: number;
  /** Rows that are no caller of any day. */
  readonly skipped: Readonly<Record<SkipReason, number>>;
  /** Rows that are a caller, although something about them is wrong. */
  readonly mended: Readonly<Record<MendReason, number>>;
}

export const callTypes = ['PS', 'PE', 'IN', 'NE', 'NW', 'TT'] as const;
export type CallType = (typeof callTypes)[number];

/**
 * Why a row is no caller:
 * - `phantom`: the recording itself says to ignore it.
 * - `leftInMenu`: hung up in the voice response unit without having asked for an agent; most of them at night, and 353 in an hour in which
 *   nobody got through.
 * - `negativeVruTime`: left the voice response unit before entering it. Each of these rows has a wait of more than a minute: its
 *   queue begins a minute too early, so neither arrival nor wait can be trusted.
 * - `zeroService`: an agent served for no time at all, mostly with no time of day either.
 * - `impossibleTime`: waited or was served for less than no time, or was in the menu, waited or was served for more than a day.
 * - `outOfHours`: asked for an agent before anybody was there.
 */
export type SkipReason = 'phantom' | 'leftInMenu' | 'negativeVruTime' | 'zeroService' | 'impossibleTime' | 'outOfHours';

/**
 * What is wrong with a row that is a caller nevertheless:
 * - `pastMidnight`: its times of day start again at 0:00. A day is added to those.
 * - `agentUnknown`: was served, but by nobody. It says nothing about who was on shift.
 * - `serviceOfAbandoned`: hung up in the queue and has a service time. That time is not used.
 */
export type MendReason = 'pastMidnight' | 'agentUnknown' | 'serviceOfAbandoned';

export interface TraceDay {
  /** As `1999-02-01`. */
  readonly date: string;
  readonly weekday: Weekday;
  /** In the order in which they asked for an agent. */
  readonly callers: readonly TraceCaller[];
  /** In the order in which they begin. */
  readonly shifts: readonly TraceShift[];
}

/** Times are ms from the midnight at which the day began; they may pass 24 hours. */
export interface TraceCaller {
  /** Unit and call number, unique in the recording. */
  readonly id: string;
  readonly type: CallType;
  /** 0 unidentified, 1 regular, 2 high: advanced by 1.5 minutes in the queue. */
  readonly priority: Priority;
  /** How long the menu took. */
  readonly menuMs: number;
  /** When the caller joined the queue, or was put through at once. */
  readonly asksAtMs: number;
  readonly outcome: RecordedOutcome;
}

export type Priority = 0 | 1 | 2;

/** What became of a caller. `waitMs` is 0 for those who were put through at once. */
export type RecordedOutcome =
  | { readonly kind: 'served'; readonly waitMs: number; readonly service: RecordedService }
  | { readonly kind: 'abandoned'; readonly waitMs: number };

export interface RecordedService {
  readonly startMs: number;
  readonly lastsMs: number;
  readonly agent: string | undefined;
}

/** A time for which an agent was there, and what she served that day. */
export interface TraceShift {
  readonly agent: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly types: readonly CallType[];
}

/** A recording that is not of the form it should have: which line, and what is wrong with it. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
  readonly line: number;

  constructor(line: number, problem: string, options?: ErrorOptions) {
    super(`line ${line}: ${problem}`, options);
    this.line = line;
  }
}

/**
 * A longer pause between two calls ends a shift. Ten minutes are where agents begin to be away more often than free: on the working days of the
 * recording, a caller of a type that the agent served that day waited for 20 s or more in 7 % of the pauses below 5 minutes, in 39 % of
 * those below 10, in 63 % of those below 15 and in 75 % of the longer ones.
 */
export const PAUSE_BETWEEN_SHIFTS_MS = 600_000;

/** The centre opens at 7:00, and the first calls are taken a few minutes before. */
const FIRST_CALLS_MS = 6.5 * 3_600_000;

/**
 * Reads a recording. Each row is used or counted by the reason why it is not.
 *
 * @throws TraceError when a column is missing or a row has a value that its column cannot have.
 */
export function parseTrace(text: string): Trace {
  const rows = readRows(text);
  const skipped = { phantom: 0, leftInMenu: 0, negativeVruTime: 0, zeroService: 0, impossibleTime: 0, outOfHours: 0 };
  const mended = { pastMidnight: 0, agentUnknown: 0, serviceOfAbandoned: 0 };
  const callersByDate = new Map<string, TraceCaller[]>();
  for (const row of rows) {
    const callers = callersByDate.get(row.date) ?? [];
    callersByDate.set(row.date, callers);
    const skip = skipReason(row);
    if (skip !== undefined) {
      skipped[skip] += 1;
      continue;
    }
    if (row.isPastMidnight) mended.pastMidnight += 1;
    if (row.outcome === 'AGENT' && row.server === undefined) mended.agentUnknown += 1;
    if (row.outcome === 'HANG' && row.serviceMs !== 0) mended.serviceOfAbandoned += 1;
    callers.push(callerOf(row));
  }
  const days = [...callersByDate].map(([date, callers]) => dayOf(date, callers));
  days.sort((a, b) => a.date.localeCompare(b.date));
  return { days, rows: rows.length, skipped, mended };
}

function skipReason(row: Row): SkipReason | undefined {
  if (row.outcome === 'PHANTOM') return 'phantom';
  if (row.menuMs < 0) return 'negativeVruTime';
  if (row.outcome === 'HANG' && !row.hasQueued) return 'leftInMenu';
  if (row.outcome === 'AGENT' && row.serviceMs === 0) return 'zeroService';
  if (!timesUsed(row).every((ms) => ms >= 0 && ms <= DAY_MS)) return 'impossibleTime';
  if (asksAtMs(row) < FIRST_CALLS_MS) return 'outOfHours';
  return undefined;
}

/** How long what took that a replay believes; the service of who gave up is not among them. */
const timesUsed = ({ outcome, menuMs, queueMs, serviceMs }: Row): readonly number[] =>
  outcome === 'AGENT' ? [menuMs, queueMs, serviceMs] : [menuMs, queueMs];

function callerOf(row: Row): TraceCaller {
  const waitMs = row.queueMs;
  return {
    id: row.id,
    type: row.type,
    priority: row.priority,
    menuMs: row.menuMs,
    asksAtMs: asksAtMs(row),
    outcome:
      row.outcome === 'AGENT'
        ? {
            kind: 'served',
            waitMs,
            service: { startMs: row.serviceStartMs, lastsMs: row.serviceMs, agent: row.server },
          }
        : { kind: 'abandoned', waitMs },
  };
}

function asksAtMs(row: Row): number {
  return row.hasQueued ? row.queueStartMs : row.vruExitMs;
}

function dayOf(date: string, callers: readonly TraceCaller[]): TraceDay {
  const [year, month, day] = date.split('-').map(Number);
  return {
    date,
    weekday: weekdayOf(dayNumber(year as number, month as number, day as number) as number),
    callers: callers.toSorted((a, b) => a.asksAtMs - b.asksAtMs),
    shifts: shiftsOf(callers),
  };
}

function shiftsOf(callers: readonly TraceCaller[]): readonly TraceShift[] {
  const shifts = workOf(callers).flatMap(({ agent, services, types }) =>
    presences(services).map((presence) => ({ agent, ...presence, types })),
  );
  return shifts.sort((a, b) => a.fromMs - b.fromMs || a.agent.localeCompare(b.agent));
}

/** What one agent did on a day. */
export interface AgentWork {
  readonly agent: string;
  /** In the order in which they began. */
  readonly services: readonly RecordedService[];
  readonly types: readonly CallType[];
}

/** What each agent did who is known to have served one of these callers. */
export function workOf(callers: readonly TraceCaller[]): readonly AgentWork[] {
  const work = new Map<string, { readonly services: RecordedService[]; readonly types: Set<CallType> }>();
  for (const { type, outcome } of callers) {
    if (outcome.kind === 'abandoned' || outcome.service.agent === undefined) continue;
    const known = work.get(outcome.service.agent) ?? { services: [], types: new Set() };
    work.set(outcome.service.agent, known);
    known.services.push(outcome.service);
    known.types.add(type);
  }
  return [...work].map(([agent, { services, types }]) => ({
    agent,
    services: services.sort((a, b) => a.startMs - b.startMs),
    types: callTypes.filter((type) => types.has(type)),
  }));
}

function presences(services: readonly RecordedService[]): { readonly fromMs: number; readonly toMs: number }[] {
  const found: { fromMs: number; toMs: number }[] = [];
  for (const { startMs, lastsMs } of services) {
    const current = found.at(-1);
    if (current !== undefined && startMs - current.toMs <= PAUSE_BETWEEN_SHIFTS_MS) {
      current.toMs = Math.max(current.toMs, startMs + lastsMs);
    } else {
      found.push({ fromMs: startMs, toMs: startMs + lastsMs });
    }
  }
  return found;
}

/** What the recording says of a day, by the same definitions as the figures of a simulation. */
export interface RecordedFigures {
  /** Callers who asked for an agent. */
  readonly calls: number;
  readonly served: number;
  readonly abandoned: number;
  /** abandoned / calls */
  readonly shareAbandoned: number;
  /** Mean over the served, those who were put through at once included. */
  readonly meanWaitMs: number;
  /** The wait that nine of ten of the served did not exceed. */
  readonly wait90Ms: number;
  readonly meanServiceMs: number;
}

export function recordedFigures(day: TraceDay): RecordedFigures {
  const waits: number[] = [];
  const [wait, service] = [createTally(), createTally()];
  for (const { outcome } of day.callers) {
    if (outcome.kind === 'abandoned') continue;
    waits.push(outcome.waitMs);
    wait.add(outcome.waitMs);
    service.add(outcome.service.lastsMs);
  }
  const calls = day.callers.length;
  return {
    calls,
    served: wait.count,
    abandoned: calls - wait.count,
    shareAbandoned: (calls - wait.count) / calls,
    meanWaitMs: wait.mean,
    wait90Ms: quantile(waits, 0.9),
    meanServiceMs: service.mean,
  };
}

/** A row as it stands, in our units. */
interface Row {
  readonly id: string;
  readonly date: string;
  readonly type: CallType;
  readonly priority: Priority;
  readonly outcome: 'AGENT' | 'HANG' | 'PHANTOM';
  readonly server: string | undefined;
  readonly menuMs: number;
  readonly vruExitMs: number;
  readonly hasQueued: boolean;
  readonly queueStartMs: number;
  readonly queueMs: number;
  readonly serviceStartMs: number;
  readonly serviceMs: number;
  readonly isPastMidnight: boolean;
}

const columns = [
  'line', 'call_id', 'priority', 'type', 'date', 'vru_entry', 'vru_exit', 'vru_time', 'q_start', 'q_exit', 'q_time', 'outcome',
  'ser_start', 'ser_exit', 'ser_time', 'server',
] as const; // prettier-ignore
type Column = (typeof columns)[number];

function readRows(text: string): readonly Row[] {
  const [header, ...records] = readRecords(text);
  const places = placesOf(header?.record ?? []);
  return records.map(({ record, info }) => rowOf((column) => record[places[column]] ?? '', info.lines));
}

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function readRecords(text: string): readonly CsvRecord[] {
  try {
    // The types of csv-parse do not know that `info` wraps each record.
    return parse(text, { bom: true, trim: true, skip_empty_lines: true, info: true }) as unknown as CsvRecord[];
  } catch (error) {
    if (error instanceof CsvError) throw new TraceError(Number(error['lines'] ?? 1), error.message, { cause: error });
    throw error;
  }
}

function placesOf(header: readonly string[]): Readonly<Record<Column, number>> {
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new TraceError(1, `the columns ${missing.join(', ')} are missing`);
  return Object.fromEntries(columns.map((column) => [column, header.indexOf(column)])) as Record<Column, number>;
}

function rowOf(cell: (column: Column) => string, line: number): Row {
  const wrong = (column: Column, allowed: string) =>
    new TraceError(line, `${column} is ${allowed}, not "${cell(column)}"`);

  function oneOf<const Word extends string>(column: Column, allowed: readonly Word[]): Word {
    const word = allowed.find((candidate) => candidate === cell(column));
    if (word === undefined) throw wrong(column, `one of ${allowed.join(', ')}`);
    return word;
  }

  function durationMs(column: Column): number {
    if (!/^-?\d{1,6}$/.test(cell(column))) throw wrong(column, 'a number of seconds');
    return Number(cell(column)) * 1000;
  }

  function timeMs(column: Column): number {
    const [, hours, minutes, seconds] = /^([01]?\d|2[0-3]):([0-5]\d):([0-5]\d)$/.exec(cell(column)) ?? [];
    if (hours === undefined) throw wrong(column, 'a time of day such as 7:05:00');
    return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  }

  const entryMs = timeMs('vru_entry');
  let isPastMidnight = false;
  /** What lies half a day before the beginning of the call belongs to the next day. */
  function laterMs(column: Column): number {
    const ms = timeMs(column);
    if (ms >= entryMs - DAY_MS / 2) return ms;
    isPastMidnight = true;
    return ms + DAY_MS;
  }

  // A call that never queued has 0:00:00 for both its queue times, one that was never served for both its service times.
  const hasQueued = timeMs('q_start') > 0 || timeMs('q_exit') > 0;
  const serviceMs = durationMs('ser_time');
  const vruExitMs = laterMs('vru_exit');
  const queueStartMs = hasQueued ? laterMs('q_start') : 0;
  const serviceStartMs = serviceMs > 0 ? laterMs('ser_start') : 0;
  if (hasQueued) laterMs('q_exit');
  if (serviceMs > 0) laterMs('ser_exit');

  return {
    id: `${cell('line')}/${cell('call_id')}`,
    date: dateOf(cell('date')) ?? fail(wrong('date', 'a date as yymmdd')),
    type: oneOf('type', callTypes),
    priority: Number(oneOf('priority', ['0', '1', '2'])) as Priority,
    outcome: oneOf('outcome', ['AGENT', 'HANG', 'PHANTOM']),
    server: cell('server') === 'NO_SERVER' ? undefined : cell('server'),
    menuMs: durationMs('vru_time'),
    vruExitMs,
    hasQueued,
    queueStartMs,
    queueMs: durationMs('q_time'),
    serviceStartMs,
    serviceMs,
    isPastMidnight,
  };
}

/** `990201` as `1999-02-01`. */
function dateOf(yymmdd: string): string | undefined {
  const [, year, month, day] = /^(\d\d)(\d\d)(\d\d)$/.exec(yymmdd) ?? [];
  if (dayNumber(1900 + Number(year), Number(month), Number(day)) === undefined) return undefined;
  return `19${year}-${month}-${day}`;
}

function fail(error: Error): never {
  throw error;
}
