import { createStreams } from '../../kernel/index.ts';
import { createCourier } from './courier.ts';
import { eventOf } from './events.ts';
import { hears } from './hearing.ts';
import { addParty, byServer, endCall, hangUp, openCall } from './lives.ts';
import { createCallLog } from './log.ts';
import { perform, withQuery } from './operations.ts';
import { usualOpenFacts, type StringeeTwinOptions } from './options.ts';
import { failed, type Reply } from './reply.ts';
import { isCommand, readCommand } from './requests.ts';
import { runAnswer } from './script.ts';
import type { Address, AddressType } from './address.ts';
import type { Call, Core, Party } from './state.ts';
import { refusalOfToken } from './token.ts';

/**
 * Stringee in small: its REST API, and the webhooks by which it asks and tells its customer's server. What it says is what
 * public documents say; whatever they leave open is an option (`StringeeOpenFacts`). It has no sound: who hears whom follows
 * from who is in a call and what they may do there. It has no clock and no chance of its own, and knows nothing of sockets.
 */
export interface StringeeTwin {
  /** A request to the REST API. Whatever is asked is answered, with `r`. */
  request(asked: StringeeAsked, reply: (reply: Reply) => void): void;

  /** A phone calls a number that was bought; gives the caller's party. Nobody is told of a call to any other number, which ends at once: null. */
  call(caller: { readonly from: string; readonly to: string }): string | null;
  /** The user of an app calls somebody; gives the caller's party. */
  makeCall(caller: { readonly userId: string; readonly to: string; readonly custom?: string }): string;
  /** Whoever is rung there answers. False where nobody is rung. */
  answer(party: string): boolean;
  /** Whoever is there hangs up, declines or gives up. False where there is no such party. */
  hangUp(party: string): boolean;
  /** Whoever is there presses keys. False where there is no such party, or it has not been answered. */
  press(party: string, digits: string): boolean;

  parties(): readonly TwinParty[];
  hears(listener: string, speaker: string): boolean;

  /** It dies and starts anew: all calls are gone, and nobody is told. */
  crash(): void;
  /** All calls end, and that is told. */
  shutDown(): void;
}

export interface StringeeAsked {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** The header `X-STRINGEE-AUTH`; empty where there is none. */
  readonly token: string;
  readonly body: string;
}

export interface TwinParty {
  readonly id: string;
  readonly callId: string;
  readonly type: AddressType;
  /** The phone number, or the id of the user. */
  readonly number: string;
  readonly isCaller: boolean;
  readonly state: Exclude<Party['state'], 'gone'>;
  readonly mode: Party['mode'];
}

