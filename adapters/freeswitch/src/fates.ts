import type { EffectId } from '@legwork/core';
import type { RefusedBecause } from './desk.ts';

/** What has become of an effect. */
export type Fate = 'underWay' | 'done' | RefusedBecause;

/** Remembers what has become of effects, so that one that is asked for again is known. */
export interface Fates {
  of(op: EffectId): Fate | undefined;
  set(op: EffectId, fate: Fate): void;
  /** What was under way will not be answered any more: asked for again, it is something new. */
  forgetOpen(): void;
}

/** Remembers the last `atLeast` effects, and at most twice as many. */
export const createFates = (atLeast: number): Fates => {
  let newer = new Map<EffectId, Fate>();
  let older = new Map<EffectId, Fate>();
  return {
    of: (op) => newer.get(op) ?? older.get(op),
    set(op, fate) {
      if (newer.size >= atLeast) {
        older = newer;
        newer = new Map();
      }
      newer.set(op, fate);
    },
    forgetOpen() {
      for (const known of [newer, older]) {
        for (const [op, fate] of known) if (fate === 'underWay') known.delete(op);
      }
    },
  };
};
