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
import { causeOf, type Asking } from './asking.ts';
import { transfer } from './bridges.ts';
import { isGone, type Channel, type Eavesdropping } from './channel.ts';
import { find, type Core } from './core.ts';
import { hangUp } from './endings.ts';
import type { Fields } from './fields.ts';
import type { TwinEvent } from './session.ts';
import { dialStringOf } from './strings.ts';

type Make = (name: string, channel: Channel | null, fields?: Fields) => TwinEvent;

const said = { switch: asId<SwitchId>('twin'), basis: 'seen' } as const;
const MUSIC = 'local_stream://moh';

/** The twin as the catalogue's faults see it. `make` makes an event and tells it to nobody. */
export const groundOf = (
  core: Core,
  asking: Asking,
  make: Make,
): Omit<Ground<TwinEvent>, 'tell' | 'loses' | 'isConnected' | 'foundNone'> => ({
  time: core.time,
  legs: () => [...core.channels.values()].map(legOf),
  promptMs: (prompt) => core.soundMs(prompt),
  eventOf,
  toldAs(event, like) {
    if (event.type === 'leg.ended' && like !== null) return [withCause(like, event.cause)];
    if (!('native' in event)) return [];
    const was = like === null ? undefined : eventOf(like);
    if (like !== null && was !== undefined && saysTheSame(was, event)) return [about(event.native, like, was)];
    const channel = core.channels.get(event.native);
    return channel === undefined ? ofNobody(event, make) : ofChannel(event, channel, { core, asking, make });
  },
  does(effect) {
    const channel = effect.type === 'tap' ? find(core, effect.native) : undefined;
    if (effect.type !== 'tap' || channel === undefined) return;
    const to = [
      { name: 'eavesdrop', data: effect.target },
      { name: 'park', data: '' },
    ];
    transfer(core, channel, { to, whom: 'itself' });
  },
  hangsUp(native) {
    const channel = find(core, native);
    if (channel !== undefined) hangUp(core, channel, 'NORMAL_CLEARING');
  },
});

/** A channel in the words of the port. */
const legOf = (channel: Channel): ListedLeg => {
  const { task } = channel;
  const leg = { native: asId<NativeId>(channel.uuid), up: channel.isAnswered && !isGone(channel) };
  switch (task.kind) {
    case 'bridged':
    case 'confers':
      return { ...leg, at: 'main' };
    case 'plays':
      return { ...leg, at: 'treated' };
    case 'eavesdrops':
      return { ...leg, at: 'tap', target: asId<NativeId>(task.target.uuid), mode: modeOf(task) };
    case 'nothing':
    case 'parked':
    case 'dials':
    case 'sleeps':
    case 'directed':
    case 'limbo':
      return { ...leg, at: 'none' };
    default:
      return assertNever(task);
  }
};
const modeOf = ({ mode }: Eavesdropping) => (mode === '0' ? 'monitor' : mode === '3' ? 'barge' : 'whisper');

const valueOf = ({ fields }: TwinEvent, name: string): string | undefined =>
  fields.find(([header]) => header === name)?.[1];

/** What an event says in the words of the port. All that tells of a channel with a cause is of its end, and so is the job that dialled it in vain. */
const eventOf = (told: TwinEvent): SwitchEvent | undefined => {
  const value = (name: string): string => valueOf(told, name) ?? '';
  if (told.name === 'BACKGROUND_JOB') return endOfJob(told);
  const uuid = value('Unique-ID');
  if (uuid === '') return undefined;
  const native = asId<NativeId>(uuid);
  const cause = valueOf(told, 'Hangup-Cause');
  if (cause !== undefined) return { ...said, type: 'leg.ended', native, cause: causeOf(cause) };
  switch (told.name) {
    case 'CHANNEL_PROGRESS':
      return { ...said, type: 'leg.ringing', native };
    case 'CHANNEL_ANSWER':
      return { ...said, type: 'leg.answered', native };
    case 'CHANNEL_BRIDGE':
      return { ...said, type: 'leg.placed', native, at: 'main' };
    case 'CHANNEL_PARK':
      return { ...said, type: 'leg.placed', native, at: 'none' };
    case 'CUSTOM':
      return value('Action') === 'add-member' ? { ...said, type: 'leg.placed', native, at: 'main' } : undefined;
    case 'CHANNEL_EXECUTE':
      return value('Application') === 'eavesdrop'
        ? { ...said, type: 'leg.placed', native, at: 'tap', target: asId(value('Application-Data')), mode: 'monitor' }
        : undefined;
    case 'PLAYBACK_START':
      return value('variable_current_application') === 'playback'
        ? { ...said, type: 'leg.placed', native, at: 'treated' }
        : undefined;
    case 'PLAYBACK_STOP':
      return { ...said, type: 'leg.played', native, prompt: value('Playback-File-Path') };
    case 'DTMF':
      return { ...said, type: 'leg.digits', native, digits: value('DTMF-Digit'), sent: false };
    case 'RECORD_START':
    case 'RECORD_STOP': {
      const type = told.name === 'RECORD_START' ? 'record.started' : 'record.stopped';
      return { ...said, type, call: asId(value('Record-File-Path')) };
    }
    default:
      return undefined;
  }
};

