import type { EffectOf, Mix } from '@legwork/core';
import { command, isUnsafe, safe, type Command, type Safe, type Unsafe } from './codec/index.ts';
import type { Desk, RefusedBecause } from './desk.ts';
import { endWhoAreNotThere } from './ending.ts';
import { keep } from './keeping.ts';
import type { Leg } from './legs.ts';
import { settle, tellPlace } from './placed.ts';
import type { Expectation, Outcome } from './waiting.ts';

// Placements: where a leg's audio goes. Those of one call are brought about one after the other, and each is done when FreeSWITCH has told so.

type Result = 'done' | 'superseded' | RefusedBecause;

/** Brings the leg into the mix in which it is wanted, with whoever else is wanted there. */
export const join = async (desk: Desk, effect: EffectOf<'join'>, leg: Leg): Promise<void> => {
  const before = leg.placedTimes;
  const result = await arrange(desk, leg, effect.mix);
  const instead = effect.instead === null ? undefined : desk.legs.get(effect.instead);
  if (result === 'done' && instead?.wish.kind === 'nothing' && instead.room !== null) await toPark(desk, instead);
  answer(desk, effect, leg, result, before, effect.mix);
};

const answer = (
  desk: Desk,
  effect: EffectOf<'join' | 'treat'>,
  leg: Leg,
  result: Result,
  before: number,
  at: Mix | 'treated',
): void => {
  // Whoever has ended was told to have; what was asked for later answers for what it took the place of.
  if (desk.legs.get(leg.native) !== leg || result === 'superseded') return;
  if (result !== 'done') {
    desk.refuse(effect, result);
    return;
  }
  desk.isDone(effect.op);
  settle(desk, leg, at);
  if (leg.placedTimes === before) tellPlace(desk, leg);
};

const arrange = (desk: Desk, leg: Leg, mix: Mix): Promise<Result> => {
  const { call } = leg;
  if (call === null) return Promise.resolve('noSuchCall');
  const members = desk.legs.wantedIn(call, mix);
  if (!members.includes(leg)) return Promise.resolve('superseded');
  const others = members.filter((one) => one !== leg);
  const [other, third] = others;
  if (other === undefined) return alone(desk, leg);
  return third === undefined ? pair(desk, leg, other) : gather(desk, members, `lw-${call}-${mix}`);
};

/** Nobody else is there yet: whoever is parked hears nobody. */
const alone = (desk: Desk, leg: Leg): Promise<Result> =>
  leg.doing === 'parked' ? Promise.resolve('done') : toPark(desk, leg);

const toPark = (desk: Desk, leg: Leg): Promise<Result> =>
  confirmed(desk, command`uuid_transfer ${safe('uuid', leg.native)} park inline`, [told(leg, 'CHANNEL_PARK')]);

/** Two talk in a bridge. Whoever talked with one of them is let go, and parks. */
const pair = async (desk: Desk, leg: Leg, other: Leg): Promise<Result> => {
  if (leg.peer === other.native) return 'done';
  if (leg.room !== null && leg.room === other.room && membersOf(desk, leg.room).length === 2) return 'done';
  const isPair: Expectation = {
    native: leg.native,
    matches: (name, header) =>
      name === 'CHANNEL_BRIDGE' &&
      header('Bridge-A-Unique-ID') === leg.native &&
      header('Bridge-B-Unique-ID') === other.native,
  };
  const bridge = command`uuid_bridge ${safe('uuid', leg.native)} ${safe('uuid', other.native)}`;
  // Commands follow each other: there is no need to wait for their answers.
  for (const one of [leg, other]) void keep(desk, one);
  const result = await confirmed(desk, bridge, [isPair], [other.native]);
  // Whoever lost a race for a bridge is up and silent, and nobody tells: back to where it is known to be.
  if (result === 'unconfirmed' && leg.doing !== 'talks') void toPark(desk, leg);
  return result;
};

