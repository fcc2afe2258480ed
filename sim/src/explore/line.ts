import { assertNever } from '@legwork/core';
import type { Cause, EffectId, Mode, NativeId, Place, SwitchEffect, SwitchEvent } from '@legwork/core';

/**
 * A switch reduced to what matters for one call: each leg as a line with its true state, the effects on their way to it and the events on their
 * way from it, both in order. Nothing here has a time; what is under way arrives whenever the explorer lets it.
 */
export interface Line {
  /** By the id the switch knows the leg by; the call itself for what is recorded. */
  readonly id: string;
  readonly state: 'offered' | 'ringing' | 'up' | 'gone';
  readonly at: Place;
  readonly target: string | null;
  readonly mode: Mode | null;
  readonly muted: boolean;
  readonly effects: readonly SwitchEffect[];
  readonly events: readonly SwitchEvent[];
  /** Events that were overtaken or doubled: they arrive whenever they like. */
  readonly late: readonly SwitchEvent[];
}

export const newLine = (id: string, state: Line['state']): Line => ({
  id,
  state,
  at: 'none',
  target: null,
  mode: null,
  muted: false,
  effects: [],
  events: [],
  late: [],
});

type Told = WithoutSwitch<SwitchEvent>;
type WithoutSwitch<E> = E extends SwitchEvent ? Omit<E, 'switch' | 'basis'> : never;
const told = (event: Told): SwitchEvent => ({ ...event, switch: 'sim', basis: 'seen' }) as SwitchEvent;

/** The switch performs the first effect on a line. */
export const perform = (lines: readonly Line[], id: string): readonly Line[] => {
  const effect = lineOf(lines, id)?.effects[0];
  if (effect === undefined) throw new Error('bug: nothing to perform');
  return carryOut(
    change(lines, id, ({ effects, ...line }) => ({ ...line, effects: effects.slice(1) })),
    effect,
  );
};

const carryOut = (lines: readonly Line[], effect: SwitchEffect): readonly Line[] => {
  if (effect.type === 'record') {
    return tell(lines, effect.call, { type: effect.on ? 'record.started' : 'record.stopped', call: effect.call });
  }
  if (effect.type === 'claim' || effect.type === 'redirect') throw new Error(`not explored: ${effect.type}`);
  const { native } = effect;
  const line = lineOf(lines, native);
  if (effect.type === 'dial') {
    return tell(
      change(lines, native, (one) => ({ ...one, state: 'ringing' })),
      native,
      { type: 'leg.ringing', native },
    );
  }
  if (line === undefined || line.state === 'gone') return refuse(lines, effect, 'noSuchLeg');
  if (effect.type === 'hangUp') return end(lines, native, effect.cause);
  if (effect.type === 'answer') {
    const up = change(lines, native, (one) => ({ ...one, state: 'up' }));
    return tell(up, native, { type: 'leg.answered', native });
  }
  if (line.state !== 'up') return refuse(lines, effect, 'notUp');
  switch (effect.type) {
    case 'join': {
      const joined = move(lines, native, { at: effect.mix, target: null, mode: null });
      const instead = effect.instead === null ? undefined : lineOf(joined, effect.instead);
      return instead === undefined || instead.id === native || instead.at !== effect.mix
        ? joined
        : move(joined, instead.id, nowhere);
    }
    case 'treat':
      return move(lines, native, { at: 'treated', target: null, mode: null });
    case 'tap': {
      const target = lineOf(lines, effect.target);
      if (target?.state !== 'up' || target.at === 'tap' || target.id === native)
        return refuse(lines, effect, 'noTarget');
      return move(lines, native, { at: 'tap', target: target.id, mode: effect.mode });
    }
    case 'mute':
      return tell(
        change(lines, native, (one) => ({ ...one, muted: effect.on })),
        native,
        { type: 'leg.muted', native, on: effect.on },
      );
    case 'digits':
      return tell(lines, native, { type: 'leg.digits', native, digits: effect.digits, sent: true });
    case 'play':
      return tell(lines, native, { type: 'leg.played', native, prompt: effect.prompt });
    default:
      return assertNever(effect);
  }
};

/** Somebody at a phone does something, or the switch does, unasked. */
export const answer = (lines: readonly Line[], id: string): readonly Line[] =>
  tell(
    change(lines, id, (line) => ({ ...line, state: 'up' })),
    id,
    { type: 'leg.answered', native: id as NativeId },
  );
