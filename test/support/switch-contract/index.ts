import type { EffectCapability, Traits } from '@legwork/core';
import { describe, expect, it } from 'vitest';
import { connectionCases } from './connection.ts';
import { openDesk, type Desk } from './desk.ts';
import { foreignCases } from './foreign.ts';
import { legCases } from './legs.ts';
import { mixCases } from './mixes.ts';
import { refusalCases } from './refusals.ts';
import type { SwitchRig } from './rig.ts';
import { tapCases } from './taps.ts';

/** What a switch may lack: an effect, a mode of supervision, or one of the traits that the engine builds on. */
export type Lack = EffectCapability | keyof Pick<Traits, 'dialFirst' | 'list'>;

export interface SwitchUnderContract {
  readonly name: string;
  /** A switch with nothing going on, and phones. It is closed after each case. */
  readonly open: () => Promise<SwitchRig>;
  /** What it cannot do. Each is then refused, and no case is left out in silence. */
  readonly lacks: readonly Lack[];
  /** Whether calls that others set up on it are found. */
  readonly finds: boolean;
  /** Whether it may be killed and started anew; it may, unless it is somebody's. */
  readonly restarts?: boolean;
  /** Whether there may be several at a time, each with phones of its own: cases then wait together. */
  readonly several?: boolean;
}

/** One case of the contract. */
export type Case = (sentence: string, run: (desk: Desk) => Promise<void>) => void;
/** Whether the switch under contract has all of these. */
export type Has = (...wanted: readonly Lack[]) => boolean;

/** What every switch promises to the engine, whatever is behind the port. */
export function describeSwitchContract({
  name,
  open,
  lacks,
  finds,
  restarts = true,
  several = false,
}: SwitchUnderContract): void {
  const has: Has = (...wanted) => wanted.every((one) => !lacks.includes(one));
  const that: Case = (sentence, run) => {
    it(sentence, async () => {
      const rig = await open();
      const desk = openDesk(rig);
      try {
        await run(desk);
        await desk.clear();
      } finally {
        await rig.close();
      }
    });
  };

  describe(`${name} keeps the contract of a switch`, { concurrent: several }, () => {
    that(`lacks ${lacks.join(', ') || 'nothing'}`, ({ rig }) => {
      const { effects, traits } = rig.port.capabilities;
      const lacking = [
        ...Object.entries(effects).flatMap(([effect, by]) => (by === 'unsupported' ? [effect] : [])),
        ...(['dialFirst', 'list'] as const).filter((trait) => !traits[trait]),
      ];
      expect(lacking.toSorted()).toEqual(lacks.toSorted());
      return Promise.resolve();
    });
    describe('legs', () => legCases(that, has));
    if (has('join')) describe('mixes', () => mixCases(that, has));
    if (has('monitor', 'whisper', 'barge')) describe('supervision', () => tapCases(that, has));
    describe('the connection', () => connectionCases(that, has, restarts));
    if (finds) describe('calls of others', () => foreignCases(that, has));
    if (lacks.length > 0) describe('what it cannot do', () => refusalCases(that, lacks));
  });
}
