import { textOf } from './query.ts';
import type { Bridge, Channel, Told } from './state.ts';

/** What ARI tells, in the words of the manager interface. Null for what that says nothing of. */
export function managerEvent({ type, fields, channel, bridge }: Told): Readonly<Record<string, string>> | null {
  const text = (name: string): string => textOf(fields[name]) ?? '';
  const of = channel === undefined ? {} : channelFields(channel);
  switch (type) {
    case 'ChannelCreated':
      return { Event: 'Newchannel', ...of };
    case 'ChannelStateChange':
      return { Event: 'Newstate', ...of };
    case 'Dial': {
      const status = text('dialstatus');
      if (channel === undefined || status === 'RINGING') return null;
      const dialled = Object.fromEntries(Object.entries(of).map(([name, value]) => [`Dest${name}`, value]));
      return status === ''
        ? { Event: 'DialBegin', ...dialled, DialString: text('dialstring') }
        : { Event: 'DialEnd', ...dialled, DialStatus: status };
    }
    case 'ChannelEnteredBridge':
      return { Event: 'BridgeEnter', ...bridgeFields(bridge), ...of };
    case 'ChannelLeftBridge':
      return { Event: 'BridgeLeave', ...bridgeFields(bridge), ...of };
    case 'BridgeCreated':
      return { Event: 'BridgeCreate', ...bridgeFields(bridge) };
    case 'BridgeDestroyed':
      return { Event: 'BridgeDestroy', ...bridgeFields(bridge) };
    case 'ChannelHangupRequest':
      return { Event: fields['soft'] === true ? 'SoftHangupRequest' : 'HangupRequest', ...of, Cause: text('cause') };
    case 'ChannelDestroyed':
      return { Event: 'Hangup', ...of, Cause: text('cause'), 'Cause-txt': text('cause_txt') };
    case 'ChannelDtmfReceived':
      return { Event: 'DTMFEnd', ...of, Digit: text('digit'), Direction: 'Received' };
    case 'ChannelHold':
      return { Event: 'Hold', ...of };
    case 'ChannelUnhold':
      return { Event: 'Unhold', ...of };
    default:
      return null;
  }
}

const states = { Down: '0', Ring: '4', Ringing: '5', Up: '6' } as const;

const channelFields = ({ id, name, state, caller, connected, context, exten }: Channel) => ({
  Channel: name,
  ChannelState: states[state],
  ChannelStateDesc: state,
  CallerIDNum: caller.number === '' ? '<unknown>' : caller.number,
  CallerIDName: caller.name === '' ? '<unknown>' : caller.name,
  ConnectedLineNum: connected.number === '' ? '<unknown>' : connected.number,
  ConnectedLineName: connected.name === '' ? '<unknown>' : connected.name,
  Language: 'en',
  AccountCode: '',
  Context: context,
  Exten: exten,
  Priority: '1',
  Uniqueid: id,
  Linkedid: id,
});

const bridgeFields = (bridge: Bridge | undefined): Readonly<Record<string, string>> =>
  bridge === undefined
    ? {}
    : {
        BridgeUniqueid: bridge.id,
        BridgeType: bridge.kind,
        BridgeName: bridge.name,
        BridgeNumChannels: String(bridge.members.size),
      };
