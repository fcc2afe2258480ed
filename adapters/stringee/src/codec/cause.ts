import type { Cause } from '@legwork/core';

/** How far the leg had come when it ended. */
export interface Course {
  readonly wasUp: boolean;
  readonly isCaller: boolean;
  /** A phone, and no app. */
  readonly isPhone: boolean;
  /** What we have hung it up with. */
  readonly asked: Cause | null;
}

/** Why a leg ended, of the `endCallCause` that is told: a SIP code with its words, or a word of Stringee's. */
export function causeOf(endCause: string, { wasUp, isCaller, isPhone, asked }: Course): Cause {
  if (asked !== null) return asked;
  if (wasUp) return 'normal';
  const code = /^\d{3}/.exec(endCause)?.[0];
  switch (code) {
    case '486':
    case '600':
      return 'busy';
    case '603':
      return 'rejected';
    case '408':
      return 'noAnswer';
    // An app that nobody is logged in to; of a phone that has rung in vain networks say so, too (RFC 3398 §8.2.6.1).
    case '480':
      return isPhone ? 'noAnswer' : 'unreachable';
    case '487':
      return 'cancelled';
    case undefined:
      return isCaller || endCause === 'USER_END_CALL' ? 'cancelled' : 'unreachable';
    default:
      return 'unreachable';
  }
}
