import { given, notFound, type Asked, type Reply } from './reply.ts';

/** The description of ARI by itself, in Swagger 1.1 as a real one serves it: of what the twin answers, and no more. */

/** Parameters: `name` is optional, `name!` is needed, `name{}` is a body, `name[]` may come several times. What stands in the path is known from there. */
type Row = readonly [nickname: string, method: string, path: string, gives: string, parameters?: string];

const dialled =
  'endpoint! extension context priority label app appArgs callerId timeout variables{} originator formats';
const snooped = 'spy whisper app! appArgs';

const resources: Readonly<Record<string, readonly Row[]>> = {
  asterisk: [
    ['getInfo', 'GET', '/asterisk/info', 'AsteriskInfo', 'only[]'],
    ['ping', 'GET', '/asterisk/ping', 'AsteriskPing'],
    ['listModules', 'GET', '/asterisk/modules', 'List[Module]'],
  ],
  applications: [
    ['list', 'GET', '/applications', 'List[Application]'],
    ['get', 'GET', '/applications/{applicationName}', 'Application'],
    ['subscribe', 'POST', '/applications/{applicationName}/subscription', 'Application', 'eventSource![]'],
    ['unsubscribe', 'DELETE', '/applications/{applicationName}/subscription', 'Application', 'eventSource![]'],
    ['filter', 'PUT', '/applications/{applicationName}/eventFilter', 'Application', 'filter{}'],
  ],
  bridges: [
    ['list', 'GET', '/bridges', 'List[Bridge]'],
    ['create', 'POST', '/bridges', 'Bridge', 'type bridgeId name'],
    ['createWithId', 'POST', '/bridges/{bridgeId}', 'Bridge', 'type name'],
    ['get', 'GET', '/bridges/{bridgeId}', 'Bridge'],
    ['destroy', 'DELETE', '/bridges/{bridgeId}', 'void'],
    ['addChannel', 'POST', '/bridges/{bridgeId}/addChannel', 'void', 'channel![] role'],
    ['removeChannel', 'POST', '/bridges/{bridgeId}/removeChannel', 'void', 'channel![]'],
    ['startMoh', 'POST', '/bridges/{bridgeId}/moh', 'void', 'mohClass'],
    ['stopMoh', 'DELETE', '/bridges/{bridgeId}/moh', 'void'],
    ['record', 'POST', '/bridges/{bridgeId}/record', 'LiveRecording', 'name! format! ifExists'],
  ],
  channels: [
    ['list', 'GET', '/channels', 'List[Channel]'],
    ['originate', 'POST', '/channels', 'Channel', `channelId ${dialled}`],
    ['create', 'POST', '/channels/create', 'Channel', 'endpoint! app! appArgs channelId originator'],
    ['get', 'GET', '/channels/{channelId}', 'Channel'],
    ['originateWithId', 'POST', '/channels/{channelId}', 'Channel', dialled],
    ['hangup', 'DELETE', '/channels/{channelId}', 'void', 'reason_code reason'],
    ['continueInDialplan', 'POST', '/channels/{channelId}/continue', 'void', 'context extension priority label'],
    ['move', 'POST', '/channels/{channelId}/move', 'void', 'app! appArgs'],
    ['redirect', 'POST', '/channels/{channelId}/redirect', 'void', 'endpoint!'],
    ['answer', 'POST', '/channels/{channelId}/answer', 'void'],
    ['ring', 'POST', '/channels/{channelId}/ring', 'void'],
    ['sendDTMF', 'POST', '/channels/{channelId}/dtmf', 'void', 'dtmf before between duration after'],
    ['mute', 'POST', '/channels/{channelId}/mute', 'void', 'direction'],
    ['unmute', 'DELETE', '/channels/{channelId}/mute', 'void', 'direction'],
    ['hold', 'POST', '/channels/{channelId}/hold', 'void'],
    ['unhold', 'DELETE', '/channels/{channelId}/hold', 'void'],
    ['startMoh', 'POST', '/channels/{channelId}/moh', 'void', 'mohClass'],
    ['stopMoh', 'DELETE', '/channels/{channelId}/moh', 'void'],
    ['startSilence', 'POST', '/channels/{channelId}/silence', 'void'],
    ['stopSilence', 'DELETE', '/channels/{channelId}/silence', 'void'],
    ['play', 'POST', '/channels/{channelId}/play', 'Playback', 'media![] lang playbackId'],
    ['playWithId', 'POST', '/channels/{channelId}/play/{playbackId}', 'Playback', 'media![] lang'],
    ['record', 'POST', '/channels/{channelId}/record', 'LiveRecording', 'name! format! ifExists'],
    ['getChannelVar', 'GET', '/channels/{channelId}/variable', 'Variable', 'variable!'],
    ['setChannelVar', 'POST', '/channels/{channelId}/variable', 'void', 'variable! value'],
    ['snoopChannel', 'POST', '/channels/{channelId}/snoop', 'Channel', `${snooped} snoopId`],
    ['snoopChannelWithId', 'POST', '/channels/{channelId}/snoop/{snoopId}', 'Channel', snooped],
    ['dial', 'POST', '/channels/{channelId}/dial', 'void', 'caller timeout'],
  ],
  events: [['userEvent', 'POST', '/events/user/{eventName}', 'void', 'application! source[] variables{}']],
  playbacks: [
    ['get', 'GET', '/playbacks/{playbackId}', 'Playback'],
    ['stop', 'DELETE', '/playbacks/{playbackId}', 'void'],
  ],
  recordings: [
    ['getLive', 'GET', '/recordings/live/{recordingName}', 'LiveRecording'],
    ['stop', 'POST', '/recordings/live/{recordingName}/stop', 'void'],
  ],
};

