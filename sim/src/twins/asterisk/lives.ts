import { endOfRing } from '../../switch/endpoint.ts';
import { bridgeView, channelView, playbackView, recordingView } from './view.ts';
import {
  channelNamed,
  isHeard,
  later,
  type About,
  type Bridge,
  type Channel,
  type Core,
  type Extension,
  type Recording,
} from './state.ts';

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
    dialling: null,
    peer: null,
    playing: new Map(),
    timers: new Set(),
    sentDigits: '',
    pickUp: null,
    forgets: false,
    spiesOn: null,
    runsDialplan: false,
    isReferred: false,
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
  channel.forgets = !channel.subscribed.has(application);
  channel.subscribed.add(application);
  core.fire('StasisStart', { args, channel: channelView(channel) }, { channels: [channel], only: application });
  return true;
}

export function leaveStasis(core: Core, channel: Channel): void {
  const { stasis } = channel;
  if (stasis === null) return;
  channel.stasis = null;
  core.fire('StasisEnd', { channel: channelView(channel) }, { channels: [channel], only: stasis });
  // Of a channel that it has not made and not asked to be told of, the application hears no more.
  if (channel.forgets) channel.subscribed.delete(stasis);
  if (!channel.isInbound && channel.snoop === null) channel.app = { name: 'AppDial2', data: '(Outgoing Line)' };
}

/** A channel that is in the application, and nobody is rung yet. Null where there is nobody by that name. */
export function create(
  core: Core,
  { endpoint, id, app, args }: Pick<Originated, 'endpoint' | 'id' | 'app' | 'args'>,
): Channel | null {
  const [tech = '', user = ''] = endpoint.split('/');
  const name = id ?? core.newUuid();
  const behaviour = core.answering({ channel: name, endpoint });
  if (tech === '' || user === '' || behaviour === null) return null;
  const channel = make(core, { user, tech, id: name });
  channel.dialling = { endpoint, behaviour };
  channel.subscribed.add(app);
  later(core, channel, 1, () => {
    channel.app = { name: 'Stasis', data: app };
    tell(core, 'ChannelDialplan', channel);
    if (!enterStasis(core, channel, app, args)) hangUp(core, channel, 16);
  });
  return channel;
}

/** It rings at the far end of a channel that was made to be dialled. */
export function dialNow(core: Core, channel: Channel, timeoutMs: number): void {
  const { dialling } = channel;
  if (dialling === null) return;
  channel.dialling = null;
  dial(core, channel, dialling.endpoint, endOfRing(dialling.behaviour, timeoutMs), () => undefined);
}

export interface Originated {
  readonly endpoint: string;
  readonly id: string | undefined;
  readonly callerId: string;
  readonly timeoutMs: number;
  readonly app: string;
  readonly args: readonly string[];
}

/** Somebody is rung. Null where there is nobody by that name. */
export function ringOut(core: Core, { endpoint, id, callerId, timeoutMs, app, answered }: Rung): Channel | null {
  const [tech = '', user = ''] = endpoint.split('/');
  const name = id ?? core.newUuid();
  const behaviour = core.answering({ channel: name, endpoint });
  if (tech === '' || user === '' || behaviour === null) return null;
  const channel = make(core, { user, tech, id: name, app: { name: 'AppDial2', data: '(Outgoing Line)' } });
  tell(core, 'ChannelDialplan', channel);
  channel.connected = callerOf(callerId);
  if (app !== undefined) channel.subscribed.add(app);
  dial(core, channel, endpoint, endOfRing(behaviour, timeoutMs), () => answered(channel));
  return channel;
}
interface Rung extends Omit<Originated, 'app' | 'args'> {
  /** The application that is told of it from the first. */
  readonly app?: string;
  readonly answered: (channel: Channel) => void;
}

/** Somebody is rung, and whoever answers enters an application. */
export const originate = (core: Core, { args, ...rung }: Originated): Channel | null =>
  ringOut(core, {
    ...rung,
    answered(channel) {
      if (!enterStasis(core, channel, rung.app, args)) hangUp(core, channel, 16);
    },
  });

/** An application other than Dial and Queue: it runs until somebody hangs up; ChanSpy ends with whom it spies on. */
export function runApplication(core: Core, channel: Channel, name: string, data: string): void {
  const [first = '', ...args] = data.split(',');
  if (name === 'Stasis') {
    if (!enterStasis(core, channel, first, args)) hangUp(core, channel, 16);
    return;
  }
  channel.app = { name, data };
  if (name !== 'ChanSpy') return;
  const target = channelNamed(core, first);
  if (target === undefined) hangUp(core, channel, 16);
  else channel.spiesOn = target;
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
      // Real timers that are late fire in any order: what was picked up does not ring any more.
      if (channel.pickUp === null) return;
      // In either order.
      const ring = (): void => {
        setState(core, channel, 'Ringing');
        if (channel.app.name === 'AppQueue') tell(core, 'ChannelDialplan', channel);
      };
      const stateFirst = core.toss();
      if (stateFirst) ring();
      told('RINGING');
      if (!stateFirst) ring();
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
    const outcome = outcomes[end.cause];
    if (outcome === undefined) {
      if (channel.stasis !== null) tell(core, 'ChannelHangupRequest', channel, { cause: 32, soft: true });
      destroy(core, channel, 19, 480);
      return;
    }
    const [dialstatus, q850, tech] = outcome;
    tell(core, 'ChannelHangupRequest', channel, { cause: q850, tech_cause: tech });
    if (channel.stasis === null) told(dialstatus);
    destroy(core, channel, q850, tech);
  });
}

const outcomes: Readonly<Record<string, readonly [dialstatus: string, q850: number, tech: number]>> = {
  busy: ['BUSY', 17, 486],
  rejected: ['NOANSWER', 21, 603],
};

