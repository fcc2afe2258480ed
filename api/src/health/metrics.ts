import type { CommandId, Publication } from '@legwork/core';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Service } from '../service.ts';
import { watchEventLoop } from './delay.ts';
import { switchesOf } from './readiness.ts';

/** Everything that is counted, for Prometheus. No label holds anything about a person, and each has a bounded number of values. */
export interface Metrics {
  readonly contentType: string;
  /** In the text format of Prometheus, as of now. */
  text(): Promise<string>;
  /** A request was answered. */
  answered(request: Answered): void;
  close(): void;
}

export interface Answered {
  readonly method: string;
  /** The pattern of the route, not the path. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

const shortSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const longSeconds = [1, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600];
const methods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

/** How many queues have lines of their own; more than that are one. */
const MOST_NAMES = 200;

const boundedNames = (): ((name: string | null) => string) => {
  const known = new Set<string>();
  return (name) => {
    if (name === null) return 'none';
    if (known.size < MOST_NAMES) known.add(name);
    return known.has(name) ? name : 'other';
  };
};

type Parts = Pick<Service, 'runtime' | 'streams' | 'webhooks'>;

export const createMetrics = (parts: Parts): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  const delay = watchEventLoop();
  const queueOf = boundedNames();

  const closed = new Counter({
    name: 'legwork_calls_closed_total',
    help: 'Calls that are over = count of call.closed, by how they ended',
    labelNames: ['end', 'queue'],
    registers,
  });
  const served = new Counter({
    name: 'legwork_calls_served_total',
    help: 'Closed calls on which somebody talked with the customer = count of call.closed with served',
    labelNames: ['queue'],
    registers,
  });
  const abandoned = new Counter({
    name: 'legwork_calls_abandoned_total',
    help: 'Closed calls that the customer left before anybody talked with them = count of call.closed with abandoned; share abandoned = abandoned / closed',
    labelNames: ['queue'],
    registers,
  });
  const waited = new Histogram({
    name: 'legwork_call_wait_seconds',
    help: 'Wait of a closed call = from its first queueing to its first conversation, or to its end; ASA = sum / count over served calls',
    labelNames: ['queue', 'served'],
    buckets: longSeconds,
    registers,
  });
  const talked = new Histogram({
    name: 'legwork_call_talk_seconds',
    help: 'Talk of a served call = time in conversation, holds included; AHT without after-call work = sum / count',
    labelNames: ['queue'],
    buckets: longSeconds,
    registers,
  });
  const commands = new Counter({
    name: 'legwork_commands_total',
    help: 'Commands that are over = count of command.resolved, by what was asked for and what came of it',
    labelNames: ['what', 'outcome'],
    registers,
  });
  const took = new Histogram({
    name: 'legwork_command_seconds',
    help: 'Time of a command = at of command.resolved - at of command.accepted; those refused at once are not counted',
    labelNames: ['what'],
    buckets: shortSeconds,
    registers,
  });
  const requests = new Histogram({
    name: 'legwork_http_request_seconds',
    help: 'Time of a request = from its arrival to the first byte of its answer, by the pattern of its route',
    labelNames: ['method', 'route', 'status'],
    buckets: shortSeconds,
    registers,
  });

  gauges(parts, registry, delay);

  const accepted = new Map<CommandId, number>();
  const take = ({ fact }: Publication): void => {
    if (fact.type === 'call.closed') {
      const queue = queueOf(fact.queue);
      closed.inc({ end: fact.end, queue });
      if (fact.served) served.inc({ queue });
      if (fact.abandoned) abandoned.inc({ queue });
      if (fact.queue !== null) waited.observe({ queue, served: String(fact.served) }, fact.waitMs / 1_000);
      if (fact.served) talked.observe({ queue }, fact.talkMs / 1_000);
    } else if (fact.type === 'command.accepted') {
      accepted.set(fact.command, fact.at);
    } else if (fact.type === 'command.resolved') {
      commands.inc({ what: fact.what, outcome: fact.outcome });
      const since = accepted.get(fact.command);
      accepted.delete(fact.command);
      if (since !== undefined) took.observe({ what: fact.what }, (fact.at - since) / 1_000);
    }
  };
  const subscription = parts.runtime.publications.subscribe(take);

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    answered: ({ method, route, status, seconds }) => {
      requests.observe({ method: methods.has(method) ? method : 'other', route, status: String(status) }, seconds);
    },
    close: () => {
      subscription.unsubscribe();
      delay.close();
    },
  };
};

