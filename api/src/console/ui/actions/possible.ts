import { useEffect } from 'react';
import { between, calls, link } from '../service/live.ts';
import { answer, at, v1, type Call, type Possible } from '../service/client.ts';
import { ProblemError } from '../service/request.ts';
import { whenLeaving } from '../session/leaving.ts';
import { createRows, useRow } from '../state/rows.ts';
import { useStore } from '../state/store.ts';
import { mySeat, useMySeat, type MySeat } from './my-seat.ts';

interface Known {
  readonly id: string;
  /** What it was asked of: the call as it was, and where I sat. */
  readonly of: Call;
  readonly from: string;
  readonly possible: Possible;
}

/** The last answers. The engine alone knows what it would refuse; nothing here guesses. */
const known = createRows<Known>();
const kept = 500;
whenLeaving(() => known.replace([]));

/** For each action whether it would be refused; `unreachable` while nobody can be asked for it. */
export type Answer = Possible | 'unreachable';

/** How long a call has to stay as it is before it is asked about. */
const SOON_MS = 120;
const AGAIN_MS = 5_000;

/**
 * What could be asked of a call now: asked anew whenever the call has changed, or my own seat, a little later, so that rows
 * that fly past are not asked about. Until the answer is there, the last one.
 */
export const usePossible = (call: Call | undefined): Answer | null => {
  const isLost = useStore(link).state === 'lost';
  const answer = useRow(known, call?.id ?? '');
  const from = placeOf(useMySeat(), useStore(between));
  const isCurrent = answer !== undefined && answer.of === call && answer.from === from;
  useEffect(() => {
    if (call === undefined || isCurrent || isLost) return undefined;
    const askAfter = (ms: number): number =>
      window.setTimeout(() => {
        wanted.set(call.id, call);
        void askOn();
        // A service that is asked too much, or cannot tell just now, answers nothing.
        timer = askAfter(AGAIN_MS);
      }, ms);
    let timer = askAfter(SOON_MS);
    return () => window.clearTimeout(timer);
  }, [call, from, isCurrent, isLost]);
  return isLost ? 'unreachable' : (answer?.possible ?? null);
};

/** Asks at once, for a key that is pressed on a row nobody has come near. Null where it cannot be said. */
export const possibleNow = async (id: string): Promise<Answer | null> => {
  if (link.get().state === 'lost') return 'unreachable';
  const call = calls.get(id);
  const answer = known.get(id);
  if (call === undefined) return null;
  if (answer?.of === call && answer.from === placeOf(mySeat())) return answer.possible;
  await askFor(call);
  return known.get(id)?.possible ?? null;
};

const wanted = new Map<string, Call>();
let asking = 0;

/** Asks for what is wanted, two at a time, the latest wish first. */
const askOn = async (): Promise<void> => {
  const call = [...wanted.values()].at(-1);
  if (call === undefined || asking >= 2) return;
  wanted.delete(call.id);
  asking += 1;
  await askFor(call);
  asking -= 1;
  void askOn();
};

/** A supervisor is at one call at a time, or waits for one: where I sit decides what I can do elsewhere. */
const placeOf = (mine: MySeat | null, waits = between.get()): string =>
  mine === null ? (waits?.supervisionId ?? '') : `${mine.seat.id} ${mine.seat.state}`;

const askFor = async (call: Call): Promise<void> => {
  const from = placeOf(mySeat());
  try {
    const { actions } = await answer(v1.calls[':id'].$get({ ...at(call.id), query: { include: 'actions' } }));
    if (actions !== undefined) remember({ id: call.id, of: call, from, possible: actions });
  } catch (error) {
    // A call that is gone needs no answer, and a service out of reach is told of elsewhere.
    if (!(error instanceof ProblemError)) throw error;
  }
};

const remember = (answer: Known): void => {
  const [oldest] = known.size >= kept ? known.all() : [];
  known.change([...(oldest === undefined ? [] : [{ remove: oldest.id }]), { put: answer }]);
};
