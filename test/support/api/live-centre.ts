import {
  asId,
  type AgentId,
  type CallId,
  type Command,
  type CommandId,
  type Publication,
  type SeatId,
} from '@legwork/core';
import { createMemoryJournal, startRuntime } from '@legwork/core/runtime';
import { createCentre, createVirtualTime } from '@legwork/sim';

/** What one can ask for, without the name that each command gets. */
export type Wish = Command extends infer One ? (One extends Command ? Omit<One, 'id'> : never) : never;

/** A contact centre in virtual time behind a runtime, with all that it has published. Its switch always takes 5 ms. */
export const openCentre = (people: {
  readonly agents: readonly string[];
  readonly supervisors: readonly string[];
  readonly seed?: number;
}) => {
  const time = createVirtualTime(1_790_000_000_000);
  const centre = createCentre({ seed: 7, time, latencyMs: [5, 5], ...people });
  const runtime = startRuntime({
    config: centre.config,
    switches: new Map([[centre.id, centre.switch]]),
    clock: centre.clock,
    journal: createMemoryJournal(),
  });
  const published: Publication[] = [];
  runtime.publications.subscribe((publication) => published.push(publication));
  let asked = 0;
  const ask = (wish: Wish, id?: string) => {
    asked += 1;
    return runtime.ask({ ...wish, id: asId<CommandId>(id ?? `op_${asked}`) });
  };
  const pass = (ms: number) => time.pass(ms, () => runtime.settled());
  return {
    time,
    centre,
    runtime,
    published,
    ask,
    pass,
    /** Agents come in and are ready. */
    staff: async (...agents: readonly string[]) => {
      for (const id of agents) {
        const agent = asId<AgentId>(id);
        const by = { role: 'agent', id } as const;
        await ask({ type: 'cmd.logIn', by, agent }, `in_${id}`);
        await ask({ type: 'cmd.ready', by, agent }, `ready_${id}`);
      }
      await pass(0);
    },
    /** Somebody calls, and an agent answers. */
    answered: async (from = '0901234567') => {
      centre.arrive({ from });
      await pass(5_000);
    },
  };
};

export const callId = (id: string) => asId<CallId>(id);
export const seatId = (id: string) => asId<SeatId>(id);
