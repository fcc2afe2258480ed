import { asId, assertNever, type CommandId, type Destination, type Fact, type FactOf } from '@legwork/core';
import type { Asked, World } from '../world/index.ts';
import type { Aim, DayPlan } from './plan.ts';

/** What people need of the contact centre they act in: a world in virtual time has it, and so has a runtime. */
export type Floor = Pick<World, 'now' | 'later' | 'arrive' | 'hangUp' | 'streams'> & {
  readonly engine: Pick<World['engine'], 'state'>;
  readonly ask: (command: Asked & { readonly id: CommandId }) => void;
};

/** What the people of a day have in common: a world to act in, a clock on the wall, and somebody who tells them how their wishes came out. */
export interface Stage {
  readonly plan: DayPlan;
  readonly world: Floor;
  /** The time in ms since midnight. */
  readonly clockMs: () => number;
  /** Does something at that time of day, or now where it has passed; what it gives calls it off. */
  readonly at: (clockMs: number, run: () => void) => () => void;
  readonly later: (ms: number, run: () => void) => () => void;
  /** Asks for something, and does something with the outcome. */
  readonly ask: (asked: Asked, then?: (resolved: FactOf<'command.resolved'>) => void) => void;
  readonly hear: (fact: Fact) => void;
  /** Where an aim leads at this moment, other than to `except`; null where there is nobody. */
  readonly destinationOf: (aim: Aim, except?: string) => Destination | null;
}

export function setStage(plan: DayPlan, world: Floor): Stage {
  const awaited = new Map<CommandId, (resolved: FactOf<'command.resolved'>) => void>();
  let asked = 0;
  const clockMs = (): number => world.now() - plan.midnightMs;

  return {
    plan,
    world,
    clockMs,
    at: (atMs, run) => world.later(Math.max(0, atMs - clockMs()), run),
    later: (ms, run) => world.later(ms, run),
    ask(command, then) {
      asked += 1;
      const id = asId<CommandId>(`day${asked}`);
      if (then !== undefined) awaited.set(id, then);
      world.ask({ ...command, id });
    },
    hear(fact) {
      if (fact.type !== 'command.resolved') return;
      const then = awaited.get(fact.command);
      if (then === undefined) return;
      awaited.delete(fact.command);
      then(fact);
    },
    destinationOf(aim, except) {
      switch (aim.kind) {
        case 'queue':
          return { kind: 'queue', queue: asId(aim.queue) };
        case 'number':
          return { kind: 'number', number: asId(aim.number) };
        case 'agent':
          return colleague(world, aim.choice, except);
        default:
          return assertNever(aim);
      }
    },
  };
}

/** One of the agents who are free; where nobody is, one of those at work: whoever asks may not know, and is refused. */
function colleague(world: Floor, choice: number, except: string | undefined): Destination | null {
  const others = [...world.engine.state.agents.values()].filter(({ id }) => id !== except);
  const free = others.filter(({ state }) => state.at === 'available');
  const candidates = free.length > 0 ? free : others.filter(({ state }) => state.at !== 'offline');
  const agent = candidates[Math.floor(choice * candidates.length)];
  return agent === undefined ? null : { kind: 'agent', agent: agent.id };
}
