import type { Action, Party } from './codec/actions.ts';
import type { ApiKey } from './codec/token.ts';

/** What has to be known of a Stringee project, as it stands in a configuration file. */
export interface StringeeOptions {
  /** The switch's id in the engine's configuration. */
  readonly id: string;
  /** Where REST is; `https://api.stringee.com` where nothing is said. */
  readonly url?: string;
  /** The key of the account's API. */
  readonly apiKeySid: string;
  readonly apiKeySecret: string;
  /** The project's secret for `X-Stringee-Signature`. What is not signed by it is refused. */
  readonly signingSecret: string;
  /** A number of the project, in the form that Stringee wants: it is shown where a phone is called. */
  readonly number: string;
  /** Where webhooks come in: `{ host: '127.0.0.1', port: 8070 }`. Port 0 is any that is free. */
  readonly listen: { readonly host: string; readonly port: number };
  /**
   * Where Stringee reaches that, from outside: `https://calls.example.com/stringee`. The project's answer_url is this and `/answer`, its event_url
   * this and `/events`. The listener's own address where nothing is said.
   */
  readonly publicUrl?: string;
  /** Who an endpoint is: the first rule that matches. Where there is none, digits are a phone number, and anything else is a user of an app. */
  readonly dialling?: readonly DialRule[];
  /** What callers hear while they wait: actions of an SCCO, such as `{ action: 'stream', fileName: 'https://…', loop: 1000 }`. Silence where nothing is said. */
  readonly waiting?: readonly Action[];
  /** Prompts by their names in a flow. One that is not named is a file in the project with that name, and is not waited for. */
  readonly prompts?: Readonly<Record<string, Prompt>>;
  /** A caller is kept where nobody comes of those who are rung; true where nothing is said. Then Stringee asks Legwork what to do with them. */
  readonly keepsCustomer?: boolean;
  /** Whose id `whisper` wants, which is not published: the one who whispers, or the agent who hears it. `supervisor` where nothing is said. */
  readonly whisperUser?: 'supervisor' | 'agent';
  /**
   * `adduser` for somebody who is in the call changes whether they can speak, without ringing again; true where nothing is said. It is not published. Where it is false
   * nobody barges, and whoever whispers whispers until they hang up.
   */
  readonly changesModes?: boolean;
  /** How long a caller may ring before Stringee is told to keep them, answered, in ms: 5,000 where nothing is said. It has to be shorter than Stringee waits for a reply. */
  readonly answerWithinMs?: number;
  /** How often it is made sure that REST answers, in ms: 30,000 where nothing is said. */
  readonly probeMs?: number;
  /** How long a reply of REST may take, in ms: 10,000 where nothing is said. */
  readonly replyMs?: number;
  /** Is told what an operator should know, a line at a time. No numbers and no secrets. */
  readonly log?: (line: string) => void;
}

export interface DialRule {
  /** A regular expression that the whole endpoint has to match. */
  readonly matches: string;
  /** A user of an app, or a phone. */
  readonly type: 'internal' | 'external';
  /** The id of the user or the number, with `$1`… for the groups of the expression and `$&` for all of it, which is the default. */
  readonly number?: string;
}

/** A prompt: a file in the project, one at an address, or a text that is read out; and how long that takes, in ms. */
export interface Prompt {
  readonly file?: string;
  readonly url?: string;
  readonly text?: string;
  readonly ms?: number;
}

/** The options are wrong, and where. */
export class OptionsFault extends Error {
  override readonly name = 'OptionsFault';
}

export interface Settled {
  readonly id: string;
  readonly url: URL;
  readonly key: ApiKey;
  readonly signingSecret: string;
  readonly number: string;
  readonly listen: { readonly host: string; readonly port: number };
  readonly publicUrl: URL | null;
  readonly waiting: readonly Action[];
  readonly prompts: ReadonlyMap<string, Prompt>;
  readonly keepsCustomer: boolean;
  readonly whisperUser: 'supervisor' | 'agent';
  readonly changesModes: boolean;
  readonly answerWithinMs: number;
  readonly probeMs: number;
  readonly replyMs: number;
  readonly log: (line: string) => void;
  /** Who an endpoint is to Stringee; null where no rule knows it. The alias is for whoever asks. */
  readonly partyFor: (endpoint: string) => Omit<Party, 'alias'> | null;
}

/** Says what is wrong with options as they come out of a file. @throws OptionsFault where something is. */
export function checkOptions(options: StringeeOptions): void {
  settle(options);
}

