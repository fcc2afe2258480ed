import type { Refusal } from '../vocabulary/index.ts';
import type { Refuses } from './define.ts';

/** Where a machine is, and what it knows. `at` names the active leaf states, in document order: `life.open.queued recording.off`. */
export interface MachineState<Record> {
  readonly at: string;
  readonly record: Record;
}

/** What a machine makes of one input. A refusal changes nothing; neither does an observation that is no news. */
export type Decision<Record, Out> =
  | { readonly kind: 'step'; readonly state: MachineState<Record>; readonly outs: readonly Out[] }
  | { readonly kind: 'refusal'; readonly refusal: Refusal }
  | { readonly kind: 'ignored' };

/** A machine that can be asked. Only whoever makes one knows how it is run. */
export interface Decider<Record, Input, Out> {
  /** The state before the first input. */
  initial(record: Record): MachineState<Record>;
  decide(state: MachineState<Record>, input: Input): Decision<Record, Out>;
}

const ignored = { kind: 'ignored' } as const;

/** What a step from one state to the next comes to. A refusal that comes with anything else is a bug of the machine. */
export const decisionOf = <Record, Out extends { readonly say: string }>(
  before: MachineState<Record>,
  inputType: string,
  at: string,
  record: Record,
  outs: readonly Out[],
): Decision<Record, Out> => {
  const isStill = at === before.at && record === before.record;
  const first = outs[0];
  if (first !== undefined && refuses(first)) {
    if (outs.length > 1 || !isStill)
      throw new Error(`bug: a refusal of ${inputType} in ${before.at} came with something else`);
    return { kind: 'refusal', refusal: first.refusal };
  }
  if (isStill && outs.length === 0) return ignored;
  return { kind: 'step', state: { at, record }, outs };
};

const refuses = (out: { readonly say: string }): out is Refuses => out.say === 'refuse';
