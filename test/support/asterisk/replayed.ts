import { assertNever } from '@legwork/core';
import { createVirtualTime } from '../../../sim/src/centre/index.ts';
import type { EndpointBehaviour } from '../../../sim/src/switch/index.ts';
import { createAsteriskTwin, type AsteriskTwin, type Extension } from '../../../sim/src/twins/asterisk/index.ts';
import { channelIn, createNaming, namingOf, renamed, storiesOf, thingsIn, type Account } from './account.ts';
import { fieldsIn, readRecording, textIn, type Fields, type Row } from './recordings.ts';

/** The account of the twin, of which the same is asked and at whose phones the same is done, at the same times. */
export async function replay(name: string): Promise<Account> {
  const rows = readRecording(name);
  const time = createVirtualTime(START_MS * FINE);
  const nowMs = (): number => time.now() / FINE - START_MS;
  const inviting = invitationsIn(rows);
  const twin = createAsteriskTwin({
    time: {
      now: () => Math.floor(time.now() / FINE),
      after: (ms, run) => time.after(ms * FINE, run),
      soon: (run) => time.soon(run),
    },
    user: 'lab',
    password: 'labpass',
    answering({ endpoint }) {
      const phone = endpoint.replace('PJSIP/', '');
      if (phone === 'nosuch') return null;
      const next = inviting.get(phone)?.shift();
      return next === undefined ? { kind: 'unreachable', afterMs: Infinity } : behaviourOf(next, nowMs());
    },
    extension(exten, context) {
      const extension = context === 'phones' ? exten : `${exten}@${context}`;
      return notYet[name] === extension ? undefined : dialplan[extension];
    },
  });

  const real = namingOf(rows);
  const naming = createNaming();
  const events: Fields[] = [];
  const replies: string[] = [];
  const open: { readonly app: string; readonly close: () => void }[] = [];
  const manager = twin.manage({ write: () => undefined, close: () => undefined });

  /** In the twin's own words. */
  const translated = (text: string): string =>
    renamed(text, (id) => naming.idOf(real.nameOf(id)) ?? id).replaceAll(
      /\b(?:PJSIP|Local|Snoop)\/[\w@.]+-[0-9a-f]{8}(?:;\d)?/g,
      (called) => naming.idOf(real.nameOf(called)) ?? called,
    );

  function listen(query: string): void {
    const send = (text: string): void => {
      const event = fieldsIn(JSON.parse(text));
      for (const thing of thingsIn(event)) naming.learn(thing);
      events.push(event);
    };
    const app = new URLSearchParams(query).get('app') ?? '';
    open.push({ app, close: twin.listen({ query }, { send, close: () => undefined }) });
  }

  /** Of several it is the one that is told nothing any more. */
  function unlisten(rest: readonly Row[]): void {
    const isReplaced = (one: { readonly app: string }, n: number): boolean =>
      open.some(({ app }, other) => other > n && app === one.app);
    const isSilent = ({ app }: { readonly app: string }): boolean =>
      !rest.some((row) => row.k === 'ws' && row.e['application'] === app);
    const at = Math.max(open.findIndex(isReplaced), open.findIndex(isSilent), 0);
    open.splice(at, 1)[0]?.close();
  }

  function ask(row: Extract<Row, { k: 'http' }>, n: number): void {
    // The news of a channel may still be on the wire.
    for (const { id, name } of twin.channels()) naming.learn({ id, name });
    const [method = '', url = ''] = translated(row.q).split(' ', 2);
    const isKnown = row.code !== 401 && row.code !== 403;
    const asked = {
      method,
      url: `${url}${url.includes('?') ? '&' : '?'}${isKnown ? 'api_key=lab:labpass' : ''}`,
      authorization: '',
      body: row.body === undefined ? '' : JSON.stringify(row.body),
    };
    twin.request(asked, ({ status, body }) => {
      for (const channel of [body].flat()) naming.learn(fieldsIn(channel));
      replies[n] = `${renamed(row.q, real.nameOf)} ${status}`;
    });
  }

  const line = (phone: string): string =>
    twin.channels().findLast(({ user, isSnoop }) => user === phone && !isSnoop)?.id ?? '';
  const deeds: { readonly at: number; readonly run: () => void }[] = [];
  const at = (ms: number, run: () => void): void => void deeds.push({ at: ms, run });
  let asked = 0;
  for (const [n, row] of rows.entries()) {
    const { t } = row;
    switch (row.k) {
      case 'ws-open':
        at(t, () => listen(row.u.split('?')[1] ?? ''));
        break;
      case 'ws-close':
        at(t, () => unlisten(rows.slice(n)));
        if (isKilled(rows.slice(0, n))) at(t, () => twin.crash());
        break;
      case 'http': {
        const mine = asked;
        asked += 1;
        at(t - row.ms, () => ask(row, mine));
        break;
      }
      case 'ami-tx':
        at(t, () =>
          manager.receive(
            `${linesOf(row.m ?? {})
              .map(translated)
              .join('\r\n')}\r\n\r\n`,
          ),
        );
        break;
      case 'sip-tx':
        for (const run of deedsOf(twin, row, rows.slice(n), () => line(row.ua))) at(t, run);
        break;
      case 'ws': {
        const { type, digit, cause } = row.e;
        const id = textIn(channelIn(row.e)['id']);
        if (type === 'ChannelDtmfReceived') at(t - 0.5, () => twin.press(translated(id), textIn(digit)));
        // It is shut down: who is hung up first tells when.
        if (type === 'ChannelHangupRequest' && cause === 4 && !rows.slice(0, n).some(isShuttingDown))
          at(t - 0.5, () => twin.shutDown());
        break;
      }
      case 'ami-rx':
      case 'sip-rx':
      case 'note':
      case 'heard':
      case 'http-err':
      case 'ws-refused':
        break;
      default:
        assertNever(row);
    }
  }
  for (const { at: ms, run } of deeds.toSorted((one, other) => one.at - other.at))
    time.after(Math.max(0, ms) * FINE, run);
  await time.pass(((rows.at(-1)?.t ?? 0) + GRACE_MS) * FINE, () => Promise.resolve());
  return { replies, channels: storiesOf(events, naming) };
}

