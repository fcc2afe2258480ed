import type { CallId } from '@legwork/core';
import { isAskedFor, maySee, maySeeCall, type LegworkEvent, type Standing, type Touched } from '../events/index.ts';
import type { AgentEntry, Directory } from '../directory/directory.ts';
import { agentJson } from '../views/agent.ts';
import type { Cursors } from './cursor.ts';
import type { Floor } from './floor.ts';
import type { Hub } from './hub.ts';
import type { Item, WireEvent } from './item.ts';
import type { Outlet } from './outlet.ts';
import { isWanted, pick, type Subscription, type Theirs } from './subscription.ts';
import type { Message } from './wire.ts';

/** What channels are made of. */
export interface ChannelParts {
  readonly hub: Hub;
  readonly floor: Floor;
  readonly cursors: Cursors;
  readonly directory: Directory;
  readonly theirs: Theirs;
  /** How often a stream says that it lives, in ms. */
  readonly beatMs: number;
  /** How often figures are told, in ms. */
  readonly figuresMs: number;
}

/** All who are told the same, from one moment on. What is told is chosen and written once for all of them. */
export interface Channel {
  /** Everything up to this publication has been given to those who are attached. */
  readonly position: number;
  /** Nothing is told here any more. */
  readonly isOver: boolean;
  /** Gives what is held back to those who are attached: whoever joins now has missed nothing and is told nothing twice. */
  flush(): void;
  /** Resolves when nothing waits to be looked up. */
  settled(): Promise<void>;
  attach(outlet: Outlet): void;
  /** The messages of an item, for one who catches up. `from`: its first event that is to be told. */
  messagesOf(item: Item, from: number): Promise<readonly Message[]>;
  /**
   * How the calls look now that were touched in the meantime: none where nothing of them is shown. An agent is shown their own, touched or not:
   * what touches it may be a supervisor.
   */
  callsOf(touched: Iterable<Change>): readonly Message[];
  /** Those of the calls touched that have to be shown anew. */
  changesOf(touched: readonly Touched[]): readonly Change[];
  /** Nobody is attached any more, and nobody will be. */
  end(): void;
}

/** A call that may look different. */
export interface Change {
  readonly call: CallId;
  /** It was to be seen before. */
  readonly wasSeen: boolean;
}

