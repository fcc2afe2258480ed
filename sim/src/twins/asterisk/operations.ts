import { bridgeView, channelView, playbackView, recordingView, timestampOf } from './view.ts';
import {
  answer,
  closeBridge,
  enter,
  finish,
  hangUp,
  leave,
  make,
  openBridge,
  originate,
  enterStasis,
} from './lives.ts';
import type { Query } from './query.ts';
import { isHeard, later, type Bridge, type Channel, type Core } from './state.ts';

/** One request, its path taken apart. */
export interface Asked {
  readonly method: string;
  readonly path: readonly string[];
  readonly query: Query;
  readonly body: Readonly<Record<string, unknown>>;
}
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

const said = (status: number, message: string): Reply => ({ status, body: { message } });
const done: Reply = { status: 204 };
const given = (body: unknown): Reply => ({ status: 200, body });
const notFound = said(404, 'Resource not found');

export function operate(core: Core, asked: Asked, startedAt: number): Reply {
  switch (asked.path[0] ?? '') {
    case 'asterisk':
      return onAsterisk(core, asked, startedAt);
    case 'channels':
      return onChannels(core, asked);
    case 'bridges':
      return onBridges(core, asked);
    case 'recordings':
      return onRecordings(core, asked);
    case 'applications':
      return onApplications(core, asked);
    case 'events':
      return onEvents(core, asked);
    default:
      return notFound;
  }
}

const modules = [
  'app_stasis',
  'res_stasis_answer',
  'res_stasis_playback',
  'res_stasis_recording',
  'res_stasis_snoop',
  'res_musiconhold',
  'bridge_simple',
  'bridge_softmix',
];

function onAsterisk(core: Core, { method, path, query }: Asked, startedAt: number): Reply {
  if (method !== 'GET') return notFound;
  if (path[1] === 'ping') return given({ asterisk_id: 'twin', ping: 'pong', timestamp: timestampOf(core.time.now()) });
  if (path[1] === 'modules') return given(modules.map((name) => ({ name: `${name}.so`, status: 'Running' })));
  if (path[1] !== 'info') return notFound;
  const status = { startup_time: timestampOf(startedAt), last_reload_time: timestampOf(startedAt) };
  const whole = { build: { os: 'twin' }, system: { version: '22.10.1', entity_id: 'twin' }, config: {}, status };
  return given(query.get('only') === 'status' ? { status } : whole);
}

function onChannels(core: Core, asked: Asked): Reply {
  const { method, path, query } = asked;
  const [, id, what] = path;
  if (id === undefined) {
    if (method === 'GET') return given([...core.channels.values()].map(channelView));
    return method === 'POST' ? originated(core, asked, query.get('channelId')) : notFound;
  }
  const channel = core.channels.get(id);
  if (what === undefined && method === 'POST') return originated(core, asked, id);
  if (channel === undefined)
    return said(404, what === 'snoop' ? 'Provided channel was not found' : 'Channel not found');
  if (what === undefined) {
    if (method === 'GET') return given(channelView(channel));
    return method === 'DELETE' ? hungUp(core, channel, query) : notFound;
  }
  if (what === 'snoop') return snooped(core, channel, asked);
  if (what === 'variable' && method === 'GET') return variable(channel, query);
  if (channel.stasis === null) return said(409, 'Channel not in Stasis application');
  return controlled(core, channel, asked, what);
}

/** What takes a channel that is in Stasis. */
function controlled(core: Core, channel: Channel, asked: Asked, what: string): Reply {
  const { method, query } = asked;
  const on = method === 'POST';
  switch (what) {
    case 'answer':
      answer(core, channel);
      return done;
    case 'ring':
    case 'hold':
      return done;
    case 'mute': {
      const direction = query.get('direction') ?? 'both';
      if (direction !== 'out') channel.isMuted = on;
      core.witness();
      return done;
    }
    case 'moh':
    case 'silence':
      channel.treatment = on ? (what === 'moh' ? 'music' : 'silence') : null;
      core.witness();
      return done;
    case 'dtmf': {
      const digits = query.get('dtmf');
      if (digits === undefined || digits === '') return said(400, 'DTMF is required');
      channel.sentDigits += digits;
      return done;
    }
    case 'variable':
      channel.variables.set(query.get('variable') ?? '', query.get('value') ?? '');
      return done;
    case 'play':
      return play(core, channel, asked);
    default:
      return notFound;
  }
}

