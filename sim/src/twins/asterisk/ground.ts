import {
  asId,
  assertNever,
  type Cause,
  type ListedLeg,
  type NativeId,
  type SwitchEvent,
  type SwitchId,
} from '@legwork/core';
import type { Ground } from '../faults/index.ts';
import { causeIn } from './asking.ts';
import { hangUp } from './lives.ts';
import { textOf } from './query.ts';
import { bridgeView, channelView, playbackView } from './view.ts';
import type { About, Channel, Core } from './state.ts';

/** An event of ARI before it is sent, and whom it concerns. */
export interface ToldOfTwin {
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly about: About;
}

const said = { switch: asId<SwitchId>('twin'), basis: 'seen' } as const;
const q850: Readonly<Partial<Record<Cause, number>>> = {
  busy: 17,
  noAnswer: 19,
  rejected: 21,
  unreachable: 1,
  lost: 38,
};

/** The twin as the catalogue's faults see it. */
export const groundOf = (core: Core): Omit<Ground<ToldOfTwin>, 'tell' | 'loses' | 'isConnected'> => ({
  time: core.time,
  legs: () => [...core.channels.values()].filter(({ snoop }) => snoop === null).map(legOf),
  promptMs: (prompt) => core.soundMs(prompt),
  eventOf,
  toldAs(event, like) {
    if (!('native' in event)) return [];
    const channel = core.channels.get(event.native);
    if (event.type === 'leg.ended' && like !== null) return [withCause(like, event.cause)];
    return channel === undefined ? ofNobody(event) : ofChannel(event, channel);
  },
  does: () => undefined,
  hangsUp(native) {
    const channel = core.channels.get(native);
    if (channel !== undefined) hangUp(core, channel, 16, false);
  },
  // A request to hang up is answered before the end is told.
  foundNone: () => undefined,
});

/** A channel in the words of the port. */
function legOf(channel: Channel): ListedLeg {
  const { id, state, stasis, isInbound, treatment, bridge, caller, exten } = channel;
  const leg = { native: asId<NativeId>(id), up: state === 'Up' && stasis !== null };
  if (isInbound && state !== 'Up')
    return { ...leg, at: 'none', offered: { from: asId(caller.number), to: asId(exten) } };
  const [tapped] = [...(bridge?.members ?? [])].flatMap(({ snoop }) => snoop ?? []);
  if (tapped !== undefined) return { ...leg, at: 'tap', target: asId<NativeId>(tapped.target.id), mode: 'monitor' };
  return { ...leg, at: treatment !== null ? 'treated' : bridge === null ? 'none' : 'main' };
}

/** What an event says in the words of the port; undefined for what they have no word for. */
function eventOf({ type, fields, about }: ToldOfTwin): SwitchEvent | undefined {
  const [channel] = about.channels ?? [];
  if (channel === undefined || channel.snoop !== null) return undefined;
  const leg = { ...said, native: asId<NativeId>(channel.id) };
  switch (type) {
    case 'StasisStart':
      return channel.isInbound
        ? { ...leg, type: 'leg.offered', from: asId(channel.caller.number), to: asId(channel.exten) }
        : { ...leg, type: 'leg.answered' };
    case 'ChannelStateChange':
      if (channel.state === 'Ringing') return { ...leg, type: 'leg.ringing' };
      return channel.state === 'Up' && channel.isInbound ? { ...leg, type: 'leg.answered' } : undefined;
    case 'ChannelEnteredBridge':
      return { ...leg, type: 'leg.placed', at: 'main' };
    case 'ChannelHangupRequest':
    case 'StasisEnd':
    case 'ChannelDestroyed':
      return { ...leg, type: 'leg.ended', cause: causeIn(textOf(fields['cause']) ?? undefined) };
    case 'ChannelDtmfReceived':
      return { ...leg, type: 'leg.digits', digits: textOf(fields['digit']) ?? '', sent: false };
    case 'PlaybackFinished':
      return { ...leg, type: 'leg.played', prompt: '' };
    default:
      return undefined;
  }
}

const withCause = (like: ToldOfTwin, cause: Cause): ToldOfTwin =>
  like.type === 'ChannelDestroyed' ? { ...like, fields: { ...like.fields, cause: q850[cause] ?? 16 } } : like;

/** How ARI tells that of one of the channels. */
function ofChannel(event: SwitchEvent, channel: Channel): readonly ToldOfTwin[] {
  const { bridge, stasis } = channel;
  const make = (type: string, more: Readonly<Record<string, unknown>> = {}, only = false): ToldOfTwin => ({
    type,
    fields: { ...more, channel: channelView(channel) },
    about: { channels: [channel], ...(only && stasis !== null ? { only: stasis } : {}) },
  });
  const room = bridge === null ? {} : { bridge: bridgeView(bridge) };
  switch (event.type) {
    case 'leg.ringing':
      return [{ ...make('ChannelStateChange'), fields: { channel: { ...channelView(channel), state: 'Ringing' } } }];
    case 'leg.answered':
      return [channel.isInbound ? make('ChannelStateChange') : make('StasisStart', { args: [] }, true)];
    case 'leg.ended':
      return [
        make('ChannelHangupRequest', { cause: 32, soft: true }),
        make('StasisEnd', {}, true),
        make('ChannelDestroyed', { cause: q850[event.cause] ?? 16, cause_txt: 'Unknown' }),
      ];
    case 'leg.placed':
      if (bridge === null) return [];
      return event.at === 'none' ? [make('ChannelLeftBridge', room)] : [make('ChannelEnteredBridge', room)];
    case 'leg.digits':
      return event.sent ? [] : [make('ChannelDtmfReceived', { digit: event.digits, duration_ms: 100 })];
    case 'leg.played':
      return [...channel.playing].map(([id, { media }]) => ({
        type: 'PlaybackFinished',
        fields: { playback: playbackView(id, media, channel, 'done') },
        about: { channels: [channel] },
      }));
    case 'effect.refused':
    case 'leg.offered':
    case 'leg.muted':
    case 'record.started':
    case 'record.stopped':
    case 'call.found':
    case 'call.claimed':
    case 'switch.lost':
    case 'switch.back':
      // ARI has no event for it, or no fault says it.
      return [];
    default:
      return assertNever(event);
  }
}

/** Nobody was ever there, and it is told to have ended. */
const ofNobody = (event: SwitchEvent): readonly ToldOfTwin[] =>
  event.type === 'leg.ended'
    ? [
        {
          type: 'ChannelDestroyed',
          fields: {
            cause: q850[event.cause] ?? 16,
            cause_txt: 'Unknown',
            channel: { id: event.native, name: '', state: 'Down' },
          },
          about: {},
        },
      ]
    : [];
