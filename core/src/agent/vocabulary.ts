import type { Refuses } from '../machine/index.ts';
import type { Outcome } from '../vocabulary/index.ts';

/** Where an agent goes when the call, or the work after it, is over. */
export type Next = 'available' | 'away' | 'offline';

/** What an agent's machine remembers. No time, no text, no foreign id. */
export interface AgentRecord {
  readonly next: Next;
  /** There is work after a call. */
  readonly wrapsUp: boolean;
  /** A presence asked for during a call: it is done when the call is over. */
  readonly op: boolean;
}
export const newAgent: AgentRecord = { next: 'available', wrapsUp: false, op: false };

export type AgentInput =
  | { readonly type: 'cmd.logIn' | 'cmd.ready' | 'cmd.away' | 'cmd.wrapUp' | 'cmd.logOut' }
  /** A leg to the agent was made; it is up; it ended without an answer; it was called off; it ended. `wrapsUp`: the queue wants after-call work. */
  | { readonly type: 'sig.reserve' | 'sig.answered' | 'sig.missed' | 'sig.calledOff' }
  | { readonly type: 'sig.over'; readonly wrapsUp: boolean }
  | { readonly type: 'timer.wrapUp' };

export type AgentOut =
  | Refuses
  | { readonly say: 'timer'; readonly timer: 'wrapUp'; readonly on: boolean }
  | { readonly say: 'reason'; readonly reason: 'asAsked' | 'missed' | 'loggedIn' | 'none' }
  | { readonly say: 'free' }
  | { readonly say: 'taken' }
  | { readonly say: 'loggedOut' }
  | { readonly say: 'open' }
  | { readonly say: 'resolve'; readonly outcome: Outcome };
