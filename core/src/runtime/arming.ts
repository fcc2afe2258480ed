import { switchAwaited } from '../engine/index.ts';
import type { Clock } from '../ports/index.ts';
import type { SwitchId, TimerId } from '../vocabulary/index.ts';
import type { Course } from './course.ts';

/**
 * Timers that are armed anew, for what is left of their time. Those by which a switch is waited for that is out of reach stand still until it is back:
 * what they wait for may have happened, and nobody was there to be told. All others count on: a wait, a wrap-up.
 */
export interface Arming {
  /** `heardAt`: when last anything was heard, in milliseconds. Timers that stand still have what was left of them then. */
  all(course: Course, heardAt: number): void;
  /** The engine has learnt what the switch lists: what is still waited for is waited for again. */
  back(course: Course, id: SwitchId): void;
}

export const createArming = (clock: Clock): Arming => {
  let standing: { readonly timer: TimerId; readonly on: SwitchId; readonly leftMs: number }[] = [];
  const start = (timer: TimerId, ms: number): void => {
    clock.perform({ type: 'startTimer', timer, ms: Math.max(0, ms) });
  };
  return {
    all: ({ engine: { state }, timers, at }, heardAt) => {
      const now = Math.max(clock.now(), at);
      standing = [];
      for (const [timer, dueAt] of timers) {
        const on = switchAwaited(state, timer);
        if (on !== null && state.lost.has(on)) standing.push({ timer, on, leftMs: dueAt - heardAt });
        else start(timer, dueAt - now);
      }
    },
    back: ({ timers }, id) => {
      const [here, elsewhere] = [standing.filter(({ on }) => on === id), standing.filter(({ on }) => on !== id)];
      standing = elsewhere;
      for (const { timer, leftMs } of here) if (timers.has(timer)) start(timer, leftMs);
    },
  };
};
