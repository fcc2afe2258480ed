import type { TimeSource } from '../../centre/index.ts';
import type { ChosenFault } from '../../faults/index.ts';
import { createStreams } from '../../kernel/index.ts';
import { strikeTwin } from '../faults/index.ts';
import { runNext } from './applications.ts';
import { holdByPhone, press } from './api.ts';
import { createAsking } from './asking.ts';
import { headersOf, variablesOf, type Channel } from './channel.ts';
import { find, type Core, type Directed, type TwinRing, type Where } from './core.ts';
import { answer, arrive, type Caller } from './dialling.ts';
import { hangUp } from './endings.ts';
import type { Fields } from './fields.ts';
import { groundOf } from './ground.ts';
import { hears, isRecordedBy } from './hearing.ts';
import { leaveRoom } from './rooms.ts';
import { openSession, type Session, type TwinEvent, type Wire } from './session.ts';
import { applicationOf } from './strings.ts';
import type { EndpointBehaviour } from '../../switch/index.ts';

/**
 * A FreeSWITCH in small, behind its event socket: what a client is told, and in which order, is what recordings of a real one say. It has channels
 * and phones, and no sound; who hears whom follows from what is connected. It has no clock and no chance of its own.
 */
export interface FreeswitchTwin {
  /** A client has connected. What is given back takes what it sends; `closed` is for when it has gone. Text is of bytes: one character each. */
  connect(wire: Wire): Client;

  /** Somebody calls; gives the channel's id. */
  call(caller: Caller): string;
  /** Whoever is rung at that channel picks up. False where nobody is rung. */
  answer(uuid: string): boolean;
  /** Whoever is at the far end hangs up or declines. False where there is no such channel. */
  hangUp(uuid: string): boolean;
  /** Whoever is at the far end puts the call on hold, or takes it off again: whom they talk with hears music. */
  hold(uuid: string, on: boolean): boolean;
  /** Whoever is at the far end presses keys. */
  press(uuid: string, digits: string): boolean;

  /** Every channel there is, about to end or not. */
  channels(): readonly TwinChannel[];
  hears(listener: string, speaker: string): boolean;
  /** The channels whose voice a recording into that file holds at this moment. */
  recorded(path: string): readonly string[];

  /** No fault strikes any more. */
  stopFaults(): void;
  /** When each of its faults has struck so far: chosen with these, they strike the same again. */
  struck(): readonly ChosenFault[];

  /** All connections break. Calls go on. */
  drop(): void;
  /** It is killed and starts anew: connections break, calls are gone, and nobody is told. */
  crash(): void;
  /** It is shut down: all calls end, and connections with them. */
  shutDown(): void;
  readonly coreUuid: string;
  readonly connections: number;
}

/** Whoever is at the other end of a connection. */
export interface Client {
  receive(bytes: string): void;
  closed(): void;
}

const nobody: Client = { receive: () => undefined, closed: () => undefined };

export interface TwinChannel {
  readonly uuid: string;
  readonly user: string;
  readonly direction: 'inbound' | 'outbound';
  readonly isAnswered: boolean;
  readonly sentDigits: string;
  readonly recordings: readonly string[];
}

export interface FreeswitchTwinOptions {
  readonly time: TimeSource;
  readonly seed?: number;
  readonly password?: string;
  readonly answering: (ring: TwinRing) => EndpointBehaviour;
  readonly soundMs?: (path: string) => number;
  /** What an extension runs, as `application:data`; undefined where there is no such extension. */
  readonly extension?: (destination: string) => readonly string[] | undefined;
  /** Faults of the catalogue that strike on the wire. */
  readonly faults?: readonly ChosenFault[];
  /**
   * Connects to whoever listens there, for the application `socket`, and calls back with the wire, or with null where nobody does. Without it nobody
   * does anywhere.
   */
  readonly reach?: (where: Where, connected: (wire: Wire | null) => Client) => void;
  /** What becomes of an event on its way to the clients: how often it is told, and after how many ms. */
  readonly deliver?: (event: TwinEvent) => readonly number[];
  /** Is called whenever somebody may hear somebody else than before. */
  readonly witness?: () => void;
  readonly heartbeatMs?: number;
  /** How far `show channels` is behind, in ms: a real one lists what it has written down. 100 where nothing is said. */
  readonly writtenAfterMs?: number;
}

