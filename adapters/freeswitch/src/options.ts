import type { SwitchId } from '@legwork/core';
import type { FreeswitchFault } from './faults.ts';

/** How a FreeSWITCH is reached, and how it is used. */
export interface FreeswitchOptions {
  readonly id: SwitchId;
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
  readonly times?: Partial<Times>;
  /** Is told why a connection could not be made, or ended. */
  readonly onFault?: (fault: FreeswitchFault) => void;
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
  /** What was sent over a lost connection has happened after so long: only then is asked what exists. */
  readonly settleMs: number;
  readonly firstBackoffMs: number;
  readonly longestBackoffMs: number;
  /** A leg that is parked for so long without us is hung up by FreeSWITCH: nobody waits in silence for ever. */
  readonly orphanMs: number;
}

export interface Settings {
  readonly dial: string;
  readonly music: string;
  readonly prompts: Readonly<Record<string, string>>;
  readonly recordings: string;
  readonly conferenceProfile: string;
  readonly offer: string;
  readonly times: Times;
}

const usualTimes: Times = {
  answerMs: 5_000,
  confirmMs: 4_000,
  silenceMs: 50_000,
  lagMs: 10_000,
  modeMs: 100,
  settleMs: 250,
  firstBackoffMs: 250,
  longestBackoffMs: 15_000,
  orphanMs: 3_600_000,
};

/** The options with everything that was not said; throws where one of them could not stand in a command. */
export const settingsOf = (options: FreeswitchOptions): Settings => {
  const settings = {
    dial: options.dial,
    music: options.music ?? 'local_stream://moh',
    prompts: options.prompts ?? {},
    recordings: options.recordings ?? '/var/lib/freeswitch/recordings',
    conferenceProfile: options.conferenceProfile ?? 'default',
    offer: options.offer ?? 'offer',
    times: { ...usualTimes, ...options.times },
  };
  // Bars and commas would dial several; the rest would end the command, or expand.
  checked('dial', settings.dial, /^[A-Za-z0-9_./@:;={}-]*\{to\}[A-Za-z0-9_./@:;=-]*$/);
  checked('music', settings.music, sound);
  for (const [name, path] of Object.entries(settings.prompts)) checked(`prompts.${name}`, path, sound);
  checked('recordings', settings.recordings, sound);
  checked('conferenceProfile', settings.conferenceProfile, /^[A-Za-z0-9_-]+$/);
  checked('offer', settings.offer, /^[A-Za-z0-9_-]+$/);
  checked('password', options.password, /^[^\r\n]*$/);
  return settings;
};

const sound = /^[A-Za-z0-9_./:@-]+$/;

const checked = (name: string, value: string, allowed: RegExp): void => {
  if (!allowed.test(value)) throw new RangeError(`the option ${name} of a FreeSWITCH may be ${String(allowed)} only`);
};