/** Requests follow each other within a millisecond: here it has so many parts. */
const FINE = 1000;
/** What was under way when a recording ended may still come. */
const GRACE_MS = 60;
/** Some moment, so that ids look like those of a real one. */
const START_MS = 1_795_330_000_000;

const linesOf = (fields: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(fields).map(([key, value]) => `${key}: ${value}`);

const isShuttingDown = (row: Row): boolean =>
  row.k === 'ws' && row.e['type'] === 'ChannelHangupRequest' && row.e['cause'] === 4;

const isKilled = (before: readonly Row[]): boolean => {
  const note = before.findLast((row) => row.k === 'note');
  return note?.k === 'note' && note.m.includes('kill -9') && before.at(-1)?.k !== 'sip-tx';
};

/** What whoever is at a phone does, by what the phone sends. */
function deedsOf(
  twin: AsteriskTwin,
  sent: Extract<Row, { k: 'sip-tx' | 'sip-rx' }>,
  rest: readonly Row[],
  line: () => string,
): readonly (() => void)[] {
  const [, method = '', to = ''] = /^(INVITE|BYE|CANCEL) sip:(?:(\w+)@)?/.exec(sent.l) ?? [];
  if (method === 'BYE' || method === 'CANCEL') return [() => twin.hangUp(line())];
  if (method !== 'INVITE') return [];
  if (to !== '' && to !== 'asterisk') return [() => twin.call({ user: sent.ua, to })];
  const agreed = rest.find(
    (row) => row.k === 'sip-rx' && row.ua === sent.ua && row.l.startsWith('SIP/2.0 200') && row.dir !== undefined,
  );
  const isHold = agreed?.k === 'sip-rx' && agreed.dir === 'recvonly';
  return [() => twin.hold(line(), isHold)];
}

/** How a phone has ended its ringing, and when. */
interface Invitation {
  kind: 'answers' | 'ringsOut' | 'rejects' | 'busy';
  at: number;
}

function behaviourOf({ kind, at }: Invitation, nowMs: number): EndpointBehaviour {
  if (kind === 'ringsOut') return { kind };
  return { kind, afterMs: Math.max(1, at - nowMs) };
}

/** What each phone did each time that it was rung. */
function invitationsIn(rows: readonly Row[]): Map<string, Invitation[]> {
  const all = new Map<string, Invitation[]>();
  for (const phone of new Set(rows.flatMap((row) => (row.k === 'sip-rx' ? [row.ua] : []))))
    all.set(phone, invitationsOf(rows, phone));
  return all;
}

function invitationsOf(rows: readonly Row[], phone: string): Invitation[] {
  const all: Invitation[] = [];
  const ringing: Invitation[] = [];
  const numbers: number[] = [];
  /** What else it was asked and has not answered. */
  let others = 0;
  for (const row of rows) {
    if ((row.k !== 'sip-rx' && row.k !== 'sip-tx') || row.ua !== phone) continue;
    const [method = ''] = row.l.split(' ');
    const number = Number(row.cseq?.split(' ')[0] ?? 0);
    if (row.k === 'sip-rx' && method === 'INVITE' && !numbers.some((n) => number > n && number - n <= 20)) {
      const invitation: Invitation = { kind: 'ringsOut', at: Infinity };
      numbers.push(number);
      all.push(invitation);
      ringing.push(invitation);
    } else if (row.k === 'sip-rx') {
      if (method === 'CANCEL') ringing.shift();
      // An INVITE in a call changes that.
      if (['CANCEL', 'INVITE', 'BYE', 'REFER'].includes(method)) others += 1;
    } else if (method === 'SIP/2.0') {
      const status = Number(row.l.split(' ')[1]);
      if (status < 200 || status === 487) continue;
      if (status < 300 && others > 0) others -= 1;
      else Object.assign(ringing.shift() ?? {}, { kind: endings[status] ?? 'rejects', at: row.t });
    }
  }
  return all;
}

const endings: Readonly<Record<number, Invitation['kind']>> = { 200: 'answers', 486: 'busy' };

/** What the dialplan had not when this was recorded. */
const notYet: Readonly<Record<string, string>> = { '04_transfer_and_races.jsonl': 'agent2@xfer' };

/** The dialplan of the recordings. */
const dialplan: Readonly<Record<string, Extension>> = {
  '100': { app: 'Stasis', application: 'lab', args: ['inbound', 'customer'] },
  '200': { app: 'Queue', endpoint: 'PJSIP/agent1' },
  '201': { app: 'Dial', endpoint: 'PJSIP/agent1' },
  'tostasis@xfer': { app: 'Stasis', application: 'lab', args: ['takeover'] },
  'agent1@xfer': { app: 'Dial', endpoint: 'PJSIP/agent1' },
  'agent2@xfer': { app: 'Dial', endpoint: 'PJSIP/agent2' },
  'supervisor@xfer': { app: 'Dial', endpoint: 'PJSIP/supervisor' },
};
