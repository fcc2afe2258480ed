import type { ChosenFault } from '../../faults/index.ts';
import { createStreams } from '../../kernel/index.ts';
import { strikeTwin, type TwinFaults } from '../faults/index.ts';
import { createAsking } from './asking.ts';
import { createCourier } from './courier.ts';
import { eventOf } from './events.ts';
import { groundOf, type Told } from './ground.ts';
import { hears } from './hearing.ts';
import { addParty, byServer, endCall, hangUp, openCall } from './lives.ts';
import { createCallLog } from './log.ts';
import { perform, withQuery } from './operations.ts';
import { usualOpenFacts, type StringeeTwinOptions } from './options.ts';
import { failed, type Reply } from './reply.ts';
import { isCommand, readCommand, type Wanted } from './requests.ts';
import { runAnswer } from './script.ts';
import type { Address, AddressType } from './address.ts';
import type { Call, Core, Party } from './state.ts';
import { refusalOfToken } from './token.ts';
import { askUnderFaults } from './under-faults.ts';

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

  /** Everything that is under way breaks off: replies, and answers to webhooks. Calls go on. */
  drop(): void;
  /** It dies and starts anew: all calls are gone, and nobody is told. */
  crash(): void;
  /** All calls end, and that is told. */
  shutDown(): void;

  /** No fault strikes any more. */
  stopFaults(): void;
  /** When each of its faults has struck so far. */
  struck(): readonly ChosenFault[];
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
  /** A fault lets nobody in or out until then. */
  let outUntil = 0;
  const isReachable = (): boolean => time.now() >= outUntil;
  let faults: TwinFaults<Told> | null = null;
  const effectsOf = createAsking();
  const courier = createCourier({ time, send, isReachable, hmac, secret: signingSecret, open });
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
      if (faults === null) post({ status, party, ended });
      else faults.tell({ status, party, ended });
    },
    ask: (call, asked, answered) => courier.ask(call.id, asked, answered),
    file: (call, end) => log.file(call, end, time.now()),
    witness: () => options.witness?.(),
  };

  function post({ status, party, ended }: Told): void {
    const { id, eventUrl } = party.call;
    const event = eventOf(core, status, party, ended);
    if (eventUrl !== '') for (const ms of deliver(status)) courier.tell(id, eventUrl, event, ms);
  }

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

  function take({ method, url, token, body }: StringeeAsked, answer: (reply: Reply) => void): void {
    const [path = '', query = ''] = url.split('?', 2);
    const fields = readQuery(query);
    const given = token === '' ? (fields.get('access_token')?.[0] ?? '') : token;
    const refused = refusalOfToken(given, { sid: apiKeySid, secret: apiKeySecret }, hmac, time.now());
    if (!isReachable()) answer(failed('outOfOrder', 'the service is out of order'));
    else if (refused !== null) answer(failed('notAuthenticated', refused));
    else if (path === '/v1/call/log' && method === 'GET') answer(log.read(fields));
    else if (!isCommand(path)) answer(failed('malformed', 'there is no such path'));
    else if (method === 'POST') command(path, body, answer);
    else answer(failed('malformed', 'POST is wanted'));
  }

  function command(path: string, body: string, answer: (reply: Reply) => void): void {
    const read = readCommand(path, body);
    if ('problem' in read) {
      answer(failed('malformed', read.problem));
      return;
    }
    const callId = core.newCallId();
    const run = (wanted: Wanted, ringMs: number | null): Reply =>
      perform(core, wanted, { callId, ringMs: ringMs ?? open.ringMs });
    const effects = faults === null ? [] : effectsOf(core, read.value, callId);
    if (faults === null || effects.length === 0) answer(run(read.value, null));
    else askUnderFaults(faults, read.value, effects, run, answer);
  }

  function crash(): void {
    courier.forget();
    for (const party of allParties()) {
      party.state = 'gone';
      for (const cancel of party.timers) cancel();
    }
    core.calls.clear();
    core.witness();
  }

  if (options.faults !== undefined && options.faults.length > 0) {
    faults = strikeTwin(
      {
        ...groundOf(core),
        tell: post,
        isConnected: isReachable,
        loses(ms, how) {
          outUntil = time.now() + ms;
          if (how === 'forgets') crash();
          else courier.breakOff();
        },
      },
      options.faults,
      createStreams(options.seed ?? 1),
    );
  }

  return {
    request(asked, reply) {
      take(asked, (given) => void time.after(chance.integer(0, 2), () => reply(given)));
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
    drop: () => courier.breakOff(),
    crash,
    shutDown() {
      for (const call of core.calls.values()) endCall(core, call, byServer(core, 'USER_END_CALL'));
    },
    stopFaults: () => faults?.stop(),
    struck: () => faults?.struck() ?? [],
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
