import { asId, type Endpoint, type NativeId } from '@legwork/core';
import { bodyOf, header, type EslEvent } from './codec/index.ts';
import type { Desk } from './desk.ts';
import { end } from './ending.ts';
import type { Leg } from './legs.ts';
import { settle } from './placed.ts';

/** The events that are listened to. */
export const wantedEvents = [
  'BACKGROUND_JOB HEARTBEAT SHUTDOWN',
  'CHANNEL_CREATE CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA CHANNEL_ANSWER CHANNEL_PARK CHANNEL_BRIDGE CHANNEL_EXECUTE',
  'CHANNEL_HOLD CHANNEL_UNHOLD CHANNEL_HANGUP CHANNEL_HANGUP_COMPLETE CHANNEL_DESTROY',
  'DTMF MEDIA_BUG_START MEDIA_BUG_STOP PLAYBACK_START PLAYBACK_STOP RECORD_START RECORD_STOP',
  'CUSTOM conference::maintenance',
].join(' ');

/** Ids that only Legwork gives: call or seat, and a number. */
export const isOurs = (native: string): boolean => /^[cs]\d+\.\d+$/.test(native);

/** What an event says becomes what we know, and what the engine is told. */
export const hear = (desk: Desk, event: EslEvent): void => {
  const name = header(event, 'Event-Name') ?? '';
  if (name === 'BACKGROUND_JOB') {
    jobDone(desk, event);
    return;
  }
  const native = header(event, 'Unique-ID');
  if (native === undefined) return;
  const isEnd = name === 'CHANNEL_HANGUP' || name === 'CHANNEL_HANGUP_COMPLETE' || name === 'CHANNEL_DESTROY';
  // Another of its threads may still tell something of a channel whose end is known.
  const isOver = isEnd || header(event, 'Answer-State') === 'hangup';
  const leg = desk.legs.get(native) ?? (isOver ? undefined : meet(desk, native, event));
  if (name === 'RECORD_STOP') recorded(desk, header(event, 'Record-File-Path'), false);
  if (leg === undefined) return;
  if (isEnd) {
    // Any of them will do: some of them are lost, some come twice (known failures 9 and 10).
    end(desk, leg, header(event, 'Hangup-Cause'));
    return;
  }
  learn(desk, leg, name, event);
  desk.waiting.hear(native, name, (wanted) => header(event, wanted));
};

const learn = (desk: Desk, leg: Leg, name: string, event: EslEvent): void => {
  switch (name) {
    case 'CHANNEL_PROGRESS':
    case 'CHANNEL_PROGRESS_MEDIA':
      if (leg.direction === 'outbound' && leg.isTold && !leg.isUp) {
        desk.tell({ type: 'leg.ringing', native: leg.native });
      }
      return;
    case 'CHANNEL_ANSWER':
      leg.isUp = true;
      if (leg.isTold) desk.tell({ type: 'leg.answered', native: leg.native });
      return;
    case 'CHANNEL_PARK':
      parked(desk, leg, event);
      return;
    case 'CHANNEL_BRIDGE':
      bridged(desk, event);
      return;
    case 'CHANNEL_HOLD':
    case 'CHANNEL_UNHOLD':
      leg.isHeld = name === 'CHANNEL_HOLD';
      return;
    case 'CHANNEL_EXECUTE':
      if (header(event, 'Application') === 'eavesdrop') leaveFor(leg, 'taps');
      return;
    case 'PLAYBACK_START':
      if (leg.wish.kind === 'treated' && header(event, 'Playback-File-Path') === desk.settings.music) {
        leaveFor(leg, 'plays');
      }
      return;
    case 'PLAYBACK_STOP':
      played(desk, leg, header(event, 'Playback-File-Path'));
      return;
    case 'DTMF': {
      const digits = header(event, 'DTMF-Digit') ?? '';
      if (leg.isTold) desk.tell({ type: 'leg.digits', native: leg.native, digits, sent: false });
      return;
    }
    case 'RECORD_START':
      recorded(desk, header(event, 'Record-File-Path'), true);
      return;
    case 'CUSTOM':
      conferred(desk, leg, event);
      return;
    default:
  }
};

/** A channel that we hear of for the first time. */
const meet = (desk: Desk, native: string, event: EslEvent): Leg => {
  const isInbound = header(event, 'Call-Direction') === 'inbound';
  const endpoint = header(event, isInbound ? 'Caller-Caller-ID-Number' : 'Caller-Destination-Number') ?? '';
  const leg = desk.legs.add({
    native: asId<NativeId>(native),
    origin: isOurs(native) ? 'ours' : 'others',
    direction: isInbound ? 'inbound' : 'outbound',
    endpoint: asId<Endpoint>(endpoint),
  });
  leg.isUp = header(event, 'Answer-State') === 'answered' && header(event, 'Event-Name') !== 'CHANNEL_ANSWER';
  return leg;
};

