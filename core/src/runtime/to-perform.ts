import type { Unperformed } from '../ports/index.ts';
import type { EventOf, NativeId, SwitchEffect, SwitchId, SwitchSnapshot } from '../vocabulary/index.ts';

/** Effects that a crash may have kept from their switch: they are repeated when it is back, before the engine learns that it is. */
export interface ToPerform {
  /**
   * What is to be performed on the switch that is back, and what it is to be taken to list. A leg that is listed was dialled, and is not dialled
   * again; one that is dialled now is on its way, and is not to be taken for one that has ended.
   */
  back(event: EventOf<'switch.back'>): Repeated;
  /** Something newer is asked of a leg: what it makes up for of what was asked before has had its time. */
  supersede(effect: SwitchEffect): void;
  /** The switch has forgotten everything. */
  forget(id: SwitchId): void;
  readonly all: readonly Unperformed[];
}

export interface Repeated {
  readonly effects: readonly SwitchEffect[];
  readonly event: EventOf<'switch.back'>;
}

export const createToPerform = (from: readonly Unperformed[]): ToPerform => {
  let all = from;
  const keep = (isKept: (effect: SwitchEffect) => boolean): void => {
    if (all.length > 0) all = all.filter(({ effect }) => isKept(effect));
  };
  return {
    get all() {
      return all;
    },
    back: (event) => {
      const { switch: id, snapshot } = event;
      const listed = new Set(snapshot?.legs.map(({ native }) => native));
      const effects = all
        .map(({ effect }) => effect)
        .filter((effect) => effect.switch === id && !(effect.type === 'dial' && listed.has(effect.native)));
      keep((effect) => effect.switch !== id);
      return { effects, event: snapshot === null ? event : { ...event, snapshot: withDialled(snapshot, effects) } };
    },
    supersede: (effect) => {
      keep((older) => !makesUpFor(effect, older));
    },
    forget: (id) => keep((effect) => effect.switch !== id),
  };
};

/** An end makes up for everything, a place for another, a mute for another; and whoever is asked for something else has been dialled, or answered. */
const makesUpFor = (newer: SwitchEffect, older: SwitchEffect): boolean => {
  const isAboutSame = older.switch === newer.switch && legsOf(older).some((leg) => legsOf(newer).includes(leg));
  return isAboutSame && (newer.type === 'hangUp' || isBeginning(older) || kindOf(older) === kindOf(newer));
};
const isBeginning = ({ type }: SwitchEffect): boolean => type === 'dial' || type === 'answer';
const kindOf = ({ type, op }: SwitchEffect): string => (placings.has(type) ? 'placing' : type === 'mute' ? type : op);
const placings: ReadonlySet<SwitchEffect['type']> = new Set<SwitchEffect['type']>(['join', 'treat', 'tap', 'redirect']);

const withDialled = (snapshot: SwitchSnapshot, effects: readonly SwitchEffect[]): SwitchSnapshot => {
  const dialled = effects.filter((effect) => effect.type === 'dial');
  if (dialled.length === 0) return snapshot;
  return { legs: [...snapshot.legs, ...dialled.map(({ native }) => ({ native, up: false, at: 'none' as const }))] };
};

const legsOf = (effect: SwitchEffect): readonly NativeId[] => {
  if (effect.type === 'record' || effect.type === 'claim') return [];
  return effect.type === 'redirect' ? [effect.native, effect.target] : [effect.native];
};
