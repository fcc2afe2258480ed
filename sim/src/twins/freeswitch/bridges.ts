import { isGone, type Channel, type Task } from './channel.ts';
import { begin, complete, setCallState, setState, type Core } from './core.ts';
import { answer, dial, problemOf } from './dialling.ts';
import { hangUp, leave, park, unbridge } from './endings.ts';
import type { Fields } from './fields.ts';
import { dialStringOf, RING_MS, type Application } from './strings.ts';
import { durationIn } from '../outside.ts';

/** A channel's own thread looks for what it is asked so often. */
const TICK_MS = 20;

/** The application `bridge`: rings somebody, and talks with them. */
export const bridge = (core: Core, channel: Channel, application: Application): void => {
  const to = dialStringOf(application.data);
  if (channel.isAnswered) setCallState(core, channel, 'RING_WAIT');
  const problem = problemOf(core, to);
  if (problem !== undefined) {
    bridgeFailed(core, channel, application, problem);
    return;
  }
  const seconds = to.variables.get('originate_timeout') ?? channel.variables.get('call_timeout');
  let hasTold = false;
  const peer = dial(core, {
    to,
    by: channel,
    callerName: channel.callerName,
    callerNumber: channel.callerNumber,
    timeoutMs: durationIn(seconds, 1000, RING_MS),
    onRinging() {
      if (!channel.isAnswered && !hasTold) core.fire('CHANNEL_PROGRESS', channel);
      hasTold = true;
    },
    onDialled(cause, dialled) {
      channel.task = { kind: 'nothing' };
      if (cause !== null) bridgeFailed(core, channel, application, cause);
      else bridgeMade(core, channel, dialled, application);
    },
  });
  channel.task = { kind: 'dials', peer, application };
};

const bridgeMade = (core: Core, channel: Channel, peer: Channel, application: Application): void => {
  if (channel.isAnswered) setCallState(core, channel, 'ACTIVE');
  else answer(core, channel);
  channel.otherLeg = peer.uuid;
  if (channel.variables.get('bypass_media') === 'true') bypass(core, channel, peer, application);
  else link(core, channel, peer, application);
};

const bridgeFailed = (core: Core, channel: Channel, application: Application, cause: string): void => {
  if (channel.isAnswered) setCallState(core, channel, 'ACTIVE');
  channel.variables.set('originate_disposition', cause);
  if (cause === 'NO_ANSWER' || channel.variables.get('continue_on_fail') === 'true') {
    complete(core, channel, application);
    core.carryOn(channel);
    return;
  }
  channel.task = { kind: 'sleeps', application };
  hangUp(core, channel, cause);
};

const link = (core: Core, a: Channel, b: Channel, application: Application | null): void => {
  a.task = { kind: 'bridged', side: 'a', peer: b, application, isBypassed: false };
  b.task = { kind: 'bridged', side: 'b', peer: a, application: null, isBypassed: false };
  core.fire('CHANNEL_BRIDGE', a, pairOf(a, b));
  setState(core, b, 'EXCHANGE_MEDIA');
  core.fire('CALL_UPDATE', b);
  core.fire('CALL_UPDATE', a);
};

const pairOf = (a: Channel, b: Channel): Fields => [
  ['Bridge-A-Unique-ID', a.uuid],
  ['Bridge-B-Unique-ID', b.uuid],
];

/** Their phones are told to talk with each other, and here only signals go by. */
const bypass = (core: Core, a: Channel, b: Channel, application: Application): void => {
  begin(core, a, { name: 'signal_bridge', data: b.uuid });
  begin(core, b, { name: 'signal_bridge', data: a.uuid });
  complete(core, a, application);
  a.task = { kind: 'bridged', side: 'a', peer: b, application: null, isBypassed: true };
  b.task = { kind: 'bridged', side: 'b', peer: a, application: null, isBypassed: true };
  setState(core, a, 'HIBERNATE');
  core.fire('CALL_UPDATE', a);
  core.fire('CALL_UPDATE', b);
  core.fire('CHANNEL_BRIDGE', a, pairOf(a, b));
  setState(core, b, 'HIBERNATE');
};

/** `uuid_media off`: the phones of a bridge talk directly from now on. Of anybody else nothing is said. */
export const sendPast = (core: Core, channel: Channel): void => {
  const { task } = channel;
  if (task.kind !== 'bridged' || task.isBypassed) return;
  const [a, b] = task.side === 'a' ? [channel, task.peer] : [task.peer, channel];
  for (const one of [task.peer, channel]) {
    if (one === a) core.fire('CHANNEL_UNBRIDGE', a, pairOf(a, b));
    setState(core, one, 'PARK');
    park(core, one, null);
  }
  begin(core, a, { name: 'signal_bridge', data: b.uuid });
  begin(core, b, { name: 'signal_bridge', data: a.uuid });
  a.task = { kind: 'bridged', side: 'a', peer: b, application: null, isBypassed: true };
  b.task = { kind: 'bridged', side: 'b', peer: a, application: null, isBypassed: true };
  for (const one of [b, a]) {
    core.fire('CHANNEL_UNPARK', one);
    setState(core, one, 'HIBERNATE');
  }
  core.fire('CHANNEL_BRIDGE', a, pairOf(a, b));
};

/** `uuid_media`: what the phones say comes by here again. False where it did all the time. */
export const bringBack = (core: Core, channel: Channel): boolean => {
  const { task } = channel;
  if (task.kind !== 'bridged' || !task.isBypassed) return false;
  const [a, b] = task.side === 'a' ? [channel, task.peer] : [task.peer, channel];
  core.fire('CHANNEL_UNBRIDGE', a);
  for (const state of ['CONSUME_MEDIA', 'RESET', 'SOFT_EXECUTE'] as const)
    for (const one of [a, b]) setState(core, one, state);
  begin(core, a, { name: 'uuid_bridge', data: b.uuid });
  begin(core, b, { name: 'uuid_bridge', data: a.uuid });
  link(core, a, b, null);
  return true;
};

