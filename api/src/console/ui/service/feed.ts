import { mayI, myself, seesSupervisors } from '../session/me.ts';
import { serviceNow } from '../state/clock.ts';
import { agents, between, calls, link, progress } from './live.ts';
import type { LegworkEvent } from '../../../events/index.ts';
import { answer, v1, type Agent, type Call, type Page, type Supervisor } from './client.ts';
import { learnPeople, learnPresent, learnQueues } from './names.ts';
import { ProblemError } from './request.ts';
import { readStream, type StreamMessage } from './stream.ts';

const limit = '500';
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
        show: 'calls,agents,events',
        types: 'simulation.progress,supervision.stateChanged,supervision.ended',
        after: cursor,
        signal,
        onOpen: () => {
          tries = 0;
          link.set({ state: 'live' });
        },
        onMessages: (messages, at) => {
          cursor = at;
          apply(messages);
          if (messages.some(isOfMyPlace)) void readMyPlace(signal);
        },
      });
    } catch (error) {
      if (isStopped()) return;
      // Whatever it is: what is shown is said to be lost, and read anew.
      const status = error instanceof ProblemError ? error.problem.status : null;
      if (status === 401) return;
      // What came after the cursor is not kept any more, or nobody knows how far it was understood: begin anew.
      if (status === 410 || status === null) cursor = null;
    }
    if (isStopped()) return;
    if (link.get().state !== 'lost') link.set({ state: 'lost', since: serviceNow() });
    await pause(waitMs(tries), signal);
    tries += 1;
  }
};

/** The lists, and the number of the last event that both know. */
const readLists = async (signal: AbortSignal): Promise<string> => {
  const init = { init: { signal } };
  const people = await answer(v1.agents.$get({ query: {} }, init));
  const supervisors = await readSupervisors(signal);
  if (mayI('queues.read')) learnQueues((await answer(v1.queues.$get({ query: {} }, init))).data);
  const live = await readCalls((query) => answer(v1.calls.$get({ query }, init)));
  agents.replace(people.data);
  learnPeople([...people.data, ...supervisors]);
  learnPresent(live.rows);
  calls.replace(live.rows);
  // The earliest of all pages: what is told twice is the same.
  return earliest(people.asOf, live.asOf);
};

/** Who supervises, as far as one may see them; and with that, whom I follow. */
const readSupervisors = async (signal: AbortSignal): Promise<readonly Supervisor[]> => {
  if (!seesSupervisors()) return [];
  const { data } = await answer(v1.supervisors.$get({ query: {} }, { init: { signal } }));
  const mine = myself()?.supervisor;
  between.set(data.find(({ id }) => id === mine)?.betweenCalls ?? null);
  return data;
};

/** Whether it tells that I have come to a call, or away from one. */
const isOfMyPlace = ({ name, data }: StreamMessage): boolean =>
  (name === 'supervision.stateChanged' || name === 'supervision.ended') &&
  (data as LegworkEvent<'supervision.ended'>).data.supervisorId === myself()?.supervisor;

const readMyPlace = async (signal: AbortSignal): Promise<void> => {
  try {
    await readSupervisors(signal);
  } catch (error) {
    // A service that is out of reach is told of by the stream, and read anew when it is back.
    if (!(error instanceof ProblemError) && !signal.aborted) throw error;
  }
};

const readCalls = async (
  read: (page: { readonly limit: string; readonly cursor?: string }) => Promise<Page<Call> & { readonly asOf: AsOf }>,
): Promise<{ readonly rows: readonly Call[]; readonly asOf: AsOf }> => {
  const first = await read({ limit });
  const rows = [...first.data];
  let { next } = first;
  while (next !== null) {
    const page = await read({ limit, cursor: next });
    rows.push(...page.data);
    next = page.next;
  }
  return { rows, asOf: first.asOf };
};

/** A number, but for agents, to whom it is sealed. */
type AsOf = number | string;
const earliest = (one: AsOf, other: AsOf): string =>
  String(typeof one === 'number' && typeof other === 'number' ? Math.min(one, other) : one);

interface CallsMessage {
  readonly calls: readonly Call[];
  readonly gone: readonly string[];
}

interface AgentsMessage {
  readonly agents: readonly Agent[];
}

const apply = (messages: readonly StreamMessage[]): void => {
  for (const { name, data } of messages) {
    if (name === 'calls') {
      const { calls: changed, gone } = data as CallsMessage;
      learnPresent(changed);
      calls.change([...changed.map((put) => ({ put })), ...gone.map((remove) => ({ remove }))]);
    } else if (name === 'agents') {
      agents.change((data as AgentsMessage).agents.map((put) => ({ put })));
    } else if (name === 'simulation.progress') {
      const { data: told } = data as LegworkEvent<'simulation.progress'>;
      progress.change([{ put: { ...told, id: told.simulationId } }]);
    }
  }
};

let wake: () => void = () => undefined;
/** Tries again at once, where the service was lost. */
export const reconnectNow = (): void => wake();
window.addEventListener('online', reconnectNow);

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const over = (): void => resolve();
  wake = over;
  const timer = window.setTimeout(over, ms);
  signal.addEventListener('abort', over);
  await promise;
  window.clearTimeout(timer);
  signal.removeEventListener('abort', over);
};
