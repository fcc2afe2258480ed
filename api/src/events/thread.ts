import type {
  AgentId,
  CallId,
  CallState,
  CommandId,
  FactOf,
  HandoverState,
  HoldState,
  LegId,
  Publication,
  QueueId,
} from '@legwork/core';
import type { Standing } from './audience.ts';
import type { TransferKind } from './event.ts';

/** Who belongs to which team, as the directory has it. */
export interface Teams {
  /** Null: of no team. */
  teamOfAgent(agent: AgentId): string | null;
  teamOfQueue(queue: QueueId): string | null;
}

/** What has to be remembered of a call, so that its next fact can be told as an event. */
export interface Thread {
  readonly call: CallId;
  /** How many events everybody at the call could know of. */
  told: number;
  clientRef: string | null;
  queue: QueueId | null;
  agent: AgentId | null;
  /** Where it stood when it was looked at last. */
  standing: Standing | null;
  state: CallState;
  /** It is closed: what is told of it now is told late. */
  isOver: boolean;
  hold: HoldState;
  handover: HandoverState;
  /** How many recordings there were. */
  recordings: number;
  /** The one that is under way. */
  recorded: { readonly id: string; readonly startedAt: number } | null;
  /** The transfer or takeover that is under way. */
  moving: Moving | null;
  /** Legs of takeovers, which nobody at the call has heard yet. */
  readonly hidden: Set<LegId>;
  /** Supervisors here, and whether anything has been observed of them. */
  readonly seats: Map<string, { readonly mode: string | null; readonly present: boolean }>;
}

export interface Moving {
  readonly kind: TransferKind | 'takeover';
  /** The command that began it. */
  readonly operation: CommandId;
  /** The agent talks with the new party; the command is done. */
  readonly consulted: boolean;
  /** The command that ends the consult, once it was asked for. */
  readonly ending: CommandId | null;
}

export const newThread = (call: CallId): Thread => ({
  call,
  told: 0,
  clientRef: null,
  queue: null,
  agent: null,
  standing: null,
  state: 'arriving',
  isOver: false,
  hold: 'open',
  handover: 'idle',
  recordings: 0,
  recorded: null,
  moving: null,
  hidden: new Set(),
  seats: new Map(),
});

/** A call's team is its agent's; where no agent is on it, its queue's. The same object for as long as the call stands there. */
export const standingOf = (thread: Thread, teams: Teams): Standing => {
  const { agent, queue, standing: before } = thread;
  if (before?.agent === agent && before.queue === queue) return before;
  const team = agent !== null ? teams.teamOfAgent(agent) : queue !== null ? teams.teamOfQueue(queue) : null;
  const standing = { agent, queue, team };
  thread.standing = standing;
  return standing;
};

/** The call that a publication is about; null where it is about none, or about an agent who happens to be on one. */
export const callOf = ({ fact }: Publication): CallId | null => {
  if (
    fact.type === 'switch.reachable' ||
    fact.type === 'agent.changed' ||
    fact.type === 'flow.activated' ||
    fact.type === 'queue.crossed'
  )
    return null;
  return fact.call;
};

/** Where a new call begins, before its first `call.changed`. */
export const firstStateOf = ({ ours, direction }: FactOf<'call.created'>): CallState => {
  if (!ours) return 'talking';
  return direction === 'inbound' ? 'arriving' : 'dialling';
};