const endOfJob = (told: TwinEvent): SwitchEvent | undefined => {
  const [, cause] = /^-ERR (\S+)/.exec(told.body ?? '') ?? [];
  if (cause === undefined || valueOf(told, 'Job-Command') !== 'originate') return undefined;
  const native = dialStringOf(valueOf(told, 'Job-Command-Arg') ?? '').variables.get('origination_uuid');
  return native === undefined
    ? undefined
    : { ...said, type: 'leg.ended', native: asId<NativeId>(native), cause: causeOf(cause) };
};

/** The same of another leg. */
const saysTheSame = (was: SwitchEvent, event: SwitchEvent): boolean =>
  Object.entries(event).every(
    ([key, value]) => key === 'native' || Object.entries(was).some(([k, v]) => k === key && v === value),
  );

const about = (native: NativeId, like: TwinEvent, was: SwitchEvent): TwinEvent => {
  const other = 'native' in was ? was.native : undefined;
  return { ...like, fields: like.fields.map(([name, value]) => [name, value === other ? native : value] as const) };
};

const hangupCauses: Readonly<Record<Cause, string>> = {
  normal: 'NORMAL_CLEARING',
  busy: 'USER_BUSY',
  rejected: 'CALL_REJECTED',
  noAnswer: 'NO_ANSWER',
  unreachable: 'NO_ROUTE_DESTINATION',
  cancelled: 'ORIGINATOR_CANCEL',
  lost: 'MEDIA_TIMEOUT',
  presumed: 'NORMAL_TEMPORARY_FAILURE',
};

const withCause = (like: TwinEvent, cause: Cause): TwinEvent => ({
  ...like,
  fields: like.fields.map(([name, value]) =>
    name === 'Hangup-Cause' || name === 'variable_hangup_cause' ? [name, hangupCauses[cause]] : [name, value],
  ),
  body: like.body?.replace(/^-ERR \S+/, `-ERR ${hangupCauses[cause]}`),
});

/** Nobody was ever there, and it is told to have ended. */
const ofNobody = (event: SwitchEvent, make: Make): readonly TwinEvent[] =>
  event.type === 'leg.ended'
    ? ['CHANNEL_HANGUP', 'CHANNEL_HANGUP_COMPLETE', 'CHANNEL_DESTROY'].map((name) =>
        make(name, null, [
          ['Unique-ID', event.native],
          ['Answer-State', 'hangup'],
          ['Hangup-Cause', hangupCauses[event.cause]],
        ]),
      )
    : [];

interface Teller {
  readonly core: Core;
  readonly asking: Asking;
  readonly make: Make;
}

/** How FreeSWITCH tells that of one of its channels. */
const ofChannel = (event: SwitchEvent, channel: Channel, { core, asking, make }: Teller): readonly TwinEvent[] => {
  switch (event.type) {
    case 'leg.ringing':
      return [make('CHANNEL_PROGRESS', channel)];
    case 'leg.answered':
      return [make('CHANNEL_ANSWER', channel)];
    case 'leg.ended': {
      const cause: Fields = [['Hangup-Cause', hangupCauses[event.cause]]];
      return ['CHANNEL_HANGUP', 'CHANNEL_HANGUP_COMPLETE', 'CHANNEL_DESTROY'].map((name) => make(name, channel, cause));
    }
    case 'leg.placed':
      switch (event.at) {
        case 'main':
        case 'side': {
          const peer = asking.partnerOf(channel.uuid) ?? channel.otherLeg ?? '';
          const pair: Fields = [
            ['Bridge-A-Unique-ID', channel.uuid],
            ['Bridge-B-Unique-ID', peer],
          ];
          return [make('CHANNEL_BRIDGE', channel, pair)];
        }
        case 'none':
          return [make('CHANNEL_PARK', channel)];
        case 'treated':
          return [make('CHANNEL_HOLD', channel), make('PLAYBACK_START', channel, [['Playback-File-Path', MUSIC]])];
        case 'tap': {
          const target = core.channels.get(event.target ?? '') ?? null;
          const bug: Fields = [
            ['Media-Bug-Function', 'eavesdrop'],
            ['Media-Bug-Target', event.target ?? ''],
          ];
          const execute: Fields = [
            ['Application', 'eavesdrop'],
            ['Application-Data', event.target ?? ''],
          ];
          return [make('CHANNEL_EXECUTE', channel, execute), make('MEDIA_BUG_START', target, bug)];
        }
        default:
          return assertNever(event.at);
      }
    case 'leg.played':
      return [make('PLAYBACK_STOP', channel, [['Playback-File-Path', event.prompt]])];
    case 'leg.digits':
      return event.sent ? [] : [make('DTMF', channel, [['DTMF-Digit', event.digits]])];
    case 'record.started':
    case 'record.stopped':
    case 'effect.refused':
    case 'leg.offered':
    case 'leg.muted':
    case 'call.found':
    case 'call.claimed':
    case 'switch.lost':
    case 'switch.back':
      // FreeSWITCH tells nothing of mutes, and no fault says the rest.
      return [];
    default:
      return assertNever(event);
  }
};
