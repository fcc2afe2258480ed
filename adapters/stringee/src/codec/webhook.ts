import { fieldsOf, parse, textIn } from './values.ts';

/** What is read of Stringee's webhooks, in its own names. Everything else that they say is left unread. */

const statuses = ['created', 'started', 'ringing', 'answered', 'ended', 'agentEnded', 'connect_failed'] as const;
export type CallStatus = (typeof statuses)[number];

export interface Named {
  readonly number: string;
  readonly alias: string;
}
export interface CallEvent {
  readonly status: CallStatus;
  readonly callId: string;
  /** When it happened, by Stringee's clock, as it is told; empty where it is not. */
  readonly at: string;
  readonly from: Named;
  /** Whom it is about. */
  readonly to: Named;
  readonly customData: string;
  /** Such as `486 Busy Here`; empty where nothing has ended. */
  readonly endCause: string;
  /** Which side hung up; empty where nobody says. */
  readonly endedBy: 'INTERNAL' | 'EXTERNAL' | '';
}

/** Reads what is posted to event_url. Null for what is not an event of a call that is read; never throws. */
export function readEvent(text: string): CallEvent | null {
  const told = fieldsOf(parse(text));
  const status = statuses.find((one) => one === told['call_status']);
  const callId = textIn(told['call_id']);
  if (status === undefined || callId === '') return null;
  const endedBy = textIn(told['endedBy']);
  return {
    status,
    callId,
    at: textIn(told['timestamp_ms']),
    from: readNamed(told['from']),
    to: readNamed(told['to']),
    customData: textIn(told['clientCustomData']),
    endCause: textIn(told['endCallCause']),
    endedBy: endedBy === 'INTERNAL' || endedBy === 'EXTERNAL' ? endedBy : '',
  };
}

function readNamed(value: unknown): Named {
  const { number, alias } = fieldsOf(value);
  return { number: textIn(number), alias: textIn(alias) };
}

/** An event has no id and no number: this is what it is known by when it is told again. */
export const keyOf = ({ callId, status, at, to }: CallEvent): string => `${callId} ${status} ${at} ${to.number}`;

/** Somebody calls, or has answered, and Stringee asks what is to be done. */
export interface Asking {
  readonly from: string;
  readonly to: string;
  /** Null where a phone number calls: then there is a `uuid` alone. */
  readonly callId: string | null;
  readonly uuid: string | null;
}

/** Reads the query of an answer_url. Null where it names no call; never throws. */
export function readAsking(query: URLSearchParams): Asking | null {
  const one = (name: string): string => textIn(query.get(name));
  const asking = {
    from: one('from'),
    to: one('to'),
    callId: one('callId') || null,
    uuid: one('uuid') || null,
  };
  return asking.callId === null && asking.uuid === null ? null : asking;
}

/** What was pressed while an `input` ran; no digits where it has run out. */
export interface Pressed {
  readonly callId: string;
  readonly digits: string;
  readonly customField: string;
}

/** Reads what is posted to an `input`'s eventUrl. Null for what is none; never throws. */
export function readPressed(text: string): Pressed | null {
  const told = fieldsOf(parse(text));
  const callId = textIn(told['call_id']);
  if (callId === '') return null;
  const digits = textIn(told['dtmf']);
  return {
    callId,
    digits: /^[\dA-D*#]{1,64}$/i.test(digits) ? digits : '',
    customField: textIn(told['customField']),
  };
}

/** Whether two ways of writing a number mean the same: one may begin with a +. */
export const isSameNumber = (one: string, other: string): boolean =>
  one.replace(/^\+/, '') === other.replace(/^\+/, '');
