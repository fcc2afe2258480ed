import type { Switch } from '@legwork/core';
import { createSwitchEvents } from '@legwork/core/runtime';
import { createBoard } from './board.ts';
import { capabilities, withoutManager } from './capabilities.ts';
import { eventTypes, type AriEvent } from './codec/event.ts';
import { namesFor } from './codec/names.ts';
import { requests } from './codec/request.ts';
import { createEchoes } from './connection/echo.ts';
import { openHttp } from './connection/http.ts';
import { openSocket, type AriSocket } from './connection/socket.ts';
import { createLedger, listed } from './ledger.ts';
import { createObserving } from './observing.ts';
import { settle, type AsteriskOptions } from './options.ts';
import { createPerforming } from './performing.ts';
import { createPlacing } from './placing.ts';
import { takeStock } from './resync.ts';

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 10_000;
/** Somebody else has taken the application over. To take it back at once would go on for ever. */
const REPLACED_WAIT_MS = 30_000;
/** How often it is made sure that events come. */
const ECHO_MS = 15_000;

/**
 * An Asterisk behind the port, connected. It keeps itself connected: `switch.back` comes first, and after each
 * `switch.lost`. What is told before anybody listens is kept for the first who does.
 *
 * @throws OptionsFault where an option is wrong. Asterisk itself need not be there yet.
 */
export function openSwitch(given: AsteriskOptions): Switch {
  const options = settle(given);
  const events = createSwitchEvents();
  const http = openHttp({ url: options.url, user: options.user, password: options.password, ca: options.ca });
  const ledger = createLedger();
  const board = createBoard({
    options,
    names: namesFor(options.application),
    ledger,
    ask: (request) => http.send(request),
    emit: (event) => events.next(event),
  });
  const placing = createPlacing(board);
  const performing = createPerforming(board, placing);
  const observing = createObserving(board, placing, performing);

  const echoes = createEchoes(options.application, (request) => http.send(request));

  let socket: AriSocket | null = null;
  let isClosed = false;
  let isReachable = false;
  let waiting: NodeJS.Timeout | undefined;
  let echoing: NodeJS.Timeout | undefined;
  let failures = 0;
  // Each connection has a number, so that what belongs to an earlier one is known.
  let connection = 0;
  /** Events that come while stock is taken: they are about what is not counted yet. */
  let held: AriEvent[] | null = null;

  async function connect(): Promise<void> {
    connection += 1;
    const mine = connection;
    held = [];
    try {
      const opened = await openSocket({
        ...options,
        onEvent: (event) => {
          if (mine === connection) receive(event);
        },
        onLost: () => {
          if (mine === connection) lose();
        },
      });
      if (isClosed) {
        opened.close();
        return;
      }
      socket = opened;
    } catch (error) {
      retry(error instanceof Error ? error.message : String(error));
      return;
    }
    await http.send(requests.hear(options.application, eventTypes));
    const isHeard = await echoes.comeBack();
    if (mine !== connection) return;
    if (!isHeard) {
      drop();
      retry('no events come');
      return;
    }
    const stock = await takeStock(board, observing);
    if (mine !== connection) return;
    if (stock === null) {
      drop();
      retry('no list of channels');
      return;
    }
    failures = 0;
    isReachable = true;
    board.tell({ type: 'switch.back', epoch: stock.epoch, snapshot: stock.snapshot });
    for (const bridge of stock.others) observing.find(bridge);
    const missed = held;
    held = null;
    for (const event of missed) observing.observe(event);
    listen(mine);
  }

  function listen(mine: number): void {
    echoing = setTimeout(() => void stillHears(mine), ECHO_MS);
  }

  async function stillHears(mine: number): Promise<void> {
    const isHeard = await echoes.comeBack();
    if (mine !== connection) return;
    if (isHeard) listen(mine);
    else lose();
  }

  function receive(event: AriEvent): void {
    if (event.type === 'ApplicationReplaced') {
      options.log(`${options.application} is used by another connection, which gets its events now`);
      drop();
      if (isReachable) tellLost();
      wait(REPLACED_WAIT_MS);
    } else if (event.type === 'ChannelUserevent') echoes.hear(event.name);
    else if (held === null) observing.observe(event);
    else held.push(event);
  }

  function lose(): void {
    drop();
    if (isReachable) tellLost();
    retry('the connection was lost');
  }

  function tellLost(): void {
    isReachable = false;
    board.tell({ type: 'switch.lost' });
  }

  function drop(): void {
    connection += 1;
    held = null;
    clearTimeout(echoing);
    socket?.close();
    socket = null;
  }

  function retry(why: string): void {
    if (isClosed) return;
    failures += 1;
    const longestMs = Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures, 10), LONGEST_WAIT_MS);
    options.log(`not connected (${why}): trying again`);
    // Engines that have lost the same Asterisk do not come back all at once.
    wait(longestMs / 2 + (Math.random() * longestMs) / 2);
  }

  function wait(ms: number): void {
    if (isClosed) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => void connect(), ms);
  }

  void connect();
  return {
    capabilities: options.manager === undefined ? withoutManager : capabilities,
    events: events.stream,
    perform: (effect) => performing.perform(effect),
    snapshot() {
      if (!isReachable) return Promise.reject(new Error('Asterisk cannot be reached'));
      return Promise.resolve({ legs: [...ledger.legs.values()].map(listed) });
    },
    close() {
      isClosed = true;
      clearTimeout(waiting);
      drop();
      http.close();
      events.complete();
      return Promise.resolve();
    },
  };
}
