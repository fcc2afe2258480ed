import { hears, type Ear, type HearingTraits, type LegId } from '@legwork/core';
import { lineOf, type Line } from './line.ts';
import type { Scene } from './minds.ts';

/**
 * What is wrong between what is true on the switch and what the engine holds possible; null where nothing is. What is heard may be heard, at
 * every moment; and where nothing is under way and nothing has gone astray (`isKnown`), the engine knows exactly what is heard.
 */
export const problemBetween = (
  scene: Scene,
  lines: readonly Line[],
  isKnown: boolean,
  traits: HearingTraits,
): string | null => {
  const truth = truthOf(scene, lines);
  const heard = hears(truth, traits);
  for (const [n, listener] of truth.entries()) {
    const state = lineOf(lines, scene.natives[n] ?? '')?.state ?? 'gone';
    if (isKnown && scene.lives[n] === true && state === 'gone') {
      return `7: nothing is under way, and ${nameOf(scene, n)} has ended unknown to the engine`;
    }
    // A leg that was asked to end counts as up until it has ended, whatever it was before.
    if (isKnown && listener.up && scene.ears[n]?.up === false) {
      return `7: nothing is under way, and ${nameOf(scene, n)} is up unknown to the engine`;
    }
    for (const [m, speaker] of truth.entries()) {
      if (n === m) continue;
      const truly = heard(listener.leg, speaker.leg);
      if (truly && scene.mayHear[n]?.[m] !== true)
        return `2: ${nameOf(scene, n)} hears ${nameOf(scene, m)} and may not`;
      if (isKnown && truly !== scene.hears[n]?.[m]) {
        return `7: nothing is under way, and ${nameOf(scene, n)} ${truly ? 'hears' : 'does not hear'} ${nameOf(scene, m)} unknown to the engine`;
      }
    }
  }
  return null;
};

/** What of the world the answer depends on. */
export const truthIn = (lines: readonly Line[]): string =>
  lines
    .map(
      ({ id, state, at, target, mode, muted }) =>
        `${id} ${state} ${at} ${target ?? ''} ${mode ?? ''} ${muted ? 'muted' : ''}`,
    )
    .join();

const nameOf = ({ ears }: Scene, n: number): string => `the ${ears[n]?.party ?? ''} (${ears[n]?.leg ?? ''})`;

const truthOf = ({ ears, natives }: Scene, lines: readonly Line[]): readonly Ear[] =>
  ears.map(({ leg, party }, n): Ear => {
    const line = lineOf(lines, natives[n] ?? '');
    const target = natives.indexOf(line?.target ?? '-');
    return {
      leg,
      up: line?.state === 'up',
      party,
      place: {
        at: line?.at ?? 'none',
        target: target < 0 ? null : (ears[target]?.leg ?? (null as LegId | null)),
        mode: line?.mode ?? null,
      },
      muted: line?.muted ?? false,
      asked: [],
      askedMutes: [],
    };
  });
