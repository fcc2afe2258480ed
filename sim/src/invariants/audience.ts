import {
  forbidden,
  legBy,
  modes,
  type Call,
  type Ear,
  type EffectOf,
  type EngineState,
  type LegId,
  type NativeId,
} from '@legwork/core';
import type { Invariant, Scene } from './invariant.ts';

/**
 * What the switch truly connects is held against what the engine says may be heard, each time something becomes true and each time the engine
 * learns of something; and what may be heard is held against what each supervisor's mode allows.
 *
 * Truth lags behind what was asked and runs ahead of what was reported. A lost report makes the engine believe too much to be possible, never too
 * little, because what was asked stays possible until it is settled. A report that is overtaken by a newer one, or comes twice, does mislead: the
 * promise then begins anew with the next report in order, or the next resync. Where every report has come, what is heard is exactly `hears`. Nobody is
 * ever asked to be louder than the supervisor wants to be.
 */
export const audience: Invariant = {
  number: 2,
  name: 'audience',
  says: "No party outside a mode's audience may hear a supervisor at any moment, and nobody hears what they may not.",
  watch: (scene) => {
    const { world, reports, check } = scene;
    const { traits } = world.switch.capabilities;

    /**
     * The leg taps one that is not at this call: it is at another one, where the switch was asked for one of this; or it was told to be gone, and is not.
     */
    const isElsewhere = ({ native }: Named, legs: readonly Named[]): boolean => {
      const target = world.switch.leg(native)?.target;
      if (target === undefined || legs.some((leg) => leg.native === target)) return false;
      return isKnown(target) || reports.isMisled(target);
    };
    const isKnown = (native: NativeId): boolean => legBy(world.engine.state, world.switch.id, native) !== undefined;

    const isHeardOnlyWhereItMay = (call: Call, legs: readonly Named[]): void => {
      if (legs.length < 2 || legs.some(({ native }) => reports.isMisled(native))) return;
      const mayHear = world.engine.mayHear(call.id);
      for (const listener of legs) {
        for (const speaker of legs) {
          if (!world.switch.hears(listener.native, speaker.native)) continue;
          if (isElsewhere(listener, legs) || isElsewhere(speaker, legs)) continue;
          check(mayHear(listener.leg, speaker.leg), call.id, () => `${listener.leg} hears ${speaker.leg} and may not`);
        }
      }
    };

    return {
      step: ({ outputs }) => {
        for (const output of outputs) {
          if (output.type !== 'tap') continue;
          const problem = tooLoud(output, world.engine.state);
          check(problem === null, output.call, () => problem ?? '');
        }
      },
      truth: (call) => isHeardOnlyWhereItMay(call, legsOf(scene, call)),
      call: (call) => {
        const legs = legsOf(scene, call);
        isHeardOnlyWhereItMay(call, legs);
        const ears = legs.map(({ ear }) => ear);
        if (ears.some(({ party }) => party === 'seat')) {
          const overheard = forbidden(ears, traits).filter(({ speaker }) => !whispers(ears, speaker));
          check(overheard.length === 0, call.id, () => `overheard: ${JSON.stringify(overheard)}`);
        }
        if (legs.length < 2 || !legs.every(({ native }) => reports.isInformed(native))) return;
        const hears = world.engine.hears(call.id);
        for (const listener of legs) {
          for (const speaker of legs) {
            if (listener === speaker || isElsewhere(listener, legs) || isElsewhere(speaker, legs)) continue;
            const truly = world.switch.hears(listener.native, speaker.native);
            check(
              hears(listener.leg, speaker.leg) === truly,
              call.id,
              () =>
                `${listener.leg} ${truly ? 'hears' : 'does not hear'} ${speaker.leg}, and the engine is told otherwise`,
            );
          }
        }
      },
    };
  },
};

/** Nobody is asked to be louder than the supervisor wants to be: what is wrong with a tap that is, null where nothing is. */
export const tooLoud = (
  { leg, mode }: Pick<EffectOf<'tap'>, 'leg' | 'mode'>,
  { legs, seats }: Pick<EngineState, 'legs' | 'seats'>,
): string | null => {
  const seat = legs.get(leg)?.seat ?? null;
  const wanted = seat === null ? undefined : seats.get(seat)?.state.record.wanted;
  if (wanted === undefined || modes.indexOf(mode) <= modes.indexOf(wanted)) return null;
  return `${leg} is asked to ${mode}, where ${wanted} is wanted`;
};

/** The speaker whispers, or was asked to: what becomes of a whisper is an invariant of its own. */
export const whispers = (ears: readonly Ear[], speaker: LegId): boolean =>
  ears.some(({ leg, place, asked }) => leg === speaker && [place, ...asked].some(({ mode }) => mode === 'whisper'));

export interface Named {
  readonly leg: LegId;
  readonly native: NativeId;
  readonly ear: Ear;
}

/** The legs of a call and of its supervisors, by both names. */
export const legsOf = ({ world }: Pick<Scene, 'world'>, call: Call): readonly Named[] =>
  world.engine.ears(call.id).flatMap((ear) => {
    const leg = world.engine.state.legs.get(ear.leg);
    return leg === undefined ? [] : [{ leg: leg.id, native: leg.native, ear }];
  });
