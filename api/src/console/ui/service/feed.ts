import { serviceNow } from '../state/clock.ts';
import { agents, calls, link } from './live.ts';
import { ask, ProblemError } from './request.ts';
import type { Agent, Call, LivePage } from './shapes.ts';
import { readStream, type StreamMessage } from './stream.ts';

const streamPath = '/v1/events/stream?show=calls,agents&frameMs=250';
const pageSize = 500;
/** How long to wait before trying again: longer each time, never the same for all pages that lost the service at once. */
const waitMs = (tries: number): number => Math.min(15_000, 500 * 2 ** tries) * (0.7 + Math.random() * 0.6);

/** Keeps the lists as they are at the service, until it is stopped: read once, then told of every change, without a gap between. */
export const startLive = (): (() => void) => {
  const stop = new AbortController();
  void run(stop.signal);
  return () => stop.abort();
};

const run = async (signal: AbortSignal): Promise<void> => {
  link.set({ state: 'connecting' });
  let cursor: string | null = null;
  let tries = 0;
  const isStopped = (): boolean => signal.aborted;
  while (!isStopped()) {
    try {
      cursor ??= await readLists(signal);
      await readStream({
        path: streamPath,
        after: cursor,
        signal,
        onOpen: () => {
          tries = 0;
          link.set({ state: 'live' });
        },
        onMessages: (messages, at) => {
          cursor = at;
          apply(messages);
        },
      });
    } catch (error) {
      if (isStopped()) return;
      if (!(error instanceof ProblemError)) throw error;
      if (error.problem.status === 401) return;
      // What came after the cursor is not kept any more: begin anew.
      if (error.problem.status === 410) cursor = null;
    }
    if (isStopped()) return;
    if (link.get().state !== 'lost') link.set({ state: 'lost', since: serviceNow() });
    await pause(waitMs(tries), signal);
    tries += 1;
  }
};

interface Whole<Row> {
  readonly rows: readonly Row[];
  readonly asOf: number;
}

const readLists = async (signal: AbortSignal): Promise<string> => {
  const people = await readAll<Agent>('/v1/agents', signal);
  const live = await readAll<Call>(`/v1/calls?limit=${pageSize}`, signal);
  agents.replace(people.rows);
  calls.replace(live.rows);
  // The earliest of all pages: what is told twice is the same.
  return String(Math.min(people.asOf, live.asOf));
};

const readAll = async <Row>(path: string, signal: AbortSignal): Promise<Whole<Row>> => {
  const rows: Row[] = [];
  let asOf = Infinity;
  let next: string | null = '';
  while (next !== null) {
    const cursor: string = next === '' ? '' : `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(next)}`;
    const page: LivePage<Row> = await ask<LivePage<Row>>(`${path}${cursor}`, { signal });
    rows.push(...page.data);
    asOf = Math.min(asOf, page.asOf);
    next = page.next;
  }
  return { rows, asOf };
};

interface CallsMessage {
  readonly calls: readonly Call[];
  readonly gone: readonly string[];
}

interface AgentsMessage {
  readonly agents: readonly (Omit<Agent, 'since'> & { readonly stateSince: number })[];
}

const apply = (messages: readonly StreamMessage[]): void => {
  for (const { name, data } of messages) {
    if (name === 'calls') {
      const { calls: changed, gone } = data as CallsMessage;
      calls.change([...changed.map((put) => ({ put })), ...gone.map((remove) => ({ remove }))]);
    } else if (name === 'agents') {
      agents.change(
        (data as AgentsMessage).agents.map(({ stateSince, ...agent }) => ({ put: { ...agent, since: stateSince } })),
      );
    }
  }
};

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = window.setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      window.clearTimeout(timer);
      resolve();
    });
  });
