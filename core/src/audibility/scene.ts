import { assertNever } from '../vocabulary/index.ts';
import type { Ear, HearingTraits, Placement } from './ear.ts';

/**
 * The relation, worked out once for all legs of a call. It runs after each step of a simulation, so a set of legs is a
 * number: bit n stands for the nth leg of the list.
 */
export interface Scene {
  /** The legs that can hear or be heard; of a usual call all of them. */
  readonly ears: readonly Ear[];
  /** For each leg the legs that it hears. */
  readonly heardBy: readonly number[];
  readonly recorded: number;
}

/** True where the set has the nth leg. */
export const has = (set: number | undefined, n: number): boolean =>
  set !== undefined && n >= 0 && (set & (1 << n)) !== 0;

const MAX_LEGS = 32;

/** What was observed, or also what was asked for and not settled. */
type Extent = 'observed' | 'possible';

/**
 * Puts every leg where it is (`observed`), or everywhere it is or may be (`possible`), and listens.
 *
 * One rule serves both, and exactly: each way to hear names the listener, the speaker and the legs that they tap, all
 * different, so that a way is possible where each of its legs can play its part.
 *
 * @throws Error for more than 32 legs that are somewhere: a call has four, and at most four supervisors. Legs that were called off and have
 * not ended are more, and nowhere.
 */
export function sceneOf(all: readonly Ear[], traits: HearingTraits, extent: Extent): Scene {
  const ears = all.length > MAX_LEGS ? all.filter((ear) => isSomewhere(ear, all)) : all;
  if (ears.length > MAX_LEGS) throw new Error(`${ears.length} legs in one call`);
  const parts = ears.map((ear, n) => newPart(ear, n, extent));
  for (const part of parts) {
    if (!part.isUp) continue;
    put(part, part.ear.place, parts);
    if (extent === 'possible') for (const placement of part.ear.asked) put(part, placement, parts);
  }

  let voices = 0;
  let main = 0;
  let side = 0;
  let bargingOnMain = 0;
  let bargingOnSide = 0;
  for (const part of parts) {
    if (part.hasVoice) voices |= part.bit;
    if (part.inMain) {
      main |= part.bit;
      bargingOnMain |= part.bargers;
    }
    if (part.inSide) {
      side |= part.bit;
      bargingOnSide |= part.bargers;
    }
  }

  const heardBy: number[] = [];
  for (const listener of parts) {
    let heard = 0;
    if (listener.inMain) heard |= main | bargingOnMain;
    if (listener.inSide) heard |= side | bargingOnSide;
    if (listener.isOpen) heard |= listener.bargers | listener.whisperers;
    for (const tapped of parts) {
      if ((listener.taps & tapped.bit) === 0) continue;
      if (tapped.isOpen || traits.tapHearsTreatment) heard |= tapped.bit;
      if (tapped.inMain) heard |= main | (bargingBeside(listener, parts, 'inMain') & ~tapped.bit);
      if (tapped.inSide) heard |= side | (bargingBeside(listener, parts, 'inSide') & ~tapped.bit);
      heard |= tapped.bargers;
      if (traits.coWhisper) heard |= tapped.whisperers;
    }
    heardBy.push(heard & voices & ~listener.bit);
  }
  return { ears, heardBy, recorded: (main | bargingOnMain) & voices };
}

/** The leg is, or may be, in a mix, a treatment or a tap, or is tapped. */
function isSomewhere({ leg, place, asked }: Ear, all: readonly Ear[]): boolean {
  if (place.at !== 'none' || asked.length > 0) return true;
  return all.some((other) => other.place.target === leg || other.asked.some(({ target }) => target === leg));
}

/** Who barges in on a mix by another leg than the listener's, which cannot be in the mix and tap it at once. */
function bargingBeside(listener: Part, parts: readonly Part[], mix: 'inMain' | 'inSide'): number {
  let barging = 0;
  for (const part of parts) if (part !== listener && part[mix]) barging |= part.bargers;
  return barging;
}

/** One leg in the scene. */
interface Part {
  readonly ear: Ear;
  readonly bit: number;
  readonly isUp: boolean;
  /** Not muted. */
  readonly hasVoice: boolean;
  inMain: boolean;
  inSide: boolean;
  /** Somewhere else than in a treatment. */
  isOpen: boolean;
  /** The legs that it taps, in any mode. */
  taps: number;
  /** Who taps it and barges. */
  bargers: number;
  /** Who taps it and whispers. */
  whisperers: number;
}

function newPart(ear: Ear, n: number, extent: Extent): Part {
  const isPossible = extent === 'possible';
  return {
    ear,
    bit: 1 << n,
    isUp: ear.up || (isPossible && ear.asked.length > 0),
    hasVoice: !ear.muted || (isPossible && ear.askedMutes.includes(false)),
    inMain: false,
    inSide: false,
    isOpen: false,
    taps: 0,
    bargers: 0,
    whisperers: 0,
  };
}

/** Lets the part be where the placement says, beside wherever else it is or may be. */
function put(part: Part, { at, target, mode }: Placement, parts: readonly Part[]): void {
  if (at !== 'treated') part.isOpen = true;
  switch (at) {
    case 'none':
    case 'treated':
      return;
    case 'main':
      part.inMain = true;
      return;
    case 'side':
      part.inSide = true;
      return;
    case 'tap': {
      const tapped = parts.find((other) => other.ear.leg === target);
      if (tapped === undefined || !tapped.isUp) return;
      part.taps |= tapped.bit;
      if (mode === 'barge') tapped.bargers |= part.bit;
      if (mode === 'whisper') tapped.whisperers |= part.bit;
      return;
    }
    default:
      assertNever(at);
  }
}
