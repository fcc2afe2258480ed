import { Observable, Subject } from 'rxjs';
import {
  asId,
  assertNever,
  type CallId,
  type Switch,
  type SwitchEffect,
  type SwitchEvent,
  type SwitchId,
  type SwitchSnapshot,
} from '@legwork/core';
import * as act from './acting.ts';
import { capabilities } from './capabilities.ts';
import type { EslEvent } from './codec/index.ts';
import type { Desk } from './desk.ts';
import { createFates } from './fates.ts';
import { hear, wantedEvents } from './hearing.ts';
import { createLegs, type Leg } from './legs.ts';
import { openLink, type Link } from './link.ts';
import { list, takeStock, tellOthers } from './listing.ts';
import { settingsOf, type FreeswitchOptions } from './options.ts';
import { listenForCalls } from './outbound.ts';
import { join, tap, thinOut, treat } from './placing.ts';
import { repeat } from './repeating.ts';
import { createWaiting } from './waiting.ts';

/** How many effects are remembered at least, so that a repeated one is known. */
const REMEMBERED_EFFECTS = 0x4000;

/**
 * Connects to a FreeSWITCH and puts it behind the port. Resolves once it is known what exists on it, or that nobody answers: FreeSWITCH itself need not be
 * there yet. Rejects with a `FreeswitchFault` where it does not let us in or is none, and with an `OptionsFault` for options that are wrong.
 *
 * `switch.back` comes first, to whoever listens first, once it is there. When the connection is lost, `switch.lost` is told and it is made again with growing pauses, for ever; then `switch.back` comes with its epoch (the
 * Core-UUID) and with what exists. Effects meanwhile are refused as `disconnected`. Closing leaves calls as they are.
 */
