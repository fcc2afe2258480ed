import { bridgeBoth, bringBack, sendPast, transfer, unhold, type Transfer } from './bridges.ts';
import { headersOf, variablesOf, type Channel } from './channel.ts';
import { find, later, setCallState, setState, type Core } from './core.ts';
import { answer, dial, problemOf } from './dialling.ts';
import { applicationsOf } from './dialplan.ts';
import { broadcast, hangUp, leave, park, stopBroadcast } from './endings.ts';
import { jsonOf, plainOf, type Fields } from './fields.ts';
import { commandRoom } from './rooms.ts';
import { saying } from './saying.ts';
import { show } from './show.ts';
import { dialStringOf, RING_MS, wordsOf } from './strings.ts';
import { commandTap } from './taps.ts';
import { askUnderFaults, type Done } from './under-faults.ts';
import { durationIn, entryOf } from '../outside.ts';

/** What a command answers, as text; or `later` by calling back. */
type Answer = string | { readonly whenDone: (done: (text: string) => void) => void };
type Run = (core: Core, args: string, words: readonly string[]) => Answer;

const noSuchChannel = '-ERR No such channel!\n';
const usage = (syntax: string): string => `-USAGE: ${syntax}\n`;
const noSession = '-ERR Cannot locate session!\n';

/** A command on one channel: the first word is its id. */
const on =
  (syntax: string, run: (core: Core, channel: Channel, words: readonly string[], args: string) => string): Run =>
  (core, args, [uuid, ...words]) => {
    if (uuid === undefined) return usage(syntax);
    const channel = find(core, uuid);
    return channel === undefined ? noSuchChannel : run(core, channel, words, args.slice(uuid.length + 1));
  };

const originateSyntax =
  '<call url> <exten>|&<application_name>(<app_args>) [<dialplan>] [<context>] [<cid_name>] [<cid_num>] [<timeout_sec>]';

const originate: Run = (core, _args, words) => {
  const [url, extension, dialplan = 'XML', , callerName, callerNumber, seconds] = words;
  if (url === undefined || extension === undefined) return usage(originateSyntax);
  const to = dialStringOf(url);
  const problem = problemOf(core, to);
  if (problem !== undefined) return `-ERR ${problem}\n`;
  return {
    whenDone(done) {
      dial(core, {
        to,
        by: null,
        callerName: callerName ?? '',
        callerNumber: callerNumber ?? '0000000000',
        timeoutMs: durationIn(to.variables.get('originate_timeout') ?? seconds, 1000, RING_MS),
        onDialled(cause, channel) {
          if (cause !== null) {
            done(`-ERR ${cause}\n`);
            return;
          }
          // The job and the application are two threads.
          const tell = (): void => done(`+OK ${channel.uuid}\n`);
          const isToldFirst = core.chance();
          if (isToldFirst) tell();
          if (!extension.startsWith('&')) setState(core, channel, 'ROUTING');
          setState(core, channel, 'EXECUTE');
          channel.next = applicationsOf(core, extension, dialplan) ?? [];
          core.carryOn(channel);
          if (!isToldFirst) tell();
        },
      });
    },
  };
};

const whom: Readonly<Record<string, Transfer['whom']>> = { '-both': 'both', '-bleg': 'peer' };
const uuidTransfer = on('<uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]', (core, channel, words) => {
  const flag = words.length > 1 ? entryOf(whom, words[0] ?? '') : undefined;
  const [destination, dialplan = 'XML'] = flag === undefined ? words : words.slice(1);
  if (destination === undefined) return usage('<uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]');
  transfer(core, channel, { to: applicationsOf(core, destination, dialplan), whom: flag ?? 'itself' });
  return '+OK\n';
});

const uuidBridge: Run = (core, _args, [one, other]) => {
  if (one === undefined || other === undefined) return usage('<uuid> <other_uuid>');
  const [a, b] = [find(core, one), find(core, other)];
  if (a === undefined || b === undefined || a === b) return '-ERR Invalid uuid\n';
  bridgeBoth(core, a, b);
  return `+OK ${b.uuid}\n`;
};

