import { assertNever, type EffectId, type SwitchEffect } from '../vocabulary/index.ts';
import { legBy } from './legs.ts';
import type { EngineState, Leg } from './state.ts';

/**
 * True while nobody knows what came of the effect: it may not have been performed. What was seen to have happened, or is about somebody who has
 * gone, is not to be asked for again: a phone would ring once more, digits be sent twice.
 */
export const isStillAsked = (state: Pick<EngineState, 'calls' | 'legs'>, effect: SwitchEffect): boolean => {
  const { type } = effect;
  switch (type) {
    case 'dial':
      return state.legs.get(effect.leg)?.state.at === 'dialling';
    case 'answer':
      return state.legs.get(effect.leg)?.state.at === 'offered';
    case 'join':
    case 'treat':
    case 'tap':
    case 'mute':
      return expects(state.legs.get(effect.leg), effect.op);
    case 'redirect':
      return expects(legBy(state, effect.switch, effect.target), effect.op);
    case 'digits':
      return state.legs.get(effect.leg)?.ops.digits !== undefined;
    // Of a leg that nobody knew there is nothing to see.
    case 'hangUp':
      return effect.call === null || state.legs.has(effect.leg);
    case 'play':
      return effect.call !== null && state.calls.get(effect.call)?.timers.announce !== undefined;
    case 'record':
      return state.calls.get(effect.call)?.timers.recording !== undefined;
    case 'claim':
      return state.calls.get(effect.call)?.timers.claim !== undefined;
    default:
      return assertNever(type);
  }
};

const expects = (leg: Leg | undefined, op: EffectId): boolean => leg?.asks.some((ask) => ask.op === op) ?? false;