/** What callers reach where no dialplan is given: they are offered to Legwork. */
export const offerToLegwork: readonly string[] = ['set:legwork=offer', 'park'];

export const createFreeswitchTwin = (options: FreeswitchTwinOptions): FreeswitchTwin => {
  const { time, answering, password = 'ClueCon', witness = () => undefined, heartbeatMs = 20_000 } = options;
  const { extension = () => offerToLegwork, deliver = () => [0], reach } = options;
  const { soundMs = (path) => (path.startsWith('local_stream://') ? Infinity : 2000) } = options;
  const chance = createStreams(options.seed ?? 1).stream('freeswitch');
  const sessions = new Map<Session, Wire>();
  let sequence = 0;
  let members = 0;
  let stopHeart: (() => void) | null = null;
  /** A fault lets nobody in until then. */
  let outUntil = 0;

  const hex = (digits: number): string =>
    chance
      .integer(0, 16 ** digits - 1)
      .toString(16)
      .padStart(digits, '0');
  const newUuid = (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  let coreUuid = newUuid();

  const core: Core = {
    isPaused: false,
    kills: new Map(),
    channels: new Map(),
    rooms: new Map(),
    writtenAfterMs: options.writtenAfterMs ?? 100,
    writtenOff: new Map(),
    globals: new Map([['core_uuid', coreUuid]]),
    time,
    answering,
    soundMs,
    extension: (destination) => extension(destination)?.map(applicationOf),
    asking: createAsking(),
    faults: null,
    fire(name, channel, fields = [], body) {
      const event = make(name, channel, fields, body);
      if (core.faults === null) tell(event);
      else core.faults.tell(event);
      witness();
    },
    fireTo(directors, name, channel, fields) {
      const event = make(name, channel, fields);
      for (const director of directors) director.hear(event);
    },
    witness,
    carryOn: (channel) => runNext(core, channel),
    leaveRoom: (channel, task) => leaveRoom(core, channel, task),
    chance: () => chance.chance(0.5),
    newUuid,
    reach(where, directed, reached) {
      if (reach === undefined) {
        reached(false);
        return;
      }
      reach(where, (wire) => {
        reached(wire !== null);
        return wire === null ? nobody : attend(wire, directed);
      });
    },
    nextMember() {
      members += 1;
      return members;
    },
  };

  const make = (name: string, channel: Channel | null, fields: Fields = [], body?: string): TwinEvent => {
    sequence += 1;
    return {
      name,
      body,
      fields: [
        ['Event-Name', name],
        ['Core-UUID', coreUuid],
        ['FreeSWITCH-Hostname', 'twin'],
        ['FreeSWITCH-Switchname', 'twin'],
        ['Event-Date-Timestamp', String(time.now() * 1000)],
        ['Event-Sequence', String(sequence)],
        ...(channel === null ? [] : headersOf(channel)),
        ...fields,
        ...(channel === null ? [] : variablesOf(channel)),
      ],
    };
  };
  const tell = (event: TwinEvent): void => {
    const arrive = (): void => {
      for (const session of sessions.keys()) session.hear(event);
    };
    for (const delayMs of deliver(event)) {
      if (delayMs === 0) arrive();
      else time.after(delayMs, arrive);
    }
  };

  const beat = (): void => {
    stopHeart = time.after(heartbeatMs, () => {
      const fields: Fields = [
        ['Event-Info', 'System Ready'],
        ['Session-Count', String(core.channels.size)],
      ];
      core.fire('HEARTBEAT', null, fields);
      beat();
    });
  };
  const forget = (session: Session): void => {
    sessions.delete(session);
    if (sessions.size > 0) return;
    stopHeart?.();
    stopHeart = null;
  };
  const drop = (): void => {
    for (const [session, wire] of sessions) {
      session.end();
      forget(session);
      wire.close();
    }
  };
  const attend = (wire: Wire, directed: Directed | null): Client => {
    const session = openSession(core, password, wire, directed);
    sessions.set(session, wire);
    if (stopHeart === null) beat();
    return {
      receive: (bytes) => session.receive(bytes),
      closed() {
        session.end();
        forget(session);
      },
    };
  };

  const beAnother = (): void => {
    coreUuid = newUuid();
    core.globals.clear();
    core.globals.set('core_uuid', coreUuid);
  };
  const crash = (): void => {
    for (const { timers } of core.channels.values()) for (const cancel of timers) cancel();
    core.channels.clear();
    core.rooms.clear();
    core.writtenOff.clear();
    drop();
    beAnother();
    witness();
  };
  if (options.faults !== undefined && options.faults.length > 0) {
    core.faults = strikeTwin(
      {
        ...groundOf(core, core.asking, make),
        tell,
        foundNone: (native) => core.kills.get(native)?.('-ERR No such channel!\n'),
        isConnected: () => time.now() >= outUntil,
        loses(ms, how) {
          outUntil = time.now() + ms;
          if (how === 'forgets') crash();
          else drop();
        },
      },
      options.faults,
      createStreams(options.seed ?? 1),
    );
  }

  const at = (uuid: string, run: (channel: Channel) => void): boolean => {
    const channel = find(core, uuid);
    if (channel !== undefined) run(channel);
    return channel !== undefined;
  };

  return {
    connect(wire) {
      if (time.now() < outUntil) {
        wire.close();
        return nobody;
      }
      return attend(wire, null);
    },
    call: (caller) => arrive(core, caller).uuid,
    answer: (uuid) => at(uuid, (channel) => answer(core, channel)),
    hangUp: (uuid) =>
      at(uuid, (channel) => {
        const declines = channel.direction === 'outbound' && !channel.isAnswered;
        const gaveUp = channel.direction === 'inbound' && !channel.isAnswered;
        hangUp(core, channel, declines ? 'CALL_REJECTED' : gaveUp ? 'ORIGINATOR_CANCEL' : 'NORMAL_CLEARING');
      }),
    hold: (uuid, on) => at(uuid, (channel) => holdByPhone(core, channel, on)),
    press: (uuid, digits) => at(uuid, (channel) => press(core, channel, digits)),
    channels: () =>
      [...core.channels.values()].map(({ uuid, user, direction, isAnswered, sentDigits, recordings }) => ({
        uuid,
        user,
        direction,
        isAnswered,
        sentDigits,
        recordings: [...recordings],
      })),
    hears(listener, speaker) {
      const [ear, mouth] = [core.channels.get(listener), core.channels.get(speaker)];
      return ear !== undefined && mouth !== undefined && hears(ear, mouth);
    },
    recorded(path) {
      const all = [...core.channels.values()];
      const recording = all.filter(({ recordings }) => recordings.has(path));
      return all.filter((one) => recording.some((channel) => isRecordedBy(channel, one))).map(({ uuid }) => uuid);
    },
    stopFaults: () => core.faults?.stop(),
    struck: () => core.faults?.struck() ?? [],
    drop,
    crash,
    shutDown() {
      core.fire('SHUTDOWN', null, [['Event-Info', 'System Shutting Down']]);
      for (const channel of core.channels.values()) hangUp(core, channel, 'SYSTEM_SHUTDOWN');
      time.after(10, () => {
        for (const session of sessions.keys()) {
          session.dismiss();
          forget(session);
        }
        beAnother();
      });
    },
    get coreUuid() {
      return coreUuid;
    },
    get connections() {
      return sessions.size;
    },
  };
};
