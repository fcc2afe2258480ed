import type { SwitchEffect } from '@legwork/core';
import { ask, rename, type Line } from './line.ts';

/** What a step of the engine does to the world: it asks for something, and has names of its own for everything from then on. */
export interface Deed {
  readonly effects: readonly SwitchEffect[];
  readonly natives: ReadonlyMap<string, string>;
  readonly ops: ReadonlyMap<string, string>;
}

export const carryOver = (lines: readonly Line[], { effects, natives, ops }: Deed): readonly Line[] =>
  rename(ask(lines, effects), natives, ops);
