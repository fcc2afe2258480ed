import { timestampOf } from '../timestamp.ts';
import type { Bridge, Channel, Recording } from './state.ts';

/** Things as ARI shows them. */

export function channelView(channel: Channel): Readonly<Record<string, unknown>> {
  const { id, name, state, caller, connected, context, exten, app, createdAt } = channel;
  return {
    id,
    name,
    state,
    protocol_id: '',
    caller,
    connected,
    accountcode: '',
    dialplan: { context, exten, priority: 1, app_name: app.name, app_data: app.data },
    creationtime: timestampOf(createdAt),
    language: 'en',
  };
}

export function bridgeView({ id, name, kind, members, createdAt }: Bridge): Readonly<Record<string, unknown>> {
  return {
    id,
    technology: members.size > 2 ? 'softmix' : 'simple_bridge',
    bridge_type: kind === 'stasis' ? 'mixing' : '',
    bridge_class: kind,
    creator: kind === 'stasis' ? 'Stasis' : '',
    name,
    channels: [...members].map((member) => member.id),
    creationtime: timestampOf(createdAt),
    video_mode: 'talker',
  };
}

export const recordingView = (
  { name, format, bridge, channel }: Recording,
  state: string,
): Readonly<Record<string, unknown>> => ({
  name,
  format,
  state,
  target_uri: channel === undefined ? `bridge:${bridge?.id ?? ''}` : `channel:${channel.id}`,
});

export const playbackView = (id: string, media: string, channel: Channel, state: string) => ({
  id,
  media_uri: media,
  target_uri: `channel:${channel.id}`,
  language: 'en',
  state,
});
