import type { TimeSource } from '../../centre/index.ts';
import type { EndpointBehaviour } from '../../switch/index.ts';

/** A channel, as the twin of an Asterisk has it. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  /** The phone at its far end; of a snoop, the name of the channel it is on. */
  readonly user: string;
  readonly isInbound: boolean;
  readonly createdAt: number;
  state: 'Down' | 'Ring' | 'Ringing' | 'Up';
  readonly caller: { readonly name: string; readonly number: string };
  connected: { readonly name: string; readonly number: string };
  context: string;
  exten: string;
  /** The application that runs on it, and its data. */
  app: { readonly name: string; readonly data: string };
  /** The Stasis application that it is in. */
  stasis: string | null;
  /** Applications that are told of it, in Stasis or not. */
  readonly subscribed: Set<string>;
  /** The application is told of it for as long as it is in there, and no longer. */
  forgets: boolean;
  bridge: Bridge | null;
  isMuted: boolean;
  /** Music or silence: it hears nobody. */
  treatment: 'music' | 'silence' | null;
  readonly variables: Map<string, string>;
  readonly snoop: { readonly target: Channel; readonly whisper: string } | null;
  /** Who is rung when it is dialled: of a channel that was made to be dialled later. */
  dialling: { readonly endpoint: string; readonly behaviour: EndpointBehaviour } | null;
  /** It goes through the dialplan, and is told to have hung up at its end. */
  runsDialplan: boolean;
  /** Whom its ChanSpy is on. */
  spiesOn: Channel | null;
  /** The other leg of a Dial. */
  peer: Channel | null;
  readonly playing: Map<string, { readonly media: string; readonly stop: () => void }>;
  readonly timers: Set<() => void>;
  /** Digits that were sent to its far end. */
  sentDigits: string;
  /** Whoever is rung at its far end picks up; null where nobody is rung. */
  pickUp: (() => void) | null;
  /** Its far end was asked to go elsewhere: when it ends, it stays in the list for good. */
  isReferred: boolean;
  isGone: boolean;
}

export interface Bridge {
  readonly id: string;
  readonly name: string;
  readonly kind: 'stasis' | 'basic';
  readonly createdAt: number;
  readonly members: Set<Channel>;
  /** Applications that are told of it. */
  readonly subscribed: Set<string>;
  /** Closed, and still in the way of another one of that name. */
  isDying: boolean;
}

export interface Recording {
  readonly name: string;
  readonly format: string;
  /** What is recorded: a bridge or a channel. */
  readonly bridge?: Bridge;
  readonly channel?: Channel;
}

/** A phone is being called. */
export interface TwinRing {
  readonly channel: string;
  /** What was dialled: `PJSIP/agent`. */
  readonly endpoint: string;
}

/** What an extension of the dialplan does. */
export type Extension =
  | { readonly app: 'Stasis'; readonly application: string; readonly args?: readonly string[] }
  | { readonly app: 'Dial' | 'Queue'; readonly endpoint: string };

/** What all parts of the twin share. */
export interface Core {
  readonly time: TimeSource;
  readonly channels: Map<string, Channel>;
  readonly bridges: Map<string, Bridge>;
  readonly recordings: Map<string, Recording>;
  readonly apps: Map<string, App>;
  /** Whoever is told everything: connections to the manager interface. */
  readonly watchers: Set<(told: Told) => void>;
  readonly answering: (ring: TwinRing) => EndpointBehaviour | null;
  readonly extension: (exten: string, context: string) => Extension | undefined;
  readonly soundMs: (media: string) => number;
  /** The names of the modules that are loaded, without `.so`. */
  readonly modules: readonly string[];
  /** Tells whoever is to be told of these. */
  readonly fire: (type: string, fields: Readonly<Record<string, unknown>>, about: About) => void;
  /** Either way, by chance. */
  readonly toss: () => boolean;
  readonly nextChannel: (prefix: string) => { readonly id: string; readonly name: string };
  readonly newUuid: () => string;
  /** Who hears whom may have changed. */
  readonly witness: () => void;
}

/** An application, with whoever listens to it. */
export interface App {
  readonly name: string;
  listener: Listener | null;
  subscribesAll: boolean;
  /** Of what types it is told; null for all. */
  allowed: ReadonlySet<string> | null;
  disallowed: ReadonlySet<string>;
}
export interface Listener {
  send(text: string): void;
  close(): void;
}

/** An event, before it is put in the words of an interface. */
export interface Told {
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly channel?: Channel | undefined;
  readonly bridge?: Bridge | undefined;
}

/** Whom an event concerns; `only` for those that are for one application alone. */
export interface About {
  readonly channels?: readonly Channel[];
  readonly bridge?: Bridge;
  readonly only?: string;
}

export const channelNamed = (core: Core, name: string): Channel | undefined =>
  core.channels.get(name) ?? [...core.channels.values()].find((channel) => channel.name === name);

/** Whether somebody listens to the application. */
export const isHeard = ({ apps }: Core, application: string): boolean =>
  (apps.get(application)?.listener ?? null) !== null;

/** Runs something on behalf of a channel, unless that is gone by then. */
export function later(core: Core, channel: Channel, ms: number, run: () => void): () => void {
  const cancel = core.time.after(ms, () => {
    channel.timers.delete(cancel);
    if (!channel.isGone) run();
  });
  channel.timers.add(cancel);
  return cancel;
}
