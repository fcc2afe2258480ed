import { asId, type Routing, type SwitchId } from '@legwork/core';
import { openRuntime } from '@legwork/core/runtime';
import { clockOn } from '@legwork/sim';
import type { Logger } from 'pino';
import { createApp } from '../app.ts';
import { createFirstKey } from '../auth/keys.ts';
import { engineConfigOf } from '../config/engine.ts';
import type { Settings } from '../config/settings.ts';
import { createService } from '../create-service.ts';
import { openStore, type OpenStore } from '../journal/open.ts';
import type { Service } from '../service.ts';
import { listen } from './listen.ts';
import { loadSwitch, type LoadedSwitch } from './load-switch.ts';
import { machineTime } from './machine-time.ts';
import { ServeFault } from './serve-fault.ts';
import { factTeller, tellNotice } from './tell.ts';

export interface ServeOptions {
  readonly settings: Settings;
  /** The routing of the settings; null where they have none. A flow that was activated stays in force. */
  readonly routing: Routing | null;
  readonly log: Logger;
  /** Where packages with switches are looked for, beside Legwork's own and the directory it is run in. */
  readonly folder?: string;
}

/** The service while it runs. */
export interface Serving {
  readonly url: string;
  readonly service: Service;
  /** The token of the first key, at the first start: it is told once. Null where there are keys already. */
  readonly firstKey: string | null;
  /**
   * Takes no request any more, tells streams why they end, finishes what is on its way, keeps a checkpoint and lets go of the switch, on which
   * calls go on. The first call counts.
   */
  drain(): Promise<void>;
}

/** How long a request that is on its way, or a stream that does not end by itself, is waited for. */
const GRACE_MS = 5_000;
const DAY_MS = 86_400_000;
const noRouting: Routing = { hotlines: [], byNumber: new Map(), nodes: {}, queues: {} };
const JITTER = { uniform: () => Math.random() };

/**
 * Starts the whole service: journal, switch, engine and API.
 *
 * Rejects with a `ServeFault` where the settings cannot be served, with a `JournalFault` where the journal cannot, and as `listen` does.
 */
export const startServing = async ({ settings, routing, log, folder }: ServeOptions): Promise<Serving> => {
  const { file, thread, mostBytes } = settings.journal;
  const store = await openStore({
    file,
    thread,
    retention: retentionOf(settings),
    ...(mostBytes !== undefined && { mostBytes }),
  });
  let plugged: LoadedSwitch | null = null;
  try {
    plugged = await loadSwitch(settings.switch, folder, (line) => log.info({ switch: settings.switch.id }, line));
    return await start({ settings, routing, log }, store, plugged);
  } catch (error) {
    await plugged?.port.close();
    await store.close();
    throw error;
  }
};

const start = async (
  { settings, routing, log }: ServeOptions,
  store: OpenStore,
  { port, begin }: LoadedSwitch,
): Promise<Serving> => {
  const id = asId<SwitchId>(settings.switch.id);
  const runtime = await openRuntime({
    config: engineConfigOf(settings, routing ?? noRouting, [{ id, capabilities: port.capabilities }]),
    switches: new Map([[id, port]]),
    awaited: new Set([id]),
    clock: clockOn(machineTime()),
    journal: store.journal,
    holdWhileLostMs: settings.policy.holdWhileLostMs,
    checkpointEvery: settings.journal.checkpointEvery,
    randomness: JITTER,
    notice: (notice) => tellNotice(log, notice),
  });
  if (routing === null && runtime.engine.state.flows.current.name === null) {
    await runtime.close();
    throw new ServeFault('there is none in the settings, and no flow was activated', ['routing']);
  }
  const tellFact = factTeller(log);
  runtime.publications.subscribe(({ fact }) => tellFact(fact));
  begin();
  const service = createService({ runtime, store, settings, log });
  await Promise.all([service.streams.begin(), service.webhooks.ready, service.simulations.ready]);
  const firstKey = await createFirstKey(service.keys);
  const listening = await listen(createApp(service), settings.listen, (fault) =>
    log.error({ err: fault }, 'a connection could not be taken on'),
  );

  const drain = async (): Promise<void> => {
    log.info('Legwork is draining');
    const closed = listening.close(GRACE_MS);
    service.streams.close();
    await closed;
    await service.close();
    await runtime.close();
    await port.close();
    await store.close();
    log.info('Legwork has ended');
  };
  let draining: Promise<void> | null = null;
  return { url: listening.url, service, firstKey, drain: () => (draining ??= drain()) };
};

/** Everything that can be looked at is kept for as many days as the settings say; requests that may be repeated, for one. */
const retentionOf = ({ journal: { retentionDays } }: Settings) => {
  const ms = retentionDays * DAY_MS;
  return { publicationsMs: ms, operationsMs: ms, callRecordsMs: ms, auditMs: ms };
};