function originated(core: Core, { query, body }: Asked, id: string | undefined): Reply {
  const field = (name: string): string => query.get(name) ?? (typeof body[name] === 'string' ? body[name] : '');
  if (id !== undefined && core.channels.has(id)) return said(409, 'Channel with given unique ID already exists');
  const endpoint = field('endpoint');
  if (endpoint === '') return said(400, 'Endpoint must be specified');
  const timeoutS = Number(query.get('timeout') ?? 30);
  const channel = originate(core, {
    endpoint,
    id,
    callerId: field('callerId'),
    timeoutMs: timeoutS < 0 ? Infinity : timeoutS * 1000,
    app: field('app'),
    args: field('appArgs') === '' ? [] : field('appArgs').split(','),
  });
  return channel === null ? { status: 500, body: { error: 'Allocation failed' } } : given(channelView(channel));
}

const reasons: Readonly<Record<string, number>> = {
  normal: 16,
  busy: 17,
  congestion: 34,
  no_answer: 19,
  timeout: 102,
  unallocated: 1,
  interworking: 127,
};

function hungUp(core: Core, channel: Channel, query: Query): Reply {
  const reason = query.get('reason');
  const cause = reason === undefined ? Number(query.get('reason_code') ?? 16) : reasons[reason];
  if (cause === undefined) return said(400, 'Invalid Reason');
  core.time.after(1, () => hangUp(core, channel, cause));
  return done;
}

const directions = ['none', 'in', 'out', 'both'];

function snooped(core: Core, target: Channel, { path, query }: Asked): Reply {
  const application = query.get('app') ?? '';
  const [spy, whisper] = [query.get('spy') ?? 'none', query.get('whisper') ?? 'none'];
  if (application === '') return said(400, 'Application name is required');
  if (!directions.includes(spy)) return said(400, 'Invalid direction specified for spy');
  if (!directions.includes(whisper)) return said(400, 'Invalid direction specified for whisper');
  if (spy === 'none' && whisper === 'none') return said(400, 'Direction must be specified for at least spy or whisper');
  const id = path[3] ?? query.get('snoopId');
  if (id !== undefined && core.channels.has(id)) return said(500, 'Snoop channel could not be created');
  const made = { tech: 'Snoop', user: target.id, state: 'Up' as const, snoop: { target, whisper } };
  const snoop = make(core, id === undefined ? made : { ...made, id });
  // It announces itself a moment later; where nobody listens it vanishes, and nobody is told.
  later(core, snoop, 1, () => {
    if (!enterStasis(core, snoop, application, (query.get('appArgs') ?? '').split(',').filter(Boolean)))
      hangUp(core, snoop, 16);
  });
  return given(channelView(snoop));
}

function variable(channel: Channel, query: Query): Reply {
  const name = query.get('variable') ?? '';
  if (name === 'CHANNEL(linkedid)') return given({ value: channel.id });
  const value = channel.variables.get(name);
  return value === undefined ? said(404, 'Provided variable was not found') : given({ value });
}

function play(core: Core, channel: Channel, { path, query }: Asked): Reply {
  const media = query.get('media') ?? '';
  if (media === '') return said(400, 'Media is required');
  const id = path[3] ?? core.newUuid();
  const stop = later(core, channel, core.soundMs(media), () => {
    channel.playing.delete(id);
    core.fire('PlaybackFinished', { playback: playbackView(id, media, channel, 'done') }, { channels: [channel] });
  });
  channel.playing.set(id, { media, stop });
  core.fire('PlaybackStarted', { playback: playbackView(id, media, channel, 'playing') }, { channels: [channel] });
  return { status: 201, body: playbackView(id, media, channel, 'queued') };
}