export function createStringeeTwin(options: StringeeTwinOptions): StringeeTwin {
  const { time, hmac, send, project, number, answering } = options;
  const { apiKeySid = 'SK.legwork', apiKeySecret = 'loopback', signingSecret = 'loopback-signing' } = options;
  const { projectId = 1, accountSid = 'AC.legwork', soundMs = () => 1000, deliver = () => [0] } = options;
  const open = { ...usualOpenFacts, ...options };
  const chance = createStreams(options.seed ?? 1).stream('stringee');
  const courier = createCourier({ time, send, hmac, secret: signingSecret, open });
  const log = createCallLog(projectId);
  const letter = (letters: string): string => letters.charAt(chance.integer(0, letters.length - 1));

  const core: Core = {
    time,
    open,
    projectId,
    accountSid,
    calls: new Map(),
    project,
    number,
    answering,
    soundMs,
    newCallId: () => `call-vn-1-${Array.from({ length: 10 }, () => letter(LETTERS)).join('')}-${time.now()}`,
    newUuid: () => UUID.replaceAll('x', () => letter(HEX)),
    tell(status, party, ended) {
      if (status === 'agentEnded' && open.agentEnded === 'untold') return;
      const { id, eventUrl } = party.call;
      const event = eventOf(core, status, party, ended);
      if (eventUrl !== '') for (const ms of deliver(status)) courier.tell(id, eventUrl, event, ms);
    },
    ask: (call, asked, answered) => courier.ask(call.id, asked, answered),
    file: (call, end) => log.file(call, end, time.now()),
    witness: () => options.witness?.(),
  };

  /** Somebody has called: the customer's server is told, and asked what is to be done. */
  function arrive(call: Call, caller: Address, answerUrl: string): string {
    const party = addParty(call, { address: caller, from: caller, role: 'anchor', state: 'calling' });
    const isToldFirst = open.created === 'beforeAnswerUrl';
    if (isToldFirst) core.tell('created', party);
    core.ask(call, { method: 'GET', url: answerUrl }, (json) => {
      if (!isToldFirst) core.tell('created', party);
      runAnswer(core, call, json);
    });
    return party.id;
  }

  const allParties = (): readonly Party[] => [...core.calls.values()].flatMap(({ parties }) => [...parties]);
  const at = (id: string): Party | undefined => allParties().find((party) => party.id === id);

  function answerTo({ method, url, token, body }: StringeeAsked): Reply {
    const [path = '', query = ''] = url.split('?', 2);
    const fields = readQuery(query);
    const given = token === '' ? (fields.get('access_token')?.[0] ?? '') : token;
    const refused = refusalOfToken(given, { sid: apiKeySid, secret: apiKeySecret }, hmac, time.now());
    if (refused !== null) return failed('notAuthenticated', refused);
    if (path === '/v1/call/log' && method === 'GET') return log.read(fields);
    if (!isCommand(path)) return failed('malformed', 'there is no such path');
    if (method !== 'POST') return failed('malformed', 'POST is wanted');
    const read = readCommand(path, body);
    return 'problem' in read ? failed('malformed', read.problem) : perform(core, read.value, core.newCallId());
  }

  return {
    request(asked, reply) {
      const given = answerTo(asked);
      time.after(chance.integer(0, 2), () => reply(given));
    },
    call({ from, to }) {
      const bought = number(to);
      if (bought === null) return null;
      const caller: Address = { type: 'external', number: from, alias: from };
      const call = openCall(core, {
        createdReason: 'EXTERNAL_CALL_IN',
        userId: '',
        custom: '',
        from: caller,
        to: { type: 'external', number: to, alias: to },
        eventUrl: bought.eventUrl ?? project().eventUrl,
        isPcc: bought.isPcc ?? false,
      });
      const query = { from, to, uuid: call.uuid, fromInternal: 'false' };
      return arrive(call, caller, withQuery(bought.answerUrl, query));
    },
    makeCall({ userId, to, custom = '' }) {
      const caller: Address = { type: 'internal', number: userId, alias: userId };
      const { answerUrl, eventUrl } = project();
      const call = openCall(core, {
        createdReason: 'CLIENT_MAKE_CALL',
        userId,
        custom,
        from: caller,
        to: { type: 'external', number: to, alias: to },
        eventUrl,
        isPcc: false,
      });
      const app = { fromInternal: 'true', userId, projectId: String(projectId), custom, callId: call.id };
      return arrive(call, caller, withQuery(answerUrl, { from: userId, to, ...app }));
    },
    answer(id) {
      const ring = at(id)?.ring ?? null;
      ring?.answer();
      return ring !== null;
    },
    hangUp(id) {
      const party = at(id);
      if (party !== undefined) hangUp(core, party);
      return party !== undefined;
    },
    press(id, digits) {
      const party = at(id);
      if (party?.state !== 'up') return false;
      if (party.role === 'anchor') for (const digit of digits) party.call.script?.press(digit);
      return true;
    },
    parties: () =>
      allParties().flatMap(({ id, call, address, role, state, mode }) =>
        state === 'gone'
          ? []
          : [
              {
                id,
                callId: call.id,
                type: address.type,
                number: address.number,
                isCaller: role === 'anchor',
                state,
                mode,
              },
            ],
      ),
    hears(listener, speaker) {
      const [ear, mouth] = [at(listener), at(speaker)];
      return ear !== undefined && mouth !== undefined && hears(ear, mouth);
    },
    crash() {
      courier.forget();
      for (const party of allParties()) {
        party.state = 'gone';
        for (const cancel of party.timers) cancel();
      }
      core.calls.clear();
      core.witness();
    },
    shutDown() {
      for (const call of core.calls.values()) endCall(core, call, byServer(core, 'USER_END_CALL'));
    },
  };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const HEX = '0123456789abcdef';
const UUID = 'xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx';

/** What stands in a query, decoded; of a name that comes several times, all in order. */
function readQuery(text: string): ReadonlyMap<string, readonly string[]> {
  const query = new Map<string, string[]>();
  for (const pair of text.split('&')) {
    const [name = '', value = ''] = pair.split('=', 2).map((part) => decoded(part.replaceAll('+', ' ')));
    query.set(name, [...(query.get(name) ?? []), value]);
  }
  return query;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