/** Options with everything filled in. @throws OptionsFault where something is wrong. */
export function settle(options: StringeeOptions): Settled {
  for (const key of ['id', 'apiKeySid', 'apiKeySecret', 'signingSecret'] as const) text(key, options[key]);
  if (!/^\+?\d{3,20}$/.test(textOr(options.number)))
    throw new OptionsFault('number: a number of the project is wanted, of digits, like 842471234567');
  const { changesModes = true, keepsCustomer = true, whisperUser = 'supervisor' } = options;
  flag('changesModes', changesModes);
  flag('keepsCustomer', keepsCustomer);
  if (!['supervisor', 'agent'].includes(whisperUser))
    throw new OptionsFault('whisperUser: supervisor or agent is wanted');
  return {
    id: options.id,
    url: addressOf('url', options.url ?? 'https://api.stringee.com'),
    key: { sid: options.apiKeySid, secret: options.apiKeySecret },
    signingSecret: options.signingSecret,
    number: options.number,
    listen: listenOf(options.listen),
    publicUrl: options.publicUrl === undefined ? null : addressOf('publicUrl', options.publicUrl),
    waiting: waitingOf(options.waiting ?? []),
    prompts: new Map(Object.entries(options.prompts ?? {}).map(([name, prompt]) => [name, promptOf(name, prompt)])),
    keepsCustomer,
    whisperUser,
    changesModes,
    answerWithinMs: duration('answerWithinMs', options.answerWithinMs ?? 5000, 60_000),
    probeMs: duration('probeMs', options.probeMs ?? 30_000, 3_600_000),
    replyMs: duration('replyMs', options.replyMs ?? 10_000, 60_000),
    log: options.log ?? (() => {}),
    partyFor: partiesBy(options.dialling ?? usualRules),
  };
}

const usualRules: readonly DialRule[] = [
  { matches: String.raw`\+?\d+`, type: 'external' },
  { matches: '.+', type: 'internal' },
];

/** What may be in an endpoint. */
const DIALLABLE = /^[\w.+*#@:/-]{1,120}$/;

/** A rule that was found to be right. */
interface Compiled extends Pick<Party, 'type' | 'number'> {
  readonly whole: RegExp;
}

function partiesBy(rules: readonly DialRule[]): Settled['partyFor'] {
  if (!isList(rules)) throw new OptionsFault('dialling: a list of rules is wanted');
  const compiled = rules.map((rule, n): Compiled => {
    const { matches, type, number = '$&' } = fieldsOf(rule);
    if (typeof matches !== 'string' || matches === '')
      throw new OptionsFault(`dialling.${n}.matches: a regular expression is wanted`);
    if (type !== 'internal' && type !== 'external')
      throw new OptionsFault(`dialling.${n}.type: internal (a user of an app) or external (a phone) is wanted`);
    if (typeof number !== 'string' || number === '') throw new OptionsFault(`dialling.${n}.number: a text is wanted`);
    try {
      return { whole: new RegExp(`^(?:${matches})$`), type, number };
    } catch {
      throw new OptionsFault(`dialling.${n}.matches: not a regular expression`);
    }
  });
  return (endpoint) => {
    if (!DIALLABLE.test(endpoint)) return null;
    const rule = compiled.find(({ whole }) => whole.test(endpoint));
    return rule === undefined ? null : { type: rule.type, number: endpoint.replace(rule.whole, rule.number) };
  };
}

/** A token would be read by whoever is on the way: TLS, but for this machine itself. */
function addressOf(key: string, address: string): URL {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw new OptionsFault(`${key}: an address like https://… is wanted`);
  }
  const isHere = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere))
    throw new OptionsFault(`${key}: https is wanted, or http on this machine itself`);
  if (url.search !== '' || url.hash !== '') throw new OptionsFault(`${key}: no ? and no # may be in it`);
  return url;
}

function listenOf(given: unknown): Settled['listen'] {
  const { host, port } = typeof given === 'object' && given !== null ? { host: '', port: -1, ...given } : {};
  if (typeof host !== 'string' || !/^[\w.:-]+$/.test(host))
    throw new OptionsFault('listen.host: an address of this machine is wanted, like 127.0.0.1');
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new OptionsFault('listen.port: a number from 0 to 65535 is wanted');
  return { host, port };
}

function waitingOf(given: readonly Action[]): readonly Action[] {
  if (!isList(given)) throw new OptionsFault('waiting: a list of actions is wanted');
  for (const [n, one] of given.entries())
    if (!['talk', 'play', 'stream'].includes(textOr(fieldsOf(one)['action'])))
      throw new OptionsFault(`waiting.${n}.action: talk, play or stream is wanted`);
  return given;
}

function promptOf(name: string, given: Prompt): Prompt {
  const { file, url, text: said, ms = 0 } = fieldsOf(given);
  if ([file, url, said].filter((one) => typeof one === 'string' && one !== '').length !== 1)
    throw new OptionsFault(`prompts.${name}: one of file, url and text is wanted`);
  duration(`prompts.${name}.ms`, ms, 600_000, 0);
  return given;
}

// Options come out of files: what the types say need not be so.
const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
const isList = (value: unknown): boolean => Array.isArray(value);
const textOr = (value: unknown): string => (typeof value === 'string' ? value : '');

function text(key: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') throw new OptionsFault(`${key}: a text is wanted`);
}
function flag(key: string, value: unknown): void {
  if (typeof value !== 'boolean') throw new OptionsFault(`${key}: true or false is wanted`);
}
function duration(key: string, value: unknown, most: number, least = 1): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    throw new OptionsFault(`${key}: milliseconds from ${least} to ${most} are wanted`);
  return value;
}
