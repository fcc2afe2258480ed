import type { Decider } from '../machine/index.ts';
import { asId, type Command, type CommandId, type Refusal } from '../vocabulary/index.ts';
import { subjectOf, verdict } from './commands.ts';
import type { EngineConfig } from './config.ts';
import { Notes } from './listener.ts';
import type { EngineState } from './state.ts';
import { newStep, type Deciders } from './step.ts';

/** What can be tried without asking for it: everything that has a call, leg, seat or agent to look at. */
export type Tried = WithoutId<Exclude<Command, { readonly type: 'cmd.originate' | 'cmd.activateFlow' }>>;
type WithoutId<C> = C extends Command ? Omit<C, 'id'> : never;

/**
 * What would become of a well-formed command now: null where it would be taken on, otherwise its refusal. Every rule that a command meets is
 * asked, but each machine that would take it on refuses instead, so that nothing changes.
 */
export const would = (config: EngineConfig, deciders: Deciders, state: EngineState, tried: Tried): Refusal | null => {
  const asked: Command = { ...tried, id: asId<CommandId>('tried') };
  const step = newStep(config, probing(deciders), state, state.counters.inputs, new Notes());
  const refusal = verdict(step, asked, subjectOf(step, asked));
  return refusal === takenOn ? null : refusal;
};

/** Told from all other refusals by being this one. */
const takenOn: Refusal = Object.freeze({ reason: 'notNow' });

const probes = new WeakMap<Deciders, Deciders>();

const probing = (deciders: Deciders): Deciders => {
  let known = probes.get(deciders);
  if (known === undefined) {
    const { leg, call, seat, agent } = deciders;
    known = { leg: refusing(leg), call: refusing(call), seat: refusing(seat), agent: refusing(agent) };
    probes.set(deciders, known);
  }
  return known;
};

const refusing = <Record, Input, Out>(decider: Decider<Record, Input, Out>): Decider<Record, Input, Out> => ({
  initial: (record) => decider.initial(record),
  decide: (state, input) => {
    const decision = decider.decide(state, input);
    return decision.kind === 'step' ? { kind: 'refusal', refusal: takenOn } : decision;
  },
});
