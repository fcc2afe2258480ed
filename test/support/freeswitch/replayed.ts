import { assertNever } from '@legwork/core';
import { bodyOf, createFrameReader, header, messageOf, type Message } from '@legwork/freeswitch/codec';
import { createVirtualTime } from '../../../sim/src/centre/index.ts';
import type { EndpointBehaviour } from '../../../sim/src/switch/index.ts';
import { createFreeswitchTwin, type FreeswitchTwin } from '../../../sim/src/twins/freeswitch/index.ts';
import { firstDifference } from '../agreement.ts';
import { readRecording, type Part } from './recordings.ts';

/** What somebody at the other end of an event socket has noticed: what was replied, and what was told of each channel. */
export interface Account {
  /** Replies and results, without ids. */
  readonly replies: readonly string[];
  /** Of each channel, in the order of their appearance, what happened to it; jobs apart. */
  readonly channels: readonly (readonly string[])[];
  readonly jobs: readonly string[];
}

interface Doing {
  readonly at: number;
  readonly run: 'send' | 'close' | 'hangUp' | 'press' | 'hold' | 'unhold' | 'call' | 'shutDown';
  readonly text: string;
  readonly uuid: string;
  readonly apps: readonly string[];
}

/** The account that the recording gives. */
export const accountOf = (name: string): Account =>
  accountFrom(messagesOf(readRecording(name)).map(({ message }) => message));

/** Recordings of several connections to one call. */
const companions: Readonly<Record<string, readonly string[]>> = {
  '06-dbl_takeover_bridge.txt': ['06-dbl_takeover_bridge-conn2.txt'],
  '09-encoding.txt': ['09-encoding-json.txt'],
  '09-filters.txt': ['neg', 'regex', 'uuid-and-name', 'uuid', 'uuid2'].map((name) => `09-filter-${name}.txt`),
  '12-filter_or.txt': ['12-filter-or.txt'],
  // What FreeSWITCH connected to for a call.
  '10-ob_async_linger.txt': ['10-ob_async_linger-socket.txt'],
  '10-ob_async_nolinger.txt': ['10-ob_async_nolinger-socket.txt'],
  '10-ob_close_by_us.txt': ['10-ob_close-socket.txt'],
  '10-ob_sync.txt': ['10-ob_sync-socket.txt'],
};
const mainOf = (name: string): string =>
  Object.entries(companions).find(([, others]) => others.includes(name))?.[0] ?? name;

/** The account of the twin, to which the same commands are given and at whose phones the same is done, at the same times. */
export const replay = async (name: string): Promise<Account> => {
  const main = mainOf(name);
  const recordings = [main, ...(companions[main] ?? [])].map((one) => ({ name: one, parts: readRecording(one) }));
  const parts = recordings.flatMap((one) => one.parts);
  const start = Math.min(...parts.map(({ at }) => at));
  const time = createVirtualTime();
  const unnamed = unnamedIn(parts);
  const apps = new Map<string, readonly string[]>();
  const told: Message[] = [];
  const twin = createFreeswitchTwin({
    time: {
      now: () => Math.floor(time.now() / FINE),
      after: (ms, run) => time.after(ms * FINE, run),
      soon: (run) => time.soon(run),
    },
    answering: ({ url, user }) => behaviourOf(url, user),
    extension: (destination) => (apps.get(destination) ?? extensionOf(destination))?.map((app) => naming(app, unnamed)),
    heartbeatMs: 1e9,
    reach(_where, connected) {
      const [recording] = directions;
      if (recording === undefined) return connected(null);
      const [first] = recording.parts;
      const messages: Message[] = recording.name === name ? told : [];
      const client = connected(wireTo(messages));
      for (const { at, run, text } of doingsOf(recording.parts, false)) {
        const act = (): void => (run === 'close' ? client.closed() : client.receive(text));
        time.after(Math.round((at - (first?.at ?? at)) * 1000 * FINE), act);
      }
      return client;
    },
  });
  const wireTo = (messages: Message[]) => {
    const reader = createFrameReader();
    return {
      write: (bytes: string) => void messages.push(...reader.read(Buffer.from(bytes, 'latin1')).frames.map(messageOf)),
      close: () => undefined,
    };
  };
  const directions = recordings.filter((one) => one.name.endsWith('-socket.txt'));
  const deeds: { readonly at: number; readonly run: () => void }[] = [];
  for (const recording of recordings.filter((one) => !directions.includes(one))) {
    let wire: ReturnType<FreeswitchTwin['connect']> | undefined;
    const connect = (): void => {
      wire = twin.connect(wireTo(recording.name === name ? told : []));
    };
    deeds.push({ at: recording.parts[0]?.at ?? start, run: connect });
    for (const doing of doingsOf(recording.parts, recording.name === main)) {
      const run = (): void => {
        if (doing.run === 'send') wire?.receive(naming(doing.text, unnamed));
        else perform(twin, doing, apps);
      };
      deeds.push({ at: doing.at, run });
    }
  }
  const fine = (at: number): number => Math.max(0, Math.round((at - start) * 1000 * FINE));
  for (const { at, run } of deeds.toSorted((one, other) => one.at - other.at)) time.after(fine(at), run);
  const end = recordings.find((one) => one.name === name)?.parts.at(-1)?.at ?? start;
  await time.pass(fine(end) + GRACE_MS * FINE, () => Promise.resolve());
  return accountFrom(told);
};