export const openSwitch = async (options: FreeswitchOptions): Promise<Switch> => {
  const settings = settingsOf(options);
  const id = asId<SwitchId>(options.id);
  const { times } = settings;
  const events = new Subject<SwitchEvent>();
  /** What there was to tell before anybody listened. */
  let untold: SwitchEvent[] | null = [];
  const legs = createLegs();
  const waiting = createWaiting();
  const fates = createFates(REMEMBERED_EFFECTS);
  /** Placements of one call follow each other. */
  const queues = new Map<CallId, Promise<void>>();
  let link: Link | null = null;
  /** Connected, and it is known what exists. */
  let isReachable = false;
  /** Events that came while it was found out what exists. */
  let early: EslEvent[] = [];
  let isClosed = false;

  const desk: Desk = {
    id,
    settings,
    legs,
    waiting,
    jobs: new Map(),
    prompts: new Map(),
    recordings: new Map(),
    onThinner(room) {
      const [one] = [...legs.all()].filter((leg) => leg.room === room);
      if (one?.call !== undefined && one.call !== null) queue(one.call, () => thinOut(desk, room));
    },
    tell(observation, basis = 'seen') {
      if (isClosed) return;
      const event: SwitchEvent = { ...observation, switch: id, basis };
      if (untold === null) events.next(event);
      else untold.push(event);
    },
    refuse(effect, reason) {
      fates.set(effect.op, reason);
      const about = 'native' in effect ? { native: effect.native } : { call: effect.call };
      desk.tell({ type: 'effect.refused', op: effect.op, effect: effect.type, reason, ...about });
    },
    ask: (command) => (link === null ? Promise.resolve(undefined) : link.send(command).catch(() => undefined)),
    isDone: (op) => fates.set(op, 'done'),
  };

  const queue = (call: CallId, run: () => Promise<void>): void => {
    const before = queues.get(call) ?? Promise.resolve();
    const after = before
      .then(run)
      // What belongs to one call ends no other.
      .catch((bug: unknown) => options.log?.(`bug: ${bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)}`))
      .finally(() => {
        if (queues.get(call) === after) queues.delete(call);
      });
    queues.set(call, after);
  };

  const onEvent = (event: EslEvent): void => {
    if (isReachable) hear(desk, event);
    else early.push(event);
  };
  const beReachable = (epoch: string, snapshot: SwitchSnapshot): void => {
    isReachable = true;
    desk.tell({ type: 'switch.back', epoch, snapshot });
    tellOthers(desk);
    const missed = early;
    early = [];
    for (const event of missed) hear(desk, event);
  };

  const opened = await openLink({
    host: options.host,
    port: settings.port,
    password: options.password,
    answerMs: times.answerMs,
    silenceMs: times.silenceMs,
    lagMs: times.lagMs,
    backoffMs: { first: times.firstBackoffMs, longest: times.longestBackoffMs },
    events: wantedEvents,
    now: () => Date.now(),
    chance: () => Math.random(),
    onEvent,
    async onUp(epoch, up) {
      link = up;
      await new Promise((resolve) => setTimeout(resolve, times.settleMs));
      beReachable(epoch, await takeStock(desk));
    },
    onDown() {
      isReachable = false;
      early = [];
      desk.jobs.clear();
      desk.prompts.clear();
      waiting.lose();
      fates.forgetOpen();
      desk.tell({ type: 'switch.lost' });
    },
    onFault(fault) {
      options.onFault?.(fault);
      options.log?.(fault.message);
    },
  });

  const outbound =
    settings.outbound === null
      ? null
      : await listenForCalls(desk, settings.outbound, () => isReachable).catch((fault: unknown) => {
          opened.close();
          throw fault;
        });

  const perform = (effect: SwitchEffect): void => {
    const fate = fates.of(effect.op);
    if (fate !== undefined) repeat(desk, effect, fate);
    else if (!isReachable) desk.refuse(effect, 'disconnected');
    else begin(effect);
  };

  const begin = (effect: SwitchEffect): void => {
    fates.set(effect.op, 'underWay');
    switch (effect.type) {
      case 'redirect':
        desk.refuse(effect, 'unsupported');
        return;
      case 'record':
        void act.record(desk, effect);
        return;
      case 'claim':
        void act.claim(desk, effect);
        return;
      case 'dial':
        if (legs.get(effect.native) !== undefined) {
          desk.refuse(effect, 'taken');
          return;
        }
        legs.add({
          native: effect.native,
          origin: 'ours',
          direction: 'outbound',
          endpoint: effect.to,
          call: effect.call,
        });
        void act.dial(desk, effect);
        return;
      case 'hangUp':
        void act.hangUp(desk, effect);
        return;
      case 'answer':
      case 'join':
      case 'treat':
      case 'tap':
      case 'play':
      case 'mute':
      case 'digits':
        beginOn(effect);
        return;
      default:
        assertNever(effect);
    }
  };

  const beginOn = (effect: OnLeg): void => {
    const leg = legs.get(effect.native);
    if (leg === undefined) {
      desk.refuse(effect, 'noSuchLeg');
      return;
    }
    if (effect.call !== null) legs.assign(leg, effect.call);
    if (effect.type === 'answer') {
      void act.answer(desk, effect, leg);
      return;
    }
    if (!leg.isUp) {
      desk.refuse(effect, 'notUp');
      return;
    }
    switch (effect.type) {
      case 'play':
        void act.play(desk, effect, leg);
        return;
      case 'mute':
        void act.mute(desk, effect, leg);
        return;
      case 'digits':
        void act.digits(desk, effect, leg);
        return;
      case 'join': {
        leg.wish = { kind: 'mix', mix: effect.mix };
        const instead = effect.instead === null ? undefined : legs.get(effect.instead);
        if (instead !== undefined && instead !== leg) instead.wish = { kind: 'nothing' };
        placeOf(effect, leg, () => join(desk, effect, leg));
        return;
      }
      case 'treat':
        leg.wish = { kind: 'treated' };
        placeOf(effect, leg, () => treat(desk, effect, leg));
        return;
      case 'tap':
        leg.wish = { kind: 'tap', target: effect.target, mode: effect.mode };
        placeOf(effect, leg, () => tap(desk, effect, leg));
        return;
      default:
        assertNever(effect);
    }
  };

  const placeOf = (effect: OnLeg, leg: Leg, run: () => Promise<void>): void => {
    if (leg.call === null) desk.refuse(effect, 'noSuchCall');
    else queue(leg.call, run);
  };

  return {
    capabilities,
    events: new Observable((listener) => {
      const subscription = events.subscribe(listener);
      const first = untold ?? [];
      untold = null;
      for (const event of first) events.next(event);
      return subscription;
    }),
    perform,
    async snapshot(): Promise<SwitchSnapshot> {
      if (!isReachable) throw new Error('there is no connection to FreeSWITCH');
      return list(desk);
    },
    close() {
      isClosed = true;
      isReachable = false;
      waiting.lose();
      outbound?.close();
      opened.close();
      events.complete();
      return Promise.resolve();
    },
  };
};

type OnLeg = Extract<SwitchEffect, { readonly type: 'answer' | 'join' | 'treat' | 'tap' | 'play' | 'mute' | 'digits' }>;
