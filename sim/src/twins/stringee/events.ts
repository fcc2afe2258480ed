import type { Cause } from '@legwork/core';
import type { Address, AddressType } from './address.ts';
import { entryOf } from '../outside.ts';
import type { Core, Party } from './state.ts';

export type CallStatus = 'created' | 'started' | 'ringing' | 'answered' | 'ended' | 'agentEnded';

/** How a party, or a call as a whole, came to its end. */
export interface CallEnded {
  readonly endCallCause: string;
  readonly endedBy: 'EXTERNAL' | 'INTERNAL';
  /** Whom the event is about; the party itself where nothing is said. */
  readonly about?: Address;
}

/** What an event says of a call and one of its parties. */
export function eventOf(core: Core, status: CallStatus, party: Party, ended?: CallEnded): object {
  const { call, from } = party;
  const now = core.time.now();
  const to = ended?.about ?? (party.role === 'anchor' ? call.to : party.address);
  return {
    call_status: status,
    project_id: core.projectId,
    request_from_user_id: call.userId,
    account_sid: core.accountSid,
    timestamp_ms: now,
    from: addressIn(core, from),
    to: addressIn(core, to),
    type: 'stringee_call',
    call_id: call.id,
    clientCustomData: call.custom,
    callCreatedReason: call.createdReason,
    ...(core.open.uuidInEvents ? { uuid: call.uuid } : {}),
    ...(ended === undefined
      ? {}
      : {
          endCallCause: ended.endCallCause,
          endedBy: ended.endedBy,
          callType: call.callType,
          duration: secondsBetween(call.createdAt, now),
          answerDuration: call.answeredAt === null ? 0 : secondsBetween(call.answeredAt, now),
        }),
  };
}

const secondsBetween = (from: number, to: number): number => Math.floor((to - from) / 1000);

export const addressIn = ({ answering }: Core, { number, alias, type }: Address): object => ({
  number,
  alias,
  is_online: type === 'internal' && answering({ type, number }) !== null,
  type,
});

const sideOf = (type: AddressType): CallEnded['endedBy'] => (type === 'internal' ? 'INTERNAL' : 'EXTERNAL');

/** Somebody has hung up who had been answered. */
export const hungUpBy = (type: AddressType): CallEnded => ({ endCallCause: 'USER_END_CALL', endedBy: sideOf(type) });

/** Whoever was rung has not answered: RFC 3261 §21 in numbers, as the vendor's samples have them. */
export const unansweredBy = (type: AddressType, cause: Cause): CallEnded => ({
  endCallCause:
    cause === 'unreachable' && type === 'internal' ? OFFLINE : (sipOf[cause] ?? '500 Server Internal Error'),
  endedBy: sideOf(type),
});

/** A cause in the words of the port, from what is told of it. */
export const causeOf = (endCallCause: string): Cause =>
  entryOf(causes, /^\d{3}/.exec(endCallCause)?.[0] ?? '') ?? 'normal';

const causes: Readonly<Record<string, Cause>> = {
  404: 'unreachable',
  408: 'noAnswer',
  480: 'unreachable',
  486: 'busy',
  487: 'cancelled',
  500: 'lost',
  603: 'rejected',
};
const OFFLINE = '480 Temporarily Unavailable';
const sipOf: Readonly<Partial<Record<Cause, string>>> = {
  busy: '486 Busy Here',
  rejected: '603 Decline',
  noAnswer: '408 Request Timeout',
  unreachable: '404 Not Found',
  cancelled: '487 Request Terminated',
  normal: 'USER_END_CALL',
};
