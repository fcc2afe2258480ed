import type { Mode, Scope } from '@legwork/core';
import { createStore } from '../state/store.ts';
import { ask, ProblemError } from './request.ts';
import type { Call, Operation } from './shapes.ts';
import { assertNever } from '../state/never.ts';

/** Where a call can be sent. */
export type Destination = { readonly agent: string } | { readonly queue: string } | { readonly number: string };

/** What a supervisor can ask for. */
export type Deed =
  | { readonly kind: 'supervise'; readonly call: Call; readonly mode: Mode; readonly scope: Scope }
  | { readonly kind: 'switchMode'; readonly call: Call | undefined; readonly seat: string; readonly mode: Mode }
  | { readonly kind: 'leave'; readonly call: Call | undefined; readonly seat: string }
  | { readonly kind: 'takeover'; readonly call: Call; readonly seat: string | null; readonly reason: string }
  | { readonly kind: 'transfer'; readonly call: Call; readonly to: Destination; readonly reason: string }
  | { readonly kind: 'stop'; readonly call: Call; readonly reason: string };

/** The last thing that was asked for, and what became of it. */
export interface LastDeed {
  readonly deed: Deed;
  readonly state: Operation['state'];
  /** Why not, in one word, where it was refused. */
  readonly reason: string | null;
  readonly askedAt: number;
  readonly tookMs: number | null;
}
export const lastDeed = createStore<LastDeed | null>(null);

/** Asks for it, and follows what becomes of it. Nothing is shown as done before the service has said so. */
export const perform = async (deed: Deed): Promise<void> => {
  const askedAt = performance.now();
  const say = (state: Operation['state'], reason: string | null): void =>
    lastDeed.set({ deed, state, reason, askedAt, tookMs: state === 'pending' ? null : performance.now() - askedAt });
  say('pending', null);
  try {
    let operation = await request(deed);
    while (operation.state === 'pending') {
      operation = await ask<Operation>(`/v1/operations/${encodeURIComponent(operation.id)}`, patient);
    }
    say(operation.state, operation.refusal?.reason ?? operation.cause);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    say(error.problem.status === 0 ? 'failed' : 'refused', error.problem.reason);
  }
};

const patient = { headers: { prefer: 'wait=5' } } as const;

const request = (deed: Deed): Promise<Operation> => {
  const headers = { ...patient.headers, 'idempotency-key': randomKey() };
  const post = (path: string, body: object): Promise<Operation> => ask(path, { method: 'POST', body, headers });
  const { call } = deed;
  const of = call === undefined ? '' : `/v1/calls/${encodeURIComponent(call.id)}`;
  const expecting = call === undefined ? {} : { expectedAgentLegId: call.agentLegId };
  switch (deed.kind) {
    case 'supervise':
      return post(`${of}/supervisions`, { mode: deed.mode, scope: deed.scope, ...expecting });
    case 'switchMode':
      return ask(seatPath(deed.seat), { method: 'PATCH', body: { mode: deed.mode }, headers });
    case 'leave':
      return ask(seatPath(deed.seat), { method: 'DELETE', headers });
    case 'takeover':
      return post(`${of}/takeover`, { ...expecting, ...supervision(deed.seat), ...why(deed.reason) });
    case 'transfer':
      return post(`${of}/transfers`, { kind: 'blind', to: deed.to, forced: true, ...expecting, ...why(deed.reason) });
    case 'stop':
      return post(`${of}/stop`, { ...expecting, ...why(deed.reason) });
    default:
      return assertNever(deed);
  }
};

const seatPath = (seat: string): string => `/v1/supervisions/${encodeURIComponent(seat)}`;
const supervision = (seat: string | null): object => (seat === null ? {} : { supervisionId: seat });
const why = (reason: string): object => (reason.trim() === '' ? {} : { reason: reason.trim() });

const randomKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
