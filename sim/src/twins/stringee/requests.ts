import { readAddress, type Address } from './address.ts';
import { fieldsIn, isUrl, jsonIn, textIn, truthIn, wantedText, type Fields, type Read } from './reading.ts';
import { readActions, type Action } from './scco.ts';

/** What a request asks for, well formed. */
export type Wanted =
  | {
      readonly what: 'callout';
      readonly from: Address;
      readonly to: Address;
      /** Null where the answer_url is to be asked. */
      readonly actions: readonly Action[] | null;
      readonly answerUrl: string;
    }
  | { readonly what: 'putactions'; readonly callId: string; readonly actions: readonly Action[] }
  | {
      readonly what: 'adduser';
      readonly callId: string;
      readonly from: Address | null;
      readonly to: Address;
      readonly isSpy: boolean;
    }
  | { readonly what: 'whisper'; readonly callId: string; readonly userId: string }
  | {
      readonly what: 'transfer';
      readonly callId: string;
      /** Null for whoever is connected: the contact centre does not say. */
      readonly fromUserId: string | null;
      readonly to: Address;
    }
  | { readonly what: 'stop'; readonly callId: string };

/** The paths of the twin, and how the body of each is read. */
const readers: Readonly<Record<string, (body: Fields) => Read<Wanted>>> = {
  '/v1/call2/callout': readCallout,
  '/v1/call2/putactions': readPutActions,
  '/v1/call2/adduser': readAddUser,
  '/v1/call2/whisper': readWhisper,
  '/v1/call2/transfer': readTransfer,
  '/v1/call2/stop': readStop,
  '/v1/call/transfer': readPccTransfer,
};

export const isCommand = (path: string): boolean => Object.hasOwn(readers, path);

export function readCommand(path: string, text: string): Read<Wanted> {
  const body = fieldsIn(jsonIn(text));
  const reader = Object.hasOwn(readers, path) ? readers[path] : undefined;
  if (reader === undefined) return { problem: `there is no ${path}` };
  return body === null ? { problem: 'body: a JSON object is wanted' } : reader(body);
}

function readCallout(body: Fields): Read<Wanted> {
  const from = readAddress(body['from'], 'from');
  if ('problem' in from) return from;
  const called: unknown = body['to'];
  if (!Array.isArray(called) || called.length !== 1)
    return { problem: 'to: an array of one is wanted; who answers first of several is not known' };
  const to = readAddress(called[0], 'to[0]');
  if ('problem' in to) return to;
  const actions = body['actions'] === undefined ? null : readActions(body['actions'], 'actions');
  if (actions !== null && 'problem' in actions) return actions;
  const answerUrl = textIn(body['answer_url'], '');
  if (actions === null && !isUrl(answerUrl)) return { problem: 'answer_url: an address is wanted, or actions' };
  return { value: { what: 'callout', from: from.value, to: to.value, actions: actions?.value ?? null, answerUrl } };
}

function readPutActions(body: Fields): Read<Wanted> {
  const callId = wantedText(body, 'callId');
  if ('problem' in callId) return callId;
  const actions = readActions(body['actions'], 'actions');
  if ('problem' in actions) return actions;
  if (actions.value.length === 0) return { problem: 'actions: at least one is wanted' };
  return { value: { what: 'putactions', callId: callId.value, actions: actions.value } };
}

function readAddUser(body: Fields): Read<Wanted> {
  const callId = wantedText(body, 'callId');
  if ('problem' in callId) return callId;
  const from = body['from'] === undefined ? null : readAddress(body['from'], 'from');
  if (from !== null && 'problem' in from) return from;
  const to = readAddress(body['to'], 'to');
  if ('problem' in to) return to;
  const isSpy = truthIn(body['spyCall'], false);
  return { value: { what: 'adduser', callId: callId.value, from: from?.value ?? null, to: to.value, isSpy } };
}

function readWhisper(body: Fields): Read<Wanted> {
  const callId = wantedText(body, 'callId');
  if ('problem' in callId) return callId;
  const userId = wantedText(body, 'userId');
  if ('problem' in userId) return userId;
  return { value: { what: 'whisper', callId: callId.value, userId: userId.value } };
}

function readTransfer(body: Fields): Read<Wanted> {
  const fromUserId = wantedText(body, 'fromUserId');
  return 'problem' in fromUserId ? fromUserId : readMove(body, fromUserId.value);
}

function readPccTransfer(body: Fields): Read<Wanted> {
  return body['transferType'] === 'blind'
    ? readMove(body, null)
    : { problem: 'transferType: blind is wanted; what an attended transfer does is not known' };
}

function readMove(body: Fields, fromUserId: string | null): Read<Wanted> {
  const callId = wantedText(body, 'callId');
  if ('problem' in callId) return callId;
  const to = readAddress(body['to'], 'to');
  if ('problem' in to) return to;
  return { value: { what: 'transfer', callId: callId.value, fromUserId, to: to.value } };
}

function readStop(body: Fields): Read<Wanted> {
  const callId = wantedText(body, 'callId');
  return 'problem' in callId ? callId : { value: { what: 'stop', callId: callId.value } };
}
