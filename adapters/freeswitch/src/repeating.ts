import { assertNever, type SwitchEffect } from '@legwork/core';
import type { Desk } from './desk.ts';
import type { Fate } from './fates.ts';
import type { Leg } from './legs.ts';
import { tellPlace } from './placed.ts';

/** Answers an effect that was asked for before by how things stand, and changes nothing. */
export const repeat = (desk: Desk, effect: SwitchEffect, fate: Fate): void => {
  // A job may be done long after whom it dialled has answered.
  const isAnswered = effect.type === 'dial' && desk.legs.get(effect.native)?.isUp === true;
  // The answer is on its way.
  if (fate === 'underWay' && !isAnswered) return;
  if (fate !== 'done' && fate !== 'underWay') {
    desk.refuse(effect, fate);
    return;
  }
  if (effect.type === 'record') {
    const isOn = desk.recordings.get(effect.call)?.isOn === true;
    desk.tell({ type: isOn ? 'record.started' : 'record.stopped', call: effect.call });
    return;
  }
  if (effect.type === 'claim') {
    desk.tell({ type: 'call.claimed', call: effect.call }, 'assumed');
    return;
  }
  const leg = desk.legs.get(effect.native);
  if (leg === undefined) desk.refuse(effect, 'noSuchLeg');
  else answerAgain(desk, effect, leg);
};

const answerAgain = (
  desk: Desk,
  effect: Exclude<SwitchEffect, { readonly type: 'record' | 'claim' }>,
  leg: Leg,
): void => {
  const { native } = leg;
  switch (effect.type) {
    case 'answer':
    case 'dial':
      desk.tell({ type: leg.isUp ? 'leg.answered' : 'leg.ringing', native });
      return;
    case 'join':
    case 'treat':
    case 'tap':
      tellPlace(desk, leg);
      return;
    case 'mute':
      desk.tell({ type: 'leg.muted', native, on: effect.on }, 'assumed');
      return;
    case 'digits':
      desk.tell({ type: 'leg.digits', native, digits: effect.digits, sent: true }, 'assumed');
      return;
    case 'play':
      desk.tell({ type: 'leg.played', native, prompt: effect.prompt });
      return;
    case 'hangUp':
    case 'redirect':
      return;
    default:
      assertNever(effect);
  }
};
