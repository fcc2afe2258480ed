import type { Basis, NativeId, SwitchEvent } from '@legwork/core';
import { waiting, type Action } from './codec/actions.ts';
import type { RestReply } from './connection/rest.ts';
import type { RestRequest } from './codec/request.ts';
import type { Leg, Ledger } from './ledger.ts';
import type { Settled } from './options.ts';

/** What is told, before it is said by which switch. */
export type Observation = Bare<SwitchEvent>;
type Bare<Event extends SwitchEvent> = Event extends unknown ? Omit<Event, 'switch' | 'basis'> : never;

/** What the parts of the adapter share: the ledger, a way to Stringee, and a way to the engine. */
export interface Board {
  readonly options: Settled;
  readonly ledger: Ledger;
  readonly ask: (request: RestRequest) => Promise<RestReply>;
  readonly tell: (observation: Observation, basis?: Basis) => void;
  /** Where Stringee is to call about that leg. */
  readonly urlOf: (what: 'answer' | 'input' | 'failed', native: NativeId) => string;
  /** What keeps whoever waits, from the beginning. */
  readonly waitingFor: (native: NativeId) => readonly Action[];
  /** Does something after all that was asked for on the same lane before. Never rejects. */
  readonly inTurn: (lane: string, task: () => Promise<void>) => void;
}

export interface BoardOptions {
  readonly options: Settled;
  readonly ledger: Ledger;
  readonly ask: (request: RestRequest) => Promise<RestReply>;
  readonly emit: (event: SwitchEvent) => void;
  /** Where Stringee reaches us. */
  readonly url: () => string;
}

export function createBoard({ options, ledger, ask, emit, url }: BoardOptions): Board {
  const lanes = new Map<string, Promise<void>>();
  const urlOf: Board['urlOf'] = (what, native) => `${url()}/${what}?leg=${encodeURIComponent(native)}`;
  return {
    options,
    ledger,
    ask,
    tell: (observation, basis = 'seen') => emit({ ...observation, switch: options.id, basis } as SwitchEvent),
    urlOf,
    waitingFor: (native) => waiting(options.waiting, native, urlOf('input', native)),
    inTurn(lane, task) {
      const before = lanes.get(lane) ?? Promise.resolve();
      const after = before.then(task).catch((error: unknown) => {
        options.log(`bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      });
      lanes.set(lane, after);
      void after.finally(() => {
        if (lanes.get(lane) === after) lanes.delete(lane);
      });
    },
  };
}

/** Tells how the supervisor is present, and with whom. */
export function tellTap({ tell }: Board, leg: Leg, target: NativeId, basis: Basis = 'seen'): void {
  if (leg.mode !== null) tell({ type: 'leg.placed', native: leg.native, at: 'tap', target, mode: leg.mode }, basis);
}

/** Tells that the customer and the party hear each other. */
export function tellTogether({ tell }: Board, leg: Leg, basis: Basis = 'seen'): void {
  for (const { native } of [leg.line.main, leg]) tell({ type: 'leg.placed', native, at: 'main' }, basis);
}
