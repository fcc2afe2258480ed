import type { Mode, Scope } from '@legwork/core';
import { whenLeaving } from '../session/leaving.ts';
import { createStore } from '../state/store.ts';
import { answer, at, v1, type Call, type Operation } from './client.ts';
import { ProblemError } from './request.ts';
import { assertNever } from '../state/never.ts';

/** Where a call can be sent. */
export type Destination = { readonly agent: string } | { readonly queue: string } | { readonly number: string };

/** What a supervisor can ask for. */
export type Deed =
  | {
      readonly kind: 'supervise';
      readonly call: Call;
      readonly mode: Mode;
      readonly scope: Scope;
      readonly reason: string;
    }
  | {
      readonly kind: 'switchMode';
      readonly call: Call;
      readonly seat: string;
      readonly mode: Mode;
      readonly reason: string;
    }
  /** From a call, or from between two of an agent's. */
  | { readonly kind: 'leave'; readonly call: Call | null; readonly seat: string }
  | { readonly kind: 'takeover'; readonly call: Call; readonly seat: string | null; readonly reason: string }
  | { readonly kind: 'transfer'; readonly call: Call; readonly to: Destination; readonly reason: string }
  | { readonly kind: 'stop'; readonly call: Call; readonly reason: string }
  /** What an agent does, for whoever has taken the place of one. */
  | { readonly kind: 'hangUp'; readonly call: Call };

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
whenLeaving(() => lastDeed.set(null));

/** Asks for it, and follows what becomes of it. Nothing is shown as done before the service has said so. */
export const perform = async (deed: Deed): Promise<void> => {
  const askedAt = performance.now();
  const say = (state: Operation['state'], reason: string | null): void =>
    lastDeed.set({ deed, state, reason, askedAt, tookMs: state === 'pending' ? null : performance.now() - askedAt });
  say('pending', null);
  try {
    let operation = await request(deed);
    while (operation.state === 'pending') {
      operation = await answer(v1.operations[':id'].$get(at(operation.id), patient));
    }
    say(operation.state, operation.refusal?.reason ?? operation.cause);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    say(error.problem.status === 0 ? 'failed' : 'refused', error.problem.reason);
  }
};

const patient = { headers: { prefer: 'wait=5' } } as const;

const request = (deed: Deed): Promise<Operation> => {
  const asking = { headers: { ...patient.headers, 'idempotency-key': randomKey() } };
  switch (deed.kind) {
    case 'supervise': {
      const { call, mode, scope, reason } = deed;
      const json = { mode, scope, ...expecting(call), ...why(reason) };
      return answer(v1.calls[':id'].supervisions.$post({ ...at(call.id), json }, asking));
    }
    case 'switchMode': {
      const json = { mode: deed.mode, ...why(deed.reason) };
      return answer(v1.supervisions[':id'].$patch({ ...at(deed.seat), json }, asking));
    }
    case 'leave':
      return answer(v1.supervisions[':id'].$delete({ ...at(deed.seat), query: {} }, asking));
    case 'takeover': {
      const { call, seat, reason } = deed;
      const json = { ...expecting(call), ...(seat === null ? {} : { supervisionId: seat }), ...why(reason) };
      return answer(v1.calls[':id'].takeover.$post({ ...at(call.id), json }, asking));
    }
    case 'transfer': {
      const { call, to, reason } = deed;
      const json = { kind: 'blind', to, forced: true, ...expecting(call), ...why(reason) } as const;
      return answer(v1.calls[':id'].transfers.$post({ ...at(call.id), json }, asking));
    }
    case 'stop': {
      const { call, reason } = deed;
      return answer(
        v1.calls[':id'].stop.$post({ ...at(call.id), json: { ...expecting(call), ...why(reason) } }, asking),
      );
    }
    case 'hangUp':
      return answer(v1.calls[':id'].hangup.$post({ ...at(deed.call.id), json: {} }, asking));
    default:
      return assertNever(deed);
  }
};

/** Refused where another agent has the call by then. */
const expecting = ({ agentLegId }: Call) => ({ expectedAgentLegId: agentLegId });
const why = (reason: string) => (reason.trim() === '' ? {} : { reason: reason.trim() });

const randomKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
