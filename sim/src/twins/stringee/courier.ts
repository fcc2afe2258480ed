import type { TimeSource } from '../../centre/index.ts';
import type { StringeeOpenFacts } from './options.ts';
import { isUrl, jsonIn } from './reading.ts';
import type { Hmac } from './token.ts';

export interface WebhookAsked {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for GET. */
  readonly body: string;
}

/** What was answered; null where nobody was reached. */
export type WebhookAnswered = { readonly status: number; readonly body: string } | null;

export type SendWebhook = (asked: WebhookAsked, answered: (answered: WebhookAnswered) => void) => void;

/** Brings webhooks to the customer's server, signed. */
export interface Courier {
  /** Tells something of a call. */
  tell(call: string, url: string, told: object, delayMs: number): void;
  /** Asks something, after what was told before; what is told later does not wait for the answer, which is null where there is none. */
  ask(call: string, asked: Asked, answered: (json: unknown) => void): void;
  /** Whatever waits for an answer has none. */
  breakOff(): void;
  /** It dies: nothing that waits is sent, and nothing that is answered is heard. */
  forget(): void;
}

export type Asked = { readonly url: string } & (
  { readonly method: 'GET' } | { readonly method: 'POST'; readonly told: object }
);

export interface CourierOptions {
  readonly time: TimeSource;
  readonly send: SendWebhook;
  /** Whether anybody can be reached at all. */
  readonly isReachable: () => boolean;
  readonly hmac: Hmac;
  readonly secret: string;
  readonly open: Pick<StringeeOpenFacts, 'eventOrder' | 'retry' | 'webhookTimeoutMs'>;
}

type Errand = (done: () => void) => void;

export function createCourier({ time, send, isReachable, hmac, secret, open }: CourierOptions): Courier {
  const { eventOrder, retry, webhookTimeoutMs } = open;
  /** What is still to be told of each call, the first under way. */
  const waiting = new Map<string, Errand[]>();
  const underWay = new Set<() => void>();
  let life = 1;

  function queue(call: string, errand: Errand): void {
    if (eventOrder === 'free') {
      time.soon(() => errand(() => undefined));
      return;
    }
    const errands = waiting.get(call);
    if (errands !== undefined) {
      errands.push(errand);
      return;
    }
    waiting.set(call, [errand]);
    time.soon(() => next(call));
  }

  function next(call: string): void {
    const [errand] = waiting.get(call) ?? [];
    if (errand === undefined) {
      waiting.delete(call);
      return;
    }
    const bornIn = life;
    errand(() => {
      if (bornIn !== life) return;
      waiting.get(call)?.shift();
      next(call);
    });
  }

  /** Sends it and waits for the answer, for so long; the answer counts once, and in this life alone. */
  function dispatch(asked: Asked, answered: (answered: WebhookAnswered) => void): void {
    const bornIn = life;
    let isAnswered = false;
    const answer = (given: WebhookAnswered): void => {
      if (isAnswered || bornIn !== life) return;
      isAnswered = true;
      underWay.delete(breakOff);
      stopWaiting();
      answered(given);
    };
    const stopWaiting = time.after(webhookTimeoutMs, () => answer(null));
    const breakOff = (): void => answer(null);
    underWay.add(breakOff);
    if (isReachable() && isUrl(asked.url)) send(signed(asked), answer);
    else time.soon(breakOff);
  }

  function signed(asked: Asked): WebhookAsked {
    const body = asked.method === 'POST' ? JSON.stringify(asked.told) : '';
    const signature = hmac('sha1', secret, asked.method === 'POST' ? body : requestUriOf(asked.url));
    const type = asked.method === 'POST' ? { 'content-type': 'application/json' } : {};
    return { method: asked.method, url: asked.url, headers: { 'X-Stringee-Signature': signature, ...type }, body };
  }

  function insist(url: string, told: object, left: number, done: () => void): void {
    dispatch({ method: 'POST', url, told }, (given) => {
      const isTaken = given !== null && given.status >= 200 && given.status < 300;
      if (isTaken || left === 0) done();
      else time.after(retry.afterMs, () => insist(url, told, left - 1, done));
    });
  }

  return {
    tell(call, url, told, delayMs) {
      const bornIn = life;
      const tellNow: Errand = (done) => insist(url, told, retry.times, done);
      if (delayMs === 0) queue(call, tellNow);
      else
        time.after(delayMs, () => {
          if (bornIn === life) tellNow(() => undefined);
        });
    },
    ask(call, asked, answered) {
      queue(call, (done) => {
        dispatch(asked, (given) => {
          const isTaken = given !== null && given.status >= 200 && given.status < 300;
          answered(isTaken ? (jsonIn(given.body) ?? null) : null);
        });
        done();
      });
    },
    breakOff() {
      // What is sent because of it is not of them.
      const broken = Array.from(underWay);
      for (const fail of broken) fail();
    },
    forget() {
      life += 1;
      underWay.clear();
      waiting.clear();
    },
  };
}

/** What is signed of a GET: path and query as they are asked, with spaces as `%20`. */
const requestUriOf = (url: string): string => {
  const [, uri = ''] = /^\w+:\/\/[^/?#]*(.*)$/.exec(url) ?? [];
  return (uri.startsWith('/') ? uri : `/${uri}`).replaceAll(' ', '%20');
};
