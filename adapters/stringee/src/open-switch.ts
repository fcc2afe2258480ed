import { asId, type NativeId, type Switch } from '@legwork/core';
import { createSwitchEvents } from '@legwork/core/runtime';
import { createArrivals } from './arrivals.ts';
import { createBoard } from './board.ts';
import { capabilities, withoutModeChanges } from './capabilities.ts';
import { requests } from './codec/request.ts';
import { tokensFor } from './codec/token.ts';
import { readAsking, readEvent, readPressed } from './codec/webhook.ts';
import { watchReach } from './connection/reach.ts';
import { openRest, type RestReply } from './connection/rest.ts';
import { openWebhooks } from './connection/webhooks.ts';
import { createLedger } from './ledger.ts';
import { createObserving } from './observing.ts';
import { settle, type StringeeOptions } from './options.ts';
import { createPerforming } from './performing.ts';

/** A Stringee project as a switch, and where its webhooks come in. */
export interface StringeeSwitch extends Switch {
  /** What the project's answer_url and event_url have to be. */
  readonly webhooks: { readonly answerUrl: string; readonly eventUrl: string };
}

/** There is one Stringee, and it is never another one: what it knows outlives every connection. */
const EPOCH = 'stringee';

/**
 * A Stringee project behind the port. It listens for webhooks from now on, and says `switch.back` when REST has answered; `switch.lost` and
 * `switch.back` from then on. Webhooks are told meanwhile, too. What is told before anybody listens is kept for the first who does.
 *
 * Rejects with an OptionsFault where an option is wrong, and with the fault of the socket where it cannot listen. Stringee itself need not be in reach yet.
 */
export async function openSwitch(given: StringeeOptions): Promise<StringeeSwitch> {
  const options = settle(given);
  const events = createSwitchEvents();
  const rest = openRest({
    url: options.url,
    token: tokensFor(options.key, () => Date.now()),
    replyMs: options.replyMs,
  });
  const ledger = createLedger();
  const board = createBoard({
    options,
    ledger,
    emit: (event) => events.next(event),
    url: () => webhooks.url,
    async ask(request) {
      const reply = await rest.send(request);
      if (reply.kind === 'unreachable') reach.doubt();
      if (reply.kind === 'refused') options.log(`${request.path} is refused by Stringee: ${faultOf(reply)}`);
      return reply;
    },
  });
  const arrivals = createArrivals(board);
  const observing = createObserving(board, arrivals);
  const performing = createPerforming(board, arrivals, observing, () => reach.isReached);
  const legIn = (query: URLSearchParams): NativeId | null => {
    const leg = query.get('leg');
    return leg === null || leg === '' || leg.length > 100 ? null : asId<NativeId>(leg);
  };

  const webhooks = await openWebhooks({
    ...options.listen,
    publicUrl: options.publicUrl,
    signingSecret: options.signingSecret,
    log: options.log,
    handlers: {
      answer(query) {
        const asking = readAsking(query);
        const leg = legIn(query);
        if (leg !== null) return Promise.resolve(observing.calledOut(leg, asking?.callId ?? null));
        return asking === null ? null : arrivals.arrives(asking);
      },
      event(body) {
        const event = readEvent(body);
        if (event === null) return null;
        observing.observe(event);
        return true;
      },
      input(body, query) {
        const [leg, pressed] = [legIn(query), readPressed(body)];
        return leg === null || pressed === null ? null : observing.pressed(leg, pressed);
      },
      failed(body, query) {
        const [leg, event] = [legIn(query), readEvent(body)];
        return leg === null || event === null ? null : observing.nobodyCame(leg, event);
      },
    },
  });

  const addresses = { answerUrl: `${webhooks.url}/answer`, eventUrl: `${webhooks.url}/events` };
  options.log(`webhooks are listened for: answer_url ${addresses.answerUrl}, event_url ${addresses.eventUrl}`);

  const reach = watchReach({
    probeMs: options.probeMs,
    async probe() {
      const reply = await rest.send(requests.probe());
      return reply.kind === 'done' ? null : faultOf(reply);
    },
    onBack: () => board.tell({ type: 'switch.back', epoch: EPOCH, snapshot: null }),
    onLost: () => board.tell({ type: 'switch.lost' }),
    log: options.log,
  });

  return {
    capabilities: options.changesModes ? capabilities : withoutModeChanges,
    webhooks: addresses,
    events: events.stream,
    perform: (effect) => performing.perform(effect),
    snapshot: () => Promise.reject(new Error('Stringee cannot list its calls')),
    async close() {
      reach.close();
      arrivals.close();
      for (const { ringing } of ledger.legs.values()) clearTimeout(ringing);
      await webhooks.close();
      rest.close();
      events.complete();
    },
  };
}

export function faultOf(reply: Exclude<RestReply, { readonly kind: 'done' }>): string {
  return reply.kind === 'unreachable'
    ? reply.why
    : `${reply.message === '' ? 'no reason is given' : reply.message} (r=${reply.r})`;
}
