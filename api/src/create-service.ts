import type { Runtime } from '@legwork/core/runtime';
import { pino, type Logger } from 'pino';
import { createAcquaintances, type Acquaintance } from './auth/acquaintances.ts';
import { createEnded } from './auth/ended.ts';
import { createKeys, type KeyDocument } from './auth/keys.ts';
import { createRateLimits } from './auth/limits.ts';
import { createLoginLinks } from './auth/login-links.ts';
import { createOidc } from './auth/oidc.ts';
import { createOwners } from './auth/owners.ts';
import { createPrincipals } from './auth/principals.ts';
import { createSessions, type SessionDocument } from './auth/sessions.ts';
import { directoryOf } from './config/people.ts';
import type { Settings } from './config/settings.ts';
import { createInFlight } from './http/idempotency.ts';
import { createMetrics } from './health/metrics.ts';
import { createResolutions } from './http/resolutions.ts';
import type { Service } from './service.ts';
import type { Store } from './store/store.ts';
import { createSimulations } from './simulations/simulations.ts';
import { createStreams, streamLimits } from './stream/streams.ts';
import { createCallTexts } from './views/call-texts.ts';
import type { Timing } from './timing.ts';
import { createWebhooks } from './webhooks/webhooks.ts';

const DAY_MS = 86_400_000;

export interface ServiceParts {
  readonly runtime: Runtime;
  readonly store: Store;
  readonly settings: Settings;
  /** Without it: one that writes to the standard output as the settings say. */
  readonly log?: Logger;
  /** Without it: the clock of the machine. */
  readonly timing?: Timing;
}

/** Everything that the routes are given, made of what runs beneath them. */
export const createService = (parts: ServiceParts): Service => {
  const { runtime, store, settings, timing = timingOf(parts.runtime), log = createLog(settings) } = parts;
  const now = (): number => runtime.now();
  const { oidc } = settings.auth;
  const directory = directoryOf(settings);
  const callTexts = createCallTexts({ runtime, directory });
  const ended = createEnded(now);
  const streams = createStreams(
    { runtime, store, directory, callTexts, log, timing, ended },
    { ...streamLimits, streams: settings.limits.streams },
  );
  const keys = createKeys(store.documents<KeyDocument>('keys'), now);
  const principals = createPrincipals(directory, settings);
  const acquaintances = createAcquaintances({
    documents: store.documents<Acquaintance>('acquaintances'),
    now,
    rememberedMs: (oidc?.rememberDays ?? 0) * DAY_MS,
    onFault: (fault) => log.error({ err: fault }, 'who was seen could not be kept'),
  });
  const onProviderFault = (fault: unknown): void => log.error({ err: fault }, 'the identity provider cannot be asked');
  const owners = createOwners(keys, acquaintances, principals);
  const webhooks = createWebhooks({ store, log, directory, owners, streams, timing }, settings.webhooks);
  const metrics = createMetrics({ runtime, streams, webhooks });
  const simulations = createSimulations({ store, log, runtime, streams }, settings.simulations);
  return {
    runtime,
    store,
    settings,
    log,
    directory,
    callTexts,
    timing,
    keys,
    principals,
    acquaintances,
    owners,
    ended,
    sessions: createSessions(store.documents<SessionDocument>('sessions'), now),
    loginLinks: createLoginLinks(now),
    oidc: oidc === undefined ? null : createOidc(oidc, now, onProviderFault),
    rateLimits: createRateLimits(settings),
    resolutions: createResolutions(runtime),
    inFlight: createInFlight(),
    streams,
    webhooks,
    metrics,
    simulations,
    close: async () => {
      streams.close();
      metrics.close();
      await Promise.all([webhooks.close(), simulations.close()]);
    },
  };
};

const timingOf = (runtime: Runtime): Timing => ({
  now: () => runtime.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
  uniform: Math.random,
});

/** Secrets and numbers are logged by nobody; should somebody try, they are left out. `to` is a file descriptor: the standard output, or another. */
export const createLog = ({ log: { level } }: Settings, to = 1): Logger =>
  pino(
    {
      level,
      redact: { paths: ['*.authorization', '*.cookie', '*.token', '*.customer', '*.digits', '*.number'], remove: true },
    },
    pino.destination(to),
  );
