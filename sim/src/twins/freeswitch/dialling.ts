import { endOfRing, type EndpointBehaviour } from '../../switch/index.ts';
import { isGone, type Channel } from './channel.ts';
import { later, setCallState, setState, timerMs, type Core } from './core.ts';
import { hangUp } from './endings.ts';
import type { DialString } from './strings.ts';
import { beginWaitingTaps } from './taps.ts';

/** A phone takes so long to say that it rings. */
const RINGS_AFTER_MS = 20;

/** A real one counts in whole seconds, and gives up to 0.9 s too early. */
const EARLY_MS = 800;

/** Why nobody can be dialled there at all. */
export const problemOf = (core: Core, { url, variables }: DialString): string | undefined => {
  const uuid = variables.get('origination_uuid');
  if (core.isPaused) return 'DESTINATION_OUT_OF_ORDER';
  const [endpoint = '', profile = '', ...rest] = url.split('/');
  if (uuid !== undefined && core.channels.has(uuid)) return 'DESTINATION_OUT_OF_ORDER';
  if (endpoint === 'error') return profile.toUpperCase();
  if (endpoint === 'loopback') return core.extension(profile) === undefined ? 'NO_ROUTE_DESTINATION' : undefined;
  if (endpoint === 'user' || endpoint === 'null') return undefined;
  if (endpoint !== 'sofia') return 'CHAN_NOT_IMPLEMENTED';
  if (rest.length === 0) return 'INVALID_URL';
  return profile === 'nope' ? 'INVALID_PROFILE' : undefined;
};

export interface Dialling {
  readonly to: DialString;
  /** Who runs `bridge`; null for `originate`. */
  readonly by: Channel | null;
  readonly callerName: string;
  readonly callerNumber: string;
  readonly timeoutMs: number;
  readonly onRinging?: () => void;
  /** How it ended: null for an answer, or the cause. */
  readonly onDialled: (cause: string | null, channel: Channel) => void;
}

/** Rings somebody. */
export const dial = (core: Core, dialling: Dialling): Channel => {
  const { to, by, timeoutMs } = dialling;
  const uuid = to.variables.get('origination_uuid') ?? core.newUuid();
  const channel = newChannel(core, {
    uuid,
    name: to.url,
    direction: 'outbound',
    callerName: to.variables.get('origination_caller_id_name') ?? dialling.callerName,
    callerNumber: to.variables.get('origination_caller_id_number') ?? dialling.callerNumber,
    destination: to.user,
    user: to.user,
  });
  for (const [name, value] of to.variables) channel.variables.set(name, value);
  channel.otherLeg = by?.uuid ?? null;
  channel.callUuid = by?.uuid ?? uuid;
  channel.onDialled = (cause) => dialling.onDialled(cause, channel);
  core.fire('CHANNEL_OUTGOING', channel);
  setState(core, channel, 'INIT');
  core.fire('CHANNEL_CREATE', channel);
  core.fire('CHANNEL_ORIGINATE', channel);
  setState(core, channel, 'ROUTING');
  setState(core, channel, 'CONSUME_MEDIA');

  const behaviour: EndpointBehaviour = core.answering({ uuid, url: to.url, user: to.user });
  const { rings, afterMs, cause } = endOfRing(behaviour, timerMs(core, Math.max(timeoutMs - EARLY_MS, 1)));
  if (rings) {
    later(core, channel, RINGS_AFTER_MS, () => {
      // Real timers that are late fire in any order: what was answered does not ring any more.
      if (channel.isAnswered) return;
      core.fire('CHANNEL_PROGRESS', channel);
      setCallState(core, channel, 'RINGING');
      dialling.onRinging?.();
    });
  }
  later(core, channel, rings ? Math.max(afterMs, RINGS_AFTER_MS + 1) : afterMs, () => {
    if (cause === null) answer(core, channel);
    else hangUp(core, channel, causes[cause]);
  });
  return channel;
};

const causes = {
  normal: 'NORMAL_CLEARING',
  busy: 'USER_BUSY',
  rejected: 'CALL_REJECTED',
  noAnswer: 'NO_ANSWER',
  unreachable: 'NORMAL_TEMPORARY_FAILURE',
  cancelled: 'ORIGINATOR_CANCEL',
  lost: 'NORMAL_TEMPORARY_FAILURE',
  presumed: 'NORMAL_TEMPORARY_FAILURE',
} as const;

/** Whoever is at the far end answers, or FreeSWITCH answers a caller. */
export const answer = (core: Core, channel: Channel): void => {
  if (isGone(channel) || channel.isAnswered) return;
  if (channel.direction === 'outbound') {
    core.fire('CODEC', channel);
    core.fire('CODEC', channel);
  }
  channel.isAnswered = true;
  core.fire('CHANNEL_ANSWER', channel);
  setCallState(core, channel, 'ACTIVE');
  if (channel.direction === 'outbound') core.fire('CALL_UPDATE', channel);
  beginWaitingTaps(core, channel);
  const told = channel.onDialled;
  channel.onDialled = null;
  told?.(null);
};

export interface Caller {
  readonly from: string;
  readonly to: string;
  readonly uuid?: string;
}

/** Somebody calls: the dialplan says what becomes of it. */
export const arrive = (core: Core, { from, to, uuid = core.newUuid() }: Caller): Channel => {
  const channel = newChannel(core, {
    uuid,
    name: `sofia/lab/${from}@127.0.0.1`,
    direction: 'inbound',
    callerName: from,
    callerNumber: from,
    destination: to,
    user: from,
  });
  setState(core, channel, 'NEW');
  setState(core, channel, 'INIT');
  core.fire('CHANNEL_CREATE', channel);
  setCallState(core, channel, 'RINGING');
  setState(core, channel, 'ROUTING');
  const found = core.extension(to);
  if (found === undefined) hangUp(core, channel, 'NO_ROUTE_DESTINATION');
  else {
    setState(core, channel, 'EXECUTE');
    channel.next = found;
    core.carryOn(channel);
  }
  return channel;
};

const newChannel = (
  core: Core,
  made: Pick<Channel, 'uuid' | 'name' | 'direction' | 'callerName' | 'callerNumber' | 'destination' | 'user'>,
): Channel => {
  const channel: Channel = {
    ...made,
    createdMs: core.time.now(),
    variables: new Map(),
    state: 'NONE',
    callState: 'DOWN',
    isAnswered: false,
    cause: null,
    otherLeg: null,
    callUuid: made.uuid,
    task: { kind: 'nothing' },
    running: null,
    next: [],
    broadcast: null,
    tappers: new Set(),
    wanted: null,
    isMuted: false,
    recordings: new Set(),
    sentDigits: '',
    timers: new Set(),
    directors: new Set(),
    isDiverted: false,
    onDialled: null,
  };
  core.channels.set(channel.uuid, channel);
  return channel;
};
