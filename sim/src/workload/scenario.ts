import { z } from 'zod';
import { distributionSchema, exactly, pathText, sharesAddUp } from '../kernel/index.ts';
import { DAY_MS, dayNumber, weekdayOf } from './civil.ts';
import { routingProblems } from './scenario-routing.ts';
import { everyOne, namesakes } from './scenario-people.ts';
import { readYaml } from './source.ts';
import type { Place } from './source.ts';
import { inWords, numberFrom, wholeNumberFrom } from './wording.ts';

/**
 * A working day of a contact centre as data: who calls, when and with how much patience, who is there to answer, what supervisors
 * do, how telephones behave, and how calls are routed. Together with a seed it says everything that happens before the first
 * decision of the engine.
 *
 * In the file, durations are ms, rates are per hour, shares are parts of 1 and times of day are `HH:MM`, local, up to `24:00`. Here
 * times of day are ms since local midnight.
 */
export type Scenario = DeepReadonly<z.output<typeof scenarioSchema>>;

/**
 * Reads a scenario from YAML 1.2, of which JSON is a part. The section `routing` is left as it is, once the engine has found that it can load it.
 *
 * @param name what the text is called in error messages, such as the name of its file.
 * @throws ScenarioError with everything that is wrong, each with its line and with what would be allowed.
 */
export function parseScenario(text: string, name = 'scenario'): Scenario {
  const source = readYaml(text);
  if (source.problems.length > 0) throw new ScenarioError(name, source.problems);
  const parsed = scenarioSchema.safeParse(source.value, { error: inWords });
  const problems = parsed.success
    ? [...namesakes(parsed.data), ...routingProblems(parsed.data)].map(({ path, message }) => ({
        ...source.placeOf(path),
        at: pathText(path),
        problem: message,
      }))
    : parsed.error.issues.map((issue) => {
        const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
        const place = source.placeOf([...issue.path, ...unknownKey]);
        return { ...place, at: pathText(issue.path), problem: issue.message };
      });
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new ScenarioError(name, problems);
}

/** One thing that is wrong with a scenario: where in the text, and at which path in the data. */
export interface ScenarioProblem extends Place {
  readonly at: string;
  readonly problem: string;
}

/** Everything that is wrong with a scenario, one line for each. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly problems: readonly ScenarioProblem[];

  constructor(source: string, problems: readonly ScenarioProblem[]) {
    super(
      problems
        .map(({ line, column, at, problem }) => `${source}:${line}:${column} ${at === '' ? '' : `${at}: `}${problem}`)
        .join('\n'),
    );
    this.problems = problems;
  }
}

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

const text = z.string().min(1).max(128);
const share = numberFrom(0, 1);
const perHour = numberFrom(0, 3600);

const timeOfDay = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, {
    error: 'a time of day is written HH:MM, from 00:00 to 24:00',
    abort: true,
  })
  .transform((time) => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000);

/** From the first time, included, to the second, excluded. */
const span = z
  .string()
  .regex(/^\d\d:\d\d-\d\d:\d\d$/, { error: 'a shift is written HH:MM-HH:MM', abort: true })
  .transform((written) => ({ from: written.slice(0, 5), to: written.slice(6) }))
  .pipe(z.object({ from: timeOfDay, to: timeOfDay }))
  .refine(({ from, to }) => from < to, 'a shift begins before it ends')
  .transform(({ from, to }) => ({ fromMs: from, toMs: to }));

const shifts = z
  .array(span)
  .min(1)
  .refine(
    (spans) => spans.every(({ fromMs }, i) => i === 0 || fromMs >= (spans[i - 1] as { readonly toMs: number }).toMs),
    'shifts stand in their order and do not overlap',
  )
  .describe('when somebody is there; what lies between two of them is a break');

const day = exactly({
  date: z.string().regex(/^\d{4}-\d\d-\d\d$/, { error: 'a date is written YYYY-MM-DD', abort: true }),
  utcOffsetMinutes: wholeNumberFrom(-720, 840).describe('local time minus UTC'),
  from: timeOfDay.describe('when the first interval begins'),
  to: timeOfDay.describe('when the last interval ends; calls that are there by then go on'),
}).transform(({ date, utcOffsetMinutes, from, to }, context) => {
  const [year, month, dayOfMonth] = date.split('-').map(Number) as [number, number, number];
  const number = dayNumber(year, month, dayOfMonth);
  if (number === undefined || from >= to) {
    context.addIssue(number === undefined ? `the calendar has no ${date}` : 'a day begins before it ends');
    return z.NEVER;
  }
  return {
    date,
    weekday: weekdayOf(number),
    utcOffsetMinutes,
    fromMs: from,
    toMs: to,
    /** Local midnight in ms since the Unix epoch: what turns the times of this scenario into points in time. */
    midnightMs: number * DAY_MS - utcOffsetMinutes * 60_000,
  };
});