const SNOOP_NOTICES_MS = 15;

export function hangUp(core: Core, channel: Channel, q850: number, isSoft = true): void {
  if (channel.isGone) return;
  tell(core, 'ChannelHangupRequest', channel, isSoft ? { cause: 32, soft: true } : { cause: q850 });
  // It is still being rung; of one that was made first and dialled then, the end says it all.
  if (!channel.isInbound && channel.state !== 'Up' && channel.stasis === null) {
    core.fire(
      'Dial',
      { dialstatus: 'NOANSWER', forward: '', dialstring: channel.user, peer: channelView(channel) },
      { channels: [channel] },
    );
  }
  destroy(core, channel, q850);
}

function destroy(core: Core, channel: Channel, q850: number, tech?: number): void {
  if (channel.isGone) return;
  // A snoop notices at its next frame.
  for (const snoop of core.channels.values())
    if (snoop.snoop?.target === channel) later(core, snoop, SNOOP_NOTICES_MS, () => destroy(core, snoop, 16));
  for (const [id, { media, stop }] of channel.playing) {
    stop();
    core.fire('PlaybackFinished', { playback: playbackView(id, media, channel, 'failed') }, { channels: [channel] });
  }
  for (const recording of core.recordings.values()) if (recording.channel === channel) finish(core, recording);
  for (const spy of core.channels.values())
    if (spy.spiesOn === channel) later(core, spy, SNOOP_NOTICES_MS, () => destroy(core, spy, 16));
  const { peer } = channel;
  channel.peer = null;
  leave(core, channel);
  if (peer !== null && peer.stasis === null) letGo(core, peer);
  leaveStasis(core, channel);
  // Its dialplan ends after it has hung up.
  if (channel.runsDialplan && channel.app.name !== 'Hangup') tell(core, 'ChannelHangupRequest', channel, { cause: 16 });
  channel.isGone = true;
  for (const cancel of channel.timers) cancel();
  if (channel.isReferred) return;
  core.channels.delete(channel.id);
  tell(core, 'ChannelDestroyed', channel, {
    cause: q850,
    cause_txt: causeTexts[q850] ?? 'Unknown',
    ...(tech === undefined ? {} : { tech_cause: tech }),
  });
  core.witness();
}

/** Whom it talked with in a Dial or a Queue is gone: the caller goes on to the end of the dialplan, and whoever was called ends. */
function letGo(core: Core, channel: Channel): void {
  channel.peer = null;
  leave(core, channel);
  if (channel.isInbound) {
    const isToldWhy = channel.app.name === 'Dial';
    channel.app = { name: 'Hangup', data: '' };
    if (isToldWhy) tell(core, 'ChannelDialplan', channel);
    tell(core, 'ChannelHangupRequest', channel, { cause: 16 });
  }
  destroy(core, channel, 16);
}

/** Whoever calls is told to call elsewhere; who has been answered is asked to, and does not. */
export function redirect(core: Core, channel: Channel): void {
  if (channel.state === 'Up') channel.isReferred = true;
  else later(core, channel, 1, () => hangUp(core, channel, 23, false));
}

/** A channel that is moved to elsewhere in the dialplan leaves whom it talks with, and they end. */
export function moveAway(core: Core, channel: Channel, exten: string, context: string, isAlone: boolean): void {
  const { peer } = channel;
  channel.peer = null;
  tell(core, 'ChannelDialplan', channel);
  leave(core, channel);
  if (isAlone && peer !== null) letGo(core, peer);
  else if (peer !== null) peer.peer = null;
  [channel.exten, channel.context] = [exten, context];
  run(core, channel, core.extension(exten, context));
}

const causeTexts: Readonly<Record<number, string>> = {
  16: 'Normal Clearing',
  17: 'User busy',
  19: 'User alerting, no answer',
  21: 'Call Rejected',
  26: 'Answered elsewhere',
};

export function openBridge(core: Core, id: string, name: string, kind: Bridge['kind']): Bridge {
  const bridge: Bridge = {
    id,
    name,
    kind,
    createdAt: core.time.now(),
    members: new Set(),
    subscribed: new Set(),
    isDying: false,
  };
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
  core.fire('RecordingFinished', { recording: recordingView(recording, 'done') }, aboutRecording(recording));
}

export const aboutRecording = ({ bridge, channel }: Recording): About => ({
  ...(bridge === undefined ? {} : { bridge }),
  ...(channel === undefined ? {} : { channels: [channel] }),
});

/** What the dialplan does with a channel. */
export function run(core: Core, channel: Channel, extension: Extension | undefined): void {
  channel.runsDialplan = true;
  if (extension === undefined) {
    channel.app = { name: 'Hangup', data: '' };
    hangUp(core, channel, 1);
    return;
  }
  if (extension.app === 'Stasis') {
    if (!enterStasis(core, channel, extension.application, extension.args ?? [])) hangUp(core, channel, 16);
    return;
  }
  const { app, endpoint } = extension;
  if (app === 'Queue') {
    channel.app = { name: 'Answer', data: '' };
    tell(core, 'ChannelDialplan', channel);
    answer(core, channel);
  }
  channel.app = { name: app, data: endpoint };
  tell(core, 'ChannelDialplan', channel);
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
  tell(core, 'ChannelDialplan', peer);
  dial(core, peer, endpoint, endOfRing(behaviour, 30_000), () => {
    answer(core, channel);
    const bridge = openBridge(core, core.newUuid(), '', 'basic');
    if (app === 'Dial') tell(core, 'ChannelDialplan', peer);
    enter(core, bridge, peer);
    enter(core, bridge, channel);
  });
}