export const end = (lines: readonly Line[], id: string, cause: Cause): readonly Line[] => {
  const gone = change(lines, id, (line) => ({ ...line, state: 'gone', muted: false, ...nowhere }));
  return releaseTappers(tell(gone, id, { type: 'leg.ended', native: id, cause } as never), id);
};
export const letGo = (lines: readonly Line[], id: string): readonly Line[] => move(lines, id, nowhere);

type Whereabouts = Pick<Line, 'at' | 'target' | 'mode'>;
const nowhere: Whereabouts = { at: 'none', target: null, mode: null };

const move = (lines: readonly Line[], id: string, to: Whereabouts): readonly Line[] => {
  const moved = change(lines, id, (line) => ({ ...line, ...to }));
  const placed = tell(moved, id, { type: 'leg.placed', native: id, ...placeOf(to) } as never);
  // Whoever taps is heard by nobody but whom its mode names, so nobody may tap it.
  return to.at === 'tap' ? releaseTappers(placed, id) : placed;
};
/** A placement as the switch tells it. */
export const placeOf = ({ at, target, mode }: Whereabouts) => (at === 'tap' ? { at, target, mode } : { at });

const releaseTappers = (lines: readonly Line[], id: string): readonly Line[] =>
  lines
    .filter(({ at, target }) => at === 'tap' && target === id)
    .reduce<readonly Line[]>((rest, tapper) => move(rest, tapper.id, nowhere), lines);

const refuse = (lines: readonly Line[], effect: SwitchEffect, reason: string): readonly Line[] => {
  const { op, type } = effect;
  return 'native' in effect
    ? tell(lines, effect.native, { type: 'effect.refused', op, effect: type, native: effect.native, reason })
    : tell(lines, effect.call, { type: 'effect.refused', op, effect: type, call: effect.call, reason });
};

export const lineOf = (lines: readonly Line[], id: string): Line | undefined => lines.find((line) => line.id === id);

const change = (lines: readonly Line[], id: string, by: (line: Line) => Line): readonly Line[] =>
  lineOf(lines, id) === undefined
    ? [...lines, by(newLine(id, 'gone'))]
    : lines.map((line) => (line.id === id ? by(line) : line));
const tell = (lines: readonly Line[], id: string, event: Told): readonly Line[] =>
  change(lines, id, (line) => ({ ...line, events: [...line.events, told(event)] }));

/** The next event on a line comes through, or is lost. */
export const take = (lines: readonly Line[], id: string): readonly Line[] =>
  change(lines, id, (line) => ({ ...line, events: line.events.slice(1) }));
export const takeLate = (lines: readonly Line[], id: string, n: number): readonly Line[] =>
  change(lines, id, (line) => ({ ...line, late: line.late.toSpliced(n, 1) }));
/** It will come through too late, or once more. */
export const delay = (lines: readonly Line[], id: string, event: SwitchEvent): readonly Line[] =>
  change(lines, id, (line) => ({ ...line, late: [...line.late, event] }));
export const loseEffect = (lines: readonly Line[], id: string): readonly Line[] =>
  change(lines, id, (line) => ({ ...line, effects: line.effects.slice(1) }));

/** The switch tries, and cannot. */
export const refuseEffect = (lines: readonly Line[], id: string): readonly Line[] => {
  const effect = lineOf(lines, id)?.effects[0];
  if (effect === undefined) throw new Error('bug: nothing to refuse');
  return refuse(loseEffect(lines, id), effect, 'failed');
};
/** Nothing comes through, in either direction. */
export const vanish = (lines: readonly Line[]): readonly Line[] =>
  lines.map((line) => (isStill(line) ? line : { ...line, effects: [], events: [], late: [] }));

export const underWay = ({ effects, events, late }: Line): number => effects.length + events.length + late.length;
const isStill = (line: Line): boolean => underWay(line) === 0;

/** The engine has asked for something. */
export const ask = (lines: readonly Line[], effects: readonly SwitchEffect[]): readonly Line[] =>
  effects.reduce(
    (rest, effect) =>
      change(rest, 'native' in effect ? effect.native : effect.call, (line) => ({
        ...line,
        effects: [...line.effects, effect],
      })),
    lines,
  );

