import { asId, type SwitchId } from '@legwork/core';
import { asPort, createSimulatedSwitch, createStreams, unlimited } from '@legwork/sim';
import type { LoadedSwitch } from './load-switch.ts';
import { machineTime } from './machine-time.ts';

/** How long an effect takes to the switch, or an event from it, in ms. */
const LATENCY_MS = [5, 40] as const;
const ANSWERS_AFTER_MS = 2_000;

/** A simulated switch in real time: every phone is answered, and nobody calls by themselves. It forgets everything when the process ends. */
export const simulatedSwitch = (id: string): LoadedSwitch => {
  const time = machineTime();
  const latency = createStreams(Date.now()).stream('switch/latency');
  const port = asPort((emit) =>
    createSimulatedSwitch({
      id: asId<SwitchId>(id),
      capabilities: unlimited.capabilities,
      habits: unlimited.habits,
      schedule: (ms, run) => time.after(ms, run),
      latency: () => latency.integer(...LATENCY_MS),
      answering: () => ({ kind: 'answers', afterMs: ANSWERS_AFTER_MS }),
      emit,
    }),
  );
  port.simulated.lose();
  return { port, begin: () => port.simulated.comeBack() };
};
