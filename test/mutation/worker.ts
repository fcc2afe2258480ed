import { setImmediate } from 'node:timers/promises';
import { assertNever, compile, compiled } from '@legwork/core';
import type { Decider, Deciders, Definition } from '@legwork/core';
import { definitions, isWithin, type MachineName } from '../support/chart.ts';
import { noting, type Reached } from '../support/reached.ts';
import { commutesIn, type Commutes } from './commute.ts';
import { mutantsOf, negations, type Mutant } from './mutants.ts';
import { killSuite, type Check } from './suite.ts';

/** What a worker says to whoever started it. */
export type Said =
  | {
      readonly kind: 'ready';
      readonly checks: number;
      readonly broken: readonly string[];
      readonly mutants: readonly Listed[];
    }
  | { readonly kind: 'alive' }
  | {
      readonly kind: 'result';
      readonly id: string;
      readonly killedBy: string | null;
      readonly why: string;
      readonly ran: number;
    };
export type Listed = Pick<Mutant, 'id' | 'machine' | 'operator'>;

interface Known extends Check {
  ms: number;
  /** What each machine was asked, and where: `life.new recording.off sig.offered`. */
  readonly asked: { readonly [Name in MachineName]: ReadonlySet<string> };
  /** Where each machine came to rest: `life.closed recording.off`. */
  readonly visited: { readonly [Name in MachineName]: ReadonlySet<string> };
  kills: number;
}

/** A worker: prepares the suite once, then tries the mutants that it is sent, by id. */
const work = async (): Promise<void> => {
  const say = (said: Said): void => void process.send?.(said);
  const own = compiled();
  const suite: Known[] = [];
  const broken: string[] = [];
  const commutes: { [Name in MachineName]?: Commutes } = {};
  const samples = noting(own);
  for (const check of await killSuite()) {
    const noted = noting(own);
    try {
      const from = performance.now();
      check.run(noted);
      const ms = performance.now() - from;
      const asked = {
        call: noted.reached.call.asked,
        leg: noted.reached.leg.asked,
        seat: noted.reached.seat.asked,
        agent: noted.reached.agent.asked,
      };
      const visited = {
        call: placesOf(noted.reached.call),
        leg: placesOf(noted.reached.leg),
        seat: placesOf(noted.reached.seat),
        agent: placesOf(noted.reached.agent),
      };
      suite.push({ ...check, ms, asked, visited, kills: 0 });
    } catch (error) {
      broken.push(`${check.name}: ${messageOf(error)}`);
    }
  }
  for (const check of suite.filter(({ name }) => name.startsWith('a world')).slice(0, 12)) check.run(samples);
  const all = new Map<string, Mutant>();
  for (const machine of ['call', 'leg', 'seat', 'agent'] as const) {
    const commute = (commutes[machine] = commutesIn(machine, samples.reached[machine]));
    for (const mutant of mutantsOf(machine, commute)) all.set(`${machine}: ${mutant.id}`, mutant);
  }
  const attemptIt = async (id: string): Promise<void> => {
    const mutant = all.get(id);
    if (mutant === undefined) throw new Error(`no such mutant: ${id}`);
    say({ kind: 'result', id, ...(await attempt(mutant, suite, own, () => say({ kind: 'alive' }))) });
  };
  process.on('message', (id: string) => void attemptIt(id));
  say({
    kind: 'ready',
    checks: suite.length,
    broken,
    mutants: [...all].map(([id, { machine, operator }]) => ({ id, machine, operator })),
  });
};

const attempt = async (mutant: Mutant, suite: readonly Known[], own: Deciders, alive: () => void) => {
  let deciders: Deciders;
  try {
    deciders = brokenBy(mutant, own);
  } catch (error) {
    return { killedBy: 'it cannot be built', why: messageOf(error), ran: 0 };
  }
  const relevant = suite.filter((check) => concerns(mutant, check));
  // Short ones first, and those that have killed before first of all.
  const order = (relevant.length > 0 ? relevant : suite).toSorted(
    (one, other) => one.ms / (1 + one.kills) - other.ms / (1 + other.kills),
  );
  let saidAlive = performance.now();
  for (const [n, check] of order.entries()) {
    if (performance.now() - saidAlive > 1_000) {
      alive();
      await setImmediate();
      saidAlive = performance.now();
    }
    try {
      check.run(deciders);
    } catch (error) {
      check.kills += 1;
      return { killedBy: check.name, why: messageOf(error), ran: n + 1 };
    }
  }
  return { killedBy: null, why: '', ran: order.length };
};

const brokenBy = ({ machine, config }: Mutant, own: Deciders): Deciders => {
  const { call, leg, seat, agent } = definitions;
  switch (machine) {
    case 'call':
      return { ...own, call: compiledWith(call, config()) };
    case 'leg':
      return { ...own, leg: compiledWith(leg, config()) };
    case 'seat':
      return { ...own, seat: compiledWith(seat, config()) };
    case 'agent':
      return { ...own, agent: compiledWith(agent, config()) };
    default:
      return assertNever(machine);
  }
};
const compiledWith = <
  Record extends object,
  Input extends { readonly type: string },
  Out extends { readonly say: string },
>(
  definition: Definition<Record, Input, Out>,
  config: object,
): Decider<Record, Input, Out> => {
  const { guards } = definition;
  return compile({ ...definition, guards: { ...guards, ...negations(guards) } }, config);
};

/** The check brings the machine to where the mutant is, and asks it there what the mutant answers differently. */
const concerns = ({ machine, path, event }: Mutant, { asked, visited }: Known): boolean => {
  for (const one of asked[machine]) {
    const words = one.split(' ');
    const type = words.pop();
    if (event !== null && type !== event) continue;
    if (words.some((leaf) => isWithin(leaf, path))) return true;
  }
  return event === null && [...visited[machine]].some((at) => at.split(' ').some((leaf) => isWithin(leaf, path)));
};
const placesOf = ({ states }: Reached): ReadonlySet<string> => new Set([...states.values()].map(({ at }) => at));

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 160) ?? '';

await work();