/** What is looked up when it is asked for. */
const gauges = (
  { runtime, streams, webhooks }: Parts,
  registry: Registry,
  delay: ReturnType<typeof watchEventLoop>,
): void => {
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: readonly string[], collect: (gauge: Gauge) => void): void => {
    const made: Gauge = new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers,
      collect: () => collect(made),
    });
  };
  gauge(
    'legwork_calls',
    'Live calls now, by what they do = count of the live list: all; waiting (put into a queue, and since then neither talked on nor parked); talking, held ones included; held; parked; unconfirmed (the switch is out of reach)',
    ['state'],
    (calls) => {
      const { calls: all, waiting, talking, held, parked, unconfirmed } = runtime.live.figures(runtime.now());
      for (const [state, count] of Object.entries({ all, waiting, talking, held, parked, unconfirmed })) {
        calls.set({ state }, count);
      }
    },
  );
  gauge(
    'legwork_queue_waiting',
    'Calls that wait in a queue now, or are on their way from it to an agent',
    ['queue'],
    (waiting) => {
      const { queues: figures } = runtime.live.figures(runtime.now());
      waiting.reset();
      for (const { queue, waiting: count } of figures.slice(0, MOST_NAMES)) waiting.set({ queue }, count);
    },
  );
  gauge(
    'legwork_queue_longest_wait_seconds',
    'The longest of the waits under way in a queue; 0 when nobody waits',
    ['queue'],
    (longest) => {
      const { queues: figures } = runtime.live.figures(runtime.now());
      longest.reset();
      for (const { queue, longestWaitMs } of figures.slice(0, MOST_NAMES))
        longest.set({ queue }, longestWaitMs / 1_000);
    },
  );
  gauge(
    'legwork_agents',
    'Agents now, by state; occupancy = (reserved + talking + wrapUp) / (available + reserved + talking + wrapUp)',
    ['state'],
    (agents) => {
      for (const [state, count] of Object.entries(runtime.live.figures(runtime.now()).agents))
        agents.set({ state }, count);
    },
  );
  gauge('legwork_switch_reachable', '1 where a switch is in reach, 0 where it is not', ['switch'], (reachable) => {
    const lost = new Set<string>(runtime.engine.state.lost);
    for (const name of switchesOf(runtime)) reachable.set({ switch: name }, lost.has(name) ? 0 : 1);
  });
  gauge('legwork_journal_writable', '1 where the journal can be written, 0 where it cannot', [], (writable) => {
    writable.set(runtime.fault() === null ? 1 : 0);
  });
  gauge(
    'legwork_commands_waiting',
    'Commands that wait to be durable, or for their switch to come back',
    [],
    (waiting) => {
      waiting.set(runtime.waiting());
    },
  );
  gauge(
    'legwork_publications',
    'The number of the last fact that was published; rate of facts = its derivative',
    [],
    (published) => {
      published.set(runtime.published());
    },
  );
  gauge('legwork_streams', 'Streams of events that are open now', [], (open) => {
    open.set(streams.count);
  });
  gauge('legwork_streams_cut', 'Streams that were cut since the start because nobody read them', [], (cut) => {
    cut.set(streams.cut);
  });
  gauge(
    'legwork_webhooks',
    'Webhooks now, by state; failing: enabled, and every attempt has failed since some time',
    ['state'],
    (counted) => {
      const all = webhooks.all();
      counted.set({ state: 'enabled' }, all.filter(({ webhook }) => webhook.state === 'enabled').length);
      counted.set({ state: 'disabled' }, all.filter(({ webhook }) => webhook.state === 'disabled').length);
      counted.set(
        { state: 'failing' },
        all.filter(({ webhook }) => webhook.state === 'enabled' && webhook.failingSince !== null).length,
      );
    },
  );
  gauge(
    'legwork_webhook_deliveries_waiting',
    'Deliveries that wait for their next attempt, of all webhooks',
    [],
    (waiting) => {
      waiting.set(webhooks.all().reduce((sum, courier) => sum + courier.waiting(), 0));
    },
  );
  gauge(
    'legwork_event_loop_delay_seconds',
    'How long the event loop let things wait since it was asked last = time at which a timer ran - time for which it was set',
    ['quantile'],
    (delays) => {
      const { p50, p99, max } = delay.read();
      delays.set({ quantile: '0.5' }, p50);
      delays.set({ quantile: '0.99' }, p99);
      delays.set({ quantile: '1' }, max);
    },
  );
  gauge('legwork_memory_bytes', 'Memory of the process: resident, and used by JavaScript', ['kind'], (memory) => {
    const { rss, heapUsed } = process.memoryUsage();
    memory.set({ kind: 'resident' }, rss);
    memory.set({ kind: 'heap' }, heapUsed);
  });
};
