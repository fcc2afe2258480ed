import type { Input, NativeId, SwitchEvent } from '@legwork/core';

/** What the switch has told the engine about each leg, against what has become true: the measure of what an engine can know. */
export interface Reports {
  /**
   * Everything that has become true of the leg's audio was reported, and the newest of it last: what the engine believes of the leg is true.
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

const aspects: { readonly [Type in SwitchEvent['type']]?: 'place' | 'mute' | 'life' } = {
  'leg.answered': 'life',
  'leg.ended': 'life',
  'leg.placed': 'place',
  'leg.muted': 'mute',
};

export const createReports = (): Reports => {
  const order = new WeakMap<object, number>();
  const legs = new Map<NativeId, Map<string, Aspect>>();
  let happened = 0;

  const aspectOf = (event: SwitchEvent): Aspect | undefined => {
    const name = aspects[event.type];
    if (name === undefined || !('native' in event)) return undefined;
    let leg = legs.get(event.native);
    if (leg === undefined) legs.set(event.native, (leg = new Map<string, Aspect>()));
    let aspect = leg.get(name);
    if (aspect === undefined) leg.set(name, (aspect = { untold: new Set(), newestTold: 0, isMisled: false }));
    return aspect;
  };
  const every = (native: NativeId, holds: (aspect: Aspect) => boolean): boolean =>
    [...(legs.get(native)?.values() ?? [])].every(holds);

  /** What a resync lists is the truth of its moment, and nothing older comes after it. Who is muted is not on the list. */
  const listed = (): void => {
    for (const leg of legs.values()) {
      leg.delete('place');
      leg.delete('life');
    }
  };

  return {
    isInformed: (native) => every(native, ({ untold, isMisled }) => untold.size === 0 && !isMisled),
    isMisled: (native) => !every(native, ({ isMisled }) => !isMisled),
    truth: (event) => {
      happened += 1;
      order.set(event, happened);
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
