import { asId, type Endpoint, type EngineConfig, type Fact, type NativeId } from '@legwork/core';
import { configOf, createCentre, staff, type Centre } from '../hour/centre.ts';

/** A centre in which that many calls talk, each with an agent of its own: nobody is free, nobody waits. */
export interface Crowd {
  readonly centre: Centre;
  /** Inputs that the engine has taken since the crowd was there. */
  inputs(): number;
  /** One conversation ends, and the next caller gets the agent. */
  turnOver(): void;
}

const meanTalkMs = 180_000;
/** Calls that are kept unpacked, where memory counts for more than time. */
const FEW = 64;

/** The configuration of a crowd: an agent for each call, on a switch that cannot list its calls. */
export const configOfCrowd = (calls: number): EngineConfig => configOf(calls, { list: false });

/**
 * Each call has two legs, an agent, a caller with a number of their own, and one timer: the switch cannot list its calls, so that the engine
 * listens for the silence of each. What holds the timers is not there before the first turn-over.
 */
export const gather = (config: EngineConfig, hear: (fact: Fact) => void = () => undefined): Crowd => {
  const calls = config.agents.length;
  let inputs = 0;
  let callers = 0;
  let isScheduled = false;

  const arrive = (): void => {
    centre.offer(nativeOf(callers), asId<Endpoint>(`0${900_000_000 + callers}`));
    callers += 1;
  };

  const due = (caller: number): void => {
    centre.hangUp(nativeOf(caller));
    arrive();
    centre.later(talkMsOf(callers), callers - 1);
  };

  const witness = {
    input: () => {
      inputs += 1;
    },
  };
  const centre = createCentre(config, { due, hear, witness, mostAwake: FEW });
  centre.keepTimers(false);
  staff(centre, config);
  for (let n = 0; n < calls; n += 1) arrive();
  inputs = 0;

  return {
    centre,
    inputs: () => inputs,
    turnOver: () => {
      if (!isScheduled) {
        isScheduled = true;
        centre.keepTimers(true);
        for (let n = 0; n < calls; n += 1) centre.later(talkMsOf(n), n);
      }
      centre.step();
    },
  };
};

const nativeOf = (caller: number): NativeId => asId<NativeId>(`in-${caller}`);

/** Exponential, and the same for the same caller: a hash for a uniform number. */
export const talkMsOf = (caller: number): number => {
  let bits = Math.imul(caller ^ 0x9e3779b9, 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return 1 + Math.round(-meanTalkMs * Math.log((((bits ^ (bits >>> 16)) >>> 0) + 0.5) / 0x1_0000_0000));
};
