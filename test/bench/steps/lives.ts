import type { CallInput } from '@legwork/core';

/** From the offer to the conversation, as the engine tells a call's machine where nothing takes time. */
const served: readonly CallInput[] = [
  { type: 'sig.offered', answer: true },
  { type: 'customer.up' },
  { type: 'route.queue' },
  { type: 'acd.agent' },
  { type: 'customer.placed', at: 'treated' },
  { type: 'agent.up' },
  { type: 'customer.placed', at: 'main' },
  { type: 'agent.placed', at: 'main' },
];

/** The customer hangs up; the agent's leg is dropped. */
const ends: readonly CallInput[] = [
  { type: 'customer.gone', cause: 'normal' },
  { type: 'sig.recordingReset' },
  { type: 'agent.gone', cause: 'normal' },
];

/** Lives of calls, as what their machine is told from the first leg to the last: scripts that every interpreter runs. */
export const lives: readonly (readonly CallInput[])[] = [
  [...served, ...ends],
  // Nobody was free, and the customer did not wait.
  [
    { type: 'sig.offered', answer: true },
    { type: 'customer.up' },
    { type: 'route.queue' },
    { type: 'customer.placed', at: 'treated' },
    { type: 'customer.gone', cause: 'normal' },
    { type: 'sig.recordingReset' },
  ],
  // Held and resumed, after a resume that made no sense.
  [
    ...served,
    { type: 'cmd.resume' },
    { type: 'cmd.hold' },
    { type: 'customer.placed', at: 'treated' },
    { type: 'cmd.resume' },
    { type: 'customer.placed', at: 'main' },
    ...ends,
  ],
  // Transferred to another agent, who hangs up.
  [
    ...served,
    { type: 'cmd.transfer', to: 'agent' },
    { type: 'target.up' },
    { type: 'sig.holdReset' },
    { type: 'customer.placed', at: 'main' },
    { type: 'target.placed', at: 'main' },
    { type: 'agent.gone', cause: 'normal' },
    { type: 'agent.gone', cause: 'normal' },
    { type: 'sig.recordingReset' },
    { type: 'customer.gone', cause: 'normal' },
  ],
];

export const stepsInAll: number = lives.reduce((sum, life) => sum + life.length, 0);
