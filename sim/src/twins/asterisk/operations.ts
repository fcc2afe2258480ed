import { onApplications, onEvents } from './applications.ts';
import { onDescription } from './description.ts';
import {
  answer,
  closeBridge,
  create,
  dialNow,
  enter,
  enterStasis,
  hangUp,
  leave,
  leaveStasis,
  make,
  openBridge,
  originate,
  redirect,
  run,
  tell,
} from './lives.ts';
import { onPlaybacks, onRecordings, play, record } from './media.ts';
import { timeoutMsIn, type Query } from './query.ts';
import { done, given, notFound, said, wordsIn, type Asked, type Reply } from './reply.ts';
import { isHeard, later, type Bridge, type Channel, type Core } from './state.ts';
import { timestampOf } from '../timestamp.ts';
import { bridgeView, channelView } from './view.ts';
import { entryOf } from '../outside.ts';

/** After the request was understood, and mostly before it is answered. */
const AT_ONCE_MS = 0.3;

export function operate(core: Core, asked: Asked, startedAt: number, host: string): Reply {
  switch (asked.path[0] ?? '') {
    case 'asterisk':
      return onAsterisk(core, asked, startedAt);
    case 'channels':
      return onChannels(core, asked);
    case 'bridges':
      return onBridges(core, asked);
    case 'recordings':
      return onRecordings(core, asked);
    case 'playbacks':
      return onPlaybacks(core, asked);
    case 'applications':
      return onApplications(core, asked);
    case 'events':
      return onEvents(core, asked);
    case 'api-docs':
      return onDescription(asked, host);
    default:
      return notFound;
  }
}

/** Those of a real one that matter to whoever controls calls. */
export const usualModules: readonly string[] = [
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
  if (path[1] === 'modules') return given(core.modules.map((name) => ({ name: `${name}.so`, status: 'Running' })));
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
  if (id === 'create' && what === undefined && method === 'POST') return created(core, asked);
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
      // What begins with underscores is inherited under the name without them.
      channel.variables.set((query.get('variable') ?? '').replace(/^_{1,2}/, ''), query.get('value') ?? '');
      return done;
    case 'play':
      return play(core, channel, asked);
    case 'record':
      return record(core, query, { channel });
    case 'dial':
      dialNow(core, channel, timeoutMsIn(query));
      return done;
    case 'continue':
      channel.context = query.get('context') ?? channel.context;
      channel.exten = query.get('extension') ?? channel.exten;
      leave(core, channel);
      leaveStasis(core, channel);
      run(core, channel, core.extension(channel.exten, channel.context));
      return done;
    case 'move': {
      const application = query.get('app') ?? '';
      if (application === '' || !isHeard(core, application)) return said(404, 'Application not found');
      leaveStasis(core, channel);
      enterStasis(core, channel, application, wordsIn(query, 'appArgs'));
      return done;
    }
    case 'redirect':
      redirect(core, channel);
      return done;
    default:
      return notFound;
  }
}

function originated(core: Core, { query, body }: Asked, id: string | undefined): Reply {
  const field = (name: string): string => query.get(name) ?? '';
  if (id !== undefined && core.channels.has(id)) return said(409, 'Channel with given unique ID already exists');
  const endpoint = field('endpoint');
  if (endpoint === '') return said(400, 'Endpoint must be specified');
  const channel = originate(core, {
    endpoint,
    id,
    callerId: field('callerId'),
    timeoutMs: timeoutMsIn(query),
    app: field('app'),
    args: field('appArgs') === '' ? [] : field('appArgs').split(','),
  });
  const variables = typeof body['variables'] === 'object' ? (body['variables'] ?? {}) : {};
  for (const [name, value] of Object.entries(variables))
    channel?.variables.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  return channel === null ? allocationFailed : given(channelView(channel));
}

const allocationFailed: Reply = { status: 500, body: { error: 'Allocation failed' } };

/** A channel that is in the application before anybody is rung. */
function created(core: Core, { query }: Asked): Reply {
  const id = query.get('channelId');
  const endpoint = query.get('endpoint') ?? '';
  if (id !== undefined && core.channels.has(id)) return said(409, 'Channel with given unique ID already exists');
  if (endpoint === '') return said(400, 'Endpoint must be specified');
  const app = query.get('app') ?? '';
  const channel = create(core, { endpoint, id, app, args: wordsIn(query, 'appArgs') });
  return channel === null ? allocationFailed : given(channelView(channel));
}

const reasons: Readonly<Record<string, number>> = {
  normal: 16,
  busy: 17,
  answered_elsewhere: 26,
  congestion: 34,
  no_answer: 19,
  timeout: 102,
  unallocated: 1,
  interworking: 127,
};

function hungUp(core: Core, channel: Channel, query: Query): Reply {
  const reason = query.get('reason');
  const cause = reason === undefined ? Number(query.get('reason_code') ?? 16) : entryOf(reasons, reason);
  if (cause === undefined) return said(400, 'Invalid Reason');
  core.time.after(AT_ONCE_MS, () => hangUp(core, channel, cause));
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
  snoop.app = { name: 'Stasis', data: application };
  tell(core, 'ChannelDialplan', snoop);
  // It announces itself a moment later; where nobody listens it vanishes, and nobody is told.
  later(core, snoop, AT_ONCE_MS, () => {
    if (!enterStasis(core, snoop, application, wordsIn(query, 'appArgs'))) hangUp(core, snoop, 16);
  });
  return given(channelView(snoop));
}

function variable(channel: Channel, query: Query): Reply {
  const name = query.get('variable') ?? '';
  if (name === 'CHANNEL(linkedid)') return given({ value: channel.id });
  if (name === 'CHANNEL(state)') return given({ value: channel.state });
  const value = channel.variables.get(name);
  return value === undefined ? said(404, 'Provided variable was not found') : given({ value });
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
  return method === 'POST' || what === 'moh' ? inBridge(core, bridge, asked, what) : notFound;
}

function inBridge(core: Core, bridge: Bridge, { query }: Asked, what: string): Reply {
  if (what === 'record') return record(core, query, { bridge });
  if (what === 'moh') return done;
  if (what !== 'addChannel' && what !== 'removeChannel') return notFound;
  const names = wordsIn(query, 'channel');
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
