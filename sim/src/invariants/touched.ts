import {
  asId,
  legBy,
  type AgentId,
  type CallId,
  type Endpoint,
  type LegId,
  type NativeId,
  type SeatId,
  type SwitchId,
} from '@legwork/core';
import type { World } from '../world/index.ts';
import type { Moment } from './invariant.ts';

/** Which calls and agents a step is about, and a leg belongs to: those that have to be looked at after it. */
export interface Touched {
  step(moment: Moment): { readonly calls: ReadonlySet<CallId>; readonly agents: ReadonlySet<AgentId> };
  /** The calls at which a leg can be heard or hear: its own, and those it was ever asked to tap. */
  callsOf(on: SwitchId, native: NativeId): ReadonlySet<CallId>;
}

export const createTouched = ({ engine: { state }, config }: Pick<World, 'engine' | 'config'>): Touched => {
  const atEndpoint = new Map<Endpoint, AgentId>(config.agents.map(({ endpoint, id }) => [endpoint, id]));
  const agentAt = new Map<LegId, AgentId>();
  const taps = new Map<LegId, Set<CallId>>();

  const addLeg = (calls: Set<CallId>, id: LegId): void => {
    const leg = state.legs.get(id);
    if (leg?.owner.kind === 'call') calls.add(leg.owner.call);
    else if (leg?.owner.kind === 'seat') addSeat(calls, leg.owner.seat);
    for (const call of taps.get(id) ?? []) calls.add(call);
  };
  const addSeat = (calls: Set<CallId>, id: SeatId): void => {
    const call = state.seats.get(id)?.call;
    if (call !== undefined && call !== null) calls.add(call);
  };
  const legOf = (on: SwitchId, native: NativeId): LegId => legBy(state, on, native)?.id ?? asId<LegId>(native);

  return {
    callsOf: (on, native) => {
      const calls = new Set<CallId>();
      addLeg(calls, legOf(on, native));
      return calls;
    },
    step: ({ input, outputs }) => {
      const calls = new Set<CallId>();
      const agents = new Set<AgentId>();
      if ('call' in input) calls.add(input.call);
      // What is not well formed says of a leg, and not on which switch.
      if ('native' in input && 'switch' in input) addLeg(calls, legOf(input.switch, input.native));
      if ('leg' in input) addLeg(calls, input.leg);
      if ('seat' in input) addSeat(calls, input.seat);
      if ('agent' in input) agents.add(input.agent);
      if (input.type === 'timer.fired') {
        const [owner = ''] = input.timer.split(':');
        calls.add(asId<CallId>(owner));
        addSeat(calls, asId<SeatId>(owner));
        addLeg(calls, asId<LegId>(owner));
        agents.add(asId<AgentId>(owner));
      }
      for (const output of outputs) {
        if ('call' in output && output.call !== null) calls.add(output.call);
        if (output.type === 'tap' && output.call !== null) {
          const known = taps.get(output.leg) ?? new Set();
          taps.set(output.leg, known.add(output.call));
        }
        if (output.type === 'agent.changed') agents.add(output.agent);
        if (output.type === 'leg.created') {
          const agent = atEndpoint.get(output.endpoint);
          if (agent !== undefined) agentAt.set(output.leg, agent);
        }
        if ('leg' in output) {
          const agent = agentAt.get(output.leg);
          if (agent !== undefined) agents.add(agent);
        }
        if (output.type === 'leg.ended') {
          taps.delete(output.leg);
          agentAt.delete(output.leg);
        }
      }
      return { calls, agents };
    },
  };
};
