import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  asId,
  defaultPolicy,
  type AgentId,
  type CallId,
  type Command,
  type CommandId,
  type Endpoint,
  type NativeId,
  type Switch,
  type SwitchEvent,
  type SwitchId,
} from '@legwork/core';
import { openRuntime, type Runtime } from '@legwork/core/runtime';
import { answerAtOnce, clockOn, smallRouting, unlimited } from '@legwork/sim';
import { Subject } from 'rxjs';
import { openStore, type OpenStore } from '@legwork/api/store';
import { machineTime } from '../../../api/src/serve/machine-time.ts';

/** A durable engine in real time on which so many calls talk. */
export interface Crowd {
  readonly runtime: Runtime;
  readonly store: OpenStore;
  /** Holds the customer of one of the calls, or takes them back. */
  readonly order: (what: 'hold' | 'resume', call: number) => Command;
  close(): Promise<void>;
}

const by = { role: 'service', id: 'bench' } as const;
const id = asId<SwitchId>('bench');

/**
 * The switch performs everything in the next turn: what is measured is Legwork, not a telephone. `begun` is told of the runtime before anybody
 * calls: whoever listens from then on knows every call from its beginning.
 */
export const openCrowd = async <Begun>(
  calls: number,
  begun: (runtime: Runtime, store: OpenStore) => Begun,
): Promise<Crowd & { readonly begun: Begun }> => {
  const folder = mkdtempSync(join(tmpdir(), 'legwork-bench-'));
  const store = await openStore({ file: join(folder, 'legwork.db') });
  const events = new Subject<SwitchEvent>();
  const port: Switch = {
    capabilities: unlimited.capabilities,
    events,
    perform: (effect) => void setImmediate(() => answerAtOnce(effect, (event) => events.next(event))),
    snapshot: () => Promise.resolve({ legs: [] }),
    close: () => Promise.resolve(),
  };
  const agents = Array.from({ length: calls }, (_, n) => asId<AgentId>(`a${n}`));
  const runtime = await openRuntime({
    config: {
      switches: [{ id, capabilities: port.capabilities }],
      routing: smallRouting(),
      agents: agents.map((agent) => ({ id: agent, endpoint: asId<Endpoint>(`agent/${agent}`), skills: [] })),
      supervisors: [],
      policy: defaultPolicy,
    },
    switches: new Map([[id, port]]),
    clock: clockOn(machineTime()),
    journal: store.journal,
  });
  const listening = begun(runtime, store);
  let asked = 0;
  const named = (): { readonly id: CommandId; readonly by: typeof by } => {
    asked += 1;
    return { id: asId<CommandId>(`op${asked}`), by };
  };
  for (let from = 0; from < calls; from += 500) {
    const some = agents.slice(from, from + 500);
    await Promise.all(some.map((agent) => runtime.ask({ ...named(), type: 'cmd.logIn', agent })));
    await Promise.all(some.map((agent) => runtime.ask({ ...named(), type: 'cmd.ready', agent })));
    for (const [n] of some.entries()) {
      const native = asId<NativeId>(`in-${from + n}`);
      events.next({
        type: 'leg.offered',
        switch: id,
        basis: 'seen',
        native,
        from: asId<Endpoint>('0900'),
        to: asId<Endpoint>('1900'),
      });
    }
    await runtime.settled();
  }
  const talking = (): number => runtime.live.figures(runtime.now()).talking;
  while (talking() < calls) await new Promise((resolve) => setImmediate(resolve));
  return {
    runtime,
    store,
    begun: listening,
    order: (what, call) => ({ ...named(), type: `cmd.${what}`, call: asId<CallId>(`c${call}`) }),
    close: async () => {
      await runtime.close();
      rmSync(folder, { recursive: true });
    },
  };
};
