import { assertNever, asId, type CallId, type Fact, type SeatId, type SupervisorId } from '@legwork/core';
import type { Asked } from '../world/index.ts';
import type { Callers } from './callers.ts';
import type { Intervention, Stay } from './plan.ts';
import type { Stage } from './stage.ts';

/** Those who watch and step in. */
export interface Supervisors {
  hear(fact: Fact): void;
}

/** How much later than the first a rival tries the same: about what two people need who look at the same list. */
const RIVAL_MS = 300;

export function letThemSupervise(stage: Stage, callers: Callers): Supervisors {
  const { plan, world, at, later, ask, destinationOf } = stage;
  const seats = new Map<SupervisorId, { readonly seat: SeatId; readonly call: CallId | null }>();

  for (const { id, interventions } of plan.supervisors) {
    const supervisor = asId<SupervisorId>(id);
    for (const intervention of interventions) at(intervention.atMs, () => intervene(supervisor, intervention));
  }

  function intervene(supervisor: SupervisorId, intervention: Intervention): void {
    // Who talks with a customer has no time for anything else.
    if (talks(supervisor)) return;
    const call = seats.get(supervisor)?.call ?? anyCall(intervention.choice);
    if (call === null) return;
    const asked = askedOf(supervisor, call, intervention);
    if (asked === null) return;
    if (intervention.kind === 'supervise') {
      ask(asked, ({ outcome }) => {
        if (outcome === 'done') stay(supervisor, intervention.stays);
      });
      return;
    }
    ask(asked);
    for (const id of intervention.rivals) {
      const rival = asId<SupervisorId>(id);
      later(RIVAL_MS, () => {
        const same = askedOf(rival, call, intervention);
        if (same !== null && !talks(rival)) ask(same);
      });
    }
  }

  const talks = (supervisor: SupervisorId): boolean => {
    const leg = world.engine.state.supervisors.get(supervisor)?.leg ?? null;
    return leg !== null;
  };

  function anyCall(choice: number): CallId | null {
    const conversations = callers.conversations();
    return conversations[Math.floor(choice * conversations.length)]?.call ?? null;
  }

  function askedOf(supervisor: SupervisorId, call: CallId, intervention: Intervention): Asked | null {
    const by = { role: 'supervisor', id: supervisor } as const;
    switch (intervention.kind) {
      case 'supervise': {
        const { mode, follows } = intervention;
        return { type: 'cmd.supervise', by, call, supervisor, mode, scope: follows ? 'agent' : 'call' };
      }
      case 'takeover':
        return { type: 'cmd.takeover', by, call, supervisor };
      case 'transfer': {
        const to = destinationOf(intervention.to, agentOf(call));
        return to === null ? null : { type: 'cmd.transfer', by, call, to };
      }
      case 'stop':
        return { type: 'cmd.stop', by, call };
      default:
        return assertNever(intervention);
    }
  }

  function agentOf(call: CallId): string | undefined {
    return callers.conversations().find((conversation) => conversation.call === call)?.agent;
  }

  function stay(supervisor: SupervisorId, { forMs, next }: Stay): void {
    const { seat } = seats.get(supervisor) ?? {};
    if (seat === undefined) return;
    const by = { role: 'supervisor', id: supervisor } as const;
    // The presence may have ended by itself by then, with its call.
    const isThere = (): boolean => seats.get(supervisor)?.seat === seat;
    later(forMs, () => {
      if (!isThere()) return;
      if (next === null) {
        ask({ type: 'cmd.leave', by, seat });
        return;
      }
      ask({ type: 'cmd.switchMode', by, seat, mode: next.mode });
      later(next.forMs, () => {
        if (isThere()) ask({ type: 'cmd.leave', by, seat });
      });
    });
  }

  return {
    hear(fact) {
      if (fact.type !== 'seat.changed') return;
      const { supervisor, seat, call, state } = fact;
      if (state !== 'gone') seats.set(supervisor, { seat, call });
      else if (seats.get(supervisor)?.seat === seat) seats.delete(supervisor);
    },
  };
}
