import { hears, type Ear, type HearingTraits, type LegId } from '@legwork/core';
import { lineOf, type Line, type Lines } from './line.ts';
import type { View } from './minds.ts';

/**
 * What is wrong between what is true on the switch and what the engine holds possible; null where nothing is. What is heard may be heard, at
 * every moment; and where nothing is under way and nothing has gone astray, the engine knows exactly what is heard.
 */
export const problemBetween = (view: View, world: Lines, traits: HearingTraits): string | null => {
  if (world.misleads) return null;
  const truth = truthOf(view, world.lines);
  const heard = hears(truth, traits);
  const isKnown = isQuiet(world.lines) && !world.hasStruck;
  for (const [n, listener] of truth.entries()) {
    const state = lineOf(world.lines, view.natives[n] ?? '')?.state ?? 'gone';
    if (isKnown && view.lives[n] === true && state === 'gone') {
      return `7: nothing is under way, and ${nameOf(view, n)} has ended unknown to the engine`;
    }
    // A leg that was asked to end counts as up until it has ended, whatever it was before.
    if (isKnown && listener.up && view.ears[n]?.up === false) {
      return `7: nothing is under way, and ${nameOf(view, n)} is up unknown to the engine`;
    }
    for (const [m, speaker] of truth.entries()) {
      if (n === m) continue;
      const truly = heard(listener.leg, speaker.leg);
      if (truly && !view.mayHear(n, m)) return `2: ${nameOf(view, n)} hears ${nameOf(view, m)} and may not`;
      if (isKnown && truly !== view.hears(n, m)) {
        return `7: nothing is under way, and ${nameOf(view, n)} ${truly ? 'hears' : 'does not hear'} ${nameOf(view, m)} unknown to the engine`;
      }
    }
  }
  return null;
};

export const isQuiet = (lines: readonly Line[]): boolean =>
  lines.every(({ effects, events }) => effects.length === 0 && events.length === 0);

/** What of the world the answer depends on. */
export const truthKey = ({ lines, hasStruck, misleads }: Lines): string =>
  misleads
    ? 'misleads'
    : `${hasStruck || !isQuiet(lines) ? '' : 'known '}${lines.map(({ id, state, at, target, mode }) => `${id} ${state} ${at} ${target ?? ''} ${mode ?? ''}`).join(', ')}`;

const nameOf = (view: View, n: number): string => `the ${view.ears[n]?.party ?? ''} (${view.ears[n]?.leg ?? ''})`;

const truthOf = ({ ears, natives }: View, lines: readonly Line[]): readonly Ear[] =>
  ears.map((ear, n): Ear => {
    const line = lineOf(lines, natives[n] ?? '');
    const target = natives.indexOf(line?.target ?? '-');
    return {
      leg: ear.leg,
      up: line?.state === 'up',
      party: ear.party,
      place: {
        at: line?.at ?? 'none',
        target: target < 0 ? null : (ears[target]?.leg ?? (null as LegId | null)),
        mode: line?.mode ?? null,
      },
      muted: false,
      asked: [],
      askedMutes: [],
    };
  });
