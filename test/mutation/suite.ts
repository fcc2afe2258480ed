import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deciders } from '@legwork/core';
import {
  asterisk,
  blindOnly,
  freeswitch,
  stringee,
  unlimited,
  withCapabilities,
  type SwitchShape,
  type World,
} from '@legwork/sim';
import './only-stories.ts';
import { watch } from '../../sim/src/invariants/index.ts';
import { discrepancies } from '../support/bookkeeping.ts';
import { assertCleanEnd } from '../support/clean-end.ts';
import { randomWorld, type RandomWorldOptions } from '../support/random-world.ts';
import { collectStories, perform } from '../support/story.ts';

/** Something that has to hold of Legwork, whatever machines it runs: it throws where it does not. */
export interface Check {
  readonly name: string;
  readonly run: (deciders: Deciders) => void;
}

/** What a mutant must not survive: every story, and what holds at every moment of random worlds. Neither compares machines with each other. */
export const killSuite = async (): Promise<readonly Check[]> => [...(await stories()), ...worlds()];

const scenarios = join(import.meta.dirname, '../scenario');

const stories = async (): Promise<readonly Check[]> => {
  const files = readdirSync(scenarios).filter((file) => file.endsWith('.test.ts') && tellsStories(file));
  const told = await collectStories(async () => {
    for (const file of files.toSorted()) await import(join(scenarios, file));
  });
  return told.map((one) => ({
    name: one.name,
    run: (deciders) => void perform(one, deciders, keepBooks),
  }));
};

/** Other tests than stories stand beside them. */
const tellsStories = (file: string): boolean =>
  readFileSync(join(scenarios, file), 'utf8').includes("from '../support/story.ts'");

const faults: RandomWorldOptions['faults'] = {
  events: [
    { kind: 'drop', probability: 0.04 },
    { kind: 'duplicate', probability: 0.08, againAfterMs: [0, 2_000] },
    { kind: 'reorder', probability: 0.05, byMs: [0, 1_000] },
  ],
  effects: [{ kind: 'drop', probability: 0.04 }],
};
/** It connects people, and has no music for anybody. */
const silent: SwitchShape = { ...unlimited, capabilities: withCapabilities({ effects: { treat: 'unsupported' } }) };
const shapes = { unlimited, asterisk, freeswitch, stringee, blindOnly, silent };

const worlds = (): readonly Check[] =>
  Object.entries(shapes).flatMap(([name, shape], n) =>
    [1, 2, 3, 4, 5, 6].map((seed): Check => {
      const isFaulty = seed > 3;
      return {
        name: `${isFaulty ? 'a faulty world' : 'a world'} on ${name}, seed ${seed}`,
        run: (deciders) => {
          live(
            {
              seed: seed * 10 + n,
              shape,
              deciders,
              acts: 80,
              isTruthful: true,
              breaks: seed === 6,
              ...(isFaulty ? { faults } : {}),
            },
            !isFaulty,
          );
        },
      };
    }),
  );

const live = (options: RandomWorldOptions, endsClean: boolean): void => {
  let onlooker: ReturnType<typeof watch> | null = null;
  const world = randomWorld({
    ...options,
    watch: (world) => {
      onlooker = watch(world);
      keepBooks(world);
    },
  });
  const violations = (onlooker as ReturnType<typeof watch> | null)?.finish() ?? [];
  if (violations.length > 0)
    throw new Error(violations.map(({ invariant, what }) => `${invariant}: ${what}`).join('\n'));
  if (endsClean) assertCleanEnd(world);
};

/** What the machines remember and what the engine knows are the same, after every step. */
const keepBooks = (world: World): void => {
  world.onStep(() => {
    const found = discrepancies(world.engine.state);
    if (found.length > 0) throw new Error(found.join('\n'));
  });
};
