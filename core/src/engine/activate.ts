import { restoreAcd } from '../acd/index.ts';
import { isSameRouting, loadRouting, type RoutingProblem } from '../flow/index.ts';
import type { CommandOf, Refusal } from '../vocabulary/index.ts';
import { offerAnew } from './agents.ts';
import { forgetUnused, queuesIn } from './flows.ts';
import { resolve, takeOn } from './operations.ts';
import { publish, type Step } from './step.ts';
import { touchQueue } from './watches.ts';

/** From now on whoever comes in goes by another flow. What waits is matched anew: queues may want other skills than before. */
export const activate = (step: Step, { flow, routing }: CommandOf<'cmd.activateFlow'>): Refusal | null => {
  const { state, config } = step;
  const loaded = loadRouting(parsed(routing));
  if (!loaded.ok) return invalid(loaded.problems);
  const { flows } = state;
  if (flows.current.name === flow && isSameRouting(flows.current.routing, loaded.routing))
    return { reason: 'alreadySo' };

  const operation = takeOn(step);
  flows.count += 1;
  flows.current = { number: flows.count, name: flow, routing: loaded.routing };
  flows.known.set(flows.count, flows.current);
  const calls = [...state.calls.values()];
  forgetUnused(flows, calls);
  state.acd = restoreAcd(queuesIn(flows, calls), config.agents, state.acd.snapshot());
  for (const queue of queuesIn(flows, calls)) touchQueue(step, queue.id);
  publish(step, { type: 'flow.activated', flow, at: step.at });
  offerAnew(step);
  resolve(step, operation, 'done', null);
  return null;
};

const parsed = (routing: string): unknown => {
  try {
    return JSON.parse(routing) as unknown;
  } catch {
    return undefined;
  }
};

const invalid = ([first]: readonly RoutingProblem[]): Refusal => ({
  reason: 'invalid',
  field: `routing${first?.path ?? ''}`.slice(0, 128),
  allowed: first?.allowed ?? `something else: ${first?.problem ?? ''}`,
});
