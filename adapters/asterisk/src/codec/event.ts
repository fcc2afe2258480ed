/** What is read of ARI's events, in ARI's own names. Everything else that it says is left unread. */

export interface AriChannel {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly caller: { readonly name: string; readonly number: string };
  readonly dialplan: { readonly exten: string; readonly app_name: string; readonly app_data: string };
}
export interface AriBridge {
  readonly id: string;
  readonly channels: readonly string[];
}

export type AriEvent =
  | {
      readonly type: 'StasisStart' | 'StasisEnd' | 'ChannelStateChange' | 'ChannelCreated';
      readonly channel: AriChannel;
    }
  | { readonly type: 'ChannelDialplan' | 'ChannelHangupRequest'; readonly channel: AriChannel }
  | { readonly type: 'ChannelDestroyed'; readonly channel: AriChannel; readonly cause: number }
  | { readonly type: 'ChannelDtmfReceived'; readonly channel: AriChannel; readonly digit: string }
  | {
      readonly type: 'ChannelEnteredBridge' | 'ChannelLeftBridge';
      readonly channel: AriChannel;
      readonly bridge: AriBridge;
    }
  | { readonly type: 'BridgeDestroyed'; readonly bridge: AriBridge }
  | { readonly type: 'Dial'; readonly peer: AriChannel; readonly dialstatus: string }
  | { readonly type: 'PlaybackFinished'; readonly id: string; readonly state: string }
  | {
      readonly type: 'RecordingStarted' | 'RecordingFinished' | 'RecordingFailed';
      readonly name: string;
    }
  | { readonly type: 'ChannelUserevent'; readonly name: string }
  | { readonly type: 'ApplicationReplaced' };

/** The events that are read, for Asterisk to send no others. */
export const eventTypes: readonly AriEvent['type'][] = [
  'StasisStart',
  'StasisEnd',
  'ChannelStateChange',
  'ChannelCreated',
  'ChannelDialplan',
  'ChannelHangupRequest',
  'ChannelDestroyed',
  'ChannelDtmfReceived',
  'ChannelEnteredBridge',
  'ChannelLeftBridge',
  'BridgeDestroyed',
  'Dial',
  'PlaybackFinished',
  'RecordingStarted',
  'RecordingFinished',
  'RecordingFailed',
  'ChannelUserevent',
  'ApplicationReplaced',
];

/** Reads one message of the WebSocket. Null for what is not an event that is read; never throws. */
export function readEvent(text: string): AriEvent | null {
  const told = fieldsOf(parse(text));
  const type = told['type'];
  switch (type) {
    case 'StasisStart':
    case 'StasisEnd':
    case 'ChannelStateChange':
    case 'ChannelCreated':
    case 'ChannelDialplan':
    case 'ChannelHangupRequest': {
      const channel = readChannel(told['channel']);
      return channel === null ? null : { type, channel };
    }
    case 'ChannelDestroyed': {
      const channel = readChannel(told['channel']);
      return channel === null ? null : { type, channel, cause: numberIn(told['cause']) };
    }
    case 'ChannelDtmfReceived': {
      const channel = readChannel(told['channel']);
      return channel === null ? null : { type, channel, digit: textIn(told['digit']) };
    }
    case 'ChannelEnteredBridge':
    case 'ChannelLeftBridge': {
      const [channel, bridge] = [readChannel(told['channel']), readBridge(told['bridge'])];
      return channel === null || bridge === null ? null : { type, channel, bridge };
    }
    case 'BridgeDestroyed': {
      const bridge = readBridge(told['bridge']);
      return bridge === null ? null : { type, bridge };
    }
    case 'Dial': {
      const peer = readChannel(told['peer']);
      return peer === null ? null : { type, peer, dialstatus: textIn(told['dialstatus']) };
    }
    case 'PlaybackFinished': {
      const { id, state } = fieldsOf(told['playback']);
      return { type, id: textIn(id), state: textIn(state) };
    }
    case 'RecordingStarted':
    case 'RecordingFinished':
    case 'RecordingFailed':
      return { type, name: textIn(fieldsOf(told['recording'])['name']) };
    case 'ChannelUserevent':
      return { type, name: textIn(told['eventname']) };
    case 'ApplicationReplaced':
      return { type };
    default:
      return null;
  }
}

/** Null where it has no id, by which alone it could be known. */
export function readChannel(value: unknown): AriChannel | null {
  const { id, name, state, caller, dialplan } = fieldsOf(value);
  if (typeof id !== 'string' || id === '') return null;
  const { name: callerName, number } = fieldsOf(caller);
  const { exten, app_name: appName, app_data: appData } = fieldsOf(dialplan);
  return {
    id,
    name: textIn(name),
    state: textIn(state),
    caller: { name: textIn(callerName), number: textIn(number) },
    dialplan: { exten: textIn(exten), app_name: textIn(appName), app_data: textIn(appData) },
  };
}

export function readBridge(value: unknown): AriBridge | null {
  const { id, channels } = fieldsOf(value);
  if (typeof id !== 'string' || id === '') return null;
  return { id, channels: listIn(channels).filter((channel) => typeof channel === 'string') };
}

/** When Asterisk was started: another time after each restart. */
export function readStartUp(value: unknown): string {
  return textIn(fieldsOf(fieldsOf(value)['status'])['startup_time']);
}

/** JSON, or undefined where it is none. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
const numberIn = (value: unknown): number => (typeof value === 'number' ? value : 0);
