import type { Input, SwitchEffect, SwitchEvent } from '@legwork/core';
import { truthIn } from './between.ts';
import { carryOver, type Deed } from './deed.ts';
import {
  answer,
  CUSTOMER,
  delay,
  end,
  letGo,
  lineOf,
  loseEffect,
  perform,
  placeOf,
  refuseEffect,
  take,
  takeLate,
  underWay,
  vanish,
  type Line,
} from './line.ts';
import { createNumbers, createPairs, createThings, type Things } from './states.ts';

/** The switch and the phones as a function that is looked up: each state of all lines is numbered, and what can happen in it is worked out once. */
export interface Worlds {
  readonly size: number;
  number(lines: readonly Line[]): number;
  at(world: number): World;
  /** The world after the engine has done something to it. */
  after(world: number, deed: number): number;
  /** What can go wrong in it. */
  strikes(world: number): readonly WorldMove[];
  /** The same world when nothing comes through any more: whatever is under way is lost. */
  cutOff(world: number): number;
  /** The same world when all that was asked for has been done. */
  done(world: number): number;
  /** What the switch lists of it, as an input. */
  resync(world: number): number;
}

export interface World {
  readonly lines: readonly Line[];
  /** How many effects and events are under way. */
  readonly underWay: number;
  readonly isCustomerGone: boolean;
  /** What is true of all legs, first now, and then what may be before the engine is told any more; by number. */
  readonly truths: readonly number[];
  /** What the switch and people at phones can do next. */
  readonly moves: readonly WorldMove[];
}

export interface WorldMove {
  readonly kind: 'answers' | 'phone' | 'performed' | 'arrived' | 'fault';
  readonly says: string;
  /** What the engine is told, by number; -1 where it is told nothing. */
  readonly input: number;
  /** The world that it leads to, before the engine does anything about it. */
  readonly to: number;
  /** An event was doubled or overtaken: what the engine believes may be older than what it was told before. */
  readonly misleads: boolean;
}