/** It does something else from now on, and with nobody. */
const leaveFor = (leg: Leg, doing: Leg['doing']): void => {
  leg.doing = doing;
  leg.peer = null;
  leg.room = null;
};

const parked = (desk: Desk, leg: Leg, event: EslEvent): void => {
  const wasTapping = leg.doing === 'taps';
  leaveFor(leg, 'parked');
  // Whoever hangs on a socket of ours is offered by whom it connects to.
  const isDirected = desk.settings.outbound !== null && header(event, 'variable_current_application') === 'socket';
  const isOffer = header(event, 'variable_legwork') === desk.settings.offer && !isDirected;
  if (leg.origin === 'others' && leg.direction === 'inbound' && isOffer) {
    leg.origin = 'offered';
    leg.isTold = true;
    const to = asId<Endpoint>(header(event, 'Caller-Destination-Number') ?? '');
    desk.tell({ type: 'leg.offered', native: leg.native, from: leg.endpoint, to });
    return;
  }
  // The tapped leg is gone.
  if (wasTapping && leg.wish.kind === 'tap') leg.wish = { kind: 'nothing' };
  // Whoever is wanted somewhere stays there alone, or is on the way: whoever brings them tells.
  if (leg.wish.kind === 'nothing') settle(desk, leg, 'none');
};

const bridged = (desk: Desk, event: EslEvent): void => {
  const [a, b] = ['Bridge-A-Unique-ID', 'Bridge-B-Unique-ID'].map((name) => desk.legs.get(header(event, name) ?? ''));
  if (a === undefined || b === undefined) return;
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    leaveFor(one, 'talks');
    one.peer = other.native;
    // Whoever only signals hibernates: by `bypass_media`, or by `uuid_media off`, which no variable tells.
    one.isBypassing = header(event, 'Channel-State') === 'CS_HIBERNATE';
    if (one.wish.kind === 'mix') settle(desk, one, one.wish.mix);
  }
  if (a.origin === 'others' && b.origin === 'others' && !a.isTold && !b.isTold) found(desk, a, b);
};

/** Two others talk: their call is found. The customer is who called; of two that were dialled, who was dialled first. */
export const found = (desk: Desk, a: Leg, b: Leg): void => {
  const customer = b.direction === 'inbound' && a.direction !== 'inbound' ? b : a;
  const agent = customer === a ? b : a;
  for (const leg of [customer, agent]) {
    leg.isTold = true;
    leg.isUp = true;
    leg.wish = { kind: 'mix', mix: 'main' };
    leg.at = 'main';
  }
  desk.tell({
    type: 'call.found',
    legs: [
      { native: customer.native, role: 'customer', endpoint: customer.endpoint },
      { native: agent.native, role: 'agent', endpoint: agent.endpoint },
    ],
  });
};

const conferred = (desk: Desk, leg: Leg, event: EslEvent): void => {
  const action = header(event, 'Action');
  const room = header(event, 'Conference-Name') ?? '';
  if (action === 'add-member') {
    leaveFor(leg, 'confers');
    leg.room = room;
    if (leg.wish.kind === 'mix') settle(desk, leg, leg.wish.mix);
  } else if (action === 'del-member' && leg.room === room) {
    leg.room = null;
    desk.onThinner(room);
  }
};

const played = (desk: Desk, leg: Leg, path: string | undefined): void => {
  const prompts = desk.prompts.get(leg.native) ?? [];
  const ended = prompts.find((one) => one.path === path);
  if (ended === undefined) return;
  const rest = prompts.filter((one) => one !== ended);
  if (rest.length === 0) desk.prompts.delete(leg.native);
  else desk.prompts.set(leg.native, rest);
  desk.isDone(ended.effect.op);
  desk.tell({ type: 'leg.played', native: leg.native, prompt: ended.effect.prompt });
};

const recorded = (desk: Desk, path: string | undefined, isOn: boolean): void => {
  for (const [call, recording] of desk.recordings) {
    if (recording.path !== path || recording.isOn === isOn) continue;
    recording.isOn = isOn;
    if (!isOn) desk.recordings.delete(call);
    desk.tell({ type: isOn ? 'record.started' : 'record.stopped', call });
  }
};

/** A dialling that has failed tells so even where nothing was created, or the end of the channel was lost. */
const jobDone = (desk: Desk, event: EslEvent): void => {
  const job = header(event, 'Job-UUID') ?? '';
  const effect = desk.jobs.get(job);
  if (effect === undefined) return;
  desk.jobs.delete(job);
  const [, cause] = /^-ERR (\S+)/.exec(bodyOf(event) ?? '') ?? [];
  desk.isDone(effect.op);
  if (cause === undefined) return;
  const leg = desk.legs.get(effect.native);
  if (leg !== undefined && !leg.isUp) end(desk, leg, cause);
};
