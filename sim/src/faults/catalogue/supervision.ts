import { asId, type CallId, type EffectId, type EffectOf, type EventOf, type NativeId } from '@legwork/core';
import { passOn } from '../passage.ts';
import { onEffects, onEvents, refuse, type NamedFault } from '../named.ts';

/** What monitoring does to others, and what becomes of it. */
export const supervision = {
  supervisorCannotEnter: {
    kind: 'lie',
    does: "A supervisor's leg is not let in.",
    row: 'whisper and barge permissions without a default: buttons hidden even from the administrator (fusionpbx/fusionpbx#8174)',
    probability: 0.1,
    begin: onEffects(['tap'], refuse('forbidden')),
  },
  monitorGoesLive: {
    kind: 'lie',
    does: 'A supervisor who is to listen is heard by all.',
    row: '"monitor" put the supervisor\'s open microphone live (MicrosoftDocs/dynamics-365-customer-engagement#3017)',
    probability: 0.1,
    begin: onEffects(
      ['tap'],
      (effect, send, _chance, wire) => {
        const live = { ...effect, mode: 'barge' } as const;
        wire.surprises(live);
        send(live, 0, 'kept');
      },
      ({ mode }) => mode === 'monitor',
    ),
  },
  tapsWrongLeg: {
    kind: 'lie',
    does: "A supervisor's leg taps a leg of another call.",
    row: 'eavesdrop picks the wrong uuid when the agent has two calls (fusionpbx/fusionpbx#6815)',
    probability: 0.1,
    begin: (wire, chance) => {
      const callOf = new Map<NativeId, CallId>();
      return {
        effects: (effect, send) => {
          if ('native' in effect && effect.call !== null) callOf.set(effect.native, effect.call);
          if (effect.type !== 'tap') {
            passOn(effect, send);
            return;
          }
          const wrong = wire
            .legs()
            .filter(({ native, up, at }) => up && at === 'main' && (callOf.get(native) ?? effect.call) !== effect.call);
          if (wrong.length === 0 || !chance.strikes()) {
            passOn(effect, send);
            return;
          }
          const strayed = { ...effect, target: chance.pick(wrong).native };
          wire.surprises(strayed);
          send(strayed, 0, 'kept');
        },
        events: forgetting(callOf),
      };
    },
  },
  spyMovesOn: {
    kind: 'lie',
    does: "When the tapped leg ends, the supervisor's leg taps a leg of another call.",
    row: 'an enforced spy moves on to other extensions: privacy (asterisk/asterisk#1630)',
    probability: 0.2,
    begin: (wire, chance) => {
      const taps = new Map<NativeId, EffectOf<'tap'>>();
      const callOf = new Map<NativeId, CallId>();
      let moves = 0;
      return {
        effects: (effect, send) => {
          if ('native' in effect && effect.call !== null) callOf.set(effect.native, effect.call);
          if (effect.type === 'tap') taps.set(effect.native, effect);
          passOn(effect, send);
        },
        events: (event, send) => {
          passOn(event, send);
          if (event.type !== 'leg.ended') return;
          taps.delete(event.native);
          callOf.delete(event.native);
          for (const tap of taps.values()) {
            if (wire.leg(tap.native)?.target !== event.native) continue;
            const others = wire
              .legs()
              .filter(({ native, up, at }) => up && at === 'main' && (callOf.get(native) ?? tap.call) !== tap.call);
            if (others.length === 0 || !chance.strikes()) continue;
            const target = chance.pick(others).native;
            moves += 1;
            const op = asId<EffectId>(`moves-on-${moves}`);
            // The other legs of the mix are told of first.
            wire.later(0, () => {
              if (wire.leg(tap.native)?.up !== true || wire.leg(target)?.up !== true) return;
              const moved = { ...tap, op, target, mode: 'monitor' } as const;
              wire.surprises(moved);
              wire.does(moved);
            });
          }
        },
      };
    },
  },
  tapBlocksCommands: {
    kind: 'delay',
    does: 'What is asked of a leg that is tapped takes long.',
    row: 'eavesdrop blocks other commands on that channel (signalwire/freeswitch#2429)',
    probability: 0.3,
    begin: (wire, chance) => ({
      effects: (effect, send) => {
        const isSlow = 'native' in effect && wire.isTapped(effect.native) && chance.strikes();
        send(effect, isSlow ? chance.draw([200, 1_500]) : 0, 'kept');
      },
    }),
  },
  tapDelaysHangUp: {
    kind: 'delay',
    does: 'The end of a leg that was tapped is told late.',
    row: "ChanSpy delays the spied channel's hangup (asterisk/asterisk#2123)",
    probability: 0.3,
    begin: (_wire, chance) => {
      const tapped = new Set<NativeId>();
      return {
        effects: (effect, send) => {
          if (effect.type === 'tap') tapped.add(effect.target);
          passOn(effect, send);
        },
        events: (event, send) => {
          const isSlow = event.type === 'leg.ended' && tapped.delete(event.native) && chance.strikes();
          send(event, isSlow ? chance.draw([500, 4_000]) : 0, 'kept');
        },
      };
    },
  },
  tappedCannotBridge: {
    kind: 'drop',
    does: 'A leg that is tapped is not connected anew, and nobody is told.',
    row: 'once spied, channels fail to bridge (asterisk/asterisk#2134)',
    probability: 0.2,
    begin: onEffects(
      ['join'],
      () => undefined,
      ({ native }, wire) => wire.isTapped(native),
    ),
  },
  modeFlickers: {
    kind: 'lie',
    does: "A supervisor's leg is told to be nowhere, just before it is told where it is.",
    row: 'state flickers barge → connected → barge (amazon-connect/amazon-connect-streams#1046)',
    probability: 0.1,
    begin: onEvents(
      ['leg.placed'],
      (event, send) => {
        send(nowhere(event), 0, 'kept');
        send(event, 0, 'kept');
      },
      ({ at }) => at === 'tap',
    ),
  },
  holdFlagCorrupted: {
    kind: 'lie',
    does: 'An agent is told to be on hold when a supervisor has come.',
    row: "monitoring corrupts the agent's hold flag (amazon-connect/amazon-connect-streams#799)",
    probability: 0.1,
    begin: onEvents(
      ['leg.placed'],
      (event, send, _chance, wire) => {
        passOn(event, send);
        if (event.target === undefined) return;
        wire.says({
          type: 'leg.placed',
          native: event.target,
          at: 'treated',
          switch: event.switch,
          basis: event.basis,
        });
      },
      ({ at }) => at === 'tap',
    ),
  },
  staleOtherLeg: {
    kind: 'lie',
    does: 'A leg that is nowhere any more is told to be where it was.',
    row: 'other-leg not cleared on unbridge (danbarua/NEventSocket#61)',
    probability: 0.2,
    begin: (_wire, chance) => {
      const last = new Map<NativeId, EventOf<'leg.placed'>>();
      return {
        events: (event, send) => {
          if (event.type === 'leg.ended') last.delete(event.native);
          const stale = event.type === 'leg.placed' && event.at === 'none' ? last.get(event.native) : undefined;
          if (event.type === 'leg.placed' && event.at !== 'none') last.set(event.native, event);
          if (stale !== undefined && chance.strikes()) send({ ...stale }, 0, 'kept');
          else passOn(event, send);
        },
      };
    },
  },
} as const satisfies Readonly<Record<string, NamedFault>>;

const nowhere = ({ native, switch: by, basis }: EventOf<'leg.placed'>): EventOf<'leg.placed'> => ({
  type: 'leg.placed',
  native,
  at: 'none',
  switch: by,
  basis,
});

const forgetting =
  (known: Map<NativeId, unknown>): NonNullable<ReturnType<NamedFault['begin']>['events']> =>
  (event, send) => {
    if (event.type === 'leg.ended') known.delete(event.native);
    passOn(event, send);
  };
