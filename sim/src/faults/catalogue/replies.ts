import type { NativeId, SwitchEffect, SwitchEvent } from '@legwork/core';
import { passOn } from '../passage.ts';
import { drop, isOneOf, onEffects, onEvents, refuse, type NamedFault } from '../named.ts';

/** What is asked, and what is answered to it. */
export const replies = {
  replyBeforeEffect: {
    kind: 'lie',
    does: 'An effect is told to be done, and is done some time later, without another word.',
    row: 'BACKGROUND_JOB fires before uuid_bridge/transfer has taken effect (englercj/node-esl#95)',
    probability: 0.05,
    begin: (wire, chance) => {
      const told = new Map<NativeId, SwitchEffect[]>();
      return {
        effects: (effect, send) => {
          if (!isOneOf(effect, ['join', 'treat', 'tap', 'mute']) || !chance.strikes()) {
            passOn(effect, send);
            return;
          }
          told.set(effect.native, [...(told.get(effect.native) ?? []), effect]);
          wire.answers(effect);
          wire.surprises(effect);
          send(effect, chance.draw([50, 1_500]), 'kept');
        },
        events: (event, send) => {
          const before = 'native' in event ? told.get(event.native) : undefined;
          const n = before?.findIndex((effect) => isAnswer(event, effect)) ?? -1;
          if (event.type === 'leg.ended') told.delete(event.native);
          if (n < 0) passOn(event, send);
          else before?.splice(n, 1);
        },
      };
    },
  },
  lostReply: {
    kind: 'drop',
    does: 'An effect is done, and nobody is told.',
    row: 'bgapi job finishes before its waiter is registered; the result is lost or blocks forever (englercj/node-esl#11, esl-client/esl-client#29)',
    probability: 0.03,
    begin: onEvents(
      [
        'leg.ringing',
        'leg.placed',
        'leg.muted',
        'leg.digits',
        'leg.played',
        'record.started',
        'record.stopped',
        'call.claimed',
      ],
      drop,
    ),
  },
  replyToWrongCaller: {
    kind: 'lie',
    does: 'What has become of one leg is told of another.',
    row: '`api` replies given to the wrong caller (englercj/node-esl#75)',
    probability: 0.01,
    begin: (wire, chance) => {
      let latest: NativeId | null = null;
      return {
        events: (event, send) => {
          if (event.type !== 'leg.placed' && event.type !== 'leg.muted') {
            passOn(event, send);
            return;
          }
          const other = latest;
          latest = event.native;
          const isThere = other !== null && other !== event.native && wire.leg(other)?.up === true;
          if (isThere && chance.strikes()) send({ ...event, native: other }, 0, 'kept');
          else passOn(event, send);
        },
      };
    },
  },
  refusalWithoutLeg: {
    kind: 'lie',
    does: 'A refusal does not say which leg it is about.',
    row: 'BACKGROUND_JOB carries Job-Owner-UUID, not Unique-ID (shimaore/esl#70)',
    probability: 0.3,
    begin: onEvents(
      ['effect.refused'],
      ({ op, effect, reason, type, switch: by, basis }, send) =>
        send({ op, effect, reason, type, switch: by, basis }, 0, 'kept'),
      ({ native }) => native !== undefined,
    ),
  },
  lostRefusal: {
    kind: 'drop',
    does: 'An effect is refused, and nobody is told.',
    row: 'cannot tell that a transfer failed, and why (amazon-connect/amazon-connect-streams#232)',
    probability: 0.3,
    begin: onEvents(['effect.refused'], drop),
  },
  bridgeTooEarly: {
    kind: 'lie',
    does: 'A leg that is up is not connected, because it is said not to be up.',
    row: 'bridging too early gives 422 (dograh-hq/dograh#284)',
    probability: 0.05,
    begin: onEffects(['join'], refuse('notUp')),
  },
  bridgeDoesNothing: {
    kind: 'drop',
    does: 'A leg is not connected, and nobody is told.',
    row: 'silent calls (dograh-hq/dograh#284)',
    probability: 0.03,
    begin: onEffects(['join'], drop),
  },
} as const satisfies Readonly<Record<string, NamedFault>>;

/** The event says that the effect has been done. */
const isAnswer = (event: SwitchEvent, effect: SwitchEffect): boolean => {
  if (event.type === 'leg.muted') return effect.type === 'mute' && event.on === effect.on;
  if (event.type !== 'leg.placed') return false;
  if (effect.type === 'join') return event.at === effect.mix;
  if (effect.type === 'treat') return event.at === 'treated';
  return effect.type === 'tap' && event.target === effect.target && event.mode === effect.mode;
};
