import type { Routing } from './routing.ts';

/** A routing as JSON keeps it: what is prepared from the rest is left out, and prepared again. */
export type WrittenRouting = Omit<Routing, 'byNumber'>;

export const writtenRouting = ({ hotlines, nodes, queues }: Routing): WrittenRouting => ({ hotlines, nodes, queues });

export const preparedRouting = ({ hotlines, nodes, queues }: WrittenRouting): Routing => ({
  hotlines,
  byNumber: new Map(hotlines.map((hotline) => [hotline.number, hotline])),
  nodes,
  queues,
});

/** True where both say the same. */
export const isSameRouting = (one: Routing, other: Routing): boolean =>
  one === other || JSON.stringify(writtenRouting(one)) === JSON.stringify(writtenRouting(other));
