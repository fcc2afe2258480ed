import { asId, type AgentId, type Command, type CommandId, type Fact } from '@legwork/core';
import { createMemoryJournal, startRuntime, type Runtime } from '@legwork/core/runtime';
import { expect, onTestFinished } from 'vitest';
import { clockOn } from '../../sim/src/centre/index.ts';
import { configOf } from '../../sim/src/world/index.ts';
import { until } from './freeswitch/until.ts';
import { phoneNames, type SwitchRig } from './switch-contract/rig.ts';
import { systemTime } from './system-time.ts';

const by = { role: 'service', id: 'test' } as const;
type Asking = Command extends infer One ? (One extends Command ? Omit<One, 'id' | 'by'> : never) : never;

/** A contact centre on switches with their phones: the engine, the runtime, adapters, and the wire between. */
export interface WiredCentre {
  readonly runtime: Runtime;
  /** What has become known, from the beginning. */
  readonly facts: readonly Fact[];
  /** Asks, waits for what becomes of it, and says what that is. */
  readonly does: (command: Asking) => Promise<string>;
  /** That agent logs in and takes calls. */
  readonly ready: (agent: string) => Promise<void>;
}

/** Opened with the agents `agent` and `colleague` and the supervisor `supervisor`; closed, with its switches, when the test is over. */
export const openWiredCentre = (rigs: readonly SwitchRig[]): WiredCentre => {
  const person = (id: string) => ({ id, endpoint: id, skills: [] });
  const runtime = startRuntime({
    config: configOf(
      { agents: [person('agent'), person('colleague')], supervisors: [person('supervisor')] },
      rigs.map(({ id, port }) => ({ id, capabilities: port.capabilities })),
    ),
    switches: new Map(rigs.map(({ id, port }) => [id, port])),
    clock: clockOn(systemTime),
    journal: createMemoryJournal(),
  });
  const facts: Fact[] = [];
  runtime.publications.subscribe(({ fact }) => facts.push(fact));
  onTestFinished(async () => {
    await runtime.close();
    for (const rig of rigs) await rig.close();
  });
  let asked = 0;
  const does = async (command: Asking): Promise<string> => {
    asked += 1;
    const id = asId<CommandId>(`ask-${asked}`);
    await runtime.ask({ ...command, id, by });
    let outcome = '';
    await until(`${command.type} to come to an end`, () => {
      const resolved = facts.find((fact) => fact.type === 'command.resolved' && fact.command === id);
      if (resolved?.type === 'command.resolved') outcome = resolved.outcome;
      return outcome !== '';
    });
    return outcome;
  };
  const ready = async (agent: string): Promise<void> => {
    for (const type of ['cmd.logIn', 'cmd.ready'] as const)
      expect(await does({ type, agent: asId<AgentId>(agent) })).toBe('done');
  };
  return { runtime, facts, does, ready };
};

/** Waits until the phones hear each other like this: `customer: agent supervisor; agent: customer`, phones in the order of their names. */
export const hears = async (rig: SwitchRig, expected: string): Promise<void> => {
  let found: string | undefined;
  for (let tries = 0; tries < 1_000 && found !== expected; tries += 1) {
    const heard = await rig.hearing();
    found = phoneNames
      .flatMap((name) => (heard[name].length === 0 ? [] : [`${name}: ${heard[name].toSorted().join(' ')}`]))
      .join('; ');
    await rig.pass(20);
  }
  expect(found).toBe(expected);
};
