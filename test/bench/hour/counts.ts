import { createHash, type Hash } from 'node:crypto';
import type { Deciders } from '@legwork/core';
import type { Witness } from './centre.ts';
import { engineHour } from './engine-hour.ts';
import type { Load } from './load.ts';

/** Everything that a stretch of the contact centre's work consists of, counted; and the digest of its facts, in their order. */
export interface Counts {
  readonly served: number;
  readonly abandoned: number;
  readonly legs: number;
  readonly switchEvents: number;
  readonly machineSteps: number;
  readonly facts: number;
  /** Hexadecimal; empty where nobody asked for it. */
  readonly digest: string;
}

/** Counts what happens from the moment in which everybody is at work, warm-up or not. */
export const countHour = (load: Load, deciders: Deciders, digests: boolean): Counts => {
  const counted = { legs: 0, switchEvents: 0, machineSteps: 0, facts: 0 };
  let hash: Hash | null = null;
  const step = (): void => {
    counted.machineSteps += 1;
  };
  const witness: Witness = {
    begins: () => {
      counted.machineSteps = 0;
      counted.facts = 0;
      if (digests) hash = createHash('sha256');
    },
    fact: (fact) => {
      counted.facts += 1;
      if (fact.type === 'leg.created') counted.legs += 1;
      hash?.update(JSON.stringify(fact));
    },
    input: ({ type }) => {
      if (type !== 'timer.fired' && !type.startsWith('cmd.')) counted.switchEvents += 1;
    },
  };
  const fates = engineHour({ ...load, warmUpMs: 0 }, { deciders: counting(deciders, step), witness });
  const { served, abandoned } = fates;
  return { served, abandoned, ...counted, digest: (hash as Hash | null)?.digest('hex') ?? '' };
};

/** The same machines, with an ear at each step of them. */
const counting = (deciders: Deciders, heard: () => void): Deciders => {
  const listen = <D extends { decide(state: never, input: never): unknown }>(decider: D): D => ({
    ...decider,
    decide: (state: never, input: never) => {
      heard();
      return decider.decide(state, input);
    },
  });
  return {
    leg: listen(deciders.leg),
    call: listen(deciders.call),
    seat: listen(deciders.seat),
    agent: listen(deciders.agent),
  };
};
