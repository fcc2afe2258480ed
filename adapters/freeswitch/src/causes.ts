import type { Cause } from '@legwork/core';

// Hangup-Cause, the names of Q.850 and of FreeSWITCH's own.
const ofSwitch: Readonly<Record<string, Cause>> = {
  NORMAL_CLEARING: 'normal',
  NORMAL_UNSPECIFIED: 'normal',
  SUCCESS: 'normal',
  MANAGER_REQUEST: 'normal',
  PICKED_OFF: 'normal',
  ATTENDED_TRANSFER: 'normal',
  BLIND_TRANSFER: 'normal',
  USER_BUSY: 'busy',
  CALL_REJECTED: 'rejected',
  NO_ANSWER: 'noAnswer',
  NO_USER_RESPONSE: 'noAnswer',
  ALLOTTED_TIMEOUT: 'noAnswer',
  PROGRESS_TIMEOUT: 'noAnswer',
  ORIGINATOR_CANCEL: 'cancelled',
  LOSE_RACE: 'cancelled',
  SYSTEM_SHUTDOWN: 'lost',
  MEDIA_TIMEOUT: 'lost',
  RECOVERY_ON_TIMER_EXPIRE: 'lost',
  CRASH: 'lost',
};

/** What FreeSWITCH calls the end of a channel, in the words of the port. What is on no list could not be reached. */
export const causeOf = (hangupCause: string | undefined): Cause =>
  hangupCause === undefined ? 'normal' : (ofSwitch[hangupCause] ?? 'unreachable');

const toSwitch = {
  normal: 'NORMAL_CLEARING',
  busy: 'USER_BUSY',
  rejected: 'CALL_REJECTED',
  noAnswer: 'NO_ANSWER',
  unreachable: 'NO_ROUTE_DESTINATION',
  cancelled: 'ORIGINATOR_CANCEL',
  lost: 'NORMAL_CLEARING',
  presumed: 'NORMAL_CLEARING',
} as const satisfies Readonly<Record<Cause, string>>;

/** With which cause a channel is hung up. */
export const hangupCauseOf = (cause: Cause): string => toSwitch[cause];
