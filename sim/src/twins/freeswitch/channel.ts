import type { Fields } from './fields.ts';
import type { TwinEvent } from './session.ts';
import type { Application } from './strings.ts';

export type ChannelState =
  | 'NEW'
  | 'INIT'
  | 'ROUTING'
  | 'SOFT_EXECUTE'
  | 'EXECUTE'
  | 'EXCHANGE_MEDIA'
  | 'PARK'
  | 'CONSUME_MEDIA'
  | 'HIBERNATE'
  | 'RESET'
  | 'HANGUP'
  | 'REPORTING'
  | 'DESTROY'
  | 'NONE';
export type CallState = 'DOWN' | 'RINGING' | 'RING_WAIT' | 'ACTIVE' | 'HELD' | 'UNHELD' | 'HANGUP';

/** What a channel is doing. */
export type Task =
  | { readonly kind: 'nothing' }
  /** By `park`, by `socket` while somebody else directs it, or because it was left alone. */
  | { readonly kind: 'parked'; readonly application: Application | null }
  /** The application `socket` connects, or runs the channel without parking it. */
  | { readonly kind: 'directed'; readonly application: Application }
  /** In a bridge: the A side runs it, by the application `bridge` or because of `uuid_bridge`; the B side is along for the ride. */
  | {
      readonly kind: 'bridged';
      readonly side: 'a' | 'b';
      readonly peer: Channel;
      readonly application: Application | null;
      /** By `bypass_media` their phones talk directly, and what they say does not come by here. */
      readonly isBypassed: boolean;
    }
  /** The application `bridge` rings somebody. */
  | { readonly kind: 'dials'; readonly peer: Channel; readonly application: Application }
  | Eavesdropping
  | { readonly kind: 'plays'; readonly application: Application }
  | { readonly kind: 'sleeps'; readonly application: Application }
  | { readonly kind: 'confers'; readonly room: Room; readonly member: number; readonly application: Application }
  /** Lost a race for a bridge: up, silent, and without an event. */
  | { readonly kind: 'limbo' };

/** A socket over which somebody directs a channel. */
export interface Director {
  /** The channel has ended. The socket closes, unless it lingers. */
  channelEnded(): void;
  /** An event that others are not told. */
  hear(event: TwinEvent): void;
}

export interface Eavesdropping {
  readonly kind: 'eavesdrops';
  readonly target: Channel;
  readonly application: Application;
  /** `0` nobody hears it, `1` the tapped leg's peer, `2` the tapped leg, `3` both. */
  mode: '0' | '1' | '2' | '3';
  /** False while the tapped leg still rings. */
  hasBegun: boolean;
}

export interface Room {
  readonly name: string;
  readonly profile: string;
  readonly uuid: string;
  /** The last one has to leave when one is left. */
  readonly needsTwo: boolean;
  readonly members: Map<number, Channel>;
  readonly muted: Set<Channel>;
}

export interface Channel {
  readonly uuid: string;
  /** `sofia/lab/agent1@127.0.0.1:5090` */
  readonly name: string;
  readonly direction: 'inbound' | 'outbound';
  readonly callerName: string;
  readonly callerNumber: string;
  readonly destination: string;
  readonly createdMs: number;
  /** The phone at its far end. */
  readonly user: string;
  readonly variables: Map<string, string>;
  state: ChannelState;
  callState: CallState;
  isAnswered: boolean;
  /** Set as soon as it is to end: from then on nobody finds it. */
  cause: string | null;
  otherLeg: string | null;
  callUuid: string;
  task: Task;
  /** What it runs now, for lists. */
  running: Application | null;
  /** What is still to be run. */
  next: readonly Application[];
  /** A file that is played over whatever it does. */
  broadcast: string | null;
  /** Those who eavesdrop on it, in the order in which they came. */
  readonly tappers: Set<Channel>;
  /** A bridge it was asked into and that is not made yet. */
  wanted: Channel | null;
  isMuted: boolean;
  /** What it records into. */
  readonly recordings: Set<string>;
  /** The digits that were sent to its phone. */
  sentDigits: string;
  readonly timers: Set<() => void>;
  /** Those who direct it over a socket of their own; it is gone only when they are. */
  readonly directors: Set<Director>;
  /** Digits are told to its directors alone. */
  isDiverted: boolean;
  /** Is told the outcome of the dialling. */
  onDialled: ((cause: string | null) => void) | null;
}

export const isGone = (channel: Channel): boolean => channel.cause !== null;

const stateNumbers: Readonly<Record<ChannelState, number>> = {
  NEW: 0,
  INIT: 1,
  ROUTING: 2,
  SOFT_EXECUTE: 3,
  EXECUTE: 4,
  EXCHANGE_MEDIA: 5,
  PARK: 6,
  CONSUME_MEDIA: 7,
  HIBERNATE: 8,
  RESET: 9,
  HANGUP: 10,
  REPORTING: 11,
  DESTROY: 12,
  NONE: 13,
};

/** The headers that every event of a channel has, but for its variables. */
export const headersOf = (channel: Channel): Fields => {
  const { uuid, name, direction, callerName, callerNumber, destination, otherLeg, cause, createdMs } = channel;
  return [
    ['Channel-State', `CS_${channel.state}`],
    ['Channel-Call-State', channel.callState],
    ['Channel-State-Number', String(stateNumbers[channel.state])],
    ['Channel-Name', name],
    ['Unique-ID', uuid],
    ['Call-Direction', direction],
    ['Presence-Call-Direction', direction],
    ['Channel-HIT-Dialplan', String(direction === 'inbound')],
    ['Channel-Call-UUID', channel.callUuid],
    ['Answer-State', answerStateOf(channel)],
    ...(cause === null ? [] : [['Hangup-Cause', cause] as const]),
    ['Channel-Read-Codec-Name', 'PCMU'],
    ['Channel-Read-Codec-Rate', '8000'],
    ['Channel-Read-Codec-Bit-Rate', '64000'],
    ['Channel-Write-Codec-Name', 'PCMU'],
    ['Channel-Write-Codec-Rate', '8000'],
    ['Channel-Write-Codec-Bit-Rate', '64000'],
    ['Caller-Direction', direction],
    ['Caller-Logical-Direction', direction],
    ['Caller-Caller-ID-Name', callerName],
    ['Caller-Caller-ID-Number', callerNumber],
    ['Caller-Network-Addr', '127.0.0.1'],
    ['Caller-ANI', callerNumber],
    ['Caller-Destination-Number', destination],
    ['Caller-Unique-ID', uuid],
    ['Caller-Source', direction === 'inbound' ? 'mod_sofia' : 'src/switch_ivr_originate.c'],
    ['Caller-Context', 'default'],
    ['Caller-Channel-Name', name],
    ['Caller-Channel-Created-Time', String(createdMs * 1000)],
    ['Caller-Screen-Bit', 'true'],
    ...(otherLeg === null
      ? []
      : ([
          ['Other-Type', direction === 'inbound' ? 'originatee' : 'originator'],
          ['Other-Leg-Unique-ID', otherLeg],
        ] as const)),
  ];
};

export const variablesOf = (channel: Channel): Fields => [
  ['variable_direction', channel.direction],
  ['variable_uuid', channel.uuid],
  ['variable_channel_name', channel.name],
  ...[...channel.variables].map(([name, value]) => [`variable_${name}`, value] as const),
];

const answerStateOf = ({ cause, isAnswered, state }: Channel): string => {
  if (cause !== null && state !== 'NONE') return 'hangup';
  return isAnswered ? 'answered' : 'ringing';
};
