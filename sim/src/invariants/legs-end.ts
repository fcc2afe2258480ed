import { regionsOf, type CallId, type LegId } from '@legwork/core';
import type { Invariant } from './invariant.ts';

/**
 * Where the switch never says that a leg has ended, it is asked three times, `killMs` apart, and the leg is given up after that. All legs of a
 * call are asked in the step in which it begins to close, so that three times `killMs` is the bound, whatever is lost. A seat that is no
 * longer wanted is held to the same. Latency adds nothing: the clock of the bound is the engine's.
 */
export const legsEnd: Invariant = {
  number: 1,
  name: 'legs end',
  says: 'No leg outlives its call beyond a bound; no call stays open without a leg; each leg ends exactly once.',
  watch: ({ world, check }) => {
    const { state } = world.engine;
    const boundMs = 3 * world.config.policy.killMs;
    const alive = new Set<LegId>();
    const ended = new Set<LegId>();
    const callless = new Map<LegId, number>();

    const lookAtLeg = (id: LegId): void => {
      const leg = state.legs.get(id);
      if (leg === undefined) return;
      const { owner } = leg;
      if (owner.kind === 'call') {
        check(state.calls.has(owner.call), owner.call, () => `${id} belongs to a call that has closed`);
        return;
      }
      const seat = state.seats.get(owner.seat);
      check(seat !== undefined, null, () => `${id} belongs to ${owner.seat}, which is gone`);
      if (seat === undefined || seat.call !== null || seat.scope === 'agent') return;
      const since = callless.get(id) ?? world.now();
      callless.set(id, since);
      check(world.now() - since <= boundMs, null, () => `${id} has had no call for ${world.now() - since} ms`);
    };

    return {
      step: ({ outputs }) => {
        for (const output of outputs) {
          if (output.type === 'leg.created') {
            check(!alive.has(output.leg) && !ended.has(output.leg), output.call, () => `${output.leg} was made twice`);
            alive.add(output.leg);
          }
          if (output.type === 'leg.ended') {
            check(alive.delete(output.leg), output.call, () => `${output.leg} ended, and was not there`);
            ended.add(output.leg);
            callless.delete(output.leg);
            check(!state.legs.has(output.leg), output.call, () => `${output.leg} ended, and is still there`);
          }
        }
      },
      call: (call) => {
        const legs = [call.legs.customer, call.legs.agent, call.legs.target, call.legs.guest, ...call.strays];
        const has = legs.some((leg) => leg !== null && state.legs.has(leg));
        check(has, call.id, () => `${regionsOf(call.state.at).state}, without a leg`);
        if (call.closingAt === null) return;
        const closingMs = world.now() - call.closingAt;
        check(closingMs <= boundMs, call.id, () => `closing for ${closingMs} ms`);
      },
      everything: () => {
        for (const id of state.legs.keys()) lookAtLeg(id);
        check(
          alive.size === state.legs.size,
          null,
          () => `${alive.size} legs were told of, ${state.legs.size} are there`,
        );
      },
      end: () => {
        const closing: CallId[] = [];
        for (const call of state.calls.values()) if (call.closingAt !== null) closing.push(call.id);
        for (const call of closing) check(false, call, () => 'still closing when nothing is left to happen');
      },
    };
  },
};
