import type { Runtime } from '@legwork/core/runtime';
import type { Logger } from 'pino';
import type { Acquaintances } from './auth/acquaintances.ts';
import type { Ended } from './auth/ended.ts';
import type { Keys } from './auth/keys.ts';
import type { RateLimits } from './auth/limits.ts';
import type { LoginLinks } from './auth/login-links.ts';
import type { Oidc } from './auth/oidc.ts';
import type { Owners } from './auth/owners.ts';
import type { Principal } from './auth/principal.ts';
import type { Principals } from './auth/principals.ts';
import type { Sessions } from './auth/sessions.ts';
import type { Settings } from './config/settings.ts';
import type { Directory } from './directory/directory.ts';
import type { InFlight } from './http/idempotency.ts';
import type { Metrics } from './health/metrics.ts';
import type { Resolutions } from './http/resolutions.ts';
import type { Simulations } from './simulations/simulations.ts';
import type { Store } from './store/store.ts';
import type { Streams } from './stream/streams.ts';
import type { Timing } from './timing.ts';
import type { CallTexts } from './views/call-texts.ts';
import type { Webhooks } from './webhooks/webhooks.ts';

/** What every route is given. */
export interface Service {
  readonly runtime: Runtime;
  readonly store: Store;
  readonly directory: Directory;
  readonly callTexts: CallTexts;
  readonly settings: Settings;
  readonly keys: Keys;
  readonly principals: Principals;
  /** Those whom the identity provider has vouched for. */
  readonly acquaintances: Acquaintances;
  readonly owners: Owners;
  readonly sessions: Sessions;
  /** Sessions and keys that are over. */
  readonly ended: Ended;
  readonly loginLinks: LoginLinks;
  /** Null where no identity provider is set. */
  readonly oidc: Oidc | null;
  readonly rateLimits: RateLimits;
  /** What becomes of commands, as it is published. */
  readonly resolutions: Resolutions;
  /** Requests with an idempotency key that are being answered. */
  readonly inFlight: InFlight;
  /** Everybody who is told what happens. */
  readonly streams: Streams;
  readonly webhooks: Webhooks;
  readonly metrics: Metrics;
  readonly simulations: Simulations;
  readonly timing: Timing;
  readonly log: Logger;
  /** Ends what runs beside requests: streams say so and end, what was not delivered waits for the next start. The runtime and the store are closed after it. */
  close(): Promise<void>;
}

/** What is known of a request on its way. */
export interface Env {
  Variables: {
    readonly requestId: string;
    readonly principal: Principal;
    /** What whatever changes something says, as it came. */
    readonly body: string;
  };
  /** What the server that listens says of a request and its connection; nothing where a test asks without one. */
  Bindings: {
    readonly incoming?: {
      readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
      readonly socket?: { readonly remoteAddress?: string };
    };
  };
}
