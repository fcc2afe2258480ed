import { createServer, type Socket } from 'node:net';
import { asId, type Endpoint, type NativeId } from '@legwork/core';
import { createFrameReader, isUnsafe, messageOf, safe, type Message, type Safe } from './codec/index.ts';
import type { Desk } from './desk.ts';
import { FreeswitchFault } from './faults.ts';
import type { Leg } from './legs.ts';
import type { Expectation } from './waiting.ts';

/** Where FreeSWITCH connects to with its application `socket`, for each call that it has for us. */
export interface Outbound {
  close(): void;
}

export interface OutboundPlace {
  /** The address that is listened at: one that FreeSWITCH reaches, and nobody else. */
  readonly host: string;
  readonly port: number;
}

/** More calls than this are not taken off their sockets at once. */
const MOST_AT_ONCE = 1000;
/**
 * How long a call sleeps that was taken off its socket, before it is parked. Parked at once, it would be let go with the socket: both hang on the same
 * flag of the channel, which is cleared when the socket ends.
 */
const SLEEP_MS = 2000;

/**
 * Listens for calls. Each is taken off its socket at once: a call that hangs on a connection of ours would end with it. It is offered when the socket is
 * gone, and waits at FreeSWITCH like any other. One that cannot be taken (there is no way to FreeSWITCH now) is let go, and its dialplan goes on.
 *
 * @throws FreeswitchFault where it cannot listen there.
 */
export const listenForCalls = (desk: Desk, place: OutboundPlace, isReachable: () => boolean): Promise<Outbound> =>
  new Promise((resolve, reject) => {
    const sockets = new Set<Socket>();
    const server = createServer({ noDelay: true }, (socket) => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
      void take(desk, socket, isReachable).finally(() => socket.destroy());
    });
    server.maxConnections = MOST_AT_ONCE;
    // One that comes later, such as that there are too many open files, is no end.
    server.on('error', (cause) => {
      const where = `${place.host}:${place.port}`;
      reject(new FreeswitchFault('network', `outbound: nobody can listen at ${where}`, { cause }));
    });
    server.listen(place.port, place.host, () =>
      resolve({
        close() {
          server.close();
          for (const socket of sockets) socket.destroy();
        },
      }),
    );
  });

const take = async (desk: Desk, socket: Socket, isReachable: () => boolean): Promise<void> => {
  const line = lineOf(socket, desk.settings.times.answerMs);
  const told = await line.ask('connect');
  const caller = told?.kind === 'reply' ? callerIn(told.headers) : undefined;
  if (caller !== undefined && isReachable() && (await takeOff(desk, caller.id))) {
    const leg = desk.legs.get(caller.id) ?? meet(desk, caller);
    await line.ask('exit');
    await line.ended;
    offer(desk, leg, caller.to);
    return;
  }
  await line.ask('exit');
};

interface Caller {
  readonly id: Safe;
  readonly from: Endpoint;
  readonly to: Endpoint;
}

const callerIn = (headers: ReadonlyMap<string, string>): Caller | undefined => {
  const value = (name: string): string => decoded(headers.get(name) ?? '');
  const id = safe('uuid', value('Unique-ID'));
  if (isUnsafe(id)) return undefined;
  const [from, to] = [value('Caller-Caller-ID-Number'), value('Caller-Destination-Number')];
  return { id, from: asId<Endpoint>(from), to: asId<Endpoint>(to) };
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not as FreeSWITCH writes it.
    return text;
  }
};

/**
 * Whoever connects may say anything: what is believed is what FreeSWITCH itself says, namely that this channel runs the application `socket`. False where
 * it does not, or cannot be moved.
 */
const takeOff = async (desk: Desk, id: Safe): Promise<boolean> => {
  const runs = await desk.ask(`api uuid_getvar ${id} current_application`);
  if (runs?.trim() !== 'socket') return false;
  // Should Legwork not come to it: whoever is parked with this is offered to the next one.
  await desk.ask(`api uuid_setvar ${id} legwork ${desk.settings.offer}`);
  const sleeps: Expectation = {
    native: id,
    matches: (name, value) => name === 'CHANNEL_EXECUTE' && value('Application') === 'sleep',
  };
  const seen = desk.waiting.expect([sleeps], desk.settings.times.confirmMs);
  await desk.ask(`api uuid_transfer ${id} 'sleep:${SLEEP_MS},park' inline`);
  return (await seen) === 'seen';
};

const meet = (desk: Desk, { id, from }: Caller): Leg =>
  desk.legs.add({ native: asId<NativeId>(id), origin: 'others', direction: 'inbound', endpoint: from });

const offer = (desk: Desk, leg: Leg, to: Endpoint): void => {
  // It may have ended meanwhile, or have been found on the list of what exists.
  if (desk.legs.get(leg.native) !== leg || leg.isTold) return;
  leg.origin = 'offered';
  leg.isTold = true;
  desk.tell({ type: 'leg.offered', native: leg.native, from: leg.endpoint, to });
};

interface Line {
  /** Says something, and gives what is answered; undefined where nothing is, in time. */
  ask(text: string): Promise<Message | undefined>;
  /** FreeSWITCH has closed it, or has not in time. */
  readonly ended: Promise<void>;
}

const lineOf = (socket: Socket, answerMs: number): Line => {
  const reader = createFrameReader();
  let answer: ((message: Message | undefined) => void) | null = null;
  const end = Promise.withResolvers<void>();
  const finish = (): void => {
    clearTimeout(patience);
    socket.destroy();
    answer?.(undefined);
    end.resolve();
  };
  const patience = setTimeout(finish, answerMs);
  socket.on('close', finish);
  socket.on('data', (chunk: Buffer) => {
    const { frames, problem } = reader.read(chunk);
    for (const frame of frames) {
      const message = messageOf(frame);
      if (message.kind === 'reply') answer?.(message);
    }
    if (problem !== null) finish();
  });
  return {
    ask: (text) =>
      new Promise((resolve) => {
        if (socket.destroyed) {
          resolve(undefined);
          return;
        }
        answer = resolve;
        socket.write(`${text}\n\n`);
      }),
    ended: end.promise,
  };
};
