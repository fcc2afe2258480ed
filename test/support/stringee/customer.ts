import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { hmac, sendWebhook, serveStringee } from '../../../api/src/twins/serve-stringee.ts';
import type { EndpointBehaviour } from '../../../sim/src/switch/index.ts';
import {
  createStringeeTwin,
  type StringeeTwin,
  type StringeeTwinOptions,
} from '../../../sim/src/twins/stringee/index.ts';
import { systemTime } from '../system-time.ts';

/** A webhook as the customer's server has received it. */
export interface Webhook {
  readonly method: string;
  /** Path and query, as they were asked. */
  readonly uri: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly signature: string;
  readonly told: Told;
}
export type Told = Readonly<Record<string, unknown>> & {
  readonly call_status?: string;
  readonly call_id?: string;
  readonly to?: { readonly number: string };
};

/** The twin on a real port, and a customer of Stringee with a server of their own, who speaks plain HTTP. */
export interface Customer {
  readonly twin: StringeeTwin;
  /** Of the twin's API. */
  readonly url: string;
  /** Of the customer's server. */
  readonly server: string;
  /** What has been received, oldest first. */
  readonly received: readonly Webhook[];
  /** What the customer's server answers on that path; an empty list of actions where nothing was set. */
  answer(path: string, reply: unknown): void;
  /** A POST with a token; gives `r` and message, and whatever else is answered. */
  ask(path: string, body: unknown, token?: string): Promise<Answer>;
  get(path: string, token?: string): Promise<Answer>;
  until(what: string, isSo: () => boolean): Promise<void>;
  /** Waits for an event, and gives it. */
  event(status: string, number?: string): Promise<Told>;
  /** The events so far: status, and whom it is about. */
  story(): readonly string[];
  /** The party that has that number. */
  party(number: string): string;
  /** Whom that number hears. */
  hears(number: string): readonly string[];
  close(): Promise<void>;
}
export type Answer = Readonly<Record<string, unknown>> & { readonly r: number; readonly message: string };

export interface CustomerOptions extends Partial<StringeeTwinOptions> {
  /** What phones and apps do, by number; those that are not named answer at once. `null`: nobody has that number. */
  readonly phones?: Readonly<Record<string, EndpointBehaviour | null>>;
}

const PATIENCE_MS = 20_000;

export const credentials = { sid: 'SK.test', secret: 'secret of tests', signing: 'signing secret of tests' };
export const hotline = '842471000000';
export const external = (number: string) => ({ type: 'external', number, alias: number });
export const internal = (number: string) => ({ type: 'internal', number, alias: number });

export async function openCustomer({ phones = {}, ...options }: CustomerOptions = {}): Promise<Customer> {
  const received: Webhook[] = [];
  const answers = new Map<string, unknown>();
  const take = async (request: IncomingMessage): Promise<string> => {
    const body = await textOf(request);
    const url = new URL(request.url ?? '/', 'http://customer');
    received.push({
      method: request.method ?? '',
      uri: request.url ?? '',
      path: url.pathname,
      query: url.searchParams,
      body,
      signature: String(request.headers['x-stringee-signature']),
      told: body === '' ? {} : (JSON.parse(body) as Told),
    });
    return JSON.stringify(answers.get(url.pathname) ?? []);
  };
  const server = createServer((request, response) => {
    take(request).then(
      (reply) => response.end(reply),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const customersUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const twin = createStringeeTwin({
    time: systemTime,
    hmac,
    send: sendWebhook,
    apiKeySid: credentials.sid,
    apiKeySecret: credentials.secret,
    signingSecret: credentials.signing,
    project: () => ({ answerUrl: `${customersUrl}/project`, eventUrl: `${customersUrl}/events` }),
    number: (called) => (called === hotline ? { answerUrl: `${customersUrl}/number?line=main` } : null),
    answering: ({ number }) => (number in phones ? (phones[number] ?? null) : { kind: 'answers', afterMs: 5 }),
    soundMs: () => 30,
    ...options,
  });
  const served = await serveStringee(twin, 0);
  const url = `http://127.0.0.1:${served.port}`;

  async function answered(path: string, token: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(`${url}${path}`, { ...init, headers: { 'X-STRINGEE-AUTH': token } });
    return (await response.json()) as Answer;
  }
  async function until(what: string, isSo: () => boolean): Promise<void> {
    for (let waited = 0; waited < PATIENCE_MS; waited += 5) {
      if (isSo()) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect.fail(`waited in vain for ${what}; received: ${story().join(', ')}`);
  }
  const events = (): readonly Webhook[] => received.filter(({ told }) => told['type'] === 'stringee_call');
  const story = (): readonly string[] =>
    events().map(({ told }) => `${told.call_status ?? ''} ${told.to?.number ?? ''}`);
  const isEvent = ({ told }: Webhook, status: string, number: string | undefined): boolean =>
    told.call_status === status && (number === undefined || told.to?.number === number);

  return {
    twin,
    url,
    server: customersUrl,
    received,
    answer: (path, reply) => void answers.set(path, reply),
    ask: (path, body, token = tokenOf()) =>
      answered(path, token, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    get: (path, token = tokenOf()) => answered(path, token, {}),
    until,
    async event(status, number) {
      await until(`${status} ${number ?? ''}`, () => events().some((one) => isEvent(one, status, number)));
      return events().find((one) => isEvent(one, status, number))?.told ?? {};
    },
    story,
    party: (number) => twin.parties().find((party) => party.number === number)?.id ?? '',
    hears(number) {
      const parties = twin.parties();
      const ear = parties.find((party) => party.number === number)?.id ?? '';
      return parties.filter(({ id }) => twin.hears(ear, id)).map((party) => party.number);
    },
    async close() {
      await served.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token of the REST API, as the documents have it, with anything else in it. */
export function tokenOf({
  header = {},
  payload = {},
  secret = credentials.secret,
}: { readonly header?: object; readonly payload?: object; readonly secret?: string } = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const head = encoded({ typ: 'JWT', alg: 'HS256', cty: 'stringee-api;v=1', ...header });
  const claims = { jti: `${credentials.sid}-${now}`, iss: credentials.sid, exp: now + 3600, rest_api: true };
  const text = `${head}.${encoded({ ...claims, ...payload })}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

/** What a webhook has to be signed with. */
export const signatureOf = ({ method, uri, body }: Webhook): string =>
  createHmac('sha1', credentials.signing)
    .update(method === 'GET' ? uri : body)
    .digest('base64');