/**
 * Names every line as the engine does from now on. What the engine has forgotten is told nothing more about than that it is alive: everything else
 * it would ignore.
 */
export const rename = (
  lines: readonly Line[],
  natives: ReadonlyMap<string, string>,
  ops: ReadonlyMap<string, string>,
): readonly Line[] => {
  const ghosts = new Map<string, string>();
  const nameOf = (id: string): string => {
    if (id === CALL || id === CUSTOMER) return id;
    const known = natives.get(id) ?? ghosts.get(id);
    if (known !== undefined) return known;
    const ghost = `c1.${FIRST_GHOST + ghosts.size}`;
    ghosts.set(id, ghost);
    return ghost;
  };
  const isKnown = (id: string): boolean => id === CALL || natives.has(id);
  const named: Line[] = [];
  for (const line of lines) {
    const { events, effects, late } = tidied(line, isKnown(line.id));
    if (line.state === 'gone' && events.length + effects.length + late.length === 0) continue;
    named.push({
      id: nameOf(line.id),
      state: line.state,
      at: line.at,
      target: line.target === null ? null : nameOf(line.target),
      mode: line.mode,
      muted: line.muted,
      effects: effects.map((effect) => namedEffect(effect, nameOf, ops)),
      events: events.map((event) => namedEvent(event, nameOf, ops)),
      late: late.map((event) => namedEvent(event, nameOf, ops)),
    });
  }
  return named.toSorted((one, other) => (one.id < other.id ? -1 : 1));
};

const CALL = 'c1';
export const CUSTOMER = 'in-1';
const FIRST_GHOST = 90;
/**
 * What can still make a difference. After its end a leg is told nothing that the engine would not ignore; and of what it has forgotten the engine
 * only wants to know that it is alive.
 */
const tidied = (
  { state, effects, events, late }: Line,
  isKnown: boolean,
): Pick<Line, 'effects' | 'events' | 'late'> => {
  const last = events.findIndex(({ type }) => type === 'leg.ended');
  const isOver = state === 'gone' && (last >= 0 || !isKnown);
  return {
    effects: isOver ? effects.filter(({ type }) => type === 'dial') : effects,
    events: (last < 0 ? events : events.slice(0, last + 1)).filter((event) => isKnown || isSignOfLife(event)),
    late: late.filter((event) => isKnown || isSignOfLife(event)),
  };
};

const isSignOfLife = ({ type }: SwitchEvent): boolean => type === 'leg.ringing' || type === 'leg.answered';

type Name = (id: string) => string;
const opOf = (op: EffectId, ops: ReadonlyMap<string, string>): EffectId => (ops.get(op) ?? '0.0') as EffectId;

/** Only what makes a difference is kept of an effect: not who is rung, nor for how long. */
const namedEffect = (effect: SwitchEffect, nameOf: Name, ops: ReadonlyMap<string, string>): SwitchEffect => {
  const op = opOf(effect.op, ops);
  if (!('native' in effect))
    return { type: effect.type, op, call: effect.call, ...('on' in effect ? { on: effect.on } : {}) } as never;
  const native = nameOf(effect.native);
  switch (effect.type) {
    case 'join':
      return {
        type: 'join',
        op,
        native,
        mix: effect.mix,
        instead: effect.instead === null ? null : nameOf(effect.instead),
      } as never;
    case 'tap':
      return { type: 'tap', op, native, target: nameOf(effect.target), mode: effect.mode } as never;
    case 'hangUp':
      return { type: 'hangUp', op: '0.0', native, cause: 'normal' } as never;
    case 'mute':
      return { type: 'mute', op, native, on: effect.on } as never;
    case 'digits':
      return { type: 'digits', op, native, digits: effect.digits } as never;
    case 'answer':
    case 'dial':
    case 'play':
    case 'redirect':
    case 'treat':
      return { type: effect.type, op, native } as never;
    default:
      return assertNever(effect);
  }
};

const namedEvent = (event: SwitchEvent, nameOf: Name, ops: ReadonlyMap<string, string>): SwitchEvent => {
  const native = 'native' in event ? { native: nameOf(event.native) } : {};
  const target = 'target' in event ? { target: nameOf(event.target) } : {};
  const op = 'op' in event ? { op: opOf(event.op, ops) } : {};
  return { ...event, ...native, ...target, ...op } as SwitchEvent;
};