/** Commands follow each other within a millisecond: here it has so many parts. */
const FINE = 1000;
/** What was under way when a recording ended may still come. */
const GRACE_MS = 60;

const perform = (twin: FreeswitchTwin, doing: Doing, apps: Map<string, readonly string[]>): void => {
  switch (doing.run) {
    case 'send':
    case 'close':
      return;
    case 'hangUp':
      twin.hangUp(doing.uuid);
      return;
    case 'press':
      twin.press(doing.uuid, doing.text);
      return;
    case 'hold':
    case 'unhold':
      twin.hold(doing.uuid, doing.run === 'hold');
      return;
    case 'shutDown':
      twin.shutDown();
      return;
    case 'call':
      apps.set(doing.text, doing.apps);
      twin.call({ uuid: doing.uuid, from: 'cust', to: doing.text });
      return;
    default:
      assertNever(doing.run);
  }
};

/** The channels of which the real one chose the ids, in order. */
const unnamedIn = (parts: readonly Part[]): string[] => {
  const commands = parts.flatMap(({ by, text }) => (by === 'us' ? [text] : [])).join();
  const outgoing = messagesOf(parts).flatMap(({ message }) =>
    message.kind === 'event' && header(message.event, 'Event-Name') === 'CHANNEL_OUTGOING'
      ? [header(message.event, 'Unique-ID') ?? '']
      : [],
  );
  return [...new Set(outgoing)].filter((uuid) => !commands.includes(`origination_uuid=${uuid}`));
};
const naming = (application: string, unnamed: string[]): string => {
  if (!/(?:^|\^)bridge:/.test(application) || application.includes('origination_uuid=')) return application;
  const uuid = unnamed.shift();
  return uuid === undefined ? application : application.replace('bridge:', `bridge:[origination_uuid=${uuid}]`);
};

/** In what the twin's account differs from the real one's. What was still to come when a recording ended is no difference. */
export const differencesOf = (real: Account, twin: Account): readonly string[] => {
  const missing =
    real.channels.length > twin.channels.length ? [`${real.channels.length} channels / ${twin.channels.length}`] : [];
  return [
    ...firstDifference('reply', real.replies, twin.replies, false),
    ...firstDifference('job', real.jobs, twin.jobs, true),
    ...missing,
    ...real.channels.flatMap((story, n) =>
      firstDifference(`channel ${n + 1}, event`, story, twin.channels[n] ?? [], true),
    ),
  ];
};

const messagesOf = (parts: readonly Part[]) => {
  const reader = createFrameReader();
  return parts.flatMap(({ by, at, text }) =>
    by === 'switch'
      ? reader.read(Buffer.from(text, 'latin1')).frames.map((frame) => ({ at, message: messageOf(frame) }))
      : [],
  );
};

