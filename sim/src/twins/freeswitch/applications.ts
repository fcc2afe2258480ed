import type { Channel } from './channel.ts';
import { bridge, intercept } from './bridges.ts';
import { begin, complete, find, later, type Core } from './core.ts';
import { answer } from './dialling.ts';
import { direct } from './directing.ts';
import { broadcast, hangUp, park } from './endings.ts';
import { confer } from './rooms.ts';
import type { Application } from './strings.ts';
import { eavesdrop } from './taps.ts';
import { durationIn } from '../outside.ts';

/** Lets the channel run the next application; one that has nothing left to run ends. */
export const runNext = (core: Core, channel: Channel): void => {
  if (channel.cause !== null) return;
  const [application, ...rest] = channel.next;
  channel.next = rest;
  if (application === undefined) hangUp(core, channel, 'NORMAL_CLEARING');
  else run(core, channel, application);
};

const run = (core: Core, channel: Channel, application: Application): void => {
  begin(core, channel, application);
  const { name, data } = application;
  switch (name) {
    case 'park':
      park(core, channel, application);
      return;
    case 'bridge':
      bridge(core, channel, application);
      return;
    case 'eavesdrop':
    case 'three_way':
      eavesdrop(core, channel, application);
      return;
    case 'conference':
      confer(core, channel, application);
      return;
    case 'intercept':
      intercept(core, channel, application, find(core, data.replace(/^-bleg /, '')));
      return;
    case 'socket':
      direct(core, channel, application);
      return;
    case 'playback':
      play(core, channel, application);
      return;
    case 'sleep':
      channel.task = { kind: 'sleeps', application };
      finishAfter(core, channel, durationIn(data, 1, 0));
      return;
    case 'hangup':
      hangUp(core, channel, data === '' ? 'NORMAL_CLEARING' : data);
      return;
    default:
      if (!atOnce(core, channel, application)) {
        hangUp(core, channel, 'DESTINATION_OUT_OF_ORDER');
        return;
      }
      complete(core, channel, application);
      runNext(core, channel);
  }
};

/** Applications that are done when they return. False where there is no such application. */
const atOnce = (core: Core, channel: Channel, { name, data }: Application): boolean => {
  switch (name) {
    case 'answer':
      answer(core, channel);
      return true;
    case 'set':
    case 'export': {
      const [, variable = '', value = ''] = /^([^=]*)=(.*)$/s.exec(data) ?? [];
      channel.variables.set(variable, value);
      return true;
    }
    case 'pre_answer':
    case 'ring_ready':
    case 'log':
      return true;
    default:
      return false;
  }
};

/** Runs one application on a channel that is busy with something else, as `sendmsg` does. */
export const runBetween = (core: Core, channel: Channel, application: Application): void => {
  if (application.name === 'hangup') {
    hangUp(core, channel, application.data === '' ? 'NORMAL_CLEARING' : application.data);
    return;
  }
  if (application.name === 'playback') {
    broadcast(core, channel.uuid, application.data);
    return;
  }
  begin(core, channel, application);
  // Whoever is directed is parked already, and is not parked again.
  if (application.name === 'park' || atOnce(core, channel, application)) complete(core, channel, application);
  core.fire('PRIVATE_COMMAND', channel);
};

const play = (core: Core, channel: Channel, application: Application): void => {
  channel.task = { kind: 'plays', application };
  core.fire('PLAYBACK_START', channel, [['Playback-File-Path', application.data]]);
  const ms = core.soundMs(application.data);
  if (ms !== Infinity) finishAfter(core, channel, ms);
};

const finishAfter = (core: Core, channel: Channel, ms: number): void => {
  const { task } = channel;
  later(core, channel, ms, () => {
    if (channel.task !== task) return;
    channel.task = { kind: 'nothing' };
    if (task.kind === 'plays') {
      core.fire('PLAYBACK_STOP', channel, [['Playback-File-Path', task.application.data]]);
      complete(core, channel, task.application, 'FILE PLAYED');
    } else if (task.kind === 'sleeps') complete(core, channel, task.application);
    runNext(core, channel);
  });
};