/** Three and more talk in a conference. */
const gather = async (desk: Desk, members: readonly Leg[], name: string): Promise<Result> => {
  // A dialplan of others may have named theirs by what somebody has dialled: what could not stand in a command is no room of ours.
  const room = members.find((one) => one.room !== null && !isUnsafe(safe('uuid', one.room)))?.room ?? name;
  const outside = members.filter((one) => one.room !== room);
  const results: Promise<Result>[] = [];
  const taken = new Set<Leg>();
  for (const one of outside) {
    if (taken.has(one)) continue;
    const peer = outside.find(({ native }) => native === one.peer);
    for (const each of peer === undefined ? [one] : [one, peer]) taken.add(each);
    const to = `'conference:${room}@${desk.settings.conferenceProfile}' inline`;
    const id = safe('uuid', one.native);
    const transfer = isUnsafe(id) ? id : (`uuid_transfer ${id} ${peer === undefined ? '' : '-both '}${to}` as Command);
    const arrivals = (peer === undefined ? [one] : [one, peer]).map(({ native }): Expectation => ({
      native,
      matches: (event, header) =>
        event === 'CUSTOM' && header('Action') === 'add-member' && header('Conference-Name') === room,
    }));
    results.push(confirmed(desk, transfer, arrivals));
  }
  return (await Promise.all(results)).find((result) => result !== 'done') ?? 'done';
};

const membersOf = (desk: Desk, room: string): readonly Leg[] => [...desk.legs.all()].filter((leg) => leg.room === room);

/** A conference with one member left is none: they are parked, and hear no music for the lonely. */
export const thinOut = async (desk: Desk, room: string): Promise<void> => {
  const [last, another] = membersOf(desk, room);
  if (last !== undefined && another === undefined) await toPark(desk, last);
};

/** The leg hears music, or nothing, and talks with nobody. */
export const treat = async (desk: Desk, effect: EffectOf<'treat'>, leg: Leg): Promise<void> => {
  const before = leg.placedTimes;
  if (leg.wish.kind !== 'treated') return;
  const { music } = desk.settings;
  const id = safe('uuid', leg.native);
  const play = isUnsafe(id) ? id : (`uuid_transfer ${id} 'playback:${music},park' inline` as Command);
  const result =
    effect.with === 'silence'
      ? await toPark(desk, leg)
      : await confirmed(desk, play, [
          {
            native: leg.native,
            matches: (name, header) => name === 'PLAYBACK_START' && header('Playback-File-Path') === music,
          },
        ]);
  answer(desk, effect, leg, result, before, 'treated');
};

// Relative to the tapped leg, whichever of a call it is: 2 is heard by it alone, 3 by all around it, 0 by nobody.
const modeKeys = { monitor: '0', whisper: '2', barge: '3' } as const;

/** The leg listens to another. It begins in silence, and is raised to its mode once it listens. */
export const tap = async (desk: Desk, effect: EffectOf<'tap'>, leg: Leg): Promise<void> => {
  const { wish } = leg;
  if (wish.kind !== 'tap' || wish.target !== effect.target || wish.mode !== effect.mode) return;
  const target = desk.legs.get(effect.target);
  if (target === undefined || target === leg || !target.isUp || target.doing === 'taps') {
    desk.refuse(effect, 'noTarget');
    return;
  }
  if (target.isHeld) {
    // They would hear nothing, and nobody would know.
    desk.refuse(effect, 'onHold');
    return;
  }
  const listens = leg.doing === 'taps' && leg.at === 'tap' && leg.target === target.native;
  if (!listens) {
    const result = await attach(desk, leg, target);
    if (desk.legs.get(leg.native) !== leg) return;
    if (result === 'superseded') return;
    if (result !== 'done') {
      leg.wish = { kind: 'nothing' };
      desk.refuse(effect, desk.legs.get(target.native) === target ? result : 'noTarget');
      return;
    }
  }
  if (listens ? leg.mode !== effect.mode : effect.mode !== 'monitor') {
    if (!(await setMode(desk, effect, leg))) return;
  }
  desk.isDone(effect.op);
  const before = leg.placedTimes;
  const basis = listens || effect.mode !== 'monitor' ? 'assumed' : 'seen';
  settle(desk, leg, 'tap', basis, { target: target.native, mode: effect.mode });
  if (leg.placedTimes === before) tellPlace(desk, leg, basis);
};