export const createChannel = (parts: ChannelParts, subscription: Subscription): Channel => {
  const { hub, floor, cursors, theirs } = parts;
  const { principal, interest, wire, frameMs } = subscription;
  const numbers = principal.permissions.has('numbers.read');
  /** An agent's cursors are nobody else's. */
  const isShared = wire.name === 'sse' && principal.role !== 'agent';
  const showsEvents = subscription.shows.includes('events');
  const showsCalls = subscription.shows.includes('calls');
  const showsAgents = subscription.shows.includes('agents');
  const showsFigures = subscription.shows.includes('figures');
  const outlets = new Set<Outlet>();
  let position = hub.position;
  let isOver = false;
  let held: Message[] = [];
  let changes = new Map<CallId, Change>();
  let lookingUp: Promise<void> | null = null;
  let frame: ReturnType<typeof setTimeout> | null = null;
  let isDue = false;
  let figures = '';
  /** Set for agents, to whom a call that looks as it did is not shown again: they would be told that something happens which they may not see. */
  const shown = principal.role === 'agent' ? new Map<CallId, string>() : null;

  const cursorAt = (seq: number): string => cursors.write(principal, { after: seq, skip: 0 });

  const send = (messages: readonly Message[]): void => {
    if (messages.length === 0 || outlets.size === 0) return;
    const chunk = wire.write(messages);
    for (const outlet of outlets) outlet.send(chunk);
  };

  const messageOf = (item: Item, told: WireEvent): Message => {
    const { event, index, of } = told;
    const isLast = index === of - 1;
    const cursor = cursors.write(
      principal,
      isLast ? { after: item.seq, skip: 0 } : { after: item.seq - 1, skip: index + 1 },
    );
    return isShared
      ? { shared: told.sse(numbers, cursor) }
      : { shared: null, name: event.type, json: told.json(numbers), cursor };
  };

  const messagesOfPicked = (item: Item, picked: readonly WireEvent[]): Message[] => {
    const messages: Message[] = [];
    if (showsEvents)
      for (const one of picked) if (isWanted(interest, one.event.type)) messages.push(messageOf(item, one));
    if (showsAgents) {
      for (const { event } of picked) {
        const entry = event.type === 'agent.presenceChanged' ? parts.directory.agent(event.data.agentId) : undefined;
        if (event.type === 'agent.presenceChanged' && entry !== undefined)
          messages.push(agentMessage(entry, event, cursorAt(item.seq)));
      }
    }
    return messages;
  };

  const sees = (call: CallId, standing: Standing | null): boolean =>
    standing !== null && maySeeCall(principal, standing) && isAskedFor(interest, call, standing);

  const changesOf: Channel['changesOf'] = (touched) =>
    showsCalls
      ? touched
          .map(({ call, before, after }) => ({ call, wasSeen: sees(call, before), isSeen: sees(call, after) }))
          .filter(({ wasSeen, isSeen }) => wasSeen || isSeen)
      : [];

  /** Those of the calls touched that look different, or are gone. */
  const differing = (touched: Iterable<Change>): readonly Message[] => {
    const calls: string[] = [];
    const gone: CallId[] = [];
    for (const { call, wasSeen } of touched) {
      const json = floor.call(principal, call);
      if (json === null) {
        const isNew = shown === null || shown.delete(call);
        if (wasSeen && isNew) gone.push(call);
      } else if (shown === null || shown.get(call) !== json) {
        shown?.set(call, json);
        calls.push(json);
      }
    }
    if (calls.length === 0 && gone.length === 0) return [];
    const json = `{"calls":[${calls.join(',')}],"gone":${JSON.stringify(gone)}}`;
    return [{ name: 'calls', json, cursor: cursorAt(position), shared: null }];
  };

  const callsOf: Channel['callsOf'] = (touched) => {
    if (shown === null || !showsCalls) return differing(touched);
    const own = floor.own(principal).filter(({ call, standing }) => sees(call, standing));
    const all = [...touched, ...own.map(({ call }) => ({ call, wasSeen: false }))];
    // As if each had been shown otherwise.
    for (const { call } of all) shown.set(call, '');
    return differing(all);
  };

  const flush = (): void => {
    if (frame !== null) clearTimeout(frame);
    frame = null;
    isDue = false;
    const messages = [...held, ...differing(changes.values())];
    held = [];
    changes = new Map();
    send(messages);
  };

  /** Without a frame: as soon as everything has been told that became durable together. */
  const later = (): void => {
    if (frameMs > 0) {
      frame ??= setTimeout(flush, frameMs);
      return;
    }
    if (isDue) return;
    isDue = true;
    queueMicrotask(flush);
  };

  const give = (item: Item, picked: readonly WireEvent[]): void => {
    position = item.seq;
    const messages = messagesOfPicked(item, picked);
    for (const message of messages) held.push(message);
    for (const change of showsCalls ? changesOf(item.touched) : []) {
      changes.set(change.call, { ...change, wasSeen: change.wasSeen || changes.get(change.call)?.wasSeen === true });
    }
    if (held.length > 0 || changes.size > 0) later();
  };

  const stopListening = hub.listen({
    take: (item) => {
      const picked = pick(subscription, item, theirs);
      if (lookingUp === null && !(picked instanceof Promise)) {
        give(item, picked);
        return;
      }
      // In order, whatever has to be looked up.
      const last: Promise<void> = (lookingUp ?? Promise.resolve())
        .then(async () => give(item, await picked))
        .catch(() => {
          position = item.seq;
          for (const outlet of outlets) outlet.close('fault');
        })
        .finally(() => {
          if (lookingUp === last) lookingUp = null;
        });
      lookingUp = last;
    },
    hear: (event) => {
      // None of these is an operation, so that nothing has to be looked up.
      const { type } = event.event;
      if (!showsEvents || !isWanted(interest, type) || maySee(principal, event.audience) !== true) return;
      if (!isAskedFor(interest, event.event.callId, event.audience.standing)) return;
      held.push({ name: type, json: event.json(numbers), cursor: null, shared: null });
      later();
    },
    end: (reason) => {
      isOver = true;
      flush();
      for (const outlet of outlets) outlet.close(reason === 'shutdown' ? 'shutdown' : 'fault');
    },
  });

  const beat = setInterval(() => {
    flush();
    const chunk = wire.beat(cursorAt(position));
    for (const outlet of outlets) outlet.send(chunk);
  }, parts.beatMs);

  beat.unref();

  const messageOfFigures = (json: string): Message => ({ name: 'figures', json, cursor: null, shared: null });
  const countAnew = (): void => {
    const json = floor.figures(principal);
    // Only when they are others than before, whatever the time is.
    const counted = json.replace(/^\{"at":\d+/, '');
    if (counted === figures) return;
    figures = counted;
    send([messageOfFigures(json)]);
  };
  const count = showsFigures ? setInterval(countAnew, parts.figuresMs).unref() : null;

  return {
    get position() {
      return position;
    },
    get isOver() {
      return isOver;
    },
    flush,
    settled: () => lookingUp ?? Promise.resolve(),
    attach: (outlet) => {
      outlets.add(outlet);
      outlet.onClosed(() => outlets.delete(outlet));
      if (showsFigures) outlet.send(wire.write([messageOfFigures(floor.figures(principal))]));
    },
    end: () => {
      stopListening();
      if (frame !== null) clearTimeout(frame);
      clearInterval(beat);
      if (count !== null) clearInterval(count);
    },
    messagesOf: async (item, from) => {
      const picked = await pick(subscription, item, theirs);
      return messagesOfPicked(
        item,
        picked.filter(({ index }) => index >= from),
      );
    },
    callsOf,
    changesOf,
  };
};

/** How an agent is now. */
const agentMessage = (
  entry: AgentEntry,
  { at, callId, data }: LegworkEvent<'agent.presenceChanged'>,
  cursor: string,
): Message => {
  const { state, reason } = data;
  const agent = agentJson(entry, { state, reason, call: callId, since: at });
  return { name: 'agents', json: JSON.stringify({ agents: [agent] }), cursor, shared: null };
};
