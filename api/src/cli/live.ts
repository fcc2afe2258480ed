import { fileURLToPath } from 'node:url';
import { asId } from '@legwork/core';
import { parseScenario, planScenario, type DayPlan } from '@legwork/sim';
import { createApp } from '../app.ts';
import { defaultPermissions } from '../auth/permissions.ts';
import { connect } from '../demo/client.ts';
import { drive, type Driven } from '../demo/headless.ts';
import { openDemo, type Demo } from '../demo/open-demo.ts';
import { GUEST } from '../demo/settings.ts';
import type { Tally } from '../demo/tally.ts';
import { listen, type Listening } from '../serve/listen.ts';
import { exits } from './exits.ts';
import { watchForInterruption } from './interruption.ts';
import { textOf, UsageError } from './usage.ts';

export interface LiveOptions {
  readonly port?: number;
  readonly headless?: true;
  readonly for?: number;
  readonly json?: true;
  readonly seed?: number;
}

const PORT = 8_080;
/** So much of the evening has passed when the doors open: long enough for as many calls as there will be. */
const AHEAD_MS = 600_000;
/** How long a headless demo takes where nothing is said, in seconds. */
const HEADLESS_S = 20;
/** How long open streams are given when it ends. */
const GRACE_MS = 500;

/** A contact centre that goes on in real time until somebody stops it: looked at in the console, or driven through the API. */
export async function runLive(options: LiveOptions): Promise<void> {
  const progress = sayProgress();
  const plan = eveningPlan(options.seed);
  const demo = await openDemo(plan, { port: options.port ?? PORT, aheadMs: AHEAD_MS, onProgress: progress.ready });
  const listening = await listenSomewhere(demo, options);
  try {
    if (options.headless === true) await runHeadless(options, plan, demo, listening, progress.round);
    else await runOpen(options, demo, listening);
  } finally {
    await demo.stop();
    await listening.close(GRACE_MS);
  }
}

const eveningPlan = (seed: number | undefined): DayPlan => {
  const file = fileURLToPath(import.meta.resolve('@legwork/sim/scenarios/evening.yaml'));
  return planScenario(parseScenario(textOf(file, 'scenario'), file), seed);
};

/** Where the port was named it is that one; else the usual one, or any that is free. */
const listenSomewhere = async (demo: Demo, { port, headless }: LiveOptions): Promise<Listening> => {
  const app = createApp(demo.service);
  const host = '127.0.0.1';
  try {
    return await listen(app, { host, port: port ?? (headless === true ? 0 : PORT) });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (port === undefined && error.code === 'EADDRINUSE') return listen(app, { host, port: 0 });
    throw new UsageError(`cannot listen on ${host}:${port ?? PORT}: ${error.message}`, { cause: error });
  }
};

const runOpen = async ({ for: seconds }: LiveOptions, { service }: Demo, { url }: Listening): Promise<void> => {
  // Whoever tries it out may run simulations as well.
  const permissions = [...defaultPermissions.supervisor, 'simulations.write'] as const;
  const name = service.directory.supervisor(asId(GUEST))?.name ?? GUEST;
  const { key, token } = await service.keys.create({ ...orderOf('supervisor'), name, permissions }, 'demo');
  const link = `${url}/console#token=${service.loginLinks.issue(key.id)}`;
  process.stdout.write(`
Legwork is running: ${service.runtime.live.size} calls on a simulated switch, and people at every telephone.

  ${link}

The link logs in once, as the supervisor ${name}. The API is described at ${url}/reference; for the commands of the README:

  LEGWORK=${url} KEY=${token}

Ctrl-C ends it; nothing of it is kept.
`);
  await untilStopped(seconds);
};

const runHeadless = async (
  { for: seconds = HEADLESS_S, json }: LiveOptions,
  { seed }: DayPlan,
  { service }: Demo,
  { url }: Listening,
  onRound: (tally: Tally) => void,
): Promise<void> => {
  const { token } = await service.keys.create(orderOf('supervisor'), 'demo');
  const startedMs = performance.now();
  const publishedBefore = service.runtime.published();
  const interruption = watchForInterruption();
  const driven = await drive({
    client: connect(url, token),
    isOver: () => interruption.isAsked || performance.now() - startedMs >= seconds * 1_000,
    onRound,
  });
  interruption.forget();
  const summary = summaryOf(driven, {
    seed,
    seconds: Number(((performance.now() - startedMs) / 1_000).toFixed(1)),
    liveCalls: service.runtime.live.size,
    publications: service.runtime.published() - publishedBefore,
  });
  process.stdout.write(json === true ? `${JSON.stringify(summary)}\n` : textOfSummary(summary));
  if (interruption.isAsked) process.exitCode = exits.interrupted;
  else if (driven.heard.wrong > 0) process.exitCode = exits.violated;
};

const orderOf = (role: 'supervisor') =>
  ({ name: 'demo', role, subject: GUEST, teams: null, permissions: null, expiresAt: null }) as const;

interface Run {
  readonly seed: number;
  readonly seconds: number;
  readonly liveCalls: number;
  readonly publications: number;
}

const summaryOf = ({ actions, heard, repliesMs }: Driven, run: Run) => ({
  demo: 'headless' as const,
  ...run,
  actions,
  heard,
  repliesMs: { p50: quantile(repliesMs, 0.5), p99: quantile(repliesMs, 0.99) },
});

const quantile = (values: readonly number[], share: number): number | null => {
  const sorted = values.toSorted((one, other) => one - other);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return value === undefined ? null : Math.round(value);
};

const textOfSummary = (summary: ReturnType<typeof summaryOf>): string => {
  const rows = Object.entries(summary.actions).map(
    ([action, { asked, done, refused, failed }]) =>
      `  ${action.padEnd(10)} asked ${String(asked).padStart(4)}   done ${String(done).padStart(4)}   refused ${String(refused).padStart(3)}   failed ${String(failed).padStart(3)}`,
  );
  const { looked, wrong } = summary.heard;
  return `${summary.liveCalls} live calls, ${summary.seconds} s\n${rows.join('\n')}\n  who hears the supervisor: looked ${looked} times, wrong ${wrong} times\n`;
};

const untilStopped = (seconds: number | undefined): Promise<void> =>
  new Promise((resolve) => {
    const timer = seconds === undefined ? null : setTimeout(done, seconds * 1_000);
    function done(): void {
      if (timer !== null) clearTimeout(timer);
      process.off('SIGINT', done);
      process.off('SIGTERM', done);
      resolve();
    }
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
  });

/** On standard error, in place where that is a terminal. */
const sayProgress = () => {
  const { isTTY } = process.stderr;
  const say = (text: string): void => {
    if (isTTY) process.stderr.write(`\r${text}\u001b[K`);
  };
  return {
    ready: (share: number): void => {
      say(`People are coming to work: ${Math.round(share * 100)} %`);
      if (share >= 1 && isTTY) process.stderr.write('\r\u001b[K');
    },
    round: (tally: Tally): void => {
      say(
        Object.entries(tally)
          .map(([action, { done }]) => `${action} ${done}`)
          .join(', '),
      );
    },
  };
};
