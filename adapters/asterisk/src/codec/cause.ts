import { assertNever } from '@legwork/core';
import type { Cause } from '@legwork/core';

/** How far a leg had come when it ended. */
export interface Course {
  readonly wasUp: boolean;
  readonly hasRung: boolean;
  /** It called us; otherwise it was dialled. */
  readonly isCaller: boolean;
  /** Why we have asked it to end; null where we have not. */
  readonly asked: Cause | null;
}

/** Why a leg has ended, by the cause of ChannelDestroyed (ITU-T Q.850). That of ChannelHangupRequest can be a flag and is not used. */
export function causeOf(q850: number, { wasUp, hasRung, isCaller, asked }: Course): Cause {
  if (asked !== null) return asked === 'normal' && !wasUp ? 'cancelled' : asked;
  if (wasUp) return MISHAPS.has(q850) ? 'lost' : 'normal';
  // Whoever calls and hangs up before the answer has changed their mind.
  if (isCaller) return 'cancelled';
  switch (q850) {
    case 17:
      return 'busy';
    case 21:
      return 'rejected';
    case 18:
    case 19:
      // A host that is not there ends like a phone that nobody answers, and has never rung.
      return hasRung ? 'noAnswer' : 'unreachable';
    case 16:
    case 26:
      return 'cancelled';
    default:
      return 'unreachable';
  }
}

/** Out of order, temporary failure, timer expired: nobody has hung up. */
const MISHAPS: ReadonlySet<number> = new Set([27, 38, 41, 42, 44, 102]);

/** What to hang up with, as Q.850. The names that ARI knows do not reach all of them. */
export function q850Of(cause: Cause): number {
  switch (cause) {
    case 'normal':
    case 'cancelled':
    case 'lost':
    case 'presumed':
      return 16;
    case 'busy':
      return 17;
    case 'rejected':
      return 21;
    case 'noAnswer':
      return 19;
    case 'unreachable':
      return 1;
    default:
      return assertNever(cause);
  }
}
