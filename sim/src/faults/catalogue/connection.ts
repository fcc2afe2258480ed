import type { NativeId } from '@legwork/core';
import { passOn } from '../passage.ts';
import type { Chance, NamedFault, Wire } from '../named.ts';
import type { Span } from '../fault.ts';

/**
 * How long a connection is lost, in ms: longer than any effect is under way. What is sent before has happened when the switch is back, or never
 * will: that is what a port promises.
 */
const OUTAGE_MS: Span = [5_000, 12_000];

/** The connection to the switch, and what the switch knows after it was lost. */
export const connection = {
  connectionLost: {
    kind: 'pass',
    does: 'The connection breaks with commands under way; events are missed, calls go on.',
    row: 'pending commands never released on disconnect (EvoluxBR/greenswitch#47)',
    probability: 0.002,
    begin: (wire, chance) => breaking(wire, chance, () => wire.loses(chance.draw(OUTAGE_MS))),
  },
  reconnectStorm: {
    kind: 'pass',
    does: 'The connection comes back only to break again, several times.',
    row: 'no reconnect; a home-made one storms the switch (englercj/node-esl#43)',
    probability: 0.001,
    begin: (wire, chance) =>
      breaking(wire, chance, () => {
        let atMs = 0;
        for (let left = 3; left > 0; left -= 1) {
          const outageMs = chance.draw(OUTAGE_MS);
          if (atMs === 0) wire.loses(outageMs);
          else
            wire.later(atMs, () => {
              if (wire.isConnected) wire.loses(outageMs);
            });
          atMs += outageMs + chance.draw([100, 1_000]);
        }
      }),
  },
  switchForgets: {
    kind: 'drop',
    does: 'The switch dies and starts anew: every call is gone, and no end is told.',
    row: 'call "in progress" for 5 days, no terminal webhook (CALLE-AI/awesome-phone-call-agents#97)',
    probability: 0.0005,
    begin: (wire, chance) => breaking(wire, chance, () => wire.loses(chance.draw([100, 8_000]), 'forgets')),
  },
  silentGap: {
    kind: 'drop',
    does: 'Everything that is asked or told within some seconds is lost, and nobody is told that the connection was.',
    row: 'silent reconnect hides missed events (ari4java/ari4java#85)',
    probability: 0.001,
    begin: (wire, chance) => {
      let untilMs = 0;
      return {
        effects: (effect, send) => {
          if (wire.now() >= untilMs) passOn(effect, send);
        },
        events: (event, send) => {
          if (wire.now() >= untilMs && chance.strikes()) untilMs = wire.now() + chance.draw([500, 5_000]);
          if (wire.now() >= untilMs) passOn(event, send);
        },
      };
    },
  },
  lostSubscriptions: {
    kind: 'drop',
    does: 'The connection comes back, and for some seconds nothing is told.',
    row: 'reconnected, but subscriptions not restored (zhouhailin/freeswitch-externals#32)',
    probability: 0.001,
    begin: (wire, chance) => {
      let untilMs = 0;
      return {
        events: (event, send) => {
          const isDeaf = wire.now() < untilMs;
          if (!isDeaf && wire.isConnected && chance.strikes()) {
            const outageMs = chance.draw(OUTAGE_MS);
            untilMs = wire.now() + outageMs + chance.draw([1_000, 6_000]);
            wire.loses(outageMs);
          }
          if (!isDeaf) passOn(event, send);
        },
      };
    },
  },
  zombiesOnTheList: {
    kind: 'lie',
    does: 'The switch comes back and lists legs that ended before.',
    row: 'zombies: listed by `show channels`, yet uuid_exists says false (signalwire/freeswitch#34)',
    probability: 0.002,
    begin: (wire, chance) => {
      const ended: NativeId[] = [];
      let zombies: readonly NativeId[] = [];
      const ways = breaking(wire, chance, () => {
        zombies = [...ended];
        wire.loses(chance.draw(OUTAGE_MS));
      });
      return {
        events: (event, send) => {
          zombies = [];
          ways.events(event, send);
          if (event.type !== 'leg.ended') return;
          ended.push(event.native);
          if (ended.length > MOST_ZOMBIES) ended.shift();
        },
        list: ({ legs }) => ({
          legs: [
            ...legs,
            ...zombies
              .filter((zombie) => !legs.some(({ native }) => native === zombie))
              .map((native) => ({ native, up: true, at: 'none' as const })),
          ],
        }),
      };
    },
  },
  missingOnTheList: {
    kind: 'lie',
    does: 'The switch comes back and does not list a leg that is still there.',
    row: 'synchronising active calls after a reconnect (cgrates/cgrates#11)',
    probability: 0.001,
    begin: (wire, chance) => {
      let missing: NativeId | null = null;
      return {
        events: (event, send) => {
          missing = null;
          const isThere = 'native' in event && wire.leg(event.native) !== undefined;
          if (isThere && wire.isConnected && chance.strikes()) {
            missing = event.native;
            wire.loses(chance.draw(OUTAGE_MS));
          }
          passOn(event, send);
        },
        list: ({ legs }) => ({ legs: legs.filter(({ native }) => native !== missing) }),
      };
    },
  },
} as const satisfies Readonly<Record<string, NamedFault>>;

const MOST_ZOMBIES = 3;

/** Any event can be the moment at which the connection breaks. */
const breaking = (wire: Wire, chance: Chance, lose: () => void) => ({
  events: ((event, send) => {
    if (wire.isConnected && chance.strikes()) lose();
    passOn(event, send);
  }) satisfies NonNullable<ReturnType<NamedFault['begin']>['events']>,
});
