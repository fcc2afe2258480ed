import { runBetween } from './applications.ts';
import { runApi } from './api.ts';
import { headersOf, variablesOf, type Director } from './channel.ts';
import { find, type Core, type Directed } from './core.ts';
import { hangUp, letGo } from './endings.ts';
import { jsonOf, plainOf, type Fields } from './fields.ts';
import { modeUnderFaults } from './under-faults.ts';
import { durationIn, MOST_HELD } from '../outside.ts';

/** One connection to the event socket. */
export interface Session {
  /** Text of bytes that the client sent. */
  receive(bytes: string): void;
  /** An event happened. */
  hear(event: TwinEvent): void;
  /** Says goodbye, and closes. */
  dismiss(): void;
  /** The connection is gone. */
  end(): void;
  readonly isSubscribed: boolean;
}

export interface TwinEvent {
  readonly name: string;
  readonly fields: Fields;
  readonly body: string | undefined;
}

/** The other end of a connection. */
export interface Wire {
  write(bytes: string): void;
  close(): void;
}

const farewell = 'Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n';

/** Events that can be subscribed to by name. */
const eventNames = new Set(
  `ALL CUSTOM CHANNEL_CREATE CHANNEL_DESTROY CHANNEL_STATE CHANNEL_CALLSTATE CHANNEL_ANSWER CHANNEL_HANGUP CHANNEL_HANGUP_COMPLETE CHANNEL_EXECUTE
  CHANNEL_EXECUTE_COMPLETE CHANNEL_HOLD CHANNEL_UNHOLD CHANNEL_BRIDGE CHANNEL_UNBRIDGE CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA CHANNEL_OUTGOING CHANNEL_PARK
  CHANNEL_UNPARK CHANNEL_APPLICATION CHANNEL_ORIGINATE CHANNEL_UUID CHANNEL_DATA API LOG HEARTBEAT SHUTDOWN BACKGROUND_JOB DTMF MESSAGE CODEC CALL_UPDATE COMMAND
  PRIVATE_COMMAND RECORD_START RECORD_STOP PLAYBACK_START PLAYBACK_STOP MEDIA_BUG_START MEDIA_BUG_STOP RE_SCHEDULE PRESENCE_IN STARTUP BACKGROUND_JOB TALK NOTALK`.split(
    /\s+/,
  ),
);

interface Filter {
  readonly header: string;
  readonly value: string;
  readonly isForbidding: boolean;
  readonly fits: (found: string) => boolean;
}

/** `text`, `/pattern/`, and either after a minus where it is not to be told. A pattern that is none fits nothing. */
const filterOf = (header: string, value: string): Filter => {
  const isForbidding = value.startsWith('-');
  const text = isForbidding ? value.slice(1) : value;
  const [, source] = /^\/(.*)\/$/.exec(text) ?? [];
  if (source === undefined) return { header, value, isForbidding, fits: (found) => found.includes(text) };
  try {
    const pattern = new RegExp(source);
    return { header, value, isForbidding, fits: (found) => pattern.test(found) };
  } catch {
    return { header, value, isForbidding, fits: () => false };
  }
};

/** What `myevents` lets through. */
const myEventNames =
  `CHANNEL_ANSWER CHANNEL_APPLICATION CHANNEL_BRIDGE CHANNEL_CREATE CHANNEL_DATA CHANNEL_DESTROY CHANNEL_EXECUTE CHANNEL_EXECUTE_COMPLETE CHANNEL_HANGUP
  CHANNEL_HANGUP_COMPLETE CHANNEL_ORIGINATE CHANNEL_UUID CHANNEL_OUTGOING CHANNEL_PARK CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA CHANNEL_STATE CHANNEL_UNBRIDGE
  CHANNEL_UNPARK DTMF NOTALK TALK`.split(/\s+/);

/** What may be said over the socket of a channel without `full`. */
const ofOneChannel = new Set('connect getvar myevents resume filter divert_events sendmsg exit'.split(' '));

/** A channel's own thread looks for what it is asked so often. */
const TICK_MS = 20;

