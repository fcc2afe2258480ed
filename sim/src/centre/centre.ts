import { asId, type Clock, type Endpoint, type EngineConfig, type NativeId, type SwitchId } from '@legwork/core';
import { createStreams, type RandomStreams } from '../kernel/index.ts';
import {
  asPort,
  createSimulatedSwitch,
  unlimited,
  type EndpointBehaviour,
  type Ring,
  type SimulatedPort,
  type SwitchShape,
} from '../switch/index.ts';
import { configOf, type Staffed } from '../world/index.ts';
import { clockOn, type TimeSource } from './time.ts';

export interface CentreOptions extends Staffed {
  readonly seed: number;
  readonly time: TimeSource;
  readonly shape?: SwitchShape;
  /** How long an effect takes to the switch and an event from it, in ms: each drawn between the two. */
  readonly latencyMs?: readonly [from: number, to: number];
  /** What a phone does that is called. Without it everybody answers after 2 s. */
  readonly answering?: (ring: Ring, streams: RandomStreams) => EndpointBehaviour;
  /** How long a prompt takes; 2 s where nothing is said. */
  readonly promptMs?: (prompt: string, native: NativeId) => number;
}

/** A contact centre on a simulated switch, for a runtime: in virtual time or in real time, as the source of time has it. */
export interface Centre {
  readonly id: SwitchId;
  readonly config: EngineConfig;
  readonly switch: SimulatedPort;
  readonly clock: Clock;
  readonly streams: RandomStreams;
  readonly time: TimeSource;
  /** Somebody calls a hotline; the id is what the switch calls their leg. */
  arrive(caller: { readonly from: string; readonly to?: string }): NativeId;
}

/** @throws Error where two people have the same id, or the routing is none. */
export const createCentre = (options: CentreOptions): Centre => {
  const { time, seed, shape = unlimited, latencyMs: [fromMs, toMs] = [5, 40] } = options;
  const streams = createStreams(seed);
  const latency = streams.stream('switch/latency');
  const id = asId<SwitchId>('sim');
  let callers = 0;
  const port = asPort((emit) =>
    createSimulatedSwitch({
      id,
      capabilities: shape.capabilities,
      habits: shape.habits,
      schedule: (ms, run) => time.after(ms, run),
      latency: () => latency.integer(fromMs, toMs),
      answering: (ring) => options.answering?.(ring, streams) ?? { kind: 'answers', afterMs: 2_000 },
      promptMs: options.promptMs ?? (() => 2_000),
      emit,
    }),
  );
  return {
    id,
    config: configOf(options, [{ id, capabilities: shape.capabilities }]),
    switch: port,
    clock: clockOn(time),
    streams,
    time,
    arrive: ({ from, to = '1900' }) => {
      callers += 1;
      const native = asId<NativeId>(`in-${callers}`);
      port.simulated.offer({ native, from: asId<Endpoint>(from), to: asId<Endpoint>(to) });
      return native;
    },
  };
};
