import { endOfRing } from '../../switch/endpoint.ts';
import { bridgeView, channelView, playbackView, recordingView } from './view.ts';
import { isHeard, later, type Bridge, type Channel, type Core, type Extension, type Recording } from './state.ts';

/** How channels and bridges come, change and go: with the events that a real one tells, in its order. */

export interface Made {
  readonly user: string;
  readonly tech?: string;
  readonly id?: string;
  readonly isInbound?: boolean;
  readonly state?: Channel['state'];
  readonly caller?: Channel['caller'];
  readonly context?: string;
  readonly exten?: string;
  readonly app?: Channel['app'];
  readonly snoop?: Channel['snoop'];
}

export function make(core: Core, made: Made): Channel {
  const given = core.nextChannel(`${made.tech ?? 'PJSIP'}/${made.user}`);
  const channel: Channel = {
    id: made.id ?? given.id,
    name: given.name,
    user: made.user,
    isInbound: made.isInbound ?? false,
    createdAt: core.time.now(),
    state: made.state ?? 'Down',
    caller: made.caller ?? { name: '', number: '' },
    connected: { name: '', number: '' },
    context: made.context ?? 'phones',
    exten: made.exten ?? 's',
    app: made.app ?? { name: '', data: '' },
    stasis: null,
    subscribed: new Set(),
    bridge: null,
    isMuted: false,
    treatment: null,
    variables: new Map(),
    snoop: made.snoop ?? null,
    peer: null,
    playing: new Map(),
    timers: new Set(),
    sentDigits: '',
    pickUp: null,
    isGone: false,
  };
  core.channels.set(channel.id, channel);
  tell(core, 'ChannelCreated', channel);
  return channel;
}

export function tell(core: Core, type: string, channel: Channel, more: Readonly<Record<string, unknown>> = {}): void {
  core.fire(type, { ...more, channel: channelView(channel) }, { channels: [channel] });
}

function setState(core: Core, channel: Channel, state: Channel['state']): void {
  channel.state = state;
  tell(core, 'ChannelStateChange', channel);
}

export function answer(core: Core, channel: Channel): void {
  if (channel.state !== 'Up') setState(core, channel, 'Up');
}

/** Into the application: its Stasis takes over the channel. False where nobody listens to it. */
export function enterStasis(core: Core, channel: Channel, application: string, args: readonly string[]): boolean {
  if (!isHeard(core, application)) return false;
  channel.stasis = application;
  channel.app = { name: 'Stasis', data: [application, ...args].join(',') };
  channel.subscribed.add(application);
  core.fire('StasisStart', { args, channel: channelView(channel) }, { channels: [channel], only: application });
  return true;
}

function leaveStasis(core: Core, channel: Channel): void {
  const { stasis } = channel;
  if (stasis === null) return;
  channel.stasis = null;
  core.fire('StasisEnd', { channel: channelView(channel) }, { channels: [channel], only: stasis });
  // Of a channel that came by itself the application hears no more, unless it has asked for more.
  if (channel.isInbound) channel.subscribed.delete(stasis);
  if (!channel.isInbound && channel.snoop === null) channel.app = { name: 'AppDial2', data: '(Outgoing Line)' };
}

export interface Originated {
  readonly endpoint: string;
  readonly id: string | undefined;
  readonly callerId: string;
  readonly timeoutMs: number;
  readonly app: string;
  readonly args: readonly string[];
}

/** Null where there is nobody by that name. */
export function originate(core: Core, { endpoint, id, callerId, timeoutMs, app, args }: Originated): Channel | null {
  const [tech = '', user = ''] = endpoint.split('/');
  const name = id ?? core.newUuid();
  const behaviour = core.answering({ channel: name, endpoint });
  if (tech === '' || user === '' || behaviour === null) return null;
  const channel = make(core, { user, tech, id: name, app: { name: 'AppDial2', data: '(Outgoing Line)' } });
  channel.subscribed.add(app);
  channel.connected = callerOf(callerId);
  dial(core, channel, endpoint, endOfRing(behaviour, timeoutMs), () => {
    if (!enterStasis(core, channel, app, args)) hangUp(core, channel, 16);
  });
  return channel;
}

const callerOf = (callerId: string): Channel['connected'] => {
  const [, name = '', number = ''] = /^(.*?)\s*<(.*)>$/.exec(callerId) ?? ['', '', callerId];
  return { name, number };
};

function dial(
  core: Core,
  channel: Channel,
  endpoint: string,
  end: ReturnType<typeof endOfRing>,
  answered: () => void,
): void {
  const told = (dialstatus: string): void =>
    core.fire(
      'Dial',
      { dialstatus, forward: '', dialstring: endpoint, peer: channelView(channel) },
      { channels: [channel] },
    );
  told('');
  if (end.rings) {
    later(core, channel, Math.min(2, end.afterMs), () => {
      // In either order.
      const stateFirst = core.toss();
      if (stateFirst) setState(core, channel, 'Ringing');
      told('RINGING');
      if (!stateFirst) setState(core, channel, 'Ringing');
    });
  }
  channel.pickUp = () => {
    channel.pickUp = null;
    setState(core, channel, 'Up');
    told('ANSWER');
    later(core, channel, 1, answered);
  };
  later(core, channel, Math.max(4, end.afterMs), () => {
    // Somebody has picked up before.
    if (channel.pickUp === null) return;
    if (end.cause === null) {
      channel.pickUp();
      return;
    }
    const [dialstatus, q850, tech] = outcomes[end.cause] ?? ['', 19, 480];
    if (dialstatus !== '') told(dialstatus);
    destroy(core, channel, q850, tech);
  });
}

