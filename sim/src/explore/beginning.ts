import {
  asId,
  createEngine,
  defaultPolicy,
  type Deciders,
  type Engine,
  type EngineConfig,
  type Output,
  type SwitchEffect,
} from '@legwork/core';
import { unlimited } from '../switch/presets.ts';
import { smallRouting } from '../world/routing.ts';
import { ask, CUSTOMER, newLine, type Line } from './line.ts';

/** The smallest contact centre in which everything can happen: one hotline, one queue, one agent, and the supervisors that are asked for. */
export const configOf = (supervisors: readonly string[]): EngineConfig => ({
  switches: [{ id: asId('sim'), capabilities: unlimited.capabilities }],
  routing: smallRouting(),
  agents: [{ id: asId('lan'), endpoint: asId('agent/lan'), skills: [] }],
  supervisors: supervisors.map((id) => ({ id: asId(id), endpoint: asId(`supervisor/${id}`) })),
  policy: defaultPolicy,
});

/** The agent is ready, and somebody has called: everything that is explored begins here. */
export const firstInputs: readonly unknown[] = [
  { type: 'switch.back', switch: 'sim', basis: 'seen', epoch: 'explored', snapshot: { legs: [] } },
  { type: 'cmd.logIn', id: 'first', by: { role: 'service', id: 'explorer' }, agent: 'lan' },
  { type: 'cmd.ready', id: 'second', by: { role: 'service', id: 'explorer' }, agent: 'lan' },
  { type: 'leg.offered', switch: 'sim', basis: 'seen', native: CUSTOMER, from: '0901', to: '1900' },
];

export const begin = (
  config: EngineConfig,
  deciders: Deciders,
): { readonly engine: Engine; readonly lines: readonly Line[] } => {
  const engine = createEngine(config, deciders);
  const outputs = firstInputs.flatMap((input) => engine.step(input, 0));
  return { engine, lines: ask([newLine(CUSTOMER, 'offered')], outputs.filter(isEffect)) };
};

const isEffect = (output: Output): output is SwitchEffect => 'op' in output;