/**
 * `uuid_bridge`: takes both from whatever they do and puts them together, in a moment. Of two that are asked for at once one is made; the other
 * one's caller is left up and silent.
 */
export const bridgeBoth = (core: Core, a: Channel, b: Channel, cause = 'NORMAL_CLEARING'): void => {
  const isRace = a.wanted !== null || b.wanted !== null;
  // The list of channels names whoever came last.
  a.otherLeg = b.uuid;
  b.otherLeg = a.uuid;
  if (isRace) {
    core.time.after(TICK_MS, () => lose(core, a));
    return;
  }
  a.wanted = b;
  b.wanted = a;
  core.time.after(TICK_MS, () => {
    if (isDead(core, a) || isDead(core, b)) {
      for (const one of [a, b]) {
        one.wanted = null;
        if (!isDead(core, one)) hangUp(core, one, 'ORIGINATOR_CANCEL');
      }
      return;
    }
    const unanswered = [a, b].find((one) => !one.isAnswered && one.direction === 'outbound');
    for (const one of [a, b]) takeOut(core, one, cause);
    if (unanswered !== undefined) {
      // Both are lost: never bridge a leg before its CHANNEL_ANSWER.
      unanswered.onDialled?.('ORIGINATOR_CANCEL');
      unanswered.onDialled = null;
      for (const one of [a, b])
        hangUp(core, one, one === unanswered ? 'DESTINATION_OUT_OF_ORDER' : 'ORIGINATOR_CANCEL');
      return;
    }
    core.time.after(TICK_MS, () => meet(core, a, b));
  });
};

const isDead = (core: Core, channel: Channel): boolean =>
  isGone(channel) || core.channels.get(channel.uuid) !== channel;

const takeOut = (core: Core, channel: Channel, cause: string): void => {
  const wasASide = channel.task.kind === 'bridged' && channel.task.side === 'a';
  leave(core, channel, cause);
  if (!wasASide) setState(core, channel, 'HIBERNATE');
  setState(core, channel, 'RESET');
  setState(core, channel, 'SOFT_EXECUTE');
};

const meet = (core: Core, a: Channel, b: Channel): void => {
  a.wanted = null;
  b.wanted = null;
  const survivors = [a, b].filter((one) => !isDead(core, one));
  if (survivors.length < 2) {
    for (const one of survivors) hangUp(core, one, 'ORIGINATOR_CANCEL');
    return;
  }
  begin(core, a, { name: 'uuid_bridge', data: b.uuid });
  begin(core, b, { name: 'uuid_bridge', data: a.uuid });
  link(core, a, b, null);
};

const lose = (core: Core, channel: Channel): void => {
  if (isDead(core, channel) || channel.task.kind === 'bridged') return;
  takeOut(core, channel, 'NORMAL_CLEARING');
  channel.task = { kind: 'limbo' };
};

/** The application `intercept`: takes somebody away from whom they talk with. */
export const intercept = (core: Core, channel: Channel, application: Application, whom: Channel | undefined): void => {
  const isOther = application.data.startsWith('-bleg ');
  const target = isOther && whom?.task.kind === 'bridged' ? whom.task.peer : whom;
  complete(core, channel, application);
  if (target === undefined || isGone(target)) {
    core.carryOn(channel);
    return;
  }
  bridgeBoth(core, channel, target, 'PICKED_OFF');
};

export interface Transfer {
  readonly to: readonly Application[] | undefined;
  readonly whom: 'itself' | 'both' | 'peer';
}

/** `uuid_transfer`: in a moment, whatever comes of it. The party that is not transferred is left alone. */
export const transfer = (core: Core, channel: Channel, { to, whom }: Transfer): void => {
  core.time.after(TICK_MS, () => {
    if (isDead(core, channel)) return;
    const peer = channel.task.kind === 'bridged' ? channel.task.peer : undefined;
    if (whom === 'both' && peer !== undefined) {
      separate(core, channel);
      for (const one of [channel, peer]) route(core, one, to);
      return;
    }
    const moved = whom === 'peer' ? peer : channel;
    if (moved === undefined) return;
    if (moved.callState === 'HELD') unhold(core, moved);
    leave(core, moved);
    route(core, moved, to);
  });
};

const separate = (core: Core, channel: Channel): void => {
  const { task } = channel;
  if (task.kind !== 'bridged') return;
  const sides: readonly (readonly [Channel, Task])[] = [
    [channel, task],
    [task.peer, task.peer.task],
  ];
  for (const [one, its] of sides) {
    one.task = { kind: 'nothing' };
    if (its.kind === 'bridged') unbridge(core, one, its);
  }
};

/** What is taken off hold, for whatever reason, says so. */
export const unhold = (core: Core, channel: Channel): void => {
  setCallState(core, channel, 'UNHELD');
  core.fire('CHANNEL_UNHOLD', channel);
};

const route = (core: Core, channel: Channel, to: readonly Application[] | undefined): void => {
  if (channel.direction === 'inbound' && channel.isAnswered) setCallState(core, channel, 'RINGING');
  setState(core, channel, 'ROUTING');
  if (to === undefined) {
    hangUp(core, channel, 'NO_ROUTE_DESTINATION');
    return;
  }
  if (channel.isAnswered && channel.callState !== 'ACTIVE') setCallState(core, channel, 'ACTIVE');
  setState(core, channel, 'EXECUTE');
  channel.next = to;
  core.carryOn(channel);
};
