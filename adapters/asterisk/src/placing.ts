import type { EffectId, EffectOf, Mode, NativeId } from '@legwork/core';
import { laneOf, type Board } from './board.ts';
import { requests } from './codec/request.ts';
import { bridgeOf, tappersOf, type Leg } from './ledger.ts';

/** Done, or why not, in a word that the engine may know. */
export type Outcome =
  'done' | 'noSuchLeg' | 'notUp' | 'noTarget' | 'noSuchCall' | 'taken' | 'notOurs' | 'disconnected' | 'failed';

/** How long Asterisk may take to announce what it has been asked for. */
const ANNOUNCED_MS = 5000;
const DYING_MS = 50;
const REOPENINGS = 5;
/** The variable in which a channel keeps whom its supervisor barges in on: the bridge alone does not tell. */
export const TAP_VARIABLE = 'LEGWORK_TAP';

/** Where legs are put, and what moves along with them. */
export interface Placing {
  join(effect: EffectOf<'join'>, leg: Leg): Promise<Outcome>;
  treat(effect: EffectOf<'treat'>, leg: Leg): Promise<Outcome>;
  tap(effect: EffectOf<'tap'>, leg: Leg): Promise<Outcome>;
  /** Puts the legs of a call that was claimed together. */
  gather(bridge: string, legs: readonly Leg[]): Promise<Outcome>;
  /** The leg is gone: so is what was there for its sake, and whoever tapped it taps nobody. */
  release(leg: Leg): void;
  /** A snoop is gone. */
  snoopGone(snoop: string): void;
}

