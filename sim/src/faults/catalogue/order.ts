import { passOn } from '../passage.ts';
import type { NamedFault } from '../named.ts';

/** When things arrive, and in which order. */
export const order = {
  wrongOrder: {
    kind: 'reorder',
    does: 'An event is overtaken by later ones.',
    row: 'webhook order not guaranteed (Nexmo/nexmo-developer#1653)',
    probability: 0.05,
    begin: (_wire, chance) => ({
      events: (event, send) => {
        if (chance.strikes()) send(event, chance.draw([1, 2_000]), 'free');
        else passOn(event, send);
      },
    }),
  },
  lostUnderLoad: {
    kind: 'drop',
    does: 'A whole run of events is lost, whatever they are about.',
    row: "ESL loses events under load; the application's state diverges (signalwire/freeswitch#2061)",
    probability: 0.004,
    begin: (_wire, chance) => {
      let stillLost = 0;
      return {
        events: (event, send) => {
          if (stillLost === 0 && chance.strikes()) stillLost = chance.draw([2, 10]);
          if (stillLost === 0) passOn(event, send);
          else stillLost -= 1;
        },
      };
    },
  },
  stalledQueue: {
    kind: 'delay',
    does: 'All events are held up for a while, and then come at once.',
    row: 'a dead ESL client fills the 100,000-event queue (signalwire/freeswitch#2143)',
    probability: 0.005,
    begin: (wire, chance) => {
      let untilMs = 0;
      return {
        events: (event, send) => {
          if (untilMs <= wire.now() && chance.strikes()) untilMs = wire.now() + chance.draw([500, 4_000]);
          send(event, Math.max(0, untilMs - wire.now()), 'kept');
        },
      };
    },
  },
  jitter: {
    kind: 'delay',
    does: 'Effects and events take longer than usual, and keep their order on each leg.',
    row: 're-INVITE timing unpredictable (asterisk/testsuite#62)',
    probability: 0.1,
    begin: (_wire, chance) => ({
      effects: (effect, send) => send(effect, chance.strikes() ? chance.draw([1, 800]) : 0, 'kept'),
      events: (event, send) => send(event, chance.strikes() ? chance.draw([1, 800]) : 0, 'kept'),
    }),
  },
  earlyTimer: {
    kind: 'lie',
    does: 'A timer fires before its time.',
    row: 'SIPp tests flaky (asterisk/testsuite#62)',
    probability: 0.05,
    begin: (_wire, chance) => ({ timerMs: (ms) => (chance.strikes() ? chance.draw([0, ms]) : ms) }),
  },
} as const satisfies Readonly<Record<string, NamedFault>>;