export const createWorlds = (
  inputs: { number(input: Input): number },
  deeds: Pick<Things<Deed>, 'at'>,
  truths: Pick<Things<readonly Line[]>, 'number'>,
  tellsAtOnce: boolean,
): Worlds => {
  const lineNumbers = createThings<Line>();
  const known = new WeakMap<Line, number>();
  const all = createThings<readonly Line[]>();
  const worlds: (World | undefined)[] = [];
  const strikes = new Map<number, readonly WorldMove[]>();
  const resyncs = new Map<number, number>();
  const cutOffs = new Map<number, number>();
  const dones = new Map<number, number>();
  const done = createPairs();
  const afters = createNumbers();

  const toldOf = ({ id, after }: Omit<Change, 'kind'>, before: readonly Line[]): SwitchEvent | null =>
    tellsAtOnce ? toldAtOnce(before, id, after) : null;
  const thatMayChange = (lines: readonly Line[]): readonly Line[] =>
    tellsAtOnce ? lines.filter((line) => mayChange(lines, line)) : lines;

  const numberOfLine = (line: Line): number => {
    let number = known.get(line);
    if (number === undefined) known.set(line, (number = lineNumbers.number(JSON.stringify(line), line)));
    return number;
  };
  const numberOf = (lines: readonly Line[]): number => {
    const row = lines.map(numberOfLine);
    return all.number(
      row.join(),
      row.map((number) => lineNumbers.at(number)),
    );
  };

  const worldOf = (lines: readonly Line[]): World => {
    const state = lineOf(lines, CUSTOMER)?.state;
    const moves: WorldMove[] = [];
    const add = (kind: WorldMove['kind'], says: string, after: readonly Line[], event: Input | null): void => {
      const input = event === null ? -1 : inputs.number(event);
      moves.push({ kind, says, input, to: numberOf(after), misleads: false });
    };
    for (const { id, events, late } of lines) {
      const [event] = events;
      if (event !== undefined) add('arrived', nameOf(event), take(lines, id), event);
      late.forEach((one, n) => add('arrived', `${nameOf(one)}, late`, takeLate(lines, id, n), one));
    }
    for (const change of changesIn(lines, thatMayChange(lines))) {
      const { kind, says, id, after } = change;
      const told = toldOf(change, lines);
      if (told === null) add(kind, says, after, null);
      else add(kind, `${says}: ${nameOf(told)}`, take(after, id), told);
    }
    return {
      lines,
      underWay: lines.reduce((sum, line) => sum + underWay(line), 0),
      isCustomerGone: state === undefined || state === 'gone',
      truths: [...truthsAhead(lines)].map(([text, ahead]) => truths.number(text, ahead)),
      moves,
    };
  };

  const strikesIn = (lines: readonly Line[]): readonly WorldMove[] => {
    const moves: WorldMove[] = [];
    const add = (says: string, after: readonly Line[], event: Input | null = null, misleads = false): void => {
      const input = event === null ? -1 : inputs.number(event);
      moves.push({ kind: 'fault', says, input, to: numberOf(after), misleads });
    };
    const mislay = (event: SwitchEvent, id: string, after: readonly Line[]): void => {
      add(`${nameOf(event)} of ${id} is lost`, after);
      add(`${nameOf(event)} of ${id} will come late`, delay(after, id, event), null, true);
      add(`${nameOf(event)} of ${id} will come again`, delay(after, id, event), event, true);
    };
    for (const { id, effects, events } of lines) {
      const [effect] = effects;
      if (effect !== undefined) add(`${effect.type} on ${id} is lost`, loseEffect(lines, id));
      const [event] = events;
      if (event !== undefined) mislay(event, id, take(lines, id));
    }
    for (const change of unaskedIn(lines, thatMayChange(lines))) {
      const { says, id, after } = change;
      const told = toldOf(change, lines);
      if (told === null) add(says, after);
      else add(`${says}: ${nameOf(told)}`, take(after, id), told);
    }
    for (const change of changesIn(lines, thatMayChange(lines))) {
      const told = toldOf(change, lines);
      if (told !== null) mislay(told, change.id, take(change.after, change.id));
    }
    return moves;
  };

  const numbered = <Key>(memo: Map<Key, number>, key: Key, work: () => number): number => {
    let number = memo.get(key);
    if (number === undefined) memo.set(key, (number = work()));
    return number;
  };

  return {
    get size() {
      return all.size;
    },
    number: numberOf,
    at: (world) => (worlds[world] ??= worldOf(all.at(world))),
    after: (world, deed) => {
      const found = done.find(world, deed);
      if (found >= 0) return afters.at(found);
      const after = numberOf(carryOver(all.at(world), deeds.at(deed)));
      done.add(world, deed);
      afters.push(after);
      return after;
    },
    strikes: (world) => {
      let moves = strikes.get(world);
      if (moves === undefined) strikes.set(world, (moves = strikesIn(all.at(world))));
      return moves;
    },
    cutOff: (world) => numbered(cutOffs, world, () => numberOf(vanish(all.at(world)))),
    done: (world) => numbered(dones, world, () => numberOf(allDone(all.at(world)))),
    resync: (world) => numbered(resyncs, world, () => inputs.number(listed(all.at(world)))),
  };
};

/** Something that the switch or somebody at a phone can do on one leg. */
interface Change {
  readonly kind: 'answers' | 'phone' | 'performed';
  readonly says: string;
  readonly id: string;
  readonly after: readonly Line[];
}

const changesIn = (lines: readonly Line[], changing: readonly Line[]): readonly Change[] => {
  const changes: Change[] = [];
  for (const { id, state, effects } of changing) {
    const add = (kind: Change['kind'], says: string, after: readonly Line[]): void => {
      changes.push({ kind, says: `${id} ${says}`, id, after });
    };
    const [effect] = effects;
    if (effect !== undefined)
      changes.push({ kind: 'performed', says: `${effect.type} on ${id}`, id, after: perform(lines, id) });
    if (state === 'ringing') {
      add('answers', 'answers', answer(lines, id));
      add('phone', 'declines', end(lines, id, 'noAnswer'));
    }
    if (state === 'up' || state === 'offered') add('phone', 'hangs up', end(lines, id, 'normal'));
    // Whose phone breaks off is not taken to have meant it.
    if (state === 'up' && id !== CUSTOMER) add('phone', 'breaks off', end(lines, id, 'lost'));
  }
  return changes;
};

