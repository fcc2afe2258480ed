import { asId } from '@legwork/core';
import type { Actor, CallId, CommandId } from '@legwork/core';
import { createMemoryJournal, startRuntime } from '@legwork/core/runtime';
import { openSwitch } from '@legwork/asterisk';
import { clockOn } from '@legwork/sim';
import { configOf } from '../../../sim/src/world/index.ts';
import { credentials } from '../../pbx/asterisk/settings.ts';
import { systemTime } from '../../support/system-time.ts';
import { arrive, type Side } from './arrivals.ts';

/** The whole of Legwork: a queue, agents, and a call ended by whoever may. */
export async function openLegwork(http: number, application: string, atOnce: number): Promise<Side> {
  const agents = Array.from({ length: atOnce * 2 }, (_, n) => `agent${n}`);
  const port = openSwitch({
    id: 'sw',
    url: `http://127.0.0.1:${http}/ari`,
    ...credentials,
    application,
    dialling: [{ matches: '.+', dial: 'Local/talk@phones/n' }],
  });
  const runtime = startRuntime({
    config: configOf({ agents: agents.map((id) => ({ id, endpoint: id, skills: [] })), supervisors: [] }, [
      { id: asId('sw'), capabilities: port.capabilities },
    ]),
    switches: new Map([[asId('sw'), port]]),
    clock: clockOn(systemTime),
    journal: createMemoryJournal(),
  });
  const by: Actor = { role: 'service', id: 'bench' };
  let commands = 0;
  const nextId = (): CommandId => {
    commands += 1;
    return asId<CommandId>(`q${commands}`);
  };
  /** Whoever waits for the call of a number, and then for the end of it. */
  const waiting = new Map<string, { readonly setUp: () => void; readonly ended: () => void }>();
  const numbers = new Map<CallId, string>();
  const isBack = new Promise<void>((resolve) => {
    port.events.subscribe(({ type }) => {
      if (type === 'switch.back') resolve();
    });
  });
  runtime.publications.subscribe(({ fact }) => {
    if (fact.type === 'call.created') numbers.set(fact.call, fact.customer);
    if (fact.type === 'call.changed' && fact.state === 'talking') talks(fact.call);
    if (fact.type === 'call.closed') {
      waiting.get(numbers.get(fact.call) ?? '')?.ended();
      numbers.delete(fact.call);
    }
  });
  const talks = (call: CallId): void => {
    waiting.get(numbers.get(call) ?? '')?.setUp();
    void runtime.ask({ type: 'cmd.stop', call, by, id: nextId() });
  };
  await isBack;
  for (const agent of agents)
    for (const type of ['cmd.logIn', 'cmd.ready'] as const)
      await runtime.ask({ type, agent: asId(agent), by, id: nextId() });
  return {
    async call(n, setUp) {
      const number = `09${n}`;
      const isOver = new Promise<void>((ended) => waiting.set(number, { setUp, ended }));
      await arrive(http, application, number);
      await isOver;
      waiting.delete(number);
    },
    async close() {
      await port.close();
      await runtime.close();
    },
  };
}
