import type { Principal } from '../auth/principal.ts';
import { isAskedFor, maySee, type Interest } from '../events/index.ts';
import type { Item, WireEvent } from './item.ts';
import type { Wire } from './wire.ts';

/** What a stream carries: each event; calls as they are now, whenever they have changed; agents; the figures of the floor. */
export const shows = ['events', 'calls', 'agents', 'figures'] as const;
export type Show = (typeof shows)[number];

/** What somebody wants to be told, and how. */
export interface Subscription {
  readonly principal: Principal;
  readonly interest: Interest;
  readonly shows: readonly Show[];
  /** What happens within so many milliseconds is told together; 0: each event by itself. */
  readonly frameMs: number;
  readonly wire: Wire;
}

/** Whether an operation was asked for by a principal. */
export type Theirs = (principal: string, operation: string) => Promise<boolean>;

/** Those of an item's events that the subscription is told. At once, unless it has to be looked up whose an operation is. */
export const pick = (
  { principal, interest }: Subscription,
  item: Item,
  theirs: Theirs,
): readonly WireEvent[] | Promise<readonly WireEvent[]> => {
  const seen: WireEvent[] = [];
  let isLookedUp = false;
  for (const one of item.told) {
    if (!isAskedFor(interest, one.event.callId, one.audience.standing)) continue;
    const sees = maySee(principal, one.audience);
    if (sees === false) continue;
    if (sees === 'ifTheirs') isLookedUp = true;
    seen.push(one);
  }
  if (!isLookedUp) return seen;
  return Promise.all(
    seen.map(async (one) => {
      const { operation } = one.audience;
      const sees =
        maySee(principal, one.audience) === true || (operation !== null && (await theirs(principal.id, operation)));
      return sees ? [one] : [];
    }),
  ).then((found) => found.flat());
};

export const isWanted = ({ types }: Interest, type: string): boolean => types.length === 0 || types.includes(type);

/** The same for everybody who is shown the same: they share what is written. */
export const keyOf = ({ principal, interest, shows, frameMs, wire }: Subscription): string =>
  JSON.stringify([
    principal.role,
    // Of an agent's own there is only one reader.
    principal.role === 'agent' ? principal.id : null,
    principal.teams,
    [...principal.permissions].sort(),
    interest,
    shows,
    frameMs,
    wire.name,
  ]);
