import type { Channel, Eavesdropping } from './channel.ts';
import { complete, find, type Core } from './core.ts';
import type { Application } from './strings.ts';

/** `eavesdrop` and `three_way`. */
export const eavesdrop = (core: Core, channel: Channel, application: Application): void => {
  const target = find(core, application.data);
  const group = channel.variables.get('eavesdrop_require_group');
  const isAllowed = group === undefined || target?.variables.get('eavesdrop_group') === group;
  if (target === undefined || target === channel || !isAllowed) {
    complete(core, channel, application);
    core.carryOn(channel);
    return;
  }
  const mode = application.name === 'three_way' ? '3' : '0';
  const task: Eavesdropping = { kind: 'eavesdrops', target, application, mode, hasBegun: false };
  channel.task = task;
  target.tappers.add(channel);
  // One that still rings is waited for.
  if (target.isAnswered) beginTap(core, task);
};

const beginTap = (core: Core, task: Eavesdropping): void => {
  task.hasBegun = true;
  fireBug(core, 'MEDIA_BUG_START', task);
};

/** Those who waited for its answer begin to hear it. */
export const beginWaitingTaps = (core: Core, target: Channel): void => {
  for (const { task } of target.tappers) if (task.kind === 'eavesdrops' && !task.hasBegun) beginTap(core, task);
};

export const endTap = (core: Core, channel: Channel, task: Eavesdropping): void => {
  task.target.tappers.delete(channel);
  if (task.hasBegun) fireBug(core, 'MEDIA_BUG_STOP', task);
};

/** The tapped one is gone: whoever eavesdropped goes on with what is next for them. */
export const endTapsOn = (core: Core, target: Channel): void => {
  for (const tapper of target.tappers) {
    const { task } = tapper;
    if (task.kind !== 'eavesdrops') continue;
    endTap(core, tapper, task);
    tapper.task = { kind: 'nothing' };
    complete(core, tapper, task.application);
    core.carryOn(tapper);
  }
};

/** A key or an `eavesdrop-command` reaches somebody who eavesdrops. */
export const commandTap = (core: Core, channel: Channel, command: string): void => {
  const { task } = channel;
  if (task.kind !== 'eavesdrops' || task.application.name !== 'eavesdrop') return;
  if (command === '0' || command === '1' || command === '2' || command === '3') {
    task.mode = command;
    core.witness();
  } else if (command === '*') {
    endTap(core, channel, task);
    channel.task = { kind: 'nothing' };
    complete(core, channel, task.application);
    core.carryOn(channel);
  }
};

const fireBug = (core: Core, name: string, { target }: Eavesdropping): void => {
  core.fire(name, target, [
    ['Media-Bug-Function', 'eavesdrop'],
    ['Media-Bug-Target', target.uuid],
  ]);
};
