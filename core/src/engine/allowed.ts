import type { CallInput } from '../call/index.ts';
import type { Actor, CommandType } from '../vocabulary/index.ts';
import { couldAsk, reach } from './rights.ts';
import type { Call } from './state.ts';
import type { Step } from './step.ts';

/** One way to ask for each thing that can be asked of a call; a command is allowed where one of its ways is. */
const ways: readonly CallInput[] = [
  { type: 'cmd.answer' },
  { type: 'cmd.hold' },
  { type: 'cmd.resume' },
  { type: 'cmd.transfer', to: 'agent' },
  { type: 'cmd.transfer', to: 'queue' },
  { type: 'cmd.consult' },
  { type: 'cmd.complete' },
  { type: 'cmd.cancel' },
  { type: 'cmd.addParty' },
  { type: 'cmd.drop', slot: 'agent' },
  { type: 'cmd.park' },
  { type: 'cmd.pickUp' },
  { type: 'cmd.record', on: true },
  { type: 'cmd.record', on: false },
  { type: 'cmd.hangUp' },
  { type: 'cmd.claim' },
  { type: 'cmd.supervise', mode: 'monitor' },
  { type: 'cmd.takeover', seat: 0, seatIsReady: false },
  { type: 'cmd.stop' },
];

const perDecider = new WeakMap<Step['deciders'], Map<string, readonly CommandType[]>>();

/** What can be asked of the call now: what its machine would take on, as far as its switch is in reach and the call is ours. */
export const allowedFor = (step: Pick<Step, 'deciders' | 'state'>, call: Call): readonly CommandType[] =>
  takenOn(step, call).filter((type) => reach(step, call, type) === null);

/** The same for somebody: what they have a right to. */
export const allowedTo = (step: Pick<Step, 'deciders' | 'state'>, call: Call, by: Actor): readonly CommandType[] =>
  allowedFor(step, call).filter((type) => couldAsk(by, type, call));

/**
 * The commands that the call's machine would take on in this moment, found by trying each. Calls in the same state, knowing the same, allow the
 * same: it is worked out once for each.
 */
const takenOn = (step: Pick<Step, 'deciders'>, call: Call): readonly CommandType[] => {
  let known = perDecider.get(step.deciders);
  if (known === undefined) {
    known = new Map<string, readonly CommandType[]>();
    perDecider.set(step.deciders, known);
  }
  const key = `${call.state.at} ${JSON.stringify(call.state.record)}`;
  let allowed = known.get(key);
  if (allowed === undefined) {
    const taken = ways.filter((way) => step.deciders.call.decide(call.state, way).kind === 'step');
    allowed = [...new Set(taken.map(({ type }) => type as CommandType))];
    if (known.size >= 10_000) known.clear();
    known.set(key, allowed);
  }
  return allowed;
};