const arrivals = exactly({
  intervalMinutes: wholeNumberFrom(1, 1440).describe('for how long a row of rates holds'),
  busynessCv: share.describe(
    'spread of whole days: all rates are multiplied by one gamma number of mean 1 and this cv',
  ),
  types: z.array(text).min(1).describe('the columns of the table'),
  perHour: z
    .record(text, z.array(numberFrom(0, 1_000_000)))
    .describe('calls per hour: a row for each interval, by the time at which it begins, with a rate for each type'),
});

const callerType = exactly({
  title: text,
  dials: z
    .array(exactly({ number: text, share }))
    .min(1)
    .refine(sharesAddUp, 'the shares add up to 1')
    .describe('the hotlines these callers dial'),
  leaveInMenuShare: share.describe('part of these callers who hang up during the announcement'),
  serviceMs: distributionSchema.describe('how long a caller of this type talks with an agent'),
  patienceMs: distributionSchema.describe('how long a caller of this type waits for an agent before hanging up'),
});

const destination = z.discriminatedUnion(
  'kind',
  [
    exactly({ kind: z.literal('queue'), queue: text, share }),
    exactly({ kind: z.literal('agent'), share }).describe('any other agent who is free'),
    exactly({ kind: z.literal('number'), number: text, share }),
  ],
  { error: 'a destination has a kind, one of queue, agent, number' },
);
const destinations = z.array(destination).min(1).refine(sharesAddUp, 'the shares add up to 1');

const person = exactly({ id: text, shifts });
const agent = person.extend({
  skills: z.array(text),
  count: wholeNumberFrom(1, 10_000)
    .optional()
    .describe('so many of the same: their ids are numbered, such as n01 to n40'),
});

function isUniqueById(people: readonly { readonly id: string }[]): boolean {
  return new Set(people.map(({ id }) => id)).size === people.length;
}

/** What a telephone does when it is rung. What the shares leave answers. */
const telephone = {
  answerMs: distributionSchema.describe('how long it rings before it is answered'),
  missShare: share.describe('part of the rings that nobody answers'),
  busyShare: share,
  rejectShare: share,
  unreachableShare: share,
};
interface Failing {
  readonly missShare: number;
  readonly busyShare: number;
  readonly rejectShare: number;
  readonly unreachableShare: number;
}
const answersSometimes = ({ missShare, busyShare, rejectShare, unreachableShare }: Failing): boolean =>
  missShare + busyShare + rejectShare + unreachableShare <= 1;
const telephones = exactly(telephone).refine(answersSometimes, 'the shares add up to 1 at most');
const agentTelephones = exactly({
  ...telephone,
  backAfterMissMs: distributionSchema.describe('how long an agent who did not take a call is away before the next'),
}).refine(answersSometimes, 'the shares add up to 1 at most');

const milliseconds = wholeNumberFrom(0, 3_600_000);
const withinMs = z
  .tuple([milliseconds, milliseconds])
  .refine(([from, to]) => from <= to, 'the first is not above the second');
/** What befalls events on their way from the switch. */
const faults = z
  .array(
    z.discriminatedUnion(
      'kind',
      [
        exactly({ kind: z.literal('drop'), probability: share }),
        exactly({ kind: z.literal('duplicate'), probability: share, againAfterMs: withinMs }),
        exactly({ kind: z.literal('delay'), probability: share, byMs: withinMs }),
        exactly({ kind: z.literal('reorder'), probability: share, byMs: withinMs }),
      ],
      { error: 'a fault has a kind, one of drop, duplicate, delay, reorder' },
    ),
  )
  .describe('what befalls events on their way from the switch, each by its own chance');

