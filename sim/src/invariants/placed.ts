import { regionsOf, type Call, type CallState, type TimerId } from '@legwork/core';
import type { Invariant } from './invariant.ts';

/** Before there is anybody to talk to, and when all is over, a customer is nowhere: an announcement has a deadline of its own. */
const elsewhere: ReadonlySet<CallState> = new Set<CallState>(['arriving', 'dialling', 'flow', 'closing', 'closed']);

/**
 * A customer who is up and was not seen where the engine wants them is waited for, with a deadline that runs: `place` or `hold`, of at most
 * `joinTimeoutMs`. When it passes the engine does something about it, and there is a new deadline or a new state. So nobody is unplaced for longer
 * without the engine's doing something, however much is lost. A blind handover is the switch's, and has a deadline of its own; so are all customers
 * on a switch that cannot treat them, where nobody can be placed while they wait. A call that Legwork found and has not claimed is left to itself.
 */
export const placed: Invariant = {
  number: 5,
  name: 'customers are placed',
  says: 'No customer is unplaced longer than joinTimeoutMs, blind handovers excepted.',
  watch: ({ world, check }) => {
    const { state } = world.engine;
    const { joinTimeoutMs } = world.config.policy;
    if (world.switch.capabilities.effects.treat === 'unsupported') return {};
    const lasts = new Map<TimerId, number>();
    return {
      step: ({ outputs }) => {
        for (const output of outputs) {
          if (output.type === 'startTimer' && isOfPlace(output.timer)) lasts.set(output.timer, output.ms);
          if (output.type === 'stopTimer') lasts.delete(output.timer);
        }
      },
      call: (call) => {
        const { customer } = call.legs;
        if (customer === null || state.legs.get(customer)?.state.at !== 'up' || !isNowhere(call)) return;
        const deadline = deadlineOf(call);
        const { state: phase, handover } = regionsOf(call.state.at);
        check(
          deadline !== undefined,
          call.id,
          () => `the customer is nowhere, ${phase} ${handover}, and nothing is due`,
        );
        const ms = deadline === undefined ? 0 : (lasts.get(deadline) ?? 0);
        check(ms <= joinTimeoutMs, call.id, () => `the customer is left nowhere for ${ms} ms`);
      },
    };
  },
};

/** The customer was not seen where they are wanted, and it is Legwork that has to see to it. */
export const isNowhere = ({ state: { at, record } }: Call): boolean => {
  const { state: phase, handover } = regionsOf(at);
  return record.ours && record.customer === 'up' && !elsewhere.has(phase) && handover !== 'blind';
};
/** When something is done about that; undefined: never. */
export const deadlineOf = ({ timers }: Call): TimerId | undefined => timers.place ?? timers.hold;

const isOfPlace = (timer: TimerId): boolean => timer.includes(':place:') || timer.includes(':hold:');
