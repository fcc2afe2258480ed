import type { Basis, SwitchEvent } from '@legwork/core';
import type { AriReply } from './connection/http.ts';
import type { AriRequest } from './codec/request.ts';
import type { Names } from './codec/names.ts';
import { isSamePlace, placeOf, type Leg, type Ledger } from './ledger.ts';
import type { Settled } from './options.ts';

/** What is told, before it is said by which switch. */
export type Observation = Bare<SwitchEvent>;
type Bare<Event extends SwitchEvent> = Event extends unknown ? Omit<Event, 'switch' | 'basis'> : never;

/** What the parts of the adapter share: the ledger, a way to Asterisk, and a way to the engine. */
export interface Board {
  readonly options: Settled;
  readonly names: Names;
  readonly ledger: Ledger;
  readonly ask: (request: AriRequest) => Promise<AriReply>;
  readonly tell: (observation: Observation, basis?: Basis) => void;
  /** Tells where the leg is, if that is news or what was wanted. */
  readonly settle: (leg: Leg, basis?: Basis) => void;
  /** Waits for events to make it so; false where they have not in that time. */
  readonly until: (isSo: () => boolean, ms: number) => Promise<boolean>;
  /** Something has happened: whoever waits looks again. */
  readonly wake: () => void;
  /** Does something after all that was asked for on the same lane before. Never rejects. */
  readonly inTurn: (lane: string, task: () => Promise<void>) => void;
}

export interface BoardOptions {
  readonly options: Settled;
  readonly names: Names;
  readonly ledger: Ledger;
  readonly ask: (request: AriRequest) => Promise<AriReply>;
  readonly emit: (event: SwitchEvent) => void;
}

export function createBoard({ options, names, ledger, ask, emit }: BoardOptions): Board {
  const waiting = new Set<() => void>();
  const lanes = new Map<string, Promise<void>>();

  const tell = (observation: Observation, basis: Basis = 'seen'): void =>
    emit({ ...observation, switch: options.id, basis } as SwitchEvent);

  return {
    options,
    names,
    ledger,
    ask,
    tell,
    settle(leg, basis = 'seen') {
      if (leg.isEnding) return;
      const now = placeOf(ledger, names, leg);
      const isArrived = leg.goal !== null && isSamePlace(now, leg.goal);
      if (leg.goal === null ? leg.moving > 0 || isSamePlace(now, leg.told) : !isArrived) return;
      leg.goal = null;
      leg.told = now;
      tell({ type: 'leg.placed', native: leg.native, ...now }, basis);
    },
    until(isSo, ms) {
      if (isSo()) return Promise.resolve(true);
      return new Promise((resolve) => {
        const end = (came: boolean): void => {
          clearTimeout(timer);
          waiting.delete(look);
          resolve(came);
        };
        const look = (): void => {
          if (isSo()) end(true);
        };
        const timer = setTimeout(() => end(false), ms);
        waiting.add(look);
      });
    },
    wake() {
      for (const look of waiting) look();
    },
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

/** What happens to one call happens in order. */
export const laneOf = (leg: Pick<Leg, 'call' | 'native'>): string => leg.call ?? leg.native;
