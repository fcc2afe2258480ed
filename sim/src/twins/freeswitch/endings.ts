import { assertNever } from '@legwork/core';
import { isGone, type Channel, type Director, type Task } from './channel.ts';
import { complete, find, later, setCallState, setState, timerMs, type Core } from './core.ts';
import type { Fields } from './fields.ts';
import { writeOff } from './show.ts';
import type { Application } from './strings.ts';
import { endTap, endTapsOn } from './taps.ts';
import { durationIn } from '../outside.ts';

/** The channel ends, in a moment: from now on nobody finds it. */
export const hangUp = (core: Core, channel: Channel, cause: string): void => {
  if (isGone(channel)) return;
  channel.cause = cause;
  core.time.after(1, () => {
    // The machine may have died meanwhile.
    if (core.channels.get(channel.uuid) === channel) end(core, channel, cause);
  });
};

const end = (core: Core, channel: Channel, cause: string): void => {
  for (const cancel of channel.timers) cancel();
  channel.timers.clear();
  core.fire('CHANNEL_HANGUP', channel);
  leave(core, channel);
  setState(core, channel, 'HANGUP');
  setCallState(core, channel, 'HANGUP');
  setState(core, channel, 'REPORTING');
  core.fire('CHANNEL_HANGUP_COMPLETE', channel);
  endTapsOn(core, channel);
  for (const path of channel.recordings) core.fire('RECORD_STOP', channel, [['Record-File-Path', path]]);
  channel.recordings.clear();
  const told = channel.onDialled;
  channel.onDialled = null;
  told?.(cause);
  if (channel.directors.size === 0) destroy(core, channel);
  else for (const director of channel.directors) director.channelEnded();
};

/** Whoever directed it has let go of it. What was parked goes on, and what has ended is gone. */
export const letGo = (core: Core, channel: Channel, director: Director): void => {
  channel.directors.delete(director);
  if (core.channels.get(channel.uuid) !== channel) return;
  if (channel.state === 'REPORTING') {
    if (channel.directors.size === 0) destroy(core, channel);
    return;
  }
  // Wherever it is parked by then: the flag that keeps it there is the same.
  if (isGone(channel) || (channel.task.kind !== 'parked' && channel.task.kind !== 'directed')) return;
  leave(core, channel);
  core.carryOn(channel);
};

const destroy = (core: Core, channel: Channel): void => {
  core.fire('CHANNEL_DESTROY', channel);
  setState(core, channel, 'DESTROY');
  core.channels.delete(channel.uuid);
  writeOff(core, channel);
  core.asking.forget(channel.uuid);
  // Whoever lost a race for it waits for nothing any longer.
  const other = find(core, channel.otherLeg ?? undefined);
  if (other?.task.kind === 'limbo') hangUp(core, other, 'ORIGINATOR_CANCEL');
};

/** Ends whatever the channel is doing, and lets go of whom it did it with. */
export const leave = (core: Core, channel: Channel, cause = 'NORMAL_CLEARING'): void => {
  stopBroadcast(core, channel);
  const { task } = channel;
  channel.task = { kind: 'nothing' };
  switch (task.kind) {
    case 'nothing':
    case 'limbo':
      return;
    case 'parked':
      core.fire('CHANNEL_UNPARK', channel);
      if (task.application !== null) complete(core, channel, task.application);
      return;
    case 'bridged':
      unbridge(core, channel, task);
      release(core, channel, task.peer, cause);
      return;
    case 'dials':
      task.peer.onDialled = null;
      hangUp(core, task.peer, 'ORIGINATOR_CANCEL');
      complete(core, channel, task.application);
      return;
    case 'eavesdrops':
      endTap(core, channel, task);
      complete(core, channel, task.application);
      return;
    case 'plays':
      core.fire('PLAYBACK_STOP', channel, [['Playback-File-Path', task.application.data]]);
      complete(core, channel, task.application, 'FILE PLAYED');
      return;
    case 'sleeps':
    case 'directed':
      complete(core, channel, task.application);
      return;
    case 'confers':
      core.leaveRoom(channel, task);
      complete(core, channel, task.application);
      return;
    default:
      assertNever(task);
  }
};

/** What its own side of a bridge says when it ends. */
export const unbridge = (core: Core, channel: Channel, task: Task & { readonly kind: 'bridged' }): void => {
  if (task.side === 'b') return;
  const pair: Fields = [
    ['Bridge-A-Unique-ID', channel.uuid],
    ['Bridge-B-Unique-ID', task.peer.uuid],
  ];
  core.fire('CHANNEL_UNBRIDGE', channel, task.isBypassed ? [] : pair);
  if (task.application !== null) complete(core, channel, task.application);
};

/** What becomes of the one that is left alone in a bridge. */
const release = (core: Core, gone: Channel, peer: Channel, cause: string): void => {
  const { task } = peer;
  if (isGone(peer) || task.kind !== 'bridged' || task.peer !== gone) return;
  if (cause !== 'NORMAL_CLEARING') {
    hangUp(core, peer, cause);
    return;
  }
  stopBroadcast(core, peer);
  peer.task = { kind: 'nothing' };
  unbridge(core, peer, task);
  if (peer.variables.get('park_after_bridge') === 'true') {
    setState(core, peer, 'PARK');
    park(core, peer, null);
  } else if (task.side === 'b') hangUp(core, peer, 'NORMAL_CLEARING');
  else {
    if (task.application === null) setState(core, peer, 'EXECUTE');
    if (peer.variables.get('hangup_after_bridge') === 'true') hangUp(core, peer, 'NORMAL_CLEARING');
    else core.carryOn(peer);
  }
};

export const park = (core: Core, channel: Channel, application: Application | null): void => {
  const task: Task = { kind: 'parked', application };
  channel.task = task;
  core.fire('CHANNEL_PARK', channel);
  const [, seconds, cause = 'NORMAL_CLEARING'] =
    /^(\d+)(?::(\w+))?$/.exec(channel.variables.get('park_timeout') ?? '') ?? [];
  if (seconds === undefined) return;
  // Whoever parks with a timeout is kept once.
  channel.variables.delete('park_timeout');
  channel.variables.delete('park_after_bridge');
  later(core, channel, timerMs(core, durationIn(seconds, 1000, 0)), () => {
    if (channel.task === task) hangUp(core, channel, cause);
  });
};

/** Ends a file that is played over whatever it does. */
export const stopBroadcast = (core: Core, channel: Channel): void => {
  const path = channel.broadcast;
  if (path === null) return;
  channel.broadcast = null;
  core.fire('PLAYBACK_STOP', channel, [['Playback-File-Path', path]]);
  complete(core, channel, { name: 'playback', data: path }, 'FILE PLAYED');
};

/** Plays a file over whatever the channel does: it hears nothing else, and is heard by nobody. */
export const broadcast = (core: Core, uuid: string, path: string): void => {
  const channel = find(core, uuid);
  if (channel === undefined) return;
  stopBroadcast(core, channel);
  channel.broadcast = path;
  core.fire('CHANNEL_EXECUTE', channel, [
    ['Application', 'playback'],
    ['Application-Data', path],
  ]);
  core.fire('PLAYBACK_START', channel, [['Playback-File-Path', path]]);
  const ms = core.soundMs(path);
  if (ms === Infinity) return;
  later(core, channel, ms, () => {
    if (channel.broadcast === path) stopBroadcast(core, channel);
  });
};
