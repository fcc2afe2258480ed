import { hmac } from '../../../api/src/twins/serve-stringee.ts';
import { createVirtualTime } from '../../../sim/src/centre/index.ts';
import type { EndpointBehaviour } from '../../../sim/src/switch/index.ts';
import {
  createStringeeTwin,
  type StringeeTwin,
  type StringeeTwinOptions,
  type WebhookAnswered,
} from '../../../sim/src/twins/stringee/index.ts';
import { credentials, hotline, tokenOf, type Answer, type Told } from './customer.ts';

/** The twin in virtual time, and a customer's server that answers at once. */
export interface VirtualCustomer {
  readonly twin: StringeeTwin;
  /** What it has been told, oldest first, with the moment. */
  readonly told: readonly (Told & { readonly at: number })[];
  readonly urls: readonly string[];
  /** What is answered from now on at that path: JSON, or nothing at all. */
  answer(path: string, reply: unknown): void;
  ask(path: string, body: object): Promise<Answer>;
  pass(ms: number): Promise<void>;
  story(): readonly string[];
  party(number: string): string;
  hears(number: string): readonly string[];
}

/** An answer that never comes. */
export const silence = Symbol('silence');
/** An answer that is no success. */
export const failure = Symbol('failure');

const START_MS = 1_800_000_000_000;

export interface VirtualOptions extends Partial<StringeeTwinOptions> {
  readonly phones?: Readonly<Record<string, EndpointBehaviour>>;
}

export function openVirtually({ phones = {}, ...options }: VirtualOptions = {}): VirtualCustomer {
  const time = createVirtualTime(START_MS);
  const answers = new Map<string, unknown>();
  const told: (Told & { at: number })[] = [];
  const urls: string[] = [];
  const replyOf = (path: string): WebhookAnswered => {
    const reply = answers.get(path) ?? [];
    return reply === failure ? { status: 500, body: '' } : { status: 200, body: JSON.stringify(reply) };
  };
  const token = tokenOf({ payload: { exp: START_MS } });
  const twin = createStringeeTwin({
    time,
    seed: 7,
    hmac,
    send({ url, body }, answered) {
      const pathname = URL.parse(url)?.pathname ?? '';
      urls.push(url);
      if (body !== '') told.push({ ...(JSON.parse(body) as Told), at: time.now() - START_MS });
      if (answers.get(pathname) !== silence) time.soon(() => answered(replyOf(pathname)));
    },
    apiKeySid: credentials.sid,
    apiKeySecret: credentials.secret,
    project: () => ({ answerUrl: 'http://customer/project', eventUrl: 'http://customer/events' }),
    number: (called) => (called === hotline ? { answerUrl: 'http://customer/number' } : null),
    answering: ({ number }) => phones[number] ?? { kind: 'answers', afterMs: 1000 },
    ...options,
  });
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  return {
    twin,
    told,
    urls,
    answer: (path, reply) => void answers.set(path, reply),
    async ask(path, body) {
      let given: Answer = { r: -1, message: 'nothing was answered' };
      const asked = { method: 'POST', url: `/v1/call2/${path}`, token, body: JSON.stringify(body) };
      twin.request(asked, ({ body: reply }) => {
        given = reply;
      });
      await time.pass(5, settle);
      return given;
    },
    pass: (ms) => time.pass(ms, settle),
    story: () =>
      told
        .filter(({ type }) => type === 'stringee_call')
        .map(({ call_status = '', to }) => `${call_status} ${to?.number ?? ''}`),
    party: (number) => twin.parties().find((party) => party.number === number)?.id ?? '',
    hears(number) {
      const parties = twin.parties();
      const ear = parties.find((party) => party.number === number)?.id ?? '';
      return parties.filter(({ id }) => twin.hears(ear, id)).map((party) => party.number);
    },
  };
}
