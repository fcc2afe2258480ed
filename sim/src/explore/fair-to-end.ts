import type { Space } from './space.ts';
import { createWays, isBound } from './ways.ts';

/** From that state on, with nobody asking for anything and nothing going wrong, every fair way reaches the end. */
export const fairToEnd = (space: Space, from: number): boolean => {
  const ways = createWays();
  const seen = new Set([from]);
  for (const state of seen) {
    space.expand(state, (kind, input, world, fate) => {
      if (kind === 'command' || kind === 'fault') return;
      const followed = space.follow(state, input, world, fate);
      const to = followed < 0 ? ~followed : followed;
      seen.add(to);
      ways.add(state, to, isBound(kind));
    });
    ways.end(state, space.isOver(state));
  }
  return ways.traps().length === 0;
};
