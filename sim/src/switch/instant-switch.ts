import { assertNever, type NativeId, type Place, type SwitchEffect, type SwitchEvent } from '@legwork/core';

/**
 * Tells what a switch observes that performs every effect in the moment it is asked, and on which everybody who is rung answers at once.
 *
 * It remembers nothing: it is for an engine that asks for nothing impossible, and for simulations in which neither latency nor faults matter but
 * every step of the call logic does. What people do by themselves, offers and hang-ups, is told by whoever simulates them.
 */
export const answerAtOnce = (effect: SwitchEffect, tell: (event: SwitchEvent) => void): void => {
  switch (effect.type) {
    case 'answer':
      tell({ type: 'leg.answered', switch: effect.switch, basis: 'seen', native: effect.native });
      return;
    case 'dial':
      pickUp(effect, effect.native, tell);
      return;
    case 'redirect':
      if (effect.instead !== null) {
        tell({ type: 'leg.ended', switch: effect.switch, basis: 'seen', native: effect.instead, cause: 'normal' });
      }
      pickUp(effect, effect.target, tell);
      arrive(effect, effect.native, 'main', tell);
      arrive(effect, effect.target, 'main', tell);
      return;
    case 'join':
      arrive(effect, effect.native, effect.mix, tell);
      return;
    case 'treat':
      arrive(effect, effect.native, 'treated', tell);
      return;
    case 'tap': {
      const { native, target, mode } = effect;
      tell({ type: 'leg.placed', switch: effect.switch, basis: 'seen', native, at: 'tap', target, mode });
      return;
    }
    case 'play':
      tell({
        type: 'leg.played',
        switch: effect.switch,
        basis: 'seen',
        native: effect.native,
        prompt: effect.prompt,
      });
      return;
    case 'mute':
      tell({ type: 'leg.muted', switch: effect.switch, basis: 'seen', native: effect.native, on: effect.on });
      return;
    case 'digits': {
      const { native, digits } = effect;
      tell({ type: 'leg.digits', switch: effect.switch, basis: 'seen', native, digits, sent: true });
      return;
    }
    case 'hangUp':
      tell({ type: 'leg.ended', switch: effect.switch, basis: 'seen', native: effect.native, cause: effect.cause });
      return;
    case 'record': {
      const type = effect.on ? 'record.started' : 'record.stopped';
      tell({ type, switch: effect.switch, basis: 'seen', call: effect.call });
      return;
    }
    case 'claim':
      tell({ type: 'call.claimed', switch: effect.switch, basis: 'seen', call: effect.call });
      return;
    default:
      assertNever(effect);
  }
};

const pickUp = (on: Pick<SwitchEffect, 'switch'>, native: NativeId, tell: (event: SwitchEvent) => void): void => {
  tell({ type: 'leg.ringing', switch: on.switch, basis: 'seen', native });
  tell({ type: 'leg.answered', switch: on.switch, basis: 'seen', native });
};

const arrive = (
  on: Pick<SwitchEffect, 'switch'>,
  native: NativeId,
  at: Exclude<Place, 'none' | 'tap'>,
  tell: (event: SwitchEvent) => void,
): void => {
  tell({ type: 'leg.placed', switch: on.switch, basis: 'seen', native, at });
};