/** What was done in a recording: commands, and what people did at the phones, as far as the events tell. */
const doingsOf = (parts: readonly Part[], isMain: boolean): readonly Doing[] => {
  const none = { text: '', uuid: '', apps: [] };
  const doings: Doing[] = [];
  const end = parts.findIndex(({ by }) => by === 'end');
  for (const { by, at, text } of parts.slice(0, end < 0 ? undefined : end)) {
    if (by === 'us') doings.push({ ...none, at, run: 'send', text });
  }
  const farewell = parts.some(
    ({ by, text }) => by === 'switch' && text.startsWith('Content-Type: text/disconnect-notice'),
  );
  if (end >= 0 && !farewell) doings.push({ ...none, at: parts[end]?.at ?? 0, run: 'close' });
  // All connections are told the same of the phones.
  if (!isMain) return doings;
  const told = messagesOf(parts).flatMap(({ at, message }) =>
    message.kind === 'event' ? [{ at, event: message.event }] : [],
  );
  for (const { at, event } of told) {
    const uuid = header(event, 'Unique-ID') ?? '';
    const kind = header(event, 'Event-Name');
    const saidBye = header(event, 'variable_sip_hangup_disposition') === 'recv_bye';
    if (kind === 'CHANNEL_HANGUP_COMPLETE' && saidBye) doings.push({ ...none, at: at - 0.001, run: 'hangUp', uuid });
    if (kind === 'DTMF' && header(event, 'DTMF-Source') === 'RTP') {
      doings.push({ ...none, at: at - 0.02, run: 'press', uuid, text: header(event, 'DTMF-Digit') ?? '' });
    }
    if (kind === 'SHUTDOWN') doings.push({ ...none, at, run: 'shutDown' });
    if (kind === 'CUSTOM' && header(event, 'Event-Subclass') === 'sofia::reinvite') {
      // A re-INVITE is told once the call is on hold, or off again.
      const before = told.findLast(
        (one) =>
          one.at <= at &&
          header(one.event, 'Unique-ID') === uuid &&
          header(one.event, 'Event-Name')?.endsWith('HOLD') === true,
      );
      const run = before !== undefined && header(before.event, 'Event-Name') === 'CHANNEL_HOLD' ? 'hold' : 'unhold';
      doings.push({ ...none, at: (before?.at ?? at) - 0.001, run, uuid });
    }
    if (kind === 'CHANNEL_CREATE' && header(event, 'Call-Direction') === 'inbound') {
      // Up to where it is transferred; from there on the dialplan is asked.
      const routed = told.findIndex(
        (one) =>
          one.at > at &&
          header(one.event, 'Event-Name') === 'CHANNEL_UNBRIDGE' &&
          header(one.event, 'Unique-ID') === uuid,
      );
      const apps = told.slice(0, routed < 0 ? undefined : routed).flatMap((one) => {
        const isItsOwn =
          header(one.event, 'Event-Name') === 'CHANNEL_EXECUTE' && header(one.event, 'Unique-ID') === uuid;
        return isItsOwn
          ? [`${header(one.event, 'Application') ?? ''}:${header(one.event, 'Application-Data') ?? ''}`]
          : [];
      });
      // What runs after that was not the dialplan's wish.
      const directed = apps.findIndex((app) => app.startsWith('socket:'));
      doings.push({
        at: at - 0.001,
        run: 'call',
        uuid,
        text: `to-${uuid}`,
        apps: directed < 0 ? apps : apps.slice(0, directed + 1),
      });
    }
  }
  return doings;
};

/** The phones of the recordings. */
const behaviourOf = (url: string, user: string): EndpointBehaviour => {
  const port = /:(\d+)$/.exec(url)?.[1] ?? '';
  if (user === 'busyph' || port === '6014') return { kind: 'busy', afterMs: 10 };
  if (user === 'rejph' || port === '6015') return { kind: 'rejects', afterMs: 300 };
  if (user === 'noansph' || port === '6016') return { kind: 'ringsOut' };
  if (port === '6099') return { kind: 'unreachable', afterMs: 10 };
  return { kind: 'answers', afterMs: user === 'slowph' ? 4020 : 322 };
};

