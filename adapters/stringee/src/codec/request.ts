import type { Action, Party } from './actions.ts';

/** A request to Stringee's REST interface. */
export interface RestRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  /** Asking twice does no more than asking once. */
  readonly isRepeatable: boolean;
}

const post = (path: string, body: unknown, isRepeatable = false): RestRequest => ({
  method: 'POST',
  path,
  body,
  isRepeatable,
});

/** Stringee's own operations, each as a request. */
export const requests = {
  /** The cheapest question there is, to know whether anybody answers. */
  probe: (): RestRequest => ({ method: 'GET', path: '/v1/call/log?version=2&limit=1', isRepeatable: true }),
  callOut: (from: Party, to: Party, answerUrl: string): RestRequest =>
    post('/v1/call2/callout', { from, to: [to], answer_url: answerUrl }),
  putActions: (callId: string, actions: readonly Action[]): RestRequest =>
    post('/v1/call2/putactions', { callId, actions }),
  addUser: (callId: string, from: Party, to: Party, spyCall: boolean): RestRequest =>
    post('/v1/call2/adduser', { callId, from, to, spyCall }),
  whisper: (callId: string, userId: string): RestRequest => post('/v1/call2/whisper', { callId, userId }, true),
  transfer: (callId: string, fromUserId: string, to: Party): RestRequest =>
    post('/v1/call2/transfer', { callId, fromUserId, to }),
  stop: (callId: string): RestRequest => post('/v1/call2/stop', { callId }, true),
} as const;
