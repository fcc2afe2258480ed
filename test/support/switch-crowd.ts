import { asId } from '@legwork/core';
import type { Actor, CallId, Command, CommandId, Fact, LegId, SeatId, Switch } from '@legwork/core';
import { createMemoryJournal, startRuntime } from '@legwork/core/runtime';
import { clockOn } from '@legwork/sim';
import { expect } from 'vitest';
import { createStreams } from '../../sim/src/kernel/index.ts';
import { configOf } from '../../sim/src/world/index.ts';
import { systemTime } from './system-time.ts';

const AT_ONCE = 12;
const PATIENCE_MS = 150_000;
/** How long all of it may take where much else runs on the machine: a guard, not a measure. */
export const CROWD_MS = 400_000;

export interface SwitchWithCrowd {
  /** The switch `sw`; everybody whom it dials answers, and talks for as long as they are let. */
  readonly port: Switch;
  readonly calls: number;
  /** Somebody calls. */
  readonly arrive: (n: number) => void | Promise<void>;
  /** What exists on the switch, in words. */
  readonly leftOver: () => Promise<readonly string[]>;
  /** Where somebody is dialled; at their name where nothing is said. */
  readonly endpointOf?: (name: string) => string;
}

const namesOf = (what: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `${what}${n}`);
const agents = namesOf('agent', AT_ONCE + 4);
const supervisors = namesOf('minh', 6);
/** All whom a switch dials for a crowd. */
export const staff: readonly string[] = [...agents, ...supervisors];

/** So many calls, a dozen at once, with supervisors and agents who do what they like; all of them end, and nothing is left. Prints what became of them. */
export async function runCrowd({
  port,
  calls,
  arrive,
  leftOver,
  endpointOf = (name) => name,
}: SwitchWithCrowd): Promise<void> {
  const runtime = startRuntime({
    config: configOf(
      {
        agents: agents.map((id) => ({ id, endpoint: endpointOf(id), skills: [] })),
        supervisors: supervisors.map((id) => ({ id, endpoint: endpointOf(id) })),
      },
      [{ id: asId('sw'), capabilities: port.capabilities }],
    ),
    switches: new Map([[asId('sw'), port]]),
    clock: clockOn(systemTime),
    journal: createMemoryJournal(),
  });

  const chance = createStreams(20).stream('crowd');
  const by: Actor = { role: 'service', id: 'crowd' };
  let commands = 0;
  let done = 0;
  const ends = new Map<string, number>();
  const outcomes = new Map<string, number>();
  const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);
  type Wish = Command extends infer One ? (One extends Command ? Omit<One, 'id' | 'by'> : never) : never;
  const ask = (wish: Wish): void => {
    commands += 1;
    void runtime.ask({ ...wish, by, id: asId<CommandId>(`q${commands}`) });
  };
  const isCustomer = new Map<CallId, LegId>();
  /** Those who do not talk yet. */
  const isNew = new Set<CallId>();
  const seats: SeatId[] = [];

  const meddle = (call: CallId): void => {
    const wish = wishFor(call);
    if (wish !== undefined) ask(wish);
  };
  const wishFor = (call: CallId): Wish | undefined => {
    const supervisor = asId<never>(chance.pick(supervisors));
    const mode = chance.pick(['monitor', 'whisper', 'barge'] as const);
    const to = { kind: 'agent', agent: asId<never>(chance.pick(agents)) } as const;
    switch (chance.integer(0, 7)) {
      case 0:
      case 1:
        return { type: 'cmd.supervise', call, supervisor, mode, scope: 'call' };
      case 2: {
        const seat = seats.at(-1 - chance.integer(0, 3));
        return seat === undefined ? undefined : { type: 'cmd.switchMode', seat, mode };
      }
      case 3:
        return { type: 'cmd.takeover', call, supervisor };
      case 4:
        return { type: 'cmd.transfer', call, to };
      case 5:
        return { type: chance.chance(0.5) ? 'cmd.hold' : 'cmd.resume', call };
      case 6:
        return { type: 'cmd.consult', call, to };
      default:
        return { type: chance.chance(0.5) ? 'cmd.complete' : 'cmd.cancel', call };
    }
  };

  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number, run: () => void): void => void timers.add(setTimeout(run, ms));
  /** Somebody is there for the customer: from now on anything can be asked for, and is stopped in the end. */
  const arrived = (call: CallId): void => {
    isCustomer.delete(call);
    isNew.add(call);
    later(chance.integer(0, 300), () => meddle(call));
    // Whoever was refused is asked again in the end.
    later(4000, () => ask({ type: 'cmd.stop', call }));
  };
  /** They talk. */
  const live = (call: CallId): void => {
    for (let n = 0; n < 3; n += 1) later(chance.integer(0, 500), () => meddle(call));
    later(chance.integer(350, 850), () => ask({ type: chance.chance(0.5) ? 'cmd.stop' : 'cmd.hangUp', call }));
  };

  runtime.publications.subscribe(({ fact }: { fact: Fact }) => {
    if (fact.type === 'leg.created' && fact.slot === 'customer' && fact.call !== null)
      isCustomer.set(fact.call, fact.leg);
    if (fact.type === 'seat.changed' && fact.state === 'dialling') seats.push(fact.seat);
    if (fact.type === 'call.party' && fact.party !== null && isCustomer.has(fact.call)) arrived(fact.call);
    if (fact.type === 'call.changed' && fact.state === 'talking' && isNew.delete(fact.call)) live(fact.call);
    // Phones are busy for a moment after a call: whoever has missed one is put away, and says that they are ready.
    if (fact.type === 'agent.changed' && fact.state === 'away' && fact.reason === 'missed') {
      count(outcomes, 'agent missed');
      ask({ type: 'cmd.ready', agent: fact.agent });
    }
    if (fact.type === 'call.closed') {
      done += 1;
      count(ends, fact.end);
      if (done % 100 === 0) process.stdout.write(`${done} calls have ended\n`);
    }
    if (fact.type === 'command.resolved') count(outcomes, `${fact.what} ${fact.outcome}`);
  });
  for (const agent of agents) for (const type of ['cmd.logIn', 'cmd.ready'] as const) ask({ type, agent: asId(agent) });

  const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline;) {
      if (await isSo()) return;
      await new Promise((wake) => setTimeout(wake, 50));
    }
    expect.fail(`waited in vain for ${what}; ${done} calls have ended, ${runtime.live.size} live`);
  };

  for (let n = 0; n < calls; n += 1) {
    await arrive(n);
    await until('room for another call', () => n + 1 - done < AT_ONCE);
  }
  await until('all calls to end', () => done === calls && runtime.live.size === 0);
  await until('an idle switch', async () => (await leftOver()).length === 0).catch(async (error: unknown) =>
    expect.fail(`${String(error)}: ${(await leftOver()).join(', ')}`),
  );
  const told = (map: ReadonlyMap<string, number>): string =>
    Array.from(map, ([key, n]) => `${key} ${n}`)
      .toSorted()
      .join(', ');
  process.stdout.write(`${calls} calls: ${told(ends)}\n${told(outcomes)}\n`);
  for (const timer of timers) clearTimeout(timer);
  await port.close();
  await runtime.close();
}