const DIGIT_MS = 20;
/** Two phones have agreed on something else after so long. */
const REINVITE_MS = 100;
/** Says success whatever it is given. */
const uuidHold: Run = (core, _args, words) => {
  const [first, second] = words;
  if (first === undefined) return `${usage('[off|toggle] <uuid> [<display>]')}-ERR Operation failed\n`;
  const channel = find(core, second ?? first);
  if (channel === undefined) return '+OK Success\n';
  const isHeld = channel.callState === 'HELD';
  if (second !== undefined && (first === 'off' || isHeld)) {
    if (isHeld) {
      unhold(core, channel);
      later(core, channel, DIGIT_MS, () => setCallState(core, channel, 'ACTIVE'));
    }
  } else if (!isHeld) {
    setCallState(core, channel, 'HELD');
    core.fire('CHANNEL_HOLD', channel);
  }
  return '+OK Success\n';
};

/** Keys that are pressed, or are said to be: they reach whoever eavesdrops as commands. */
export const press = (core: Core, channel: Channel, digits: string): void => {
  for (let n = 0; n < digits.length; n += 1) {
    const digit = digits.charAt(n);
    later(core, channel, DIGIT_MS * (n + 1), () => {
      const isTap = channel.task.kind === 'eavesdrops';
      const takesNone =
        isTap && (channel.variables.get('eavesdrop_enable_dtmf') === 'false' || channel.running?.name === 'three_way');
      if (takesNone) return;
      const fields: Fields = [
        ['DTMF-Digit', digit],
        ['DTMF-Duration', '2000'],
        ['DTMF-Source', 'APP'],
      ];
      if (channel.isDiverted) core.fireTo(channel.directors, 'DTMF', channel, fields);
      else core.fire('DTMF', channel, fields);
      commandTap(core, channel, digit);
    });
  }
};

/** The phone itself sends a re-INVITE: whom it talks with hears music meanwhile. */
export const holdByPhone = (core: Core, channel: Channel, on: boolean): void => {
  const peer = channel.task.kind === 'bridged' ? channel.task.peer : undefined;
  if (on === (channel.callState === 'HELD')) return;
  const reinvite = (): void => core.fire('CUSTOM', channel, [['Event-Subclass', 'sofia::reinvite']]);
  if (on) {
    setCallState(core, channel, 'HELD');
    core.fire('CHANNEL_HOLD', channel);
    reinvite();
    if (peer !== undefined) core.time.after(DIGIT_MS, () => broadcast(core, peer.uuid, 'local_stream://moh'));
    return;
  }
  if (peer !== undefined) stopBroadcast(core, peer);
  unhold(core, channel);
  reinvite();
  setCallState(core, channel, 'ACTIVE');
};

const withDigits =
  (said: string, run: (core: Core, channel: Channel, digits: string) => void): Run =>
  (core, _args, [uuid, digits]) => {
    if (uuid === undefined || digits === undefined) return usage('<uuid> <dtmf_data>');
    const channel = find(core, uuid);
    if (channel === undefined) return noSession;
    run(core, channel, digits);
    return `+OK ${channel.uuid} ${said} DTMF ${digits}.\n`;
  };

const uuidSendDtmf = withDigits('sent', (core, channel, digits) => {
  channel.sentDigits += digits;
  core.witness();
});

const uuidRecord: Run = (core, _args, [uuid, what, path]) => {
  if (uuid === undefined || path === undefined || (what !== 'start' && what !== 'stop'))
    return usage('<uuid> [start|stop|mask|unmask] <path> [<limit>] [<recording_vars>]');
  const channel = find(core, uuid);
  if (channel === undefined) return noSession;
  const file: Fields = [['Record-File-Path', path]];
  if (what === 'start') {
    channel.recordings.add(path);
    core.fire('RECORD_START', channel, file);
  } else if (channel.recordings.delete(path)) core.fire('RECORD_STOP', channel, file);
  else return '-ERR Cannot stop record session!\n';
  return '+OK Success\n';
};

