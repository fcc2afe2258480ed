import type { Runtime } from '@legwork/core/runtime';
import type { Logger } from 'pino';
import type { Keys } from './auth/keys.ts';
import type { Principal } from './auth/principal.ts';
import type { Settings } from './config/settings.ts';
import type { Directory } from './directory/directory.ts';
import type { Resolutions } from './http/resolutions.ts';
import type { Store } from './store/store.ts';
import type { Streams } from './stream/streams.ts';

/** What every route is given. */
export interface Service {
  readonly runtime: Runtime;
  readonly store: Store;
  readonly directory: Directory;
  readonly settings: Settings;
  readonly keys: Keys;
  /** What becomes of commands, as it is published. */
  readonly resolutions: Resolutions;
  /** Everybody who is told what happens. */
  readonly streams: Streams;
  readonly log: Logger;
}

/** What is known of a request on its way. */
export interface Env {
  Variables: {
    readonly log: Logger;
    readonly requestId: string;
    readonly principal: Principal;
  };
  /** What the server that listens says of a connection; nothing where a test asks without one. */
  Bindings: { readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } } };
}
