import type { Input, NativeId, SwitchEvent } from '@legwork/core';
import type { SimulatedSwitch } from '../switch/index.ts';

/** What the switch has told the engine about each leg, against what has become true: the measure of what an engine can know. */
export interface Reports {
  /**
   * Everything that has become true of the leg's audio was reported, and the newest of it last: what the engine believes of the leg is true.
   * Never of a leg that a restart has ended: no end is reported.
   */
  isInformed(native: NativeId): boolean;
  /**
   * The last word about the leg came out of order, or a second time. A port promises one ordered stream; where a fault breaks that promise the
   * engine cannot know it, and is misled until the next word in order, or the next resync.
   */
  isMisled(native: NativeId): boolean;
  /** Something has become true. */
  truth(event: SwitchEvent): void;
  /** The engine has taken an input. */
  taken(input: Input): void;
}

/** What a leg can be told about: where it is, whether it is muted, whether it is there at all. One does not make up for another. */
interface Aspect {
  /** Became true, and has not been reported. */
  readonly untold: Set<number>;
  newestTold: number;
  isMisled: boolean;
}
interface OfLeg {
  /** The life of the switch in which it was first heard of. */
  readonly epoch: string;
  readonly aspects: Map<string, Aspect>;
}

const aspectNames: { readonly [Type in SwitchEvent['type']]?: 'place' | 'mute' | 'life' } = {
  'leg.answered': 'life',
  'leg.ended': 'life',
  'leg.placed': 'place',
  'leg.muted': 'mute',
};

export const createReports = (from: Pick<SimulatedSwitch, 'epoch'>): Reports => {
  const order = new WeakMap<object, number>();
  const legs = new Map<NativeId, OfLeg>();
  let happened = 0;

  const aspectOf = (event: SwitchEvent): Aspect | undefined => {
    const name = aspectNames[event.type];
    if (name === undefined || !('native' in event)) return undefined;
    const { aspects } = ofLeg(event.native);
    let aspect = aspects.get(name);
    if (aspect === undefined) aspects.set(name, (aspect = { untold: new Set(), newestTold: 0, isMisled: false }));
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

  return {
    isInformed: (native) => {
      const { epoch } = legs.get(native) ?? {};
      if (epoch !== undefined && epoch !== from.epoch()) return false;
      return every(native, ({ untold, isMisled }) => untold.size === 0 && !isMisled);
    },
    isMisled: (native) => !every(native, ({ isMisled }) => !isMisled),
    truth: (event) => {
      happened += 1;
      order.set(event, happened);
      if (event.type === 'call.found') for (const { native } of event.legs) ofLeg(native);
      aspectOf(event)?.untold.add(happened);
    },
    taken: (input) => {
      if (input.type === 'switch.back' && input.snapshot !== null) listed();
      const when = order.get(input);
      if (when === undefined) return;
      const aspect = aspectOf(input as SwitchEvent);
      if (aspect === undefined) return;
      aspect.untold.delete(when);
      aspect.isMisled = when <= aspect.newestTold;
      aspect.newestTold = Math.max(when, aspect.newestTold);
    },
  };
};