/** What events tell of, by which a client finds whom an event is about. */
const about: Readonly<Record<string, readonly (readonly [field: string, type: string])[]>> = {
  ApplicationReplaced: [],
  BridgeCreated: [['bridge', 'Bridge']],
  BridgeDestroyed: [['bridge', 'Bridge']],
  ChannelConnectedLine: [['channel', 'Channel']],
  ChannelCreated: [['channel', 'Channel']],
  ChannelDestroyed: [['channel', 'Channel']],
  ChannelDialplan: [['channel', 'Channel']],
  ChannelDtmfReceived: [['channel', 'Channel']],
  ChannelEnteredBridge: [
    ['bridge', 'Bridge'],
    ['channel', 'Channel'],
  ],
  ChannelHangupRequest: [['channel', 'Channel']],
  ChannelHold: [['channel', 'Channel']],
  ChannelLeftBridge: [
    ['bridge', 'Bridge'],
    ['channel', 'Channel'],
  ],
  ChannelStateChange: [['channel', 'Channel']],
  ChannelUnhold: [['channel', 'Channel']],
  ChannelUserevent: [['channel', 'Channel']],
  Dial: [['peer', 'Channel']],
  PlaybackFinished: [['playback', 'Playback']],
  PlaybackStarted: [['playback', 'Playback']],
  RecordingFinished: [['recording', 'LiveRecording']],
  RecordingStarted: [['recording', 'LiveRecording']],
  StasisEnd: [['channel', 'Channel']],
  StasisStart: [['channel', 'Channel']],
};

/** `/api-docs/resources.json` lists the others. */
export function onDescription({ path }: Asked, host: string): Reply {
  const wanted = /^(\w+)\.json$/.exec(path[1] ?? '')?.[1] ?? '';
  const whole = { apiVersion: '11.0.0', swaggerVersion: '1.1', basePath: `http://${host}/ari` };
  if (wanted === 'resources') {
    const apis = Object.keys(resources).map((name) => ({ path: `/api-docs/${name}.{format}`, description: name }));
    return given({ ...whole, apis });
  }
  const rows = resources[wanted];
  if (rows === undefined) return notFound;
  const models = wanted === 'events' ? modelsOf(about) : {};
  return given({ ...whole, resourcePath: `/api-docs/${wanted}.{format}`, apis: rows.map(describe), models });
}

function describe([nickname, httpMethod, path, responseClass, parameters = '']: Row) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => parameter(name, 'path', true, false));
  const others = parameters
    .split(' ')
    .filter(Boolean)
    .map((text) => {
      const name = text.replace(/\W+$/, '');
      return parameter(name, text.endsWith('{}') ? 'body' : 'query', text.includes('!'), text.endsWith('[]'));
    });
  const operation = { httpMethod, summary: nickname, nickname, responseClass, parameters: [...inPath, ...others] };
  return { path, description: nickname, operations: [operation] };
}

const parameter = (name: string, paramType: string, required: boolean, allowMultiple: boolean) => ({
  name,
  description: name,
  paramType,
  required,
  allowMultiple,
  dataType: paramType === 'body' ? 'containers' : 'string',
});

const modelsOf = (types: typeof about) =>
  Object.fromEntries(
    Object.entries(types).map(([id, fields]) => [
      id,
      { id, properties: Object.fromEntries(fields.map(([field, type]) => [field, { type, required: true }])) },
    ]),
  );
