import { assertNever } from '@legwork/core';
import type { Cause, Endpoint, NativeId } from '@legwork/core';

/** What a phone does when it is called. Times are milliseconds from the dialling. */
export type EndpointBehaviour =
  /** It rings until somebody answers. */
  | { readonly kind: 'answers'; readonly afterMs: number }
  /** It rings until the caller gives up. */
  | { readonly kind: 'ringsOut' }
  /** It rings until somebody declines. */
  | { readonly kind: 'rejects'; readonly afterMs: number }
  /** Nothing rings; the network says so. */
  | { readonly kind: 'busy'; readonly afterMs: number }
  | { readonly kind: 'unreachable'; readonly afterMs: number };

/** A phone is being called. */
export interface Ring {
  /** The new leg. */
  readonly native: NativeId;
  readonly to: Endpoint;
  /** How long it may ring. */
  readonly ringMs: number;
}

/** What becomes of a ring: whether it is heard, how long it lasts, and what ends it; null for an answer. */
export interface RingEnd {
  readonly rings: boolean;
  readonly afterMs: number;
  readonly cause: Cause | null;
}

/** A phone that has done nothing within `ringMs` has not answered. */
export function endOfRing(behaviour: EndpointBehaviour, ringMs: number): RingEnd {
  const end = intendedEnd(behaviour);
  return end.afterMs < ringMs ? end : { rings: end.rings, afterMs: ringMs, cause: 'noAnswer' };
}

function intendedEnd(behaviour: EndpointBehaviour): RingEnd {
  switch (behaviour.kind) {
    case 'answers':
      return { rings: true, afterMs: behaviour.afterMs, cause: null };
    case 'ringsOut':
      return { rings: true, afterMs: Infinity, cause: 'noAnswer' };
    case 'rejects':
      return { rings: true, afterMs: behaviour.afterMs, cause: 'rejected' };
    case 'busy':
      return { rings: false, afterMs: behaviour.afterMs, cause: 'busy' };
    case 'unreachable':
      return { rings: false, afterMs: behaviour.afterMs, cause: 'unreachable' };
    default:
      return assertNever(behaviour);
  }
}