const attach = async (desk: Desk, leg: Leg, target: Leg): Promise<Result> => {
  const [own, its] = [safe('uuid', leg.native), safe('uuid', target.native)];
  if (isUnsafe(own)) return `unsafe ${own.unsafe}`;
  if (isUnsafe(its)) return `unsafe ${its.unsafe}`;
  // Where media goes past FreeSWITCH, a supervisor would listen to silence and nobody would know.
  if (!(await callBackMedia(desk, target, its))) return 'failed';
  const transfer = `uuid_transfer ${own} 'eavesdrop:${its},park' inline` as Command;
  return confirmed(desk, transfer, [
    {
      native: leg.native,
      matches: (name, header) =>
        name === 'CHANNEL_EXECUTE' &&
        header('Application') === 'eavesdrop' &&
        header('Application-Data') === target.native,
    },
    // It never names who listens; a recording begins with one, too.
    {
      native: target.native,
      matches: (name, header) => name === 'MEDIA_BUG_START' && header('Media-Bug-Function') === 'eavesdrop',
    },
  ]);
};

/** Its media comes by FreeSWITCH, from now on where it did not. False where it cannot be had. */
const callBackMedia = async (desk: Desk, target: Leg, id: Safe): Promise<boolean> => {
  if (target.isBypassing === false) return true;
  const peer = target.peer === null ? undefined : desk.legs.get(target.peer);
  const reply = await desk.ask(`api uuid_media ${id}`);
  // Of one that we only suspect, the error says that its media was here all the time.
  if (target.isBypassing === true && reply?.startsWith('+OK') !== true) return false;
  for (const one of [target, peer]) if (one !== undefined) one.isBypassing = false;
  return true;
};

const setMode = async (desk: Desk, effect: EffectOf<'tap'>, leg: Leg): Promise<boolean> => {
  const reply = await desk.ask(
    `sendevent MESSAGE\nunique-id: ${leg.native}\neavesdrop-command: ${modeKeys[effect.mode]}`,
  );
  if (reply === undefined) return false;
  if (!reply.startsWith('+OK')) {
    desk.refuse(effect, 'failed');
    return false;
  }
  await new Promise((resolve) => setTimeout(resolve, desk.settings.times.modeMs));
  // It may have ended meanwhile, or its target.
  return desk.legs.get(leg.native) === leg && leg.doing === 'taps';
};

const told = ({ native }: Leg, event: string): Expectation => ({ native, matches: (name) => name === event });

/** Sends a command, and waits for the events that say that it has happened. */
const confirmed = async (
  desk: Desk,
  text: Command | Unsafe,
  expectations: readonly Expectation[],
  alive: readonly string[] = [],
): Promise<Result> => {
  if (isUnsafe(text)) return `unsafe ${text.unsafe}`;
  const seen = desk.waiting.expect(expectations, desk.settings.times.confirmMs, alive);
  const reply = await desk.ask(`api ${text}`);
  if (reply?.startsWith('-ERR') === true) desk.waiting.forget(expectations);
  const outcome = await seen;
  if (outcome === 'gone' || outcome === 'timedOut') {
    const involved = [...expectations.map(({ native }) => native), ...alive];
    await endWhoAreNotThere(
      desk,
      involved.flatMap((native) => desk.legs.get(native) ?? []),
    );
  }
  return resultOf[outcome];
};

const resultOf = {
  seen: 'done',
  gone: 'noTarget',
  timedOut: 'unconfirmed',
  // The engine asks again once the connection is back.
  lost: 'superseded',
} as const satisfies Readonly<Record<Outcome, Result>>;
