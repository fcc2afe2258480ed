import { assertNever } from '@legwork/core';
import type { EffectId, EffectOf, NativeId, SwitchEffect } from '@legwork/core';
import type { Board } from './board.ts';
import { fieldsOf, textIn } from './codec/event.ts';
import { q850Of } from './codec/cause.ts';
import type { ManagerPacket } from './codec/manager.ts';
import { requests } from './codec/request.ts';
import { performAction } from './connection/manager.ts';
import { newLeg, type Leg } from './ledger.ts';
import type { ManagerOptions } from './options.ts';
import { isDone, outcomeOf, type Outcome, type Placing } from './placing.ts';

/** Effects, each as the requests that carry it out. What comes of them is told by events, wherever there is one. */
export interface Performing {
  perform(effect: SwitchEffect): void;
  playbackFinished(id: string, state: string): void;
}

/** How many effects are remembered, so that one that is repeated is known. */
const REMEMBERED = 0x4000;
/** After Asterisk has said that a channel is gone, its end may still be under way. */
const END_UNDER_WAY_MS = 500;
const CLAIM_MS = 5000;
const MAX_DIGITS = 64;

export function createPerforming(board: Board, placing: Placing): Performing {
  const { ask, ledger, names, options, tell, until } = board;
  const done = new Map<EffectId, true>();
  const playing = new Map<string, EffectOf<'play'>>();

  function perform(effect: SwitchEffect): void {
    board.inTurn(laneOf(effect), async () => {
      const outcome = await (done.has(effect.op) ? repeat(effect) : first(effect));
      if (outcome === 'done') remember(effect.op);
      else refuse(effect, outcome);
    });
  }

  function remember(op: EffectId): void {
    done.set(op, true);
    if (done.size <= REMEMBERED) return;
    for (const oldest of done.keys()) {
      done.delete(oldest);
      break;
    }
  }

  function refuse(effect: SwitchEffect, reason: Outcome | 'unsupported'): void {
    const about = 'native' in effect ? { native: effect.native } : { call: effect.call };
    tell({ type: 'effect.refused', op: effect.op, effect: effect.type, reason, ...about });
  }

  async function first(effect: SwitchEffect): Promise<Outcome | 'unsupported'> {
    switch (effect.type) {
      case 'redirect':
        return 'unsupported';
      case 'dial':
        return dial(effect);
      case 'record':
        return record(effect);
      case 'claim':
        return options.manager === undefined ? 'unsupported' : claim(effect);
      case 'hangUp':
        return hangUp(effect);
      case 'answer':
      case 'join':
      case 'treat':
      case 'tap':
      case 'play':
      case 'mute':
      case 'digits': {
        const leg = ledger.legs.get(effect.native);
        if (leg === undefined) return 'noSuchLeg';
        if (effect.call !== null) leg.call = effect.call;
        return onLeg(effect, leg);
      }
      default:
        return assertNever(effect);
    }
  }

  function onLeg(
    effect: EffectOf<'answer' | 'join' | 'treat' | 'tap' | 'play' | 'mute' | 'digits'>,
    leg: Leg,
  ): Promise<Outcome> {
    switch (effect.type) {
      case 'answer':
        return answer(leg);
      case 'join':
        return placing.join(effect, leg).then((outcome) => gone(outcome, leg));
      case 'treat':
        return placing.treat(effect, leg).then((outcome) => gone(outcome, leg));
      case 'tap':
        return placing.tap(effect, leg).then((outcome) => gone(outcome, leg));
      case 'play':
        return play(effect, leg);
      case 'mute':
        return mute(effect, leg);
      case 'digits':
        return sendDigits(effect, leg);
      default:
        return assertNever(effect);
    }
  }

  /** What has been done before is not done again: it is answered by how things stand. */
  async function repeat(effect: SwitchEffect): Promise<Outcome | 'unsupported'> {
    if (effect.type === 'hangUp') return hangUp(effect);
    if (effect.type === 'record') {
      tell({ type: ledger.recordings.has(effect.call) ? 'record.started' : 'record.stopped', call: effect.call });
      return 'done';
    }
    if (effect.type === 'claim') {
      tell({ type: 'call.claimed', call: effect.call });
      return 'done';
    }
    const leg = ledger.legs.get(effect.native);
    if (leg === undefined) return 'noSuchLeg';
    switch (effect.type) {
      case 'dial':
      case 'answer':
      case 'redirect':
        if (leg.state === 'up') tell({ type: 'leg.answered', native: leg.native });
        else if (leg.state === 'ringing') tell({ type: 'leg.ringing', native: leg.native });
        return 'done';
      case 'join':
      case 'treat':
      case 'tap':
        if (leg.goal === null) tell({ type: 'leg.placed', native: leg.native, ...leg.told });
        return 'done';
      case 'mute':
        tell({ type: 'leg.muted', native: leg.native, on: leg.muted }, 'assumed');
        return 'done';
      case 'digits':
        tell({ type: 'leg.digits', native: leg.native, digits: effect.digits, sent: true }, 'assumed');
        return 'done';
      case 'play':
        if (!playing.has(playbackOf(effect))) tell({ type: 'leg.played', native: leg.native, prompt: effect.prompt });
        return 'done';
      default:
        return assertNever(effect);
    }
  }

  async function dial(effect: EffectOf<'dial'>): Promise<Outcome> {
    const { native } = effect;
    if (ledger.legs.has(native)) return 'taken';
    const endpoint = options.dialString(effect.to);
    if (endpoint === null) return unreachable(native);
    const channel = names.channel(native);
    const leg = newLeg({ native, channel, origin: 'dialled', name: '', call: effect.call, state: 'dialling' });
    ledger.legs.set(native, leg);
    const timeoutS = Math.max(1, Math.ceil(effect.ringMs / 1000));
    const { status, body, isRepeat } = await ask(
      requests.originate(channel, { endpoint, app: options.application, timeoutS, callerId: `<${effect.as}>` }),
    );
    // It may have come and gone before the reply.
    if (ledger.legs.get(native) !== leg) return 'done';
    if (isDone(status) || (status === 409 && isRepeat === true)) {
      leg.name = textIn(fieldsOf(body)['name']);
      return 'done';
    }
    ledger.legs.delete(native);
    if (status === 409) return 'taken';
    return status === 0 ? 'disconnected' : unreachable(native);
  }

  /** Asterisk has nobody by that name: nothing rings. */
  function unreachable(native: NativeId): Outcome {
    tell({ type: 'leg.ended', native, cause: 'unreachable' });
    return 'done';
  }

  async function answer(leg: Leg): Promise<Outcome> {
    const wasUp = leg.state === 'up';
    const { status } = await ask(requests.answer(leg.channel));
    if (!isDone(status)) return gone(outcomeOf(status), leg);
    if (wasUp) tell({ type: 'leg.answered', native: leg.native });
    return 'done';
  }

  async function hangUp(effect: EffectOf<'hangUp'>): Promise<Outcome> {
    const leg = ledger.legs.get(effect.native);
    if (leg !== undefined) leg.hungUp ??= effect.cause;
    const { status } = await ask(requests.hangUp(leg?.channel ?? names.channel(effect.native), q850Of(effect.cause)));
    if (isDone(status)) {
      if (leg === undefined) tell({ type: 'leg.ended', native: effect.native, cause: effect.cause }, 'assumed');
      return 'done';
    }
    return leg === undefined ? outcomeOf(status) : gone(outcomeOf(status), leg);
  }

  async function mute({ on }: EffectOf<'mute'>, leg: Leg): Promise<Outcome> {
    const { status } = await ask(requests.mute(leg.channel, on));
    if (!isDone(status)) return gone(outcomeOf(status), leg);
    leg.muted = on;
    tell({ type: 'leg.muted', native: leg.native, on }, 'assumed');
    return 'done';
  }

  async function sendDigits({ digits }: EffectOf<'digits'>, leg: Leg): Promise<Outcome> {
    if (!/^[\dA-D*#]+$/i.test(digits) || digits.length > MAX_DIGITS) return 'failed';
    const { status } = await ask(requests.digits(leg.channel, digits));
    if (!isDone(status)) return gone(outcomeOf(status), leg);
    tell({ type: 'leg.digits', native: leg.native, digits, sent: true }, 'assumed');
    return 'done';
  }

  const playbackOf = ({ op }: EffectOf<'play'>): string => `${options.application}-${op}`;

  async function play(effect: EffectOf<'play'>, leg: Leg): Promise<Outcome> {
    if (!/^[\w./-]{1,200}$/.test(effect.prompt)) return 'failed';
    const id = playbackOf(effect);
    playing.set(id, effect);
    const { status } = await ask(requests.play(leg.channel, id, `sound:${effect.prompt}`));
    if (isDone(status)) return 'done';
    playing.delete(id);
    return gone(outcomeOf(status), leg);
  }

  function playbackFinished(id: string, state: string): void {
    const effect = playing.get(id);
    if (effect === undefined) return;
    playing.delete(id);
    if (!ledger.legs.has(effect.native)) return;
    if (state === 'done') tell({ type: 'leg.played', native: effect.native, prompt: effect.prompt });
    else refuse(effect, 'failed');
  }

  async function record({ call, on, op }: EffectOf<'record'>): Promise<Outcome> {
    const running = ledger.recordings.get(call);
    if (!on) {
      if (running === undefined) return 'noSuchCall';
      const { status } = await ask(requests.stopRecording(running));
      return isDone(status) ? 'done' : outcomeOf(status) === 'disconnected' ? 'disconnected' : 'failed';
    }
    if (running !== undefined) return 'taken';
    if (![...ledger.legs.values()].some((leg) => leg.call === call)) return 'noSuchCall';
    const mix = names.mix(call, 'main');
    const name = names.recording(call, op);
    await ask(requests.openBridge(mix));
    ledger.recordings.set(call, name);
    const { status } = await ask(requests.record(mix, name));
    if (isDone(status)) return 'done';
    ledger.recordings.delete(call);
    return status === 0 ? 'disconnected' : 'failed';
  }

  /** Both legs leave their dialplan at once for the application, and are put together again there. */
  async function claim({ call, natives }: EffectOf<'claim'>): Promise<Outcome> {
    const { manager } = options;
    const legs = natives.flatMap((native) => ledger.legs.get(native) ?? []);
    const outside = legs.filter((leg) => !leg.inStasis);
    if (legs.length === 0 || manager === undefined) return 'noSuchCall';
    if (outside.length > 0 && (await leadsNowhere(manager))) return 'failed';
    const [one, other] = outside;
    if (one !== undefined) {
      const { context, extension } = manager;
      const answer = await act(manager, {
        Action: 'Redirect',
        Channel: one.name,
        Context: context,
        Exten: extension,
        Priority: '1',
        ...(other === undefined
          ? {}
          : { ExtraChannel: other.name, ExtraContext: context, ExtraExten: extension, ExtraPriority: '1' }),
      });
      if (answer?.get('response') !== 'Success') return answer === null ? 'disconnected' : 'failed';
    }
    const isWithUs = (): boolean => legs.every((leg) => leg.inStasis || !ledger.legs.has(leg.native));
    if (!(await until(isWithUs, CLAIM_MS))) return 'failed';
    const there = legs.filter((leg) => ledger.legs.has(leg.native));
    for (const leg of there) leg.call = call;
    const outcome = await placing.gather(names.mix(call, 'main'), there);
    if (outcome === 'done') tell({ type: 'call.claimed', call });
    return outcome;
  }

  /** Whoever is redirected to where the dialplan has nothing dies, and it is called a success. */
  async function leadsNowhere(manager: ManagerOptions): Promise<boolean> {
    const { context, extension } = manager;
    const shown = await act(manager, { Action: 'ShowDialPlan', Context: context, Extension: extension });
    // Whoever may not look at the dialplan may redirect all the same.
    const isNowhere = shown?.get('response') === 'Error' && /^did not find/i.test(shown.get('message') ?? '');
    if (isNowhere) options.log(`no call is claimed: the dialplan has no ${extension} in ${context}`);
    return isNowhere;
  }

  async function act(manager: ManagerOptions, action: Readonly<Record<string, string>>): Promise<ManagerPacket | null> {
    const { answer, fault } = await performAction(manager, options.ca, action);
    if (fault !== undefined) options.log(`no manager interface: ${fault}`);
    return answer;
  }

  /** The end of a leg says why, so it goes before the news that the leg is not there. */
  async function gone(outcome: Outcome, leg: Leg): Promise<Outcome> {
    if (outcome === 'noSuchLeg') await until(() => !ledger.legs.has(leg.native), END_UNDER_WAY_MS);
    return outcome;
  }

  return { perform, playbackFinished };
}

/** What is done to one call is done in order. */
function laneOf(effect: SwitchEffect): string {
  if ('native' in effect) return effect.call ?? effect.native;
  return effect.call;
}