const outcomes: Readonly<Record<string, readonly [dialstatus: string, q850: number, tech: number]>> = {
  busy: ['BUSY', 17, 486],
  rejected: ['NOANSWER', 21, 603],
};

export function hangUp(core: Core, channel: Channel, q850: number, isSoft = true): void {
  if (channel.isGone) return;
  const wasDialled = !channel.isInbound && channel.state !== 'Up';
  if (wasDialled) {
    core.fire(
      'Dial',
      { dialstatus: 'NOANSWER', forward: '', dialstring: channel.user, peer: channelView(channel) },
      { channels: [channel] },
    );
  } else tell(core, 'ChannelHangupRequest', channel, isSoft ? { cause: 32, soft: true } : { cause: q850 });
  destroy(core, channel, q850);
}

function destroy(core: Core, channel: Channel, q850: number, tech?: number): void {
  if (channel.isGone) return;
  for (const snoop of core.channels.values()) if (snoop.snoop?.target === channel) destroy(core, snoop, 16);
  for (const [id, { media, stop }] of channel.playing) {
    stop();
    core.fire('PlaybackFinished', { playback: playbackView(id, media, channel, 'failed') }, { channels: [channel] });
  }
  leave(core, channel);
  leaveStasis(core, channel);
  channel.isGone = true;
  for (const cancel of channel.timers) cancel();
  core.channels.delete(channel.id);
  tell(core, 'ChannelDestroyed', channel, {
    cause: q850,
    cause_txt: causeTexts[q850] ?? 'Unknown',
    ...(tech === undefined ? {} : { tech_cause: tech }),
  });
  const { peer } = channel;
  channel.peer = null;
  if (peer !== null) {
    peer.peer = null;
    if (peer.stasis === null) hangUp(core, peer, 16);
  }
  core.witness();
}

const causeTexts: Readonly<Record<number, string>> = {
  16: 'Normal Clearing',
  17: 'User busy',
  19: 'User alerting, no answer',
  21: 'Call Rejected',
  26: 'Answered elsewhere',
};

export function openBridge(core: Core, id: string, name: string, kind: Bridge['kind']): Bridge {
  const bridge: Bridge = { id, name, kind, createdAt: core.time.now(), members: new Set(), isDying: false };
  core.bridges.set(id, bridge);
  core.fire('BridgeCreated', { bridge: bridgeView(bridge) }, { bridge });
  return bridge;
}

/** It has let go of everybody at once, and keeps its name for a moment. */
export function closeBridge(core: Core, bridge: Bridge): void {
  for (const member of bridge.members) leave(core, member);
  for (const recording of core.recordings.values()) if (recording.bridge === bridge) finish(core, recording);
  bridge.isDying = true;
  core.time.after(20, () => {
    if (core.bridges.get(bridge.id) === bridge) core.bridges.delete(bridge.id);
  });
  core.fire('BridgeDestroyed', { bridge: bridgeView(bridge) }, { bridge });
}

export function enter(core: Core, bridge: Bridge, channel: Channel): void {
  leave(core, channel);
  channel.bridge = bridge;
  bridge.members.add(channel);
  core.fire(
    'ChannelEnteredBridge',
    { bridge: bridgeView(bridge), channel: channelView(channel) },
    { channels: [channel], bridge },
  );
  if (bridge.members.size === 2) for (const member of bridge.members) tell(core, 'ChannelConnectedLine', member);
  core.witness();
}

export function leave(core: Core, channel: Channel): void {
  const { bridge } = channel;
  if (bridge === null) return;
  channel.bridge = null;
  bridge.members.delete(channel);
  core.fire(
    'ChannelLeftBridge',
    { bridge: bridgeView(bridge), channel: channelView(channel) },
    { channels: [channel], bridge },
  );
  if (bridge.kind === 'basic' && bridge.members.size === 0) closeBridge(core, bridge);
  core.witness();
}

export function finish(core: Core, recording: Recording): void {
  core.recordings.delete(recording.name);
  core.fire('RecordingFinished', { recording: recordingView(recording, 'done') }, { bridge: recording.bridge });
}

/** What the dialplan does with a channel. */
export function run(core: Core, channel: Channel, extension: Extension | undefined): void {
  if (extension === undefined) {
    hangUp(core, channel, 1);
    return;
  }
  if (extension.app === 'Stasis') {
    if (!enterStasis(core, channel, extension.application, extension.args ?? [])) hangUp(core, channel, 16);
    return;
  }
  const { app, endpoint } = extension;
  channel.app = { name: app, data: endpoint };
  tell(core, 'ChannelDialplan', channel);
  if (app === 'Queue') answer(core, channel);
  const peerName = core.newUuid();
  const behaviour = core.answering({ channel: peerName, endpoint });
  const [tech = 'PJSIP', user = ''] = endpoint.split('/');
  if (behaviour === null) {
    hangUp(core, channel, 20);
    return;
  }
  const peer = make(core, {
    user,
    tech,
    app: { name: app === 'Dial' ? 'AppDial' : 'AppQueue', data: '(Outgoing Line)' },
  });
  channel.peer = peer;
  peer.peer = channel;
  dial(core, peer, endpoint, endOfRing(behaviour, 30_000), () => {
    answer(core, channel);
    const bridge = openBridge(core, core.newUuid(), '', 'basic');
    enter(core, bridge, peer);
    enter(core, bridge, channel);
  });
}
