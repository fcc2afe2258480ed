import type { Input, NativeId, SwitchEffect, SwitchEvent } from '@legwork/core';
import type { SimulatedSwitch } from '../switch/index.ts';
import { answerTo } from '../switch/observation.ts';

/** What the switch has told the engine about each leg, against what has become true: the measure of what an engine can know. */
export interface Reports {
  /**
   * Everything that has become true of the leg's audio was reported, and the newest of it last: what the engine believes of the leg is true.
   * Never of a leg that a restart has ended: no end is reported.
   */
  isInformed(native: NativeId): boolean;
  /**
   * The last word about the leg came out of order, or a second time, or was not true; or the switch does what nobody expects, and has not said so
   * yet. A port promises one ordered stream of what is true; where a fault breaks that promise the engine cannot know it, and is misled
   * until the next word that is in order and not outdated, or the next resync.
   */
  isMisled(native: NativeId): boolean;
  /** Something has become true. */
  truth(event: SwitchEvent): void;
  /** The switch will do this when nobody expects it. */
  surprise(effect: SwitchEffect): void;
  /** The engine has taken an input. */
  taken(input: Input): void;
}

/** What a leg can be told about: where it is, whether it is muted, whether it is there at all. One does not make up for another. */
interface Aspect {
  /** Became true, and has not been reported. */
  readonly untold: Set<number>;
  newestTrue: number;
  newestTold: number;
  isMisled: boolean;
  /** What will become true when nobody expects it, and when something like that last did. */
  readonly surprises: string[];
  newestSurprise: number;
}
interface OfLeg {
  /** The life of the switch in which it was first heard of. */
  readonly epoch: string;
  readonly aspects: Map<string, Aspect>;
}

const misleads = ({ isMisled, surprises, newestSurprise, newestTold }: Aspect): boolean =>
  isMisled || surprises.length > 0 || newestSurprise > newestTold;

const aspectNames: { readonly [Type in SwitchEvent['type']]?: 'place' | 'mute' | 'life' } = {
  'leg.answered': 'life',
  'leg.ended': 'life',
  'leg.placed': 'place',
  'leg.muted': 'mute',
};

/** What becomes true, as far as it can be told apart. */
const wordOf = (truth: object): string => {
  const { type, at, target, mode, on } = truth as Readonly<Record<string, unknown>>;
  return JSON.stringify([type, at, target, mode, on]);
};

export const createReports = (from: Pick<SimulatedSwitch, 'epoch' | 'isAsked'>): Reports => {
  const order = new WeakMap<object, number>();
  const legs = new Map<NativeId, OfLeg>();
  let happened = 0;

  const aspectOf = (event: SwitchEvent): Aspect | undefined => {
    const name = aspectNames[event.type];
    return name === undefined || !('native' in event) ? undefined : aspectNamed(event.native, name);
  };
  const aspectNamed = (native: NativeId, name: string): Aspect => {
    const { aspects } = ofLeg(native);
    let aspect = aspects.get(name);
    if (aspect === undefined) {
      aspect = { untold: new Set(), newestTrue: 0, newestTold: 0, isMisled: false, surprises: [], newestSurprise: 0 };
      aspects.set(name, aspect);
    }
    return aspect;
  };
  const ofLeg = (native: NativeId): OfLeg => {
    let leg = legs.get(native);
    if (leg === undefined) legs.set(native, (leg = { epoch: from.epoch(), aspects: new Map() }));
    return leg;
  };
  const every = (native: NativeId, holds: (aspect: Aspect) => boolean): boolean =>
    [...(legs.get(native)?.aspects.values() ?? [])].every(holds);

  /** What a resync lists is the truth of its moment, and nothing older comes after it. Who is muted is not on the list. */
  const listed = (): void => {
    for (const { aspects } of legs.values()) {
      aspects.delete('place');
      aspects.delete('life');
    }
  };

  const sinceLastTaken: SwitchEffect[] = [];
  const expect = (effect: SwitchEffect): void => {
    const truth = answerTo(effect);
    const name = aspectNames[truth.type];
    if (name !== undefined && 'native' in truth) aspectNamed(truth.native, name).surprises.push(wordOf(truth));
  };

  return {
    isInformed: (native) => {
      const { epoch } = legs.get(native) ?? {};
      if (epoch !== undefined && epoch !== from.epoch()) return false;
      return every(native, (aspect) => aspect.untold.size === 0 && !misleads(aspect));
    },
    isMisled: (native) => !every(native, (aspect) => !misleads(aspect)),
    truth: (event) => {
      happened += 1;
      order.set(event, happened);
      if (event.type === 'call.found') for (const { native } of event.legs) ofLeg(native);
      const aspect = aspectOf(event);
      if (aspect === undefined) return;
      aspect.untold.add(happened);
      aspect.newestTrue = happened;
      const surprise = aspect.surprises.indexOf(wordOf(event));
      if (surprise < 0) return;
      aspect.surprises.splice(surprise, 1);
      aspect.newestSurprise = happened;
    },
    surprise: (effect) => {
      expect(effect);
      sinceLastTaken.push(effect);
    },
    taken: (input) => {
      if (input.type === 'switch.back' && input.snapshot !== null) {
        listed();
        // What was asked in this very step is still to come.
        for (const effect of sinceLastTaken) expect(effect);
      }
      sinceLastTaken.length = 0;
      const aspect = 'switch' in input ? aspectOf(input) : undefined;
      if (aspect === undefined) return;
      const when = order.get(input);
      if (when === undefined) {
        // It never became true.
        aspect.isMisled = true;
        return;
      }
      aspect.untold.delete(when);
      // Whoever is misled has taken a wrong word for the answer to what was asked, and may take an outdated one for it, too: the newest word puts
      // that right, when nothing that was asked is on its way any more.
      if (when <= aspect.newestTold) aspect.isMisled = true;
      else if (when === aspect.newestTrue && !('native' in input && from.isAsked(input.native)))
        aspect.isMisled = false;
      aspect.newestTold = Math.max(when, aspect.newestTold);
    },
  };
};
