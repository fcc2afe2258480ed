import type { EventOf, ListedLeg, NativeId, SwitchEffect, SwitchEvent, SwitchSnapshot } from '@legwork/core';
import type { Span } from './fault.ts';
import { passOn, type Passage, type Send } from './passage.ts';

/** What a fault does to what it strikes. */
export const faultKinds = [
  /** It goes through, and something happens with it. */
  'pass',
  'delay',
  'drop',
  'duplicate',
  'reorder',
  /** The switch says what is not so, or does what it was not asked for. */
  'lie',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** A failure that telephony software really has, as something that can strike a simulated switch. */
export interface NamedFault {
  readonly kind: FaultKind;
  /** One sentence. */
  readonly does: string;
  /** What users of real systems reported: the row of known-failures.md, and where it was reported. */
  readonly row: string;
  /** How likely it is where nothing else is said, from 0 to 1, each time that it could strike. */
  readonly probability: number;
  readonly begin: (wire: Wire, chance: Chance) => Ways;
}

/** Where a fault reaches in. What it does not name goes on as it is. */
export interface Ways {
  readonly effects?: Passage<SwitchEffect>;
  readonly events?: Passage<SwitchEvent>;
  /** What the switch says exists on it, when it comes back. Asked more than once. */
  readonly list?: (snapshot: SwitchSnapshot) => SwitchSnapshot;
  /** After how many milliseconds a timer fires that was to fire after so many. */
  readonly timerMs?: (ms: number) => number;
}

/** Whether a fault strikes, and how hard. */
export interface Chance {
  /** To be asked each time that it could strike, and only then. True where it does. */
  strikes(): boolean;
  /** Whole milliseconds within the span. What is drawn for one strike depends on no other. */
  draw(span: Span): number;
  pick<T>(items: readonly T[]): T;
}

/** What a fault may do, besides holding up what comes its way. */
export interface Wire {
  now(): number;
  later(ms: number, run: () => void): void;
  /** All legs that exist on the switch. */
  legs(): readonly ListedLeg[];
  /** One of them; undefined where there is none. */
  leg(native: NativeId): ListedLeg | undefined;
  /** Somebody listens to the leg. */
  isTapped(native: NativeId): boolean;
  promptMs(prompt: string, native: NativeId): number;
  /** The switch says so, though it is not so. */
  says(event: SwitchEvent): void;
  /** The switch says that it has done what it was asked, though it has not. */
  answers(effect: SwitchEffect): void;
  /** The switch does something at once that it was not asked for. */
  does(effect: SwitchEffect): void;
  /** The switch will do this when nobody expects it: from now until it is told of, what may be heard cannot be known. */
  surprises(effect: SwitchEffect): void;
  /** Whoever is at the other end hangs up. */
  hangsUp(native: NativeId): void;
  readonly isConnected: boolean;
  /** Breaks the connection for so long; a switch that `forgets` dies meanwhile. To be called while it is connected. */
  loses(ms: number, how?: 'forgets'): void;
}

/** A fault that strikes events of these types. */
export const onEvents =
  <Type extends SwitchEvent['type']>(
    types: readonly Type[],
    strike: (event: EventOf<Type>, send: Send<SwitchEvent>, chance: Chance, wire: Wire) => void,
    canStrike: (event: EventOf<Type>, wire: Wire) => boolean = () => true,
  ): NamedFault['begin'] =>
  (wire, chance) => ({
    events: (event, send) => {
      const isMeant = isOneOf(event, types) && canStrike(event, wire) && chance.strikes();
      if (isMeant) strike(event, send, chance, wire);
      else passOn(event, send);
    },
  });

/** A fault that strikes effects of these types. */
export const onEffects =
  <Type extends SwitchEffect['type']>(
    types: readonly Type[],
    strike: (effect: OfType<Type>, send: Send<SwitchEffect>, chance: Chance, wire: Wire) => void,
    canStrike: (effect: OfType<Type>, wire: Wire) => boolean = () => true,
  ): NamedFault['begin'] =>
  (wire, chance) => ({
    effects: (effect, send) => {
      const isMeant = isOneOf(effect, types) && canStrike(effect, wire) && chance.strikes();
      if (isMeant) strike(effect, send, chance, wire);
      else passOn(effect, send);
    },
  });

/** It never arrives. */
export const drop = (): void => undefined;

/** The switch refuses the effect, and does not perform it. */
export const refuse =
  (reason: string) =>
  (effect: SwitchEffect, _send: Send<SwitchEffect>, _chance: Chance, wire: Wire): void => {
    const about = 'native' in effect ? { native: effect.native } : { call: effect.call };
    wire.says({
      type: 'effect.refused',
      op: effect.op,
      effect: effect.type,
      reason,
      ...about,
      switch: effect.switch,
      basis: 'seen',
    });
  };

type OfType<Type extends SwitchEffect['type']> = Extract<SwitchEffect, { readonly type: Type }>;

export const isOneOf = <Item extends { readonly type: string }, Type extends Item['type']>(
  item: Item,
  types: readonly Type[],
): item is Extract<Item, { readonly type: Type }> => (types as readonly string[]).includes(item.type);