/** What goes wrong on the switch itself. */
const unaskedIn = (lines: readonly Line[], changing: readonly Line[]): readonly Omit<Change, 'kind'>[] =>
  changing.flatMap(({ id, state, at, effects: [effect] }) => [
    ...(effect === undefined || effect.type === 'hangUp'
      ? []
      : [{ says: `${effect.type} on ${id} fails`, id, after: refuseEffect(lines, id) }]),
    ...(state === 'up' && at === 'main' ? [{ says: `the switch lets go of ${id}`, id, after: letGo(lines, id) }] : []),
  ]);

/**
 * The engine sees in which order it is told things, not when they happen. So what happens on one leg, and to no other, is told at once: that it is
 * told later is the same as that it happens later, as what is asked for takes any time to be done, and people hang up whenever they like. What a
 * leg was told to do, or does, is put off in the same way until what is under way from it has arrived.
 *
 * It is not the same where others look at the leg: something under way is to tap it, or to take its place. Then it changes when it likes, and
 * what it says about that takes its time; so does what is said of a change of several legs, as the end of a leg that is tapped.
 *
 * Nothing is told later than it happens but that: what is heard meanwhile, between the happening and the telling, is looked at all the same (see
 * {@link truthsAhead}).
 */
const mayChange = (lines: readonly Line[], line: Line): boolean =>
  line.events.length === 0 || isWatched(lines, line.id);

const isWatched = (lines: readonly Line[], id: string): boolean =>
  lines.some(({ effects }) =>
    effects.some(
      (effect) => (effect.type === 'tap' && effect.target === id) || (effect.type === 'join' && effect.instead === id),
    ),
  );

/** The event that tells of a change at once; null where it takes its time, or nothing is told. */
const toldAtOnce = (before: readonly Line[], id: string, after: readonly Line[]): SwitchEvent | null => {
  if (isWatched(before, id)) return null;
  const { events } = lineOf(after, id) ?? { events: [] };
  const isAlone = after.every((line) => line.id === id || (lineOf(before, line.id)?.events ?? none) === line.events);
  return events.length === 1 && isAlone ? (events[0] ?? null) : null;
};
const none: readonly SwitchEvent[] = [];

/**
 * Everything that can be true of all legs before the engine is told any more: of what it has asked for, any part may be done. People who hang up
 * meanwhile hear less, and nobody hears more.
 */
const truthsAhead = (lines: readonly Line[]): ReadonlyMap<string, readonly Line[]> => {
  const truths = new Map([[truthIn(lines), lines]]);
  const seen = new Set<string>();
  const open = [lines];
  for (const now of open) {
    for (const { id, effects } of now) {
      const [effect] = effects;
      if (effect === undefined || !moves.has(effect.type)) continue;
      const next = perform(now, id);
      const key = next
        .map((line) => `${line.id} ${line.effects.length} ${line.at} ${line.target ?? ''} ${line.muted}`)
        .join();
      if (seen.has(key)) continue;
      seen.add(key);
      truths.set(truthIn(next), next);
      open.push(next);
    }
  }
  return truths;
};
/** What moves a leg; what comes after something else on the same leg is looked at once that was done. */
const moves: ReadonlySet<SwitchEffect['type']> = new Set<SwitchEffect['type']>(['join', 'treat', 'tap', 'mute']);

const nameOf = (event: SwitchEvent): string => `${event.type}${'at' in event ? ` ${event.at}` : ''}`;

/** Leg by leg. */
const allDone = (lines: readonly Line[]): readonly Line[] => {
  const next = lines.find(({ effects }) => effects.length > 0);
  return next === undefined ? lines : allDone(perform(lines, next.id));
};

/** The switch lists what exists; nothing is under way meanwhile. */
const listed = (lines: readonly Line[]): Input =>
  ({
    type: 'switch.back',
    switch: 'sim',
    basis: 'seen',
    epoch: 'explored',
    snapshot: {
      legs: lines
        .filter(({ state }) => state !== 'gone')
        .map(({ id, state, ...where }) => ({ native: id, up: state === 'up', ...placeOf(where) })),
    },
  }) as never;