function onBridges(core: Core, asked: Asked): Reply {
  const { method, path, query } = asked;
  const [, id, what] = path;
  if (id === undefined && method === 'GET')
    return given([...core.bridges.values()].filter(({ isDying }) => !isDying).map(bridgeView));
  if (method === 'POST' && what === undefined) {
    const name = id ?? query.get('bridgeId') ?? core.newUuid();
    if (core.bridges.has(name)) return said(409, `Bridge with id '${name}' already exists`);
    return given(bridgeView(openBridge(core, name, query.get('name') ?? '', 'stasis')));
  }
  const bridge = id === undefined ? undefined : core.bridges.get(id);
  if (bridge === undefined || bridge.isDying) return said(404, 'Bridge not found');
  if (what === undefined) {
    if (method === 'GET') return given(bridgeView(bridge));
    if (method !== 'DELETE') return notFound;
    closeBridge(core, bridge);
    return done;
  }
  if (bridge.kind !== 'stasis') return said(409, 'Bridge not in Stasis application');
  return method === 'POST' ? inBridge(core, bridge, asked, what) : notFound;
}

function inBridge(core: Core, bridge: Bridge, { query }: Asked, what: string): Reply {
  if (what === 'record') {
    const name = query.get('name') ?? '';
    const recording = { name, format: query.get('format') ?? 'wav', bridge, voices: new Set<string>() };
    core.recordings.set(name, recording);
    core.fire('RecordingStarted', { recording: recordingView(recording, 'recording') }, { bridge });
    core.witness();
    return { status: 201, body: recordingView(recording, 'queued') };
  }
  if (what !== 'addChannel' && what !== 'removeChannel') return notFound;
  const names = (query.get('channel') ?? '').split(',').filter(Boolean);
  const channels = names.flatMap((name) => core.channels.get(name) ?? []);
  // One that is not there: nobody moves.
  if (names.length === 0 || channels.length < names.length) return said(400, 'Channel not found');
  if (channels.some(({ stasis }) => stasis === null)) return said(422, 'Channel not in Stasis application');
  if (what === 'addChannel') for (const channel of channels) enter(core, bridge, channel);
  else {
    if (channels.some((channel) => channel.bridge !== bridge)) return said(422, 'Channel not in this bridge');
    for (const channel of channels) leave(core, channel);
  }
  return done;
}

function onRecordings(core: Core, { method, path }: Asked): Reply {
  const [, kind, name = '', what] = path;
  const recording = core.recordings.get(name);
  if (kind !== 'live' || recording === undefined) return said(404, 'Recording not found');
  if (method === 'GET') return given(recordingView(recording, 'recording'));
  if (method !== 'POST' || what !== 'stop') return notFound;
  finish(core, recording);
  return done;
}

function onApplications(core: Core, { method, path, query, body }: Asked): Reply {
  const [, name, what] = path;
  const apps = [...core.apps.values()].filter(({ listener }) => listener !== null);
  const view = (app: { readonly name: string }) => ({
    name: app.name,
    channel_ids: [...core.channels.values()].filter(({ stasis }) => stasis === app.name).map(({ id }) => id),
    bridge_ids: [],
    endpoint_ids: [],
    device_names: [],
  });
  if (name === undefined) return method === 'GET' ? given(apps.map(view)) : notFound;
  const app = apps.find((one) => one.name === name);
  if (app === undefined) return said(404, 'Application not found');
  if (what === undefined) return method === 'GET' ? given(view(app)) : notFound;
  if (what === 'eventFilter' && method === 'PUT') {
    const allowed = Array.isArray(body['allowed']) ? (body['allowed'] as readonly { readonly type?: string }[]) : [];
    app.allowed = allowed.length === 0 ? null : new Set(allowed.flatMap(({ type }) => type ?? []));
    return given(view(app));
  }
  if (what === 'subscription') {
    const source = /^channel:(.+)$/.exec(query.get('eventSource') ?? '')?.[1];
    const channel = source === undefined ? undefined : core.channels.get(source);
    if (channel === undefined) return said(422, 'Event source does not exist');
    if (method === 'POST') channel.subscribed.add(name);
    else channel.subscribed.delete(name);
    return given(view(app));
  }
  return notFound;
}

function onEvents(core: Core, { method, path, query }: Asked): Reply {
  const [, kind, name] = path;
  if (method !== 'POST' || kind !== 'user' || name === undefined) return notFound;
  const application = query.get('application') ?? '';
  if (!isHeard(core, application)) return said(404, 'Application not found');
  core.fire('ChannelUserevent', { eventname: name, userevent: {} }, { only: application });
  return done;
}
