import { dirname, resolve } from 'node:path';
import type { Routing } from '@legwork/core';
import { JournalFault } from '@legwork/core/runtime';
import { settingsProblemText } from '../config/settings-file.ts';
import type { Settings } from '../config/settings.ts';
import { createLog } from '../create-service.ts';
import { checkSwitch } from '../serve/load-switch.ts';
import { ServeFault } from '../serve/serve-fault.ts';
import { startServing } from '../serve/serve.ts';
import { exits } from './exits.ts';
import { settingsIn } from './settings-in.ts';
import { UsageError } from './usage.ts';

export interface ServeCommandOptions {
  readonly config: string;
  readonly check?: true;
}

/** Runs the service until it is told to end: by SIGTERM, or Ctrl-C. A second signal ends it at once. */
export async function serve({ config, check }: ServeCommandOptions): Promise<void> {
  const { settings, routing, problemAt } = settingsIn(config);
  const orUsage = explaining((path, problem) => settingsProblemText(config, problemAt(path, problem)));
  const folder = dirname(resolve(config));
  if (check === true) {
    await orUsage(() => checkSwitch(settings.switch, folder));
    process.stdout.write(`${config} can be served: ${contentsOf(settings, routing)}\n`);
    return;
  }
  const log = createLog(settings);
  const serving = await orUsage(() => startServing({ settings, routing, log, folder }));
  const ended = untilToldToEnd();
  if (serving.firstKey !== null) {
    process.stdout.write(
      `The first key, for an administrator. It is told once: ${serving.firstKey}\nMake keys of your own with it, and revoke it.\n`,
    );
  }
  log.info({ url: serving.url, switch: settings.switch.kind }, 'Legwork is running');
  await ended;
  await serving.drain();
  // Timers of calls that go on would keep the process alive.
  process.exit(exits.fine);
}

/** What will be served, so that whoever has left something out sees it. */
const contentsOf = ({ switch: { kind }, agents, supervisors, listen }: Settings, routing: Routing | null): string =>
  [
    `switch ${kind}`,
    `agents: ${agents.length}`,
    `supervisors: ${supervisors.length}`,
    routing === null ? 'no routing: a flow has to have been activated' : `hotlines: ${routing.hotlines.length}`,
    `${listen.host}:${listen.port}`,
  ].join(', ');

type Place = (path: readonly string[], problem: string) => string;

const explaining =
  (placed: Place) =>
  async <Result>(act: () => Promise<Result>): Promise<Result> => {
    try {
      return await act();
    } catch (error) {
      if (error instanceof ServeFault) throw new UsageError(placed(error.path, error.message), { cause: error });
      if (error instanceof JournalFault) throw new UsageError(`the journal: ${error.message}`, { cause: error });
      if (error instanceof Error && 'syscall' in error && error.syscall === 'listen') {
        throw new UsageError(`listen: ${error.message}`, { cause: error });
      }
      throw error;
    }
  };

/** Whoever tells all processes of a group tells this one, and whoever has started it and passes the signal on: that is one telling. */
const ONE_TELLING_MS = 1_000;

/** A second signal does not wait for what is on its way. */
const untilToldToEnd = (): Promise<void> =>
  new Promise((resolve) => {
    let toldAt: number | null = null;
    const told = (): void => {
      if (toldAt !== null && performance.now() - toldAt > ONE_TELLING_MS) process.exit(exits.interrupted);
      toldAt ??= performance.now();
      resolve();
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, told);
  });
