import { header, type EslEvent } from './codec/index.ts';
import { openConnection, type Connection } from './connection.ts';
import { FreeswitchFault } from './faults.ts';

/**
 * The way to one FreeSWITCH: a connection for commands and one for events, made again whenever they end. `api` holds up everything on its connection,
 * so that events have their own.
 */
export interface Link {
  /** Sends a command and resolves with the answer. Rejects where there is no connection. */
  send(command: string): Promise<string>;
  close(): void;
}

export interface LinkOptions {
  readonly host: string;
  readonly port: number;
  readonly password: string;
  /** How long a connection or an answer may take, in ms. */
  readonly answerMs: number;
  /** How long FreeSWITCH may be silent, in ms: it beats every 20 s. */
  readonly silenceMs: number;
  /** How late events may come, in ms, before we close: a client that lags brings the whole event socket to a standstill. */
  readonly lagMs: number;
  /** The pause before the first attempt to connect again, in ms; it doubles, with jitter, up to the longest. */
  readonly backoffMs: { readonly first: number; readonly longest: number };
  /** What events are wanted. */
  readonly events: string;
  readonly now: () => number;
  readonly chance: () => number;
  readonly onEvent: (event: EslEvent) => void;
  /** Connections are made: commands can be sent over the link, and events are coming. Where it fails, they are made again. */
  readonly onUp: (coreUuid: string, link: Link) => Promise<void>;
  /** It was up and is no longer. */
  readonly onDown: () => void;
  /** Why a connection could not be made, or ended. */
  readonly onFault: (fault: FreeswitchFault) => void;
}

/**
 * Makes the connections. Resolves once they are made and `onUp` has resolved, or nobody answers: then they are tried again and again, as they are when they are
 * lost. Rejects where whoever answers does not let us in, or is something else: that does not pass by itself.
 */
export const openLink = async (options: LinkOptions): Promise<Link> => {
  const { onUp, onDown, onFault, onEvent, backoffMs, silenceMs, now } = options;
  let commands: Connection | null = null;
  let events: Connection | null = null;
  let isUp = false;
  let isClosed = false;
  let attempts = 0;
  let retry: NodeJS.Timeout | undefined;
  let silence: NodeJS.Timeout | undefined;
  // Clocks differ: what counts is how much later than the promptest one an event is.
  let promptest = Infinity;

  const down = (fault: FreeswitchFault | null): void => {
    clearTimeout(silence);
    const [one, other] = [commands, events];
    commands = null;
    events = null;
    one?.close();
    other?.close();
    if (fault !== null && !isClosed) onFault(fault);
    if (isUp) {
      isUp = false;
      onDown();
    }
    if (!isClosed) again();
  };
  /** A connection has ended: both go, unless they are of the past. */
  const ended = (which: () => Connection | null, own: () => Connection | null) => (fault: FreeswitchFault | null) => {
    if (fault !== null && own() !== null && which() === own()) down(fault);
  };

  const again = (): void => {
    clearTimeout(retry);
    const pause = Math.min(backoffMs.first * 2 ** Math.min(attempts, 16), backoffMs.longest);
    attempts += 1;
    // Many clients that lost the same FreeSWITCH do not come back in the same moment.
    retry = setTimeout(() => void connectAll().catch(() => undefined), pause * (0.5 + options.chance() / 2));
  };

  const hearLife = (): void => {
    clearTimeout(silence);
    silence = setTimeout(
      () => down(new FreeswitchFault('silence', 'FreeSWITCH has been silent for too long')),
      silenceMs,
    );
  };
  const watch = (event: EslEvent): void => {
    hearLife();
    const told = Number(header(event, 'Event-Date-Timestamp')) / 1000;
    if (!Number.isFinite(told)) return;
    const takes = now() - told;
    promptest = Math.min(promptest, takes);
    if (takes - promptest > options.lagMs) {
      down(new FreeswitchFault('lag', 'events come too late: closed, so that FreeSWITCH does not wait for us'));
    }
  };

  const connectAll = async (): Promise<void> => {
    try {
      let one: Connection | null = null;
      let other: Connection | null = null;
      const life = Promise.withResolvers<string>();
      promptest = Infinity;
      one = await openConnection({
        ...options,
        onEvent: () => undefined,
        onEnd: ended(
          () => commands,
          () => one,
        ),
      });
      commands = one;
      other = await openConnection({
        ...options,
        onEvent(event) {
          if (events !== other && events !== null) return;
          const told = header(event, 'Core-UUID');
          if (told !== undefined) life.resolve(told);
          onEvent(event);
          watch(event);
        },
        onEnd: ended(
          () => events,
          () => other,
        ),
      });
      events = other;
      const reply = await other.send(`event json ${options.events}`);
      if (!reply.startsWith('+OK')) throw new FreeswitchFault('protocol', 'FreeSWITCH does not let us hear events');
      // Each event tells in which life of FreeSWITCH it happened; a job makes sure that there is one.
      await one.send('bgapi status');
      const late = setTimeout(
        () => life.reject(new FreeswitchFault('silence', 'FreeSWITCH sends no events')),
        options.answerMs,
      );
      const reached = await life.promise.finally(() => clearTimeout(late));
      if (isClosed) throw new FreeswitchFault('network', 'closed');
      hearLife();
      await onUp(reached, link);
      isUp = true;
      attempts = 0;
    } catch (error) {
      const fault =
        error instanceof FreeswitchFault
          ? error
          : new FreeswitchFault('protocol', 'connecting failed', { cause: error });
      down(fault);
      throw fault;
    }
  };

  const link: Link = {
    send: (command) =>
      commands === null
        ? Promise.reject(new FreeswitchFault('network', 'there is no connection to FreeSWITCH'))
        : commands.send(command),
    close() {
      isClosed = true;
      clearTimeout(retry);
      isUp = false;
      down(null);
    },
  };

  try {
    await connectAll();
  } catch (fault) {
    if (!mayPass(fault)) {
      isClosed = true;
      clearTimeout(retry);
      throw fault;
    }
  }

  return link;
};

/** It is not there, or not yet: a machine that starts has FreeSWITCH and Legwork come up in any order. */
const mayPass = (fault: unknown): boolean =>
  fault instanceof FreeswitchFault && (fault.kind === 'network' || fault.kind === 'silence');
