import { asId, type CallId, type Deciders, type Endpoint, type Fact, type FactOf, type NativeId } from '@legwork/core';
import type { EventHandle } from '@legwork/sim';
import { configOf, createCentre, staff, type Witness } from './centre.ts';
import { cheapDraws, type Draws, type Fates, type Load } from './load.ts';

const ARRIVAL = -1;

/** The contact centre under load, through the whole engine: legs, calls, agents and the ACD. */
export const engineHour = (
  load: Load,
  {
    deciders,
    witness = {},
    draws = cheapDraws(load),
  }: { readonly deciders?: Deciders; readonly witness?: Witness; readonly draws?: Draws } = {},
): Fates => {
  /** Those who have not hung up. */
  const callers: (Caller | null)[] = [];
  /** Those of them who wait. */
  const waiting = new Map<CallId, Caller>();
  const fates: Fates = { served: 0, abandoned: 0, waited: 0, waitMs: 0 };
  let newcomer: Caller | null = null;

  const arrive = (): void => {
    const n = callers.length;
    const caller: Caller = {
      n,
      native: asId<NativeId>(`in-${n}`),
      arrivedAt: centre.now(),
      serviceMs: draws.serviceMs(),
      call: null,
      patience: null,
      isServed: false,
    };
    const patienceMs = draws.patienceMs();
    callers.push(caller);
    centre.later(draws.gapMs(), ARRIVAL);
    newcomer = caller;
    centre.offer(caller.native, asId<Endpoint>(`0${900_000_000 + n}`));
    newcomer = null;
    if (caller.isServed) return;
    if (caller.call === null) throw new Error('nobody has made a call of it');
    waiting.set(caller.call, caller);
    caller.patience = centre.later(patienceMs, n);
  };

  /** Of those who wait, patience ends; of those who talk, the talk. */
  const due = (what: number): void => {
    if (what === ARRIVAL) {
      arrive();
      return;
    }
    const caller = callers[what];
    if (caller === null || caller === undefined) throw new Error('somebody hangs up twice');
    callers[what] = null;
    centre.hangUp(caller.native);
  };

  /** Whoever is not served yet: they have just come, or wait. */
  const unserved = (call: CallId): Caller | undefined => (newcomer?.call === call ? newcomer : waiting.get(call));

  const hear = (fact: Fact): void => {
    if (!isOfCalls(fact)) return;
    if (fact.type === 'call.created') {
      if (newcomer === null) throw new Error('a call that nobody has made');
      newcomer.call = fact.call;
    } else if (fact.type === 'call.changed') {
      if (fact.state !== 'talking') return;
      const caller = unserved(fact.call);
      if (caller === undefined || caller.isServed) return;
      caller.isServed = true;
      waiting.delete(fact.call);
      if (caller.patience !== null) centre.cancel(caller.patience);
      centre.later(caller.serviceMs, caller.n);
      count(caller, 'served');
    } else {
      const caller = waiting.get(fact.call);
      if (caller === undefined) return;
      waiting.delete(fact.call);
      count(caller, 'abandoned');
    }
  };

  const count = ({ arrivedAt, patience }: Caller, fate: 'served' | 'abandoned'): void => {
    if (arrivedAt < load.warmUpMs) return;
    fates[fate] += 1;
    if (patience === null) return;
    fates.waited += 1;
    fates.waitMs += centre.now() - arrivedAt;
  };

  const config = configOf(load.agents);
  const centre = createCentre(config, { due, hear, witness, ...(deciders === undefined ? {} : { deciders }) });
  staff(centre, config);
  witness.begins?.();
  centre.later(draws.gapMs(), ARRIVAL);
  centre.runUntil(load.untilMs);
  return fates;
};

interface Caller {
  readonly n: number;
  readonly native: NativeId;
  readonly arrivedAt: number;
  readonly serviceMs: number;
  call: CallId | null;
  /** Null for those who are served at once. */
  patience: EventHandle | null;
  isServed: boolean;
}

/** Reads of the many facts that are none of the three no more than their type. */
const isOfCalls = (fact: Fact): fact is FactOf<'call.created' | 'call.changed' | 'call.closed'> => {
  const { type } = fact;
  return type === 'call.created' || type === 'call.changed' || type === 'call.closed';
};
