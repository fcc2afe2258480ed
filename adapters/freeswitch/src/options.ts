import type { FreeswitchFault } from './faults.ts';
import type { OutboundPlace } from './outbound.ts';

/** How a FreeSWITCH is reached, and how it is used. */
export interface FreeswitchOptions {
  /** The switch's id in the engine's configuration. */
  readonly id: string;
  readonly host: string;
  /** The port of mod_event_socket; 8021 where nothing is said. */
  readonly port?: number;
  readonly password: string;
  /** Where an endpoint is dialled, with `{to}` in its place: `sofia/gateway/trunk/{to}`. */
  readonly dial: string;
  /** What a waiting customer hears: a file or a stream of FreeSWITCH; `local_stream://moh` where nothing is said. */
  readonly music?: string;
  /** Prompts by name: files or streams of FreeSWITCH. A prompt without an entry is taken for a file itself. */
  readonly prompts?: Readonly<Record<string, string>>;
  /** The folder on FreeSWITCH's machine for recordings; `/var/lib/freeswitch/recordings` where nothing is said. */
  readonly recordings?: string;
  /** The profile of conferences for mixes of three and more: without announcements and music; `default` where nothing is said. */
  readonly conferenceProfile?: string;
  /** The value of the channel variable `legwork` by which the dialplan gives a parked caller to us; `offer` where nothing is said. */
  readonly offer?: string;
  /**
   * Where the dialplan's application `socket` finds us, where callers come that way: `{ host: '127.0.0.1', port: 8084 }`. A dialplan then knows whether
   * Legwork is there, and goes on where it is not.
   */
  readonly outbound?: OutboundPlace;
  readonly times?: Partial<Times>;
  /** Is told why a connection could not be made, or ended. */
  readonly onFault?: (fault: FreeswitchFault) => void;
  /** Is told the same, a line at a time: no numbers and no secrets. */
  readonly log?: (line: string) => void;
}

/** The options are wrong, and where. */
export class OptionsFault extends Error {
  override readonly name = 'OptionsFault';
}

/** All in ms. */
export interface Times {
  /** How long a connection, or the answer to a command, may take. */
  readonly answerMs: number;
  /** How long the event that confirms a placement may take. */
  readonly confirmMs: number;
  /** How long FreeSWITCH may be silent; it beats every 20 s. */
  readonly silenceMs: number;
  /** How late events may come before we close. */
  readonly lagMs: number;
  /** The change of a tap's mode is not acknowledged: after so long it is taken to have happened. */
  readonly modeMs: number;
  /** After so long what was sent over a lost connection has happened, and what came or went a moment ago is listed as such: only then is asked what exists. */
  readonly settleMs: number;
  readonly firstBackoffMs: number;
  readonly longestBackoffMs: number;
  /** A leg that is parked for so long without us is hung up by FreeSWITCH: nobody waits in silence for ever. */
  readonly orphanMs: number;
}

export interface Settings {
  readonly port: number;
  readonly dial: string;
  readonly music: string;
  readonly prompts: Readonly<Record<string, string>>;
  readonly recordings: string;
  readonly conferenceProfile: string;
  readonly offer: string;
  readonly outbound: OutboundPlace | null;
  readonly times: Times;
}

const usualTimes: Times = {
  answerMs: 5_000,
  confirmMs: 4_000,
  silenceMs: 50_000,
  lagMs: 10_000,
  modeMs: 100,
  settleMs: 500,
  firstBackoffMs: 250,
  longestBackoffMs: 15_000,
  orphanMs: 3_600_000,
};

/** Says what is wrong with options as they come out of a file. @throws OptionsFault where something is. */
export const checkOptions = (options: FreeswitchOptions): void => {
  settingsOf(options);
};

const known = {
  id: true,
  host: true,
  port: true,
  password: true,
  dial: true,
  music: true,
  prompts: true,
  recordings: true,
  conferenceProfile: true,
  offer: true,
  outbound: true,
  times: true,
  onFault: true,
  log: true,
} satisfies Readonly<Record<keyof FreeswitchOptions, true>>;

/** A misspelled option would be one that was never given. */
const checkKeys = (options: FreeswitchOptions): void => {
  const stranger = Object.keys(options).find((key) => !Object.hasOwn(known, key));
  if (stranger !== undefined)
    throw new OptionsFault(`${stranger}: there is no such option; there are ${Object.keys(known).join(', ')}`);
};

/** The options with everything that was not said. @throws OptionsFault where something is wrong, or could not stand in a command. */
export const settingsOf = (options: FreeswitchOptions): Settings => {
  checkKeys(options);
  text('id', options.id, /^.+$/, 'a name');
  text('host', options.host, /^[A-Za-z0-9._:-]+$/, 'a host name or an address');
  text('password', options.password, /^[^\r\n]+$/, 'a text of one line');
  const { port = 8021, outbound = null } = options;
  portNumber('port', port);
  if (outbound !== null) {
    text('outbound.host', outbound.host, /^[A-Za-z0-9._:-]+$/, 'an address to listen at');
    portNumber('outbound.port', outbound.port);
  }
  const settings: Settings = {
    port,
    dial: options.dial,
    music: options.music ?? 'local_stream://moh',
    prompts: options.prompts ?? {},
    recordings: options.recordings ?? '/var/lib/freeswitch/recordings',
    conferenceProfile: options.conferenceProfile ?? 'default',
    offer: options.offer ?? 'offer',
    outbound,
    times: { ...usualTimes, ...options.times },
  };
  // Bars and commas would dial several; the rest would end the command, or expand.
  text(
    'dial',
    settings.dial,
    /^[A-Za-z0-9_./@:;=-]*\{to\}[A-Za-z0-9_./@:;=-]*$/,
    'a dial string with {to} in it, without blanks, commas and bars,',
  );
  text('music', settings.music, sound, soundWords);
  for (const [name, path] of Object.entries(settings.prompts)) text(`prompts.${name}`, path, sound, soundWords);
  text('recordings', settings.recordings, sound, soundWords);
  text('conferenceProfile', settings.conferenceProfile, word, wordWords);
  text('offer', settings.offer, word, wordWords);
  for (const [name, ms] of Object.entries(settings.times)) {
    if (!(Number.isFinite(ms) && ms >= 0)) throw new OptionsFault(`times.${name}: milliseconds are wanted`);
  }
  return settings;
};

const sound = /^[A-Za-z0-9_./:@-]+$/;
const soundWords = 'a file or a stream, of letters, digits and _ . / : @ -';
const word = /^[A-Za-z0-9_-]+$/;
const wordWords = 'a word of letters, digits, _ and -';

const portNumber = (name: string, value: unknown): void => {
  if (!(typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535))
    throw new OptionsFault(`${name}: a number from 1 to 65535 is wanted`);
};

// Options come out of files: what the types say need not be so.
const text = (name: string, value: unknown, allowed: RegExp, wanted: string): void => {
  if (typeof value !== 'string' || !allowed.test(value)) throw new OptionsFault(`${name}: ${wanted} is wanted`);
};
