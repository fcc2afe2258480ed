import { asId, compiled, createEngine, type Deciders, type Engine, type Input, type Output } from '@legwork/core';
import { ladder, type LadderStep } from '../ladder/index.ts';
import { configOf, firstInputs } from './beginning.ts';
import { normalForm } from './normal-form.ts';
import { ASKED, type Move } from './moves.ts';

/** The inputs of an engine that lives through a story, as it takes them: what the explorer calls by a new name after each step keeps its own. */
export interface ToldStory {
  readonly engine: Engine;
  readonly steps: readonly LadderStep[];
}

/**
 * Tells a story to an engine from its first input to its last. The explorer names legs, seats and timers anew after each step; here they have the
 * names that the engine gave them.
 */
export const tellStory = (
  story: readonly Move[],
  supervisors: readonly string[] = [],
  deciders: Deciders = compiled(),
): ToldStory => {
  const engine = createEngine(configOf(supervisors), deciders);
  const steps: LadderStep[] = [];
  const step = (input: Input): void => {
    const outputs: readonly Output[] = engine.step(input, 0);
    // Every step takes a moment: what a ladder shows is the order.
    steps.push({ at: steps.length, input, outputs });
  };
  for (const input of firstInputs) step(input as Input);
  let commands = 0;
  for (const { input } of story) {
    if (input === null) continue;
    // What stands in the engine under a name of its own is asked for under the name that the explorer has for it.
    const names = new Map<string, string>();
    const { natives, ops, others } = normalForm(engine.state).names;
    for (const known of [natives, ops, others]) for (const [own, explored] of known) names.set(explored, own);
    if (input.type.startsWith('cmd.')) names.set(ASKED, `#${(commands += 1)}`);
    step(
      JSON.parse(JSON.stringify(input), (_key, value: unknown) =>
        typeof value === 'string' ? (names.get(value) ?? value) : value,
      ) as Input,
    );
  }
  return { engine, steps };
};

/** A story as it is read: what happens, one thing a line, and the call as a ladder. */
export const printStory = (
  what: string,
  story: readonly Move[],
  supervisors: readonly string[],
  deciders?: Deciders,
): string => {
  const lines = story.map(({ kind, says }, n) => `${String(n + 1).padStart(4)}  ${kind.padEnd(9)} ${says}`);
  return [what, ...lines, '', drawn(story, supervisors, deciders)].join('\n');
};

const drawn = (story: readonly Move[], supervisors: readonly string[], deciders?: Deciders): string => {
  try {
    return ladder(tellStory(story, supervisors, deciders).steps, asId('c1'));
  } catch (error) {
    // A story of a bug ends where the engine does.
    return story.length === 0 ? String(error) : drawn(story.slice(0, -1), supervisors, deciders);
  }
};
