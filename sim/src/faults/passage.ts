/**
 * A way between the engine and the switch, as a rule: the item goes on at once, later, twice, or not at all.
 *
 * It may keep `send` and call it later.
 */
export type Passage<T> = (item: T, send: Send<T>) => void;

/** Sends the item on, `delayMs` later than it would have gone. */
export type Send<T> = (item: T, delayMs: number, order: Order) => void;

/** `kept`: whatever comes after it on the same leg waits for it. `free`: it may overtake and be overtaken. */
export type Order = 'kept' | 'free';

/** The way without a fault. */
export const passOn = <T>(item: T, send: Send<T>): void => send(item, 0, 'kept');

/** One way that leads through the others, first to last; what the first drops the second never sees. */
export function inTurn<T>(passages: readonly Passage<T>[]): Passage<T> {
  return passages.reduceRight<Passage<T>>(
    (rest, passage) => (item, send) =>
      passage(item, (sent, delayMs, order) =>
        rest(sent, (arrived, moreMs, further) => send(arrived, delayMs + moreMs, order === 'free' ? 'free' : further)),
      ),
    passOn,
  );
}
