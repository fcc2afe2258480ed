import type { TimeSource } from '../../centre/index.ts';
import type { ChosenFault } from '../../faults/index.ts';
import { createStreams } from '../../kernel/index.ts';
import type { EndpointBehaviour } from '../../switch/index.ts';
import { strikeTwin, type TwinFaults } from '../faults/index.ts';
import { createAsking } from './asking.ts';
import { groundOf, type ToldOfTwin } from './ground.ts';
import { hears } from './hearing.ts';
import { hangUp, make, run, tell } from './lives.ts';
import { manage, type ManagerClient, type ManagerWire } from './manager.ts';
import { operate, usualModules } from './operations.ts';
import { readQuery, readUrl, withFields } from './query.ts';
import type { Asked, Reply } from './reply.ts';
import type { App, Channel, Core, Extension, Listener, TwinRing } from './state.ts';
import { askUnderFaults } from './under-faults.ts';
import { timestampOf } from '../timestamp.ts';
import { createWire } from './wire.ts';

/**
 * An Asterisk in small, behind ARI and the manager interface: what a client is told, and in which order, is what recordings
 * of a real one say. It has channels, bridges, snoops and phones, and no sound; who hears whom follows from what is
 * connected. It has no clock and no chance of its own, and knows nothing of sockets.
 */
export interface AsteriskTwin {
  /** A request to ARI: the path below `/ari`, with its query. */
  request(asked: AriAsked, reply: (reply: Reply) => void): void;
  /** The status with which somebody is turned away who wants to open the WebSocket of events; null where they are let in. */
  refuses(asked: { readonly query: string; readonly authorization: string }): number | null;
  /** Somebody has opened it. What is given back is for when they have gone. */
  listen(asked: { readonly query: string }, listener: Listener): () => void;
  /** Somebody connects to the manager interface. */
  manage(wire: ManagerWire): ManagerClient;

  /** Somebody calls an extension; gives the channel's id. */
  call(caller: { readonly user: string; readonly to: string }): string;
  /** Whoever is rung at that channel picks up. False where nobody is rung. */
  answer(channel: string): boolean;
  /** Whoever is at the far end puts the call on hold, or takes it off again. */
  hold(channel: string, on: boolean): boolean;
  /** Whoever is at the far end hangs up or declines. False where there is no such channel. */
  hangUp(channel: string): boolean;
  /** Whoever is at the far end presses keys. */
  press(channel: string, digits: string): boolean;

  channels(): readonly TwinChannel[];
  bridges(): readonly string[];
  hears(listener: string, speaker: string): boolean;
  /** The phones whose voices a recording holds that runs at this moment. */
  recorded(): ReadonlyMap<string, readonly string[]>;

  /** No fault strikes any more. */
  stopFaults(): void;
  /** When each of its faults has struck so far. */
  struck(): readonly ChosenFault[];

  /** All WebSockets break. Calls go on. */
  drop(): void;
  /** It is killed and starts anew. */
  crash(): void;
  /** It is shut down and starts anew: all calls end, and WebSockets with them. */
  shutDown(): void;
}

export interface AriAsked {
  readonly method: string;
  readonly url: string;
  readonly authorization: string;
  readonly body: string;
  /** Under which name the twin is reached: its description of itself says so. */
  readonly host?: string;
}

export interface TwinChannel {
  readonly id: string;
  /** What the manager interface calls it. */
  readonly name: string;
  readonly user: string;
  readonly isInbound: boolean;
  readonly state: string;
  readonly isSnoop: boolean;
  readonly sentDigits: string;
}

export interface AsteriskTwinOptions {
  readonly time: TimeSource;
  readonly seed?: number;
  readonly user?: string;
  readonly password?: string;
  /** What a phone does that is called; null where there is no such endpoint. */
  readonly answering: (ring: TwinRing) => EndpointBehaviour | null;
  /** What an extension does; undefined where there is none. Without it every one enters the application `legwork`. */
  readonly extension?: (exten: string, context: string) => Extension | undefined;
  readonly soundMs?: (media: string) => number;
  /** The modules that are loaded, without `.so`: all that matter where nothing is said. */
  readonly modules?: readonly string[];
  /** What becomes of an event on its way to a listener: how often it is told, and after how many ms more. Faults sit here. */
  readonly deliver?: (type: string) => readonly number[];
  /** Faults of the catalogue that strike on the wire. */
  readonly faults?: readonly ChosenFault[];
  /** Is called whenever somebody may hear somebody else than before. */
  readonly witness?: () => void;
}

