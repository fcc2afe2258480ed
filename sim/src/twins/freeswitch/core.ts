import type { TimeSource } from '../../centre/index.ts';
import type { EndpointBehaviour } from '../../switch/index.ts';
import type { TwinFaults } from '../faults/index.ts';
import type { Asking } from './asking.ts';
import {
  isGone,
  type CallState,
  type Channel,
  type ChannelState,
  type Director,
  type Room,
  type Task,
} from './channel.ts';
import type { Fields } from './fields.ts';
import type { TwinEvent } from './session.ts';
import type { Application } from './strings.ts';

/** A phone is rung by the twin. */
export interface TwinRing {
  readonly uuid: string;
  /** The dial string without its variables: `sofia/lab/agent1@127.0.0.1:5090`. */
  readonly url: string;
  /** The user of the dial string: `agent1`. */
  readonly user: string;
}

/** Whom the application `socket` connects to. */
export interface Where {
  readonly host: string;
  readonly port: number;
}

/** A channel that a client directs, and what it may do there. */
export interface Directed {
  readonly channel: Channel;
  /** Commands do not wait for applications to end. */
  readonly isAsync: boolean;
  /** It may do whatever can be done on an event socket. */
  readonly isFull: boolean;
  /** The client has said `connect`. */
  readonly onConnect: () => void;
}

/** What all parts of the twin share: its channels and rooms, time, and the way events take. */
export interface Core {
  /** It takes no new calls. */
  isPaused: boolean;
  /** What commands ask for, in the words of the port. */
  readonly asking: Asking;
  /** Faults of the catalogue at work, where there are any. */
  faults: TwinFaults<TwinEvent> | null;
  /** How to answer those who hang somebody up, while it is not known what is to be answered. */
  readonly kills: Map<string, (answer: string) => void>;
  readonly channels: Map<string, Channel>;
  readonly rooms: Map<string, Room>;
  /** What is listed is what was written down, in turns: as things were so long ago, in ms. */
  readonly writtenAfterMs: number;
  /** Channels that are gone, and are still listed. */
  readonly writtenOff: Map<string, { readonly channel: Channel; readonly untilMs: number }>;
  readonly globals: Map<string, string>;
  readonly time: TimeSource;
  readonly answering: (ring: TwinRing) => EndpointBehaviour;
  /** How long a file is, in ms; Infinity for one that does not end. */
  readonly soundMs: (path: string) => number;
  /** What an extension of the dialplan runs; undefined where there is none. */
  readonly extension: (destination: string) => readonly Application[] | undefined;
  fire(name: string, channel: Channel | null, fields?: Fields, body?: string): void;
  /** Tells those alone who direct the channel. */
  fireTo(directors: Iterable<Director>, name: string, channel: Channel, fields: Fields): void;
  /** Is told when somebody may be heard by others than before, without an event. */
  witness(): void;
  /** Lets the channel run what is next for it; nothing left hangs it up. */
  carryOn(channel: Channel): void;
  /** It leaves a conference. */
  leaveRoom(channel: Channel, task: Task & { readonly kind: 'confers' }): void;
  /** One of two things that a real one does in either order. */
  chance(): boolean;
  /** Connects to a client that directs the channel. */
  reach(where: Where, directed: Directed, reached: (isReached: boolean) => void): void;
  newUuid(): string;
  nextMember(): number;
}

/** A channel that exists and is not about to end. */
export const find = (core: Core, uuid: string | undefined): Channel | undefined => {
  const channel = uuid === undefined ? undefined : core.channels.get(uuid);
  return channel === undefined || isGone(channel) ? undefined : channel;
};

/** Runs something for the channel, unless it ends before. */
export const later = (core: Core, channel: Channel, ms: number, run: () => void): void => {
  const cancel = core.time.after(ms, () => {
    channel.timers.delete(cancel);
    run();
  });
  channel.timers.add(cancel);
};

/** A timer of its own; faults let some go off early. */
export const timerMs = (core: Core, ms: number): number => core.faults?.timerMs(ms) ?? ms;

export const setState = (core: Core, channel: Channel, state: ChannelState): void => {
  channel.state = state;
  core.fire('CHANNEL_STATE', channel);
};

export const setCallState = (core: Core, channel: Channel, callState: CallState): void => {
  const original = channel.callState;
  channel.callState = callState;
  core.fire('CHANNEL_CALLSTATE', channel, [['Original-Channel-Call-State', original]]);
};

export const begin = (core: Core, channel: Channel, application: Application): void => {
  channel.running = application;
  channel.variables.set('current_application', application.name);
  if (application.data === '') channel.variables.delete('current_application_data');
  else channel.variables.set('current_application_data', application.data);
  core.fire('CHANNEL_EXECUTE', channel, applicationFields(application));
};

export const complete = (core: Core, channel: Channel, application: Application, response = '_none_'): void => {
  if (channel.running === application) channel.running = null;
  core.fire('CHANNEL_EXECUTE_COMPLETE', channel, [
    ...applicationFields(application),
    ['Application-Response', response],
  ]);
};

const applicationFields = ({ name, data }: Application): Fields =>
  data === ''
    ? [['Application', name]]
    : [
        ['Application', name],
        ['Application-Data', data],
      ];
