import { assertNever } from '@legwork/core';
import type {
  Basis,
  CallId,
  Cause,
  EffectOf,
  Endpoint,
  FoundLeg,
  ListedLeg,
  NativeId,
  SwitchEffect,
} from '@legwork/core';
import { hears, isRecorded } from './audio.ts';
import { createConversations, type Conversation } from './conversation.ts';
import { endOfRing, type EndpointBehaviour, type Ring } from './endpoint.ts';
import type { Cancel, Schedule } from './lanes.ts';
import {
  createLeg,
  listed,
  mixOf,
  nowhere,
  placeOf,
  put,
  type Leg,
  type Redirection,
  type Whereabouts,
} from './leg.ts';
import { answerTo, confirmationOf, type Observation, type SwitchRefusal } from './observation.ts';
import type { SwitchShape } from './shape.ts';

/**
 * The inside of the simulated switch: its legs, and what becomes of them. What happens here happens at once, and is told
 * at the moment it becomes true; how effects get in and observations get out is not its business.
 */
export interface Exchange {
  /** Performs an effect for the first time. */
  readonly perform: (effect: SwitchEffect) => Outcome;
  /** Answers an effect that has been performed before by how things stand now, and changes nothing. */
  readonly repeat: (effect: SwitchEffect) => Outcome;

  readonly offer: (caller: Caller) => void;
  readonly find: (legs: readonly FoundLeg[]) => void;
  /** The far end hangs up. False where there is no such leg. */
  readonly hangUp: (native: NativeId, cause: Cause) => boolean;
  /** The far end presses keys. False where there is no such leg, or it is not up. */
  readonly press: (native: NativeId, digits: string) => boolean;
  /** Everything is gone, and nobody is told. */
  readonly forget: () => void;

  readonly hears: (listener: NativeId, speaker: NativeId) => boolean;
  readonly records: (speaker: NativeId) => boolean;
  readonly legs: () => readonly ListedLeg[];
  readonly leg: (native: NativeId) => ListedLeg | undefined;
  readonly isTapped: (native: NativeId) => boolean;
  readonly inUse: () => Usage;
}

/** Done, and answered or about to be; or why not. */
export type Outcome = 'done' | SwitchRefusal;

export interface Caller {
  readonly native: NativeId;
  readonly from: Endpoint;
  readonly to: Endpoint;
}

/** What takes up room in a switch. */
export interface Usage {
  readonly legs: number;
  readonly calls: number;
}

export interface ExchangeOptions {
  readonly shape: SwitchShape;
  readonly schedule: Schedule;
  readonly answering: (ring: Ring) => EndpointBehaviour;
  readonly promptMs: (prompt: string, native: NativeId) => number;
  readonly tell: (observation: Observation, basis: Basis) => void;
}