export function createPlacing(board: Board): Placing {
  const { ask, ledger, names, options, settle, until } = board;
  let snoops = 0;

  async function join(effect: EffectOf<'join'>, leg: Leg): Promise<Outcome> {
    const unfit = unfitToMove(leg);
    if (unfit !== null) return unfit;
    if (effect.call === null) return 'noSuchCall';
    const mix = names.mix(effect.call, effect.mix);
    const other = effect.instead === null ? undefined : ledger.legs.get(effect.instead);
    leg.goal = { at: effect.mix };
    const outcome = await moveInto(mix, leg);
    if (outcome !== 'done') return failed(leg, outcome);
    settle(leg);
    if (other !== undefined && other !== leg && other.bridge === mix) await ask(requests.leave(mix, other.channel));
    await followers(leg);
    return 'done';
  }

  async function treat(effect: EffectOf<'treat'>, leg: Leg): Promise<Outcome> {
    const unfit = unfitToMove(leg);
    if (unfit !== null) return unfit;
    leg.goal = { at: 'treated' };
    await untap(leg);
    await untreat(leg);
    if (leg.bridge !== null) await ask(requests.leave(leg.bridge, leg.channel));
    const request =
      effect.with === 'music' ? requests.music(leg.channel, options.music) : requests.silence(leg.channel);
    const { status } = await ask(request);
    if (!isDone(status)) return failed(leg, status === 404 ? 'noSuchLeg' : outcomeOf(status));
    leg.treated = effect.with;
    settle(leg, 'assumed');
    await followers(leg);
    return 'done';
  }

  async function tap(effect: EffectOf<'tap'>, leg: Leg): Promise<Outcome> {
    const unfit = unfitToMove(leg);
    if (unfit !== null) return unfit;
    const target = ledger.legs.get(effect.target);
    if (target === undefined || target === leg || target.state !== 'up' || target.tap !== null) return 'noTarget';
    const { mode } = effect;
    leg.goal = { at: 'tap', target: target.native, mode };
    const outcome = await attach(leg, target, mode, effect.op);
    if (outcome !== 'done') return failed(leg, outcome);
    settle(leg);
    return 'done';
  }

  /** What of an effect has not worked is told as it is now. */
  function failed(leg: Leg, outcome: Outcome): Outcome {
    leg.goal = null;
    settle(leg);
    return outcome;
  }

  function unfitToMove(leg: Leg): Outcome | null {
    if (leg.state !== 'up') return 'notUp';
    return leg.inStasis ? null : 'notOurs';
  }

  /** Silence first, then the move: nobody is heard on the way who was not heard before. */
  async function moveInto(bridge: string, leg: Leg): Promise<Outcome> {
    const barged = leg.tap !== null && leg.tap.snoop === null;
    await untap(leg);
    if (barged) await ask(requests.note(leg.channel, TAP_VARIABLE, ''));
    await untreat(leg);
    // To add a member again would make it leave and enter anew.
    return leg.bridge === bridge ? 'done' : enter(bridge, leg.channel);
  }

  async function attach(leg: Leg, target: Leg, mode: Mode, op: EffectId): Promise<Outcome> {
    const outcome = await tapInto(leg, target, mode, op);
    if (ledger.legs.get(leg.native) === leg) return outcome;
    // It has hung up in the meantime: what was made for it since goes, too.
    await untap(leg);
    await closeEar(leg);
    return 'noSuchLeg';
  }

  async function tapInto(leg: Leg, target: Leg, mode: Mode, op: EffectId): Promise<Outcome> {
    await untap(leg);
    await untreat(leg);
    const home = mixOf(target);
    if (mode === 'barge' && home !== null) {
      leg.tap = { target: target.native, mode, snoop: null };
      await ask(requests.note(leg.channel, TAP_VARIABLE, target.native));
      const outcome = leg.bridge === home ? 'done' : await enter(home, leg.channel);
      if (outcome !== 'done') leg.tap = null;
      return outcome;
    }
    const ear = names.ear(leg.native);
    if (leg.bridge !== ear) {
      const outcome = await enter(ear, leg.channel);
      if (outcome !== 'done') return outcome;
    }
    return listen(leg, target, mode, op);
  }

  /**
   * A snoop for each mode: one that monitors cannot be heard, whatever happens to it. It must not be placed before it has
   * announced itself. One on a channel that goes at the same moment vanishes as soon as it is there.
   */
  async function listen(leg: Leg, target: Leg, mode: Mode, op: EffectId): Promise<Outcome> {
    snoops += 1;
    const snoop = names.snoop({ leg: leg.native, target: target.channel, mode }, `${op}.${snoops}` as EffectId);
    ledger.snoops.set(snoop, 'asked');
    leg.tap = { target: target.native, mode, snoop };
    const { status, isRepeat } = await ask(requests.snoop(target.channel, snoop, options.application, whispers[mode]));
    const isThere =
      // One of that name is there already: the first of two requests has made it.
      (isDone(status) || (status === 500 && isRepeat === true)) &&
      (await until(() => ledger.snoops.get(snoop) !== 'asked', ANNOUNCED_MS)) &&
      ledger.snoops.get(snoop) === 'started';
    const outcome = isThere ? await enter(names.ear(leg.native), snoop) : 'failed';
    if (outcome === 'done') return 'done';
    await untap(leg);
    return status === 0 ? 'disconnected' : 'noTarget';
  }

  async function untap(leg: Leg): Promise<void> {
    const snoop = leg.tap?.snoop ?? null;
    leg.tap = null;
    if (snoop !== null) await endSnoop(snoop);
  }

  async function endSnoop(snoop: string): Promise<void> {
    ledger.snoops.delete(snoop);
    await ask(requests.hangUp(snoop, 16));
  }

  async function untreat(leg: Leg): Promise<void> {
    const { treated } = leg;
    leg.treated = null;
    if (treated !== null)
      await ask(treated === 'music' ? requests.noMusic(leg.channel) : requests.noSilence(leg.channel));
  }

  /** The bridge of ours in which the leg talks, or is about to. */
  function mixOf(leg: Leg): string | null {
    if (leg.goal !== null && leg.call !== null && (leg.goal.at === 'main' || leg.goal.at === 'side'))
      return names.mix(leg.call, leg.goal.at);
    return leg.bridge !== null && names.readMix(leg.bridge) !== null ? leg.bridge : null;
  }

  async function enter(bridge: string, channel: string): Promise<Outcome> {
    for (let again = 0; again < REOPENINGS; again += 1) {
      if (!ledger.bridges.has(bridge)) await open(bridge);
      const { status } = await ask(requests.enter(bridge, channel));
      if (isDone(status)) return 'done';
      // Bridge operations say 400 of a channel that is gone, and 404 of a bridge.
      if (status !== 404) return status === 400 ? 'noSuchLeg' : outcomeOf(status);
      ledger.bridges.delete(bridge);
      // One that was closed a moment ago still has its name, and takes nobody in.
      await until(() => false, DYING_MS);
    }
    return 'failed';
  }

  async function open(bridge: string): Promise<void> {
    const { status } = await ask(requests.openBridge(bridge));
    if (isDone(status) || status === 409) bridgeOf(ledger, bridge);
  }

  /** Not before the leg ends: a bridge that is closed and opened again at once is neither there nor gone for a while. */
  async function closeEar(leg: Leg): Promise<void> {
    const ear = names.ear(leg.native);
    if (ledger.bridges.delete(ear)) await ask(requests.closeBridge(ear));
  }

  /**
   * Who taps the leg that was moved stays with it. And whoever taps somebody that has got to talk with somebody new hears them by
   * a fresh snoop only: to one that is there already, some builds of Asterisk leave the newcomer mute.
   */
  async function followers(moved: Leg): Promise<void> {
    const bridge = mixOf(moved);
    const isNews = bridge !== null && !bridgeOf(ledger, bridge).met.has(moved.channel);
    if (bridge !== null) bridgeOf(ledger, bridge).met.add(moved.channel);
    const others = [...ledger.legs.values()].filter(({ bridge: at }) => bridge !== null && at === bridge);
    for (const target of new Set([moved, ...others])) {
      for (const tapper of tappersOf(ledger, target.native)) {
        const isMoved = target === moved && tapper.tap?.mode === 'barge';
        if (isMoved || (isNews && tapper.tap?.snoop !== null)) await attachAgain(tapper, target);
      }
    }
  }

  async function attachAgain(leg: Leg, target: Leg): Promise<void> {
    const mode = leg.tap?.mode;
    if (mode === undefined) return;
    leg.moving += 1;
    const outcome = await attach(leg, target, mode, 'again' as EffectId);
    if (outcome === 'done') await until(() => isAt(leg, target.native), ANNOUNCED_MS);
    leg.moving -= 1;
    settle(leg);
  }

  const isAt = (leg: Leg, target: NativeId): boolean => {
    const { tap, bridge } = leg;
    if (tap === null || tap.target !== target) return true;
    if (tap.snoop === null) return bridge === ledger.legs.get(target)?.bridge;
    return ledger.bridges.get(names.ear(leg.native))?.members.has(tap.snoop) === true;
  };

  async function gather(bridge: string, legs: readonly Leg[]): Promise<Outcome> {
    for (const leg of legs) {
      leg.told = { at: 'main' };
      leg.moving += 1;
      const outcome = await enter(bridge, leg.channel);
      leg.moving -= 1;
      if (outcome !== 'done') return outcome;
      bridgeOf(ledger, bridge).met.add(leg.channel);
    }
    const isTogether = await until(() => legs.every((leg) => leg.bridge === bridge), ANNOUNCED_MS);
    for (const leg of legs) for (const tapper of tappersOf(ledger, leg.native)) await attachAgain(tapper, leg);
    return isTogether ? 'done' : 'failed';
  }

  function release(leg: Leg): void {
    const { tap: own } = leg;
    leg.tap = null;
    if (own !== null && own.snoop !== null) void endSnoop(own.snoop);
    void closeEar(leg);
    for (const tapper of tappersOf(ledger, leg.native)) {
      const { tap, bridge } = tapper;
      if (tap !== null && tap.snoop !== null) {
        // The snoop has died with its channel.
        ledger.snoops.delete(tap.snoop);
        tapper.tap = null;
        miss(tapper);
      } else {
        miss(tapper);
        board.inTurn(laneOf(tapper), async () => {
          if (tapper.tap !== tap) return;
          if (bridge !== null) await ask(requests.leave(bridge, tapper.channel));
          if (tapper.tap !== tap) return;
          tapper.tap = null;
          await until(() => tapper.bridge !== bridge, ANNOUNCED_MS);
          settle(tapper);
        });
      }
    }
  }

  function snoopGone(snoop: string): void {
    const before = ledger.snoops.get(snoop);
    ledger.snoops.set(snoop, 'gone');
    // Whoever waits for it to start will see that it has not.
    if (before !== 'started') return;
    ledger.snoops.delete(snoop);
    for (const leg of ledger.legs.values()) {
      if (leg.tap?.snoop !== snoop) continue;
      // The snoop goes before its channel does; the end of that is told first.
      if (ledger.legs.get(leg.tap.target)?.isEnding === true) return;
      leg.tap = null;
      miss(leg);
      return;
    }
  }

  /** It will not get where it was wanted, or has lost its place: that is told, whatever was told before. */
  function miss(leg: Leg): void {
    if (leg.moving > 0) return;
    if (leg.goal !== null) leg.told = leg.goal;
    leg.goal = null;
    settle(leg);
  }

  return { join, treat, tap, gather, release, snoopGone };
}

const whispers = { monitor: 'none', whisper: 'out', barge: 'both' } as const;

export const isDone = (status: number): boolean => status >= 200 && status < 300;

/** What a status means where it is about a channel that is there. */
export function outcomeOf(status: number): Outcome {
  switch (status) {
    case 0:
      return 'disconnected';
    case 404:
      return 'noSuchLeg';
    case 409:
    case 412:
    case 422:
      return 'notUp';
    default:
      return 'failed';
  }
}