const dump = on('<uuid> [format]', (_core, channel, [format]) => {
  const fields: Fields = [['Event-Name', 'CHANNEL_DATA'], ...headersOf(channel), ...variablesOf(channel)];
  return format === 'json' ? jsonOf(fields) : plainOf(fields);
});

const setVariable = (channel: Channel, name: string, value: string): void => {
  if (value === '') channel.variables.delete(name);
  else channel.variables.set(name, value);
};

/** A cause that nobody knows is a normal one. */
const knownCause = (cause: string): string => (/^[A-Z][A-Z_]+$/.test(cause) ? cause : 'NORMAL_CLEARING');

/** Something that a channel does later: `+10 <uuid>`; at once where no time can be read. */
function schedule(syntax: string, run: (core: Core, channel: Channel, words: readonly string[]) => void): Run {
  return (core, _args, [time = '', uuid, ...words]) => {
    if (uuid === undefined) return usage(syntax);
    const channel = find(core, uuid);
    if (channel === undefined) return noSuchChannel;
    const [, seconds = '0'] = /^\+(\d+)$/.exec(time) ?? [];
    later(core, channel, durationIn(seconds, 1000, 0), () => run(core, channel, words));
    return '+OK\n';
  };
}

const commands: Readonly<Record<string, Run>> = {
  ...saying,
  originate,
  conference: (core, _args, words) => commandRoom(core, words),
  fsctl(core, _args, [what]) {
    if (what !== 'pause' && what !== 'resume') return '-USAGE: [pause|resume]\n';
    core.isPaused = what === 'pause';
    return '+OK\n';
  },
  hupall(core, _args, [wanted = 'MANAGER_REQUEST']) {
    const cause = knownCause(wanted);
    for (const channel of core.channels.values()) hangUp(core, channel, cause);
    return `+OK hangup all channels with cause ${cause}\n`;
  },
  show: (core, _args, words) => show(core, words),
  sched_hangup: schedule('[+]<time> <uuid> [<cause>]', (core, channel, [cause = 'ALLOTTED_TIMEOUT']) =>
    hangUp(core, channel, knownCause(cause)),
  ),
  sched_transfer: schedule(
    '[+]<time> <uuid> <extension> [<dialplan>] [<context>]',
    (core, channel, [to = '', dialplan = 'XML']) =>
      transfer(core, channel, { to: applicationsOf(core, to, dialplan), whom: 'itself' }),
  ),
  uuid_answer: (core, _args, [uuid]) => {
    const channel = find(core, uuid);
    if (channel === undefined) return '-ERROR\n';
    core.time.after(1, () => answer(core, channel));
    return '+OK\n';
  },
  uuid_audio: on('<uuid> [start [read|write] [mute|level <level>]|stop]', (core, channel, [what, way, deed, level]) => {
    if (what === 'stop') channel.isMuted = false;
    else if (way === 'read' && deed === 'mute') channel.isMuted = Number(level) !== 0;
    else return usage('<uuid> [start [read|write] [mute|level <level>]|stop]');
    core.witness();
    return '+OK\n';
  }),
  uuid_buglist(core, _args, [uuid]) {
    const channel = find(core, uuid);
    if (channel === undefined) return uuid === undefined ? usage('<uuid>') : '';
    const bug = (): string =>
      ` <media-bug>\n  <function>eavesdrop</function>\n  <target>${channel.uuid}</target>\n  <thread-locked>0</thread-locked>\n </media-bug>\n`;
    return `<media-bugs>\n${[...channel.tappers].map(bug).join('')}</media-bugs>\n`;
  },
  uuid_break: on('<uuid> [all]', (core, channel) => {
    stopBroadcast(core, channel);
    return '+OK\n';
  }),
  uuid_bridge: uuidBridge,
  uuid_broadcast(core, _args, [uuid = '', path]) {
    if (path === undefined) return usage('<uuid> <path> [aleg|bleg|holdb|both]');
    if (find(core, uuid) === undefined) return '-ERR invalid uuid\n';
    core.time.after(DIGIT_MS, () => broadcast(core, uuid, path));
    return '+OK Message sent\n';
  },
  uuid_dump: dump,
  uuid_exists: (core, _args, [uuid]) => String(find(core, uuid) !== undefined),
  uuid_getvar: on('<uuid> <var>', (_core, channel, [name]) =>
    name === undefined ? usage('<uuid> <var>') : (channel.variables.get(name) ?? '_undef_'),
  ),
  uuid_hold: uuidHold,
  uuid_media(core, _args, words) {
    const failed = '-ERR Operation failed\n';
    const [first, second] = words;
    if (first === undefined) return `${usage('[off] <uuid>')}${failed}`;
    const isOff = first === 'off';
    const channel = find(core, isOff ? second : first);
    if (channel === undefined) return failed;
    const run = (): string => {
      if (isOff) sendPast(core, channel);
      return isOff || bringBack(core, channel) ? '+OK Success\n' : failed;
    };
    return { whenDone: (done) => void core.time.after(REINVITE_MS, () => done(run())) };
  },
  uuid_kill: on('<uuid> [cause]', (core, channel, [cause = 'NORMAL_CLEARING']) => {
    hangUp(core, channel, knownCause(cause));
    return '+OK\n';
  }),
  uuid_park: on('<uuid>', (core, channel) => {
    core.time.after(DIGIT_MS, () => {
      if (find(core, channel.uuid) !== channel) return;
      leave(core, channel);
      setState(core, channel, 'PARK');
      park(core, channel, null);
    });
    return '+OK\n';
  }),
  uuid_record: uuidRecord,
  uuid_recv_dtmf: withDigits('received', press),
  uuid_send_dtmf: uuidSendDtmf,
  uuid_setvar: on('<uuid> <var> [value]', (_core, channel, [name], args) => {
    if (name === undefined) return usage('<uuid> <var> [value]');
    setVariable(channel, name, args.slice(name.length + 1));
    return '+OK\n';
  }),
  uuid_setvar_multi(core, args, [uuid = '']) {
    const syntax = usage('<uuid> <var>=<value>;<var>=<value>...');
    if (uuid === '') return syntax;
    const channel = find(core, uuid);
    if (channel === undefined) return `${noSuchChannel}${syntax}`;
    const list = args.slice(uuid.length + 1);
    for (const one of list.split(';')) {
      const [, name, value = ''] = /^([^=]+)=?(.*)$/s.exec(one) ?? [];
      if (name !== undefined) setVariable(channel, name, value);
    }
    return list === '' ? '' : '+OK\n';
  },
  uuid_transfer: uuidTransfer,
};

