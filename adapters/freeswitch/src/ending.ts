import { causeOf } from './causes.ts';
import { isUnsafe, safe } from './codec/index.ts';
import type { Desk } from './desk.ts';
import type { Leg } from './legs.ts';

/** The leg has ended, once: the engine is told. */
export const end = (desk: Desk, leg: Leg, hangupCause: string | undefined): void => {
  if (leg.isTold) desk.tell({ type: 'leg.ended', native: leg.native, cause: causeOf(hangupCause) });
  forget(desk, leg);
};

/** The leg is there no longer, and whoever asks for it is told so. */
const forget = (desk: Desk, leg: Leg): void => {
  const { native, peer, room } = leg;
  desk.legs.delete(native);
  desk.prompts.delete(native);
  const other = peer === null ? undefined : desk.legs.get(peer);
  if (other?.peer === native) other.peer = null;
  desk.waiting.gone(native);
  if (room !== null) desk.onThinner(room);
};

/**
 * FreeSWITCH has refused, or has not told that it did: whose end was never told is no longer there (known failure 9). Without this the engine would ask
 * the same again and again.
 */
export const endWhoAreNotThere = async (desk: Desk, legs: readonly Leg[]): Promise<void> => {
  await Promise.all(
    legs.map(async (leg) => {
      const id = safe('uuid', leg.native);
      const exists = isUnsafe(id) ? undefined : await desk.ask(`api uuid_exists ${id}`);
      if (exists?.trim() === 'false' && (await isUntold(desk, leg))) end(desk, leg, 'CRASH');
    }),
  );
};

/** The leg is not there, and the engine has been told so by a refusal. */
export const forgetUntold = async (desk: Desk, leg: Leg): Promise<void> => {
  if (await isUntold(desk, leg)) forget(desk, leg);
};

/** Answers and events come by two ways: the end may be on its way, and tells the cause. */
const isUntold = async (desk: Desk, leg: Leg): Promise<boolean> => {
  if (desk.legs.get(leg.native) !== leg) return false;
  const never = { native: leg.native, matches: () => false };
  return (await desk.waiting.expect([never], desk.settings.times.settleMs)) === 'timedOut';
};
