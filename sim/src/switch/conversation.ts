import type { CallId } from '@legwork/core';
import { put, type Leg } from './leg.ts';

/** The legs of one call, and the mixes in which they talk. */
export interface Conversation {
  /** Null for a call that was found and has not been named by an effect yet. */
  call: CallId | null;
  readonly legs: Set<Leg>;
  readonly main: Set<Leg>;
  readonly side: Set<Leg>;
  isRecorded: boolean;
}

/** All conversations of a switch. One exists as long as it has legs. */
export interface Conversations {
  readonly size: number;
  of(call: CallId): Conversation | undefined;
  /** Opens the conversation of a found call. */
  openUnnamed(): Conversation;
  /** Lets the leg belong to the call. A conversation without a name gets the call's with all its legs. */
  admit(leg: Leg, call: CallId): void;
  /** Lets the leg belong to no call. */
  dismiss(leg: Leg): void;
  clear(): void;
}

/** No conversations. `onDeserted` is called for one that its last leg has left. */
export function createConversations(onDeserted: (conversation: Conversation) => void): Conversations {
  const open = new Set<Conversation>();
  const named = new Map<CallId, Conversation>();

  function openFor(call: CallId | null): Conversation {
    const conversation: Conversation = { call, legs: new Set(), main: new Set(), side: new Set(), isRecorded: false };
    open.add(conversation);
    if (call !== null) named.set(call, conversation);
    return conversation;
  }

  function dismiss(leg: Leg): void {
    const conversation = leg.conversation;
    if (conversation === null) return;
    leg.conversation = null;
    conversation.legs.delete(leg);
    if (conversation.legs.size > 0) return;
    open.delete(conversation);
    if (conversation.call !== null) named.delete(conversation.call);
    onDeserted(conversation);
  }

  function move(leg: Leg, to: Conversation): void {
    dismiss(leg);
    to.legs.add(leg);
    leg.conversation = to;
  }

  return {
    get size() {
      return open.size;
    },
    of: (call) => named.get(call),
    openUnnamed: () => openFor(null),
    admit(leg, call) {
      const from = leg.conversation;
      if (from?.call === call) return;
      const to = named.get(call) ?? openFor(call);
      if (from === null || from.call !== null) {
        move(leg, to);
        return;
      }
      // Found and now named: audio goes on as it was.
      for (const member of from.main) put(member, { at: 'main', mix: to.main });
      for (const member of from.legs) move(member, to);
    },
    dismiss,
    clear() {
      open.clear();
      named.clear();
    },
  };
}
