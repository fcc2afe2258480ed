import type { SwitchEffect, SwitchEvent, SwitchSnapshot } from '@legwork/core';
import type { RandomStreams } from '../kernel/random.ts';
import { catalogue, type FaultName } from './catalogue/index.ts';
import type { Chance, Wire } from './named.ts';
import { inTurn, type Passage } from './passage.ts';

/** A fault of the catalogue, and when it strikes: by chance, or at these of the times that it could, counted from 0. */
export interface ChosenFault {
  readonly name: FaultName;
  /** From 0 to 1; the usual one of the fault where nothing is said. */
  readonly probability?: number;
  readonly strikes?: readonly number[];
}

/** Faults of the catalogue at work on one switch. */
export interface FaultsAtWork {
  readonly carry: Passage<SwitchEffect>;
  readonly deliver: Passage<SwitchEvent>;
  readonly list: (snapshot: SwitchSnapshot) => SwitchSnapshot;
  readonly timerMs: (ms: number) => number;
  /** When each has struck so far, in the order in which they were chosen: a choice that strikes the same again. */
  readonly struck: () => readonly (ChosenFault & { readonly strikes: readonly number[] })[];
}

/**
 * Lets faults of the catalogue strike, each by a stream of chance of its own. Chosen anew with the strikes of before, they strike the same way.
 *
 * @throws RangeError when there is no such fault, a probability is not from 0 to 1, or a fault is chosen twice.
 */
export const putToWork = (chosen: readonly ChosenFault[], wire: Wire, streams: RandomStreams): FaultsAtWork => {
  const names = new Set(chosen.map(({ name }) => name));
  const unknown = [...names].find((name) => !Object.hasOwn(catalogue, name));
  if (unknown !== undefined)
    throw new RangeError(`there is no fault ${unknown}; there are ${Object.keys(catalogue).join(', ')}`);
  if (names.size !== chosen.length) throw new RangeError('each fault is chosen once');
  const chances = chosen.map((choice) => chanceOf(choice, streams));
  const ways = chosen.map(({ name }, n) => catalogue[name].begin(wire, (chances[n] as Counted).chance));
  return {
    carry: inTurn(ways.flatMap(({ effects }) => effects ?? [])),
    deliver: inTurn(ways.flatMap(({ events }) => events ?? [])),
    list: (snapshot) => ways.reduce((seen, { list }) => list?.(seen) ?? seen, snapshot),
    timerMs: (ms) => ways.reduce((so, { timerMs }) => timerMs?.(so) ?? so, ms),
    struck: () => chosen.map(({ name }, n) => ({ name, strikes: [...(chances[n] as Counted).strikes] })),
  };
};

interface Counted {
  readonly chance: Chance;
  readonly strikes: readonly number[];
}

const chanceOf = ({ name, probability, strikes: given }: ChosenFault, streams: RandomStreams): Counted => {
  const usual = probability ?? catalogue[name].probability;
  if (!(usual >= 0 && usual <= 1)) throw new RangeError(`the probability of ${name} is from 0 to 1, not ${usual}`);
  const stream = streams.stream(`faults/${name}`);
  const at = given === undefined ? null : new Set(given);
  const strikes: number[] = [];
  let times = 0;
  return {
    strikes,
    chance: {
      strikes: () => {
        const isStruck = at === null ? stream.chance(usual) : at.has(times);
        if (isStruck) strikes.push(times);
        times += 1;
        return isStruck;
      },
      // A stream for each strike: what one draws stays the same when another is taken away.
      draw: ([fromMs, toMs]) => streams.stream(`faults/${name}/${strikes.at(-1) ?? 0}`).integer(fromMs, toMs),
      pick: (items) => streams.stream(`faults/${name}/${strikes.at(-1) ?? 0}`).pick(items),
    },
  };
};
