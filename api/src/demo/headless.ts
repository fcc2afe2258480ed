import type { Client, Reply } from './client.ts';
import { GUEST } from './settings.ts';
import { agentsShape, callShape, callsShape, hearsShape, operationShape, problemShape } from './shapes.ts';
import { count, newTally, type Action, type Tally } from './tally.ts';

/** What a supervisor did, and what came of it. */
export interface Driven {
  readonly actions: Tally;
  /** How often it was looked who hears the supervisor after a mode was reached, and how often that was not as the mode has it. */
  readonly heard: { looked: number; wrong: number };
  /** From request to reply of each command, in milliseconds, unsorted. It includes the wait for what became of it. */
  readonly repliesMs: readonly number[];
}

export interface DriveOptions {
  readonly client: Client;
  /** True when it is time to stop: when the round that is under way is finished, and each action was done several times. */
  readonly isOver: () => boolean;
  readonly onRound?: (tally: Tally) => void;
}

/**
 * A supervisor who does everything there is to do, round after round, each round to conversations of agents picked in turn: listens, whispers,
 * barges in and leaves; takes over and hangs up; transfers by force to a free agent; stops.
 */
export const drive = async ({ client, isOver, onRound }: DriveOptions): Promise<Driven> => {
  const tally = newTally();
  const heard = { looked: 0, wrong: 0 };
  const repliesMs: number[] = [];
  let turn = 0;

  /** True where it was done. */
  const act = async (action: Action | null, asked: Promise<Reply>): Promise<boolean> => {
    const reply = await asked;
    repliesMs.push(reply.tookMs);
    const [fate, why] = fateOf(reply);
    if (action !== null) count(tally[action], fate, why);
    return fate === 'done';
  };

  const call = async (id: string) => callShape.safeParse((await client.get(`/calls/${id}`)).body).data ?? null;

  /** A conversation of an agent at which no supervisor is; null where there is none, or it has ended in the meantime. */
  const conversation = async (): Promise<string | null> => {
    const listed = callsShape.safeParse((await client.get('/calls?state=talking&limit=200')).body).data?.data ?? [];
    for (let tries = 0; tries < listed.length; tries += 1) {
      turn += 1;
      const found = await call(listed[(turn * 7) % listed.length]?.id ?? '');
      if (found?.party?.kind === 'agent' && found.supervisors.length === 0) return found.id;
    }
    return null;
  };

  const look = async (id: string, mode: 'monitor' | 'whisper' | 'barge'): Promise<void> => {
    const hears = hearsShape.safeParse((await client.get(`/calls/${id}/hears`)).body).data;
    const legOf = (role: string): string | undefined => hears?.legs.find((leg) => leg.role === role)?.id;
    const [seat, agent, customer] = [
      hears?.legs.find(({ role, party }) => role === 'seat' && party?.id === GUEST)?.id,
      legOf('agent'),
      legOf('customer'),
    ];
    // The call has moved on: somebody hung up, or the agent holds it.
    if (hears === undefined || seat === undefined || agent === undefined || customer === undefined) return;
    const hearsSeat = (leg: string): boolean =>
      hears.is.some(({ listener, speaker }) => listener === leg && speaker === seat);
    const talk = hears.is.some(({ listener, speaker }) => listener === customer && speaker === agent);
    if (!talk) return;
    heard.looked += 1;
    const isRight = hearsSeat(agent) === (mode !== 'monitor') && hearsSeat(customer) === (mode === 'barge');
    if (!isRight) heard.wrong += 1;
  };

  const bePresent = async (): Promise<void> => {
    const id = await conversation();
    if (id === null) return;
    if (!(await act('monitor', client.ask('POST', `/calls/${id}/supervisions`, { mode: 'monitor' })))) return;
    const seat = (await call(id))?.supervisors.find(({ supervisor }) => supervisor === GUEST)?.id;
    if (seat === undefined) return;
    await look(id, 'monitor');
    for (const mode of ['whisper', 'barge'] as const) {
      if (await act(mode, client.ask('PATCH', `/supervisions/${seat}`, { mode }))) await look(id, mode);
    }
    await act(null, client.ask('DELETE', `/supervisions/${seat}`));
  };

  const takeOver = async (): Promise<void> => {
    const id = await conversation();
    if (id === null) return;
    if (await act('takeover', client.ask('POST', `/calls/${id}/takeover`, {}))) {
      await act(null, client.ask('POST', `/calls/${id}/hangup`, {}));
    }
  };

  const transfer = async (): Promise<void> => {
    const id = await conversation();
    const agents = agentsShape.safeParse((await client.get('/agents')).body).data?.data ?? [];
    const free = agents.find(({ state }) => state === 'available');
    const to = free === undefined ? { queue: 'support' } : { agent: free.id };
    if (id !== null) await act('transfer', client.ask('POST', `/calls/${id}/transfers`, { to, forced: true }));
  };

  const stop = async (): Promise<void> => {
    const id = await conversation();
    if (id !== null) await act('stop', client.ask('POST', `/calls/${id}/stop`, {}));
  };

  for (let round = 1; round <= MOST_ROUNDS && !(isOver() && wasEachDone(tally)); round += 1) {
    for (const part of [bePresent, takeOver, transfer, stop]) await part();
    onRound?.(tally);
  }
  return { actions: tally, heard, repliesMs };
};

/** How often each is done at least. */
const SEVERAL = 2;
/** Somebody hangs up in the middle of something now and then, but not always. */
const MOST_ROUNDS = 10_000;

const wasEachDone = (tally: Tally): boolean => Object.values(tally).every(({ done }) => done >= SEVERAL);

const fateOf = ({ status, body }: Reply): readonly ['done' | 'refused' | 'failed', string | null] => {
  const operation = operationShape.safeParse(body).data;
  if (status < 300 && operation !== undefined) {
    return operation.state === 'done' ? ['done', null] : ['failed', operation.cause ?? operation.state];
  }
  const reason = problemShape.safeParse(body).data?.reason ?? `status ${status}`;
  return status < 500 ? ['refused', reason] : ['failed', reason];
};
