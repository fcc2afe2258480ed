import type { NativeId } from '@legwork/core';
import { passOn } from '../passage.ts';
import { drop, onEffects, onEvents, refuse, type NamedFault } from '../named.ts';

/** As good as for ever, in ms. */
const DAY_MS = 86_400_000;

/** Phones that are called, and what is told of them. */
export const dialling = {
  ringsForEver: {
    kind: 'lie',
    does: 'A phone goes on ringing past its time; hanging it up is accepted, told to be done, and does nothing.',
    row: 'hangup accepted while the phone keeps ringing (jambonz/jambonz-feature-server#95)',
    probability: 0.05,
    begin: (wire, chance) => {
      const struck = new Set<NativeId>();
      return {
        effects: (effect, send) => {
          if (effect.type === 'dial' && chance.strikes()) {
            struck.add(effect.native);
            send({ ...effect, ringMs: DAY_MS }, 0, 'kept');
          } else if (effect.type === 'hangUp' && struck.has(effect.native) && wire.leg(effect.native)?.up !== true) {
            wire.answers(effect);
          } else passOn(effect, send);
        },
      };
    },
  },
  untoldEndOfRing: {
    kind: 'drop',
    does: 'A phone stops ringing, or turns the call down, and nobody is told.',
    row: 'caller hangs up during dial: no terminal event (jambonz/jambonz-feature-server#281)',
    probability: 0.1,
    begin: (_wire, chance) => {
      const up = new Set<NativeId>();
      return {
        events: (event, send) => {
          if (event.type === 'leg.answered') up.add(event.native);
          const wasUp = event.type === 'leg.ended' && up.delete(event.native);
          if (event.type === 'leg.ended' && !wasUp && chance.strikes()) return;
          passOn(event, send);
        },
      };
    },
  },
  lostAnswer: {
    kind: 'drop',
    does: 'A phone is answered, and nobody is told.',
    row: 'agents stuck Reserved, or locked in "incall" (signalwire/freeswitch#2540, OpenSIPS/opensips#3123)',
    probability: 0.03,
    begin: onEvents(['leg.answered'], drop),
  },
  busyAtOnce: {
    kind: 'lie',
    does: 'A phone that is called is told to be busy, and was never called.',
    row: '"busy" unhandled, found only after deploy (livekit/sip#335)',
    probability: 0.05,
    begin: onEffects(['dial'], ({ native, switch: by }, _send, _chance, wire) =>
      wire.says({ type: 'leg.ended', native, cause: 'busy', switch: by, basis: 'seen' }),
    ),
  },
  sameIdTwice: {
    kind: 'lie',
    does: 'A phone is not called, because the id of its leg is said to be in use.',
    row: 'two create_uuid calls return one uuid (shimaore/esl#17)',
    probability: 0.03,
    begin: onEffects(['dial'], refuse('taken')),
  },
  effectBeforeReply: {
    kind: 'reorder',
    does: 'A phone is answered or put through before it is told that it rings.',
    row: "StasisStart before the POST's reply (dograh-hq/dograh#284)",
    probability: 0.2,
    begin: onEvents(['leg.ringing'], (event, send, chance) => send(event, chance.draw([500, 6_000]), 'free')),
  },
} as const satisfies Readonly<Record<string, NamedFault>>;