export function createExchange({ shape, schedule, answering, promptMs, tell }: ExchangeOptions): Exchange {
  const { capabilities, habits } = shape;
  const legs = new Map<NativeId, Leg>();
  const conversations = createConversations(stopRecording);

  function perform(effect: SwitchEffect): Outcome {
    if (effect.type === 'dial') return dial(effect);
    if (effect.type === 'record') return record(effect);
    if (effect.type === 'claim') return claim(effect);
    const leg = legs.get(effect.native);
    if (leg === undefined) return 'noSuchLeg';
    if (effect.call !== null) conversations.admit(leg, effect.call);
    if (effect.type === 'hangUp') return hangUpBecauseOf(effect, leg);
    if (effect.type === 'answer' && leg.state === 'offered') leg.state = 'up';
    if (leg.state !== 'up') return 'notUp';
    switch (effect.type) {
      case 'answer':
      case 'digits':
        return answer(effect);
      case 'redirect':
        return redirect(effect, leg);
      case 'join':
        return join(effect, leg);
      case 'treat':
        return move(leg, { at: 'treated', with: effect.with }, basisOf(effect));
      case 'tap':
        return tap(effect, leg);
      case 'play':
        return play(effect, leg);
      case 'mute':
        leg.isMuted = effect.on;
        return answer(effect);
      default:
        return assertNever(effect);
    }
  }

  function repeat(effect: SwitchEffect): Outcome {
    if (effect.type === 'claim') return answer(effect);
    if (effect.type === 'record') {
      const isOn = conversations.of(effect.call)?.isRecorded ?? false;
      return answer({ ...effect, on: isOn });
    }
    const leg = legs.get(effect.type === 'redirect' ? effect.target : effect.native);
    if (leg === undefined) return effect.type === 'redirect' ? 'noTarget' : 'noSuchLeg';
    switch (effect.type) {
      case 'answer':
      case 'dial':
      case 'redirect':
        tell({ type: leg.state === 'up' ? 'leg.answered' : 'leg.ringing', native: leg.native }, basisOf(effect));
        return 'done';
      case 'join':
      case 'treat':
      case 'tap':
        return tellPlace(leg, basisOf(effect));
      case 'mute':
        return answer({ ...effect, on: leg.isMuted });
      case 'play':
        // Still playing: the answer is on its way.
        return leg.prompts.has(effect.op) ? 'done' : answer(effect);
      case 'digits':
        return answer(effect);
      case 'hangUp':
        return hangUpBecauseOf(effect, leg);
      default:
        return assertNever(effect);
    }
  }

  /** What others have started belongs to the call that claims it. */
  function claim(effect: EffectOf<'claim'>): Outcome {
    const claimed = effect.natives.flatMap((native) => legs.get(native) ?? []);
    if (claimed.length === 0) return 'noSuchCall';
    for (const leg of claimed) conversations.admit(leg, effect.call);
    return answer(effect);
  }

  function dial(effect: EffectOf<'dial'>): Outcome {
    if (legs.has(effect.native)) return 'taken';
    const leg = enter(createLeg(effect.native, 'ringing'));
    if (effect.call !== null) conversations.admit(leg, effect.call);
    return ring(leg, effect);
  }

  /** The blind transfer: the old party is gone before the new one rings. */
  function redirect(effect: EffectOf<'redirect'>, customer: Leg): Outcome {
    const call = customer.conversation?.call ?? null;
    if (call === null) return 'noSuchCall';
    if (legs.has(effect.target)) return 'taken';

    if (customer.redirection !== null) end(dissolve(customer.redirection).target, 'cancelled');
    if (customer.whereabouts.at !== 'none') move(customer, nowhere, 'seen');
    const instead = effect.instead === null ? undefined : legs.get(effect.instead);
    if (instead !== undefined && instead !== customer) end(instead, 'normal');

    const target = enter(createLeg(effect.target, 'ringing'));
    conversations.admit(target, call);
    customer.redirection = { customer, target };
    target.redirection = customer.redirection;
    return ring(target, effect);
  }

  function ring(leg: Leg, effect: EffectOf<'dial' | 'redirect'>): Outcome {
    const { to, ringMs } = effect;
    const { rings, afterMs, cause } = endOfRing(answering({ native: leg.native, to, ringMs }), ringMs);
    if (rings) answer(effect);
    later(leg, afterMs, () => (cause === null ? connect(leg) : end(leg, cause)));
    return 'done';
  }

  function connect(leg: Leg): void {
    leg.state = 'up';
    tell({ type: 'leg.answered', native: leg.native }, 'seen');
    if (leg.redirection === null || leg.conversation === null) return;
    const { customer } = dissolve(leg.redirection);
    const { main } = leg.conversation;
    move(customer, { at: 'main', mix: main }, 'seen');
    move(leg, { at: 'main', mix: main }, 'seen');
  }

  function join(effect: EffectOf<'join'>, leg: Leg): Outcome {
    const instead = effect.instead === null ? undefined : legs.get(effect.instead);
    if (instead !== undefined) nameIfFound(instead, effect.call);
    if (leg.conversation === null) return 'noSuchCall';
    const mix = leg.conversation[effect.mix];
    move(leg, { at: effect.mix, mix }, basisOf(effect));
    if (instead !== undefined && instead !== leg && mixOf(instead) === mix) move(instead, nowhere, basisOf(effect));
    return 'done';
  }

  function tap(effect: EffectOf<'tap'>, leg: Leg): Outcome {
    const target = legs.get(effect.target);
    if (target === undefined || target === leg || target.state !== 'up') return 'noTarget';
    if (target.whereabouts.at === 'tap') return 'noTarget';
    nameIfFound(target, effect.call);
    move(leg, { at: 'tap', target, mode: effect.mode }, basisOf(effect));
    return 'done';
  }

  function play(effect: EffectOf<'play'>, leg: Leg): Outcome {
    leg.prompts.add(effect.op);
    later(leg, promptMs(effect.prompt, leg.native), () => {
      leg.prompts.delete(effect.op);
      answer(effect);
    });
    return 'done';
  }

  function record(effect: EffectOf<'record'>): Outcome {
    const conversation = conversations.of(effect.call);
    if (conversation === undefined) return 'noSuchCall';
    conversation.isRecorded = effect.on;
    return answer(effect);
  }

  function hangUpBecauseOf(effect: EffectOf<'hangUp'>, leg: Leg): Outcome {
    const isWholeCall = habits.hangUpEnds === 'call' && !leg.isTapper;
    const others = isWholeCall ? [...(leg.conversation?.legs ?? [])] : [];
    end(leg, effect.cause, basisOf(effect));
    for (const other of others) end(other, effect.cause);
    return 'done';
  }

  /** The end of a leg, and all that comes with it. */
  function end(leg: Leg, cause: Cause, basis: Basis = 'seen'): void {
    if (leg.state === 'gone') return;
    const mix = mixOf(leg);
    leg.state = 'gone';
    legs.delete(leg.native);
    for (const cancel of leg.timers) cancel();
    put(leg, nowhere);
    tell({ type: 'leg.ended', native: leg.native, cause }, basis);
    releaseTappers(leg);
    conversations.dismiss(leg);

    if (leg.redirection !== null) {
      const { customer, target } = dissolve(leg.redirection);
      if (leg === customer) end(target, 'cancelled');
      else if (habits.redirectFailed === 'ends') end(customer, 'lost');
    }
    if (habits.leftAlone === 'ends' && mix?.size === 1) for (const other of mix) end(other, 'normal');
  }

  function move(leg: Leg, to: Whereabouts, basis: Basis): Outcome {
    put(leg, to);
    // Whoever taps is heard by nobody but whom its mode names, so nobody may tap it.
    if (to.at === 'tap') releaseTappers(leg);
    return tellPlace(leg, basis);
  }

  function releaseTappers(leg: Leg): void {
    for (const tapper of leg.tappers) move(tapper, nowhere, 'seen');
  }

  /** A call that was found is known by its legs alone, until an effect of the call names one of them. */
  function nameIfFound(leg: Leg, call: CallId | null): void {
    if (call !== null && leg.conversation?.call === null) conversations.admit(leg, call);
  }

  function stopRecording({ call, isRecorded }: Conversation): void {
    if (isRecorded && call !== null) tell({ type: 'record.stopped', call }, 'seen');
  }

  function dissolve(redirection: Redirection): Redirection {
    redirection.customer.redirection = null;
    redirection.target.redirection = null;
    return redirection;
  }

  function enter(leg: Leg): Leg {
    legs.set(leg.native, leg);
    return leg;
  }

  function later(leg: Leg, delayMs: number, run: () => void): void {
    const cancel: Cancel = schedule(delayMs, () => {
      leg.timers.delete(cancel);
      run();
    });
    leg.timers.add(cancel);
  }

  function tellPlace(leg: Leg, basis: Basis): Outcome {
    tell({ type: 'leg.placed', native: leg.native, ...placeOf(leg.whereabouts) }, basis);
    return 'done';
  }

  function answer(effect: SwitchEffect): Outcome {
    tell(answerTo(effect), basisOf(effect));
    return 'done';
  }

  function basisOf(effect: SwitchEffect): Basis {
    return confirmationOf(effect, capabilities) === 'event' ? 'seen' : 'assumed';
  }

  return {
    perform,
    repeat,
    offer({ native, from, to }) {
      if (legs.has(native)) throw new Error(`a leg ${native} exists: a caller needs an id of their own`);
      enter(createLeg(native, 'offered', { from, to }));
      tell({ type: 'leg.offered', native, from, to }, 'seen');
    },
    find(found) {
      const conversation = conversations.openUnnamed();
      for (const { native } of found) {
        if (legs.has(native)) throw new Error(`a leg ${native} exists: it cannot be found`);
        const leg = enter(createLeg(native, 'up'));
        leg.conversation = conversation;
        conversation.legs.add(leg);
        put(leg, { at: 'main', mix: conversation.main });
      }
      tell({ type: 'call.found', legs: found }, 'seen');
    },
    hangUp(native, cause) {
      const leg = legs.get(native);
      if (leg === undefined) return false;
      end(leg, cause);
      return true;
    },
    press(native, digits) {
      if (legs.get(native)?.state !== 'up') return false;
      tell({ type: 'leg.digits', native, digits, sent: false }, 'seen');
      return true;
    },
    forget() {
      for (const leg of legs.values()) {
        leg.state = 'gone';
        for (const cancel of leg.timers) cancel();
      }
      legs.clear();
      conversations.clear();
    },
    hears(listener, speaker) {
      const [ear, mouth] = [legs.get(listener), legs.get(speaker)];
      return ear !== undefined && mouth !== undefined && hears(ear, mouth, capabilities.traits);
    },
    records(speaker) {
      const leg = legs.get(speaker);
      return leg !== undefined && isRecorded(leg);
    },
    legs: () => [...legs.values()].map(listed),
    leg(native) {
      const leg = legs.get(native);
      return leg === undefined ? undefined : listed(leg);
    },
    isTapped: (native) => (legs.get(native)?.tappers.size ?? 0) > 0,
    inUse: () => ({ legs: legs.size, calls: conversations.size }),
  };
}