/** Checks a scenario that was read from YAML or JSON. */
export const scenarioSchema = exactly({
  name: text,
  title: text,
  seed: wholeNumberFrom(0).describe('the seed of all chance in a run, unless the run names another one'),
  day,
  arrivals,
  callers: z.record(text, callerType).describe('by type of call'),
  callerNumbers: exactly({ prefix: text, digits: wholeNumberFrom(6, 10) })
    .optional()
    .describe('what numbers callers have: this prefix, and so many digits after it; no two have the same'),
  prompts: z.record(text, distributionSchema).describe('how long each announcement of the routing takes, ms'),
  agents: z
    .array(agent)
    .min(1)
    .refine((agents) => isUniqueById(agents.flatMap(everyOne)), 'no two have the same id'),
  talks: exactly({
    agentHangsUpFirstShare: share.describe('part of the calls that the agent ends; the caller ends the others'),
    holdShare: share.describe('part of the calls in which the agent puts the caller on hold, once'),
    holdMs: distributionSchema,
    transferShare: share.describe('part of the calls that the agent sends on'),
    transfersTo: destinations,
    consultShare: share.describe('part of the calls in which the agent asks a colleague first'),
    consultMs: distributionSchema.describe('how long agent and colleague talk while the caller waits'),
    completeShare: share.describe('part of the consultations after which the colleague takes the caller'),
    recordShare: share.describe('part of the calls that the agent has recorded'),
  }),
  telephones: exactly({ agents: agentTelephones, supervisors: telephones, numbers: telephones }),
  supervisors: exactly({
    people: z.array(person).refine(isUniqueById, 'no two have the same id'),
    perHour: exactly({
      monitor: perHour,
      whisper: perHour,
      barge: perHour,
      takeover: perHour,
      transfer: perHour,
      stop: perHour,
    }).describe('how often one supervisor on shift does each, to a conversation chosen by chance'),
    followShare: share.describe('part of the first three that follow the agent to her next calls, not the one call'),
    staysMs: distributionSchema.describe('how long a supervisor stays in one of the first three'),
    switchShare: share.describe('part of these stays after which the supervisor goes on in another mode'),
    transfersTo: destinations.describe('where forced transfers send the caller'),
    rivalShare: share.describe(
      'part of takeovers, forced transfers and stops that others on shift try at the same moment',
    ),
  }),
  faults,
  routing: z.record(z.string(), z.unknown()).describe('hotlines, nodes and queues, as the engine loads them'),
}).transform(({ arrivals, ...scenario }, context) => {
  const problems = arrivalProblems(arrivals, scenario);
  for (const { path, message } of problems) context.addIssue({ code: 'custom', path: ['arrivals', ...path], message });
  if (problems.length > 0) return z.NEVER;
  const rows = Object.values(arrivals.perHour);
  return {
    ...scenario,
    arrivals: {
      intervalMs: arrivals.intervalMinutes * 60_000,
      busynessCv: arrivals.busynessCv,
      /** By type: a rate for each interval from the beginning of the day on. */
      perHour: Object.fromEntries(
        arrivals.types.map((type, column) => [type, rows.map((row) => row[column] as number)]),
      ) as Readonly<Record<string, readonly number[]>>,
    },
  };
});

interface ArrivalProblem {
  readonly path: readonly string[];
  readonly message: string;
}

function arrivalProblems(
  { types, perHour, intervalMinutes }: z.output<typeof arrivals>,
  { day, callers }: { readonly day: { readonly fromMs: number; readonly toMs: number }; readonly callers: object },
): readonly ArrivalProblem[] {
  const problems: ArrivalProblem[] = [];
  const known = Object.keys(callers);
  if (types.toSorted().join() !== known.toSorted().join()) {
    problems.push({ path: ['types'], message: `the types are those of callers, each once: ${known.join(', ')}` });
  }
  const expected: string[] = [];
  for (let atMs = day.fromMs; atMs < day.toMs; atMs += intervalMinutes * 60_000) expected.push(timeText(atMs));
  const rows = Object.keys(perHour);
  const wrong = Array.from({ length: Math.max(rows.length, expected.length) }, (_, i) => i).find(
    (i) => rows[i] !== expected[i],
  );
  if (wrong !== undefined) {
    const message = `the rows follow each other by ${intervalMinutes} minutes: ${expected[wrong] ?? 'none'} stands here, not ${rows[wrong] ?? 'none'}`;
    problems.push({ path: ['perHour', ...rows.slice(wrong, wrong + 1)], message });
  }
  for (const [row, rates] of Object.entries(perHour)) {
    if (rates.length === types.length) continue;
    problems.push({
      path: ['perHour', row],
      message: `a row has ${types.length} rates, one for each type, not ${rates.length}`,
    });
  }
  return problems;
}

function timeText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