/** Its dialplan. */
const extensionOf = (destination: string): readonly string[] | undefined => {
  const [, isSafe, user] = /^(safe-)?(agent2|busyph|rejph|noansph|slowph)$/.exec(destination) ?? [];
  if (user === undefined) return undefined;
  const bridge = `bridge:{originate_timeout=5}sofia/lab/${user}@127.0.0.1:5090`;
  if (isSafe === undefined) return [bridge];
  return ['set:hangup_after_bridge=true', 'set:continue_on_fail=true', bridge, 'set:xfer_failed=yes', 'park'];
};

// Of the machine, of audio, or of whoever happens to speak in a conference: no part of the order that applications rely on.
const ofNoOrder =
  /^(API|CODEC|CALL_UPDATE|HEARTBEAT|RE_SCHEDULE|PRESENCE_IN|COMMAND|PRIVATE_COMMAND|MODULE_UNLOAD|MESSAGE|SESSION_HEARTBEAT)$/;
const ofChatter = /^(start-talking|stop-talking|floor-change)$/;

const accountFrom = (messages: readonly Message[]): Account => {
  const replies: string[] = [];
  const jobs: string[] = [];
  const channels = new Map<string, string[]>();
  const uuids: string[] = [];
  const nameOf = (uuid: string): string => {
    if (!uuids.includes(uuid)) uuids.push(uuid);
    return `#${uuids.indexOf(uuid)}`;
  };
  for (const message of messages) {
    if (message.kind === 'reply') replies.push(withoutIds(message.text));
    if (message.kind === 'response') replies.push(withoutIds(message.text));
    if (message.kind !== 'event') continue;
    const { event } = message;
    const name = header(event, 'Event-Name') ?? 'MESSAGE';
    if (name === 'BACKGROUND_JOB') jobs.push(withoutIds(bodyOf(event) ?? ''));
    const uuid = header(event, 'Unique-ID');
    if (uuid === undefined || ofNoOrder.test(name) || ofChatter.test(header(event, 'Action') ?? '')) continue;
    const story = channels.get(uuid) ?? [];
    channels.set(uuid, story);
    nameOf(uuid);
    const of = (what: string): string => header(event, what) ?? '';
    const pair = (): string => `${nameOf(of('Bridge-A-Unique-ID'))}${nameOf(of('Bridge-B-Unique-ID'))}`;
    const details: Readonly<Record<string, () => string>> = {
      CHANNEL_STATE: () => of('Channel-State'),
      CHANNEL_CALLSTATE: () => of('Channel-Call-State'),
      CHANNEL_EXECUTE: () => of('Application'),
      CHANNEL_EXECUTE_COMPLETE: () => of('Application'),
      CHANNEL_HANGUP: () => of('Hangup-Cause'),
      CHANNEL_HANGUP_COMPLETE: () => of('Hangup-Cause'),
      CHANNEL_BRIDGE: pair,
      CHANNEL_UNBRIDGE: pair,
      DTMF: () => of('DTMF-Digit'),
      CUSTOM: () => `${of('Event-Subclass')} ${of('Action')}`,
    };
    story.push(`${name} ${details[name]?.() ?? of('Answer-State')}`.trim());
  }
  return { replies, jobs, channels: [...channels.values()].map(withoutPauses) };
};

/** Between UUID_BRIDGE and EXCHANGE_MEDIA a channel is seen in CONSUME_MEDIA, or is not: its thread looks, or does not. */
const withoutPauses = (story: readonly string[]): readonly string[] =>
  story.filter(
    (told, n) =>
      told !== 'CHANNEL_STATE CS_CONSUME_MEDIA' || story[n - 1]?.startsWith('CHANNEL_STATE CS_ROUTING') === true,
  );

const withoutIds = (text: string): string =>
  text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '#')
    // What a real machine says of itself.
    .replace(/^\d+\n?$/, 'n')
    .replace(/^_undef_$|^[^\s-]*-60e[67]-1240-[^\s]*$|^#$/, 'value')
    .replace(/ flags: .*/s, ' flags')
    .replace(/^[[{<].*/s, 'data')
    .replace(/^UP .*/s, 'status')
    .replace(/^\d+;.*/s, 'members');
