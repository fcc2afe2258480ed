import type { EndedBy } from '../auth/ended.ts';
import type { Chunk } from './wire.ts';

/** Why a stream ends, as `stream.closing` says it. */
export type Closing =
  | 'slow'
  | 'shutdown'
  | 'fault'
  /** What is to be told is not kept any more. */
  | 'expired'
  /** The key of whoever reads was revoked, or their session was ended. */
  | EndedBy
  /** Their key, token or session has come to its end. */
  | 'unauthenticated';

/** One connection that events are written to. It holds a bounded number of bytes; one that cannot take more is cut, and nobody waits for it. */
export interface Outlet {
  send(chunk: Chunk): void;
  /** Resolves when it holds little, or is closed: whoever has much to send waits for it. */
  ready(): Promise<void>;
  /** Says why, and ends. */
  close(reason: Closing): void;
  readonly isClosed: boolean;
  /** Called once, when it has ended: why, or `left` where the client went. */
  onClosed(run: (reason: Closing | 'left') => void): void;
}
