import { X509Certificate } from 'node:crypto';

/** What has to be known of an Asterisk, as it stands in a configuration file. */
export interface AsteriskOptions {
  /** The switch's id in the engine's configuration. */
  readonly id: string;
  /** Where ARI is: `http://127.0.0.1:8088/ari`, or `https://…`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** The Stasis application, `legwork` where none is named. Each engine on one Asterisk needs one of its own. */
  readonly application?: string;
  /** How an endpoint is dialled: the first rule that matches. `PJSIP/…` with the endpoint's own name where there is none. */
  readonly dialling?: readonly DialRule[];
  /** Music on hold, by its class; `default` where none is named. */
  readonly music?: string;
  /** How calls of an existing dialplan are taken over. Without it they can be supervised and stopped, and not claimed. */
  readonly manager?: ManagerOptions;
  /** Report the calls that others have set up; true where nothing is said. */
  readonly watchOthers?: boolean;
  /** Certificates of authorities to trust instead of the usual ones, in PEM, for `https` and for TLS with the manager interface. */
  readonly ca?: string;
  /** Is told what an operator should know, a line at a time. No numbers and no secrets. */
  readonly log?: (line: string) => void;
}

export interface DialRule {
  /** A regular expression that the whole endpoint has to match. */
  readonly matches: string;
  /** What to dial, with `$1`… for the groups of the expression and `$&` for all of it. */
  readonly dial: string;
}

/** The Asterisk Manager Interface: it moves calls that are not in Stasis. */
export interface ManagerOptions {
  /** A name or an address; for TLS, one that the certificate is for. */
  readonly host: string;
  readonly port: number;
  /** The port is that of `tlsbindaddr`; false where nothing is said. */
  readonly tls?: boolean;
  readonly user: string;
  readonly password: string;
  /** Where the dialplan enters the application: the context and extension that run `Stasis(application)`. */
  readonly context: string;
  readonly extension: string;
}

/** The options are wrong, and where. */
export class OptionsFault extends Error {
  override readonly name = 'OptionsFault';
}

/** Says what is wrong with options as they come out of a file. @throws OptionsFault where something is. */
export function checkOptions(options: AsteriskOptions): void {
  settle(options);
}

const known = {
  id: true,
  url: true,
  user: true,
  password: true,
  application: true,
  dialling: true,
  music: true,
  manager: true,
  watchOthers: true,
  ca: true,
  log: true,
} satisfies Readonly<Record<keyof AsteriskOptions, true>>;
const knownOfManager = {
  host: true,
  port: true,
  tls: true,
  user: true,
  password: true,
  context: true,
  extension: true,
} satisfies Readonly<Record<keyof ManagerOptions, true>>;

/** A misspelled option would be one that was never given. */
function checkKeys(options: object, allowed: Readonly<Record<string, true>>, at = ''): void {
  const stranger = Object.keys(options).find((key) => !Object.hasOwn(allowed, key));
  if (stranger !== undefined)
    throw new OptionsFault(`${at}${stranger}: there is no such option; there are ${Object.keys(allowed).join(', ')}`);
}

/** Options with everything filled in. @throws OptionsFault where something is wrong. */
export function settle(options: AsteriskOptions): Settled {
  checkKeys(options, known);
  for (const key of ['id', 'url', 'user', 'password'] as const)
    if (typeof options[key] !== 'string' || options[key] === '') throw new OptionsFault(`${key}: a text is wanted`);
  let url: URL;
  try {
    url = new URL(options.url);
  } catch {
    throw new OptionsFault('url: an address like http://127.0.0.1:8088/ari is wanted');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new OptionsFault('url: http or https is wanted');
  if (options.ca !== undefined && !isCertificate(options.ca))
    throw new OptionsFault('ca: certificates in PEM are wanted, from -----BEGIN CERTIFICATE----- on, and no file name');
  if (options.manager !== undefined) checkManager(options.manager);
  const application = options.application ?? 'legwork';
  if (!/^\w{1,40}$/.test(application)) throw new OptionsFault('application: 1 to 40 letters, digits and _ are wanted');
  return {
    ...options,
    url,
    application,
    music: options.music ?? 'default',
    watchOthers: options.watchOthers ?? true,
    log: options.log ?? (() => {}),
    dialString: dialStringBy(options.dialling ?? [{ matches: '.+', dial: 'PJSIP/$&' }]),
  };
}

function checkManager(manager: ManagerOptions | null): void {
  if (typeof manager !== 'object' || manager === null)
    throw new OptionsFault('manager: host, port and so on are wanted');
  checkKeys(manager, knownOfManager, 'manager.');
  for (const key of ['host', 'user', 'password', 'context', 'extension'] as const)
    if (typeof manager[key] !== 'string' || manager[key] === '')
      throw new OptionsFault(`manager.${key}: a text is wanted`);
  const { port, tls } = manager;
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new OptionsFault('manager.port: a number from 1 to 65535 is wanted');
  if (tls !== undefined && typeof tls !== 'boolean') throw new OptionsFault('manager.tls: true or false is wanted');
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).raw.length > 0;
  } catch {
    return false;
  }
}

export interface Settled extends Omit<AsteriskOptions, 'url'> {
  readonly url: URL;
  readonly application: string;
  readonly music: string;
  readonly watchOthers: boolean;
  readonly log: (line: string) => void;
  /** What Asterisk has to dial for an endpoint; null where no rule knows it. */
  readonly dialString: (endpoint: string) => string | null;
}

/** What may be in an endpoint: nothing that means something to Asterisk's dial strings, such as `&` and `,`. */
const DIALLABLE = /^[\w.+*#@:-]{1,120}$/;

function dialStringBy(rules: readonly DialRule[]): (endpoint: string) => string | null {
  const compiled = rules.map(({ matches, dial }, n) => {
    try {
      return { whole: new RegExp(`^(?:${matches})$`), dial };
    } catch {
      throw new OptionsFault(`dialling.${n}.matches: not a regular expression`);
    }
  });
  return (endpoint) => {
    if (!DIALLABLE.test(endpoint)) return null;
    const rule = compiled.find(({ whole }) => whole.test(endpoint));
    return rule === undefined ? null : endpoint.replace(rule.whole, rule.dial);
  };
}
