import type { Runtime } from '@legwork/core/runtime';
import { pino, type Logger } from 'pino';
import { createKeys, type KeyDocument } from './auth/keys.ts';
import { directoryOf } from './config/people.ts';
import type { Settings } from './config/settings.ts';
import { createResolutions } from './http/resolutions.ts';
import type { Service } from './service.ts';
import type { Store } from './store/store.ts';
import { createStreams, streamLimits } from './stream/streams.ts';

export interface ServiceParts {
  readonly runtime: Runtime;
  readonly store: Store;
  readonly settings: Settings;
  /** Without it: one that writes to the standard output as the settings say. */
  readonly log?: Logger;
}

/** Everything that the routes are given, made of what runs beneath them. */
export const createService = ({ runtime, store, settings, log = createLog(settings) }: ServiceParts): Service => {
  const directory = directoryOf(settings);
  return {
    runtime,
    store,
    settings,
    log,
    directory,
    keys: createKeys(store.documents<KeyDocument>('keys'), () => runtime.now()),
    resolutions: createResolutions(runtime),
    streams: createStreams({ runtime, store, directory, log }, { ...streamLimits, streams: settings.limits.streams }),
  };
};

/** Secrets and numbers are logged by nobody; should somebody try, they are left out. */
const createLog = ({ log: { level } }: Settings): Logger =>
  pino({
    level,
    redact: { paths: ['*.authorization', '*.cookie', '*.token', '*.customer', '*.digits', '*.number'], remove: true },
  });
