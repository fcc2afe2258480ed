import { bridgeBoth, bringBack, transfer, unhold, type Transfer } from './bridges.ts';
import { headersOf, variablesOf, type Channel } from './channel.ts';
import { find, later, setCallState, setState, type Core } from './core.ts';
import { answer, dial, problemOf } from './dialling.ts';
import { applicationsOf } from './dialplan.ts';
import { broadcast, hangUp, leave, park, stopBroadcast } from './endings.ts';
import { jsonOf, plainOf, type Fields } from './fields.ts';
import { commandRoom } from './rooms.ts';
import { show } from './show.ts';
import { dialStringOf, wordsOf } from './strings.ts';
import { commandTap } from './taps.ts';
import { askUnderFaults, type Done } from './under-faults.ts';

/** What a command answers, as text; or `later` by calling back. */
type Answer = string | { readonly whenDone: (done: (text: string) => void) => void };
type Run = (core: Core, args: string, words: readonly string[]) => Answer;

const noSuchChannel = '-ERR No such channel!\n';
const usage = (syntax: string): string => `-USAGE: ${syntax}\n`;

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
        timeoutMs: Number(to.variables.get('originate_timeout') ?? seconds ?? 60) * 1000,
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
  const flag = whom[words[0] ?? ''];
  const [destination, dialplan = 'XML'] = flag === undefined ? words : words.slice(1);
  if (destination === undefined) return usage('<uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]');
  transfer(core, channel, { to: applicationsOf(core, destination, dialplan), whom: flag ?? 'itself' });
  return '+OK\n';
});

const uuidBridge: Run = (core, _args, [one, other]) => {
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
  const [first = '', second] = words;
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
      core.fire('DTMF', channel, [
        ['DTMF-Digit', digit],
        ['DTMF-Duration', '2000'],
        ['DTMF-Source', 'APP'],
      ]);
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

const uuidRecvDtmf: Run = (core, _args, [uuid, digits]) => {
  const channel = find(core, uuid);
  if (channel === undefined) return '-ERR Cannot locate session!\n';
  press(core, channel, digits ?? '');
  return `+OK ${channel.uuid} received DTMF ${digits ?? ''}.\n`;
};

const uuidSendDtmf: Run = (core, _args, [uuid, digits]) => {
  const channel = find(core, uuid);
  if (channel === undefined) return '-ERR Cannot locate session!\n';
  channel.sentDigits += digits ?? '';
  core.witness();
  return '+OK\n';
};

const uuidRecord: Run = (core, _args, [uuid, what, path = '']) => {
  const channel = find(core, uuid);
  if (channel === undefined) return '-ERR Cannot locate session!\n';
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

const status: Run = (core) =>
  `UP 0 years, 0 days, 0 hours, 0 minutes, 1 second\nFreeSWITCH (Version 1.10.12-twin) is ready\n${core.channels.size} session(s) since startup\n`;

const modules = new Set(
  'mod_commands mod_conference mod_dialplan_xml mod_dptools mod_event_socket mod_local_stream mod_sofia'.split(' '),
);

const commands: Readonly<Record<string, Run>> = {
  originate,
  conference: (core, _args, words) => commandRoom(core, words),
  fsctl(core, _args, [what]) {
    if (what !== 'pause' && what !== 'resume') return '-USAGE: [pause|resume]\n';
    core.isPaused = what === 'pause';
    return '+OK\n';
  },
  hupall(core, _args, [cause = 'MANAGER_REQUEST']) {
    for (const channel of core.channels.values()) hangUp(core, channel, cause);
    return `+OK hangup all channels with cause ${cause}\n`;
  },
  module_exists: (_core, _args, [name = '']) => String(modules.has(name)),
  show: (core, _args, words) => show(core, words),
  sofia(_core, _args, [, what, name = '']) {
    if (what === 'gateway') return name === 'nope' ? 'Invalid Gateway!\n' : `Name\t${name}\nStatus\tUP\n`;
    return name === 'nope' ? 'Invalid Profile!\n' : `Name\t${name}\n`;
  },
  status,
  uptime: (core) => `${Math.floor(core.time.now() / 1000)}\n`,
  version: () => 'FreeSWITCH Version 1.10.12-twin (twin)\n',
  xml_locate: () =>
    '<configuration name="conference.conf"><profiles><profile name="default"/></profiles></configuration>\n',
  uuid_answer: on('<uuid>', (core, channel) => {
    core.time.after(1, () => answer(core, channel));
    return '+OK\n';
  }),
  uuid_audio: on('<uuid> [start [read|write] [mute|level <level>]|stop]', (core, channel, [what, way, deed, level]) => {
    if (what === 'stop') channel.isMuted = false;
    else if (way === 'read' && deed === 'mute') channel.isMuted = Number(level) !== 0;
    else return usage('<uuid> [start [read|write] [mute|level <level>]|stop]');
    core.witness();
    return '+OK\n';
  }),
  uuid_buglist: on('<uuid>', (_core, channel) => {
    const bug = (): string =>
      ` <media-bug>\n  <function>eavesdrop</function>\n  <target>${channel.uuid}</target>\n  <thread-locked>0</thread-locked>\n </media-bug>\n`;
    return `<media-bugs>\n${[...channel.tappers].map(bug).join('')}</media-bugs>\n`;
  }),
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
  uuid_getvar: on('<uuid> <var>', (_core, channel, [name = '']) => channel.variables.get(name) ?? '_undef_'),
  uuid_hold: uuidHold,
  uuid_media(core, _args, words) {
    const [first = ''] = words;
    const channel = find(core, first);
    if (channel === undefined) return '-ERR Operation failed\n';
    return {
      whenDone: (done) =>
        void core.time.after(REINVITE_MS, () =>
          done(bringBack(core, channel) ? '+OK Success\n' : '-ERR Operation failed\n'),
        ),
    };
  },
  uuid_kill: on('<uuid> [cause]', (core, channel, [cause = 'NORMAL_CLEARING']) => {
    hangUp(core, channel, cause);
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
  uuid_recv_dtmf: uuidRecvDtmf,
  uuid_send_dtmf: uuidSendDtmf,
  uuid_setvar: on('<uuid> <var> [value]', (_core, channel, [name = ''], args) => {
    const value = args.slice(name.length + 1);
    if (value === '') channel.variables.delete(name);
    else channel.variables.set(name, value);
    return '+OK\n';
  }),
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
  const run = commands[name];
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
