import type { EffectOf, NativeId } from '@legwork/core';
import { passOn } from '../passage.ts';
import { drop, onEffects, onEvents, type NamedFault } from '../named.ts';

/** Ends of legs: lost, doubled, late, untrue. */
export const hangUps = {
  lostHangUp: {
    kind: 'drop',
    does: 'The end of a leg is never told.',
    row: 'some CHANNEL_HANGUP_COMPLETE never arrive (danbarua/NEventSocket#52)',
    probability: 0.02,
    begin: onEvents(['leg.ended'], drop),
  },
  hangUpTwice: {
    kind: 'duplicate',
    does: 'The end of a leg is told twice, with other things in between.',
    row: 'the same hangup event delivered several times (signalwire/freeswitch#2420)',
    probability: 0.1,
    begin: onEvents(['leg.ended'], (event, send, chance) => {
      send(event, 0, 'kept');
      send(event, chance.draw([1, 3_000]), 'free');
    }),
  },
  hangUpAfterPlayback: {
    kind: 'delay',
    does: 'The end of a leg is told only when the prompt would have ended that was playing to it.',
    row: 'hangup event delayed until playback ends (signalwire/freeswitch#2775)',
    probability: 0.5,
    begin: (wire, chance) => {
      const playsUntil = new Map<NativeId, number>();
      return {
        effects: (effect, send) => {
          if (effect.type === 'play')
            playsUntil.set(effect.native, wire.now() + wire.promptMs(effect.prompt, effect.native));
          passOn(effect, send);
        },
        events: (event, send) => {
          if (event.type === 'leg.played') playsUntil.delete(event.native);
          if (event.type !== 'leg.ended') {
            passOn(event, send);
            return;
          }
          const stillMs = (playsUntil.get(event.native) ?? 0) - wire.now();
          playsUntil.delete(event.native);
          send(event, stillMs > 0 && chance.strikes() ? stillMs : 0, 'kept');
        },
      };
    },
  },
  hangUpFindsNoLeg: {
    kind: 'lie',
    does: 'A leg that is hung up ends, and all that is told is that there is no such leg.',
    row: '"Channel not found" on hangup kills the process (asterisk/node-ari-client#156)',
    probability: 0.05,
    begin: (_wire, chance) => {
      const struck = new Map<NativeId, EffectOf<'hangUp'>>();
      return {
        effects: (effect, send) => {
          if (effect.type === 'hangUp' && chance.strikes()) struck.set(effect.native, effect);
          passOn(effect, send);
        },
        events: (event, send) => {
          const effect = event.type === 'leg.ended' ? struck.get(event.native) : undefined;
          if (effect === undefined) {
            passOn(event, send);
            return;
          }
          struck.delete(effect.native);
          const { op, native } = effect;
          const { switch: by, basis } = event;
          const refused = { type: 'effect.refused', op, effect: 'hangUp', native, reason: 'noSuchLeg' } as const;
          send({ ...refused, switch: by, basis }, 0, 'kept');
        },
      };
    },
  },
  causeOverwritten: {
    kind: 'lie',
    does: 'A leg is told to have ended normally that ended otherwise.',
    row: 'bridge delete against hangup overwrites the cause (asterisk/asterisk#1124)',
    probability: 0.3,
    begin: onEvents(
      ['leg.ended'],
      (event, send) => send({ ...event, cause: 'normal' }, 0, 'kept'),
      ({ cause }) => cause !== 'normal',
    ),
  },
  hangUpLooksLost: {
    kind: 'lie',
    does: 'A leg is told to have been lost by the network where somebody hung up.',
    row: '"call hung up" not told apart from "network error" (shimaore/esl#74)',
    probability: 0.05,
    begin: onEvents(
      ['leg.ended'],
      (event, send) => send({ ...event, cause: 'lost' }, 0, 'kept'),
      ({ cause }) => cause === 'normal',
    ),
  },
  crossingHangUp: {
    kind: 'pass',
    does: 'The customer or the agent hangs up while the switch is asked to connect them.',
    row: 'simultaneous hangup during a transfer (wazo-platform/wazo-calld#354)',
    probability: 0.03,
    begin: onEffects(['join', 'redirect'], (effect, send, chance, wire) => {
      passOn(effect, send);
      const { native, instead } = effect;
      const who = chance.pick(instead === null ? [native] : [native, instead]);
      wire.later(chance.draw([1, 100]), () => wire.hangsUp(who));
    }),
  },
  zombieLeg: {
    kind: 'lie',
    does: 'A leg in conversation that is hung up is told to have ended, and goes on.',
    row: 'member shown as answered hours after the end; zombie agent call (signalwire/freeswitch#1973, #2529)',
    probability: 0.03,
    begin: onEffects(
      ['hangUp'],
      (effect, _send, _chance, wire) => wire.answers(effect),
      ({ native }, wire) => wire.leg(native)?.up === true,
    ),
  },
} as const satisfies Readonly<Record<string, NamedFault>>;