/** Runs an API command. `done` gets its text, at once or when it has come to an end. */
export const runApi = (core: Core, text: string, done: Done): void => {
  const { faults } = core;
  // A fault has to know whom it strikes.
  const named = faults !== null && /^originate (?!.*origination_uuid=)/.test(text) ? nameIn(core, text) : text;
  const effects = faults === null ? [] : core.asking.effectsOf(core, named);
  const run = (arrived: string, end: Done): void => runNow(core, arrived, end);
  if (faults === null || effects.length === 0) run(text, done);
  else askUnderFaults(core, faults, { text: named, effects }, done, run);
};

const nameIn = (core: Core, text: string): string =>
  text.replace('originate ', `originate {origination_uuid=${core.newUuid()}}`);

const runNow = (core: Core, text: string, done: Done): void => {
  const space = text.indexOf(' ');
  const name = space < 0 ? text : text.slice(0, space);
  const args = space < 0 ? '' : text.slice(space + 1);
  const run = entryOf(commands, name);
  const answered = run === undefined ? `-ERR ${name} Command not found!\n` : run(core, args, wordsOf(args));
  core.fire(
    'API',
    null,
    args === ''
      ? [['API-Command', name]]
      : [
          ['API-Command', name],
          ['API-Command-Argument', args],
        ],
  );
  if (typeof answered === 'string') done(answered);
  else answered.whenDone(done);
};