/** Serves a client that has connected; or, over a connection of the twin's own, one that directs a channel. */
export const openSession = (core: Core, password: string, wire: Wire, directed: Directed | null): Session => {
  let held = '';
  let isIn = directed !== null;
  let isClosed = false;
  let format: 'plain' | 'json' = 'plain';
  const subscribed = new Set<string>();
  let filters: readonly Filter[] = [];
  /** Nothing is told but of this channel. */
  let mine: string | null = null;
  /** How long it stays when its channel has ended, in ms; null where it does not. */
  let lingerMs: number | null = null;
  let isLingering = false;
  /** An `api` that takes its time holds up everything on its connection, events included. */
  let isBlocked = false;
  let waiting: string[] = [];

  const send = (bytes: string): void => {
    if (isClosed) return;
    if (isBlocked) waiting.push(bytes);
    else wire.write(bytes);
  };
  const reply = (text: string, more = ''): void => send(`Content-Type: command/reply\nReply-Text: ${text}\n${more}\n`);

  const whose = directed === null ? '' : `Controlled-Session-UUID: ${directed.channel.uuid}\n`;
  const dismiss = (): void => {
    if (isClosed) return;
    const disposition = directed === null ? '' : 'Content-Disposition: disconnect\n';
    const length = `Content-Length: ${farewell.length}\n`;
    send(`Content-Type: text/disconnect-notice\n${whose}${disposition}${length}\n${farewell}`);
    end();
    wire.close();
  };
  const end = (): void => {
    if (isClosed) return;
    isClosed = true;
    if (directed !== null) letGo(core, directed.channel, director);
  };
  const tellOf = (event: TwinEvent): void => {
    const text = format === 'json' ? jsonOf(event.fields, event.body) : plainOf(event.fields, event.body);
    send(`Content-Length: ${text.length}\nContent-Type: text/event-${format}\n\n${text}`);
  };
  const director: Director = {
    hear(event) {
      // Whatever it has subscribed to, and nothing before it has to anything.
      if (!isClosed && subscribed.size > 0) tellOf(event);
    },
    channelEnded() {
      if (isLingering) return;
      if (lingerMs === null) {
        dismiss();
        return;
      }
      isLingering = true;
      const name = directed?.channel.name ?? '';
      const seconds = Number.isFinite(lingerMs) ? lingerMs / 1000 : -1;
      send(
        `Content-Type: text/disconnect-notice\n${whose}Content-Disposition: linger\nChannel-Name: ${name}\nLinger-Time: ${seconds}\nContent-Length: 0\n\n`,
      );
      if (Number.isFinite(lingerMs)) core.time.after(lingerMs, dismiss);
    },
  };
  directed?.channel.directors.add(director);

  /** What only those can say who direct a channel. False where it is none of it. */
  const direct = (command: string, words: readonly string[]): boolean => {
    if (directed === null) return false;
    switch (command) {
      case 'connect': {
        const fields: Fields = [
          ['Event-Name', 'CHANNEL_DATA'],
          ...headersOf(directed.channel).flatMap(([name, value]) =>
            name.startsWith('Caller-') ? [[name.replace('Caller-', 'Channel-'), value] as const] : [],
          ),
          ...headersOf(directed.channel),
          ...variablesOf(directed.channel),
          ['Content-Type', 'command/reply'],
          ['Reply-Text', '+OK\n'],
          ['Socket-Mode', directed.isAsync ? 'async' : 'static'],
          ['Control', directed.isFull ? 'full' : 'single-channel'],
        ];
        send(plainOf(fields));
        directed.onConnect();
        return true;
      }
      case 'getvar':
        reply(directed.channel.variables.get(words[0] ?? '') ?? '');
        return true;
      case 'resume':
        directed.channel.variables.set('socket_resume', 'true');
        reply('+OK');
        return true;
      case 'divert_events': {
        const [value] = words;
        if (value !== undefined) directed.channel.isDiverted = value.toLowerCase() === 'on';
        if (value === undefined) reply('-ERR missing value.');
        else reply(directed.channel.isDiverted ? '+OK events diverted' : '+OK events not diverted');
        return true;
      }
      case 'linger': {
        const [seconds] = words;
        lingerMs = seconds === undefined ? Infinity : durationIn(seconds, 1000, 0);
        reply(seconds === undefined ? '+OK will linger' : `+OK will linger ${seconds} seconds`);
        return true;
      }
      case 'nolinger':
        lingerMs = null;
        reply('+OK will not linger');
        return true;
      default:
        return false;
    }
  };

  /** Everything that is told of one channel. */
  const listenTo = (uuid: string, words: readonly string[]): void => {
    if (mine !== null) {
      reply('-ERR aready enabled.');
      return;
    }
    format = words.includes('json') ? 'json' : 'plain';
    mine = uuid;
    for (const name of myEventNames) subscribed.add(name);
    reply('+OK Events Enabled');
  };

  const api = (text: string): void => {
    if (text.startsWith('bgapi ')) {
      const answer = `+OK Job-UUID: ${startJob(text.slice('bgapi '.length), core.newUuid())}\n`;
      send(`Content-Type: api/response\nContent-Length: ${answer.length}\n\n${answer}`);
      return;
    }
    let isDone = false;
    runApi(core, text, (answer) => {
      isDone = true;
      const held = waiting;
      const wasBlocked = isBlocked;
      isBlocked = false;
      waiting = [];
      const body = answer === '' ? '-ERR no reply\n' : answer;
      send(`Content-Type: api/response\nContent-Length: ${body.length}\n\n${body}`);
      for (const bytes of held) send(bytes);
      if (wasBlocked) work();
    });
    isBlocked = !isDone;
  };

  const bgapi = (text: string, headers: ReadonlyMap<string, string>): void => {
    const job = headers.get('job-uuid') ?? core.newUuid();
    reply(`+OK Job-UUID: ${job}`, `Job-UUID: ${job}\n`);
    startJob(text, job);
  };

  const startJob = (text: string, job: string): string => {
    const space = text.indexOf(' ');
    const named: Fields = [
      ['Job-UUID', job],
      ['Job-Command', space < 0 ? text : text.slice(0, space)],
    ];
    const full: Fields = space < 0 ? named : [...named, ['Job-Command-Arg', text.slice(space + 1)]];
    core.time.after(1, () =>
      runApi(core, text, (answer, isNameless) =>
        core.fire('BACKGROUND_JOB', null, isNameless === true ? named : full, answer),
      ),
    );
    return job;
  };

  const subscribe = (words: readonly string[]): void => {
    const [first = ''] = words;
    const names = first === 'plain' || first === 'json' || first === 'xml' ? words.slice(1) : words;
    const custom = names.indexOf('CUSTOM');
    const plain = custom < 0 ? names : names.slice(0, custom);
    const classes = custom < 0 ? [] : names.slice(custom + 1);
    const known = plain.map((name) => name.toUpperCase()).filter((name) => eventNames.has(name));
    if (known.length === 0 && custom < 0) {
      reply('-ERR no keywords supplied');
      return;
    }
    format = first === 'json' ? 'json' : 'plain';
    for (const name of known) subscribed.add(name);
    for (const name of classes) subscribed.add(`CUSTOM ${name}`);
    if (custom >= 0 && classes.length === 0) subscribed.add('CUSTOM');
    reply(`+OK event listener enabled ${format}`);
  };

  const filter = (words: readonly string[]): void => {
    const [first = '', second = '', ...rest] = words;
    if (first === 'delete') {
      const value = rest.join(' ');
      filters = filters.filter(
        (one) => second !== 'all' && (one.header !== second || (value !== '' && one.value !== value)),
      );
      reply(`+OK filter deleted. [${second}][${value}]`);
      return;
    }
    const value = [second, ...rest].join(' ');
    filters = [...filters, filterOf(first, value)];
    reply(`+OK filter added. [${first}]=[${value}]`);
  };

  const sendMessage = (uuid: string, headers: ReadonlyMap<string, string>, body: string): void => {
    const isOwn = directed !== null && (uuid === '' || uuid === directed.channel.uuid);
    const channel = find(core, isOwn ? directed.channel.uuid : uuid);
    if (channel === undefined) {
      reply(`-ERR invalid session id [${uuid}]`);
      return;
    }
    reply('+OK');
    const name = headers.get('execute-app-name') ?? '';
    const data = headers.get('execute-app-arg') ?? body;
    const afterMs = isOwn ? (directed.isAsync ? TICK_MS : 0) : 1;
    core.time.after(afterMs, () => {
      if (find(core, channel.uuid) !== channel) return;
      if (headers.get('call-command') === 'hangup')
        hangUp(core, channel, headers.get('hangup-cause') ?? 'NORMAL_CLEARING');
      else runBetween(core, channel, { name, data });
    });
  };

  const sendEvent = (name: string, headers: ReadonlyMap<string, string>, names: ReadonlyMap<string, string>): void => {
    reply(`+OK ${core.newUuid()}`);
    const command = headers.get('eavesdrop-command');
    const channel = find(core, headers.get('unique-id'));
    if (name === 'MESSAGE' && command !== undefined && channel !== undefined) {
      core.time.after(20, () => modeUnderFaults(core, channel.uuid, command));
      return;
    }
    const fields = [...headers].map(([key, value]) => [names.get(key) ?? key, value] as const);
    core.time.after(1, () => core.fire(name, null, fields));
  };

  const run = (
    line: string,
    headers: ReadonlyMap<string, string>,
    names: ReadonlyMap<string, string>,
    body: string,
  ): void => {
    const space = line.indexOf(' ');
    const command = space < 0 ? line : line.slice(0, space);
    const rest = space < 0 ? '' : line.slice(space + 1).trim();
    if (!isIn) {
      if (command === 'exit') leave();
      else if (command !== 'auth') reply('-ERR command not found');
      else if (rest === password) {
        isIn = true;
        reply('+OK accepted');
      } else {
        reply('-ERR invalid');
        dismiss();
      }
      return;
    }
    const words = rest.split(' ').filter((word) => word !== '');
    if (directed !== null && !directed.isFull && !ofOneChannel.has(command)) {
      reply('-ERR command not found');
      return;
    }
    if (direct(command, words)) return;
    switch (command) {
      case 'api':
        api(rest);
        return;
      case 'bgapi':
        bgapi(rest, headers);
        return;
      case 'event':
        subscribe(words);
        return;
      case 'nixevent':
        for (const name of words) subscribed.delete(name);
        reply('+OK events nixed');
        return;
      case 'noevents':
        subscribed.clear();
        reply('+OK no longer listening for events');
        return;
      case 'myevents': {
        const [named = ''] = words.filter((word) => word !== 'plain' && word !== 'json');
        const uuid = directed?.channel.uuid ?? named;
        if (uuid === '') reply('-ERR command not found');
        else if (directed === null && find(core, uuid) === undefined) reply('-ERR invalid uuid');
        else listenTo(uuid, words);
        return;
      }
      case 'filter':
        filter(words);
        return;
      case 'sendmsg':
        sendMessage(rest, headers, body);
        return;
      case 'sendevent':
        sendEvent(rest, headers, names);
        return;
      case 'log':
        reply(`+OK log level ${rest} [${rest}]`);
        return;
      case 'nolog':
        reply('+OK no longer logging');
        return;
      case 'linger':
      case 'nolinger':
        reply('-ERR not controlling a session');
        return;
      case 'divert_events':
        reply('-ERR not controlling a session.');
        return;
      case 'exit':
        leave();
        return;
      default:
        reply('-ERR command not found');
    }
  };

  const leave = (): void => {
    reply('+OK bye');
    dismiss();
  };

  /** Takes the commands that are complete, one after the other, until one of them takes its time. */
  const isFree = (): boolean => !isClosed && !isBlocked;
  const work = (): void => {
    while (isFree()) {
      held = held.replace(/^[\r\n]+/, '');
      const end = /\r?\n\r?\n/.exec(held);
      if (end === null) return;
      const [line = '', ...lines] = held.slice(0, end.index).split(/\r?\n/);
      const headers = new Map<string, string>();
      const names = new Map<string, string>();
      for (const one of lines) {
        const colon = one.indexOf(':');
        if (colon < 0) continue;
        const name = one.slice(0, colon);
        headers.set(name.toLowerCase(), one.slice(colon + 1).trim());
        names.set(name.toLowerCase(), name);
      }
      const stated = headers.get('content-length') ?? '';
      const bodyLength = /^\d+$/.test(stated) ? Number(stated) : 0;
      const bodyStart = end.index + end[0].length;
      if (held.length < bodyStart + bodyLength) return;
      const body = held.slice(bodyStart, bodyStart + bodyLength);
      held = held.slice(bodyStart + bodyLength);
      run(line.trim(), headers, names, body);
    }
  };

  const isWanted = ({ name, fields }: TwinEvent): boolean => {
    const subclass = fields.find(([header]) => header === 'Event-Subclass')?.[1] ?? '';
    const isSubscribed =
      subscribed.has('ALL') || subscribed.has(name) || (name === 'CUSTOM' && subscribed.has(`CUSTOM ${subclass}`));
    if (!isSubscribed) return false;
    if (mine !== null && fields.find(([header]) => header === 'Unique-ID')?.[1] !== mine) return false;
    const matches = ({ header, fits }: Filter): boolean => {
      const found = fields.find(([one]) => one === header)?.[1];
      return found !== undefined && fits(found);
    };
    if (filters.some((one) => one.isForbidding && matches(one))) return false;
    const wanted = filters.filter(({ isForbidding }) => !isForbidding);
    return wanted.length === 0 || wanted.some(matches);
  };

  if (directed === null) send('Content-Type: auth/request\n\n');
  return {
    receive(bytes) {
      held += bytes;
      work();
      if (held.length > MOST_HELD) dismiss();
    },
    hear(event) {
      if (!isClosed && isIn && isWanted(event)) tellOf(event);
    },
    dismiss,
    end,
    get isSubscribed() {
      return subscribed.size > 0;
    },
  };
};