export function createAsteriskTwin(options: AsteriskTwinOptions): AsteriskTwin {
  const { time, answering, user = 'legwork', password = 'loopback' } = options;
  const { deliver = () => [0], soundMs = () => 1000 } = options;
  const { extension = () => ({ app: 'Stasis', application: 'legwork' }) } = options;
  const chance = createStreams(options.seed ?? 1).stream('asterisk');
  const authorization = `Basic ${base64(`${user}:${password}`)}`;
  const recorded = new Map<string, Set<string>>();
  let startedAt = time.now();
  /** A fault lets nobody in until then. */
  let outUntil = 0;
  let faults: TwinFaults<ToldOfTwin> | null = null;
  const effectsOf = createAsking();
  let made = 0;
  let names = 0;
  const wire = createWire(time);

  const core: Core = {
    time,
    channels: new Map(),
    bridges: new Map(),
    recordings: new Map(),
    apps: new Map(),
    watchers: new Set(),
    answering,
    extension,
    soundMs,
    modules: options.modules ?? usualModules,
    toss: () => chance.chance(0.5),
    nextChannel(prefix) {
      made += 1;
      names += 1;
      return {
        id: `${Math.floor(startedAt / 1000)}.${made}`,
        name: `${prefix}-${(names - 1).toString(16).padStart(8, '0')}`,
      };
    },
    newUuid() {
      const hex = (digits: number): string =>
        chance
          .integer(0, 16 ** digits - 1)
          .toString(16)
          .padStart(digits, '0');
      return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
    },
    fire(type, fields, about) {
      for (const watch of core.watchers) watch({ type, fields, channel: about.channels?.[0], bridge: about.bridge });
      // Whoever is to be told is told, also of what is past by the time it is told.
      const told: ToldOfTwin = { type, fields, about };
      if (faults === null) tellApps(told);
      else faults.tell(told);
    },
    witness() {
      for (const { name, bridge } of core.recordings.values()) {
        const voices = recorded.get(name) ?? new Set();
        recorded.set(name, voices);
        for (const member of bridge?.members ?? [])
          if (!member.isMuted && member.snoop === null) voices.add(member.user);
      }
      options.witness?.();
    },
  };

  function tellApps({ type, fields, about }: ToldOfTwin): void {
    const event = { type, timestamp: timestampOf(time.now()), ...fields, asterisk_id: 'twin' };
    for (const app of core.apps.values()) {
      if (isFor(app, type, about)) post(app, type, JSON.stringify({ ...event, application: app.name }));
    }
  }

  /** Events keep their order; how they and replies meet is chance. */
  function post(app: App, type: string, text: string): void {
    const { listener } = app;
    const arrive = (): void => {
      if (app.listener === listener) listener?.send(text);
    };
    for (const extraMs of deliver(type)) {
      const ms = chance.integer(0, 2);
      if (extraMs === 0) wire.send(ms, arrive);
      else time.after(ms + extraMs, arrive);
    }
  }

  function isFor(
    { name, subscribesAll, allowed, disallowed }: App,
    type: string,
    { channels = [], bridge, only }: Parameters<Core['fire']>[2],
  ): boolean {
    if (disallowed.has(type) || (allowed !== null && !allowed.has(type))) return false;
    if (only !== undefined) return only === name;
    if (subscribesAll || bridge?.subscribed.has(name) === true) return true;
    if (channels.some(({ subscribed }) => subscribed.has(name))) return true;
    return [...(bridge?.members ?? [])].some(({ subscribed }) => subscribed.has(name));
  }

  const at = (id: string, act: (channel: Channel) => void): boolean => {
    const channel = core.channels.get(id);
    if (channel !== undefined) act(channel);
    return channel !== undefined;
  };

  function drop(): void {
    for (const app of core.apps.values()) {
      app.listener?.close();
      app.listener = null;
    }
  }

  function crash(): void {
    drop();
    for (const channel of core.channels.values()) {
      channel.isGone = true;
      for (const cancel of channel.timers) cancel();
    }
    for (const map of [core.channels, core.bridges, core.recordings, core.apps]) map.clear();
    names = 0;
    startedAt = Math.max(time.now(), startedAt + 1);
    core.witness();
  }

  if (options.faults !== undefined && options.faults.length > 0) {
    faults = strikeTwin(
      {
        ...groundOf(core),
        tell: tellApps,
        isConnected: () => time.now() >= outUntil,
        loses(ms, how) {
          outUntil = time.now() + ms;
          if (how === 'forgets') crash();
          else drop();
        },
      },
      options.faults,
      createStreams(options.seed ?? 1),
    );
  }

  return {
    request(asked, reply) {
      const { path, query } = readUrl(asked.url);
      const send = (given: Reply): void => void time.after(chance.integer(0, 2), () => reply(given));
      const body = parsed(asked.body);
      if (time.now() < outUntil) send({ status: 503, body: { message: 'Service Unavailable' } });
      else if (asked.authorization !== authorization && query.get('api_key') !== `${user}:${password}`)
        send({ status: 401, body: { message: 'Authentication required' } });
      else if (body === null) send({ status: 400, body: { message: 'Invalid JSON' } });
      else {
        const wanted: Asked = { method: asked.method, path, query: withFields(query, body), body };
        const run = (one: Asked): Reply => operate(core, one, startedAt, asked.host ?? 'localhost:8088');
        const effects = faults === null ? [] : effectsOf(core, wanted);
        if (faults === null || effects.length === 0) send(run(wanted));
        else askUnderFaults(faults, wanted, effects, run, send);
      }
    },
    refuses({ query, authorization: who }) {
      const wanted = readQuery(query);
      if (time.now() < outUntil) return 503;
      if (who !== authorization && wanted.get('api_key') !== `${user}:${password}`) return 401;
      return (wanted.get('app') ?? '') === '' ? 400 : null;
    },
    listen({ query }, listener) {
      const wanted = readQuery(query);
      const apps = (wanted.get('app') ?? '')
        .split(',')
        .filter(Boolean)
        .map((name) => {
          const app: App = core.apps.get(name) ?? {
            name,
            listener: null,
            subscribesAll: false,
            allowed: null,
            disallowed: new Set(),
          };
          // The first stays open, and is told nothing any more.
          app.listener?.send(
            JSON.stringify({
              type: 'ApplicationReplaced',
              timestamp: timestampOf(time.now()),
              application: name,
              asterisk_id: 'twin',
            }),
          );
          Object.assign(app, { listener, subscribesAll: wanted.get('subscribeAll') === 'true' });
          core.apps.set(name, app);
          return app;
        });
      return () => {
        for (const app of apps) if (app.listener === listener) app.listener = null;
      };
    },
    manage: (wire) => manage(core, { user, password }, wire),
    call({ user: from, to }) {
      const channel = make(core, {
        user: from,
        isInbound: true,
        state: 'Ring',
        caller: { name: '', number: from },
        exten: to,
      });
      time.after(1, () => {
        if (!channel.isGone) run(core, channel, extension(to, channel.context));
      });
      return channel.id;
    },
    answer(id) {
      const pickUp = core.channels.get(id)?.pickUp ?? null;
      pickUp?.();
      return pickUp !== null;
    },
    hold: (id, on) => at(id, (channel) => tell(core, on ? 'ChannelHold' : 'ChannelUnhold', channel)),
    hangUp: (id) =>
      at(id, (channel) => hangUp(core, channel, !channel.isInbound && channel.state !== 'Up' ? 21 : 16, false)),
    press: (id, digits) =>
      at(id, (channel) => {
        for (const digit of digits) tell(core, 'ChannelDtmfReceived', channel, { digit, duration_ms: 100 });
      }),
    channels: () =>
      [...core.channels.values()].map(({ id, name, user: at, isInbound, state, snoop, sentDigits }) => ({
        id,
        name,
        user: at,
        isInbound,
        state,
        isSnoop: snoop !== null,
        sentDigits,
      })),
    bridges: () => [...core.bridges.values()].filter(({ isDying }) => !isDying).map(({ id }) => id),
    hears(listener, speaker) {
      const [ear, mouth] = [core.channels.get(listener), core.channels.get(speaker)];
      return ear !== undefined && mouth !== undefined && hears(ear, mouth);
    },
    recorded: () => new Map([...recorded].map(([name, voices]) => [name, [...voices]])),
    stopFaults: () => faults?.stop(),
    struck: () => faults?.struck() ?? [],
    drop,
    crash,
    shutDown() {
      for (const channel of core.channels.values()) hangUp(core, channel, 16, false);
      time.after(10, crash);
    },
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return null;
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** RFC 4648, of text in ASCII. */
function base64(text: string): string {
  let out = '';
  for (let n = 0; n < text.length; n += 3) {
    const [a, b, c] = [n, n + 1, n + 2].map((at) => text.charCodeAt(at));
    const bits = ((a ?? 0) << 16) | ((Number.isNaN(b) ? 0 : (b ?? 0)) << 8) | (Number.isNaN(c) ? 0 : (c ?? 0));
    const chars = [18, 12, 6, 0].map((shift) => alphabet[(bits >> shift) & 63] ?? '');
    out += chars.slice(0, Math.min(4, text.length - n + 1)).join('');
  }
  return out.padEnd(Math.ceil(text.length / 3) * 4, '=');
}
